"""Units of administration in time: which one a text names, who took it over, and what lies below it.

The table ends the districts with 30 June 2025 (Luật Tổ chức chính quyền địa phương 72/2025/QH15) and merges the
provinces on the day after (Nghị quyết 202/2025/QH15); `extractors/lexicon/UNITS.md` says what it holds and lacks.
Nothing here guesses: what fits several units, or none, is a reason.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, lru_cache

from extractors.lexicon import unit_words
from extractors.lexicon.units import Unit, units
from extractors.unit_names import WrittenName, accented, cut, keys, parted, places, readings
from models.metadata import GovernmentLevel

__all__ = [
    "Resolution",
    "Unit",
    "Unresolved",
    "ancestors",
    "covering",
    "named",
    "predecessors",
    "province_of",
    "resolve",
    "successors",
    "unit",
]


class Unresolved(StrEnum):
    """Why no unit is given."""

    UNKNOWN = "unknown"
    """The table has no unit of that name."""
    NOT_THEN = "not then"
    """It has, but none on that day: the candidates are those of other days."""
    NOT_UNDER = "not under"
    """There was one on that day, but not under the unit that is named above it."""
    AMBIGUOUS = "ambiguous"
    """Several units fit; a unit above, a level or a day would tell them apart."""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The unit, or the reason why there is none and those that came near."""

    unit: Unit | None
    reason: Unresolved | None = None
    candidates: tuple[Unit, ...] = ()
    as_written: bool = True
    """Whether its name has the letters and accents that were written (a scan may lose them)."""


def unit(code: str) -> Unit:
    """The unit of this code. KeyError where there is none."""
    return units()[code]


def resolve(
    name: str, *, level: GovernmentLevel | None = None, parent: str | None = None, on: date | None = None
) -> Resolution:
    """The unit that a plan's words name as of a day: `UBND huyện An Biên`, `TP. Hồ Chí Minh`, `An Biên`.

    `level` chooses among several and overrules no kind that the words print. `parent` is any unit above, as printed;
    units named behind the name count too (`huyện Châu Thành, tỉnh An Giang`). A kind that the unit later outgrew fits
    where none of that kind does: `huyện Quế Võ` is found as thị xã Quế Võ.
    """
    first, *above = places(name) or [""]
    if not _candidates(first):
        first, *inner = cut(first)
        above = [*inner, *above]
    return _resolve(first, level, (*above, *places(parent or "")), on)


def _resolve(name: str, level: GovernmentLevel | None, above: Sequence[str], on: date | None) -> Resolution:
    everything = _candidates(name)
    reason = Unresolved.UNKNOWN
    for written, found in everything:
        then = [u for u in found if u.exists(on)]
        under = [u for u in then if all(_lies_under(u, words, on) for words in above)]
        if under:
            return _only(written, _narrowed(written, under, level))
        reason = max(reason, Unresolved.NOT_UNDER if then else Unresolved.NOT_THEN, key=list(Unresolved).index)
    near = tuple(dict.fromkeys(u for _, found in everything for u in found))
    return Resolution(None, reason, near)


def _narrowed(written: WrittenName, found: list[Unit], level: GovernmentLevel | None) -> list[Unit]:
    """Those of the level, then those with the accents as written: where there are any."""
    for keep in ([u for u in found if u.level == level], [u for u in found if _as_written(written, u)]):
        found = [u for u in found if u in keep] or found
    return found


def _only(written: WrittenName, found: list[Unit]) -> Resolution:
    if len(found) > 1:
        return Resolution(None, Unresolved.AMBIGUOUS, tuple(found))
    return Resolution(found[0], None, (), _as_written(written, found[0]))


def _as_written(written: WrittenName, found: Unit) -> bool:
    return written.accented == accented(parted(found.name)[1])


@lru_cache(maxsize=20_000)
def _candidates(words: str) -> tuple[tuple[WrittenName, tuple[Unit, ...]], ...]:
    """For each way to read the words the units that fit at any time: of that very kind, then of kinds it grew into."""
    out = []
    for written in readings(words):
        found = _by_key().get(written.key, ())
        kinds = [{written.kind}, _later_kinds(written.kind)] if written.kind else [None]
        for allowed in kinds:
            fits = tuple(u for u in found if allowed is None or parted(u.name)[0] in allowed)
            if fits:
                out.append((written, fits))
    return tuple(out)


def _later_kinds(kind: str) -> set[str]:
    return {later.name for later in unit_words().kind if kind in later.before}


def _lies_under(below: Unit, words: str, on: date | None) -> bool:
    fits = _codes(words)
    return any(above.code in fits for above in ancestors(below.code, on=on))


@lru_cache(maxsize=20_000)
def _codes(words: str) -> frozenset[str]:
    """All that the words may name; where some have the very accents, those."""
    found = [(written, u) for written, each in _candidates(words) for u in each]
    exact = [u for written, u in found if _as_written(written, u)]
    return frozenset(u.code for u in exact or (u for _, u in found))


