"""Which words begin so, when a tone is kept at the end of its syllable."""

from __future__ import annotations

_TONES = "\u0300\u0301\u0303\u0309\u0323"


def letters(beginning: str) -> str:
    """A beginning without the tone of its last syllable: the letters that all words share which begin so."""
    return beginning.rstrip(_TONES)


def begins(word: str, beginning: str) -> bool:
    """Whether a word (its syllables joined by `_`) begins so. A tone counts only where one was typed.

    Both are spelt as `accented` spells them, or without accents.

    >>> begins("thương\u0309", "thươ\u0309"), begins("thương\u0309", "thươ"), begins("dua", "đu")
    (True, True, False)
    """
    *before, last = beginning.split("_")
    syllables = word.split("_")
    if len(syllables) <= len(before) or syllables[: len(before)] != before:
        return False
    syllable = syllables[len(before)]
    tone = last[len(letters(last)) :]
    return syllable.startswith(letters(last)) and (not tone or syllable.endswith(tone))
