"""Ruled lines on a scanned page: long thin dark runs, from which its tables are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.read.scan.cleaning import ink_threshold

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_DPI = 100  # lines are sought on a reduced picture
_ACROSS, _DOWN = 50, 28  # points: longer than any word's fused strokes, shorter than a table's edge
_THICK = 4.0  # points
_UNBROKEN = 0.96
_FAINT = 0.3  # hairlines of a scan are grey


class Line(NamedTuple):
    """A ruled line in pixels of the picture it was found in."""

    x0: int
    top: int
    x1: int
    bottom: int


def lines_in(grey: NDArray[np.uint8], dpi: int) -> list[Line]:
    """The straight horizontal and vertical lines of an upright page."""
    by = max(dpi // _DPI, 1)
    rows, columns = grey.shape[0] // by, grey.shape[1] // by
    if min(rows, columns) < _ACROSS:
        return []
    darkest = grey[: rows * by : by, : columns * by : by]
    for down, across in ((d, a) for d in range(by) for a in range(by)):
        darkest = np.minimum(darkest, grey[down : rows * by : by, across : columns * by : by])
    dark = darkest < ink_threshold(grey, _FAINT)
    point = dpi / by / 72
    level = _runs(dark, round(_ACROSS * point), round(_THICK * point))
    upright = _runs(np.ascontiguousarray(dark.T), round(_DOWN * point), round(_THICK * point))
    found = level + [Line(line.top, line.x0, line.bottom, line.x1) for line in upright]
    return [Line(*(by * edge for edge in line)) for line in found]


def _runs(dark: Mask, length: int, thick: int) -> list[Line]:
    """The runs along rows of at least that length, nearly unbroken, that are thin as a whole."""
    from scipy import ndimage

    sums = np.zeros((dark.shape[0], dark.shape[1] + 1), dtype=np.int32)
    np.cumsum(dark, axis=1, out=sums[:, 1:])
    full = sums[:, length:] - sums[:, :-length] >= _UNBROKEN * length
    if not full.any():
        return []
    labels, _ = ndimage.label(full, structure=np.ones((3, 3)))
    found = []
    for place in ndimage.find_objects(labels):
        rows, starts = place
        if rows.stop - rows.start <= thick:
            found.append(Line(starts.start, rows.start, starts.stop - 1 + length, rows.stop))
    return found


def without(grey: NDArray[np.uint8], lines: list[Line], margin: int = 2) -> NDArray[np.uint8]:
    """The picture with the lines painted over in the paper's white: a line that touches letters is read as one."""
    if not lines:
        return grey
    painted = grey.copy()
    for line in lines:
        painted[max(line.top - margin, 0) : line.bottom + margin, max(line.x0 - margin, 0) : line.x1 + margin] = 255
    return painted
