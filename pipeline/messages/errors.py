"""What failed, and why something is in doubt, in the language of the reader.

Such a sentence is said once, in English, where it arises (`models.errors`, the problems of a document), and it may
reach the reader through another process, a flow or the store, where its text alone is left. So it is known again by
what is fixed in it: a msgid of `errors.po` is the sentence with `{places}` for what varies. What stands in a place
whose name begins with `why` is looked up in its turn (a reason, the name of a format), what stands in any other is left
as it is. A sentence that the catalogue has not stays English.
"""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import cache

from pipeline.messages import language
from pipeline.messages.catalogue import keys, message

_LONGEST = 4000
"""Characters of a sentence; a longer one is not looked up."""
_MOST = 8
"""Sentences in one, and places in a sentence where what it is about (a path, a page) may end; so many are tried."""
_DEEPEST = 3
"""Sentences within sentences."""
_ABOUT, _AND = ": ", "; "
_FIGURES = frozenset({"count", "figure", "line", "most", "page", "pages", "place", "seconds", "share", "size"})
"""Places that hold nothing but figures, so that none takes the words before a sentence for its own."""
_FIGURE = re.compile(r"[\d.,–% ]+")
_LISTS = frozenset({"plans", "reason"})
"""Places that may hold several things, each after a semicolon."""


@dataclass(frozen=True)
class Template:
    """A sentence with places: `pieces` are what is fixed, before, between and after the places named `places`."""

    pieces: tuple[str, ...]
    places: tuple[str, ...]
    said: str = ""

    @classmethod
    def of(cls, sentence: str, said: str = "") -> Template:
        """Of a sentence that has its places in braces, such as `{path}: it is empty`."""
        parsed = [(text, name) for text, name, _, _ in string.Formatter().parse(sentence)]
        places = tuple(name for _, name in parsed if name is not None)
        pieces = tuple(text for text, _ in parsed) + (("",) if parsed and parsed[-1][1] is not None else ())
        return cls(pieces=pieces, places=places, said=said)

    def held(self, sentence: str) -> dict[str, str] | None:
        """What the places hold where the sentence is of this template, else None; in linear time.

        >>> Template.of("{path}: it has {count} pages").held("a.pdf: it has 7 pages")
        {'path': 'a.pdf', 'count': '7'}
        """
        first, last = self.pieces[0], self.pieces[-1]
        if not self.places:
            return {} if sentence == first else None
        at, end = len(first), len(sentence) - len(last)
        if at >= end or not sentence.startswith(first) or not sentence.endswith(last):
            return None
        cuts = []
        for piece in self.pieces[1:-1]:
            found = sentence.find(piece, at + 1, end)
            if found < 0:
                return None
            cuts.append(sentence[at:found])
            at = found + len(piece)
        held = dict(zip(self.places, (*cuts, sentence[at:end]), strict=True))
        return held if all(_may_hold(name, value) for name, value in held.items()) else None


def told(sentence: str) -> str:
    """An English sentence of an error or a doubt, or several with a semicolon between, in the language in use."""
    if language() == "en" or len(sentence) > _LONGEST:
        return sentence
    return _told(language(), sentence, 0)


def _may_hold(name: str, value: str) -> bool:
    if name in _FIGURES:
        return bool(_FIGURE.fullmatch(value))
    return bool(value) and (_AND not in value or name in _LISTS or name.startswith("why"))


def _told(spoken: str, sentence: str, depth: int) -> str:
    """As many sentences at once as the catalogue has for one, then on behind them."""
    parts, said = sentence.split(_AND, _MOST - 1), []
    while parts:
        tried = range(len(parts), 0, -1)
        known = ((n, _one(spoken, _AND.join(parts[:n]), depth)) for n in tried)
        taken, found = next(((n, one) for n, one in known if one is not None), (1, parts[0]))
        said.append(found)
        del parts[:taken]
    return _AND.join(said)


def _one(spoken: str, sentence: str, depth: int) -> str | None:
    """One sentence, be it with what it is about (a file, a page) before it."""
    if whole := _whole(spoken, sentence, depth):
        return whole
    parts = sentence.split(_ABOUT, _MOST)
    for n in range(1, len(parts)):
        if _AND in parts[n - 1]:
            break  # What follows is about another sentence.
        if wrong := _whole(spoken, _ABOUT.join(parts[n:]), depth):
            return _ABOUT.join([*(_whole(spoken, about, depth) or about for about in parts[:n]), wrong])
    return None


def _whole(spoken: str, sentence: str, depth: int) -> str | None:
    """The sentence as the one of the catalogue that fixes the most of it."""
    for template in _templates(spoken):
        held = template.held(sentence)
        if held is not None:
            deeper = {n: _told(spoken, v, depth + 1) for n, v in held.items() if n[:3] == "why" and depth < _DEEPEST}
            return template.said.format(**(held | deeper))
    return None


@cache
def _templates(spoken: str) -> tuple[Template, ...]:
    """The sentences of the catalogue, those that fix the most first."""
    sentences = [key for key in keys(spoken) if " " in key or "." not in key]
    made = [Template.of(sentence, message(spoken, sentence) or sentence) for sentence in sentences]
    return tuple(sorted(made, key=lambda t: (-sum(map(len, t.pieces)), len(t.places), t.pieces)))
