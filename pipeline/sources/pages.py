"""Web pages: parsed within bounds, and looked at with the selectors of sources.toml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from models.errors import ChangedLayout
from pipeline.fetch.types import Fetched
from pipeline.sources.types import Attachment
from pipeline.sources.values import taken
from pipeline.sources.web import absolute, attached, file_name, line, text_of

MOST_ELEMENTS = 100_000
MOST_LINKS = 10_000
MOST_SIBLINGS = 5_000
"""Children of one element: what `:nth-child` costs grows with their square."""
MOST_FILES = 200
"""Files of one document."""
_LINKS = ("href", "src", "data-href", "data-url")
"""Attributes that hold an address, in the order they are asked for one."""
_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "em", "font", "i", "label", "mark", "o:p", "small", "span", "strong", "sub", "sup", "u"}
)
"""Elements that stand within a word as well as around it; text in or after any other begins a word of its own."""


@dataclass(frozen=True)
class Page:
    """A page: where it came from, what addresses in it are relative to, and its elements (lxml)."""

    address: str
    base: str
    text: str
    tree: Any


def page_of(fetched: Fetched) -> Page:
    """The page of an answer. Raises ChangedLayout for one beyond the bounds of a listing."""
    text = text_of(fetched)
    tree = _parsed(text)
    _bounded(fetched.final, tree)
    named = next((e.get("href") for e in tree.iter("base") if e.get("href")), None)
    return Page(address=fetched.final, base=absolute(fetched.final, named) or fetched.final, text=text, tree=tree)


def select(element: Any, selector: str) -> list[Any]:
    """The elements that a selector names within an element, the element itself among them."""
    css = taken(selector).css
    return [element] if css is None else list(_compiled(css)(element))


def text_at(element: Any, selector: str | None) -> str | None:
    """What the first element of a selector says: its text, or the attribute that is named."""
    if selector is None:
        return None
    attribute = taken(selector).attribute
    for found in select(element, selector):
        if said := line(found.get(attribute) if attribute else text_within(found)):
            return said
    return None


def address_at(page: Page, element: Any, selector: str | None) -> str | None:
    """The address that the first element of a selector links to."""
    if selector is None:
        return None
    links = (absolute(page.base, _linked(found, selector)) for found in select(element, selector))
    return next((link for link in links if link), None)


def files_at(page: Page, element: Any, selector: str | None) -> tuple[Attachment, ...]:
    """The files that the elements of a selector link to; without a selector every link to what is named as a file."""
    found: dict[str, Attachment] = {}
    for link in select(element, selector or "a"):
        file = attached(page.base, _linked(link, selector or "a"), link.get("download") or _name(link))
        if file and (selector or file_name(file.address) or link.get("download")):
            found.setdefault(file.address, file)
        if len(found) >= MOST_FILES:
            break
    return tuple(found.values())


def text_within(element: Any) -> str:
    """The text of an element and all in it, but for scripts."""
    pieces = []
    for piece in _texts()(element):
        pieces += [piece] if piece.getparent().tag in _INLINE else [" ", piece]
    return "".join(pieces)


def words_of(markup: str | None) -> str | None:
    """The words of a text that may be markup, as titles of feeds and endpoints are.

    >>> words_of("Kế hoạch <b>số</b> 1 &amp; 2"), words_of("A & B")
    ('Kế hoạch số 1 & 2', 'A & B')
    """
    if not markup or not ("<" in markup or "&" in markup):
        return line(markup)
    return line(text_within(_parsed(markup[:20_000])))


def _name(link: Any) -> str | None:
    """What a person reads on a link: its words, or its title; a link on a picture has neither."""
    return line(text_within(link)) or line(link.get("title"))


def _linked(element: Any, selector: str) -> str | None:
    attribute = taken(selector).attribute
    if attribute:
        return str(element.get(attribute) or "") or None
    own = next((element.get(name) for name in _LINKS if element.get(name)), None)
    if own is None:  # A cell or a row was selected: the link within is meant.
        own = next((a.get("href") for a in element.iter("a") if a.get("href")), None)
    return str(own) if own else None


def _parsed(text: str) -> Any:
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    content = text.encode("utf-8", "replace").replace(b"\0", b"")
    try:
        return html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):  # Nothing in it, or nothing that is markup.
        return html.document_fromstring("<html><body></body></html>")


def _bounded(address: str, tree: Any) -> None:
    links = 0
    for elements, element in enumerate(tree.iter()):
        links += element.tag == "a"
        if elements > MOST_ELEMENTS or links > MOST_LINKS or len(element) > MOST_SIBLINGS:
            raise ChangedLayout(
                f"{address}: this page is too large for a listing (more than {MOST_LINKS} links, "
                f"{MOST_ELEMENTS} elements or {MOST_SIBLINGS} in a row); name an address that lists fewer"
            )


@cache
def _compiled(css: str) -> Any:
    from cssselect import HTMLTranslator
    from lxml.etree import XPath

    return XPath(HTMLTranslator().css_to_xpath(css))


@cache
def _texts() -> Any:
    from lxml.etree import XPath

    return XPath("descendant-or-self::*/text()[not(parent::script or parent::style or parent::noscript)]")
