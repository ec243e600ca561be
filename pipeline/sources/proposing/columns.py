"""Which column of a listing says what: told from what stands in it, in every row."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from statistics import mean
from typing import NamedTuple

from pipeline.sources.days import day_in

_SYMBOL = re.compile(r"(?<![\w/])\d{1,5}\s{0,2}/(?:\d{4}/)?[A-ZĐ]{1,12}(?:[-–.&][A-ZĐa-zđ]{1,12}){0,4}")
_MOST = 0.6
"""The share of rows in which a column must say what it is taken for."""
_SHORT = 40
"""Characters of a cell that holds a symbol or a day and nothing else, with what introduces it."""
_TITLE = 15
"""Characters that titles have on average at least."""

Column = Sequence[str | None]


class Roles(NamedTuple):
    """The names of the columns."""

    symbol: str | None = None
    date: str | None = None
    title: str | None = None


def has_symbol(text: str) -> bool:
    """Whether a text has a number and symbol in it (Nghị định 30/2020/NĐ-CP, Phụ lục I).

    >>> has_symbol("Số: 108/KH-UBND"), has_symbol("12/2020/QĐ-UBND"), has_symbol("05/03/2020")
    (True, True, False)
    """
    return _SYMBOL.search(text) is not None


def roles(columns: Mapping[str, Column]) -> Roles:
    """What each column is for; of several that fit equally, the first. A column that holds only a symbol is taken
    before one that has it among other words; a title is the longest of what is left."""
    symbol = _best(columns, has_symbol)
    date = _best(columns, lambda text: day_in(text) is not None)
    lengths = {name: _length(column) for name, column in columns.items() if name not in (symbol, date)}
    title = max(lengths, key=lambda name: lengths[name], default=None)
    return Roles(symbol, date, title if title is not None and lengths[title] >= _TITLE else None)


def share(column: Column, fits: Callable[[str], object]) -> float:
    """The share of the rows in which a column fits."""
    return sum(bool(text and fits(text)) for text in column) / len(column) if column else 0.0


def _best(columns: Mapping[str, Column], fits: Callable[[str], object]) -> str | None:
    scored = [(share(column, fits), _is_short(column), -at, name) for at, (name, column) in enumerate(columns.items())]
    good = [one for one in scored if one[0] >= _MOST]
    return max(good, key=lambda one: (one[1], one[0], one[2]))[3] if good else None


def _is_short(column: Column) -> bool:
    said = [len(text) for text in column if text]
    return bool(said) and mean(said) <= _SHORT


def _length(column: Column) -> float:
    said = [len(text) for text in column if text]
    # A column with something in few rows is a remark; one that is longer than titles are is the whole row.
    return mean(said) if len(said) >= _MOST * len(column) and mean(said) <= 600 else 0.0
