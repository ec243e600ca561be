"""Pagers whose pages have addresses of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from pydantic import Field, model_validator

from pipeline.sources.pages import Page, address_at
from pipeline.sources.paging.base import Paging, Request
from pipeline.sources.paging.window import with_fields
from pipeline.sources.types import Cursor
from pipeline.sources.values import Selector, WebAddress
from pipeline.sources.web import absolute

_PAGED = re.compile(r"[?&](?:amp;)?Paged=TRUE", re.IGNORECASE)
_ENDS = re.compile(r"[\s\"'<>()]")
"""What no address has in it where it stands in a script."""
_AMPERSAND = re.compile(r"\\u0026|%26(?=p_|Page|View)|&amp;", re.IGNORECASE)


class NextLink(Paging):
    """A link that leads to the next page, wherever the pages are."""

    by: Literal["next"] = "next"
    next: Selector = "a[rel=next]"

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        address = address_at(page, page.tree, self.next)
        return {"address": address} if address and address != asked.address else None

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        return Request(address=cursor["address"])


class PageNumber(Paging):
    """A page number in the address: in a field of the query, or wherever `{page}` stands in a template."""

    by: Literal["page"] = "page"
    field: str | None = Field(default=None, min_length=1, max_length=200)
    template: WebAddress | None = None
    start: int = Field(default=1, ge=0, le=1_000_000)
    """The number of the first page; where numbers count rows, that of its first row."""
    step: int = Field(default=1, ge=1, le=10_000)
    """What is added for each page: 1, or the rows of a page where numbers count rows."""

    @model_validator(mode="after")
    def _one_way(self) -> PageNumber:
        if (self.field is None) == (self.template is None):
            raise ValueError("it must have either a field or a template")
        if self.template is not None and "{page}" not in self.template:
            raise ValueError("the template does not say where the number stands; write page between braces there")
        return self

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        return {"page": str(number_of(cursor, self.start) + self.step)}

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        number = str(number_of(cursor, self.start))
        if self.template is None:
            return Request(address=with_fields(first.address, {str(self.field): number}))
        days = dict(parse_qsl(urlsplit(first.address).query, keep_blank_values=True)) if "?" in first.address else {}
        within = dict(parse_qsl(urlsplit(self.template).query, keep_blank_values=True))
        more = {name: value for name, value in days.items() if name not in within}
        return Request(address=with_fields(self.template.replace("{page}", number), more))


class Liferay(Paging):
    """The pages of a portlet of Liferay (search container): `cur` and `delta`, with the name of the portlet before."""

    by: Literal["liferay"] = "liferay"
    portlet: str = Field(min_length=1, max_length=200, pattern=r"^[A-Za-z0-9_]+$")
    """Its identity, as `p_p_id` has it in the links of the page."""
    delta: int | None = Field(default=None, ge=1, le=1_000)
    """Rows of a page, where more are wanted than the portlet shows."""

    def first(self, address: str, fields: dict[str, str]) -> Request:
        return Request(address=with_fields(address, fields | self._of_portlet()))

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        return {"page": str(number_of(cursor, 1) + 1)}

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        fields = {"p_p_id": self.portlet, **self._of_portlet(), f"_{self.portlet}_cur": str(number_of(cursor, 1))}
        return Request(address=with_fields(first.address, fields))

    def _of_portlet(self) -> dict[str, str]:
        return {"p_p_id": self.portlet, f"_{self.portlet}_delta": str(self.delta)} if self.delta else {}


class SharePoint(Paging):
    """The pages of a list of SharePoint: each names the next by the identity of its own last row, in a link or in a
    script (`Paged=TRUE&p_ID=…&PageFirstRow=31`)."""

    by: Literal["sharepoint"] = "sharepoint"

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        here = _first_row(asked.address)
        later = [(row, address) for address in _paged(page) if (row := _first_row(address)) > here]
        return {"address": min(later)[1]} if later else None

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        return Request(address=cursor["address"])


def number_of(cursor: Cursor | None, start: int) -> int:
    """The number of a page by its cursor, which may come from a file of another day."""
    said = (cursor or {}).get("page", "")
    return int(said) if said.isdecimal() and len(said) < 12 else start


def _paged(page: Page) -> Iterator[str]:
    for element in page.tree.iter("a", "td", "span", "img", "button"):
        for value in element.attrib.values():
            if "aged=" in value:
                for said in _ENDS.split(value[:4_000]):
                    if _PAGED.search(said) and (address := absolute(page.base, _AMPERSAND.sub("&", said))) is not None:
                        yield address


def _first_row(address: str) -> int:
    fields = {name.lower(): value for name, value in parse_qsl(urlsplit(address).query)}
    said = fields.get("pagefirstrow", "")
    if fields.get("pagedprev", "").upper() == "TRUE":
        return 0
    return int(said) if said.isdecimal() and len(said) < 12 else 1
