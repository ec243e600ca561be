"""The order of reading: which lines stand in columns, and which gap on a line is one between columns.

The header and the closing block of Nghị định 30/2020/NĐ-CP (Phụ lục I) stand in two columns: the gap between them goes
on from line to line. A gap on one line alone is a tab or a leader.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.type_line import is_type_line
from pipeline.read.paged.lines import SeenLine, gaps_of, usual_gap

_NARROWEST = 0.5  # of the size of the type: what must be left of the gap between columns over all lines
_LEAST_GAP = 0.8
_MORE_THAN_USUAL = 2.2
_DEEPEST = 3  # columns within columns
# Three dashes and more are a typed rule, as stands below the issuing body and the motto.
_LABEL = re.compile(r"[-–—•·+*▪]{1,2}|\(?[0-9IVXL]{1,4}(?:\.[0-9]{1,3}){0,4}[.)]?|\(?[a-zđ]{1,2}[.)]")
_FIGURES = re.compile(r"[\d.,%/\s…-]+")


@dataclass(slots=True)
class Column:
    """Lines to be read one below the other; `beside` tells that they stand beside another column."""

    lines: list[SeenLine]
    beside: bool = False


@dataclass(slots=True)
class _Zone:
    """Rows along a gutter: the gutter, where they begin and end, and how many have words on both sides."""

    left: float
    right: float
    rows: list[SeenLine] = field(default_factory=list)
    sure: int = 0
    """How many of the rows stand before the last with words on both sides, that one included."""
    both: int = 0
    gutter: tuple[float, float] = (0.0, 0.0)
    """The gutter as far as it is sure."""


def columns_of(rows: Sequence[SeenLine], middle: float, depth: int = 0) -> list[Column]:
    """The rows of a page (from its top) in the order of reading. `middle` is where centred lines of the page stand."""
    out: list[Column] = []
    plain: list[SeenLine] = []
    k = 0
    while k < len(rows):
        zone = _zone_at(rows, k) if depth < _DEEPEST else None
        if zone is None:
            plain.append(rows[k])
            k += 1
            continue
        taken = zone.sure + _tail(zone, middle)
        plain, before = _leading(plain, zone)
        if plain:
            out.append(Column(plain))
            plain = []
        out += _sides(before + zone.rows[:taken], zone, middle, depth)
        k += taken
    if plain:
        out.append(Column(plain))
    return out


def _zone_at(rows: Sequence[SeenLine], start: int) -> _Zone | None:
    """The columns that begin at a row; None where none do. The type of the document stands below those of the header
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, sơ đồ bố trí), wherever on its line."""
    for gap in _wide_gaps(rows[start]) + _gap_to_next(rows, start):
        zone = _Zone(*gap)
        for row in rows[start:]:
            if is_type_line(row.text) or not _grow(zone, row):
                break
        if _is_columns(zone):
            return zone
    return None


def _gap_to_next(rows: Sequence[SeenLine], at: int) -> list[tuple[float, float]]:
    """The gap between a row and the next where they stand beside each other, each at a height of its own."""
    if at + 1 == len(rows):
        return []
    row, following = rows[at], rows[at + 1]
    left, right = sorted((row, following), key=lambda r: r.x0)
    wide = right.x0 - left.x1 >= _LEAST_GAP * row.size
    return [(left.x1, right.x0)] if wide and _reaches_into(following, row) else []


def _reaches_into(row: SeenLine, above: SeenLine) -> bool:
    return row.top < above.bottom - 0.2 * above.size


def _wide_gaps(row: SeenLine) -> list[tuple[float, float]]:
    """Gaps of a row that may lie between columns, the widest first; none after a mere label."""
    gaps = gaps_of(row)
    least = max(_LEAST_GAP * row.size, _MORE_THAN_USUAL * usual_gap(row))
    wide = [g for g in gaps if g[1] - g[0] >= least]
    if wide and wide[0][0] == row.words[0].x1 and _LABEL.fullmatch(row.words[0].text):
        wide = [g for g in wide[1:] or wide if g[0] != row.words[0].x1]
    return sorted(wide, key=lambda g: g[0] - g[1])


def _grow(zone: _Zone, row: SeenLine) -> bool:
    """Take a row into the zone; False where it runs across the gutter."""
    narrowest = _NARROWEST * row.size
    for a, b in _wide_gaps(row):
        left, right = max(a, zone.left), min(b, zone.right)
        # A row that ends well before the gutter's other side has its gap within a column.
        within = zone.right - row.x1 > right - left and row.x1 > zone.left
        if right - left >= narrowest and not within:
            zone.rows.append(row)
            zone.left, zone.right = left, right
            zone.sure, zone.both, zone.gutter = len(zone.rows), zone.both + 1, (left, right)
            return True
    left, right = zone.left, zone.right
    if row.x1 <= right - narrowest:
        left = max(left, row.x1)
    elif row.x0 >= left + narrowest:
        right = min(right, row.x0)
    else:
        return False
    if right - left < narrowest:
        return False
    beside = bool(zone.rows) and _reaches_into(row, zone.rows[-1]) and not _same_side(row, zone.rows[-1], left, right)
    zone.rows.append(row)
    zone.left, zone.right = left, right
    if beside:
        zone.sure, zone.both, zone.gutter = len(zone.rows), zone.both + 1, (left, right)
    return True


def _same_side(a: SeenLine, b: SeenLine, left: float, right: float) -> bool:
    return (a.x1 <= right) == (b.x1 <= right) and (a.x0 >= left) == (b.x0 >= left)


def _is_columns(zone: _Zone) -> bool:
    rows = zone.rows[: zone.sure]
    left, right = _split(rows, zone.gutter)
    if zone.both < 2 and (len(left) < 2 or len(right) < 2 or not _interleaved(zone)):
        return False
    if all(_FIGURES.fullmatch(x.text) for x in right):
        return False  # a leader to a page number, an amount at the end of an item
    return not all(_LABEL.fullmatch(x.text) for x in left)


def _interleaved(zone: _Zone) -> bool:
    """Whether rows of both sides reach into each other's height: columns of their own leading."""
    return any(_reaches_into(b, a) for a, b in pairwise(zone.rows[: zone.sure]))


