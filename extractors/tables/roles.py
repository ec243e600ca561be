"""What the heading of a column says that the column holds."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extractors import lexicon
from extractors.fold import any_of, fold
from extractors.lexicon.entries import ColumnRole

# A heading is longer than this (characters) in no table; what is longer is a cell of text.
_LONGEST = 120
_MARKS = re.compile(r"<[^<>\n]{1,60}>|[*_#`\\|]+")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_YEAR = re.compile(
    r"(?:den |het )*(?:nam )?(?:19|20)\d\d(?: ?- ?(?:nam )?(?:19|20)\d\d)?|giai doan (?:19|20)\d\d ?- ?(?:19|20)\d\d"
)
# `Thực hiện 2023`, `Ước TH 2024`: what was reached, not what is to be.
_REACHED = re.compile(r"(?:uoc )?(?:thuc hien|th|kq|ket qua)\b.*(?:19|20)\d\d")


def words(heading: str) -> str:
    """A heading folded, without Markdown marks, on one line."""
    return " ".join(fold(_MARKS.sub(" ", heading)).split())


def plain(heading: str) -> str:
    """A heading folded, without Markdown marks and what stands in brackets, on one line.

    >>> plain("**Thời gian**<br>(dự kiến)")
    'thoi gian'
    """
    folded = words(heading)
    shorter = _BRACKETS.sub(" ", folded)
    return " ".join((shorter if shorter.strip(" .:;-/") else folded).split()).strip(" .:;-/")


def role_of(heading: str) -> ColumnRole | None:
    """The role that a heading gives to its column; None where it says none that is known.

    >>> role_of("Cơ quan chủ trì").value, role_of("Chủ trì/Phối hợp").value, role_of("TIỀN ĐỘ THỰC HIỆN").value
    ('lead', 'actors', 'time')
    >>> role_of("Sở Nội vụ")
    """
    return _role(plain(heading)) if len(heading) <= 2 * _LONGEST else None


@lru_cache(maxsize=4096)
def _role(folded: str) -> ColumnRole | None:
    if not folded or len(folded) > _LONGEST:
        return None
    pattern, phrases, exact = _phrases()
    if folded in exact:
        return exact[folded]
    if _REACHED.fullmatch(folded):
        return ColumnRole.BASELINE
    found = [phrases[m.group()] for m in pattern.finditer(folded)]
    if {ColumnRole.LEAD, ColumnRole.COORDINATE} <= set(found):
        return ColumnRole.ACTORS
    if found:
        return found[0]
    return ColumnRole.VALUE if _YEAR.fullmatch(folded) else _misread(folded)


def _misread(folded: str) -> ColumnRole | None:
    """The role of the phrase that the heading is but for a misread letter or a lost space."""
    _, phrases, exact = _phrases()
    squeezed = folded.replace(" ", "")
    if squeezed in exact:
        return exact[squeezed]
    if len(squeezed) < _TOO_SHORT:
        return None
    near = [(fuzz.ratio(squeezed, p.replace(" ", "")), p) for p in phrases if len(p) >= _TOO_SHORT]
    best, phrase = max(near)
    return phrases[phrase] if best >= _NEAR else None


# A phrase shorter than this (characters) is too near to other words; so alike (per cent) a misread one is.
_TOO_SHORT, _NEAR = 6, 88


@cache
def _phrases() -> tuple[re.Pattern[str], dict[str, ColumnRole], dict[str, ColumnRole]]:
    phrases = {fold(p): entry.role for entry in lexicon.columns() for p in entry.phrases}
    exact = {fold(p): entry.role for entry in lexicon.columns() for p in entry.exact}
    return re.compile(rf"\b(?:{any_of(phrases)})\b"), phrases, exact
