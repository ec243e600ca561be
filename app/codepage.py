"""What is printed where the terminal or the pipe is not in UTF-8 (a Windows code page, the C locale).

The encoding is the reader's and stays. A letter that it lacks is written as the nearest that it has: with the tone as a
mark of its own (windows-1258), without the tone, without any mark; signs and the lines of tables by ASCII; what is left
by `?`. No output ends in a UnicodeEncodeError.
"""

from __future__ import annotations

import codecs
import sys
import unicodedata
from collections.abc import Iterator
from typing import TextIO, cast

_TONES = "\u0300\u0301\u0303\u0309\u0323"
"""Grave, acute, tilde, hook above, dot below: the marks that Vietnamese has apart from those of its letters."""
_SIGNS = {
    "đ": "d",
    "Đ": "D",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "“": '"',
    "”": '"',
    "„": '"',
    "‘": "'",
    "’": "'",
    "«": '"',
    "»": '"',
    "•": "*",
    "·": ".",
    "×": "x",
    "→": "->",
    "←": "<-",
    "≠": "!=",
    "≈": "~",
    "∅": "(-)",
    "≤": "<=",
    "≥": ">=",
    "✓": "v",
    "✗": "x",
    "\u00a0": " ",
    "\ufffd": "?",
}


def prepare() -> None:
    """Let stdout and stderr print whatever comes."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=handler(stream.encoding))


def handler(encoding: str) -> str:
    """The name of the handler of errors for an encoding, as `str.encode` takes it.

    >>> "Kế hoạch".encode("ascii", handler("ascii"))
    b'Ke hoach'
    """

    def nearest(error: UnicodeError) -> tuple[str, int]:
        lost = cast(UnicodeEncodeError, error)  # Its own encoding is no help: all code pages call themselves charmap.
        return "".join(_written(c, encoding) for c in lost.object[lost.start : lost.end]), lost.end

    name = f"kehoach-{encoding}"
    codecs.register_error(name, nearest)
    return name


def is_unicode(stream: TextIO) -> bool:
    """Whether a stream can print every letter.

    >>> import io
    >>> [is_unicode(io.TextIOWrapper(io.BytesIO(), encoding=name)) for name in ("utf-8", "utf-16", "cp1258")]
    [True, True, False]
    """
    return codecs.lookup(stream.encoding or "utf-8").name.startswith("utf")


def _written(character: str, encoding: str) -> str:
    if "\ud800" <= character <= "\udfff":  # A byte of a name that no encoding holds.
        return f"\\x{ord(character) - 0xDC00:02x}" if "\udc80" <= character <= "\udcff" else f"\\u{ord(character):04x}"
    return next((one for one in _candidates(character) if _encodable(one, encoding)), "?")


def _candidates(character: str) -> Iterator[str]:
    """What a character may be written as, the nearest first."""
    marks = unicodedata.normalize("NFD", character)
    tones = "".join(c for c in marks if c in _TONES)
    if tones and len(marks) > 1:
        toneless = unicodedata.normalize("NFC", "".join(c for c in marks if c not in _TONES))
        yield toneless + tones
        yield toneless
    bare = "".join(c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c))
    if bare != character:
        yield bare  # A mark alone becomes nothing.
    yield _SIGNS.get(bare) or _SIGNS.get(character) or _line(character)


def _line(character: str) -> str:
    """A line of a table or a bar in ASCII."""
    name = unicodedata.name(character, "")
    if name.startswith("BOX DRAWINGS"):
        along, up = "HORIZONTAL" in name, "VERTICAL" in name
        return "-" if along and not up else "|" if up and not along else "+"
    return "#" if name.endswith("BLOCK") else "?"


def _encodable(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
