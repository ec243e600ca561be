"""Short names of plans within one comparison: the unit, and what else is needed to tell two apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import PurePosixPath

from extractors.unit_names import parted
from pipeline.compare.types import Column
from pipeline.timeline.wording import shown


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """A name for each plan, no two the same: `Cà Mau`; `tỉnh Cà Mau` and `thành phố Cà Mau`; `Cà Mau 2017` and `Cà Mau
    2019`; else with symbol or number."""
    ways: list[Callable[[Column], str]] = [
        lambda c: _whole_unit(c, columns),
        lambda c: f"{_whole_unit(c, columns)} {c.issued.year}" if c.issued else _whole_unit(c, columns),
        lambda c: " ".join(x for x in (_whole_unit(c, columns), c.symbol) if x),
    ]
    found = [_unit(c) for c in columns]
    for way in ways:
        often = Counter(found)
        found = [way(c) if often[name] > 1 else name for c, name in zip(columns, found, strict=True)]
    return tuple(_numbered(found))


def _numbered(found: Sequence[str]) -> Iterator[str]:
    """Those that are still the same, each with a number that makes a name which no other bears."""
    often = Counter(found)
    taken = {name for name in found if often[name] == 1}
    for name in found:
        own = name if often[name] == 1 else next(n for k in count(1) if (n := f"{name} ({k})") not in taken)
        taken.add(own)
        yield own


def full_name(column: Column) -> str:
    """Symbol, unit and date, as far as they are known."""
    said = [column.symbol, column.unit, shown(column.issued) if column.issued else None]
    return ", ".join(x for x in said if x) or file_name(column)


def file_name(column: Column) -> str:
    """The name of the file that the plan came from."""
    return PurePosixPath(column.source.replace("\\", "/")).name or column.source


def _whole_unit(column: Column, columns: Sequence[Column]) -> str:
    """The unit with its kind, where another plan is of a unit of the same name and another kind."""
    name = _unit(column)
    units = {c.unit for c in columns if c.unit and _unit(c) == name}
    return column.unit if column.unit and len(units) > 1 else name


def _unit(column: Column) -> str:
    if not column.unit:
        return column.symbol or file_name(column)
    try:
        return parted(column.unit)[1]
    except ValueError:
        return column.unit
