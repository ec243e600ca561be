"""Roman numbers by their strokes: the upright and slanting strokes that a line across the letters cuts.

Serifs touch at the top and at the bottom of letters only, so that the strokes between are told apart where the engine,
which sees the serifs joined, reads `II` or `H` for `III` and `H` for `II`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Run = tuple[int, int]

# Up to VIII: an X is no two strokes of its own at any height, and the engine reads it well.
_ROMAN = {"I": "I", "II": "II", "III": "III", "I\\/": "IV", "\\/": "V", "\\/I": "VI", "\\/II": "VII", "\\/III": "VIII"}
# Shares of the height, from the top: from where no serif reaches to where the arms of a V meet, and on to the feet.
_UPPER, _MEETING, _LOWER = 0.2, 0.52, 0.72
_FEWEST_ROWS = 4
_ODD_ROWS = 0.15
_UPRIGHT, _SLANTING = 0.13, 0.17  # across for one down; the arms of a V lean by 0.25 and more, upright print by none
_ALIKE = 1.8


def roman(letters: Mask) -> str | None:
    """The Roman number, up to VIII, that the ink of some letters is (their box, without a closing dot); None where it
    is none, or not surely one."""
    height = letters.shape[0]
    upper, meeting, lower = (round(share * height) for share in (_UPPER, _MEETING, _LOWER))
    rows = [_runs(row) for row in letters[upper:lower]]
    counts = [len(runs) for runs in rows[: meeting - upper]]
    usual = max(set(counts), key=counts.count, default=0)
    if not 1 <= usual <= 5 or counts.count(usual) < max(_FEWEST_ROWS, (1 - _ODD_ROWS) * len(counts)):
        return None
    kept = [(at, runs) for at, runs in enumerate(rows) if len(runs) == usual]
    strokes = "".join(_stroke(kept, k) for k in range(usual))
    below = [len(runs) for runs in rows[meeting - upper :]]
    if not _goes_on(below, usual, strokes.count("\\/")) or not _set_alike(kept, strokes):
        return None
    return _ROMAN.get(strokes)


def _goes_on(below: Sequence[int], strokes: int, pairs: int) -> bool:
    """Whether the strokes go on down to the feet, those of a V meeting: an H has a bar, a B a waist."""
    odd = sum(not strokes - pairs <= count <= strokes for count in below)
    return odd <= _ODD_ROWS * len(below)


def _runs(row: Mask) -> list[Run]:
    """Where ink begins and ends along a row; a gap of one point is the scan's."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(np.int8)))
    runs: list[Run] = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if runs and start - runs[-1][1] <= 1:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _stroke(rows: Sequence[tuple[int, list[Run]]], k: int) -> str:
    """Which way the k-th stroke goes: `I`, `\\` or `/`, or `?`."""
    down = np.array([at for at, _ in rows], dtype=float)
    middle = np.array([(runs[k][0] + runs[k][1]) / 2 for _, runs in rows])
    lean = float(np.polyfit(down, middle, 1)[0])
    if abs(lean) <= _UPRIGHT:
        return "I"
    return "?" if abs(lean) < _SLANTING else "\\" if lean > 0 else "/"


def _set_alike(rows: Sequence[tuple[int, list[Run]]], strokes: str) -> bool:
    """Whether the upright strokes are of one thickness and one distance: letters set alike."""
    upright = [k for k, stroke in enumerate(strokes) if stroke == "I"]
    thick = [float(np.median([runs[k][1] - runs[k][0] for _, runs in rows])) for k in upright]
    if thick and max(thick) > _ALIKE * max(min(thick), 1.0):
        return False
    middles = [float(np.median([runs[k][0] + runs[k][1] for _, runs in rows])) for k in upright]
    gaps = [b - a for a, b in pairwise(middles)]
    return not gaps or max(gaps) <= 1.4 * min(gaps)
