"""Which part of a page is the document: all of it, or what stands between a portal's menus and lists of news."""

from __future__ import annotations

from typing import Any


def article_of(root: Any) -> tuple[Any, tuple[str, ...]]:
    """The element that holds the document, and notes on what was left out."""
    body = root.find(".//body")
    return (root if body is None else body), ()
