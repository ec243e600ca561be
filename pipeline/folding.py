"""Words as a search compares them: without case, marks and, where the searcher types none, without accents."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

from models.errors import UsageError

_WORD = re.compile(r"[^\W_]{1,40}|%")
"""What is longer is no word; it is compared in pieces, so that none that is remembered is long."""
_ACCENTS = re.compile(r"[\u0300-\u036f]+")
_TONES = re.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
_D = str.maketrans("đ", "d")  # No normal form unfolds it.
_SYLLABLES = 20_000
"""Words whose foldings are remembered: the language has some seven thousand syllables."""


def fold(text: str) -> str:
    """The words without accents, one space between, before and after them.

    >>> fold("Số 108/KH-UBND, tỉnh Đắk Lắk: 80%")
    ' so 108 kh ubnd tinh dak lak 80 % '
    """
    return " ".join(["", *map(_plain, _words(text)), ""])


def accented(text: str) -> str:
    """The words with their accents, wherever in the syllable a tone is printed.

    >>> accented("Hoà") == accented("hòa") != accented("họa")
    True
    """
    return " ".join(["", *map(_tone_last, _words(text)), ""])


def both(text: str) -> tuple[list[str], list[str]]:
    """The words without accents and with them, in order: as `fold` and `accented` have them, in one pass.

    >>> both("Hoà Bình")[0]
    ['hoa', 'binh']
    """
    words = _words(text)
    return list(map(_plain, words)), list(map(_tone_last, words))


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFC", text.casefold()))


@lru_cache(_SYLLABLES)
def _plain(word: str) -> str:
    return _ACCENTS.sub("", unicodedata.normalize("NFD", word)).translate(_D)


@lru_cache(_SYLLABLES)
def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return unicodedata.normalize("NFC", _TONES.sub("", letters)) + "".join(_TONES.findall(letters))


@dataclass(frozen=True)
class Query:
    """What a person typed to search for: every piece between spaces must occur, in any order, as whole words."""

    pieces: tuple[str, ...]

    @classmethod
    def of(cls, typed: str) -> Query:
        """Raises UsageError where there is no word in it.

        >>> Query.of("thi đua 108/KH-UBND").patterns()
        ['% thi %', '% dua %', '% 108 kh ubnd %']
        """
        pieces = tuple(p for p in typed.split() if _WORD.search(p))
        if not pieces:
            raise UsageError(f"there is no word to search for in {typed!r}")
        return cls(pieces)

    @property
    def is_plain(self) -> bool:
        """Whether no accent is typed: then any accents will do."""
        return all(fold(p) == accented(p) for p in self.pieces)

    def patterns(self) -> list[str]:
        r"""One LIKE pattern (escape `\`) a piece, for a column that holds `fold` of a text."""
        return ["%" + fold(p).replace("%", r"\%") + "%" for p in self.pieces]

    def accepts(self, text: str, folded: str | None = None) -> bool:
        """Whether every piece occurs, those typed with accents with just those accents; `folded` is the text's `fold`,
        where that is at hand.

        >>> [Query.of(typed).accepts("Hòa Bình") for typed in ("hoa", "Hoà", "hoá")]
        [True, True, False]
        """
        plain = fold(text) if folded is None else folded
        if not all(wanted in plain for wanted, _ in self._folded):
            return False
        typed = [accents for wanted, accents in self._folded if wanted != accents]
        exact = accented(text) if typed else ""
        return all(accents in exact for accents in typed)

    @cached_property
    def _folded(self) -> tuple[tuple[str, str], ...]:
        """Each piece without accents, and as it was typed."""
        return tuple((fold(p), accented(p)) for p in self.pieces)
