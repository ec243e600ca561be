"""What the engine reads where nothing is written: specks, strokes of a signature, the shadow of the paper's edge."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.read.scan.tesseract import Recognized
from pipeline.read.syllables import is_syllable

_EDGE = 0.028  # share of the page's width: 6 mm of A4; Nghị định 30/2020 leaves 15 mm and more
_SURE = 0.9
_UNSURE, _GUESSED = 0.5, 0.3
_FEWEST = 5
_PICTURE = 0.35
_STROKES = re.compile(r"[=~_|¬—]+")  # of a line that has nothing else: a rule, or a number that was not read


def without_scraps(words: Sequence[Recognized], width: int) -> list[Recognized]:
    """The words that are writing; none at all where so few are that the page must be a picture."""
    alone = {
        line
        for line, of_it in groupby(words, key=lambda w: w.line)
        if _STROKES.fullmatch("".join(w.text for w in of_it))
    }
    kept = [
        w for k, w in enumerate(words) if w.line not in alone and (not _is_scrap(w, width) or _may_be_label(words, k))
    ]
    return [] if _of_a_picture(kept) else kept


def _may_be_label(words: Sequence[Recognized], k: int) -> bool:
    """Whether it stands where a label does, closes as one and is followed by a word: `€)` for `c)`."""
    word, opens = words[k], not k or words[k - 1].line != words[k].line
    follows = k + 1 < len(words) and words[k + 1].line == word.line and words[k + 1].confidence >= _UNSURE
    return opens and follows and len(word.text) == 2 and word.text[1] in ").," and not word.text[0].isspace()


def _is_scrap(word: Recognized, width: int) -> bool:
    letters = sum(map(str.isalnum, word.text))
    middle = (word.x0 + word.x1) / 2 / width
    if not _EDGE < middle < 1 - _EDGE and len(word.text) <= 2 and word.confidence < _SURE:
        return True
    return (not letters and word.confidence < _UNSURE) or (letters <= 1 and word.confidence < _GUESSED)


def _of_a_picture(words: Sequence[Recognized]) -> bool:
    """Whether too little of it can be language: the engine reads letters into leaves and fur, but hardly words."""
    if not words:
        return True
    worded = [w for w in words if len(w.text) > 1 and w.confidence >= _UNSURE and (_reads(w.text))]
    return (len(worded) < _FEWEST and len(worded) < _PICTURE * len(words)) or len(worded) < 0.15 * len(words)


def _reads(text: str) -> bool:
    bare = text.strip(".,;:!?()[]“”\"'-–/")
    return is_syllable(bare) or bare.isdigit() or (bare.isalpha() and bare.isascii() and len(bare) > 2)
