"""A document's own words as witness: what it says often and clearly tells what a slip of a mark stands for.

Plans repeat their words. Where a syllable makes no word with its neighbour, and with another mark makes one that the
same document says again and again, it is that one, even if chance makes a rare word of it with its other neighbour
(`khai tố` in `triển khai tố chức`). Any mark may be otherwise where the engine was unsure; where it was sure, only
those that it is known to slip in. All pages of the document are heard before one is settled.

Where the document does not say enough, the dictionary's words of two syllables decide for unsure words: there small
marks alone may be otherwise, and a neighbour that is of a word with its own other neighbour proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from pipeline.read.paged.page import SeenWord
from pipeline.read.scan.spelling import Token, beside, is_known, is_word, key, slips, split, variants
from pipeline.read.syllables import is_syllable

_UNSURE = 0.975  # nearly all slips lie below
_OFTEN, _OFTENER = 2, 2
_USUAL = 3
# What an unsure letter may be besides: marks that stand on another mark, or one where the dot of an i is.
_STACKED = ("ầấẩẫ", "ằắẳẵ", "ềếểễ", "ồốổỗ", "ờớởỡ", "ừứửữ")
_SMALL_MARKS = {letter: family.replace(letter, "") for family in _STACKED for letter in family} | {
    "ỉ": "i", "ì": "i", "í": "i", "ả": "ẳắẩấ", "ã": "ẵẫẩằ", "ă": "ẳẵ", "đ": "d",
}  # fmt: skip
for _letter in "ầấẩẫ":
    _SMALL_MARKS[_letter] += "ắẳẵằ"
# Two spellings of one word, both right: `hằng năm`, `hàng năm`.
_EITHER = frozenset(("hằng", "hàng"))
# Syllables that are no words alone, and the common one that they are read for.
_BOUND = {"đế": "để"}
# Behind the abbreviation of an agency stands the level of its unit: `Ban TĐ-KT tỉnh`.
_OF_A_LEVEL = {"tính": "tỉnh"}


class Usage:
    """The pairs of syllables that a document's pages say."""

    def __init__(self) -> None:
        self._said: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    def hear(self, words: Sequence[SeenWord]) -> None:
        """Count what a page says."""
        tokens = [split(w.text) for w in words]
        self._seen.update(token.core.lower() for token in tokens)
        for one, two in pairwise(tokens):
            if one.joins and not two.before and one.core.isalpha() and two.core.isalpha():
                self._said[key(f"{one.core} {two.core}")] += 1

    def settled(self, words: Sequence[SeenWord]) -> tuple[SeenWord, ...]:
        """The words of a page that was heard, their slips set right by what the document says, what was read kept."""
        tokens = [split(w.text) for w in words]
        return tuple(self._settled(word, tokens, at) for at, word in enumerate(words))

    def _settled(self, word: SeenWord, tokens: Sequence[Token], at: int) -> SeenWord:
        token = tokens[at]
        if word.raw is not None or len(token.core) < 2 or not token.core.isalpha() or token.core.lower() in _EITHER:
            return word
        left, right = beside(tokens, at)
        sure = word.confidence >= _UNSURE
        after, why = self._meant(tokens, at, sure=sure), "is often said in this document"
        if after is None and not sure:
            after = self._usual(tokens, at)
        if after is None and not sure:
            after, why = self._of_a_word(tokens, at), "is, beside its neighbour"
        if after is None:
            after, why = _free(token.core, left, right) or _known(token.core), "is one"
        if after is None:
            return word
        why = f"“{token.core}” is no word here; “{after}” {why}"
        text = token.before + after + token.behind
        return SeenWord(text, word.x0, word.top, word.x1, word.bottom, word.confidence, raw=word.text, why=why)

    def _meant(self, tokens: Sequence[Token], at: int, *, sure: bool) -> str | None:
        core, (left, right) = tokens[at].core, beside(tokens, at)
        said = {other: self._support(core, other, left, right) for other in slips(core)}
        if not (sure or is_word(left, core) or is_word(core, right)):
            free = _sides(tokens, at)
            said |= {other: self._support(core, other, *free) for other in _others(core) if other not in said}
        best = max(said, key=lambda v: said[v], default=None)
        if best is None or list(said.values()).count(said[best]) > 1:
            return None
        against = max(self._times(left, core), self._times(core, right))
        if best not in slips(core):
            against = max(against, self._beside(core, left, right, itself=1))
        return best if said[best] >= max(_OFTEN, _OFTENER * against + 1) else None

    def _usual(self, tokens: Sequence[Token], at: int) -> str | None:
        """What stands often beside the same neighbours, be it a word with them or not (`UBND tính` for `UBND tỉnh`)."""
        core, (left, right) = tokens[at].core, beside(tokens, at)
        if is_word(left, core) or is_word(core, right):
            return None
        free = _sides(tokens, at)
        said = {v: self._beside(v, *free) for v in _others(core)}
        best = max(said, key=lambda v: said[v], default=None)
        if best is None or list(said.values()).count(said[best]) > 1:
            return None
        against = self._beside(core, left, right, itself=1)
        return best if said[best] >= _USUAL * (against + 1) else None

    def _of_a_word(self, tokens: Sequence[Token], at: int) -> str | None:
        """The one syllable that makes a word with a neighbour which is not of another word, where this one makes none;
        where the document has this one often, it must say that word too."""
        core, (_, behind) = tokens[at].core, beside(tokens, at)
        # A syllable that no word has takes its neighbour before that one's own other neighbour does.
        left, right = _sides(tokens, at) if is_known(core) else beside(tokens, at)
        if is_word(left, core) or is_word(core, right) or (core[0].isupper() and not behind.islower()):
            return None
        often = self._seen[core.lower()] > _USUAL
        found = set()
        for v in _mistakable(core):
            # The dot of an i is misread so often that the document may never have the word right.
            least = int(often and v.count("i") == core.count("i"))
            if (is_word(left, v) and self._said[key(f"{left} {v}")] >= int(often)) or (
                is_word(v, right) and self._said[key(f"{v} {right}")] >= least
            ):
                found.add(v)
        return found.pop() if len(found) == 1 else None

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


