"""An endpoint that answers with JSON, as the scripts of a page ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import quote

from pydantic import Field

from models.base import Frozen
from models.errors import ChangedLayout, EmptyListing
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources import suspicion
from pipeline.sources.behind import Behind, completed
from pipeline.sources.days import day_in
from pipeline.sources.dotted import Dotted, answer_of, values_at
from pipeline.sources.pages import words_of
from pipeline.sources.paging import asked_for
from pipeline.sources.paging.base import Request
from pipeline.sources.paging.by_get import number_of
from pipeline.sources.paging.window import Days, fields_of, with_fields
from pipeline.sources.settings import SourceSettings
from pipeline.sources.taking import over_web
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import WebAddress
from pipeline.sources.web import absolute, attached, line

NEWEST_FIRST = True
MAY_BE_EMPTY = False
MOST_ITEMS = 5_000
MOST_FILES = 200
MOST_PAGES = 20_000


class JsonPager(Frozen):
    """How one gets to the next page: by a number in a field, or by an address in the answer."""

    field: str | None = Field(default=None, min_length=1, max_length=200)
    """The field of the query, or of the form, that holds the number of the page or of its first row."""
    start: int = Field(default=1, ge=0, le=1_000_000)
    step: int = Field(default=1, ge=1, le=10_000)
    """What is added for each page: 1, or the rows of a page where numbers count rows."""
    next: Dotted | None = None
    """Where the answer has the address of the next page."""
    more: Dotted | None = None
    """Where the answer says whether there is a page after it; without it one is asked for until there is none."""


class JsonSource(SourceSettings):
    """Where the answer holds what, by names joined with dots."""

    kind: Literal["json"] = "json"
    address: WebAddress
    method: Literal["get", "post"] = "get"
    fields: dict[str, str] = Field(default={}, max_length=100)
    """What is asked for with every page, in the query or as a form."""
    items: Dotted | None = None
    """The list of documents; without it the answer is the list."""
    title: Dotted | None = None
    symbol: Dotted | None = None
    date: Dotted | None = None
    key: Dotted | None = None
    """What tells a document from others for good, where that is no address."""
    details: Dotted | None = None
    """The address of the page behind it, or what `details_address` makes one of."""
    details_address: str | None = Field(default=None, max_length=1_000)
    """Such an address with `{value}` where what `details` names stands."""
    attachment: Dotted | None = None
    """The addresses of the files."""
    attachment_name: Dotted | None = None
    """The names of the files, in the same order."""
    mark: Dotted | None = None
    """What changes when the document does."""
    behind: Behind = Behind()
    pager: JsonPager | None = None
    days: Days | None = None


def pages(source: JsonSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The pages, up to one without items or with none that was not on a page before it. Raises SourceError,
    FetchError."""
    first, seen = cursor is None, set[str]()
    for _ in range(MOST_PAGES):
        asked = _request(source, cursor, window)
        fetched = reach.get(asked.address, purpose="listing", form=asked.form)
        answer = answer_of(fetched)
        entries = _entries(source, answer, fetched.final)
        if first and not entries and not asked_for(source.days, window):
            raise EmptyListing(f"{source.address}: the answer lists nothing at {source.items or 'its root'}")
        keys = {entry.key for entry in entries}
        if not first and keys <= seen:
            return
        cursor = _following(source, answer, cursor, fetched.final) if entries else None
        yield Listed(entries=entries, cursor=cursor)
        if cursor is None:
            return
        first = False
        seen |= keys


def complete(source: JsonSource, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    return entry if entry.attachments else completed(source.behind, entry, reach)


def take(source: JsonSource, attachment: Attachment, reach: Reach) -> Fetched:
    """A file. Raises FetchError, SourceError."""
    return over_web(attachment, reach)


def _request(source: JsonSource, cursor: Cursor | None, window: Window) -> Request:
    fields = {**source.fields, **fields_of(source.days, window)}
    address = source.address
    if cursor and "address" in cursor:
        return Request(address=cursor["address"], form=fields if source.method == "post" else None)
    if source.pager and source.pager.field:
        fields[source.pager.field] = str(number_of(cursor, source.pager.start))
    if source.method == "post":
        return Request(address=address, form=fields)
    return Request(address=with_fields(address, fields))


def _following(source: JsonSource, answer: Any, cursor: Cursor | None, base: str) -> Cursor | None:
    pager = source.pager
    if pager is None or (pager.more and not any(values_at(answer, pager.more))):
        return None
    if pager.next:
        address = next((absolute(base, one) for one in values_at(answer, pager.next) if isinstance(one, str)), None)
        return {"address": address} if address else None
    return {"page": str(number_of(cursor, pager.start) + pager.step)} if pager.field else None


def _entries(source: JsonSource, answer: Any, base: str) -> tuple[Entry, ...]:
    items = [item for item in values_at(answer, source.items) if isinstance(item, dict)]
    if len(items) > MOST_ITEMS:
        raise ChangedLayout(f"{base}: the answer lists more than {MOST_ITEMS} documents at once")
    entries: dict[str, Entry] = {}
    for item in items:
        if (entry := _entry(source, item, base)) is not None:
            entries.setdefault(entry.key, entry)
    if items and not entries:
        raise ChangedLayout(f"{base}: none of {len(items)} documents has an address or a key where one is expected")
    found = tuple(entries.values())
    suspicion.rows_lacking(base, found, title=source.title is not None, date=source.date is not None)
    return found


def _entry(source: JsonSource, item: dict[str, Any], base: str) -> Entry | None:
    names = [_text(one) for one in values_at(item, source.attachment_name)] if source.attachment_name else []
    addresses = [_text(one) for one in values_at(item, source.attachment)][:MOST_FILES] if source.attachment else []
    named = names if len(names) == len(addresses) else [None] * len(addresses)
    files = [file for at, name in zip(addresses, named, strict=True) if (file := attached(base, at, name))]
    details = _details(source, item, base)
    own = _first(item, source.key)
    key = f"{source.address}#{own}" if own else details or (files[0].address if files else None)
    if key is None or not (details or files):
        return None
    return Entry(
        key=key,
        title=words_of(_first(item, source.title)),
        symbol=_first(item, source.symbol),
        issued=day_in(_first(item, source.date)),
        details=details,
        attachments=tuple({file.address: file for file in files}.values()),
        mark=_first(item, source.mark),
    )


def _details(source: JsonSource, item: dict[str, Any], base: str) -> str | None:
    value = _first(item, source.details)
    if value and source.details_address:
        value = source.details_address.replace("{value}", quote(value, safe=""))
    return absolute(base, value)


def _first(item: dict[str, Any], path: str | None) -> str | None:
    return next((said for one in values_at(item, path) if (said := _text(one))), None) if path else None


def _text(value: Any) -> str | None:
    """A text or a number; anything else says nothing."""
    if isinstance(value, str):
        return line(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
