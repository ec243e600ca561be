"""The degree of secrecy that a document is stamped with.

Sources: Luật Bảo vệ bí mật nhà nước 2018, Điều 8 (the three degrees); Nghị định 26/2020/NĐ-CP, Điều 2 (the stamp or the
printed mark). The mark is a thing of its own in the header, in capitals: a line, a cell, or a word in brackets or bold.
Words in running text ("bí mật nhà nước", "mật ong") are none. In doubt about a line of nothing but the mark the answer
is yes: an office loses a minute, not a secret.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

_HEADER_LINES = 40  # that are not blank
_LINE_LENGTH = 400  # a longer line is no header

_DEGREES = {"mật": "Mật", "tốimật": "Tối mật", "tuyệtmật": "Tuyệt mật"}
_SCANNED = {"MAT": "Mật", "TOIMAT": "Tối mật", "TUYETMAT": "Tuyệt mật"}
_FIRST_HALVES = {"TOI": "Tối mật", "TUYET": "Tuyệt mật"}

_LETTERS = re.compile(r"[^\W_]+")
_TAG = re.compile(r"<[^<>]{0,40}>")
_COLUMN = re.compile(r"\||\t| {3,}")
_SET_OFF = re.compile(r"\(([^()]*)\)|\[([^][]*)\]|\*\*([^*]*)\*\*|__([^_]*)__")
_STATED = re.compile(r"\bđộ\s+mật[\s*_]*:[\s*_(\[]*((?:tối\s+|tuyệt\s+)?mật)\b", re.IGNORECASE)
# A hard line break can leave MẬT of bí mật, bảo mật or cơ mật alone on a line; the city of Uông Bí is another thing.
_BEGINS_A_WORD = re.compile(r"(?<!uông )(?<!uong )\b(?:bí|bảo|cơ)$", re.IGNORECASE)
# A scan loses tones and circumflexes; the breve stays, for MẶT and MẮT are other words.
_LOST_IN_SCANS = re.compile("[\u0300-\u0305\u0307-\u036f]")


class _Line(NamedTuple):
    text: str
    before: str
    """The last line that is not blank."""
    apart: bool
    """Whether no text stands directly above."""


def secrecy_of(text: str) -> str | None:
    """`Mật`, `Tối mật` or `Tuyệt mật` where the header bears that mark, else None.

    >>> secrecy_of("UBND TỈNH X\\n**TỐI MẬT**\\nKẾ HOẠCH"), secrecy_of("Luật Bảo vệ bí mật nhà nước")
    ('Tối mật', None)
    """
    return next(filter(None, map(_mark_of, _header(text))), None)


def stamped_note(degree: str) -> str:
    """What a reader notes of a stamp that is seen and no part of the text."""
    return f"a red stamp on its first page says {degree.upper()}"


def stamped(notes: Iterable[str]) -> str | None:
    """The degree that a note names.

    >>> stamped(["a conversion", stamped_note("Tối mật")])
    'Tối mật'
    """
    degrees = {stamped_note(degree): degree for degree in _DEGREES.values()}
    return next((degrees[note] for note in notes if note in degrees), None)


def _header(text: str) -> Iterator[_Line]:
    """The first lines that are not blank."""
    return islice(_lines(text), _HEADER_LINES)


def _lines(text: str) -> Iterator[_Line]:
    before, apart = "", True
    for line in io.StringIO(text):
        if line.isspace():
            apart = True
            continue
        yield _Line(_TAG.sub(" ", line[:_LINE_LENGTH]), before, apart)
        before, apart = line[-_LINE_LENGTH:].rstrip(), False


def _mark_of(line: _Line) -> str | None:
    if stated := _STATED.search(line.text):
        return _DEGREES[_key(stated[1]).lower()]
    key = _key(line.text)
    if not line.apart and key.lower() == "mật" and _BEGINS_A_WORD.search(line.before):
        return None
    return _whole_line(key, line) or _set_off(line.text)


def _key(text: str) -> str:
    """Letters and digits alone: Markdown marks, frames and letter-spacing do not count."""
    return "".join(_LETTERS.findall(text))


def _whole_line(key: str, line: _Line) -> str | None:
    """A line of nothing but the mark: in capitals, also as a scan has them, or in small letters with space above."""
    if not key.isupper():
        return _DEGREES.get(key.lower()) if line.apart else None
    degree = _SCANNED.get(_bare(key))
    return _FIRST_HALVES.get(_bare(_key(line.before)), degree) if degree == "Mật" else degree


def _bare(key: str) -> str:
    return unicodedata.normalize("NFC", _LOST_IN_SCANS.sub("", unicodedata.normalize("NFD", key)))


def _set_off(text: str) -> str | None:
    """The mark in a column of its own, in brackets or in bold: in capitals, exactly."""
    pieces = [*_COLUMN.split(text), *("".join(filter(None, found)) for found in _SET_OFF.findall(text))]
    keys = (_key(piece) for piece in pieces)
    return next((_DEGREES[k.lower()] for k in keys if k.isupper() and k.lower() in _DEGREES), None)
