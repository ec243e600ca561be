"""How a listing leads to its next page, told from its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from pipeline.folding import fold
from pipeline.sources.pages import Page, text_within
from pipeline.sources.web import absolute

_POSTBACK = re.compile(r"__doPostBack\(\s{0,3}['\"]([^'\"\\]{1,300})['\"]\s{0,3},\s{0,3}['\"]Page\$2['\"]")
_PAGED = re.compile(r"[?&](?:amp;|\\u0026)?Paged=TRUE", re.IGNORECASE)
_LIFERAY = re.compile(r"\A_([A-Za-z0-9_]{1,200})_cur\Z")
_NEXT = frozenset({"tiep", "tiep theo", "trang sau", "sau", "trang tiep", "trang tiep theo", "next", "next page"})
_NEXT_SIGNS = frozenset({"›", "»", ">", ">>", "→"})
_IN_PATH = re.compile(r"(page|trang)[/=-]2(?!\d)", re.IGNORECASE)
_NAME = re.compile(r"\A[A-Za-z_][A-Za-z0-9_-]{0,60}\Z")
_MOST_FIRST_ROWS = 500

Proposed = dict[str, str | int]
"""The table of a pager, as in sources.toml."""


def pager_of(page: Page) -> Proposed | None:
    """The pager of a page, or None where none is found."""
    links = list(page.tree.iter("a"))
    for found in (_posted(links), _of_sharepoint(page), _by_number(page, links), _by_link(page, links)):
        if found is not None:
            return found
    return None


def _posted(links: list[Any]) -> Proposed | None:
    for link in links:
        if found := _POSTBACK.search((link.get("href") or link.get("onclick") or "")[:2_000]):
            return {"by": "postback", "target": found[1]}
    return None


def _of_sharepoint(page: Page) -> Proposed | None:
    for element in page.tree.iter("a", "td", "span"):
        if any("aged=" in value and _PAGED.search(value[:4_000]) for value in element.attrib.values()):
            return {"by": "sharepoint"}
    return None


def _by_number(page: Page, links: list[Any]) -> Proposed | None:
    """By the link that says `2`: what its address has for the second page."""
    for link in links:
        address = absolute(page.base, link.get("href")) if text_within(link).strip() == "2" else None
        if address is None or urlsplit(address).hostname != urlsplit(page.address).hostname:
            continue
        if (found := _numbered(dict(_of_page(address, page.address)))) is not None:
            return found
        if _IN_PATH.search(urlsplit(address).path):
            return {"by": "page", "template": _IN_PATH.sub(lambda m: m[0][:-1] + "{page}", address, count=1)}
    return None


def _numbered(fields: dict[str, int]) -> Proposed | None:
    """What the fields of the second page count: pages from one or from nought, or rows."""
    for name, value in fields.items():
        if value == 2:
            portlet = _LIFERAY.match(name)
            return {"by": "liferay", "portlet": portlet[1]} if portlet else {"by": "page", "field": name}
    for name, value in fields.items():
        if value == 1:
            return {"by": "page", "field": name, "start": 0}
        if 2 < value <= _MOST_FIRST_ROWS:
            start = 1 if value % 5 == 1 else 0
            return {"by": "page", "field": name, "start": start, "step": value - start}
    return None


def _of_page(address: str, first: str) -> Iterator[tuple[str, int]]:
    """Fields with a number in the address of the second page that the first has not, or has otherwise."""
    of_first = dict(parse_qsl(urlsplit(first).query))
    for name, value in parse_qsl(urlsplit(address).query, max_num_fields=100):
        if value.isdecimal() and len(value) < 6 and of_first.get(name) != value:
            yield name, int(value)


def _by_link(page: Page, links: list[Any]) -> Proposed | None:
    for link in links:
        if absolute(page.base, link.get("href")) is None:
            continue
        text = text_within(link).strip()
        if link.get("rel") == "next":
            return {"by": "next"}
        if text in _NEXT_SIGNS or fold(text).strip() in _NEXT:
            return {"by": "next", "next": _selector(link)}
    return None


def _selector(link: Any) -> str:
    """The link by its class, or that of what it stands in."""
    for element, end in ((link, ""), (link.getparent(), " a")):
        name = (
            next((n for n in element.get("class", "").split() if _NAME.match(n)), None) if element is not None else None
        )
        if name:
            return f"{element.tag}.{name}{end}"
    words = " ".join(text_within(link).split()).replace("\\", "").replace('"', "")[:40]
    return f'a:contains("{words}")'