@lru_cache(maxsize=16_384)
def _others(core: str) -> tuple[str, ...]:
    """The syllables of the language that are a mark away, but for those that this one is commonly misread as: what is
    read against the engine's habit is right."""
    return tuple(v for v in variants(core) if is_syllable(v) and is_known(v) and core not in slips(v))


def _sides(tokens: Sequence[Token], at: int) -> tuple[str, str]:
    """The neighbours, those left out that are of a word with their own other neighbour."""
    left, right = beside(tokens, at)
    if left and is_word(beside(tokens, at - 1)[0], left):
        left = ""
    if right and is_word(right, beside(tokens, at + 1)[1]):
        right = ""
    return left, right


def _mistakable(core: str) -> list[str]:
    """The known syllables that an unsure reading may stand for: a mark above it that is small beside another."""
    made = []
    for at, letter in enumerate(core):
        meant = _SMALL_MARKS.get(letter.lower(), "") + ("ủ" if letter == "U" and not at else "")
        made += [core[:at] + (other.upper() if letter.isupper() else other) + core[at + 1 :] for other in meant]
    return [v for v in made if is_syllable(v) and is_known(v)]


def _free(core: str, left: str, right: str) -> str | None:
    """The common word that a syllable without meaning of its own was read for."""
    other = _BOUND.get(core.lower()) or (_OF_A_LEVEL.get(core) if len(left) > 1 and left.isupper() else None)
    if other is None or is_word(left, core) or is_word(core, right):
        return None
    return other.upper() if core.isupper() else other.capitalize() if core[0].isupper() else other


def _known(core: str) -> str | None:
    """The one syllable of the language that a syllable which it does not have is a mark away from; names are left."""
    if not (core.islower() or (core.isupper() and not core.isascii())) or is_known(core):
        return None
    found = {v for v in variants(core) if is_known(v)}
    return found.pop() if len(found) == 1 else None
