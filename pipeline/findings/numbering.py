"""Slips of numbering among siblings: a number twice, a number left out, `1.1` below `2`.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I (and Thông tư 01/2011/TT-BNV, Điều 11, before it): parts, chapters and mục in
Roman or Arabic numbers, khoản in Arabic numbers, điểm in letters of the Vietnamese alphabet, each in order.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from models.outline import Clause
from models.path import ClausePath
from models.plan import Plan
from models.span import Evidence, Span
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Place, Weight, place_at
from pipeline.segment.labels import ALPHABET, BULLETS, Label, Style, labels

_LETTERS = (Style.LETTER, Style.UPPER)
_SURE, _SURE_LETTER = 0.85, 0.75
_WIDEST_GAP = 2
"""Numbers left out at once: a greater leap is a number misread, or a list that goes on from elsewhere."""


@dataclass(frozen=True)
class _Numbered:
    """A labelled clause with the reading of its label that fits its siblings."""

    clause: Clause
    label: Label


def numbering(plan: Plan) -> Iterator[Finding]:
    """The slips of each list, from the top of the plan to its end."""
    for parent in (None, *(c.path for c in plan.outline.clauses)):
        for run in _runs(_numbered(plan, parent)):
            yield from _repeated(plan, run)
            yield from _skipped(plan, run)
        yield from _wrong_prefix(plan, parent)


def _numbered(plan: Plan, parent: ClausePath | None) -> list[_Numbered]:
    """The numbered children of a clause. A label that reads in two styles (`I.`) reads as most of its siblings do."""
    read = [(c, _readings(c)) for c in plan.outline.children(parent)]
    styles = Counter(label.style for _, found in read for label in found)
    return [_Numbered(c, max(found, key=lambda x: styles[x.style])) for c, found in read if found]


def _readings(clause: Clause) -> list[Label]:
    if not clause.label:
        return []
    step = clause.path.steps[-1].partition("~")[0]
    found = labels(f"{clause.label} X")
    return [x for x in found if x.step == step and x.ordinal and x.style not in (*BULLETS, Style.APPENDIX)]


def _runs(siblings: list[_Numbered]) -> Iterator[list[_Numbered]]:
    """Siblings of one style, cut where a list begins anew at its first number."""
    keys = dict.fromkeys((x.label.style, x.label.prefix) for x in siblings)
    for key in keys:
        run: list[_Numbered] = []
        for sibling in siblings:
            if (sibling.label.style, sibling.label.prefix) != key:
                continue
            if run and sibling.label.ordinal == 1 and not _stutters(run[-1]):
                yield run
                run = []
            run.append(sibling)
        if run:
            yield run


def _stutters(last: _Numbered) -> bool:
    """Whether a first number behind a first one is a repetition. Only sections in Roman numbers go on through a whole
    plan; `1.` behind `1.` may open another list."""
    return last.label.ordinal == 1 and last.label.style is Style.ROMAN


def _repeated(plan: Plan, run: list[_Numbered]) -> Iterator[Finding]:
    for _, same in groupby(run, key=lambda x: x.label.ordinal):
        twice = list(same)
        if len(twice) > 1:
            yield _finding(plan, "numbering_repeated", twice, {"label": twice[0].label.step, "times": len(twice)})


def _skipped(plan: Plan, run: list[_Numbered]) -> Iterator[Finding]:
    for before, after in pairwise(run):
        gap = range(before.label.ordinal + 1, after.label.ordinal)
        missing = [_written(after, n) for n in gap[: _WIDEST_GAP + 1]]
        if not 0 < len(missing) <= _WIDEST_GAP or any(_stands_between(plan, before, after, m) for m in missing):
            continue
        facts: Facts = {"before": before.label.step, "after": after.label.step, "missing": ", ".join(missing)}
        yield _finding(plan, "numbering_skipped", [before, after], facts)


def _wrong_prefix(plan: Plan, parent: ClausePath | None) -> Iterator[Finding]:
    """`1.1` below `2`: the numbers in front are those of another clause."""
    above = plan.outline.by_path.get(parent) if parent else None
    over = next(iter(_readings(above)), None) if above else None
    if above is None or over is None or over.style not in (Style.NUMBER, Style.DECIMAL2):
        return
    wrong = [x for x in _numbered(plan, parent) if x.label.prefix and x.label.prefix != (*over.prefix, over.ordinal)]
    wrong = [x for x in wrong if len(x.label.prefix) == len(over.prefix) + 1]
    if wrong:
        facts: Facts = {"label": wrong[0].label.step, "above": over.step}
        yield _finding(plan, "numbering_prefix", [_Numbered(above, over), *wrong], facts)


def _finding(plan: Plan, rule: str, shown: list[_Numbered], facts: Facts) -> Finding:
    places = tuple(_place(plan, x.clause) for x in shown)
    sure = _SURE_LETTER if any(x.label.style in _LETTERS for x in shown) else _SURE
    evidence = [e for place in places for e in place.evidence]
    return Finding(
        rule=rule,
        weight=Weight.LOW,
        facts={**facts},
        places=places,
        confidence=sureness(plan, sure, evidence=evidence),
    )


def _place(plan: Plan, clause: Clause) -> Place:
    head = clause.heading or clause.text
    quote = f"{clause.label} {head}" if len(head) <= 80 else f"{clause.label} {head[:80].rsplit(' ', 1)[0]} …"
    spans = (clause.label_span,) if clause.label_span else clause.spans[:1]
    return place_at(plan, clause.path, quote, (Evidence(clause=clause.path, spans=spans),))


def _stands_between(plan: Plan, before: _Numbered, after: _Numbered, missing: str) -> bool:
    """Whether a line or a sentence between two siblings begins with the number that seems left out: it is there, only
    not read as a label (`2 Nội dung`, `lI.`, a heading run into the paragraph before it)."""
    between = plan.document.text[_start(before.clause) + 1 : _start(after.clause)]
    loose = "".join("[Il1|!]" if c in "I1l" else re.escape(c) for c in missing)
    return bool(re.search(rf"(?m)(?:^[\W_]{{0,8}}|[.;:|]\s){loose}(?![^\W_])", between))


def _start(clause: Clause) -> int:
    spans: tuple[Span, ...] = (clause.label_span,) if clause.label_span else clause.spans
    return spans[0].start if spans else 0


def _written(like: _Numbered, ordinal: int) -> str:
    """The number as its siblings write theirs: `Điều 3`, `2.3`, `III`, `đ`."""
    style, step = like.label.style, like.label.step
    if re.search(r"\d$", step):
        return re.sub(r"\d+$", str(ordinal), step)
    *words, own = step.split(" ")
    said = ALPHABET[ordinal - 1] if style in _LETTERS else _roman(ordinal)
    return " ".join([*words, said if own.islower() else said.upper()])


def _roman(number: int) -> str:
    """A small number in Roman digits, in small letters.

    >>> _roman(4), _roman(19)
    ('iv', 'xix')
    """
    tens, ones = divmod(number, 10)
    return "x" * tens + ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")[ones]
