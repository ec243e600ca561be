"""Runs set in fonts of the legacy character sets: `.Vn…` (TCVN3) and `VNI-…`, in a file that is Unicode otherwise.

What such a run holds are the bytes of that set as Western letters; only its font tells. A font whose name ends in H
(`.VnTimeH`) draws small letters as capitals.
"""

from __future__ import annotations

import re

from pipeline.read.charsets import LEGACY, Charset
from pipeline.read.legacy import weigh

_TCVN3, _VNI = LEGACY[0], LEGACY[1]
_SURELY_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]")


def charset_of(font: str | None) -> Charset | None:
    """The legacy set that a font's name tells.

    >>> charset_of(".VnTime").name, charset_of("VNI-Times").name, charset_of("Times New Roman")
    ('TCVN3 (ABC)', 'VNI-Windows', None)
    """
    name = (font or "").lower()
    if name.startswith(".vn"):
        return _TCVN3
    return _VNI if name.startswith(("vni-", "vni ")) else None


def draws_capitals(font: str | None) -> bool:
    """Whether a legacy font shows small letters as capitals.

    >>> draws_capitals(".VnTimeH"), draws_capitals(".VnTime"), draws_capitals("Times New RomanH")
    (True, False, False)
    """
    return font is not None and font.lower().startswith(".vn") and font.endswith("H")


def decode(text: str, font: str) -> tuple[str, str | None]:
    """The text of a run in a legacy font, and the name of the set it was converted from.

    A run that is Unicode all the same (Word borrows letters that a font lacks) stays as it is: it has letters that no
    Western set has, or more of its words are syllables as they stand.
    """
    charset = charset_of(font)
    if charset is None:
        return text, None
    converted: str | None = None
    if not text.isascii() and not _SURELY_UNICODE.search(text):
        converted = charset.convert(text)
        if converted is not None and weigh(converted).syllables < weigh(text).syllables:
            converted = None
    whole = text if converted is None else converted
    changed = charset.name if converted is not None and converted != text else None
    return (whole.upper() if draws_capitals(font) else whole), changed
