"""The measure of a page: where its lines begin and end, how far apart they stand, how large the type is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.read.paged.lines import SeenLine

_LONG = 0.55  # of the page's width: a line that tells the margins
_FEWEST = 5  # lines that tell them well


@dataclass(frozen=True, slots=True)
class Measure:
    """Left and right margin of the text, distance of two baselines and size of the type, all in points."""

    left: float
    right: float
    leading: float
    em: float
    exact: bool
    """Whether the boxes are those of a text layer, exact to a fraction of a point."""
    lines: int = 0
    """How many lines told the margins."""

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def measure_of(rows: Sequence[SeenLine], width: float, *, exact: bool) -> Measure:
    """The measure of a page's rows; that of the forms of Nghị định 30/2020/NĐ-CP where too few lines tell."""
    long = [r for r in rows if r.x1 - r.x0 > _LONG * width]
    em = _weighted_size(rows)
    # Margins of 30 and 15 mm, on a page of 210.
    left, right = 0.143 * width, 0.929 * width
    if len(long) >= 2:
        starts, ends = sorted(r.x0 for r in long), sorted(r.x1 for r in long)
        left, right = _low(starts, em), ends[-1 - len(ends) // 10]
    return Measure(left, right, _leading(rows, right, em), em, exact, len(long))


def settled(measures: Sequence[Measure]) -> list[Measure]:
    """The measures of a document's pages: what few lines of a page tell is taken from the other pages, and where all of
    its lines are indented, its left margin."""
    told = [m for m in measures if m.lines >= _FEWEST]
    if not told:
        return list(measures)
    left, right = median(m.left for m in told), median(m.right for m in told)
    leading = median(m.leading for m in told)
    return [
        replace(m, left=left if m.left > left + m.em else m.left)
        if m.lines >= _FEWEST
        else Measure(left, right, leading, m.em, m.exact, m.lines)
        for m in measures
    ]


def _low(starts: list[float], em: float) -> float:
    """The leftmost place where more than a stray line begins: indents lie to its right."""
    for k, start in enumerate(starts):
        if sum(1 for s in starts[k:] if s - start < 0.4 * em) >= max(2, len(starts) // 8):
            return start
    return starts[0]


def _weighted_size(rows: Sequence[SeenLine]) -> float:
    sizes = sorted((r.size, len(r.text)) for r in rows)
    half = sum(n for _, n in sizes) / 2
    for size, n in sizes:
        half -= n
        if half <= 0:
            return size
    return 12.0


def _leading(rows: Sequence[SeenLine], right: float, em: float) -> float:
    """The usual distance of two baselines within a paragraph: below a full line, rather below the middle of all."""
    near = [(a, b.base - a.base) for a, b in pairwise(rows) if 0.6 * em < b.base - a.base < 2.4 * em]
    pitches = sorted(pitch for a, pitch in near if a.x1 > right - 2 * em) or sorted(pitch for _, pitch in near)
    return pitches[int(0.35 * (len(pitches) - 1))] if pitches else 1.2 * em
