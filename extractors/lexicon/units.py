"""The table of units; UNITS.md says where it comes from."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from models.metadata import GovernmentLevel


class Unit(NamedTuple):
    """A unit of administration in the time that it was one: `huyện An Biên` until 30 June 2025.

    A tuple because fourteen thousand are made when the table is first asked.
    """

    code: str
    name: str
    """The kind and the name as a text has them: `huyện An Biên`."""
    level: GovernmentLevel
    parent: str | None
    """The code of the unit above on this one's last day; null for a province."""
    valid_from: date | None
    """The first day; null where it is unknown."""
    valid_to: date | None
    """The last day; null while the unit stands."""
    successors: tuple[str, ...]
    """The codes of those that took it over, or a part of it, on the day after its last."""

    def exists(self, on: date | None) -> bool:
        """Whether it was a unit on this day, so far as its first day is known; without a day, True."""
        if on is None:
            return True
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)

    @property
    def begun_after(self) -> date | None:
        """The day on which its successors are there; null while it stands."""
        return self.valid_to and self.valid_to + timedelta(days=1)


class _Days(dict[str, date | None]):
    """The same few days stand in ten thousand rows."""

    def __missing__(self, text: str) -> date | None:
        self[text] = date.fromisoformat(text) if text else None
        return self[text]


@cache
def units() -> dict[str, Unit]:
    """All units of the table by code."""
    text = files("extractors.lexicon").joinpath("units.csv").read_text(encoding="utf-8")
    days, levels = _Days(), {level.value: level for level in GovernmentLevel}
    return {
        code: Unit(code, name, levels[level], parent or None, days[start], days[end], tuple(successors.split()))
        for code, name, level, parent, start, end, successors in csv.reader(text.splitlines()[2:])
    }
