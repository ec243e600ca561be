"""A clause that announces so many items and lists another number of them: "gồm 03 nhóm nhiệm vụ sau:" over two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from extractors.fold import fold
from models.outline import Clause
from models.plan import Plan
from models.span import Evidence
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Finding, Weight, place_at

# The number, what is counted, and nothing more before the colon that opens the list.
_ANNOUNCED = re.compile(
    r"\b(?:gom|co|chia (?:thanh|lam|ra)|thanh|bao gom|thuc hien|la)\s+(?:co )?(?P<count>\d{1,2})\s+"
    r"(?P<what>(?:nhom|noi dung|giai doan|dot|buoc|tieu chi|tieu chuan|nhiem vu|giai phap|muc tieu|phan|khoi|cum)\b"
    r"[^.,;:()\d]{0,40}?)(?: sau| sau day| nhu sau| cu the| chinh| cu the nhu sau| chu yeu)?:\s*$"
)
_SURE = 0.7


def counts(plan: Plan) -> Iterator[Finding]:
    """Each announced number that is not the number of the labelled items which follow."""
    for clause in plan.outline.clauses:
        match = _ANNOUNCED.search(fold(clause.text))
        items = _items(plan, clause) if match else []
        if match and len(items) > 1 and len(items) != int(match["count"]):
            evidence = Evidence(clause=clause.path, spans=clause.spans)
            yield Finding(
                rule="count_differs",
                weight=Weight.LOW,
                facts={"said": int(match["count"]), "listed": len(items), "what": _what(clause, match)},
                places=(
                    place_at(plan, clause.path, clause.text, (evidence,)),
                    *(place_at(plan, i.path, i.text, (Evidence(clause=i.path, spans=i.spans),)) for i in items),
                ),
                confidence=sureness(plan, _SURE, evidence=[evidence]),
            )


def _what(clause: Clause, match: re.Match[str]) -> str:
    return clause.text[match.start("what") : match.end("what")].strip()


def _items(plan: Plan, clause: Clause) -> list[Clause]:
    """The items of the list: the labelled children, or, behind an unlabelled paragraph, the siblings of one kind that
    follow it at once. None where the children are of several kinds: which of them are counted does not show."""
    below = plan.outline.children(clause.path)
    if clause.path.is_paragraph:
        beside = plan.outline.children(clause.path.parent)
        after = beside[beside.index(clause) + 1 :]
        below = list(takewhile(lambda c: not c.path.is_paragraph, after))
    kinds = {_kind(c) for c in below}
    return below if len(kinds) == 1 and "row" not in kinds else []


def _kind(clause: Clause) -> str:
    step = clause.path.steps[-1]
    if step.startswith("row"):
        return "row"
    return step[0] if clause.path.is_bullet or clause.path.is_paragraph else "numbered"
