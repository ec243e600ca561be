"""Which plan a document is by what it says of itself: an identity, and a readable id (`ca-mau-2019-108-kh-ubnd`).

Issuer, symbol with its number and date of issue are a plan's identity (Nghị định 30/2020/NĐ-CP, Điều 8: every document
has them, and numbers begin anew every year in every office). Where one of them is not known, other words decide (see
deciding), and the readable id has a mark: of date and subject, or of the bytes where there is no subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256

from rapidfuzz import fuzz

from models.metadata import Absent, GovernmentLevel, PlanMetadata
from models.plan import Plan
from pipeline.folding import fold

_SHORT_TYPES = {"tp": "thanh-pho", "tx": "thi-xa", "tt": "thi-tran"}
_PROVINCE_TYPES = re.compile(r"^(tinh|thanh-pho)-(?=.)")
_LONGEST = 80
"""Characters of a unit or symbol in an id; what is longer is no name."""

_SAME_SUBJECT = 70.0
"""Likeness (0 to 100) from which two folded subjects are one, read or worded a little differently."""


_READ = 500
"""Characters of a subject that are compared: the time grows with their square."""


def identity(metadata: PlanMetadata) -> str | None:
    """Issuer, symbol and date in one string; None where one of them is not known.

    Two districts of two provinces may share a name: whether the provinces agree is asked by `same_plan`.
    """
    unit, issued, symbol = _unit(metadata), metadata.issued.value, slug(metadata.symbol.value or "")
    if not (unit and issued and symbol) or metadata.number.value is None:
        return None
    return f"{unit}|{symbol}|{issued.isoformat()}"


def is_draft_of(draft: PlanMetadata, issued: PlanMetadata) -> bool:
    """Whether one document leaves blank the number or the date that the other has. What is printed and cannot be read
    is not blank."""
    fields = ((draft.number, issued.number), (draft.issued, issued.issued))
    return any(
        isinstance(blank, Absent) and blank.reason == "not printed" and given.value is not None
        for blank, given in fields
    )


def plan_id(plan: Plan) -> str:
    """The id that the document's own words give it."""
    metadata = plan.metadata
    unit, issued, symbol = _unit(metadata), metadata.issued.value, metadata.symbol.value
    known = [unit, str(issued.year) if issued else "", slug(symbol or "")]
    name = "-".join(part for part in known if part)
    if all(known) and metadata.number.value is not None:
        return name
    return f"{name or 'plan'}-{mark(plan)}"


def ids(plan: Plan) -> Iterator[str]:
    """The readable ids that a new plan may have, the plainest first; the last is of its bytes, and nobody else's."""
    first = plan_id(plan)
    yield first
    yield f"{first}-{mark(plan)}"
    yield f"{first}-{plan.document.sha256[:16]}"


def mark(plan: Plan) -> str:
    """Eight characters that tell apart documents with one name: of date and subject, else of the bytes."""
    issued, subject, unit = plan.metadata.issued.value, plan.metadata.subject.value, _unit(plan.metadata)
    if subject is None or issued is None or not unit:
        return plan.document.sha256[:8]
    said = f"{unit}|{plan.metadata.issuer_parent.value}|{issued}|{fold(subject)}"
    return sha256(said.encode()).hexdigest()[:8]


def same_plan(metadata: PlanMetadata, subject: str | None, parent: str | None) -> bool:
    """Whether a document with the identity of a stored plan is that plan: districts share names, scans misread."""
    return agree(metadata.issuer_parent.value, parent) and same_subject(metadata.subject.value, subject)


def agree(one: str | None, other: str | None) -> bool:
    """Whether two names are one, or one of them is not known."""
    return not one or not other or fold(one) == fold(other)


def same_subject(one: str | None, other: str | None) -> bool:
    """Whether two subjects are one, read or worded a little differently, or one of them is not known."""
    return not one or not other or fuzz.ratio(fold(one[:_READ]), fold(other[:_READ])) >= _SAME_SUBJECT


def slug(text: str) -> str:
    """Lower-case words of plain letters and digits joined by hyphens, bounded in length.

    >>> slug("108/KH-UBND")
    '108-kh-ubnd'
    """
    return "-".join(word for word in fold(text).split() if word != "%")[:_LONGEST].strip("-")


def _unit(metadata: PlanMetadata) -> str:
    """`ca-mau` for a province; below it the kind of unit is said, since `huyện`, `thị xã` and `xã` share names."""
    name = slug(metadata.issuer_unit.value or metadata.place.value or "")
    first, _, rest = name.partition("-")
    if rest and first in _SHORT_TYPES:
        name = f"{_SHORT_TYPES[first]}-{rest}"
    return _PROVINCE_TYPES.sub("", name) if metadata.issuer_level.value == GovernmentLevel.PROVINCE else name
