"""From page to page, never in a circle."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from pipeline.fetch.types import Reach
from pipeline.sources.pages import Page, page_of, text_within
from pipeline.sources.paging.by_get import Request
from pipeline.sources.paging.window import Days, fields_of, with_fields
from pipeline.sources.types import Cursor, Window

MOST_PAGES = 20_000
"""Of one walk; whoever walks stops earlier."""


def walk(
    address: str, pager: Any, days: Days | None, reach: Reach, cursor: Cursor | None, window: Window
) -> Iterator[tuple[Page, Cursor | None]]:
    """The pages with the cursor of the one after each. A page that was read before ends the walk: what leads back, or
    answers any number with its last page, has no more. Raises FetchError, ChangedLayout."""
    first = Request(address=with_fields(address, fields_of(days, window)))
    seen: set[bytes] = set()
    page: Page | None = None
    for _ in range(MOST_PAGES):
        asked = first if cursor is None or pager is None else pager.request(cursor, first, page)
        page = page_of(reach.get(asked.address, purpose="listing", form=asked.form))
        mark = hashlib.sha256(text_within(page.tree).encode("utf-8", "replace")).digest()
        if mark in seen:
            return
        seen.add(mark)
        cursor = pager.following(page, cursor, asked) if pager is not None else None
        yield page, cursor
        if cursor is None:
            return
