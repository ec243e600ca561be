"""What a page says itself to be no part of its document: its foot, menus, buttons to share, lists of related news.

The elements of HTML name them (`nav`, `footer`, `aside`), or the classes that every portal's templates use do.
"""

from __future__ import annotations

import re
from typing import Any

from extractors.fold import fold

_TAGS = frozenset(["nav", "footer", "aside"])
_ROLES = frozenset(["navigation", "contentinfo", "complementary", "search", "banner"])
# Whole words of a class or an id: a style of Word's such as MsoFooter, which offices set real text in, is none.
_NAMES = frozenset(
    [
        *("footer", "copyright", "menu", "navbar", "nav", "breadcrumb", "breadcrumbs", "sidebar", "share", "sharing"),
        *("social", "socials", "related", "comments", "pagination", "popup", "advert", "ads", "toolbar"),
    ]
)
_PARTS = re.compile(r"[^a-z0-9]+")
_LARGEST = 0.25  # of the page's words: a frame around the text may bear any name
# A document's own parts may stand in such elements: the form's fields, an authority that signs, an appendix.
_OF_FORM = re.compile(r"cong hoa xa hoi chu nghia|noi nhan\b|\bphu luc\b")
_SIGNED = re.compile(r"\b(?:TM|KT|TL|TUQ)\s?\.\s?[^\W\d_]|\bCHỦ TỊCH\b")
# What a portal prints under a text that ended: its rights, its address, its buttons.
_FOOT = re.compile(
    r"(?:©|copyright\b|ban quyen\b|ghi ro nguon\b|in trang\b|in bai\b|luot xem\b|so luot (?:xem|truy cap)\b)"
)
_END = re.compile(r"noi nhan\b")
_LONGEST_FOOT = 600  # characters


def drop_surroundings(body: Any) -> bool:
    """Take out of the tree what is no part of the document; whether there was any."""
    most = _LARGEST * len(_text(body))
    dropped = False
    waiting = list(body)
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if _is_named(element) and len(text := _text(element)) <= most and not _is_of_form(text):
            element.drop_tree()
            dropped = True
        else:
            waiting += list(element)
    return dropped


def drop_foot(article: Any) -> bool:
    """Take out what begins as a portal's foot does and stands behind the document's last field; whether any did."""
    ended, feet = False, []
    for element in article.iter():
        if not isinstance(element.tag, str):
            continue
        ended = ended or bool(_END.match(_folded_start(element)))
        if ended and element is not article and _is_foot(element):
            feet.append(element)
    for element in feet:
        if element.getparent() is not None:
            element.drop_tree()
    return bool(feet)


def _is_named(element: Any) -> bool:
    role = element.get("role", "").lower()
    if role.startswith("doc-"):  # a note of a digital publication
        return False
    if element.tag in _TAGS or role in _ROLES:
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}".lower()
    return not _NAMES.isdisjoint(_PARTS.split(names))


def _is_of_form(text: str) -> bool:
    return bool(_SIGNED.search(text) or _OF_FORM.search(fold(text)))


def _is_foot(element: Any) -> bool:
    text = _text(element)
    return len(text) <= _LONGEST_FOOT and bool(_FOOT.match(fold(text))) and not _is_of_form(text)


def _folded_start(element: Any) -> str:
    return fold((element.text or "").strip()[:20])


def _text(element: Any) -> str:
    return " ".join(" ".join(element.itertext()).split())