def _tail(zone: _Zone, middle: float) -> int:
    """How many of the rows below the last with words on both sides still belong to one of the columns.

    The recipients or the subject of a letter go on at the left, the name of who signs stands below at the right, on
    the middle of its column.
    """
    left, right = _split(zone.rows[: zone.sure], zone.gutter)
    taken = 0
    for row in zone.rows[zone.sure :]:
        at_left = row.x1 <= zone.gutter[1]
        side = left if at_left else right
        if not _belongs(row, side, middle, at_left=at_left):
            break
        side.append(row)
        taken += 1
    return taken


def _belongs(row: SeenLine, side: list[SeenLine], middle: float, *, at_left: bool) -> bool:
    centred = abs(row.middle - median(x.middle for x in side)) < 1.2 * row.size
    off_page_middle = abs(row.middle - middle) > 1.5 * row.size
    if not at_left:
        return centred and off_page_middle and row.top - side[-1].bottom < 12 * row.size
    flush = abs(row.x0 - min(x.x0 for x in side)) < 0.7 * row.size
    return (centred or flush) and row.top - side[-1].bottom < 0.9 * row.size


def _leading(plain: list[SeenLine], zone: _Zone) -> tuple[list[SeenLine], list[SeenLine]]:
    """Rows just above that reach into the zone's first row: a column that begins a little higher."""
    at = len(plain)
    first = zone.rows[0]
    while at and plain[at - 1].bottom > first.top + 0.2 * first.size:
        row = plain[at - 1]
        if row.x1 > zone.gutter[1] and row.x0 < zone.gutter[0]:
            break
        first = row
        at -= 1
    return plain[:at], plain[at:]


def _split(rows: Sequence[SeenLine], gutter: tuple[float, float]) -> tuple[list[SeenLine], list[SeenLine]]:
    """The parts of rows left and right of a gutter."""
    middle = (gutter[0] + gutter[1]) / 2
    sides: tuple[list[SeenLine], list[SeenLine]] = ([], [])
    for row in rows:
        for k, side in enumerate(sides):
            words = [w for w in row.words if ((w.x0 + w.x1) / 2 > middle) == bool(k)]
            if words:
                side.append(row if len(words) == len(row.words) else SeenLine(words, row.page))
    return sides


def _sides(rows: Sequence[SeenLine], zone: _Zone, middle: float, depth: int) -> list[Column]:
    out = []
    for side in _split(rows, zone.gutter):
        for column in columns_of(side, middle, depth + 1):
            column.beside = True
            out.append(column)
    return out
