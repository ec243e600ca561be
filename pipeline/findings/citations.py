"""One document cited in several ways, within a plan or by several: two dates, two titles, two symbols.

Numbers begin anew each year and in each body (`04/CT-UBND` of 2018 and of 2023, of two provinces), so mentions are set
against each other only where they surely name one document; the rest is left alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from extractors import lexicon
from models.plan import Plan
from pipeline.findings.mentions import Cited, mentions
from pipeline.findings.saying import plan_name
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight
from pipeline.timeline.wording import shown

_ALIKE, _OTHER = 90, 0.35
"""Titles as alike (0 to 100) are one; of which the shorter shares no more of its words with the other are two."""
_WORDS = 5
"""A title of fewer words tells no document."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_WITH_PLACE = re.compile(r"(?:(?:pho )?chu tich )?(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd) \w+ \w+")
_SURE, _SURE_TITLE = 0.85, 0.6


def cited_variously(plans: Sequence[Plan]) -> Iterator[Finding]:
    """Findings on all mentions of these plans, by symbol in the order of first mention, then by day and by plan."""
    by_symbol: dict[str, list[Cited]] = defaultdict(list)
    by_day: dict[date, list[Cited]] = defaultdict(list)
    everything = [list(mentions(plan)) for plan in plans]
    for cited in (c for told in everything for c in told):
        by_symbol[cited.key].append(cited)
        if cited.day:
            by_day[cited.day].append(cited)
    for told in by_symbol.values():
        yield from _dates(told)
        yield from _titles(told)
    for told in by_day.values():
        yield from _symbols(told)
    for told in everything:
        yield from _signs(told)


def _dates(told: list[Cited]) -> Iterator[Finding]:
    """One finding for all the dates that mentions of one document print. A date that contradicts the symbol's own
    year is another rule's."""
    dated = _unlike([c for c in told if c.day and c.year in (None, c.day.year)])
    if len({c.day for c in dated}) < 2:
        return
    for first in dated:
        days = {c.day: c for c in reversed(dated) if c is first or _is_one(first, c)}
        if len(days) > 1:
            shown = sorted(days.values(), key=dated.index)
            yield _finding("cited_dates", shown, {"dates": _readings(shown)}, _SURE)
            return


def _unlike(told: list[Cited]) -> list[Cited]:
    """The first of all mentions that say the same: a store cites one decision a thousand times in the same words."""
    units = {id(c): c.plan.metadata.issuer_unit.value for c in told}
    return list({(c.key, c.day, c.title, c.body, units[id(c)]): c for c in reversed(told)}.values())[::-1]


def _readings(told: list[Cited]) -> str:
    """Each date with the plan that prints it; without, where there is one plan only."""
    several = len({c.plan.document.sha256 for c in told}) > 1
    return "; ".join(
        f"{shown(c.day)} ({plan_name(c.plan)})" if several else shown(c.day) for c in told if c.day is not None
    )


def _is_one(first: Cited, other: Cited) -> bool:
    """Whether two mentions of one symbol surely name one document although their dates differ."""
    if not _issued_by_one(first, other) or first.day is None or other.day is None:
        return False
    same_year = first.day.year == other.day.year
    return same_year or first.year is not None or _likeness(first.title, other.title) >= _ALIKE


def _issued_by_one(first: Cited, other: Cited) -> bool:
    """Whether one body surely issued what both name: only one signs so (`TTg`), or both name it with its place, or
    plans of one unit name it in the same words or name a title alike."""
    if _signs_alone(first):
        return True
    if first.body and other.body and first.body != other.body:
        return False
    if first.body and first.body == other.body and _WITH_PLACE.search(first.body):
        return True
    alike = first.body == other.body != "" or _likeness(first.title, other.title) >= _ALIKE
    return alike and _of_one_unit(first, other)


def _signs_alone(cited: Cited) -> bool:
    """Whether only one body bears the last letters of the symbol."""
    return cited.key.rpartition("-")[2] in {sign.upper() for sign in lexicon.document_types().symbol_issuers}


def _of_one_unit(first: Cited, other: Cited) -> bool:
    units = {c.plan.metadata.issuer_unit.value for c in (first, other)}
    return first.plan is other.plan or (len(units) == 1 and None not in units)


def _titles(told: list[Cited]) -> Iterator[Finding]:
    """Two titles of one symbol and date."""
    titled = _unlike([c for c in told if c.day and len(c.title.split()) >= _WORDS])
    for first, other in combinations(titled, 2):
        if first.day == other.day and _issued_by_one(first, other) and _shared(first.title, other.title) < _OTHER:
            yield _finding("cited_names", [first, other], {}, _SURE_TITLE)
            return


def _symbols(told: list[Cited]) -> Iterator[Finding]:
    """Two symbols of one kind, day and title: a body does not issue one thing twice on a day."""
    titled = _unlike([c for c in told if len(c.title.split()) >= _WORDS])
    for first, other in combinations(titled, 2):
        kin = first.key != other.key and _series(first) == _series(other) and _issued_by_one(first, other)
        if kin and _likeness(first.title, other.title) >= _ALIKE:
            facts: Facts = {"first": first.printed, "second": other.printed, "day": shown(first.day or date.min)}
            yield _finding("cited_symbols", [first, other], facts, _SURE)
            return


def _signs(told: list[Cited]) -> Iterator[Finding]:
    """One number with the same letters in two orders within a plan: `16/KH-MTTQ-BTT` and `16/KH-BTT-MTTQ`."""
    by_letters: dict[tuple[str, ...], Cited] = {}
    said: set[str] = set()
    for cited in told:
        first = by_letters.setdefault(tuple(sorted(re.split(r"[/-]", cited.key))), cited)
        agree = None in (first.day, cited.day) or first.day == cited.day
        if first.key != cited.key and agree and cited.key not in said:
            said.add(cited.key)
            facts: Facts = {"first": first.printed, "second": cited.printed}
            yield _finding("cited_signs", [first, cited], facts, _SURE_TITLE)


def _series(cited: Cited) -> str:
    """A symbol without its number: what it is numbered within."""
    return cited.key.lstrip("0123456789")


def _likeness(first: str, other: str) -> float:
    """How alike two titles are, 0 to 100; 0 where either is too short to tell."""
    from rapidfuzz.fuzz import ratio

    return ratio(first, other) if min(len(first.split()), len(other.split())) >= _WORDS else 0


def _shared(first: str, other: str) -> float:
    """The share of the shorter title's words that the other has too."""
    short, long = sorted((set(_WORD.findall(first)), set(_WORD.findall(other))), key=len)
    return len(short & long) / len(short) if short else 1


def _finding(rule: str, shown: list[Cited], facts: Facts, sure: float) -> Finding:
    document = f"{shown[0].reference.type} {shown[0].printed}"
    return Finding(
        rule=rule,
        weight=Weight.MEDIUM if rule == "cited_dates" else Weight.LOW,
        facts={"document": document, **facts},
        places=tuple(c.place for c in shown),
        confidence=min(sureness(c.plan, sure, c.reference.confidence, evidence=[c.evidence]) for c in shown),
    )
