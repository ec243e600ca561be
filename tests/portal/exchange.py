"""What goes over the wire at the portal: a request as its sites see it, an answer as they give it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from typing import Literal, NamedTuple


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    """Without the query, percent-encoding undone."""
    target: str
    """As it was sent."""
    query: Mapping[str, str]
    form: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass
class Answer:
    status: int = 200
    body: bytes = b""
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    how: Literal["whole", "cut", "stalled"] = "whole"
    """`cut` ends before the bytes it announced, `stalled` never begins with them."""


class Asked(NamedTuple):
    """A line of the portal's journal; `at` is simulated time, `together` how many requests its site was answering."""

    at: datetime
    site: str
    method: str
    target: str
    status: int
    together: int
    agent: str


def page(body: str, *, title: str = "Văn bản") -> Answer:
    head = f'<meta charset="utf-8"><title>{title}</title>'
    return Answer(body=f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode())


def http_date(day: datetime) -> str:
    return format_datetime(day).replace("-0000", "GMT")
