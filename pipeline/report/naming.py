"""Short names of plans within one comparison: the unit, and what else is needed to tell two apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePosixPath

from extractors.unit_names import parted
from pipeline.compare.types import Column
from pipeline.timeline.wording import shown


def names(columns: Sequence[Column]) -> tuple[str, ...]:
    """A name for each plan, no two the same: `Cà Mau`; `Cà Mau 2017` and `Cà Mau 2019`; else with symbol or number."""
    ways: list[Callable[[Column], str]] = [
        _unit,
        lambda c: f"{_unit(c)} {c.issued.year}" if c.issued else _unit(c),
        lambda c: " ".join(x for x in (_unit(c), c.symbol) if x),
    ]
    found = [_unit(c) for c in columns]
    for way in ways[1:]:
        twice = {name for name in found if found.count(name) > 1}
        found = [way(c) if name in twice else name for c, name in zip(columns, found, strict=True)]
    return tuple(
        f"{name} ({sum(other == name for other in found[: k + 1])})" if found.count(name) > 1 else name
        for k, name in enumerate(found)
    )


def full_name(column: Column) -> str:
    """Symbol, unit and date, as far as they are known."""
    said = [column.symbol, column.unit, shown(column.issued) if column.issued else None]
    return ", ".join(x for x in said if x) or file_name(column)


def file_name(column: Column) -> str:
    """The name of the file that the plan came from."""
    return PurePosixPath(column.source.replace("\\", "/")).name or column.source


def _unit(column: Column) -> str:
    if not column.unit:
        return column.symbol or file_name(column)
    try:
        return parted(column.unit)[1]
    except ValueError:
        return column.unit
