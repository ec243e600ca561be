"""Pagers whose pages must be posted for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from models.errors import ChangedLayout
from pipeline.sources.pages import Page, select
from pipeline.sources.paging.base import Paging, Request
from pipeline.sources.paging.by_get import number_of
from pipeline.sources.types import Cursor
from pipeline.sources.values import Selector, WebAddress
from pipeline.sources.web import absolute

MOST_FIELDS = 2_000
MOST_FORM = 8 * 1024 * 1024
"""Characters of a form: the state that WebForms keeps in its pages is some hundred thousand at worst."""
_POSTBACK = re.compile(
    r"(?:__doPostBack\(|WebForm_PostBackOptions\()\s{0,3}['\"]([^'\"\\]{1,300})['\"]\s{0,3},\s{0,3}['\"]([^'\"\\]{0,200})['\"]"
)
_ATTRIBUTES = ("href", "onclick", "onchange")
_NOT_SENT = frozenset({"submit", "image", "button", "reset", "file"})
"""Buttons are sent only when they are pressed, files not at all (HTML, constructing the entry list of a form)."""


class FormPage(Paging):
    """A number in a form that is posted for every page, the first among them, as scripts of VNPT portals do."""

    by: Literal["form"] = "form"
    field: str = Field(min_length=1, max_length=200)
    fields: dict[str, str] = Field(default={}, max_length=100)
    """What else is posted."""
    address: WebAddress | None = None
    """Where to; without it to the address of the source."""
    start: int = Field(default=1, ge=0, le=1_000_000)
    step: int = Field(default=1, ge=1, le=10_000)

    def first(self, address: str, fields: dict[str, str]) -> Request:
        form = {**self.fields, **fields, self.field: str(self.start)}
        return Request(address=self.address or address, form=form)

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        return {"page": str(number_of(cursor, self.start) + self.step)}

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        return first.model_copy(update={"form": {**(first.form or {}), self.field: str(number_of(cursor, self.start))}})


class PostBack(Paging):
    """The form of a page, posted back with the event of its pager, as ASP.NET WebForms and SharePoint do
    (`__doPostBack('grid','Page$2')`). The state in the form is that of the page read last, so a later page is reached
    from the first, over as few pages as the links of each allow."""

    from_page: ClassVar[bool] = True

    by: Literal["postback"] = "postback"
    target: str | None = Field(default=None, min_length=1, max_length=300)
    """The control that the event is of (`__EVENTTARGET`)."""
    argument: str = Field(default="Page${page}", max_length=100)
    """What it is told (`__EVENTARGUMENT`), with `{page}` where the number stands."""
    next: Selector | None = None
    """The link to the next page, where its control has another name on each page; instead of `target`."""

    @model_validator(mode="after")
    def _one_way(self) -> PostBack:
        if (self.target is None) == (self.next is None):
            raise ValueError("it must have either a target or a selector `next`")
        if self.target is not None and "{page}" not in self.argument:
            raise ValueError("the argument does not say where the number stands; write page between braces there")
        return self

    def following(
        self, page: Page, cursor: Cursor | None, asked: Request, towards: Cursor | None = None
    ) -> Cursor | None:
        here = number_of(cursor, 1)
        if self.next is not None:
            found = any(True for link in select(page.tree, self.next) for _ in _events(link))
            return {"page": str(here + 1)} if found else None
        goal = number_of(towards, here + 1)
        offered = [n for n in self._offered(page) if here < n <= goal]
        return {"page": str(max(offered))} if offered else None

    def request(self, cursor: Cursor, first: Request, page: Page | None) -> Request:
        assert page is not None, "walking gives the page before"  # noqa: S101
        if self.next is not None:
            event = next(event for link in select(page.tree, self.next) for event in _events(link))
        else:
            event = (str(self.target), self.argument.replace("{page}", str(number_of(cursor, 1))))
        return posted_back(page, {"__EVENTTARGET": event[0], "__EVENTARGUMENT": event[1]})

    def _offered(self, page: Page) -> Iterator[int]:
        """The pages to which the links of the page lead."""
        before, _, after = self.argument.partition("{page}")
        for element in page.tree.iter("a", "input", "button", "select", "span", "td"):
            for target, argument in _events(element):
                number = argument.removeprefix(before).removesuffix(after)
                if target == self.target and argument.startswith(before) and number.isdecimal() and len(number) < 9:
                    yield int(number)


def posted_back(page: Page, fields: dict[str, str]) -> Request:
    """The form of a page with all that it holds, and fields in place of its own. Raises ChangedLayout where the page
    has none, or one beyond measure."""
    form = _form(page)
    held = dict(_held(form))
    if len(held) > MOST_FIELDS or sum(len(value) for value in held.values()) > MOST_FORM:
        raise ChangedLayout(f"{page.address}: the form of the page is too large to be posted back")
    address = absolute(page.base, form.get("action") or page.address) or page.address
    return Request(address=address, form=held | fields)


def _form(page: Page) -> Any:
    """The form that keeps the state, else the first."""
    forms = list(page.tree.iter("form"))
    for form in forms:
        if any(field.get("name") == "__VIEWSTATE" for field in form.iter("input")):
            return form
    if not forms:
        raise ChangedLayout(f"{page.address}: the page has no form to post back; its pager is another one")
    return forms[0]


def _held(form: Any) -> Iterator[tuple[str, str]]:
    for field in form.iter("input", "select", "textarea"):
        name = field.get("name")
        if not name or field.get("disabled") is not None:
            continue
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = next((o for o in options if o.get("selected") is not None), options[0] if options else None)
            if chosen is not None:
                yield name, chosen.get("value", chosen.text or "")
        elif field.tag == "textarea":
            yield name, field.text or ""
        elif (kind := field.get("type", "text").lower()) in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield name, field.get("value", "on")
        elif kind not in _NOT_SENT:
            yield name, field.get("value", "")


def _events(element: Any) -> Iterator[tuple[str, str]]:
    for attribute in _ATTRIBUTES:
        if found := _POSTBACK.search(element.get(attribute, "")[:2_000]):
            yield found[1], found[2]
