"""The rows of a listing, found in a page: elements that repeat, most of which hold a link and a day or a symbol."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from pipeline.sources.days import day_in
from pipeline.sources.pages import Page, select, text_at, text_within
from pipeline.sources.proposing.columns import Roles, has_symbol, roles
from pipeline.sources.web import absolute, file_name, line

_ROW_TAGS = ("tr", "li", "article", "div", "dl", "p", "section")
_LEAST = 2
_SHARE = 0.6
_LONGEST = 2_000
"""Characters of a row; what is longer is the listing itself."""
_LARGEST = 400
"""Elements in a row; what has more is the listing itself, or what encloses it."""
_LOOKED_AT = 30
"""Rows whose columns are compared."""
_MOST_CANDIDATES = 4_000
_NAME = re.compile(r"\A[A-Za-z_][A-Za-z0-9_-]{0,60}\Z")
_ONE_OF_MANY = re.compile(r"odd|even|first|last|active|selected|alt|hover|current|\d", re.IGNORECASE)
"""Classes that tell rows of one listing apart, and say nothing of what they are."""


class Found(NamedTuple):
    """Selectors, as in a listing of sources.toml."""

    rows: str
    roles: Roles
    attachment: str | None
    details: str | None


def found_in(page: Page) -> Found | None:
    """The listing of a page, or None where nothing in it looks like one."""
    groups: dict[tuple[int, str], list[Any]] = defaultdict(list)
    parents: dict[int, Any] = {}
    for element in page.tree.iter(*_ROW_TAGS):
        parent = element.getparent()
        if parent is not None:
            parents[id(parent)] = parent  # Kept, so that no other element comes by its identity.
            groups[id(parent), element.tag].append(element)
    best: tuple[float, list[Any]] | None = None
    for elements in groups.values():
        if _LEAST <= len(elements) <= _MOST_CANDIDATES and (score := _score(elements)) > (best[0] if best else 0):
            best = score, elements
    if best is None:
        return None
    rows = [element for element in best[1] if _is_row(element)]
    return _described(page, rows)


def _score(elements: list[Any]) -> float:
    good = [element for element in elements if _is_row(element)]
    if len(good) < max(_LEAST, _SHARE * (len(elements) - 2)):  # A table has a heading and a pager beside its rows.
        return 0.0
    symbols = sum(has_symbol(_text(element)) for element in good[:_LOOKED_AT])
    return len(good) + symbols


def _is_row(element: Any) -> bool:
    if (
        not any(a.get("href") for a in element.iter("a"))
        or sum(1 for _ in islice(element.iter(), _LARGEST)) == _LARGEST
    ):
        return False
    text = _text(element)
    return len(text) <= _LONGEST and (day_in(text[:400]) is not None or has_symbol(text[:400]))


def _text(element: Any) -> str:
    return line(text_within(element)) or ""


def _described(page: Page, rows: list[Any]) -> Found | None:
    selector = _rows_selector(page, rows)
    if selector is None:
        return None
    looked_at = rows[:_LOOKED_AT]
    columns = {name: [text_at(row, name) for row in looked_at] for name in _names(looked_at)}
    found = roles(columns)
    attachment, details = _links(page, looked_at, found)
    return Found(selector, found, attachment, details)


def _rows_selector(page: Page, rows: list[Any]) -> str | None:
    """The shortest selector that fits these rows and little else: what encloses them, by its identity or class."""
    tag = _with_class(rows[0].tag, _classes_of_all(rows))
    wanted = {id(row) for row in rows}
    around = list(_enclosing(rows[0]))
    # A class says what the rows are; a tag alone fits today, and the menu that is added tomorrow.
    for enclosing in ("", *around) if "." in tag else (*around, ""):
        selector = f"{enclosing} {tag}".strip()
        fitting = {id(element) for element in select(page.tree, selector)}
        others = [element for element in select(page.tree, selector) if id(element) not in wanted and _is_row(element)]
        if wanted <= fitting and not others:
            return selector
    return None


def _enclosing(row: Any) -> Iterator[str]:
    """Selectors of what the rows stand in, from the inside out, identities before classes."""
    ancestors = list(row.iterancestors())[:12]
    for element in ancestors:
        if _NAME.match(element.get("id", "")):
            yield f"#{element.get('id')}"
    for element in ancestors:
        if classes := _classes(element):
            yield _with_class(element.tag, classes[:1])
    yield from (element.tag for element in ancestors)


def _names(rows: list[Any]) -> list[str]:
    """Selectors of what stands in most rows, in their order: by class, by column, by tag."""
    counted: Counter[str] = Counter()
    for row in rows:
        counted.update({name: 1 for element in row.iterdescendants() for name in _selectors(element)})
    return [name for name, count in counted.items() if count >= _SHARE * len(rows)][:60]


def _selectors(element: Any) -> Iterator[str]:
    if not isinstance(element.tag, str) or not _NAME.match(element.tag):
        return
    classes = _classes(element)
    if classes:
        yield _with_class(element.tag, classes[:1])
    if element.tag in ("td", "th"):
        yield f"{element.tag}:nth-child({element.getparent().index(element) + 1})"
    elif not classes:
        yield element.tag


def _links(page: Page, rows: list[Any], found: Roles) -> tuple[str | None, str | None]:
    """Selectors of the files and of the page behind a row."""
    of_files: Counter[str] = Counter()
    others: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    for row in rows:
        files, pages = dict[str, int](), dict[str, int]()
        for link in row.iter("a"):
            address = absolute(page.base, link.get("href"))
            name = file_name(address) if address else None
            if name:
                files |= dict.fromkeys(_selectors(link), 1)
                endings[name.rpartition(".")[2].lower()] += 1
            elif address and address != page.address:
                pages |= dict.fromkeys(_selectors(link), 1)
        of_files.update(files)
        others.update(pages)
    attachment = None
    if of_files and of_files.most_common(1)[0][1] >= _SHARE * len(rows):
        named = [name for name in of_files if "." in name and name not in others]
        attachment = named[0] if named else ", ".join(f'a[href*=".{ending}"]' for ending in endings)
    details = None
    if attachment is None and others and others.most_common(1)[0][1] >= _SHARE * len(rows):
        within = f"{found.title} a" if found.title and not found.title.startswith("a") else found.title
        linked = within and sum(bool(select(row, within)) for row in rows) >= _SHARE * len(rows)
        details = within if linked else others.most_common(1)[0][0]
    return attachment, details


def _classes_of_all(rows: list[Any]) -> list[str]:
    common = set(_classes(rows[0]))
    for row in rows:
        common &= set(_classes(row))
    return [name for name in _classes(rows[0]) if name in common][:1]


def _classes(element: Any) -> list[str]:
    return [name for name in element.get("class", "").split() if _NAME.match(name) and not _ONE_OF_MANY.search(name)]


def _with_class(tag: str, classes: list[str]) -> str:
    return tag + "".join(f".{name}" for name in classes)
