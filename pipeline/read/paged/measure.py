"""The measure of a page: where its lines begin and end, how far apart they stand, how large the type is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import inf
from statistics import median

from pipeline.read.paged.lines import SeenLine

_LONG = 0.55  # of the page's width: a line that tells the margins
_FEWEST = 5  # lines that tell them well
_SOME = 3  # lines that begin at one place, or ends of paragraphs, which are no chance


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
    starts: tuple[float, ...] = ()
    """The places where several lines begin: margin and indents, none of which a centred line has but by chance."""
    parted: float | None = None
    """The share of the ends of paragraphs that have a wider space below; None where too few tell."""

    @property
    def spaced(self) -> bool:
        """Whether paragraphs stand apart by a space, so that lines which do not are of one paragraph."""
        return self.parted is not None and self.parted >= 0.8

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
        begins, ends = sorted(r.x0 for r in long), sorted(r.x1 for r in long)
        left, right = _low(begins, em), ends[-1 - len(ends) // 10]
    leading = _leading(rows, right, em)
    starts, parted = _starts(rows, em, exact=exact), _parted(rows, right, leading)
    return Measure(left, right, leading, em, exact, len(long), starts, parted)


def settled(measures: Sequence[Measure]) -> list[Measure]:
    """The measures of a document's pages: what few lines of a page tell is taken from the other pages, and where all of
    its lines are indented, its left margin. The pages of a text layer share the places where lines begin."""
    shared = tuple(sorted({start for m in measures if m.exact for start in m.starts}))
    shares = [m.parted for m in measures if m.parted is not None]
    usual = median(shares) if shares else None
    measures = [
        replace(m, starts=shared if m.exact else m.starts, parted=_settled_share(m.parted, usual)) for m in measures
    ]
    told = [m for m in measures if m.lines >= _FEWEST]
    if not told:
        return list(measures)
    left, right = median(m.left for m in told), median(m.right for m in told)
    leading = median(m.leading for m in told)
    return [
        replace(m, left=left if m.left > left + m.em else m.left)
        if m.lines >= _FEWEST
        else replace(m, left=left, right=right, leading=leading)
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


def _starts(rows: Sequence[SeenLine], em: float, *, exact: bool) -> tuple[float, ...]:
    near = (0.05 if exact else 0.25) * em
    out: list[float] = []
    group: list[float] = []
    for x0 in [*sorted(r.x0 for r in rows), inf]:
        if group and x0 - group[0] > near:
            if len(group) >= _SOME:
                out.append(round(median(group), 1))
            group = []
        group.append(x0)
    return tuple(out)


def _parted(rows: Sequence[SeenLine], right: float, leading: float) -> float | None:
    """How many of the short last lines of paragraphs have more than the leading below them. A heading, which may stand
    close to what it heads, does not tell."""
    pitches = [
        b.base - a.base
        for a, b in pairwise(rows)
        if a.x1 < right - 6 * a.size and not a.bold and not b.text[:1].islower() and b.base - a.base < 2.4 * leading
    ]
    return sum(p > 1.1 * leading + 1.2 for p in pitches) / len(pitches) if len(pitches) >= _SOME else None


def _settled_share(own: float | None, usual: float | None) -> float | None:
    """Lists at the end of a document make a page's own share small; one below half is of a page made otherwise."""
    if own is None or usual is None:
        return usual
    return max(own, usual) if own >= 0.5 else own
