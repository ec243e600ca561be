"""What is typed into a search, cut into its words, phrases, brackets and joining words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NoReturn

from models.errors import UsageError
from pipeline.folding import accented, fold

MAX_LENGTH = 1_000
"""Characters of a query."""

_QUOTES = '"“”„'
_TOKEN = re.compile(
    rf"""(?P<open>\()|(?P<close>\))|(?P<quote>[{_QUOTES}])|(?P<minus>-(?=[^\s)-]))|(?P<run>[^\s(){_QUOTES}]+)"""
)
_CLOSING = re.compile(rf"[{_QUOTES}]")
_JOINED = re.compile(r"[^\W_]+(?:_[^\W_]+)+")
_FEWEST = 2
"""Letters before an asterisk: one alone would stand for a large part of all words."""

_WORDS = 50_000
"""Joined words whose spellings are remembered: a dictionary of the language has some forty thousand."""

Kind = Literal["leaf", "(", ")", "AND", "OR", "NOT"]


@dataclass(frozen=True, slots=True)
class Joined:
    """A word of several syllables as segmentation finds it, joined by `_`; `begins`: any word that begins so."""

    plain: str
    exact: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Leaf:
    """Syllables that stand one after the other, without accents (`plain`) and as typed (`exact`).

    Every one of `joined` must moreover be one word there. `begins`: of the last syllable only its beginning is given.
    """

    plain: tuple[str, ...]
    exact: tuple[str, ...]
    joined: tuple[Joined, ...] = ()
    begins: bool = False

    @property
    def accents(self) -> bool:
        return self.plain != self.exact

    @property
    def only_joined(self) -> bool:
        """Whether it is one joined word and nothing beside it: the segmented words alone answer it."""
        return len(self.joined) == 1 and self.joined[0].plain.count("_") + 1 == len(self.plain)


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    place: int
    """The character where it begins, counted from 1."""
    leaf: Leaf | None = None
    shown: str = ""


def lexed(typed: str) -> list[Token]:
    """The tokens in order; marks that hold no letter or figure are left out, as a pasted `Thi đua - Khen thưởng` needs.

    Raises UsageError where quotes stay open, an asterisk is out of place, or the whole is too long.
    """
    if len(typed) > MAX_LENGTH:
        raise UsageError(f"the search is longer than {MAX_LENGTH:,} characters; search for fewer words")
    tokens: list[Token] = []
    at = 0
    while match := _TOKEN.search(typed, at):
        at = match.end()
        place = match.start() + 1
        match match.lastgroup:
            case "open":
                tokens.append(Token("(", place))
            case "close":
                tokens.append(Token(")", place))
            case "minus" if not _inside_word(typed, match.start()):
                tokens.append(Token("NOT", place, shown="the minus sign"))
            case "quote":
                at = _closed(typed, at, place)
                tokens += _leaves(typed[match.end() : at - 1], place + 1)
            case "run":
                tokens += _run(match.group(), place)
    return tokens


def _inside_word(typed: str, at: int) -> bool:
    """A minus sign leaves out only at the beginning of a word or before quotes and brackets that stand alone."""
    return at > 0 and not typed[at - 1].isspace() and typed[at - 1] != "("


def _closed(typed: str, at: int, place: int) -> int:
    if closing := _CLOSING.search(typed, at):
        return closing.end()
    raise UsageError(f"the quotes opened at character {place} are not closed; close them, or leave them out")


def _run(text: str, place: int) -> list[Token]:
    if text in ("AND", "OR"):
        return [Token("AND" if text == "AND" else "OR", place)]
    if text == "NOT":
        return [Token("NOT", place, shown="NOT")]
    return _leaves(text, place)


def _leaves(text: str, place: int) -> list[Token]:
    """The one leaf of a word or a phrase, or none where there is no letter or figure in it."""
    body = text.rstrip()
    if begins := body.endswith("*"):
        body = body.rstrip("*")
    if "*" in body:
        _misplaced(place + body.index("*"))
    plain, exact = tuple(fold(body).split()), tuple(accented(body).split())
    words = tuple(_joined(body, begins))
    if begins and (not plain or not body[-1].isalnum() or _letters(plain, words) < _FEWEST):
        _misplaced(place + len(body))
    return [Token("leaf", place, Leaf(plain, exact, words, begins))] if plain else []


def _letters(plain: tuple[str, ...], words: tuple[Joined, ...]) -> int:
    """Letters of the last word, of which only the beginning is given."""
    return len(words[-1].plain if words and words[-1].begins else plain[-1])


def _misplaced(place: int) -> NoReturn:
    raise UsageError(
        f"the asterisk at character {place} must stand at the end of a word, after at least {_FEWEST} letters of it"
    )


def _joined(body: str, begins: bool) -> list[Joined]:
    found = list(_JOINED.finditer(unicodedata.normalize("NFC", body)))
    last = found[-1].end() if found else -1
    end = len(unicodedata.normalize("NFC", body))
    return [Joined(*joined(m.group()), begins=begins and m.end() == last == end) for m in found]


@lru_cache(_WORDS)
def joined(word: str) -> tuple[str, str]:
    """A word whose syllables are joined by `_`, without accents and with them, as the index holds both.

    >>> joined("Khen_Thưởng")[0]
    'khen_thuong'
    """
    apart = word.replace("_", " ")
    return "_".join(fold(apart).split()), "_".join(accented(apart).split())
