"""Syllables that the engine read in two pieces: a consonant that stands against the letters before it (`Hồn g`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.read.scan.handwriting import Marked
from pipeline.read.scan.tesseract import Recognized
from pipeline.read.syllables import is_syllable

_END = re.compile(r"(ng|nh|ch|[cghmnpt])[.,;:]?")
_AGAINST = 0.15  # of the height of the words: the blank between two words is a third and more


def rejoined(line: Sequence[Marked]) -> list[Marked]:
    """The words of a line, those that are one syllable joined, what was read kept."""
    out: list[Marked] = []
    for marked in line:
        if out and not (out[-1].why or marked.why) and _is_end(out[-1].word, marked.word):
            out.append(_joined(out.pop().word, marked.word))
        else:
            out.append(marked)
    return out


def _joined(first: Recognized, end: Recognized) -> Marked:
    top, bottom = min(first.top, end.top), max(first.bottom, end.bottom)
    sure = min(first.confidence, end.confidence)
    whole = replace(first, text=first.text + end.text, top=top, x1=end.x1, bottom=bottom, confidence=sure)
    return Marked(whole, f"{first.text} {end.text}", "no blank parts them, and together they are a syllable")


def _is_end(first: Recognized, end: Recognized) -> bool:
    found = _END.fullmatch(end.text)
    if not found or not 0 <= end.x0 - first.x1 <= _AGAINST * (first.bottom - first.top):
        return False
    return is_syllable(first.text) and is_syllable(first.text + found[1])
