"""The ordinals of rows: `1`, `1.1`, `I`, `A`, `a)`, `-`, and which stands above which."""

from __future__ import annotations

import re

from extractors.fold import fold

_ORDINAL = re.compile(
    r"""
    (?P<roman>(?=[IVXLC])(?:X{0,3}(?:IX|IV|V?I{0,3})))
  | (?P<upper>[A-ZĐ])
  | (?P<number>\d{1,4}(?:\.\d{1,3}){0,4})
  | (?P<letter>[a-zđ])
  | (?P<bullet>[-–—+*•])
    """,
    re.VERBOSE,
)
_WHOLE = re.compile(rf"\(?(?:{_ORDINAL.pattern})[.):/]*", re.VERBOSE)
_OPENS = re.compile(rf"\(?(?:{_ORDINAL.pattern})(?:[.):/]+(?:\s|(?=[^\W\d]))|(?<=[-–—+*•])\s*(?=\S))", re.VERBOSE)
_COLUMN_NUMBER = re.compile(r"[(\[]?\s*(?:\d{1,2}|[a-e])\s*(?:=[^()]{1,20})?[)\]]?")

UPPER, ROMAN, NUMBER, LETTER, BULLET = 0, 1, 2, 8, 9


def is_ordinal(text: str) -> bool:
    """Whether a cell holds an ordinal and nothing else.

    >>> [is_ordinal(t) for t in ("1", "I.", "1.2", "a)", "Sở Nội vụ", "")]
    [True, True, True, True, False, False]
    """
    return bool(_WHOLE.fullmatch(text.strip(" *_")))


def rank(text: str) -> int | None:
    """How high the ordinal stands that is, or opens, a text: smaller is higher; None where there is none.

    >>> rank("I"), rank("2"), rank("2.1"), rank("- Ban hành"), rank("Ban hành")
    (1, 2, 3, 9, None)
    """
    text = text.strip(" *_")
    match = _WHOLE.fullmatch(text) or _OPENS.match(text)
    if match is None:
        return None
    if match["number"]:
        return NUMBER + match["number"].count(".")
    return {"roman": ROMAN, "upper": UPPER, "letter": LETTER, "bullet": BULLET}[match.lastgroup or "bullet"]


def are_column_numbers(cells: list[str]) -> bool:
    """Whether the cells of a row number the columns: `(1) (2) (3)`, `1 2 3 4 = 3 - 2`, `A B 1 2`.

    >>> are_column_numbers(["(1)", "(2)", "(3)"]), are_column_numbers(["1", "Xây dựng kế hoạch"])
    (True, False)
    """
    folded = [fold(c).strip() for c in cells]
    if len(folded) < 2 or not all(_COLUMN_NUMBER.fullmatch(c) for c in folded):
        return False
    numbers = [int(m.group()) for m in (re.search(r"\d+", c) for c in folded) if m]
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
