"""Words that name many agencies at once: nouns in a row (`các sở, ban, ngành tỉnh`), or one agency of many units
(`UBND các huyện, thành phố`). What each noun includes is data: `extractors/lexicon/agency_names.toml`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

from extractors.agency import AgencyName, leading, level_of, level_pattern
from extractors.agency_index import listed, name_key
from extractors.fold import any_of, spell
from extractors.lexicon import agency_names
from extractors.lexicon.entries import AgencyNoun
from extractors.units import named
from models.metadata import GovernmentLevel

ANY = "any"
INSTITUTION = "institution"
"""The class that takes in every agency but the committees: `các cơ quan, đơn vị`."""


def many_of_one(words: str) -> AgencyName | None:
    """One agency of many units: `UBND các huyện, thành phố`, `UBND xã, thị trấn`, `Hội đồng … các cấp`; or one agency
    and others: `Mặt trận Tổ quốc và các đoàn thể`."""
    lower = spell(words)
    for match in _plural_pattern().finditer(lower):
        entry = listed().get(name_key(words[: match.start()]))
        if entry:
            start = match.start("many") if match["many"] else match.start() + 1
            nouns, _ = _nouns(lower[start:].removeprefix("các "))
            others = collective(words[start:]) if match["and"] else None
            if others and not all("committee" in noun.classes for noun in nouns):
                return replace(others, name=words, others=(entry.id,))
            levels = {level for noun in nouns if "committee" in noun.classes for level in noun.levels}
            return _all(_tokens((entry.kind,), levels), words, levels.pop() if len(levels) == 1 else None)
    return None


def collective(words: str) -> AgencyName | None:
    """Nouns in a row behind a determiner, or two and more with a comma: `các sở, ban, ngành, đoàn thể tỉnh`."""
    lower = spell(words)
    determiner = leading("determiners").match(lower)
    start = determiner.end() if determiner else 0
    nouns, end = _nouns(lower[start:])
    tail = words[start + end :].strip()
    plural = determiner or (len(nouns) > 1 and "," in words) or leading("plurals").fullmatch(spell(tail) + " ")
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
    match = level_pattern().match(" " + lower)
    if match:
        place = tail[match.end() - 1 :].strip()
        if not place or place[0].isupper():
            return level_of(match["level"], place)[0], False
    whole = (leading(which).match(lower + " ") for which in ("everywhere", "plurals"))
    return None, bool(tail) and not any(whole) and not (tail[0].isupper() and named(tail))


@cache
def _plural_pattern() -> re.Pattern[str]:
    """Behind a name: `các …`, `… và các cấp`, or levels with a comma between them."""
    levels = any_of(map(spell, agency_names().levels))
    return re.compile(rf"\s(?:(?:(?:{levels})\s)?(?P<and>và\s)?(?P<many>các)\s|(?:{levels})(?=,|\s+và\s))")


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
