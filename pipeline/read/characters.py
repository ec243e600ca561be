"""One form for every text: NFC, `\\n`, no invisible characters; the rest stays as read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from models.errors import TooLarge, UnknownFormat

MAX_CHARACTERS = 20_000_000
_LONGEST_MARK_RUN = 30  # Unicode Standard Annex 15, Stream-Safe Text Format

_LINE_ENDS = ("\r\n", "\r", "\v", "\x85", "\u2028", "\u2029")
# Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte-order mark.
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
_KEPT_CONTROLS = frozenset("\t\n\f")
CONTROLS = frozenset(map(chr, [*range(0x20), *range(0x7F, 0xA0)])) - _KEPT_CONTROLS - frozenset(_LINE_ENDS)


def nfc(text: str) -> str:
    """Normalization Form C in linear time.

    Raises UnknownFormat where more than 30 combining marks follow each other: no language writes that, and ordering
    them takes quadratic time.
    """
    if text.isascii():
        return text
    marks = [c for c in set(text) if unicodedata.combining(c)]
    if marks and re.search(f"[{re.escape(''.join(marks))}]{{{_LONGEST_MARK_RUN + 1}}}", text):
        raise UnknownFormat(f"more than {_LONGEST_MARK_RUN} combining marks on one letter; it is not text")
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def too_many_controls(controls: int, length: int) -> bool:
    """Whether so many control characters make the content binary: a few slip into text, one in 200 does not."""
    return controls > max(min(8, length / 20), length / 200)


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """The text in its one form, form feeds still in it, and notes on what was replaced.

    Reading is idempotent: `clean` of what it gave, in NFC or NFD, is the same text.
    Raises TooLarge beyond 20 million characters, UnknownFormat where control characters show that it is binary.
    """
    if len(text) > MAX_CHARACTERS:
        raise TooLarge(f"it has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read; split it")
    seen = set(text)
    text = _replace(text, _INVISIBLE & seen, "")
    for line_end in _LINE_ENDS:
        text = text.replace(line_end, "\n")
    notes = []
    if controls := sum(map(text.count, CONTROLS & seen)):
        if too_many_controls(controls, len(text)):
            raise UnknownFormat("binary data; this version reads text")
        text = _replace(text, CONTROLS & seen, " ")
        notes.append(f"{controls} control characters replaced by spaces")
    if lost := text.count("\ufffd"):
        notes.append(f"{lost} characters were already lost before (U+FFFD); they are kept as they stand")
    return nfc(text), tuple(notes)


def _replace(text: str, characters: Iterable[str], by: str) -> str:
    for character in characters:
        text = text.replace(character, by)
    return text
