"""A sitemap, or an index of sitemaps (sitemaps.org, protocol 0.9), packed with gzip or not."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Annotated, Any, Literal

from pydantic import Field

from models.errors import BadFeed
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources import suspicion
from pipeline.sources.behind import Behind, completed
from pipeline.sources.pages import page_of
from pipeline.sources.settings import SourceSettings
from pipeline.sources.taking import over_web
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import WebAddress
from pipeline.sources.web import absolute, attached, file_name, line, text_of
from pipeline.sources.xml import checked, is_markup_of_a_page, parsed

NEWEST_FIRST = False
MAY_BE_EMPTY = False
MOST_BYTES = 50 * 1024 * 1024
MOST_ADDRESSES = 50_000
"""Both are the bounds of the protocol."""
_WHAT = "sitemap"


class SitemapSource(SourceSettings):
    """Addresses that end like documents are files; any other is a page behind which files hang."""

    kind: Literal["sitemap"] = "sitemap"
    address: WebAddress
    like: tuple[Annotated[str, Field(min_length=1, max_length=300)], ...] = Field(default=("*",), max_length=50)
    """What the addresses taken are like, such as `*/van-ban/*`; any one will do."""
    behind: Behind = Behind()
    """Selectors of the pages."""


def pages(source: SitemapSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The sitemap, or each of an index, the one that changed last first. Raises SourceError, FetchError."""
    root, base = _read(source.address, reach)
    if _name(root) == "urlset":
        yield Listed(entries=_entries(source, root, base))
        return
    sitemaps = _sitemaps(root, base)
    start = int(cursor["sitemap"]) if cursor and cursor.get("sitemap", "").isdecimal() else 0
    for at, address in enumerate(sitemaps[start:], start=start):
        root, base = _read(address, reach)
        if _name(root) != "urlset":
            raise BadFeed(f"{address}: an index of sitemaps stands within another")
        more = {"sitemap": str(at + 1)} if at + 1 < len(sitemaps) else None
        yield Listed(entries=_entries(source, root, base), cursor=more)


def complete(source: SitemapSource, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    return completed(source.behind, entry, reach)


def take(source: SitemapSource, attachment: Attachment, reach: Reach) -> Fetched:
    """A file. Raises FetchError, SourceError."""
    return over_web(attachment, reach)


def _read(address: str, reach: Reach) -> tuple[Any, str]:
    fetched = _unpacked(reach.get(address, purpose="listing"))
    text = text_of(fetched)
    if is_markup_of_a_page(text):
        suspicion.check(page_of(fetched))
    return parsed(checked(text, fetched.final, ("urlset", "sitemapindex"), _WHAT), fetched.final, _WHAT), fetched.final


def _unpacked(fetched: Fetched) -> Fetched:
    """The sitemap without its gzip, within the bound of the protocol."""
    content = fetched.content or b""
    if content.startswith(b"\x1f\x8b"):
        unpacking = zlib.decompressobj(wbits=31)
        try:
            content = unpacking.decompress(content, MOST_BYTES + 1)
        except zlib.error as error:
            raise BadFeed(f"{fetched.final}: this is no sitemap: its gzip is broken") from error
    if len(content) > MOST_BYTES:
        raise BadFeed(f"{fetched.final}: the sitemap is larger than {MOST_BYTES // 1024 // 1024} MiB")
    return fetched.model_copy(update={"content": content})


def _sitemaps(root: Any, base: str) -> list[str]:
    found = [(_said(child, "lastmod") or "", absolute(base, _said(child, "loc"))) for child in _children(root)]
    dated = sorted(((day, address) for day, address in found if address), key=lambda pair: pair[0], reverse=True)
    return list(dict.fromkeys(address for _, address in dated))


def _entries(source: SitemapSource, root: Any, base: str) -> tuple[Entry, ...]:
    if sum(1 for _ in _children(root)) > MOST_ADDRESSES:
        raise BadFeed(f"{base}: the sitemap has more than {MOST_ADDRESSES} addresses")
    entries: dict[str, Entry] = {}
    for child in _children(root):
        address = absolute(base, _said(child, "loc"))
        if address is None or not any(fnmatchcase(address, pattern) for pattern in source.like):
            continue
        mark = _said(child, "lastmod")
        if file_name(address) and (file := attached(base, address)):
            entry = Entry(key=address, attachments=(file,), mark=mark)
        else:
            entry = Entry(key=address, details=address, mark=mark)
        entries.setdefault(address, entry)
    return tuple(entries.values())


def _children(root: Any) -> Iterator[Any]:
    return (child for child in root if isinstance(child.tag, str))


def _said(element: Any, name: str) -> str | None:
    return next((line(child.text) for child in _children(element) if _name(child) == name), None)


def _name(element: Any) -> str:
    """The name without its namespace: many sitemaps give it wrong."""
    return str(element.tag).rpartition("}")[2]
