"""Which agency an actor is: one id for all its names (`Ban TĐKT`, `Ban Thi đua - Khen thưởng tỉnh`), and for a
collective (`các sở, ban, ngành tỉnh`) the agencies that it includes.

What a collective includes is said in *classes*, `department@province`: the class of an agency and its level; `@any`
where the words say no level. An agency is included where the two sets meet (`Asked.through`, `AgencyName.includes`),
which a database can compare as well as `relation` does. Names, renamings and nouns are data, in
`extractors/lexicon/agency_names.toml`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from extractors.agency import AgencyName, agency, leading, plain, unlisted
from extractors.agency_collectives import ANY, INSTITUTION, collective, many_of_one
from extractors.agency_index import by_id, earlier, later, listed, name_key
from extractors.fold import any_of, spell
from extractors.lexicon import agency_names
from extractors.unit_names import readings
from models.metadata import GovernmentLevel

__all__ = ["AgencyName", "Asked", "Relation", "asked", "identify", "relation"]

LONGEST = 300
"""Characters of an actor that are looked at."""
_NO_INSTITUTION = {"committee", "hamlet", "emulation-block"}


@lru_cache(maxsize=50_000)
def identify(actor: str) -> AgencyName | None:
    """The agency or the collective that these words name; None where they name none that is known.

    >>> identify("Ban TĐ-KT tỉnh").id, sorted(identify("các sở, ngành").includes)[0]
    ('ban-thi-dua-khen-thuong', 'department@province')
    """
    words = " ".join(actor[:LONGEST].split()).strip(" .,;:-*")
    outside, inside = _bracketed(words)
    rest, person = _without_person(outside)
    found = _one_or_many(rest)
    if found is None:
        return None
    beside = identify(inside) if inside else None
    others = (beside.id, *beside.others) if beside else ()
    return replace(found, person=person, others=found.others + others)


def _one_or_many(words: str) -> AgencyName | None:
    found = agency(words) or collective(words) or many_of_one(words)
    limit = None if found else _limit_pattern().search(spell(words))
    if limit and limit.start():
        whole = agency(words[: limit.start()])
        found = replace(whole, limited=True) if whole else None
    return found or unlisted(words)


def _bracketed(words: str) -> tuple[str, str]:
    start, end = words.find("("), words.rfind(")")
    if 0 < start < end:
        return f"{words[:start]}{words[end + 1 :]}".strip(), words[start + 1 : end].strip()
    return words, ""


def _without_person(words: str) -> tuple[str, bool]:
    """Told by accents: `Trưởng` is a person, `Trường` is a school."""
    match = leading("persons").match(spell(words))
    return (words[match.end() :], True) if match and match.end() < len(words) else (words, False)


class Relation(StrEnum):
    """How an actor answers to the agency asked for."""

    OWN = "own"
    EARLIER = "earlier"
    """An agency that the one asked for took over."""
    LATER = "later"
    """An agency that took over the one asked for."""
    PART = "part"
    """An agency within it."""
    THROUGH = "through"
    """A collective that includes it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What to look for when a person names an agency. Without `own` the words are none that is known."""

    own: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    later: tuple[tuple[str, date | None], ...] = ()
    """Each with the day since when it has the tasks: what it did before is not meant. Null: ever since there is one."""
    parts: frozenset[str] = frozenset()
    through: frozenset[str] = frozenset()
    """The classes by which collectives include it, to be met with `AgencyName.includes`."""
    level: GovernmentLevel | None = None
    place: str | None = None


def asked(words: str) -> Asked:
    """What `--actor WORDS` asks for. A bare field (`Nội vụ`) asks for its sở, phòng and bộ."""
    found = identify(words)
    own = frozenset({found.id} if found else _of_field(words))
    after = {each: since for agency in own for each, since in later(agency).items() if each not in own}
    return Asked(
        own=own,
        earlier=frozenset(each for agency in own for each in earlier(agency)) - own,
        later=tuple(sorted(after.items())),
        parts=frozenset(entry.id for entry in by_id().values() if entry.part_of in own),
        through=frozenset(each for name in ([found] if found else _names(own)) for each in _through(name)),
        level=found.level if found else None,
        place=found.place if found else None,
    )


def _names(ids: frozenset[str]) -> list[AgencyName]:
    return [plain(by_id()[each]) for each in ids]


def relation(
    wanted: Asked, found: AgencyName, *, on: date | None = None, issuer: GovernmentLevel | None = None
) -> Relation | None:
    """How an actor answers, the closest way; None where it does not, or where another level or place is printed.

    `on` and `issuer` are the day of its plan and the level of who issued that: an actor without a level is none above
    the issuer (`các cơ quan, đơn vị` of a huyện include no sở).
    """
    above = _above(wanted.level, issuer)
    ids = {found.id, *found.others}
    if found.collective and not ids & wanted.own:
        met = wanted.through & found.includes
        return Relation.THROUGH if any(not (above and each.endswith(ANY)) for each in met) else None
    if (above and found.level is None) or _apart(wanted.level, found.level):
        return None
    if _apart(_place_key(wanted.place), _place_key(found.place)):
        return None
    later_ids = {each for each, since in wanted.later if on is None or since is None or since <= on}
    sets = {
        Relation.OWN: wanted.own,
        Relation.EARLIER: wanted.earlier,
        Relation.LATER: later_ids,
        Relation.PART: wanted.parts,
    }
    return next((kind for kind, wants in sets.items() if ids & wants), None)


def _above(level: GovernmentLevel | None, issuer: GovernmentLevel | None) -> bool:
    order = list(GovernmentLevel)
    return level is not None and issuer is not None and order.index(level) < order.index(issuer)


def _apart(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and one != other


def _place_key(place: str | None) -> str | None:
    """`huyện An Biên` and `An Biên` are one place: levels are compared by themselves."""
    return place and readings(place)[0].key


def _of_field(words: str) -> set[str]:
    key = name_key(words[:LONGEST])
    forms = {form.word for form in agency_names().form}
    return {entry.id for word in forms if key and (entry := listed().get(name_key(word) + key))}


def _through(found: AgencyName) -> frozenset[str]:
    if found.collective:
        return frozenset()
    entry = by_id().get(found.id)
    possible = [found.level] if found.level else (entry and entry.levels) or GovernmentLevel
    levels = {ANY, *(level.value for level in possible)}
    classes = found.classes if found.classes & _NO_INSTITUTION else found.classes | {INSTITUTION}
    return frozenset(f"{kind}@{level}" for kind in classes for level in levels)


@cache
def _limit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of(map(spell, agency_names().words.limits))})(?!\w)")
