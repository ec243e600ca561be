"""Which body a plan means by the words of a reference: its level, what it is there, and of which unit.

A text names the bodies of its own unit and those above without their place (`Hội đồng nhân dân tỉnh` in a plan of Cà
Mau is that of Cà Mau); they are read from the plan's own unit on its day (Luật Tổ chức chính quyền địa phương).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from extractors import lexicon
from extractors.agency_names import identify
from extractors.fold import any_of, fold
from extractors.units import ancestors, resolve
from models.metadata import GovernmentLevel, PlanMetadata

LEVELS = tuple(GovernmentLevel)
"""The highest first."""


class Office(StrEnum):
    """What a body is within its unit. The Party's committee and the council stand above the people's committee, the
    departments below it."""

    PARTY = "party"
    COUNCIL = "council"
    COMMITTEE = "committee"
    DEPARTMENT = "department"


@dataclass(frozen=True)
class Body:
    """A body: what is not known of it is None. `unit` is the code of its unit, or its folded name where no unit has
    it; a central body has none."""

    level: GovernmentLevel | None = None
    office: Office | None = None
    unit: str | None = None


@dataclass(frozen=True)
class Home:
    """The unit of a plan and those above it on the day of issue: their codes by level, and their names as printed."""

    level: GovernmentLevel | None
    units: dict[GovernmentLevel, str] = field(default_factory=dict)
    printed: tuple[tuple[GovernmentLevel | None, str], ...] = ()
    office: Office | None = None

    @property
    def unit(self) -> str | None:
        return self.units.get(self.level) if self.level else None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name for _, name in self.printed)

    def called(self, place: str) -> GovernmentLevel | None:
        """The level of the unit here that has this name, with or without its kind; None where none has it."""
        wanted = f" {_named(place)}"
        return next((level for level, name in self.printed if f" {_named(name)}".endswith(wanted)), None)


def home_of(metadata: PlanMetadata) -> Home:
    """The home of a plan; without units where the plan does not say whose it is."""
    name, parent = metadata.issuer_unit.value, metadata.issuer_parent.value
    level, on = metadata.issuer_level.value, metadata.issued.value
    office = _office(metadata.issuer_body.value)
    if name is None:
        return Home(level, office=office)
    found = resolve(name, level=level, parent=parent, on=on).unit
    if found is None:
        above = resolve(parent, on=on).unit if parent else None
        printed = ((level, name), *([(above.level if above else None, parent)] if parent else []))
        units = {level: _named(name)} if level else {}
        return Home(level, units | ({above.level: above.code} if above else {}), printed, office)
    line = (found, *ancestors(found.code, on=on))
    printed = ((found.level, name), *((unit.level, unit.name) for unit in line))
    return Home(found.level, {unit.level: unit.code for unit in line}, printed, office)


def _named(name: str) -> str:
    return " ".join(fold(name).split())


def body_of(issuer: str | None, symbol: str | None, home: Home, on: date | None) -> Body:
    """The body that issued a cited document, by its words, else by the last part of its symbol.

    >>> body_of("Thủ tướng Chính phủ", "733/QĐ-TTg", Home(None), None).level.value
    'central'
    """
    said = _said(issuer, home, on) if issuer else Body()
    if said.level is not None:
        return said
    level = _level_of_sign(symbol or "")
    return Body(level, None, home.units.get(level)) if level else said


def _said(issuer: str, home: Home, on: date | None) -> Body:
    words = _named(issuer)
    if _central_pattern().match(words):
        return Body(GovernmentLevel.CENTRAL)
    found, office = identify(issuer), _office(issuer)
    if found and found.level is GovernmentLevel.CENTRAL:
        return Body(GovernmentLevel.CENTRAL)
    if found and office:
        return _local(office, found.level, found.place, home, on)
    match = _party_pattern().match(words)
    if match:
        level = _level_in(words, home)
        return Body(level, Office.PARTY, home.units.get(level)) if level else Body(None, Office.PARTY)
    return Body()


def _office(body: str | None) -> Office | None:
    found = identify(body) if body else None
    return next((_OFFICES[c] for c in sorted(found.classes) if c in _OFFICES), None) if found else None


_OFFICES = {
    "committee": Office.COMMITTEE,
    "assembly": Office.COUNCIL,
    "party": Office.PARTY,
    "department": Office.DEPARTMENT,
    "board": Office.DEPARTMENT,
}


def _local(office: Office, level: GovernmentLevel | None, place: str | None, home: Home, on: date | None) -> Body:
    if place:
        known, code = _placed(place, level, on)
        own = home.called(place)
        if own and (level or known or own) is own:  # `Thành ủy Long Xuyên`: a name without its kind is the plan's own.
            return Body(own, office, home.units.get(own, code))
        return Body(known, office, code)
    # `Ủy ban nhân dân thành phố` says no level: a city is a province or lies in one, and it is the plan's own.
    level = level or home.level
    return Body(level, office, home.units.get(level)) if level else Body(None, office)


@lru_cache(maxsize=5_000)
def _placed(place: str, level: GovernmentLevel | None, on: date | None) -> tuple[GovernmentLevel | None, str]:
    unit = resolve(place, level=level, on=on).unit
    return (unit.level, unit.code) if unit else (level, _named(place))


def _level_of_sign(symbol: str) -> GovernmentLevel | None:
    last = re.split(r"[/-]", symbol)[-1].strip()
    if re.fullmatch(r"QH\d{1,2}", last):
        return GovernmentLevel.CENTRAL
    return lexicon.lineage().signs.get(last)


def _level_in(words: str, home: Home) -> GovernmentLevel | None:
    """The level that the words print; `thành phố` is that of the plan's own unit."""
    match = _KIND.search(words)
    if not match:
        return None
    return home.level if match.group() == "thanh pho" else _LEVELS[match.group()]


_LEVELS = {
    "tinh": GovernmentLevel.PROVINCE,
    "huyen": GovernmentLevel.DISTRICT,
    "quan": GovernmentLevel.DISTRICT,
    "thi xa": GovernmentLevel.DISTRICT,
    "xa": GovernmentLevel.COMMUNE,
    "phuong": GovernmentLevel.COMMUNE,
    "thi tran": GovernmentLevel.COMMUNE,
    "dac khu": GovernmentLevel.COMMUNE,
}
_KIND = re.compile(rf"\b(?:{any_of((*_LEVELS, 'thanh pho'))})\b")


@cache
def _central_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(map(fold, lexicon.lineage().bodies.central))})\b(?! (?:chi huy|doi))")


@cache
def _party_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(map(fold, lexicon.lineage().bodies.party))})\b")
