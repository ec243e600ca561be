"""Legacy Vietnamese fonts: the name of a font tells the character set of the words set in it.

TCVN3 fonts are named `.Vn…` (those ending in H draw small letters as capitals), VNI fonts `VNI-…`; both show text that
is stored as Western letters.
"""

from __future__ import annotations

import re

from pipeline.read.charsets import LEGACY

_FIRST = re.compile(r"[\s\"']*([^,\"';]*)")
_BY_NAME = {charset.name: charset.convert for charset in LEGACY}
_TCVN3, _VNI = "TCVN3 (ABC)", "VNI-Windows"
_LETTER_OF_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]")


def legacy_font(family: str) -> str | None:
    """The first font named, where it is a legacy one, in small letters.

    >>> legacy_font('".VnTimeH", serif'), legacy_font("VNI-Times"), legacy_font("Times New Roman, .VnTime")
    ('.vntimeh', 'vni-times', None)
    """
    name = first_font(family)
    return name if name.startswith((".vn", "vni-")) else None


def first_font(family: str) -> str:
    """The first font that a family names, in small letters."""
    first = _FIRST.match(family)
    return first[1].strip().lower() if first else ""


def from_font(text: str, font: str) -> tuple[str, str]:
    """The text that a legacy font shows, and the name of its character set; as it stands where it is Unicode."""
    name = _VNI if font.startswith("vni-") else _TCVN3
    unicode = text.isascii() or _LETTER_OF_UNICODE.search(text)
    converted = text if unicode else _BY_NAME[name](text) or text
    if name == _TCVN3 and font.endswith("h"):
        converted = converted.upper()
    return converted, name if converted != text else ""
