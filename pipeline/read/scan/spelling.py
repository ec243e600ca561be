"""Words that cannot be right in Vietnamese: a syllable that is none, or two that make no word, one mark away from one.

Tesseract mostly slips in the marks: a hook read as an acute (`tố chức` for `tổ chức`), a circumflex lost. Both forms
are syllables as often as not, so that only the word of two syllables shows the slip. A change needs one answer alone:
exactly one other marking of exactly one letter that gives a syllable, or a word.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from pipeline.read.syllables import LETTER_FAMILIES, is_syllable

_OTHERS = {letter: [o for o in family if o != letter] for family in LETTER_FAMILIES for letter in family}
# How the engine slips where both forms are syllables: small marks above a letter merge, and the stronger is read.
# A hook or a tilde is read as an acute, a circumflex under an acute or a hook is lost, or the tone above it is.
_SLIPS = {
    "á": "ảấ", "ắ": "ẳằẵ", "ấ": "ẩẫ", "é": "ẻế", "ế": "ểễ", "í": "ỉ", "ó": "ỏố", "ố": "ổỗ",
    "ớ": "ởỡ", "ú": "ủũ", "ứ": "ửữ", "ý": "ỷỹ", "â": "ấẩẫầ", "ê": "ếểễề", "ô": "ốổỗồ",
}  # fmt: skip
# They stand beside any word, and so with many a neighbour seem to want to be another.
_GRAMMAR = frozenset(("có", "các", "với", "đó", "đến"))
_OPENING, _CLOSING = "“\"'(‘[", ".,;:!?)”\"'’]…/"


class Respelt(NamedTuple):
    """A word of a line and how it must be spelt."""

    at: int
    after: str
    why: str


class Token(NamedTuple):
    """A word without the signs before and behind it, and these."""

    before: str
    core: str
    behind: str

    @property
    def joins(self) -> bool:
        """Whether a word may go on after it."""
        return not self.behind


def respell(words: Sequence[str]) -> Iterator[Respelt]:
    """The words of a line (or of lines that follow each other) that can only be spelt otherwise."""
    tokens = [split(w) for w in words]
    for at, token in enumerate(tokens):
        core = token.core
        after = _as_syllable(tokens, at) if not is_syllable(core) else _as_word(tokens, at)
        if after:
            what = "no word with its neighbour" if is_syllable(core) else "no Vietnamese syllable"
            # An `n` broken in two is read as `r:`.
            behind = token.behind.removeprefix(":") if core.endswith("r") else token.behind
            yield Respelt(at, token.before + after + behind, f"“{core}” is {what}; only “{after}” is")


def split(word: str) -> Token:
    """The word apart from the signs about it."""
    core = word.lstrip(_OPENING)
    before = word[: len(word) - len(core)]
    bare = core.rstrip(_CLOSING)
    return Token(before, bare, core[len(bare) :])


def _as_syllable(tokens: Sequence[Token], at: int) -> str | None:
    """The one syllable that a word without any is a mark away from; of several, the one that makes a word with a
    neighbour. Names and acronyms are left: a word is Vietnamese where it is small or, in capitals, bears a mark."""
    core = tokens[at].core
    if len(core) < 3 or not core.isalpha():
        return None
    if meant := _misplaced(core):
        return meant
    if not (core.islower() or (core.isupper() and not core.isascii())):
        return None
    found = {v for v in variants(core) if is_syllable(v)}
    if len(found) > 1:
        left, right = beside(tokens, at)
        found = {v for v in found if is_word(left, v) or is_word(v, right)}
    return found.pop() if len(found) == 1 else None


def _misplaced(core: str) -> str | None:
    """A syllable, be it of a name, with a letter where no syllable has it: a `v` within it for `y`, an `r` at its end
    for `n`. Only what bears a mark is Vietnamese for sure."""
    meant = core[0] + core[1:].replace("v", "y")
    if meant.endswith("r"):
        meant = meant[:-1] + "n"
    return meant if meant != core and not core.isascii() and is_syllable(meant) else None


def _as_word(tokens: Sequence[Token], at: int) -> str | None:
    """The one syllable with which a word of two is made where there is none, neither before nor behind."""
    core = tokens[at].core
    if len(core) < 2 or not core.isalpha() or _GRAMMAR & {core.lower(), *map(str.lower, slips(core))}:
        return None
    left, right = beside(tokens, at)
    if is_word(left, core) or is_word(core, right):
        return None
    found = {v for v in slips(core) if is_word(left, v) or is_word(v, right)}
    return found.pop() if len(found) == 1 else None


def beside(tokens: Sequence[Token], at: int) -> tuple[str, str]:
    """The words before and behind it that may be of one word with it: no sign stands between."""
    left = tokens[at - 1].core if at and tokens[at - 1].joins and not tokens[at].before else ""
    right = tokens[at + 1].core if at + 1 < len(tokens) and tokens[at].joins and not tokens[at + 1].before else ""
    return left, right


@lru_cache(maxsize=16_384)
def variants(core: str) -> tuple[str, ...]:
    """The word with the marks of one letter otherwise, its case kept."""
    return tuple(
        core[:at] + (other.upper() if letter.isupper() else other) + core[at + 1 :]
        for at, letter in enumerate(core)
        for other in _OTHERS.get(letter.lower(), ())
    )


@lru_cache(maxsize=16_384)
def slips(core: str) -> tuple[str, ...]:
    """The syllables that the engine could have read as this one."""
    made = []
    for at, letter in enumerate(core):
        for other in _SLIPS.get(letter.lower(), ""):
            made.append(core[:at] + (other.upper() if letter.isupper() else other) + core[at + 1 :])
    return tuple(v for v in made if is_syllable(v))


def is_word(first: str, second: str) -> bool:
    """Whether two syllables are a word of the dictionary."""
    return bool(first and second) and key(f"{first} {second}") in dictionary()


@lru_cache(maxsize=65_536)
def key(word: str) -> str:
    """A word as the dictionary is asked for it: small, the tone's place (`hoà`, `hòa`) and `y` for `i` left aside."""
    parts = unicodedata.normalize("NFD", word.lower())
    return " ".join(_tone_last(syllable) for syllable in parts.split(" "))


def _tone_last(syllable: str) -> str:
    tones = "".join(c for c in syllable if c in "\u0300\u0301\u0303\u0309\u0323")
    return "".join(c for c in syllable if c not in tones).replace("y", "i") + tones


@cache
def dictionary() -> frozenset[str]:
    """The words of two syllables of the dictionary of underthesea (`Viet74K.txt`), as keys; empty without it."""
    return frozenset(key(word) for word in _entries() if word.count(" ") == 1)


def is_known(syllable: str) -> bool:
    """Whether any word of the dictionary has the syllable; all are known without a dictionary."""
    return not _syllables() or key(syllable) in _syllables()


@cache
def _syllables() -> frozenset[str]:
    return frozenset(part for word in _entries() for part in key(word).split(" "))


@cache
def _entries() -> tuple[str, ...]:
    """The dictionary's words, read from its file: importing the package takes a second."""
    spec = find_spec("underthesea")
    places = spec.submodule_search_locations if spec else None
    path = Path(places[0]) / "corpus" / "data" / "Viet74K.txt" if places else None
    if path is None or not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(unicodedata.normalize("NFC", line.strip()) for line in lines if line.strip())
