"""What sources list: entries with attachments, page by page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple, Protocol

from models.base import Frozen
from pipeline.fetch.types import Fetched, Reach


class Attachment(Frozen):
    """A file of a document. `address` is absolute: http(s), or for sources on this machine a path or a member of an
    archive. `name` is what a person reads there, never a path."""

    address: str
    name: str | None = None
    media_type: str | None = None


class Entry(Frozen):
    """A document as a source lists it. `key` tells it from others of the source for good.

    `details` is the address of a page behind it, which must be fetched for the attachments; `mark` is whatever the
    listing says that changes when the document does (a date of update, a length).
    """

    key: str
    title: str | None = None
    symbol: str | None = None
    issued: date | None = None
    details: str | None = None
    attachments: tuple[Attachment, ...] = ()
    mark: str | None = None


Cursor = dict[str, str]
"""Where a listing goes on: what a source needs to begin at a later page, such as `{"page": "7"}`."""


class Listed(Frozen):
    """One page of a listing; `cursor` is that of the page after it, None where there is none."""

    entries: tuple[Entry, ...]
    cursor: Cursor | None = None


class Window(NamedTuple):
    """The days of issue that are asked for, both included; None is open. A source that can ask for days asks for
    these; one that cannot lists everything, and what is outside is left by whoever asked."""

    since: date | None = None
    until: date | None = None


class Kind(Protocol):
    """A kind of source: a module of `pipeline.sources.kinds` with these functions.

    `source` is an entry of sources.toml, of the settings class of that kind.
    """

    NEWEST_FIRST: bool
    """Whether what is new stands at the beginning, so that a look may end where nothing is new: true of listings,
    feeds and most endpoints; false of sitemaps, lists of addresses, folders and archives."""

    MAY_BE_EMPTY: bool
    """Whether a place that held something may hold nothing one day: true of an inbox that people clear."""

    def pages(self, source: Any, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
        """The pages of the listing, from the cursor on. Raises SourceError, FetchError."""
        ...

    def complete(self, source: Any, entry: Entry, reach: Reach) -> Entry:
        """The entry with what the page behind it says, above all its attachments. Raises as `pages`."""
        ...

    def take(self, source: Any, attachment: Attachment, reach: Reach) -> Fetched:
        """A file. Raises FetchError, ReadError, SourceError."""
        ...
