"""One agency: a listed name with a level or a place behind it, or a name of its own by the word that begins it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors.agency_index import Listed, listed, name_key
from extractors.fold import any_of, fold, spell
from extractors.lexicon import agency_names
from extractors.units import named
from models.metadata import GovernmentLevel


@dataclass(frozen=True, slots=True)
class AgencyName:
    """An actor that is known: an agency, or words that name many."""

    id: str
    """`so-noi-vu`; `other:…` for an agency that is not listed, `all:…` for a collective."""
    name: str
    """The canonical name; as printed where it is not listed."""
    classes: frozenset[str]
    level: GovernmentLevel | None
    """What its name, or a level behind it, says; null where neither does."""
    place: str | None = None
    """The unit that is named behind it: `huyện An Biên`."""
    collective: bool = False
    includes: frozenset[str] = frozenset()
    """The classes that a collective includes, `department@province`."""
    limited: bool = False
    """Whether only a part of them is meant: `các cơ quan có liên quan`."""
    person: bool = False
    """Whether its head or its members are named for it: `Giám đốc Sở Y tế`."""
    others: tuple[str, ...] = ()
    """Ids of agencies named beside it in brackets: `Sở Nội vụ (Ban Thi đua - Khen thưởng)`."""


def agency(words: str) -> AgencyName | None:
    """A listed name, whole or with a level or a place behind it."""
    entry = listed().get(name_key(words))
    if entry:
        return None if entry.placed else plain(entry)
    for end, level, place in _tails(words):
        entry = listed().get(name_key(words[:end]))
        if entry and (place or level or not entry.placed):
            return replace(plain(entry), level=entry.level or level, place=place)
    return None


def plain(entry: Listed) -> AgencyName:
    return AgencyName(entry.id, entry.name, frozenset({entry.kind}), entry.level)


def _tails(words: str, *, bare_places: bool = True) -> Iterator[tuple[int, GovernmentLevel | None, str | None]]:
    """Where a name may end: before a level with or without its place, or before a place alone. The longest first."""
    lower = spell(words)
    levels = _levels_in(lower) if bare_places else list(level_pattern().finditer(lower))
    for match in reversed(levels):
        place = words[match.end() :].strip()
        if not place or _proper(place):
            yield match.start(), *level_of(match["level"], place)
    spaces = [match.start() for match in re.finditer(" ", words)][-5:] if bare_places else []
    for at in spaces:
        place = words[at + 1 :]
        if _proper(place) and named(place):
            yield at, None, place


def _levels_in(lower: str) -> list[re.Match[str]]:
    """Also where one begins within another: `Quản lý đô thị xã` may be of a xã, though `thị xã` stands there."""
    found: list[re.Match[str]] = []
    at = 0
    while match := level_pattern().search(lower, at):
        found.append(match)
        at = match.start() + 1
    return found


def _proper(place: str) -> bool:
    """Whether it may be a unit's name: a capital or a number begins it, no comma is in it."""
    return (place[0].isupper() or place[0].isdigit()) and "," not in place and len(place) <= 60


def level_of(word: str, place: str) -> tuple[GovernmentLevel | None, str | None]:
    said = agency_names().levels[word]
    if not place:
        return (None if said == "unsaid" else said), None
    full = f"{word} {place}"
    if said != "unsaid":
        return said, full
    levels = {unit.level for unit in named(full)}
    return (levels.pop() if len(levels) == 1 else None), full


def unlisted(words: str) -> AgencyName | None:
    """An agency that is not listed, by the word that begins it: its level and place aside, its words are its id."""
    match = _head_pattern().match(spell(words))
    if match is None or match.end() >= len(words):
        return None
    tails = (tail for tail in _tails(words, bare_places=False) if tail[0] > match.end())
    end, level, place = next(tails, (len(words), None, None))
    kind = next(head.kind for head in agency_names().head if match["head"] in head.words)
    slug = "-".join(re.findall(r"[^\W_]+", fold(words[:end])))
    return AgencyName(f"other:{slug}", words[:end], frozenset({kind}), level, place)


@cache
def leading(which: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(map(spell, getattr(agency_names().words, which)))})\s+")


@cache
def level_pattern() -> re.Pattern[str]:
    joints = any_of(map(spell, agency_names().words.joints))
    levels = any_of(map(spell, agency_names().levels))
    return re.compile(rf"\s(?:(?:{joints})\s)?(?P<level>{levels})(?=\s|$|\.)\.?")


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<head>{any_of(word for head in agency_names().head for word in head.words)})\s")
