"""Pagers whose pages have addresses of their own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from models.base import Frozen
from pipeline.sources.pages import Page, address_at
from pipeline.sources.paging.window import with_fields
from pipeline.sources.types import Cursor
from pipeline.sources.values import Selector, WebAddress


class Request(Frozen):
    """What is asked for a page: its address, and the form that is posted to it, if one is."""

    address: str
    form: dict[str, str] | None = None


class NextLink(Frozen):
    """A link that leads to the next page, wherever the pages are."""

    by: Literal["next"] = "next"
    next: Selector = "a[rel=next]"

    def following(self, page: Page, cursor: Cursor | None, asked: Request) -> Cursor | None:
        address = address_at(page, page.tree, self.next)
        return {"address": address} if address and address != asked.address else None

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        return Request(address=cursor["address"])


class PageNumber(Frozen):
    """A page number in the address: in a field of the query, or wherever `{page}` stands in a template."""

    by: Literal["page"] = "page"
    field: str | None = Field(default=None, min_length=1, max_length=100)
    template: WebAddress | None = None
    start: int = Field(default=1, ge=0, le=1_000_000)
    """The number of the first page; where numbers count rows, that of its first row."""
    step: int = Field(default=1, ge=1, le=10_000)

    @model_validator(mode="after")
    def _one_way(self) -> PageNumber:
        if (self.field is None) == (self.template is None):
            raise ValueError("it must have either a field or a template")
        if self.template is not None and "{page}" not in self.template:
            raise ValueError("the template has no {page}; write it where the number stands")
        return self

    def following(self, page: Page, cursor: Cursor | None, asked: Request) -> Cursor | None:
        return {"page": str(int(cursor["page"] if cursor else self.start) + self.step)}

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        number = str(int(cursor["page"]))
        if self.template is not None:
            return Request(address=self.template.replace("{page}", number))
        return Request(address=with_fields(first.address, {str(self.field): number}))
