"""Which differences between two readings of a text are the reader's: letters that OCR takes for others, scraps that it
reads into a line. Digits that were read surely are never excused; of words that were, only accents and letters that
print alike are.

The thresholds were chosen on scans of 15 plans, four of each at three levels of damage, against the DOCX that each was
printed from, and against 1,190 DOCX in which one thing was changed. With the usual damage each of the 30 scans is the
same as its DOCX, and of the changes 98 % are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

from pipeline.folding import fold
from pipeline.read.syllables import is_syllable
from pipeline.store.wording import ASIDE, CERTAIN, Content

SURE_NUMBER = 80
"""Of 100: a number read less surely may be any other."""

SURE_NUMERAL = 90
"""Of 100: a Roman numeral read less surely may be another; worn strokes vanish."""

SURE_WORD = 80
"""Of 100: a word read less surely may be a similar one."""

SURE_LETTER = 92
"""Of 100: in a word read less surely one letter may be another."""

LONG = 3
"""Letters of a word in which two that print alike are taken for each other however sure the reading was."""

GUESS = 50
"""Of 100: a word read less surely may be any other, or none."""

SIMILAR = 0.6
"""Share of letters that a misread word has in common with the right one, accents aside."""

_NUMBER = re.compile(r"\d|^[ivx]+$")
_ROMAN = re.compile(r"[ivx]{1,6}")
_PRINTED_ALIKE = ({"b", "h"}, {"v", "y"}, {"m", "n"}, {"n", "u"}, {"c", "e"}, {"r", "t"})
_LOOKALIKE = str.maketrans({"1": "i", "l": "i", "0": "o"})
_THOUSANDS = re.compile(r"\d{3}")


class Piece(NamedTuple):
    """Words that stand together on one side of a difference."""

    words: tuple[str, ...] = ()
    sureness: bytes = b""

    @classmethod
    def of(cls, content: Content, place: range, *, aside: bool = False) -> Piece:
        """The words of the text in a stretch of a content; with `aside` its labels and noise too."""
        kept = [k for k in place if aside or content.kinds[k] != ASIDE]
        return cls(tuple(content.words[k] for k in kept), bytes(content.sureness[k] for k in kept))

    def each(self) -> list[Piece]:
        return [Piece((word,), bytes([sure])) for word, sure in zip(self.words, self.sureness, strict=True)]

    def parts(self, size: int) -> Iterator[Piece]:
        """The stretches of `size` words, and of one less or more; the whole where it is shorter."""
        yield self
        for length in (size, size - 1, size + 1):
            if 0 < length < len(self.words):
                for k in range(len(self.words) - length + 1):
                    yield Piece(self.words[k : k + length], self.sureness[k : k + length])

    @property
    def sure_words(self) -> list[str]:
        return [word for word, sure in zip(self.words, self.sureness, strict=True) if sure >= SURE_WORD]

    @property
    def least(self) -> int:
        return min(self.sureness, default=CERTAIN)


def joined(words: Sequence[str]) -> str:
    """The words without the spaces between them, save between digits, where a space tells `3 0` from `30`; a group of
    three digits goes on the one before it.

    >>> joined(["phát", "huy"]), joined(["1", "5"]), joined(["1", "200"])
    ('pháthuy', '1 5', '1200')
    """
    out: list[str] = []
    for word in words:
        apart = out and out[-1][-1].isdecimal() and word[0].isdecimal() and not _THOUSANDS.fullmatch(word)
        out += [" ", word] if apart else [word]
    return "".join(out)


def excuse(one: Piece, other: Piece) -> str | None:
    """Why a difference, of which OCR read a side, is the reader's and not the text's; None where it is the text's."""
    if not one.words or not other.words:
        return _scrap(one if one.words else other)
    if shape(one.words) == shape(other.words):
        return "accents"
    if len(one.words) == len(other.words) > 1:
        reasons = [excuse(a, b) for a, b in zip(one.each(), other.each(), strict=True) if a.words != b.words]
        if all(reasons):
            return reasons[0]
    if any(map(is_number, (*one.words, *other.words))):
        return _number(one, other)
    return _letters(one, other)


def _number(one: Piece, other: Piece) -> str | None:
    strokes = _strokes(one.words), _strokes(other.words)
    figures = digits(one.words), digits(other.words)
    if strokes[0] == strokes[1] or (figures[0] == figures[1] != "" and Levenshtein.distance(*strokes) == 1):
        return "strokes"
    least = min(one.least, other.least)
    if all(map(_ROMAN.fullmatch, strokes)):
        return "unsure number" if least < SURE_NUMERAL else None
    if least < SURE_NUMBER and _beside_numbers(one, other):
        return "unsure number"
    return "unsure" if least < GUESS and len(one.words) == len(other.words) == 1 else None


def _beside_numbers(one: Piece, other: Piece) -> bool:
    """Whether both have numbers, and the words beside these are alike."""
    words = [[word for word in piece.words if not is_number(word)] for piece in (one, other)]
    if not all(len(said) < len(piece.words) for said, piece in zip(words, (one, other), strict=True)):
        return False
    return Levenshtein.normalized_similarity(*map(shape, words)) >= SIMILAR


def _letters(one: Piece, other: Piece) -> str | None:
    least, shapes = min(one.least, other.least), (shape(one.words), shape(other.words))
    if Levenshtein.distance(*shapes) == 1 and (least < SURE_LETTER or _lookalikes(*shapes)):
        return "letter"
    likeness = Levenshtein.normalized_similarity(*shapes)
    if likeness >= SIMILAR and (least < SURE_WORD or not (_spelt(one) and _spelt(other))):
        return "letters"
    return "unsure" if least < GUESS and likeness >= SIMILAR / 2 else None


def _lookalikes(one: str, other: str) -> bool:
    """Whether two words are one but for two letters that print alike."""
    differ = [{a, b} for a, b in zip(one, other, strict=False) if a != b]
    return len(one) == len(other) >= LONG and len(differ) == 1 and differ[0] in _PRINTED_ALIKE


def _scrap(piece: Piece) -> str | None:
    """What only OCR has: unsure words, or one character alone."""
    if CERTAIN in piece.sureness:
        return None
    if len(piece.words) == 1 and len(piece.words[0]) == 1:
        return "scrap"
    return "scrap" if max(piece.sureness) < SURE_WORD else None


def _spelt(piece: Piece) -> bool:
    """Whether what OCR read are words at all."""
    return all(sure == CERTAIN or is_syllable(word) for word, sure in zip(piece.words, piece.sureness, strict=True))


def shape(words: Sequence[str]) -> str:
    """The letters as a worn copy shows them: without spaces and accents, `1`, `l` and `I` alike."""
    return "".join(map(_outline, words))


@lru_cache(20_000)
def _outline(word: str) -> str:
    return (fold(word).replace(" ", "") or word).translate(_LOOKALIKE)


def is_number(word: str) -> bool:
    """Whether it has a digit, or is a Roman numeral.

    >>> [is_number(word) for word in ("2017", "iv", "và")]
    [True, True, False]
    """
    return _NUMBER.search(word) is not None


def digits(words: Sequence[str]) -> str:
    """The digits alone."""
    return "".join(c for word in words for c in word if c.isdecimal())


def _strokes(words: Sequence[str]) -> str:
    """A numeral by its strokes: `II` runs together to an `H`, `%` to a `9`."""
    return shape(words).replace("h", "ii").replace("%", "9")
