"""How far a page lies askew: the angle at which its lines of text stand out most from the gaps between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.scan.cleaning import ink_threshold

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 30  # tenths of a degree; a page that lies further askew was not fed through a scanner
_POINTS, _FEWEST = 40_000, 200
_REDUCED = 4
_FAINT = 0.4


def skew_of(grey: NDArray[np.uint8]) -> float:
    """Degrees, to a tenth, by which the lines of a page fall to the right (negative: rise); 0 where it has none.

    The dark points of a reduced picture are projected along each angle; at the right one the sum over each line of
    text is large and between the lines nothing, so the sum of squares is largest.
    """
    rows, columns = grey.shape[0] // _REDUCED, grey.shape[1] // _REDUCED
    cells = grey[: rows * _REDUCED, : columns * _REDUCED].reshape(rows, _REDUCED, columns, _REDUCED)
    y, x = np.nonzero(cells.mean(axis=(1, 3), dtype=np.float32) < ink_threshold(grey, _FAINT))
    if len(y) < _FEWEST:
        return 0.0
    every = max(len(y) // _POINTS, 1)
    down, across = y[::every].astype(np.float32), x[::every].astype(np.float32)
    angles = [step / 10 for step in range(-LARGEST, LARGEST + 1)]
    return max(angles, key=lambda angle: (_sharpness(across, down, angle), -abs(angle)))


def _sharpness(x: NDArray[np.float32], y: NDArray[np.float32], angle: float) -> float:
    lines = (y - x * np.float32(np.tan(np.radians(angle)))).astype(np.int32)
    counts = np.bincount(lines - lines.min()).astype(np.float64)
    return float(np.square(counts).sum())
