"""How good the text of a text layer is, from the text alone: is it Vietnamese, or at least some language."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.read.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_TONED = re.compile("[À-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
# Private Use letters, lost characters, controls: what a font without a map to Unicode gives.
_UNMAPPED = re.compile("[\ue000-\uf8ff\ufffd\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x9f]")
# Letters that no Vietnamese or European office writes inside a Latin word; Greek is left out for its symbols.
_FOREIGN = "\u0400-\u058f\u0590-\u1cff\ua000-\udfff"
_MIXED = re.compile(f"[A-Za-zÀ-ỹ][{_FOREIGN}]|[{_FOREIGN}][A-Za-zÀ-ỹ]")
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "in",
        "is",
        "are",
        "for",
        "that",
        "with",
        "on",
        "by",
        "as",
        "at",
        "this",
        "from",
        "or",
        "be",
        "an",
        "was",
    ]
)
_FRENCH = frozenset(
    [
        "le",
        "la",
        "les",
        "de",
        "des",
        "du",
        "et",
        "en",
        "un",
        "une",
        "dans",
        "pour",
        "que",
        "qui",
        "par",
        "sur",
        "au",
        "aux",
        "est",
    ]
)

_ENOUGH = 20  # words below which shares say nothing
_BROKEN_SHARE = 0.02  # of unmapped characters, or of words of two scripts
_FEW_VALID = 0.5  # good layers lie above 0.9; a broken map below 0.35; tables of codes and names between
_FOREIGN_WORDS = 0.15  # share of function words in any text of a European language


class LayerQuality(NamedTuple):
    """What a layer's text shows: `broken` says what is wrong with it whatever stands behind it on the page, `doubtful`
    what is wrong if it was recognised from a picture; `figures` is the evidence, `valid` the share of syllables."""

    valid: float
    figures: str
    broken: str | None = None
    doubtful: str | None = None


def quality_of(text: str) -> LayerQuality:
    """The quality of a layer's text.

    >>> quality_of("Căn cứ Luật Thi đua, Khen thưởng").figures
    '100% Vietnamese syllables'
    """
    # Acronyms and codes (UBND, QĐ) are no syllables in any text, and single letters are labels.
    words = [w for w in _WORD.findall(text) if len(w) > 1 and not (w.isupper() and not is_syllable(w))]
    valid = sum(map(is_syllable, words)) / len(words) if words else 1.0
    figures = f"{valid:.0%} Vietnamese syllables"
    broken = _unmapped(text) or _mixed(text, words) or _no_language(words, valid)
    return LayerQuality(valid, figures, broken, None if broken else _without_diacritics(words, valid))


def _unmapped(text: str) -> str | None:
    share = len(_UNMAPPED.findall(text)) / max(len(text), 1)
    return f"{share:.0%} of its characters have no Unicode value" if share > _BROKEN_SHARE else None


def _mixed(text: str, words: list[str]) -> str | None:
    share = len(_MIXED.findall(text)) / max(len(words), 1)
    return f"letters of two scripts in {share:.0%} of its words" if share > _BROKEN_SHARE else None


def _no_language(words: list[str], valid: float) -> str | None:
    """Words of no language: a map to the wrong letters. Another language is told by its function words; names and
    codes alone, as in tables, by standing in plain letters."""
    if len(words) < _ENOUGH or valid >= _FEW_VALID or _european(words):
        return None
    strange = [w for w in words if not is_syllable(w) and (_TONED.search(w) or not _pronounceable(w))]
    share = len(strange) / len(words)
    if share < 0.25:
        return None
    return f"only {valid:.0%} Vietnamese syllables, and {share:.0%} of its words are of no language"


def _without_diacritics(words: list[str], valid: float) -> str | None:
    """Vietnamese as an OCR engine for English leaves it: its syllables without their marks."""
    if len(words) < _ENOUGH or _european(words):
        return None
    toned = sum(1 for w in words if _TONED.search(w)) / len(words)
    if toned < 0.3:
        return f"only {toned:.0%} of its words bear a Vietnamese mark"
    if valid < 0.8:
        return f"only {valid:.0%} Vietnamese syllables"
    return None


def _european(words: list[str]) -> bool:
    small = [w.lower() for w in words]
    return any(sum(w in known for w in small) / len(small) >= _FOREIGN_WORDS for known in (_ENGLISH, _FRENCH))


def _pronounceable(word: str) -> bool:
    """Whether it has a vowel, no four consonants in a row and no capital after a small letter."""
    small = word.lower()
    return bool(re.search("[aeiouy]", small)) and not re.search("[b-df-hj-np-tv-xz]{5}|[a-z][A-Z]", word)
