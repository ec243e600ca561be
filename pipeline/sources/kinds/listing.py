"""A listing: a page of rows, page after page, with the files in each row or on a page behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from pydantic import Field

from models.errors import ChangedLayout
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources import suspicion
from pipeline.sources.behind import Behind, completed
from pipeline.sources.days import day_in
from pipeline.sources.dotted import Dotted
from pipeline.sources.pages import Page, address_at, files_at, select, text_at
from pipeline.sources.paging import Pager, asked_for
from pipeline.sources.paging.walking import Place, walk
from pipeline.sources.paging.window import Days
from pipeline.sources.settings import SourceSettings
from pipeline.sources.taking import over_web
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import Selector, WebAddress

NEWEST_FIRST = True
MAY_BE_EMPTY = False


class ListingSource(SourceSettings):
    """Selectors are CSS, within a row but for `rows`; `::attr(NAME)` takes an attribute, `::text` the text."""

    kind: Literal["listing"] = "listing"
    address: WebAddress
    rows: Selector
    """One element a document."""
    title: Selector | None = None
    symbol: Selector | None = None
    date: Selector | None = None
    """The day of issue; days are read as Vietnam writes them."""
    attachment: Selector | None = None
    """Links to the files, where they stand in the row."""
    details: Selector | None = None
    """The link to the page behind the row."""
    mark: Selector | None = None
    """Whatever in the row changes when the document does."""
    behind: Behind = Behind()
    """Selectors of the page behind the row."""
    pager: Pager | None = None
    """How one gets to the next page; without it the first is all."""
    fragment: Dotted | None = None
    """Where the markup stands in the answer, if that is JSON: names joined by dots."""
    days: Days | None = None
    """How the listing is asked for days of issue."""
    most_rows: int = Field(default=1_000, ge=1, le=5_000)
    """Rows of one page; more of them mean that `rows` fits too much."""


def pages(source: ListingSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The pages of the listing, up to one that has no row, or none that was not on a page before it: what leads back,
    or answers any number with its last page, has no more. Raises SourceError, FetchError."""
    first = cursor is None
    seen: set[str] = set()
    place = Place(source.address, source.fragment)
    for page, following in walk(place, source.pager, source.days, reach, cursor, window):
        listed = Listed(entries=_entries(source, page), cursor=following)
        if first and not listed.entries:
            suspicion.no_rows(page, _rows_with_cells(source, page), asked_for_days=asked_for(source.days, window))
        suspicion.check(page, len(listed.entries))
        keys = {entry.key for entry in listed.entries}
        if first or keys - seen:
            yield listed
        if keys <= seen:
            return
        first = False
        seen |= keys


def complete(source: ListingSource, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    return completed(source.behind, entry, reach)


def take(source: ListingSource, attachment: Attachment, reach: Reach) -> Fetched:
    """A file. Raises FetchError, SourceError."""
    return over_web(attachment, reach)


def _entries(source: ListingSource, page: Page) -> tuple[Entry, ...]:
    rows = select(page.tree, source.rows)
    if len(rows) > source.most_rows:
        raise ChangedLayout(
            f"{page.address}: {len(rows)} elements fit the selector `rows`, more than {source.most_rows}; "
            "name the rows more closely, or raise most_rows"
        )
    entries: dict[str, Entry] = {}
    for row in rows:
        if (entry := _entry(source, page, row)) is not None:
            entries.setdefault(entry.key, entry)
    found = tuple(entries.values())
    suspicion.layout(page, found, title=source.title is not None, date=source.date is not None)
    return found


def _entry(source: ListingSource, page: Page, row: Any) -> Entry | None:
    """The document of a row; None for a row that says nothing of one, such as a heading."""
    title, symbol = text_at(row, source.title), text_at(row, source.symbol)
    issued = day_in(text_at(row, source.date))
    details = address_at(page, row, source.details)
    files = files_at(page, row, source.attachment) if source.attachment else ()
    if not (details or files) or _is_heading(row):
        return None
    return Entry(
        key=details or files[0].address,
        title=title,
        symbol=symbol,
        issued=issued,
        details=details,
        attachments=files,
        mark=text_at(row, source.mark),
    )


def _rows_with_cells(source: ListingSource, page: Page) -> int:
    return sum(not _is_heading(row) for row in select(page.tree, source.rows))


def _is_heading(row: Any) -> bool:
    """Whether a row of a table has nothing but headings of columns."""
    cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
    return bool(cells) and all(tag == "th" for tag in cells)
