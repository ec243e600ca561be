"""From page to page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pipeline.fetch.types import Reach
from pipeline.sources import suspicion
from pipeline.sources.dotted import answer_of, values_at
from pipeline.sources.pages import Page, page_of
from pipeline.sources.paging.base import Paging, Request
from pipeline.sources.paging.by_form import posted_back
from pipeline.sources.paging.window import Days, fields_of
from pipeline.sources.types import Cursor, Window

MOST_PAGES = 20_000
"""Of one walk; whoever walks stops earlier."""


class Place(NamedTuple):
    """The address of a listing, and where its markup stands in answers of JSON (names joined by dots)."""

    address: str
    fragment: str | None = None


def walk(
    place: Place, pager: Paging | None, days: Days | None, reach: Reach, cursor: Cursor | None, window: Window
) -> Iterator[tuple[Page, Cursor | None]]:
    """The pages with the cursor of the one after each. Raises FetchError, ChangedLayout."""
    way = _Way(pager or Paging(), place, days, reach, window)
    if cursor is None or pager is None:
        page, asked = way.first()
        at = None
    elif pager.from_page:
        reached = way.through(cursor)
        if reached is None:
            return
        page, asked, at = *reached, cursor
    else:
        page, asked = way.ask(pager.request(cursor, way.asked_first, None))
        at = cursor
    for _ in range(MOST_PAGES):
        at = pager.following(page, at, asked) if pager is not None else None
        yield page, at
        if at is None or pager is None:
            return
        page, asked = way.ask(pager.request(at, way.asked_first, page))


class _Way:
    """Where the pages of one listing are asked for."""

    def __init__(self, pager: Paging, place: Place, days: Days | None, reach: Reach, window: Window) -> None:
        self._pager, self._reach, self._fragment = pager, reach, place.fragment
        self._fields, self._button = fields_of(days, window), days.button if days else None
        self.asked_first = pager.first(place.address, {} if self._button else self._fields)

    def ask(self, request: Request) -> tuple[Page, Request]:
        fetched = self._reach.get(request.address, purpose="listing", form=request.form)
        if self._fragment is not None:
            pieces = [piece for piece in values_at(answer_of(fetched), self._fragment) if isinstance(piece, str)]
            headers = {"content-type": "text/html; charset=utf-8"}
            fetched = fetched.model_copy(update={"content": "".join(pieces).encode(), "headers": headers})
        return page_of(fetched), request

    def first(self) -> tuple[Page, Request]:
        """The first page: as it is, or, where days are asked for with a button, what the form on it answers."""
        page, asked = self.ask(self.asked_first)
        if self._button and self._fields:
            suspicion.check(page)
            page, asked = self.ask(posted_back(page, {**self._fields, self._button: ""}))
        return page, asked

    def through(self, goal: Cursor) -> tuple[Page, Request] | None:
        """The page of a cursor, by way of those before it; None where they lead no further."""
        page, asked = self.first()
        at: Cursor | None = None
        while at != goal:
            at = self._pager.following(page, at, asked, goal)
            if at is None:
                return None
            page, asked = self.ask(self._pager.request(at, self.asked_first, page))
        return page, asked
