"""Which part of a page is the document: all of it, or what stands between a portal's menus and lists of news.

trafilatura decides which words are the article's. Its own text has no merged cells, line ends or labels, so only the
place is taken from it: the smallest element of the page in which nearly all of those words stand.
"""

from __future__ import annotations

import copy
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from extractors.fold import fold
from pipeline.read.html.surroundings import drop_foot, drop_surroundings

_WORD = re.compile(r"\w+")
_OFFICE_PROGRAM = re.compile(
    r"microsoft word|word\.document|libreoffice|openoffice|wps office|google docs", re.IGNORECASE
)
_MENU_TAGS = ("nav", "aside")
# A document names a law here and there with a link; a portal's menus and lists of news are all links.
_PORTAL_LINKS = 0.05  # of the page's words
_MENU_LINKS = 0.6  # of the words of a part of the article
_NEARLY_ALL = 0.9
_MOST = 0.6
_FEW = 0.4  # of a part's words: a list of news names the same things as the article
_LEAST_WORDS = 60  # of an article that is believed
_LEAST_SHARE = 0.2  # of the page's words outside links, too
# The first and the last of the form's fields (Nghị định 30/2020/NĐ-CP): extractors take them for ornaments.
_FORM_FIELDS = ("cong hoa xa hoi chu nghia viet nam", "noi nhan")
_HIGHEST_CLIMB = 8
_SHINGLE = 3
_UNSEEN = frozenset(["script", "style", "noscript", "template", "head"])

_NOTE = "only the article of the page is read; its menus and lists of links are left out"

Shingle = tuple[str, ...]


