"""The one day on which a milestone stands where a single day must stand for it: in a calendar, on a chart.

A plan seldom says more than "năm 2022" or "trước ngày 15/6". What an official needs of that is the deadline:

- a span (month, quarter, half-year, year, period) stands on its last day, after which it is missed;
- `by` and `before` a day stand on the day that the plan prints: a deadline is entered and asked about under that date.
  "Before" leaves the day itself out in the strict sense, so whoever shows it says that the day before is the last safe
  one;
- `before` a month, quarter or year names no day, and stands on the last day before that begins;
- `from` a day without an end stands on that day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Protocol

from models.records import Granularity, Recurrence, Relation

SHOWN_WHOLE = 7
"""Days of the longest span that is an event of its own, such as a campaign week, rather than the room before a
deadline."""

_MONTHS = {Granularity.MONTH: 1, Granularity.QUARTER: 3, Granularity.HALF_YEAR: 6, Granularity.YEAR: 12}


class Timed(Protocol):
    """The time of a milestone, of a plan (`Milestone`) or of the store (`MilestoneRow`)."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> date | None: ...
    @property
    def end(self) -> date | None: ...
    @property
    def granularity(self) -> Granularity | None: ...
    @property
    def relation(self) -> Relation | None: ...
    @property
    def recurrence(self) -> Recurrence | None: ...


def due(milestone: Timed) -> date | None:
    """The day that stands for a milestone; None where the plan prints no date."""
    months = _MONTHS.get(milestone.granularity) if milestone.granularity else None
    if milestone.relation is Relation.BEFORE and milestone.end and months:
        return _beginning(milestone.end, months) - timedelta(days=1)
    return milestone.end or milestone.start


def days(milestone: Timed) -> tuple[date, date] | None:
    """First and last day of the event: its own days where those are a week or less, else the one day it is due."""
    last = due(milestone)
    if last is None:
        return None
    start, end = milestone.start, milestone.end
    whole = start is not None and end is not None and 0 <= (end - start).days < SHOWN_WHOLE
    return (start, end) if whole and start and end else (last, last)


def _beginning(day: date, months: int) -> date:
    """The first day of the month, quarter, half-year or year (so many `months`) that a day is in.

    >>> _beginning(date(2024, 12, 31), 3)
    datetime.date(2024, 10, 1)
    """
    return date(day.year, (day.month - 1) // months * months + 1, 1)
