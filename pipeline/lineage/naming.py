"""The name of a movement and the subject of a document, as they are compared.

A province that takes a movement over writes its own name into it (“Cán bộ, công chức, viên chức tỉnh Cà Mau thi đua
…”, “Cả nước chung sức …” becomes “Cà Mau chung sức …”), and the years behind it. Such words say where and when, not
what: they are left out, with case, accents and quotation marks.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise

from extractors import lexicon
from extractors.fold import any_of
from extractors.unit_names import parted
from pipeline.folding import accented, fold

_LONGEST = 1_000
"""Characters of a name that are looked at."""
_YEARS = re.compile(r" (?:giai doan|nhiem ky|thoi ky|nam|den nam|tu nam)(?= \d)|(?<= )\d{1,4}(?= )")
_FEW = 2
"""Pairs of syllables that a subject has at least; with fewer nothing is told by what two subjects share."""


def movement_key(name: str | None, places: Sequence[str] = ()) -> str:
    """The words of a movement's name without those of place and time, folded, a space at either end; empty for none.

    >>> movement_key("“Công chức tỉnh Cà Mau thi đua thực hiện văn hóa công sở” năm 2019", ["tỉnh Cà Mau"])
    ' cong chuc thi dua thuc hien van hoa cong so '
    """
    words = fold(_without(name or "", tuple(places)))
    for pattern in (_scope_pattern(), _YEARS):
        words = pattern.sub(" ", words)
    return _spaced(words.split())


def names(title: str | None, key: str, places: Sequence[str] = ()) -> bool:
    """Whether a title names the movement of this key."""
    return len(key.split()) > _FEW and key in movement_key(title, places)


def subject(text: str | None, places: Sequence[str] = ()) -> frozenset[str]:
    """What a subject is of: the pairs of syllables that stand together in it, words of form, place and time left out.

    >>> sorted(subject("Kế hoạch cải cách hành chính huyện Mường La năm 2022", ["huyện Mường La"]))
    ['cach hanh', 'cai cach', 'hanh chinh']
    """
    # With their accents: `trong` says nothing, `trọng` does.
    words = accented(_without(text or "", tuple(places)))
    runs = _unsaying_pattern().sub(" | ", words).split("|")
    return frozenset(" ".join(pair) for run in runs for pair in pairwise(fold(run).split()))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two subjects are one, 0 to 1: the mean of what the shorter shares with the longer and of what they have
    in common of all.

    >>> likeness(subject("Cải cách hành chính"), subject("cải cách hành chính nhà nước năm 2022"))
    0.8
    """
    if min(len(one), len(other)) < _FEW:
        return 0.0
    common = len(one & other)
    return round((common / min(len(one), len(other)) + common / len(one | other)) / 2, 2)


def _without(text: str, places: tuple[str, ...]) -> str:
    """The text without the names of these places; where they are printed in small letters they are words."""
    text = unicodedata.normalize("NFC", text[:_LONGEST])
    pattern = _places_pattern(places, upper=text.isupper())
    return pattern.sub(" ", text) if pattern else text


@lru_cache(maxsize=4_000)
def _places_pattern(places: tuple[str, ...], *, upper: bool) -> re.Pattern[str] | None:
    bare = [_bare(unicodedata.normalize("NFC", place)) for place in places]
    written = [name.upper() if upper else name for name in bare if name]
    if not written:
        return None
    kinds = any_of(dict.fromkeys(lexicon.lineage().unsaying.places))
    return re.compile(rf"(?<!\w)(?:(?i:{kinds})\s+)?(?:{any_of(written)})(?!\w)")


def _bare(place: str) -> str:
    """The name without its kind; the whole where no kind is printed."""
    try:
        return parted(place)[1]
    except ValueError:
        return place


@cache
def _scope_pattern() -> re.Pattern[str]:
    """Words of scope of more than one syllable: `tỉnh` alone may be part of any name."""
    phrases = [p for p in lexicon.lineage().unsaying.places if " " in p and p not in _KINDS]
    return re.compile(rf"(?<= )(?:{any_of(fold(p).strip() for p in phrases)})(?= )")


_KINDS = frozenset({"thành phố", "thị xã", "thị trấn", "đặc khu"})


@cache
def _unsaying_pattern() -> re.Pattern[str]:
    said = lexicon.lineage().unsaying
    phrases = any_of(accented(p).strip() for p in (*said.forms, *said.places, *said.times))
    return re.compile(rf"(?<= )(?:{phrases}|\d+)(?= )")


def _spaced(words: Sequence[str]) -> str:
    return " ".join(["", *words, ""]) if words else ""
