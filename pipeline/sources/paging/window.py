"""Asking a listing for the documents of certain days."""

from __future__ import annotations

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import Field

from models.base import Frozen
from pipeline.sources.types import Window


class Days(Frozen):
    """The fields of a query or form that hold the first and the last day."""

    since: str = Field(min_length=1, max_length=100)
    until: str = Field(min_length=1, max_length=100)
    format: str = Field(default="dd/MM/yyyy", max_length=40)
    """`dd`, `MM` and `yyyy` stand for day, month and year."""
    button: str | None = Field(default=None, min_length=1, max_length=300)
    """The name of the button to be pressed, where the days are asked for by posting the form of the page."""


def fields_of(days: Days | None, window: Window) -> dict[str, str]:
    """The fields that ask for a window; none where the source cannot ask, or the window is open.

    >>> fields_of(Days(since="tu", until="den"), Window(since=date(2020, 3, 5)))
    {'tu': '05/03/2020', 'den': ''}
    """
    if days is None or window == Window():
        return {}
    return {days.since: _written(days, window.since), days.until: _written(days, window.until)}


def with_fields(address: str, fields: dict[str, str]) -> str:
    """The address with fields in its query, in place of those of the same name.

    >>> with_fields("https://a.vn/vb?page=1&loai=4", {"page": "2"})
    'https://a.vn/vb?loai=4&page=2'
    """
    if not fields:
        return address
    parts = urlsplit(address)
    kept = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name not in fields]
    return urlunsplit(parts._replace(query=urlencode([*kept, *fields.items()])))


def _written(days: Days, day: date | None) -> str:
    if day is None:
        return ""
    figures = {"yyyy": f"{day.year:04}", "MM": f"{day.month:02}", "dd": f"{day.day:02}"}
    written = days.format
    for place, value in figures.items():
        written = written.replace(place, value)
    return written
