"""A time in words, in the language in use."""

from __future__ import annotations

from datetime import date

from models.records import Granularity, Relation
from pipeline.messages import say
from pipeline.timeline.days import Timed

_UNITS = (Granularity.MONTH, Granularity.QUARTER, Granularity.HALF_YEAR, Granularity.YEAR)


def shown(day: date) -> str:
    """As it is written in Vietnam.

    >>> shown(date(2019, 8, 5))
    '05/08/2019'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def when(milestone: Timed) -> str:
    """The time as exactly as the plan says it (`năm 2022`, `quý IV/2024`, `trước 05/08/2019`, `hằng năm`); empty where
    it says none."""
    parts = [say(f"recurrence.{milestone.recurrence}") if milestone.recurrence else "", _dates(milestone)]
    return "; ".join(part for part in parts if part)


def _dates(milestone: Timed) -> str:
    start, end = milestone.start, milestone.end
    day = end or start
    if day is None:
        return ""
    if milestone.relation in (Relation.BY, Relation.BEFORE, Relation.FROM, Relation.UNTIL):
        unit = _unit((start if milestone.relation is Relation.FROM else end) or day, milestone.granularity)
        return say(f"when.{milestone.relation}", start=unit, end=unit)
    if start and end and start != end and milestone.granularity not in _UNITS:
        return span(start, end)
    return _unit(day, milestone.granularity)


def span(start: date, end: date) -> str:
    """Days from one to another, whole years as years.

    >>> span(date(2019, 1, 1), date(2025, 12, 31)), span(date(2023, 3, 31), date(2023, 6, 30))
    ('2019–2025', '31/03/2023–30/06/2023')
    """
    whole_years = (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year != end.year
    return f"{start.year}–{end.year}" if whole_years else f"{shown(start)}–{shown(end)}"


def _unit(day: date, granularity: Granularity | None) -> str:
    """The day, or the month, quarter, half-year or year that it is in."""
    if granularity not in _UNITS:
        return shown(day)
    quarter = ("I", "II", "III", "IV")[(day.month - 1) // 3]
    half = say("when.first_half" if day.month <= 6 else "when.second_half")
    return say(f"when.{granularity}", month=day.month, quarter=quarter, half=half, year=day.year)


def clipped(text: str, most: int) -> str:
    """A text on one line, cut between words where it is longer than so many characters.

    >>> clipped("tiến hành  sơ kết phong trào", 18)
    'tiến hành sơ kết…'
    """
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    if len(line) <= most:
        return line
    cut = line[:most].rsplit(" ", 1)[0] if " " in line[:most] else line[: most - 1]
    return cut.rstrip(" ,;:.-–") + "…"
