"""Lines to paragraphs: by leading, indent, the room left at a line's end, size and alignment.

Nghị định 30/2020/NĐ-CP, Phụ lục I, II.4: paragraphs are justified, their first line is indented by 1 or 1.27 cm, and
they stand at least 6 points apart. Offices keep two of the three at most, so each is evidence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.measure import Measure

_STEP = 0.7  # of the type's size: lines that begin so far apart do not begin at one margin
_ENDED = re.compile(r"[.;:!?…]['\"”’)]*$")
_RULE = re.compile(r"[\W_]{3,}")
_RANGE = re.compile(r"[0-9]{4} [-–—] [0-9]{4}")  # of years, which a line's end may part
LABEL = re.compile(r"(?:[-–—•·+*▪]+|\(?[0-9IVXL]{1,4}(?:\.[0-9]{1,3}){0,4}[.)]|\(?[a-zđ][.)])$")


def paragraphs(lines: Sequence[SeenLine], measure: Measure, *, begun: bool = False) -> list[list[SeenLine]]:
    """The paragraphs of lines that stand one below the other across the page.

    `begun` tells that the first line goes on with a paragraph of the page before.
    """
    out: list[list[SeenLine]] = []
    for line in lines:
        so_far = [out[0][0], *out[0]] if begun and len(out) == 1 else out[-1] if out else []
        if so_far and goes_on(so_far, line, measure):
            out[-1].append(line)
        else:
            out.append([line])
    return out


def blocks(lines: Sequence[SeenLine]) -> list[list[SeenLine]]:
    """The lines of a column of the header or the closing, parted where room was left for a stamp or a signature."""
    out: list[list[SeenLine]] = []
    for line in lines:
        if out and line.top - out[-1][-1].bottom < 0.9 * line.size:
            out[-1].append(line)
        else:
            out.append([line])
    return out


def goes_on(paragraph: Sequence[SeenLine], line: SeenLine, measure: Measure) -> bool:
    """Whether a line goes on with the paragraph above it."""
    last = paragraph[-1]
    pitch = line.base - last.base
    if pitch > 1.45 * max(measure.leading, 0.9 * line.size) or _RULE.fullmatch(line.text) or _RULE.fullmatch(last.text):
        return False
    if measure.exact and abs(line.size - last.size) > 0.12 * measure.em:
        return False
    spaced = pitch > measure.leading + max(measure.leading * (0.1 if measure.exact else 0.25), 1.2)
    return _aligned(paragraph, line, measure, 0.0, measure, spaced=spaced)


def goes_on_over(paragraph: Sequence[SeenLine], line: SeenLine, measure: Measure, following: Measure) -> bool:
    """Whether the first line of a page goes on with the last paragraph of the page before."""
    if measure.exact and following.exact and abs(line.size - paragraph[-1].size) > 0.12 * measure.em:
        return False
    if _RULE.fullmatch(line.text) or _RULE.fullmatch(paragraph[-1].text):
        return False
    return _aligned(paragraph, line, measure, measure.left - following.left, following, spaced=False)


def is_footnote(paragraph: Sequence[SeenLine], measure: Measure) -> bool:
    """Whether a paragraph at the foot of a page is small type, as notes are set."""
    return measure.exact and all(line.size < 0.88 * measure.em for line in paragraph)


def _aligned(
    paragraph: Sequence[SeenLine], line: SeenLine, measure: Measure, shift: float, following: Measure, *, spaced: bool
) -> bool:
    """What the ends of the lines tell. `shift` brings a line of the following page under those of this."""
    last, step = paragraph[-1], _STEP * measure.em
    mid_sentence = line.text[:1].islower() and not _labelled(line) and not _ENDED.search(last.text)
    if _in_the_middle(last, line, measure, following) and not _flush(last, line, shift, measure):
        return _centred_alike(last, line, measure, following, mid_sentence=mid_sentence, spaced=spaced)
    if spaced and not mid_sentence:
        return False
    if _ranged_right(last, line, shift, measure):
        return last.bold == line.bold and not _labelled(line)
    if _ends_early(last, line, measure) and not mid_sentence:
        return False
    x0, first = line.x0 + shift, paragraph[0]
    if len(paragraph) > 1:
        margin = last.x0 if last.page in (line.page, first.page) else paragraph[-2].x0
        return abs(x0 - margin) <= step
    if x0 > first.x0 + step:
        return _hangs(first, line, x0, measure)
    if x0 < first.x0 - step:
        return True
    # Where both are indented: two paragraphs of one line each, or an indented block.
    close = measure.spaced and (last.page == line.page or not _ENDED.search(last.text))
    return mid_sentence or ((first.x0 <= measure.left + step or close) and not _opens(last, line, close=close))


def _centred_alike(
    last: SeenLine, line: SeenLine, measure: Measure, following: Measure, *, mid_sentence: bool, spaced: bool
) -> bool:
    """Whether two lines, at least one of them centred, are of one title, which may have a leading of its own.

    The type of a document and who issues it stand in capitals, what it is about does not (Nghị định 30/2020/NĐ-CP,
    Phụ lục I, II.5).
    """
    if _capital(last) != _capital(line) and any(c.isalpha() for c in line.text):
        return False
    both = _centred(last, measure) and _centred(line, following)
    widest = abs(last.middle - line.middle) < 0.5 * measure.em and not _labelled(last)
    wrapped = not _ENDED.search(last.text) and not _ends_early(last, line, measure)
    bracketed = last.text.startswith("(") and ")" not in last.text
    alike = (both or (widest and (line.bold or mid_sentence or bracketed))) and last.bold == line.bold
    labelled = _labelled(line) and not _RANGE.fullmatch(f"{last.text[-4:]} {line.text[:6]}")
    return alike and not labelled and (not spaced or wrapped or (both and mid_sentence))


def _capital(line: SeenLine) -> bool:
    return line.text == line.text.upper()


def _centred(line: SeenLine, measure: Measure) -> bool:
    apart = 1.5 * measure.em
    return (
        abs(line.middle - measure.middle) < 0.8 * measure.em
        and line.x0 > measure.left + apart
        and line.x1 < measure.right - apart
    )


def _in_the_middle(last: SeenLine, line: SeenLine, measure: Measure, following: Measure) -> bool:
    """Whether one of two lines is centred. Where the other is not, a line that begins at an indent of the text is in
    the middle by chance, as the lines of ragged text often are."""
    above, below = _centred(last, measure), _centred(line, following)
    if above and below:
        return True
    return (above and not _begins_usually(last, measure)) or (below and not _begins_usually(line, following))


def _begins_usually(line: SeenLine, measure: Measure) -> bool:
    near = (0.05 if measure.exact else 0.25) * measure.em
    return any(abs(line.x0 - start) <= near for start in measure.starts)


def _flush(last: SeenLine, line: SeenLine, shift: float, measure: Measure) -> bool:
    """Whether two lines begin at one place but do not end at one: no centred text does."""
    near = 0.2 * measure.em
    return abs(last.x0 - line.x0 - shift) < near and abs(last.x1 - line.x1 - shift) > 2 * near


def _ranged_right(last: SeenLine, line: SeenLine, shift: float, measure: Measure) -> bool:
    """Whether two lines end at the right margin and begin at no common place, well inside the page."""
    inside, near = measure.left + 4 * measure.em, 0.4 * measure.em
    apart = abs(last.x0 - line.x0 - shift) > near
    ends = abs(last.x1 - line.x1 - shift) < near and last.x1 > measure.right - near
    return apart and ends and min(last.x0, line.x0 + shift) > inside


def _ends_early(last: SeenLine, line: SeenLine, measure: Measure) -> bool:
    """Whether the next line's first word would have had room on the last."""
    word = line.words[0]
    return last.x1 + 0.25 * measure.em + (word.x1 - word.x0) + 0.4 * measure.em < measure.right


def _hangs(first: SeenLine, line: SeenLine, x0: float, measure: Measure) -> bool:
    """Whether a line stands under the words behind a label, or hangs as far in as an office lets lines hang where
    these words follow the label closely and their line is full and ends nothing."""
    if len(first.words) < 2 or not _labelled(first) or _heads(first, line):
        return False
    under = abs(first.words[1].x0 - x0) <= _STEP * measure.em
    return under or (x0 < first.x0 + 3 * measure.em and not _ENDED.search(first.text) and not _labelled(line))


def _heads(first: SeenLine, line: SeenLine) -> bool:
    """Whether a line that is bold throughout heads one that is not at all and opens with a capital."""
    return all(w.bold for w in first.words) and not any(w.bold for w in line.words) and line.text[:1].isupper()


def _opens(last: SeenLine, line: SeenLine, *, close: bool) -> bool:
    """Whether a line opens with a label. A dash does not where it stands close to a line that ends nothing: the names
    of offices have dashes in them."""
    return _labelled(line) and not (close and line.words[0].text in ("-", "–") and not _ENDED.search(last.text))


def _labelled(line: SeenLine) -> bool:
    return bool(LABEL.match(line.words[0].text))
