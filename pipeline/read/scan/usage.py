"""A document's own words as witness: what it says often and clearly tells what a slip of a mark stands for.

Plans repeat their words. Where a syllable makes no word with its neighbour, and with another mark makes one that the
same document says again and again, it is that one, even if chance makes a rare word of it with its other neighbour
(`khai tố` in `triển khai tố chức`). Any mark may be otherwise where the engine was unsure; where it was sure, only
those that it is known to slip in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.scan.spelling import Token, beside, is_known, is_word, key, slips, split, variants
from pipeline.read.syllables import is_syllable

_UNSURE = 0.96  # two slips of three lie below, one right word of nine
_OFTEN, _OFTENER = 2, 2
_USUAL = 3
# Syllables that are no words alone, and the common one that they are read for.
_BOUND = {"đế": "để"}


class Usage:
    """The pairs of syllables that a document's pages have said so far."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()

    def settle(self, page: SeenPage) -> SeenPage:
        """The page with its slips set right by what it and the pages before it say, what was read kept."""
        tokens = [split(w.text) for w in page.words]
        for (_, one), (_, two) in pairwise(enumerate(tokens)):
            if one.joins and not two.before and one.core.isalpha() and two.core.isalpha():
                self._said[key(f"{one.core} {two.core}")] += 1
        return replace(page, words=tuple(self._settled(word, tokens, at) for at, word in enumerate(page.words)))

    def _settled(self, word: SeenWord, tokens: Sequence[Token], at: int) -> SeenWord:
        token = tokens[at]
        if word.raw is not None or len(token.core) < 2 or not token.core.isalpha():
            return word
        left, right = beside(tokens, at)
        sure = word.confidence >= _UNSURE
        after, why = self._meant(token.core, left, right, sure=sure), "is often said in this document"
        if after is None and not sure:
            after = self._usual(token.core, left, right)
        if after is None:
            after, why = _free(token.core, left, right) or _known(token.core), "is one"
        if after is None:
            return word
        why = f"“{token.core}” is no word here; “{after}” {why}"
        text = token.before + after + token.behind
        return SeenWord(text, word.x0, word.top, word.x1, word.bottom, word.confidence, raw=word.text, why=why)

    def _meant(self, core: str, left: str, right: str, *, sure: bool) -> str | None:
        others = slips(core) if sure else _others(core)
        said = {other: self._support(core, other, left, right) for other in others}
        best = max(said, key=lambda v: said[v], default=None)
        if best is None or list(said.values()).count(said[best]) > 1:
            return None
        against = max(self._times(left, core), self._times(core, right))
        return best if said[best] >= max(_OFTEN, _OFTENER * against + 1) else None

    def _usual(self, core: str, left: str, right: str) -> str | None:
        """What stands often beside the same neighbours, be it a word with them or not (`UBND tính` for `UBND tỉnh`)."""
        if is_word(left, core) or is_word(core, right):
            return None
        said = {v: self._beside(v, left, right) for v in _others(core)}
        best = max(said, key=lambda v: said[v], default=None)
        if best is None or list(said.values()).count(said[best]) > 1:
            return None
        against = self._beside(core, left, right, itself=1)
        return best if said[best] >= _USUAL * (against + 1) else None

    def _beside(self, core: str, left: str, right: str, itself: int = 0) -> int:
        """How often the syllable was said between these neighbours, this place left out."""
        before = self._said[key(f"{left} {core}")] - itself if left else 0
        behind = self._said[key(f"{core} {right}")] - itself if right else 0
        return max(before, 0) + max(behind, 0)

    def _support(self, core: str, other: str, left: str, right: str) -> int:
        """How often the word that the other makes was said, on a side where the one that was read makes none."""
        before = 0 if is_word(left, core) else self._times(left, other)
        behind = 0 if is_word(core, right) else self._times(other, right)
        return max(before, behind)

    def _times(self, first: str, second: str) -> int:
        return self._said[key(f"{first} {second}")] if is_word(first, second) else 0


def _others(core: str) -> tuple[str, ...]:
    """The syllables of the language that are a mark away, but for those that this one is commonly misread as: what is
    read against the engine's habit is right."""
    return tuple(v for v in variants(core) if is_syllable(v) and is_known(v) and core not in slips(v))


def _free(core: str, left: str, right: str) -> str | None:
    """The common word that a syllable without meaning of its own was read for."""
    other = _BOUND.get(core.lower())
    if other is None or is_word(left, core) or is_word(core, right):
        return None
    return other.upper() if core.isupper() else other.capitalize() if core[0].isupper() else other


def _known(core: str) -> str | None:
    """The one syllable of the language that a syllable which it does not have is a mark away from; names are left."""
    if not (core.islower() or (core.isupper() and not core.isascii())) or is_known(core):
        return None
    found = {v for v in variants(core) if is_known(v)}
    return found.pop() if len(found) == 1 else None
