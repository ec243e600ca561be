"""XML of others: what could make a parser read other files, or expand without end, is refused before one sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from models.errors import BadFeed

_NAME = re.compile(r"<(?:[\w.-]{1,60}:)?([A-Za-z][\w.-]{0,60})")
_PAGE = re.compile(r"\A\s{0,1000}(?:<!DOCTYPE\s{1,20}html|<html)\b", re.IGNORECASE)


def is_markup_of_a_page(text: str) -> bool:
    """Whether a text is a web page.

    >>> is_markup_of_a_page("<!doctype html><p>"), is_markup_of_a_page("<?xml version='1.0'?><rss/>")
    (True, False)
    """
    return _PAGE.match(text) is not None


def checked(text: str, address: str, roots: Iterable[str], what: str) -> str:
    """The text from its first element on, without its declaration. Raises BadFeed where it is no XML with one of these
    roots, or declares a type of document: entities are declared in one (XML 1.0, section 2.8), and no feed needs it."""
    text = text.lstrip("\ufeff \t\r\n")
    at = 0
    while True:
        at = _after_space(text, at)
        if text.startswith("<?", at):
            at = _after(text, "?>", at)
        elif text.startswith("<!--", at):
            at = _after(text, "-->", at)
        else:
            break
    if is_markup_of_a_page(text[at : at + 100]):
        raise BadFeed(f"{address}: this is a web page, no {what}")
    if text.startswith("<!", at):
        raise BadFeed(f"{address}: it declares a type of document, with which entities come; such a {what} is refused")
    root = _NAME.match(text, at)
    if root is None or root[1] not in tuple(roots):
        raise BadFeed(f"{address}: this is no {what}")
    return text[at:]


def _after_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _after(text: str, end: str, at: int) -> int:
    found = text.find(end, at)
    return len(text) if found < 0 else found + len(end)


def parsed(text: str, address: str, what: str) -> Any:
    """The root of a text that was checked; nothing outside of it is asked for. Raises BadFeed."""
    from lxml import etree

    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = " ".join(str(error).split())[:200]
        raise BadFeed(f"{address}: the {what} is broken: {why}") from error
