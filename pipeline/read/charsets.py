"""The legacy Vietnamese character sets, as conversions of the text that a Western reader sees.

Each conversion takes text in which every byte was read as windows-1252 (`western`), which is also what stands in a
Unicode file that an office program made from legacy text without knowing its font: `KÕ ho¹ch`, `Keá hoaïch`.
Python has no codec for TCVN3 or VNI.

Sources: TCVN 5712:1993 (VN1 and VN3, the latter known as ABC or TCVN3); the VNI-Windows table of VNI Software;
windows-1258 as Python's codec has it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import NamedTuple

from pipeline.read.capitals import restore_capitals
from pipeline.read.characters import nfc

_HIGH = range(0x80, 0x100)


def _byte_or_control(byte: int, codec: str) -> str:
    try:
        return bytes([byte]).decode(codec)
    except UnicodeDecodeError:
        return chr(byte)


_WESTERN = "".join(_byte_or_control(b, "cp1252") for b in range(0x100))
# Some readers leave 0x80 to 0x9F as controls (Latin-1), some read them as windows-1252: both are the same byte.
_BYTE_OF = {ord(c): b for b, c in enumerate(_WESTERN)} | {b: b for b in range(0x100)}


def western(content: bytes) -> str:
    """Every byte as one character: windows-1252, its five undefined bytes as controls. Never fails."""
    return codecs.charmap_decode(content, "strict", _WESTERN)[0]


def _seen_as(letters: dict[int, str]) -> dict[int, str]:
    """A translation table from byte values: each byte as Latin-1 and as windows-1252 show it."""
    return letters | {ord(_WESTERN[b]): letter for b, letter in letters.items()}


_PUNCTUATION = {b: _WESTERN[b] for b in range(0x80, 0xA0)}

# fmt: off
_VN3 = {
    **dict(zip(range(0xA1, 0xAF), "ĂÂÊÔƠƯĐăâêôơưđ", strict=True)),
    0xB5: "à", 0xB6: "ả", 0xB7: "ã", 0xB8: "á", 0xB9: "ạ", 0xBB: "ằ", 0xBC: "ẳ", 0xBD: "ẵ", 0xBE: "ắ", 0xC6: "ặ",
    0xC7: "ầ", 0xC8: "ẩ", 0xC9: "ẫ", 0xCA: "ấ", 0xCB: "ậ", 0xCC: "è", 0xCE: "ẻ", 0xCF: "ẽ", 0xD0: "é", 0xD1: "ẹ",
    0xD2: "ề", 0xD3: "ể", 0xD4: "ễ", 0xD5: "ế", 0xD6: "ệ", 0xD7: "ì", 0xD8: "ỉ", 0xDC: "ĩ", 0xDD: "í", 0xDE: "ị",
    0xDF: "ò", 0xE1: "ỏ", 0xE2: "õ", 0xE3: "ó", 0xE4: "ọ", 0xE5: "ồ", 0xE6: "ổ", 0xE7: "ỗ", 0xE8: "ố", 0xE9: "ộ",
    0xEA: "ờ", 0xEB: "ở", 0xEC: "ỡ", 0xED: "ớ", 0xEE: "ợ", 0xEF: "ù", 0xF1: "ủ", 0xF2: "ũ", 0xF3: "ú", 0xF4: "ụ",
    0xF5: "ừ", 0xF6: "ử", 0xF7: "ữ", 0xF8: "ứ", 0xF9: "ự", 0xFA: "ỳ", 0xFB: "ỷ", 0xFC: "ỹ", 0xFD: "ý", 0xFE: "ỵ",
}
_VN1_CAPITALS = {
    0x01: "Ú", 0x02: "Ụ", 0x04: "Ừ", 0x05: "Ử", 0x06: "Ữ", 0x11: "Ứ", 0x12: "Ự", 0x13: "Ỳ", 0x14: "Ỷ", 0x15: "Ỹ",
    0x16: "Ý", 0x17: "Ỵ", **dict(zip(range(0x80, 0xA0), "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ", strict=True)),
    0xAF: "Ằ", 0xB0: "\u0300", 0xB1: "\u0309", 0xB2: "\u0303", 0xB3: "\u0301", 0xB4: "\u0323", 0xBA: "Ẳ", 0xBF: "Ẵ",
    0xC0: "Ắ", 0xC1: "Ầ", 0xC2: "Ẩ", 0xC3: "Ẫ", 0xC4: "Ấ", 0xC5: "Ề", 0xCD: "Ể", 0xD9: "Ễ", 0xDA: "Ế", 0xDB: "Ồ",
    0xE0: "Ổ", 0xF0: "Ỗ", 0xFF: "Ố",
}
# fmt: on

# What PDF and word processors make of two TCVN3 letters: ư (0xAD, a soft hyphen) as a minus, à (0xB5) as a Greek mu.
_DISGUISED = {0x2212: "ư", 0x03BC: "à"}
_TCVN3 = _seen_as(_PUNCTUATION | _VN3) | _DISGUISED
_TCVN1 = _seen_as(_VN3 | _VN1_CAPITALS)
_WINDOWS_1258 = _seen_as({b: _byte_or_control(b, "cp1258") for b in _HIGH})

_TONES = "\u0301\u0300\u0309\u0303\u0323"  # sắc, huyền, hỏi, ngã, nặng: the order of the rows below
_VNI_SINGLE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
# Bases, what the marks after them add, and the marks: one for each tone.
_VNI_ROWS = (
    ("aeouyôö", "", "ùøûõï"),
    ("aeo", "\u0302", "áàåãä"),
    ("a", "\u0306", "éèúüë"),
)
_VNI_HATS = {"aâ": "â", "eâ": "ê", "oâ": "ô", "aê": "ă"}


def _vni_table() -> dict[str, str]:
    lower = _VNI_SINGLE | _VNI_HATS
    for bases, hat, marks in _VNI_ROWS:
        for base in bases:
            letter = _VNI_SINGLE.get(base, base) + hat
            lower |= {base + mark: nfc(letter + tone) for mark, tone in zip(marks, _TONES, strict=True)}
    upper = {k.upper(): v.upper() for k, v in lower.items()}
    # A capital base may carry a small mark and the reverse: the base tells the case.
    mixed = {k[0] + k[1].swapcase(): v for k, v in [*lower.items(), *upper.items()] if len(k) == 2}
    return _seen_in_western(mixed | upper | lower)


def _seen_in_western(table: dict[str, str]) -> dict[str, str]:
    return table | {chr(b): _WESTERN[b] for b in range(0x80, 0xA0) if chr(b) != _WESTERN[b]}


_VNI = _vni_table()
_VNI_PIECE = re.compile(
    "[aeouyôöAEOUYÔÖ][{marks}]|[{single}]".format(
        marks="".join(sorted({k[1] for k in _VNI if len(k) == 2})),
        single="".join(sorted(re.escape(k) for k in _VNI if len(k) == 1)),
    )
)


def _from_vni(text: str) -> str:
    return _VNI_PIECE.sub(lambda m: _VNI.get(m[0], m[0]), text)


def _from_tcvn3(text: str) -> str:
    return restore_capitals(text.translate(_TCVN3))


def _from_tcvn1(text: str) -> str:
    return nfc(text.translate(_TCVN1))


def _from_windows_1258(text: str) -> str:
    return nfc(text.translate(_WINDOWS_1258))


def _from_utf8(text: str) -> str | None:
    try:
        return nfc(codecs.charmap_encode(text, "strict", _BYTE_OF)[0].decode("utf-8"))
    except UnicodeError:
        return None


class Charset(NamedTuple):
    """A legacy character set: its name as a user knows it, and the conversion (None where it cannot be that set)."""

    name: str
    convert: Callable[[str], str | None]


LEGACY = (
    Charset("TCVN3 (ABC)", _from_tcvn3),
    Charset("VNI-Windows", _from_vni),
    Charset("windows-1258", _from_windows_1258),
    Charset("TCVN 5712 (VN1)", _from_tcvn1),
)
"""In order of how often they are met; where two explain a text equally well the first is taken."""

UTF8_READ_AS_WESTERN = Charset("UTF-8", _from_utf8)
