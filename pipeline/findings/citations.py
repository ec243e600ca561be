"""One document cited in several ways, within a plan or by several: two dates, two titles, two symbols.

Numbers begin anew each year and in each body (`04/CT-UBND` of 2018 and of 2023, of two provinces), so mentions are set
against each other only where they surely name one document; the rest is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from extractors import lexicon
from extractors.fold import fold
from models.plan import Plan
from pipeline.findings.mentions import Cited, mentions
from pipeline.findings.saying import day, plan_name
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight

_ALIKE, _OTHER = 90, 45
"""Shares of words (0 to 100) that two titles have in common: one title told twice; two titles."""
_WORDS = 5
"""A title of fewer words tells no document."""
_SURE, _SURE_TITLE = 0.85, 0.6


def cited_variously(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Findings on all mentions of these plans, by symbol in the order of first mention, then by title."""
    everything = [cited for plan in plans for cited in mentions(plan)]
    by_symbol: dict[str, list[Cited]] = defaultdict(list)
    by_day: dict[date, list[Cited]] = defaultdict(list)
    for cited in everything:
        by_symbol[cited.key].append(cited)
        if cited.day:
            by_day[cited.day].append(cited)
    for told in by_symbol.values():
        yield from _dates(told)
        yield from _titles(told)
    for told in by_day.values():
        yield from _symbols(told)


def _dates(told: list[Cited]) -> Iterator[Finding]:
    """One finding for all the dates that mentions of one document print. A date that contradicts the symbol's own
    year is another rule's."""
    dated = [c for c in told if c.day and c.year in (None, c.day.year)]
    for first in dated:
        same = [c for c in dated if c is first or _is_one(first, c)]
        days = {c.day: c for c in reversed(same)}
        if len(days) > 1 and dated.index(first) == min(dated.index(c) for c in same):
            shown = [c for c in same if c in days.values()]
            yield _finding("cited_dates", shown, {"dates": _readings(shown)}, _SURE)
            return


def _readings(shown: list[Cited]) -> str:
    """Each date with the plan that prints it; without, where there is one plan only."""
    several = len({c.plan.document.sha256 for c in shown}) > 1
    return "; ".join(
        f"{day(c.day)} ({plan_name(c.plan)})" if several else day(c.day) for c in shown if c.day is not None
    )


def _is_one(first: Cited, other: Cited) -> bool:
    """Whether two mentions of one symbol surely name one document although their dates differ."""
    if first.key != other.key:
        return False
    if not _issued_by_one(first, other):
        return False
    same_year = first.day is not None and other.day is not None and first.day.year == other.day.year
    return same_year or first.year is not None or _likeness(first.title, other.title) >= _ALIKE


def _issued_by_one(first: Cited, other: Cited) -> bool:
    """Whether one body surely issued what both name: only one signs so, or both name it in full, or both speak of
    theirs, being of one unit. A title that both print word for word tells it too."""
    if first.key.rpartition("-")[2] in {sign.upper() for sign in lexicon.document_types().symbol_issuers}:
        return True
    if _likeness(first.title, other.title) >= _ALIKE:
        return True
    bodies = [fold(c.reference.issuer or "") for c in (first, other)]
    if not all(bodies) or bodies[0] != bodies[1]:
        return False
    units = {c.plan.metadata.issuer_unit.value for c in (first, other)}
    return len(units) == 1 and units != {None}


def _titles(told: list[Cited]) -> Iterator[Finding]:
    """Two titles of one symbol and date."""
    titled = [c for c in told if c.day and len(c.title.split()) >= _WORDS]
    for k, first in enumerate(titled):
        for other in titled[k + 1 :]:
            one = first.day == other.day and _likeness(first.title, other.title, whole=False) < _OTHER
            if one and _signed_by_one(first, other):
                yield _finding("cited_names", [first, other], {}, _SURE_TITLE)
                return


def _signed_by_one(first: Cited, other: Cited) -> bool:
    if first.plan is other.plan or first.year is not None:
        return True
    return first.key.rpartition("-")[2] in {sign.upper() for sign in lexicon.document_types().symbol_issuers}


def _symbols(told: list[Cited]) -> Iterator[Finding]:
    """Two symbols of one kind, day and title: a body does not issue one thing twice on a day."""
    titled = [c for c in told if len(c.title.split()) >= _WORDS]
    for k, first in enumerate(titled):
        for other in titled[k + 1 :]:
            kin = first.key != other.key and _series(first) == _series(other)
            if kin and _likeness(first.title, other.title) >= _ALIKE and _one_unit(first, other):
                symbols: Facts = {"first": first.printed, "second": other.printed, "day": day(first.day or date.min)}
                yield _finding("cited_symbols", [first, other], symbols, _SURE)
                return


def _series(cited: Cited) -> str:
    """A symbol without its number: what it is numbered within."""
    return cited.key.lstrip("0123456789")


def _one_unit(first: Cited, other: Cited) -> bool:
    """Whether both may be of one body: plans of two units cite each their own."""
    units = {c.plan.metadata.issuer_unit.value for c in (first, other)}
    return len(units) == 1 or _series(first).rpartition("-")[2] in {
        sign.upper() for sign in lexicon.document_types().symbol_issuers
    }


def _likeness(first: str, other: str, *, whole: bool = True) -> float:
    """How alike two titles are, 0 to 100; 0 where either is too short to tell. Not `whole`: a title that the other
    contains counts as alike."""
    from rapidfuzz.fuzz import ratio, token_set_ratio

    if min(len(first.split()), len(other.split())) < _WORDS:
        return 0
    return ratio(first, other) if whole else token_set_ratio(first, other)


def _finding(rule: str, shown: list[Cited], facts: Facts, sure: float) -> Finding:
    document = f"{shown[0].reference.type} {shown[0].printed}"
    return Finding(
        rule=rule,
        weight=Weight.MEDIUM if rule == "cited_dates" else Weight.LOW,
        facts={"document": document, **facts},
        places=tuple(c.place for c in shown),
        confidence=min(
            sureness(
                c.plan,
                sure,
                c.reference.confidence,
                (c.plan.metadata.issuer_unit.value and 1.0) or 0.9,
                evidence=[c.evidence],
            )
            for c in shown
        ),
    )
