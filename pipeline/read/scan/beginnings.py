"""The marks and labels that open lines, read from the ink where the engine is no sure witness of them.

The engine leaves out a dash or a plus, gives another sign for it, joins a label to the word behind it, and reads the
serifs of Roman numbers as letters. The outline hangs on these few signs; each has a plain shape of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.read.scan.handwriting import Marked
from pipeline.read.scan.ink import Blot, Footing, Ink
from pipeline.read.scan.strokes import roman
from pipeline.read.scan.tesseract import Recognized

_DASHES = frozenset("-–—")
_KNOWN_CONFIDENCE = 0.9  # of a sign that its shape tells
# Distances in heights of the line's letters. A mark stands before its paragraph's first word, and little else does.
_NEAR, _FAR = 0.2, 2.2
_ALONE = 0.8
_GAP = 0.22  # between a label and its paragraph; letters of one word stand nearer
_JOINED = re.compile(r"([IVXHL1l|]{1,5}[.,]|\d{1,2}[.,)]|[a-zđ][.)])(?=[^\W\d_]{2,}[,:;]?$)(?=[^\Wa-z\d_])(.+)")
_ROMAN_LIKE = re.compile(r"[_~'‘]?(?=.*[IVXHLU])[IVXHLU1l|!]{1,6}[.,]")
_NUMBERED = re.compile(r"\d{1,2}(\.\d{1,2}){0,3},")


def set_beginnings(lines: Sequence[Sequence[Marked]], ink: Ink) -> list[list[Marked]]:
    """The lines, their first words as the ink shows them; what was changed has its reason."""
    return [_begun(list(line), ink) for line in lines]


def _begun(line: list[Marked], ink: Ink) -> list[Marked]:
    footing = ink.footing([m.word for m in line])
    if footing is None:
        return line
    line = _parted(line, ink, footing)
    lead = next((k for k, m in enumerate(line) if any(map(str.isalnum, m.word.text))), len(line))
    if lead == len(line):
        return line
    marks = [_mark(m, ink, footing) for m in line[:lead]]
    first = _label(line[lead], ink, footing) if lead + 1 < len(line) else line[lead]
    found = _lost((marks or [first])[0].word, first.word, ink, footing)
    return [*found, *marks, first, *line[lead + 1 :]]


def _mark(marked: Marked, ink: Ink, footing: Footing) -> Marked:
    """A sign before the first word, as its shape shows it."""
    word, reach = marked.word, 0.15 * footing.height
    blots = ink.within(word.x0 - reach, footing.base - 1.5 * footing.height, word.x1 + reach, footing.base)
    shapes = {shape for b in blots if (shape := "*" if is_star(b, footing) else shape_of(b, footing))}
    if len(shapes) != 1 or len(word.text) > 3:
        return marked
    (shape,) = shapes
    if word.text == shape or (shape == "-" and word.text in _DASHES):
        return marked
    return _changed(marked, shape, f"“{word.text}” has the shape of “{shape}”")


def _lost(leftmost: Recognized, first: Recognized, ink: Ink, footing: Footing) -> list[Marked]:
    """The marks that stand before a line and were not read: each alone there, before a word that may open a list."""
    opening = first.text.lstrip("“\"'(")[:1]
    if not (opening.isupper() or opening.isdigit()):
        return []
    found: list[Marked] = []
    while len(found) < 2 and (blot := _before(leftmost, ink, footing)):
        shape = shape_of(blot, footing)
        if not shape:
            break
        leftmost = Recognized(shape, blot.x0, blot.top, blot.x1, blot.bottom, _KNOWN_CONFIDENCE, first.line)
        found.insert(0, Marked(leftmost, "", f"not read; a “{shape}” stands before the line"))
    return found


def _before(word: Recognized, ink: Ink, footing: Footing) -> Blot | None:
    """The nearest blot in the blank before a word; None where there is nothing, or more than marks."""
    high = footing.height
    top, bottom = footing.base - 1.6 * high, footing.base + 0.5 * high
    beside = [b for b in ink.within(word.x0 - (_FAR + 1) * high, top, word.x0, bottom) if not _is_dust(b, footing)]
    if not beside or not word.x0 - _FAR * high < beside[-1].x1 <= word.x0 - _NEAR * high:
        return None
    nearest = beside[-1]
    others = [b for b in beside[:-1] if b.x1 > nearest.x0 - _ALONE * high]
    return nearest if all(shape_of(b, footing) for b in others) else None


def _is_dust(blot: Blot, footing: Footing) -> bool:
    return max(blot.width, blot.height) < 0.2 * footing.height


def shape_of(blot: Blot, footing: Footing) -> str | None:
    """`-` or `+` where a blot has the shape of one, at its height over the line's foot; None for all else."""
    wide, high = blot.width / footing.height, blot.height / footing.height
    middle = (footing.base - (blot.top + blot.bottom) / 2) / footing.height
    filled = float(blot.points.mean())
    if 0.28 <= wide <= 1.6 and high <= 0.3 and wide >= 1.6 * high and 0.2 <= middle <= 0.72 and filled >= 0.6:
        return "-"
    alike = 0.7 <= wide / max(high, 0.01) <= 1.4
    if 0.4 <= wide <= 1.15 and alike and 0.35 <= middle <= 0.85 and filled <= 0.5 and _is_cross(blot):
        return "+"
    return None


