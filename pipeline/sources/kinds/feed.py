"""A feed: RSS or Atom, with the pages after it where it names them (RFC 5005)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal

from models.errors import BadFeed
from pipeline.fetch.types import Fetched, Reach
from pipeline.sources import suspicion
from pipeline.sources.behind import Behind, completed
from pipeline.sources.days import vietnamese_day
from pipeline.sources.pages import page_of, words_of
from pipeline.sources.settings import SourceSettings
from pipeline.sources.taking import over_web
from pipeline.sources.types import Attachment, Cursor, Entry, Listed, Window
from pipeline.sources.values import WebAddress
from pipeline.sources.web import absolute, attached, file_name, line, text_of
from pipeline.sources.xml import checked, is_markup_of_a_page

MOST_BYTES = 8 * 1024 * 1024
MOST_ENTRIES = 2_000
MOST_TAGS = 60_000
"""feedparser takes a tenth of a millisecond for each: six seconds."""
MOST_FILES = 50
_ENTRY = re.compile(r"<(?:[\w-]{1,20}:)?(?:item|entry)[\s>]", re.IGNORECASE)
MOST_PAGES = 20_000

NEWEST_FIRST = True
MAY_BE_EMPTY = False


class FeedSource(SourceSettings):
    """An RSS or Atom feed; what an entry links to is its file, or the page behind it."""

    kind: Literal["feed"] = "feed"
    address: WebAddress
    behind: Behind = Behind()
    """Selectors of the page behind an entry."""


def pages(source: FeedSource, reach: Reach, cursor: Cursor | None, window: Window) -> Iterator[Listed]:
    """The feed, then the pages that it names after it. Raises SourceError, FetchError."""
    address: str | None = cursor["address"] if cursor else source.address
    seen: set[str] = set()
    while address and address not in seen and len(seen) < MOST_PAGES:
        seen.add(address)
        fetched = reach.get(address, purpose="listing")
        parsed = _parsed(fetched)
        following = _next(parsed, fetched.final)
        known = following if following and following not in seen else None
        yield Listed(entries=_entries(parsed, fetched.final), cursor={"address": known} if known else None)
        address = known


def complete(source: FeedSource, entry: Entry, reach: Reach) -> Entry:
    """The entry with what the page behind it says. Raises SourceError, FetchError."""
    return entry if entry.attachments else completed(source.behind, entry, reach)


def take(source: FeedSource, attachment: Attachment, reach: Reach) -> Fetched:
    """A file. Raises FetchError, SourceError."""
    return over_web(attachment, reach)


def _parsed(fetched: Fetched) -> Any:
    """The feed, parsed from text that was looked through before: feedparser fetches nothing and expands nothing."""
    import feedparser

    text = text_of(fetched)
    if is_markup_of_a_page(text):
        suspicion.check(page_of(fetched))
    if len(text) > MOST_BYTES:
        raise BadFeed(f"{fetched.final}: the feed is larger than {MOST_BYTES // 1024 // 1024} MiB")
    text = checked(text, fetched.final, ("rss", "feed", "RDF"), "RSS or Atom feed")
    if len(_ENTRY.findall(text)) > MOST_ENTRIES or text.count("<") > MOST_TAGS:
        raise BadFeed(f"{fetched.final}: the feed has more than {MOST_ENTRIES} entries, or {MOST_TAGS} tags")
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": fetched.final}
    parsed = feedparser.parse(text.encode("utf-8", "replace"), response_headers=headers, sanitize_html=True)
    if not parsed.get("version"):
        raise BadFeed(f"{fetched.final}: this is no RSS or Atom feed")
    if parsed.get("bozo") and not parsed.entries:
        why = " ".join(str(parsed.bozo_exception).split())[:200]
        raise BadFeed(f"{fetched.final}: the feed is broken: {why}")
    return parsed


def _next(parsed: Any, base: str) -> str | None:
    links = parsed.feed.get("links", [])
    return next((absolute(base, link.get("href")) for link in links if link.get("rel") == "next"), None)


def _entries(parsed: Any, base: str) -> tuple[Entry, ...]:
    entries: dict[str, Entry] = {}
    for item in parsed.entries:
        if (entry := _entry(item, base)) is not None:
            entries.setdefault(entry.key, entry)
    return tuple(entries.values())


def _entry(item: Any, base: str) -> Entry | None:
    files = {
        file.address: file
        for link in item.get("links", [])[:MOST_FILES]
        if link.get("rel") == "enclosure" or file_name(str(link.get("href") or ""))
        if (file := attached(base, link.get("href"), link.get("title"), link.get("type")))
    }
    page = absolute(base, item.get("link"))
    details = page if page and page not in files else None
    key = details or next(iter(files), None)
    if key is None:
        return None
    return Entry(
        key=key,
        title=words_of(item.get("title")),
        issued=_day(item.get("published_parsed")) or _day(item.get("updated_parsed")),
        details=details,
        attachments=tuple(files.values()),
        mark=line(item.get("updated") or item.get("published")),
    )


def _day(at: Any) -> date | None:
    """The day in Vietnam of what feedparser gives in UTC."""
    try:
        return vietnamese_day(datetime(at[0], at[1], at[2], at[3], at[4], tzinfo=UTC)) if at else None
    except (TypeError, ValueError, IndexError):
        return None
