"""Which legacy character set a text is in, told by how many of its words become Vietnamese syllables.

Only words with a letter beyond ASCII tell anything. A set is taken where nearly all of them become syllables, far more
than as the text stands, and where they are common in it: in Vietnamese most words bear a mark.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.read.charsets import LEGACY, UTF8_READ_AS_WESTERN, Charset
from pipeline.read.syllables import is_syllable

_SAMPLE = 50_000  # characters: some ten thousand words
_SURELY_UNICODE = re.compile("[ăđĩũơưĂĐĨŨƠƯẠ-ỹ]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# Letters and the symbols that stand for letters; general punctuation and the no-break space end a word.
_WORD = re.compile("[A-Za-z\u00a1-\u1fff\u2070-\U0010ffff]+")
_EDGE = "«»·°…“”‘’"
_VOWEL = re.compile("[aăâeêioôơuưyà-ãè-êìíò-õùúýĩũạ-ỹ\u00a1-\u00bf\ufffd]", re.IGNORECASE)

_LEAST_SHARE = 0.8  # of the telling words that are syllables; place names, abbreviations and slips are the rest
_LEAST_GAIN = 0.3  # over the text as it stands
_LEAST_TELLING = 0.2  # of all words
_LEAST_WORDS = 2  # different ones


class Evidence(NamedTuple):
    """Words seen: all, those that tell, and of these the syllables (each occurrence; and the different ones)."""

    words: int
    telling: int
    syllables: int
    different: int

    @property
    def share(self) -> float:
        return self.syllables / self.telling if self.telling else 0.0

    @property
    def net(self) -> int:
        return 2 * self.syllables - self.telling

    @property
    def is_vietnamese(self) -> bool:
        return (
            self.share >= _LEAST_SHARE
            and self.different >= _LEAST_WORDS
            and self.telling >= _LEAST_TELLING * self.words
        )


def weigh(text: str) -> Evidence:
    """How far a text is Vietnamese as it stands.

    >>> weigh("Kế hoạch số 5 của UBND").share, weigh("KÕ ho¹ch n¨m 2005").share
    (1.0, 0.0)
    """
    words = [w.strip(_EDGE) for w in _WORD.findall(text)]
    telling = [w for w in words if not w.isascii() and _VOWEL.search(w)]
    syllables = [w for w in telling if is_syllable(w)]
    return Evidence(len(words), len(telling), len(syllables), len(set(syllables)))


def convert_western(text: str) -> tuple[str, tuple[str, ...]] | None:
    """Legacy text of which every byte was read as windows-1252, with a note; None where no set explains it."""
    charset = _best(_sample(text), LEGACY)
    converted = charset.convert(text) if charset else None
    return (converted, (f"converted from {charset.name}",)) if charset and converted is not None else None


def convert_misread(text: str) -> tuple[str, tuple[str, ...]]:
    """Unicode text in NFC; lines of it that are legacy text taken for Western are converted, with a note.

    A line with a letter that only Vietnamese has is what it seems, and stays; so does text that no set explains.
    """
    if text.isascii():
        return text, ()
    lines = text.split("\n")
    doubtful = [k for k, line in enumerate(lines) if not _SURELY_UNICODE.search(line)]
    sample = _sample("\n".join(lines[k] for k in doubtful))
    as_it_stands = weigh(sample)
    if not as_it_stands.telling or as_it_stands.share >= 1 - _LEAST_GAIN:
        return text, ()
    charset = _best(sample, (*LEGACY, UTF8_READ_AS_WESTERN), as_it_stands.share + _LEAST_GAIN)
    if charset is None:
        return text, ()
    for k in doubtful:
        lines[k] = charset.convert(lines[k]) or lines[k]
    return "\n".join(lines), (f"converted from {charset.name}, which had been saved as if it were Western",)


def _sample(text: str) -> str:
    """A stretch from the line of the first character beyond ASCII, ending between words."""
    first = _BEYOND_ASCII.search(text)
    if first is None:
        return ""
    start = max(text.rfind("\n", 0, first.start()) + 1, first.start() - 1_000)
    end = text.rfind(" ", start, start + _SAMPLE) if len(text) > start + _SAMPLE else -1
    return text[start : end if end > start else start + _SAMPLE]


def _best(sample: str, charsets: tuple[Charset, ...], least_share: float = 0.0) -> Charset | None:
    best, most = None, 0
    for charset in charsets:
        converted = charset.convert(sample)
        found = weigh(converted) if converted is not None else None
        if found and found.is_vietnamese and found.share >= least_share and found.net > most:
            best, most = charset, found.net
    return best