def is_star(blot: Blot, footing: Footing) -> bool:
    """Whether a blot has the shape of a `*`: as high as wide, in the upper half of the line, its rays about a full
    middle. Only a sign that the engine saw is told so: dirt may look alike."""
    wide, high = blot.width / footing.height, blot.height / footing.height
    middle = (footing.base - (blot.top + blot.bottom) / 2) / footing.height
    placed = 0.4 <= wide <= 0.95 and 0.75 <= wide / max(high, 0.01) <= 1.35 and 0.72 <= middle <= 1.25
    if not placed or not 0.35 <= float(blot.points.mean()) <= 0.7:
        return False
    down, across = blot.height // 2, blot.width // 2
    heart = blot.points[max(down - 1, 0) : down + 2, max(across - 1, 0) : across + 2]
    return float(heart.mean()) >= 0.85 and (middle > 0.9 or not _is_cross(blot))  # a plus stands lower


def _is_cross(blot: Blot) -> bool:
    """Whether a bar goes across the middle and one down it, and the four corners are blank."""
    rows, columns = blot.points.mean(axis=1), blot.points.mean(axis=0)
    inner = slice(len(rows) // 4, len(rows) - len(rows) // 4)
    across = slice(len(columns) // 4, len(columns) - len(columns) // 4)
    if rows[inner].max() < 0.85 or columns[across].max() < 0.85:
        return False
    third, side = max(blot.height // 3, 1), max(blot.width // 3, 1)
    corners = [
        blot.points[y, x] for y in (slice(third), slice(-third, None)) for x in (slice(side), slice(-side, None))
    ]
    return max(float(np.mean(corner)) for corner in corners) <= 0.2


def _parted(line: list[Marked], ink: Ink, footing: Footing) -> list[Marked]:
    """The line with a label that was joined to its first word parted from it, where the ink shows the space."""
    word = line[0].word
    found = _JOINED.fullmatch(word.text)
    if found is None or line[0].why:
        return line
    dot = _closing_dot(word, ink, footing)
    rest = [b for b in _letters(word, ink, footing) if dot and b.x0 >= dot.x1]
    if not dot or not rest or rest[0].x0 - dot.x1 < _GAP * footing.height:
        return line
    why = "a space stands between label and word"
    label = replace(word, text=found[1], x1=dot.x1)
    behind = replace(word, text=found[2], x0=rest[0].x0)
    return [Marked(label, word.text, why), Marked(behind, word.text, why), *line[1:]]


def _label(marked: Marked, ink: Ink, footing: Footing) -> Marked:
    """The label of a line as its ink shows it: the number of a Roman one, the dot of one that is read with a comma."""
    word = marked.word
    if _NUMBERED.fullmatch(word.text):
        if _closing_dot(word, ink, footing, last=True):
            return _changed(marked, word.text[:-1] + ".", "a dot closes the label, no comma")
        return marked
    if not _ROMAN_LIKE.fullmatch(word.text):
        return marked
    dot = _closing_dot(word, ink, footing)
    # The arm of a V may reach over the dot.
    letters = [b for b in _letters(word, ink, footing) if dot and b.x0 + b.x1 < 2 * dot.x0]
    number = roman(_together(letters)) if letters else None
    if number is None or (number == "I" and letters[-1].x1 - letters[0].x0 > 0.6 * footing.height):
        return marked
    after = f"{number}."
    return (
        marked
        if after == word.text
        else _changed(marked, after, f"the strokes of “{word.text}” are those of “{after}”")
    )


def _letters(word: Recognized, ink: Ink, footing: Footing) -> list[Blot]:
    """The blots of a word that are as high as letters."""
    high = footing.height
    blots = ink.within(word.x0 - 0.2 * high, footing.base - 1.3 * high, word.x1 + 0.2 * high, footing.base + 0.3 * high)
    return [b for b in blots if b.height >= 0.6 * high]


def _closing_dot(word: Recognized, ink: Ink, footing: Footing, *, last: bool = False) -> Blot | None:
    """The first dot on the line's foot within a word; where it is a label alone, what ends it, if that is a dot."""
    high = footing.height
    blots = ink.within(word.x0, footing.base - 0.5 * high, word.x1 + 0.3 * high, footing.base + 0.3 * high)
    if last:
        blots = [b for b in blots if b.height >= 0.1 * high][-1:]
    return next((b for b in blots if _is_dot(b, footing)), None)


def _is_dot(blot: Blot, footing: Footing) -> bool:
    round_ = 0.6 <= blot.width / blot.height <= 1.7
    return (
        round_
        and 0.1 <= blot.height / footing.height <= 0.36
        and abs(blot.bottom - footing.base) <= 0.15 * footing.height
    )


def _together(blots: Sequence[Blot]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """The ink of several blots in the box that holds them."""
    x0, top = min(b.x0 for b in blots), min(b.top for b in blots)
    x1, bottom = max(b.x1 for b in blots), max(b.bottom for b in blots)
    points = np.zeros((bottom - top, x1 - x0), dtype=np.bool_)
    for b in blots:
        points[b.top - top : b.bottom - top, b.x0 - x0 : b.x1 - x0] |= b.points
    return points


def _changed(marked: Marked, text: str, why: str) -> Marked:
    raw = marked.word.text if marked.raw is None else marked.raw
    return Marked(replace(marked.word, text=text), raw, why)
