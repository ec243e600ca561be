"""A number in the form that a level of a list prints it in (ST_NumberFormat, ISO/IEC 29500-1 17.18.59).

Word has no format for the Vietnamese alphabet: `lowerLetter` prints a, b, c, d, e whatever the language. Only a file
with a format of its own (`custom` with `w:format="a, b, c, d, đ, …"`, as LibreOffice writes it for alphabets that Word
does not know) prints the letters of that list.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LATIN = "abcdefghijklmnopqrstuvwxyz"
VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
"""The letters that number điểm (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_MOST = 32_767  # Word's own bound on a number
_MOST_LETTERS = 30


def numeral(number: int, number_format: str = "decimal", custom: str | None = None) -> str:
    """A number as a list prints it; Arabic where the format is not known. `custom` is the `w:format` of the level.

    >>> [numeral(4, f) for f in ("decimal", "upperRoman", "lowerLetter", "decimalZero", "none")]
    ['4', 'IV', 'd', '04', '']
    >>> numeral(5, "custom", "a, b, c, d, đ, ..."), numeral(5, "custom", "001, 002, 003, ...")
    ('đ', '005')
    """
    if number_format == "custom":
        return _by_example(number, custom or "")
    form = _FORMATS.get(number_format)
    return form(number) if form and 0 <= number <= _MOST else str(number)


def _roman(number: int) -> str:
    out = []
    for value, sign in _ROMAN:
        times, number = divmod(number, value)
        out.append(sign * times)
    return "".join(out)


def _letters(number: int, alphabet: str | list[str] = _LATIN) -> str:
    """a … z, aa, bb …: past the last letter Word repeats it."""
    if number < 1:
        return ""
    times, place = divmod(number - 1, len(alphabet))
    return alphabet[place] * min(times + 1, _MOST_LETTERS)


def _vietnamese_words(number: int) -> str:
    """`vietnameseCounting`: số đếm, below a hundred; beyond that no list of the genre goes.

    >>> [_vietnamese_words(n) for n in (1, 10, 15, 21, 24)]
    ['một', 'mười', 'mười lăm', 'hai mươi mốt', 'hai mươi bốn']
    """
    tens, units = divmod(number, 10)
    if not 0 < number < 100:
        return str(number)
    if tens == 0:
        return _UNITS[units]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if units == 0:
        return head
    last = {1: "mốt" if tens > 1 else "một", 5: "lăm"}.get(units, _UNITS[units])
    return f"{head} {last}"


_FORMATS: dict[str, Callable[[int], str]] = {
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
    "upperLetter": lambda n: _letters(n).upper(),
    "lowerLetter": _letters,
    "decimalZero": lambda n: f"{n:02d}",
    "none": lambda _: "",
    "bullet": lambda _: "",
    "numberInDash": lambda n: f"- {n} -",
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "vietnameseCounting": _vietnamese_words,
}


def _by_example(number: int, example: str) -> str:
    """A number in a form told by its first ones: `001, 002, …` or letters in their order."""
    items = [x for x in re.split(r"[,\s]+", example[:400]) if x and not re.fullmatch(r"[.…]+", x)]
    if not items:
        return str(number)
    if items[0].isdecimal():
        return str(number).zfill(len(items[0]))
    letters = "".join(items).lower()
    if len(items) > 2 and VIETNAMESE.startswith(letters[: len(items) - 1]) and "đ" in letters:
        vietnamese = _letters(number, VIETNAMESE)
        return vietnamese.upper() if items[0].isupper() else vietnamese
    return _letters(number, items)
