"""Which agency an actor is: one id for all its names (`Ban TĐKT`, `Ban Thi đua - Khen thưởng tỉnh`), and for a
collective (`các sở, ban, ngành tỉnh`) the agencies that it includes.

What a collective includes is said in *classes*, `department@province`: the class of an agency and its level; `@any`
where the words say no level. An agency is included where the two sets meet (`Asked.through`, `AgencyName.includes`),
which a database can compare as well as `relation` does. Names, renamings and nouns are data, in
`extractors/lexicon/agency_names.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from extractors.agency_index import Listed, by_id, earlier, later, listed, name_key
from extractors.fold import any_of, fold, spell
from extractors.lexicon import agency_names
from extractors.lexicon.entries import AgencyNoun
from extractors.unit_names import readings
from extractors.units import named
from models.metadata import GovernmentLevel

ANY = "any"
INSTITUTION = "institution"
"""The class that takes in every agency but the committees: `các cơ quan, đơn vị`."""
LONGEST = 300
"""Characters of an actor that are looked at."""
_NO_INSTITUTION = {"committee", "hamlet", "emulation-block"}


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
    return [_plain(by_id()[each]) for each in ids]


def relation(wanted: Asked, found: AgencyName, on: date | None = None) -> Relation | None:
    """How the actor of a plan of that day answers, the closest way; None where it does not, or where another level or
    place is printed."""
    ids = {found.id, *found.others}
    if found.collective and not ids & wanted.own:
        return Relation.THROUGH if wanted.through & found.includes else None
    if _apart(wanted.level, found.level) or _apart(_place_key(wanted.place), _place_key(found.place)):
        return None
    later_ids = {each for each, since in wanted.later if on is None or since is None or since <= on}
    sets = {
        Relation.OWN: wanted.own,
        Relation.EARLIER: wanted.earlier,
        Relation.LATER: later_ids,
        Relation.PART: wanted.parts,
    }
    return next((kind for kind, wants in sets.items() if ids & wants), None)


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
    found = _agency(words) or _collective(words) or _many_of_one(words)
    limit = None if found else _limit_pattern().search(spell(words))
    if limit and limit.start():
        whole = _agency(words[: limit.start()])
        found = replace(whole, limited=True) if whole else None
    return found or _unlisted(words)


def _bracketed(words: str) -> tuple[str, str]:
    start, end = words.find("("), words.rfind(")")
    if 0 < start < end:
        return f"{words[:start]}{words[end + 1 :]}".strip(), words[start + 1 : end].strip()
    return words, ""


def _without_person(words: str) -> tuple[str, bool]:
    """Told by accents: `Trưởng` is a person, `Trường` is a school."""
    match = _leading("persons").match(spell(words))
    return (words[match.end() :], True) if match and match.end() < len(words) else (words, False)


# One agency


def _agency(words: str) -> AgencyName | None:
    """A listed name, whole or with a level or a place behind it."""
    entry = listed().get(name_key(words))
    if entry:
        return None if entry.placed else _plain(entry)
    for end, level, place in _tails(words):
        entry = listed().get(name_key(words[:end]))
        if entry and (place or level or not entry.placed):
            return replace(_plain(entry), level=entry.level or level, place=place)
    return None


def _plain(entry: Listed) -> AgencyName:
    return AgencyName(entry.id, entry.name, frozenset({entry.kind}), entry.level)


def _tails(words: str, *, bare_places: bool = True) -> Iterator[tuple[int, GovernmentLevel | None, str | None]]:
    """Where a name may end: before a level with or without its place, or before a place alone. The longest first."""
    lower = spell(words)
    levels = _levels_in(lower) if bare_places else list(_level_pattern().finditer(lower))
    for match in reversed(levels):
        place = words[match.end() :].strip()
        if not place or _proper(place):
            yield match.start(), *_level_of(match["level"], place)
    spaces = [match.start() for match in re.finditer(" ", words)][-5:] if bare_places else []
    for at in spaces:
        place = words[at + 1 :]
        if _proper(place) and named(place):
            yield at, None, place


def _levels_in(lower: str) -> list[re.Match[str]]:
    """Also where one begins within another: `Quản lý đô thị xã` may be of a xã, though `thị xã` stands there."""
    found: list[re.Match[str]] = []
    at = 0
    while match := _level_pattern().search(lower, at):
        found.append(match)
        at = match.start() + 1
    return found


def _proper(place: str) -> bool:
    """Whether it may be a unit's name: a capital or a number begins it, no comma is in it."""
    return (place[0].isupper() or place[0].isdigit()) and "," not in place and len(place) <= 60


def _level_of(word: str, place: str) -> tuple[GovernmentLevel | None, str | None]:
    said = agency_names().levels[word]
    if not place:
        return (None if said == "unsaid" else said), None
    full = f"{word} {place}"
    if said != "unsaid":
        return said, full
    levels = {unit.level for unit in named(full)}
    return (levels.pop() if len(levels) == 1 else None), full


def _unlisted(words: str) -> AgencyName | None:
    """An agency that is not listed, by the word that begins it: its level and place aside, its words are its id."""
    match = _head_pattern().match(spell(words))
    if match is None or match.end() >= len(words):
        return None
    tails = (tail for tail in _tails(words, bare_places=False) if tail[0] > match.end())
    end, level, place = next(tails, (len(words), None, None))
    kind = next(head.kind for head in agency_names().head if match["head"] in head.words)
    slug = "-".join(re.findall(r"[^\W_]+", fold(words[:end])))
    return AgencyName(f"other:{slug}", words[:end], frozenset({kind}), level, place)


# Many at once