@cache
def _by_key() -> dict[str, tuple[Unit, ...]]:
    key_of = keys(list(dict.fromkeys(each.name for each in units().values())))
    return _grouped((key_of[each.name], each) for each in units().values())


@cache
def _below() -> dict[str, tuple[Unit, ...]]:
    """Each unit's children by `parent`."""
    return _grouped((u.parent, u) for u in units().values() if u.parent)


@cache
def _before() -> dict[str, tuple[Unit, ...]]:
    """Each unit's predecessors."""
    return _grouped((code, u) for u in units().values() for code in u.successors)


def _grouped(pairs: Iterable[tuple[str, Unit]]) -> dict[str, tuple[Unit, ...]]:
    found: dict[str, list[Unit]] = defaultdict(list)
    for code, each in pairs:
        found[code].append(each)
    return {code: tuple(each) for code, each in found.items()}


def predecessors(code: str) -> tuple[Unit, ...]:
    """The units that this one took over, wholly or in part: one step back. KeyError for a code that is none."""
    return _before().get(unit(code).code, ())


def successors(code: str, on: date) -> tuple[Unit, ...]:
    """The units of that day that stand where this one stood, over as many steps as it takes; the unit itself while it
    stands. Empty where that day is before it."""
    found: dict[str, Unit] = {}
    ahead = [unit(code)]
    while ahead:
        each = ahead.pop()
        if each.exists(on):
            found[each.code] = each
        elif each.valid_to and each.valid_to < on:
            ahead.extend(unit(later) for later in each.successors)
    return tuple(found[c] for c in sorted(found))


def ancestors(code: str, *, on: date | None = None) -> tuple[Unit, ...]:
    """The units above, the nearest first: on its last day, or on a day as far back as one unit took over one other."""
    out: list[Unit] = []
    above = unit(code).parent
    while above:
        each = _as_of(unit(above), on)
        out.append(each)
        above = each.parent
    return tuple(out)


def _as_of(each: Unit, on: date | None) -> Unit:
    while on and each.valid_from and on < each.valid_from:
        before = _sole_forerunner(each)
        if before is None:
            break
        each = before
    return each


def _sole_forerunner(each: Unit) -> Unit | None:
    """The one unit that this one began from, if it began when that one ended: what lay below it lay below that."""
    before = predecessors(each.code)
    return before[0] if len(before) == 1 and before[0].begun_after == each.valid_from else None


def province_of(code: str, *, on: date | None = None) -> Unit:
    """The province that the unit is or lies in."""
    return (unit(code), *ancestors(code, on=on))[-1]


def named(words: str, *, as_of: date | None = None) -> tuple[Unit, ...]:
    """All units that a person may mean by these words, at any time or on a day; provinces first.

    A name is a whole name: `Giang` is none. Without accents all fit, with accents those that have them, if any. A name
    without a kind that a province bears means the province and its city, not the communes elsewhere of that name.
    """
    first, *above = places(words) or [""]
    if not _candidates(first):
        first, *inner = cut(first)
        above = [*inner, *above]
    for written, found in _candidates(first):
        fits = [u for u in found if u.exists(as_of) and all(_lies_under(u, name, as_of) for name in above)]
        fits = [u for u in fits if _as_written(written, u)] or fits
        if written.kind is None and any(u.level is GovernmentLevel.PROVINCE for u in fits):
            fits = [u for u in fits if u.level is not GovernmentLevel.COMMUNE]
        if fits:
            return tuple(sorted(fits, key=lambda u: (list(GovernmentLevel).index(u.level), u.code)))
    return ()


@lru_cache(maxsize=2_000)
def covering(code: str, *, as_of: date | None = None) -> frozenset[str]:
    """The codes of the units whose plans are the unit's: itself and all that lay below it in its time; as of a day also
    all that they took over, and what lay below the predecessors of its own level. KeyError for a code that is none."""
    own = _with_all_below([unit(code)])
    if as_of is None:
        return frozenset(own)
    level = own[code].level
    earlier = _with_all_before(own.values())
    return frozenset({*own, *earlier, *_with_all_below([u for u in earlier.values() if u.level == level])})


def _with_all_below(tops: Iterable[Unit]) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    ahead = list(tops)
    while ahead:
        each = ahead.pop()
        if each.code not in found:
            found[each.code] = each
            ahead.extend(_children(each))
    return found


def _children(above: Unit) -> list[Unit]:
    """Its own, and those that only its heir's row shows although they were there before the heir."""
    found = list(_below().get(above.code, ()))
    for code in above.successors:
        heir = unit(code)
        if _sole_forerunner(heir) is above and heir.valid_from:
            found += [u for u in _below().get(code, ()) if u.valid_from is None or u.valid_from < heir.valid_from]
    return found


def _with_all_before(later: Iterable[Unit]) -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    ahead = [u for each in later for u in predecessors(each.code)]
    while ahead:
        each = ahead.pop()
        if each.code not in found:
            found[each.code] = each
            ahead.extend(predecessors(each.code))
    return found
