"""Document symbols and dates that break their own grammar: letters and signs are set right, digits never.

The grammar of a symbol is that of Nghị định 30/2020/NĐ-CP: number `/` (year `/`) abbreviation `-` body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_TYPES = "CT|QĐ|NQ|NĐ|TT|TTr|KH|CV|TB|BC|CTr|ĐA|PA|HD|QC|QyĐ|TTLT|KL"
_TYPE_THEN_DOT = re.compile(rf"(?<=/)({_TYPES})[._~—–](?=[A-ZĐ]{{2}})")
_FRACTION = re.compile(r"(?<=\d)[⁄∕](?=[\dA-ZĐ])")
_ETH = re.compile(r"ĐÐ|ÐĐ|Ð")
# A letter that stands for a digit, in a number that has a digit besides.
_NUMBER_LIKE = re.compile(r"(?=\D*\d)[\dlI|Oo]{2}[.,;]?")
_DIGITS = str.maketrans("lI|Oo", "11100")
_LARGEST = {"ngày": 31, "tháng": 12}


# `KT.` before the office that is deputised for: no other sign of authority (TM., Q., TL., TUQ.) begins with a K.
_DEPUTY_LIKE = re.compile(r"[Kk][^\W_]\.")
_OFFICES = frozenset(["CHỦ", "GIÁM", "TRƯỞNG", "CHÁNH", "BỘ", "TỔNG", "CỤC", "VIỆN", "HIỆU", "THỦ"])


# The heading of the recipients (Phụ lục I); no other line begins with two such words and a colon.
_PLACE, _RECEIVED = re.compile("N[oóòôơớờ0a]i"), re.compile("nh[aáàảãạăắằặâấầẩẫậ][nm]:")


class Reset(NamedTuple):
    """A word of a line and how its grammar has it."""

    at: int
    after: str
    why: str


def reset(words: Sequence[str]) -> Iterator[Reset]:
    """The words of a line that are a symbol, a sign of authority or a part of a date in a form that cannot be."""
    yield from _recipients(words)
    for at, word in enumerate(words):
        if (after := _symbol(word)) != word:
            yield Reset(at, after, f"“{word}” breaks the grammar of a symbol; its digits are untouched")
        elif at and (after := _of_date(words[at - 1].lower(), word)) != word:
            yield Reset(at, after, f"“{word}” holds a letter where a date has a digit")
        elif word != "KT." and _DEPUTY_LIKE.fullmatch(word) and {*words[at + 1 : at + 2]} & _OFFICES:
            yield Reset(at, "KT.", f"“{word}” stands where a deputy signs; only “KT.” does")


def _recipients(words: Sequence[str]) -> Iterator[Reset]:
    if len(words) > 1 and _PLACE.fullmatch(words[0]) and _RECEIVED.fullmatch(words[1]):
        for at, meant in enumerate(("Nơi", "nhận:")):
            if words[at] != meant:
                yield Reset(at, meant, f"“{words[at]}” stands where the recipients are headed “Nơi nhận:”")


def _symbol(word: str) -> str:
    """
    >>> _symbol("108/KH.UBND"), _symbol("27⁄QÐ-TTg"), _symbol("27/2018/QĐÐ-TTg"), _symbol("KH.")
    ('108/KH-UBND', '27/QĐ-TTg', '27/2018/QĐ-TTg', 'KH.')
    """
    word = _FRACTION.sub("/", _ETH.sub("Đ", word))
    return _TYPE_THEN_DOT.sub(r"\1-", word) if "/" in word else word


def _of_date(unit: str, word: str) -> str:
    """
    >>> _of_date("ngày", "3l"), _of_date("ngày", "4l"), _of_date("tháng", "O8"), _of_date("điểm", "1l")
    ('31', '4l', '08', '1l')
    """
    if unit not in _LARGEST or not _NUMBER_LIKE.fullmatch(word):
        return word
    digits = word[:2].translate(_DIGITS)
    return digits + word[2:] if 1 <= int(digits) <= _LARGEST[unit] else word
