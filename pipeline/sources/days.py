"""Days as portals and feeds write them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from pipeline.clock import VIETNAM

EARLIEST, LATEST = date(1945, 9, 2), date(2200, 1, 1)
"""No document of the State is older than the State."""
_LONGEST = 400
"""Characters in which a day is looked for."""

_WORDS = re.compile(r"ng[àa]y\s{0,5}(\d{1,2})\s{0,5}th[áa]ng\s{0,5}(\d{1,2})\s{0,5}n[ăa]m\s{0,5}(\d{4})", re.IGNORECASE)
_FIGURES = re.compile(r"(?<![\d/.-])(\d{1,2})\s{0,2}([/.-])\s{0,2}(\d{1,2})\s{0,2}\2\s{0,2}(\d{4})(?!\d)")
_ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?(?!\d)"
)
_SINCE_1970 = re.compile(r"\A(?:/Date\()?(-?\d{9,14})(?:[+-]\d{4})?(?:\)/)?\Z")
"""Seconds or thousandths of them, also as ASP.NET writes them into JSON: `/Date(1583366400000)/`."""


def day_in(text: str | None) -> date | None:
    """The first day that is written in a text, read as in Vietnam (day before month); None where there is none.

    A time with its zone is put into Vietnam's, where the document was issued.

    >>> day_in("Ban hành: 05/03/2020"), day_in("ngày 5 tháng 3 năm 2020"), day_in("2020-03-04T17:00:00Z")
    (datetime.date(2020, 3, 5), datetime.date(2020, 3, 5), datetime.date(2020, 3, 5))
    >>> day_in("31/02/2020"), day_in("108/KH-UBND"), day_in("/Date(1583341200000)/")
    (None, None, datetime.date(2020, 3, 5))
    """
    if not text:
        return None
    text = text.strip()[:_LONGEST]
    if found := _SINCE_1970.match(text):
        return _of_count(int(found[1]))
    candidates = []
    if found := _WORDS.search(text):
        candidates.append((found.start(), _day(int(found[3]), int(found[2]), int(found[1]))))
    if found := _FIGURES.search(text):
        candidates.append((found.start(), _day(int(found[4]), int(found[3]), int(found[1]))))
    if found := _ISO.search(text):
        candidates.append((found.start(), _of_iso(found)))
    return next((day for _, day in sorted(candidates, key=lambda c: c[0]) if day), None)


def vietnamese_day(at: datetime) -> date | None:
    """The day in Vietnam of a time in UTC."""
    try:
        return _within((at + VIETNAM).date())
    except OverflowError:
        return None


def _of_count(count: int) -> date | None:
    seconds = count / 1000 if abs(count) >= 10**11 else count
    try:
        return vietnamese_day(datetime.fromtimestamp(seconds, UTC))
    except (OverflowError, ValueError, OSError):
        return None


def _of_iso(found: re.Match[str]) -> date | None:
    day = _day(int(found[1]), int(found[2]), int(found[3]))
    if day is None or found[7] is None:
        return day
    zone = found[7].replace("Z", "+00:00")
    try:
        at = datetime.fromisoformat(f"{day}T{found[4]}:{found[5]}:{found[6] or '00'}{zone}")
        return vietnamese_day(at.astimezone(UTC))
    except (ValueError, OverflowError):
        return day


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return _within(date(year, month, day))
    except ValueError:
        return None


def _within(day: date) -> date | None:
    return day if EARLIEST <= day <= LATEST else None
