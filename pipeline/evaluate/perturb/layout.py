"""Faults of layout: lines wrapped, blank lines doubled or removed, decomposed letters."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from random import Random

from pipeline.evaluate.perturb.specimen import Line, Specimen


def hard_wrapped(specimen: Specimen, rng: Random) -> Specimen:
    """Every paragraph, heading and bold run broken at a width of 50 to 100 columns, as fixed-width text is."""
    width = rng.randint(50, 100)
    return specimen.each_line(lambda line: line.with_whole(_wrapped(line.whole, width)))


def _wrapped(text: str, width: int) -> str:
    """Spaces turned to line ends, greedily, so that no line is longer than `width` where a space allows.

    >>> _wrapped("ab cd ef", 5)
    'ab cd\\nef'
    """
    out, start, space = list(text), 0, -1
    for k, letter in enumerate(text):
        if letter == " " and text[start:k].strip():
            space = k
        if k - start >= width and space > start:
            out[space] = "\n"
            start, space = space + 1, -1
    return "".join(out)


def decomposed(specimen: Specimen, _rng: Random) -> Specimen:
    """Letters and accents as separate characters (NFD). The gold keeps its values: they are the same text."""

    def change(line: Line) -> Line:
        before, text, after = (unicodedata.normalize("NFD", part) for part in (line.before, line.text, line.after))
        return replace(line, before=before, text=text, after=after)

    noise = [unicodedata.normalize("NFD", scrap) for scrap in specimen.gold["noise"]]
    return replace(specimen.each_line(change), gold={**specimen.gold, "noise": noise})


def blanks_doubled(specimen: Specimen, _rng: Random) -> Specimen:
    return specimen.each_line(lambda line: replace(line, blanks=2 * line.blanks))


def blanks_removed(specimen: Specimen, _rng: Random) -> Specimen:
    return specimen.each_line(lambda line: replace(line, blanks=0))
