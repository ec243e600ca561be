"""Which documents a source takes: by what a listing says of them, and again by what was read of them.

What is not said is never held against a document; nor is a word that a listing cut off.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from models.metadata import PlanMetadata
from pipeline.folding import accented, fold
from pipeline.sources.settings import Select
from pipeline.sources.types import Entry

_CUT = ("…", "...")
_LEADING = ("", "so ", "van ban ", "toan van ", "du thao ")
"""What stands before the type of a document in the titles of portals."""
_ABBREVIATION = re.compile(r"/\s{0,3}([^\W\d_]{1,10})\b")


def passed_over(select: Select, entry: Entry) -> str | None:
    """Why a listed document is not taken; None where it is, or where the listing does not tell."""
    return (
        _other_day(select, entry.issued)
        or _other_symbol(select, entry.symbol)
        or _other_type(select, _types_of(entry.symbol) or _types_named(entry.title))
        or _without_words(select, entry.title)
    )


def passed_over_plan(select: Select, metadata: PlanMetadata) -> str | None:
    """Why a document that was read is not taken, by its type, symbol, day and subject; None where it is."""
    types = _types_named(metadata.document_type.value) or _types_of(metadata.symbol.value)
    subject = metadata.subject.value
    return (
        _other_day(select, metadata.issued.value)
        or _other_symbol(select, metadata.symbol.value)
        or _other_type(select, types)
        or _without_words(select, subject)
    )


def _other_day(select: Select, issued: date | None) -> str | None:
    if issued and select.since and issued < select.since:
        return f"it was issued on {issued}, before {select.since}"
    if issued and select.until and issued > select.until:
        return f"it was issued on {issued}, after {select.until}"
    return None


def _other_symbol(select: Select, symbol: str | None) -> str | None:
    """A symbol fits with the wanted words in it, or, where its hyphens were lost, when its letters begin with them."""
    if not symbol or not select.symbol or (wanted := fold(select.symbol).strip()) == "":
        return None
    words = fold(symbol)
    letters = "".join(word for word in words.split() if not word.isdecimal()).removeprefix("so")
    if not letters or f" {wanted} " in words or letters.startswith(wanted.replace(" ", "")):
        return None
    return f"its symbol {symbol} is not one with {select.symbol}"


def _other_type(select: Select, types: frozenset[str]) -> str | None:
    if not types or not select.types or types & set(select.types):
        return None
    return f"its type is {' or '.join(sorted(types))}, which this source does not take"


def _without_words(select: Select, title: str | None) -> str | None:
    if not title or not select.words or title.endswith(_CUT):
        return None
    plain, exact = fold(title), accented(title)
    for words in select.words:
        typed_plainly = fold(words) == accented(words)
        if fold(words) in plain and (typed_plainly or accented(words) in exact):
            return None
    return "its title has none of the words that this source takes"


def _types_of(symbol: str | None) -> frozenset[str]:
    """The types that a symbol stands for: that of its first letters after the number (Nghị định 30/2020/NĐ-CP,
    Phụ lục III). A few letters stand for two."""
    found = _ABBREVIATION.search(symbol or "")
    return _abbreviations().get(fold(found[1]).strip(), frozenset()) if found else frozenset()


def _types_named(title: str | None) -> frozenset[str]:
    """The type that a title begins with, the longest name first; one named later on is that of another document, such
    as the plan that a decision issues."""
    words = fold(title or "")
    for leading in _LEADING:
        for name, type_ in _names():
            if words.startswith(f" {leading}{name} "):
                return frozenset({type_})
    return frozenset()


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Types without accents, and as they are written; the longest first."""
    from extractors import lexicon

    names = [(fold(entry.name).strip(), entry.name) for entry in lexicon.document_types().type]
    return tuple(sorted(names, key=lambda pair: -len(pair[0])))


@cache
def _abbreviations() -> dict[str, frozenset[str]]:
    from extractors import lexicon

    found: dict[str, set[str]] = {}
    for entry in lexicon.document_types().type:
        for abbreviation in entry.abbreviations:
            found.setdefault(fold(abbreviation).strip(), set()).add(entry.name)
    return {abbreviation: frozenset(names) for abbreviation, names in found.items()}
