"""Words in boxes to lines: what stands side by side at one height, from left to right.

A line of a scan is not quite level and the boxes of OCR are as high as their letters: words share a line where they
overlap in height, not where they agree on a baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import inf
from statistics import median

from pipeline.read.paged.page import SeenWord

BREAK = 0.7  # of the size of the type: a gap no space in unjustified text has
_OVERLAP = 0.5  # of the lower one's height


class SeenLine:
    """Words side by side on one line of a page, from left to right; not changed once made."""

    __slots__ = ("base", "bold", "bottom", "page", "size", "text", "top", "words", "x0", "x1")

    x0: float
    top: float
    x1: float
    bottom: float
    base: float
    """A height that lines of one leading keep: near the lower end of the letters."""
    size: float
    """Points of the type, guessed from the height of the words where it is not known."""
    bold: bool
    """Whether most of its letters are."""

    def __init__(self, words: list[SeenWord], page: int) -> None:
        texts, x0, top, x1, bottom, _, sizes, bold, *_ = zip(*words, strict=True)
        self.words, self.page = words, page
        self.text = " ".join(texts)
        self.x0, self.top, self.x1, self.bottom = x0[0], min(top), max(x1), max(bottom)
        self.base = _base(bottom, exact=bool(sizes[0]))
        self.size = type_size(words)
        self.bold = True in bold and 2 * sum([len(w.text) for w in words if w.bold]) > sum(map(len, texts))

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


def _base(bottoms: tuple[float, ...], *, exact: bool) -> float:
    """A text layer has one baseline for all words of a size. Of OCR's boxes, only words with a descender or a dot below
    reach it; nearly every line has some."""
    ordered = sorted(bottoms)
    return ordered[len(ordered) // 2] if exact else ordered[int(0.8 * (len(ordered) - 1) + 0.5)]


def type_size(words: Sequence[SeenWord]) -> float:
    """Points of the type of most words."""
    if words[0].size is not None:
        sizes = sorted([w.size or 0.0 for w in words])
        return sizes[len(sizes) // 2]
    # A box of OCR reaches from the top of an accent or a capital to a descender in the words that have both.
    heights = sorted([w.bottom - w.top for w in words])
    return 0.95 * heights[int(0.8 * (len(heights) - 1) + 0.5)]


def runs_of(words: Iterable[SeenWord], page: int) -> list[SeenLine]:
    """Words that follow each other in the source and on the line without a wide gap."""
    out: list[SeenLine] = []
    run: list[SeenWord] = []
    for word in words:
        if run and not _follow(run[-1], word):
            out.append(SeenLine(run, page))
            run = []
        run.append(word)
    if run:
        out.append(SeenLine(run, page))
    return out


def _follow(last: SeenWord, word: SeenWord) -> bool:
    """Whether a word goes on with the run of the word before it."""
    _, x0, top, _, bottom, _, size, _, upright, _, _ = word
    _, _, last_top, last_x1, last_bottom, _, last_size, _, last_upright, _, _ = last
    if not (upright and last_upright):
        return upright == last_upright
    if top == last_top and size == last_size and bottom == last_bottom:  # as in a text layer
        em = size or bottom - top
    else:
        height = min(last_bottom - last_top, bottom - top)
        if min(last_bottom, bottom) - max(last_top, top) <= _OVERLAP * height:
            return False
        em = max(last_size or 0.0, size or 0.0) or max(last_bottom - last_top, bottom - top)
    return -0.5 * em <= x0 - last_x1 <= BREAK * em


def rows_of(runs: Sequence[SeenLine]) -> list[SeenLine]:
    """Runs at one height put together, whatever lies between them, from the top of the page to its bottom."""
    open_rows: list[list[SeenLine]] = []
    closed: list[list[SeenLine]] = []
    lowest = -inf
    for run in sorted(runs, key=lambda r: r.top + r.bottom):
        if run.top > lowest:
            closed += open_rows
            open_rows = []
        lowest = max(lowest, run.bottom)
        best, most = None, _OVERLAP
        for row in open_rows[:]:
            if max([r.bottom for r in row]) < run.top:
                open_rows.remove(row)
                closed.append(row)
                continue
            share = max([_overlap(row_run, run) for row_run in row])
            if share > most and not any(_collide(row_run, run) for row_run in row):
                best, most = row, share
        if best is None:
            open_rows.append([run])
        else:
            best.append(run)
    return sorted((_row(r) for r in closed + open_rows), key=lambda r: (r.base, r.x0))


def _overlap(a: SeenLine, b: SeenLine) -> float:
    lower = min(a.bottom - a.top, b.bottom - b.top)
    return (min(a.bottom, b.bottom) - max(a.top, b.top)) / lower if lower > 0 else 0.0


def _collide(a: SeenLine, b: SeenLine) -> bool:
    """Whether words of two runs stand in one place of the line."""
    if a.x1 <= b.x0 + 0.5 or b.x1 <= a.x0 + 0.5:
        return False
    return any(
        min(v.x1, w.x1) - max(v.x0, w.x0) > 0.3 * min(v.x1 - v.x0, w.x1 - w.x0) for v in a.words for w in b.words
    )


def _row(runs: list[SeenLine]) -> SeenLine:
    if len(runs) == 1:
        return runs[0]
    return SeenLine(sorted((w for r in runs for w in r.words), key=lambda w: w.x0), runs[0].page)


def gaps_of(line: SeenLine) -> list[tuple[float, float]]:
    """The stretches between the words of a line, each from its left end to its right."""
    return [(a.x1, b.x0) for a, b in zip(line.words, line.words[1:], strict=False)]


def usual_gap(line: SeenLine) -> float:
    """Points between two words of the line; justified lines have wide ones."""
    gaps = [b - a for a, b in gaps_of(line)]
    return median(gaps) if len(gaps) > 2 else 0.3 * line.size
