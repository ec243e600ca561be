"""Faults of layout: lines wrapped, blank lines doubled or removed, decomposed letters."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from random import Random

from pipeline.evaluate.perturb.specimen import Line, Specimen


def hard_wrapped(specimen: Specimen, rng: Random) -> Specimen:
    """Every paragraph, heading and bold run broken at a width of 50 to 100 columns, as fixed-width text is.

    Half the seeds also break after a hyphen inside a word (`QĐ-` `TTg`), as many programs do.
    """
    width, at_hyphens = rng.randint(50, 100), rng.random() < 0.5

    def change(line: Line) -> Line:
        if line.whole.lstrip().startswith("|"):
            return line  # A row of a table is no paragraph.
        return _rejoined(line, _wrapped(line.whole, width, at_hyphens=at_hyphens))

    return specimen.each_line(change)


def _wrapped(text: str, width: int, *, at_hyphens: bool = False) -> str:
    """Line ends in place of spaces (and behind hyphens), greedily: no line is longer where a break allows.

    >>> _wrapped("ab cd ef", 5)
    'ab cd\\nef'
    >>> _wrapped("số 733/QĐ-TTg", 10, at_hyphens=True)
    'số 733/QĐ-\\nTTg'
    """
    breaks = _BREAK_OR_HYPHEN if at_hyphens else _BREAK
    out: list[str] = []
    start = last = 0
    for chance in (*breaks.finditer(text), None):
        end = chance.start() if chance else len(text)
        if end - start > width and last > start:
            out.append(text[start:last].rstrip(" ") + "\n")
            start = last
        last = chance.end() if chance else last
    return "".join([*out, text[start:]])


# A single space between words; the place behind a hyphen between two letters.
_BREAK = re.compile(r"(?<=\S) (?=\S)")
_BREAK_OR_HYPHEN = re.compile(r"(?<=\S) (?=\S)|(?<=[^\W\d]-)(?=[^\W\d])")


def _rejoined(line: Line, wrapped: str) -> Line:
    """The wrapped line in its three parts: each keeps its characters, and the line ends between them."""
    ends, at = [], 0
    for part in (line.before, line.text):
        for letter in part:
            at += 1 if wrapped[at] == letter or letter == " " else 2
        ends.append(at)
    return replace(line, before=wrapped[: ends[0]], text=wrapped[ends[0] : ends[1]], after=wrapped[ends[1] :])


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
