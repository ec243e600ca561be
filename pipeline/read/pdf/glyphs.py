"""What the codes of a text layer stand for: bullets of symbol fonts, ligatures, marks, a mistaken Macintosh table."""

from __future__ import annotations

import re
import unicodedata

from pipeline.read.characters import clean, nfc
from pipeline.read.syllables import is_syllable

# pdfium writes a hyphen at a line's end so; Vietnamese is not hyphenated, so it is one of the text.
HYPHENS = "\x02\ufffe"
# Symbol and Wingdings put their glyphs at U+F000 to U+F0FF; these are the marks that open paragraphs in Word.
_SYMBOLS = {0xF02D: "-", 0xF0BE: "-", 0xF02B: "+", 0xF02A: "*", 0xF0E0: "→", 0xF0AE: "→"}
_SYMBOLS |= dict.fromkeys((0xF0B7, 0xF0A7, 0xF06C, 0xF06E, 0xF071, 0xF075, 0xF076, 0xF077, 0xF09F, 0xF0A8), "•")
_SYMBOLS |= dict.fromkeys((0xF0D8, 0xF0FC, 0xF0D2, 0xF0F0), "•")
_HYPHENS = dict.fromkeys(map(ord, HYPHENS), "-")
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_TABLE = {**_SYMBOLS, **_HYPHENS, **_LIGATURES}

_ODD = re.compile("[^!-~À-ɏ\u1ea0-ỹ–—“”‘’…•]")
_ODD_ON_PAGE = re.compile("[^ \\r\\n!-~À-ɏ\u1ea0-ỹ–—“”‘’…•]")
_SUPERSCRIPTS = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
# What the letters of Windows-1252 become where a reader takes their codes for those of Mac OS Roman.
_BY_MAC = {
    bytes([code]).decode("mac_roman"): bytes([code]).decode("cp1252", errors="replace") for code in range(0x80, 0x100)
}
_MAC = "".join(c for c, meant in _BY_MAC.items() if meant.isalpha())
_SYMBOL = re.compile(f"[{re.escape(''.join(c for c in _MAC if not c.isalpha()))}]")
# What of it no plain text has: quotation marks, dashes and the ellipsis are at home in any.
_TELLING = "".join(c for c in _MAC if not c.isalpha() and c not in "“”‘’–—…")
_SUSPECT = re.compile(f"[{re.escape(_TELLING)}]|[a-z][{re.escape(''.join(c for c in _MAC if c.isupper()))}]")
MAY_BE_MISREAD = re.compile(f"[{re.escape(_MAC)}]")

MISREAD = "the font's codes were read by the Macintosh table instead of the Windows one"


def spelt(codes: str) -> str:
    """The characters of a word: NFC, nothing invisible; empty where nothing is left."""
    if not _ODD.search(codes):
        return codes if codes.isascii() or unicodedata.is_normalized("NFC", codes) else nfc(codes)
    return "".join(clean(codes.translate(_TABLE))[0].split())


def is_plain(codes: str) -> bool:
    """Whether all words of a page are spelt as they stand; told at once, as most pages are so."""
    return not _ODD_ON_PAGE.search(codes) and unicodedata.is_normalized("NFC", codes)


def superscript(codes: str) -> str:
    """Digits and brackets as superscripts.

    >>> superscript("(12)")
    '⁽¹²⁾'
    """
    return codes.translate(_SUPERSCRIPTS)


def may_be_misread(codes: str) -> bool:
    """Whether a page has anything that a mistaken table leaves."""
    return bool(_SUSPECT.search(codes))


def meant_by(code: str) -> str:
    """The character that Windows-1252 has where Mac OS Roman has this one."""
    return _BY_MAC.get(code, code)


def is_misread(word: str) -> bool:
    """Whether a word shows that its font's codes of Windows-1252 were read as Mac OS Roman.

    A font without an encoding of its own is read by the wrong table by some readers; what comes out has a symbol or a
    capital amid small letters and becomes a syllable by the right one.

    >>> [is_misread(w) for w in ("ng‡y", "l‡,", "cÙng", "ngày", "a·b", "LÍ", "CÔNG")]
    [True, True, True, False, False, False, False]
    """
    core = word.strip(".,;:()/“”‘’–—…")
    odd = _SYMBOL.search(core) or (not core.isupper() and core[1:] != core[1:].lower())
    if core.isascii() or not odd:
        return False
    meant = "".join(map(meant_by, core))
    return meant != core and is_syllable(meant) and meant[1:] == meant[1:].lower()
