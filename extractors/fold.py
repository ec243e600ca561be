"""Folding of Vietnamese text, one character for one, so that offsets in the folded text are offsets in the text.

Quoted headings, OCR and typists disagree on accents (`TIỀN ĐỘ` for `TIẾN ĐỘ`, `Uỷ` for `Ủy`, `hoà` for `hòa`); what the
lexicon names is therefore compared without case and accents.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

# The letters of Vietnamese, for character classes: a range such as `À-Ỹ` would take in the small ones too.
_TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
LOWER = "abcdđefghijklmnopqrstuvwxyz" + "".join(
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in "aăâeêioôơuưy"
    for tone in _TONES
    if vowel + tone not in "aeiouy"
)
UPPER = LOWER.upper()


def _base(letter: str) -> str:
    return "d" if letter in "đĐ" else unicodedata.normalize("NFD", letter)[0].lower()


# Every precomposed Latin letter of Vietnamese lies in these blocks (Latin-1, Extended-A/B, Extended Additional).
_FOLD = {
    code: _base(chr(code))
    for start, end in ((0x41, 0x5B), (0xC0, 0x250), (0x1E00, 0x1F00))
    for code in range(start, end)
    if chr(code).isalpha() and len(_base(chr(code))) == 1
}
_FOLD |= {ord("–"): "-", ord("—"): "-", ord("\u00a0"): " "}


def fold(text: str) -> str:
    """Lower case, no accents, `đ` as `d`, every dash a hyphen; as long as `text` is.

    >>> fold("TIỀN ĐỘ – Uỷ ban")
    'tien do - uy ban'
    """
    return _remembered(text) if len(text) <= _SHORT else text.translate(_FOLD)


# Segmentation looks at the same lines again and again, and a translation by table is slow beside a look-up.
_SHORT = 2000


@lru_cache(maxsize=4096)
def _remembered(text: str) -> str:
    return text.translate(_FOLD)


# Two schools of placing the tone mark: `hoà`, `thuỷ` and `hòa`, `thủy`. The newer form stands for both; `quý` and
# `toàn` have one only.
_OLD = {"o": "àáảãạèéẻẽẹ", "u": "ỳýỷỹỵ"}
_NEW = {"o": ("òóỏõọ" * 2, "aaaaaeeeee"), "u": ("ùúủũụ", "yyyyy")}
_RESPELLED = {v + old: _NEW[v][0][k] + _NEW[v][1][k] for v, marks in _OLD.items() for k, old in enumerate(marks)}
_OLD_SPELLING = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])")


def spell(text: str) -> str:
    """Lower case in one spelling of tone marks, accents kept; as long as `text` is.

    >>> spell("Uỷ ban, HOÀ, quý, toàn")
    'ủy ban, hòa, quý, toàn'
    """
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return _OLD_SPELLING.sub(lambda m: _RESPELLED[m.group()], lower)


def any_of(phrases: Iterable[str]) -> str:
    """The pattern of one of these phrases, the longer before the shorter that it begins with.

    >>> any_of(["xã", "xã/phường", "xã"])
    'xã/phường|xã'
    """
    return "|".join(map(re.escape, sorted(dict.fromkeys(phrases), key=len, reverse=True)))