def article_of(root: Any) -> tuple[Any, tuple[str, ...]]:
    """The element that holds the document, menus within it taken out of the tree, and notes on what was left out."""
    body = root.find(".//body")
    body = root if body is None else body
    if _is_of_office_program(root):
        return body, ()
    is_portal = _is_portal(body)
    without = (_NOTE,) if drop_surroundings(body) else ()
    if not is_portal:
        return body, without
    words = _article_words(root)
    credit = _credit(body, words) if len(words) >= _LEAST_WORDS else {}
    if credit.get(body, 0) < max(_LEAST_WORDS // 2, _LEAST_SHARE * _plain_and_linked(body)[0]):
        return _by_form(body, without)
    article = _whole_form(_with_form_fields(_smallest(body, credit, _NEARLY_ALL), body), credit)
    _drop_menus(article, credit)
    drop_foot(article)
    return article, (_NOTE,)


def _by_form(body: Any, without: tuple[str, ...]) -> tuple[Any, tuple[str, ...]]:
    """The document where its words alone tell none (a text set in `div`s): what has the form's first and last field
    and most of the page's words; all of the page where none has them."""
    if not all(field in _folded(body) for field in _FORM_FIELDS):
        return body, without
    article = _whole_form(body, _plain_words(body))
    drop_foot(article)
    return article, (_NOTE,)


def _plain_words(body: Any) -> dict[Any, int]:
    """For each element how many words outside links stand in it."""
    counts: dict[Any, int] = defaultdict(int)
    for owner, text in _texts(body):
        if not _is_linked(owner):
            counts[owner] += len(_words(text))
    for element in reversed(list(body.iter())):
        if element is not body and counts[element]:
            counts[element.getparent()] += counts[element]
    return counts


def _is_of_office_program(root: Any) -> bool:
    """Whether an office's program wrote the page: then all of it is the document."""
    names = (
        meta.get("content", "") for meta in root.iter("meta") if meta.get("name", "").lower() in ("generator", "progid")
    )
    return any(_OFFICE_PROGRAM.search(name) for name in names)


def _is_portal(body: Any) -> bool:
    if any(next(body.iter(tag), None) is not None for tag in _MENU_TAGS):
        return True
    plain, linked = _plain_and_linked(body)
    return linked > _PORTAL_LINKS * (plain + linked)


def _article_words(root: Any) -> list[str]:
    """The words that trafilatura takes for the article's; none where it finds none or fails."""
    import trafilatura

    # It tells of pages it finds nothing in; here that is no fault.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.bare_extraction(copy.deepcopy(root), fast=True, include_comments=False)
    except Exception:
        return []
    text = getattr(found, "text", None)
    return _words(text) if isinstance(text, str) else []


def _credit(body: Any, article: list[str]) -> dict[Any, int]:
    """For each element how many of the article's runs of three words begin in it or within it."""
    wanted = set(zip(*(article[k:] for k in range(_SHINGLE)), strict=False))
    placed = [(word, owner) for owner, text in _texts(body) for word in _words(text)]
    credit: dict[Any, int] = defaultdict(int)
    for k in range(len(placed) - _SHINGLE + 1):
        if tuple(word for word, _ in placed[k : k + _SHINGLE]) in wanted:
            credit[placed[k][1]] += 1
    for element in reversed(list(body.iter())):
        if element is not body and credit[element]:
            credit[element.getparent()] += credit[element]
    return credit


def _smallest(body: Any, credit: dict[Any, int], share: float) -> Any:
    """The deepest element that has such a share of the credit."""
    at, least = body, share * credit[body]
    while (inner := next((child for child in at if credit.get(child, 0) >= least), None)) is not None:
        at = inner
    return at


def _whole_form(article: Any, credit: dict[Any, int]) -> Any:
    """What within the article has the form's first and last field and most of the words: the document without the
    portal's own title, date and counters around it."""
    at = inner = article
    for _ in range(_HIGHEST_CLIMB):
        inner = next((child for child in inner if credit.get(child, 0) >= _MOST * credit[article]), None)
        if inner is None:
            break
        if all(field in _folded(inner) for field in _FORM_FIELDS):
            at = inner
    return at


def _with_form_fields(article: Any, body: Any) -> Any:
    """The article, or what is around it where only there the form's first or last field stands."""
    whole, own = _folded(body), _folded(article)
    missing = [field for field in _FORM_FIELDS if field in whole and field not in own]
    at = article
    for _ in range(_HIGHEST_CLIMB):
        if not missing or at is body:
            return at if not missing else article
        at = at.getparent()
        around = _folded(at)
        missing = [field for field in missing if field not in around]
    return at if not missing else article


def _drop_menus(article: Any, credit: dict[Any, int]) -> None:
    """Takes out what has few of the article's words and is mostly links."""
    waiting = list(article)
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        plain, linked = _plain_and_linked(element)
        if linked and linked >= _MENU_LINKS * (linked + plain) and credit.get(element, 0) < _FEW * linked:
            element.drop_tree()
        elif linked:
            waiting += list(element)


def _texts(element: Any) -> Iterator[tuple[Any, str]]:
    """The pieces of text that are shown, in order, each with the element it stands in."""
    for part in element.iter():
        shown = isinstance(part.tag, str) and part.tag not in _UNSEEN
        if shown and part.text:
            yield part, part.text
        yield from ((child.getparent(), child.tail) for child in _ended(part, element))


def _ended(part: Any, top: Any) -> Iterator[Any]:
    """The elements that end where `part` does, with a tail that follows: those of which it is the last leaf."""
    if len(part):
        return
    while part is not top:
        if part.tail:
            yield part
        if part.getnext() is not None:
            return
        part = part.getparent()


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _folded(element: Any) -> str:
    return " ".join(fold(" ".join(text for _, text in _texts(element))).split())


def _plain_and_linked(element: Any) -> tuple[int, int]:
    """How many words stand outside links, and how many in them."""
    counts = [0, 0]
    for owner, text in _texts(element):
        if not text.isspace():
            counts[_is_linked(owner)] += len(_words(text))
    return counts[0], counts[1]


def _is_linked(element: Any) -> bool:
    """Whether a text's element is a link, or a mark-up of letters within one."""
    for _ in range(4):
        if element is None:
            return False
        if element.tag == "a":
            return element.get("href") is not None
        element = element.getparent()
    return False
