"""The separate blots of ink on a cleaned page: its letters, parts of letters and marks, by their boxes and shapes.

What the engine makes of a mark depends on what it expects there; the ink itself is the second witness.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.scan.cleaning import ink_threshold
from pipeline.read.scan.tesseract import Recognized

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

_DARKEST = 0.2  # per cent: the words of a signature alone are more
_LEVEL = 0.25  # of the height of letters: how far the feet of letters of one line lie apart


@dataclass(frozen=True, slots=True)
class Blot:
    """A connected piece of ink: its box in pixels, and its points within it."""

    x0: int
    top: int
    x1: int
    bottom: int
    points: Mask

    @property
    def width(self) -> int:
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Footing:
    """Where the letters of a line stand and how high most of them are, in pixels."""

    base: float
    height: float


class Ink:
    """The blots of a page."""

    def __init__(self, grey: NDArray[np.uint8]) -> None:
        from scipy import ndimage

        self._labels, _ = ndimage.label(grey < ink_threshold(grey, darkest=_DARKEST), structure=np.ones((3, 3)))
        self._places = ndimage.find_objects(self._labels)
        self._boxes = np.array(
            [(p[1].start, p[0].start, p[1].stop, p[0].stop) for p in self._places], dtype=np.int32
        ).reshape(-1, 4)

    def within(self, x0: float, top: float, x1: float, bottom: float) -> list[Blot]:
        """The blots whose middle lies in a box, from left to right."""
        boxes = self._boxes
        across, down = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
        found = np.flatnonzero((across >= x0) & (across < x1) & (down >= top) & (down < bottom))
        ordered = found[np.argsort(boxes[found, 0], kind="stable")]
        return [self._blot(int(at)) for at in ordered]

    def _blot(self, at: int) -> Blot:
        x0, top, x1, bottom = map(int, self._boxes[at])
        return Blot(x0, top, x1, bottom, self._labels[self._places[at]] == at + 1)

    def footing(self, words: Sequence[Recognized]) -> Footing | None:
        """Where the letters of a line's words stand; None where they are too few to say."""
        x0, x1 = words[0].x0, words[-1].x1
        top, bottom = np.median([w.top for w in words]), np.median([w.bottom for w in words])
        boxes = self._boxes
        down = (boxes[:, 1] + boxes[:, 3]) / 2
        here = boxes[(boxes[:, 0] >= x0) & (boxes[:, 2] <= x1) & (down >= top) & (down < bottom)]
        heights = here[:, 3] - here[:, 1]
        letters = here[heights >= max(0.35 * float(bottom - top), 4)]
        if len(letters) < 3:
            return None
        base = float(np.median(letters[:, 3]))
        standing = letters[np.abs(letters[:, 3] - base) <= _LEVEL * (bottom - top)]
        return Footing(base, float(np.median(standing[:, 3] - standing[:, 1])))
