"""Where in a text a search was met: spans of the original text, whatever its spelling and form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from models.span import Span
from pipeline.folding import both
from pipeline.search.beginnings import begins
from pipeline.search.language import All, Either, Node, Query, parsed
from pipeline.search.lexing import Leaf

_SYLLABLE = re.compile(r"[^\W_]{1,40}|%")
"""The words as folding cuts them; a test holds the two together."""


def highlight(query: Query | str, text: str) -> tuple[Span, ...]:
    """The spans of the words and phrases that were searched for, in order, apart from each other.

    What was typed with accents is shown where it stands with just those accents, if it does so anywhere. What was to be
    left out is never shown. Raises UsageError where a query given as text cannot be read.

    >>> [span.of("Thi đua, thi đua!") for span in highlight('"thi dua"', "Thi đua, thi đua!")]
    ['Thi đua', 'thi đua']
    """
    root = (parsed(query) if isinstance(query, str) else query).root
    spans, plain, exact = _syllables(text)
    found = [span for leaf in _wanted(root) for span in _of_leaf(leaf, spans, plain, exact)]
    return tuple(_apart(sorted(found)))


def _wanted(node: Node, out: bool = False) -> Iterator[Leaf]:
    """The leaves that a match may contain; what is left out of what is left out is among them."""
    match node:
        case Leaf():
            if not out:
                yield node
        case Either(parts):
            for part in parts:
                yield from _wanted(part, out)
        case All(parts, without):
            for part in parts:
                yield from _wanted(part, out)
            for part in without:
                yield from _wanted(part, not out)


def _of_leaf(leaf: Leaf, spans: list[Span], plain: list[str], exact: list[str]) -> list[Span]:
    met = [k for k in range(len(plain) - len(leaf.plain) + 1) if _stands(leaf.plain, leaf.begins, plain, k)]
    if leaf.accents:
        met = [k for k in met if _stands(leaf.exact, leaf.begins, exact, k)] or met
    return [Span(spans[k].start, spans[k + len(leaf.plain) - 1].end) for k in met]


def _stands(wanted: tuple[str, ...], beginning: bool, words: list[str], k: int) -> bool:
    if wanted[0] != words[k] and not beginning:
        return False
    last = k + len(wanted) - 1
    return list(wanted[:-1]) == words[k:last] and (
        begins(words[last], wanted[-1]) if beginning else words[last] == wanted[-1]
    )


def _apart(spans: list[Span]) -> Iterator[Span]:
    """Spans in order, those that overlap made one."""
    last: Span | None = None
    for span in spans:
        if last and span.start < last.end:
            last = Span(last.start, max(last.end, span.end))
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def _syllables(text: str) -> tuple[list[Span], list[str], list[str]]:
    """The syllables of a text: where they stand, without accents, with them. None where the offsets cannot be told."""
    folded, places = _casefolded(text)
    spans = [
        Span(places[m.start()].start, places[m.end() - 1].end) if places else Span(*m.span())
        for m in _SYLLABLE.finditer(folded)
    ]
    plain, exact = both(text)
    return (spans, plain, exact) if len(spans) == len(plain) == len(exact) else ([], [], [])


def _casefolded(text: str) -> tuple[str, list[Span]]:
    """The text as folding reads it, with the place in the original of each of its characters; none where each has its
    own place: no character is folded to less than one."""
    folded = text.casefold()
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", folded):
        return folded, []
    pieces: list[str] = []
    places: list[Span] = []
    for span in _clusters(text):
        pieces.append(unicodedata.normalize("NFC", span.of(text).casefold()))
        places += [span] * len(pieces[-1])
    return "".join(pieces), places


def _clusters(text: str) -> Iterator[Span]:
    """Each character with the marks that combine with it."""
    start = 0
    for k in range(1, len(text) + 1):
        if k == len(text) or not unicodedata.combining(text[k]):
            yield Span(start, k)
            start = k
