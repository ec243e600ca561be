"""Folding of Vietnamese text, one character for one, so that offsets in the folded text are offsets in the text.

Quoted headings, OCR and typists disagree on accents (`TIỀN ĐỘ` for `TIẾN ĐỘ`, `Uỷ` for `Ủy`, `hoà` for `hòa`); what the
lexicon names is therefore compared without case and accents.
"""

from __future__ import annotations

import unicodedata


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
    return text.translate(_FOLD)
