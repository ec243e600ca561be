"""What every pager does: it says what to ask for the first page, where a page leads, and what to ask for there."""

from __future__ import annotations

from typing import ClassVar

from models.base import Frozen
from pipeline.sources.pages import Page
from pipeline.sources.paging.window import with_fields
from pipeline.sources.types import Cursor


class Request(Frozen):
    """What is asked for a page: its address, and the form that is posted to it, if one is."""

    address: str
    form: dict[str, str] | None = None


class Paging(Frozen):
    """Base of the pagers. A cursor is all that another process needs to go on, but for pagers that go `from_page`:
    there the way leads through the pages before."""

    from_page: ClassVar[bool] = False

    def first(self, address: str, fields: dict[str, str]) -> Request:
        """What asks for the first page; `fields` ask for certain days."""
        return Request(address=with_fields(address, fields))

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        """The cursor after a page, whose own it is given (None for the first); None where there is no page after it.
        `towards` is a later page to which one may leap."""
        raise NotImplementedError

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        """What asks for the page of a cursor; `page` is the one before, where it goes `from_page`."""
        raise NotImplementedError