def _many_of_one(words: str) -> AgencyName | None:
    """One agency of many units: `UBND các huyện, thành phố`, `UBND xã, thị trấn`, `Hội đồng … các cấp`; or one agency
    and others: `Mặt trận Tổ quốc và các đoàn thể`."""
    lower = spell(words)
    for match in _plural_pattern().finditer(lower):
        entry = listed().get(name_key(words[: match.start()]))
        if entry:
            start = match.start("many") if match["many"] else match.start() + 1
            nouns, _ = _nouns(lower[start:].removeprefix("các "))
            others = _collective(words[start:]) if match["and"] else None
            if others and not all("committee" in noun.classes for noun in nouns):
                return replace(others, name=words, others=(entry.id,))
            levels = {level for noun in nouns if "committee" in noun.classes for level in noun.levels}
            return _all(_tokens((entry.kind,), levels), words, levels.pop() if len(levels) == 1 else None)
    return None


def _collective(words: str) -> AgencyName | None:
    """Nouns in a row behind a determiner, or two and more with a comma: `các sở, ban, ngành, đoàn thể tỉnh`."""
    lower = spell(words)
    determiner = _leading("determiners").match(lower)
    start = determiner.end() if determiner else 0
    nouns, end = _nouns(lower[start:])
    tail = words[start + end :].strip()
    plural = determiner or (len(nouns) > 1 and "," in words) or _leading("plurals").fullmatch(spell(tail) + " ")
    if not nouns or not plural:
        return None
    level, limited = _tail_of_nouns(tail)
    provincial = [noun.levels for noun in nouns if noun.classes == ("department",) and len(noun.levels) == 1]
    includes: set[str] = set()
    for noun in nouns:
        general = noun.classes == (INSTITUTION,) or "committee" in noun.classes
        beside = provincial[0] if provincial and not general else ()
        includes |= _tokens(noun.classes, _within(noun.levels, level) or beside)
    at = level or (provincial[0][0] if provincial else None)
    return _all(frozenset(includes), words, at, limited=limited)


def _within(levels: tuple[GovernmentLevel, ...], said: GovernmentLevel | None) -> Collection[GovernmentLevel]:
    """What the noun itself says, narrowed by the level that is printed behind: `các phòng huyện`."""
    if said is None or levels == ():
        return levels if said is None else (said,)
    return (said,) if said in levels else levels


def _tokens(classes: Iterable[str], levels: Collection[GovernmentLevel]) -> frozenset[str]:
    places = [level.value for level in levels] or [ANY]
    return frozenset(f"{kind}@{place}" for kind in classes for place in places)


def _all(includes: frozenset[str], words: str, level: GovernmentLevel | None, *, limited: bool = False) -> AgencyName:
    name_of = "all:" + "+".join(sorted(includes)) + (":limited" if limited else "")
    classes = frozenset(each.split("@")[0] for each in includes)
    return AgencyName(name_of, words, classes, level, None, True, includes, limited)


def _nouns(lower: str) -> tuple[list[AgencyNoun], int]:
    """The nouns in a row at the start of spelled words, and where they end. A piece that is no noun (`quan`, misread)
    is passed over where a comma closes it."""
    found: list[AgencyNoun] = []
    at = end = 0
    while match := _noun_pattern().match(lower, at):
        if match["noun"]:
            found.append(_noun_of()[match["noun"]])
            end = match.end("noun")
        at = match.end()
        if match["last"] is not None:
            break
    return found, end


def _tail_of_nouns(tail: str) -> tuple[GovernmentLevel | None, bool]:
    """The level behind the nouns, and whether the words there leave some out."""
    lower = spell(tail)
    match = _level_pattern().match(" " + lower)
    if match:
        place = tail[match.end() - 1 :].strip()
        if not place or place[0].isupper():
            return _level_of(match["level"], place)[0], False
    whole = (_leading(which).match(lower + " ") for which in ("everywhere", "plurals"))
    return None, not (not tail or tail[0].isupper() or any(whole))


# The patterns, from the lexicon


@cache
def _leading(which: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(map(spell, getattr(agency_names().words, which)))})\s+")


@cache
def _limit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\s(?:{any_of(map(spell, agency_names().words.limits))})(?!\w)")


@cache
def _level_pattern() -> re.Pattern[str]:
    joints = any_of(map(spell, agency_names().words.joints))
    levels = any_of(map(spell, agency_names().levels))
    return re.compile(rf"\s(?:(?:{joints})\s)?(?P<level>{levels})(?=\s|$|\.)\.?")


@cache
def _plural_pattern() -> re.Pattern[str]:
    """Behind a name: `các …`, `… và các cấp`, or levels with a comma between them."""
    levels = any_of(map(spell, agency_names().levels))
    return re.compile(rf"\s(?:(?:(?:{levels})\s)?(?P<and>và\s)?(?P<many>các)\s|(?:{levels})(?=,|\s+và\s))")


@cache
def _head_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?P<head>{any_of(word for head in agency_names().head for word in head.words)})\s")


@cache
def _noun_of() -> dict[str, AgencyNoun]:
    return {spell(word): noun for noun in agency_names().noun for word in noun.words}


@cache
def _noun_pattern() -> re.Pattern[str]:
    nouns = any_of(_noun_of())
    levels = any_of([*map(spell, agency_names().levels), "cấp"])
    committee = r"(?:(?:ubnd|ủy ban nhân dân)\s+(?:các\s+)?)?"
    between = (
        rf"\s*(?:,|;|/|\bvà\b|-|–)\s*(?:và\s+)?(?:các\s+)?{committee}|\s+(?=(?:{nouns})(?!\w))(?!(?:{levels})(?!\w))"
    )
    return re.compile(rf"(?:(?P<noun>{nouns})(?!\w)|[^\W\d_]{{1,12}}(?=\s*,))(?:{between}|(?P<last>))")
