"""Numbers as cells hold them: `95`, `≥ 95%`, `0,5 - 1`, `37.500 lao động`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors import lexicon
from extractors.fold import any_of, spell
from extractors.numerals import value_of
from models.records import Comparator

_LEXICON = lexicon.comparators()
_WORDS = {spell(w): c for c, words in _LEXICON.words.items() for w in words}
_AFTER = {spell(w): c for c, words in _LEXICON.after.items() for w in words}
_SIGNS = {
    "≥": Comparator.AT_LEAST,
    ">=": Comparator.AT_LEAST,
    ">": Comparator.AT_LEAST,
    "≤": Comparator.AT_MOST,
    "<=": Comparator.AT_MOST,
    "<": Comparator.AT_MOST,
    "=": Comparator.EXACTLY,
}
_VALUE = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?"
_NUMBER = re.compile(
    rf"(?:(?P<word>{any_of({**_WORDS, **_SIGNS})})\s*)?(?:(?P<low>{_VALUE})\s*(?:-|–|đến)\s*)?(?P<value>{_VALUE})"
    rf"\s*(?P<unit>{any_of(map(spell, _LEXICON.units))})?(?P<after>\s+(?:{any_of(_AFTER)}))?"
)


@dataclass(frozen=True, slots=True)
class CellNumber:
    """A number that is all a cell says; `low` where it is the upper end of a range."""

    value: float
    low: float | None
    comparator: Comparator | None
    unit: str | None


def number_in(cell: str) -> CellNumber | None:
    """The number that a cell holds; None where it holds none, or more than it.

    >>> number_in("≥ 95%")
    CellNumber(value=95.0, low=None, comparator=<Comparator.AT_LEAST: 'at_least'>, unit='%')
    >>> number_in("Tối đa 10 điểm").value, number_in("0 - 5").low, number_in("Sở Nội vụ"), number_in("-2")
    (10.0, 0.0, None, None)
    """
    flat = " ".join(spell(cell).split()).strip(" .;*_")
    match = _NUMBER.fullmatch(flat) if len(flat) <= _LONGEST else None
    if match is None:
        return None
    comparator = _WORDS.get(match["word"] or "") or _SIGNS.get(match["word"] or "")
    if match["after"]:
        comparator = _AFTER[match["after"].strip()]
    low = value_of(match["low"]) if match["low"] else None
    unit = "%" if match["unit"] == "phần trăm" else match["unit"]
    return CellNumber(value_of(match["value"]), low, comparator, unit)


# A number with its words takes no more characters.
_LONGEST = 60


def is_numeric(cell: str) -> bool:
    return number_in(cell) is not None
