"""A page as it is shown: the crop box cut out and turned, with distances from its top left corner in points."""

from __future__ import annotations

from dataclasses import dataclass

import pypdfium2

Rect = tuple[float, float, float, float]
"""x0, top, x1, bottom in points from the top left corner of the page as it is shown."""


@dataclass(frozen=True, slots=True)
class View:
    """From a page's own coordinates (y upwards, any origin) to those of the page as it is shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """Degrees clockwise: 0, 90, 180 or 270."""

    @classmethod
    def of(cls, page: pypdfium2.PdfPage) -> View:
        """Raises PdfiumError where the page has no box."""
        left, bottom, right, top = page.get_bbox()
        return cls(left, bottom, right, top, page.get_rotation() % 360)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown."""
        width, height = abs(self.right - self.left), abs(self.top - self.bottom)
        return (height, width) if self.turn in (90, 270) else (width, height)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as shown."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 90:
            return y - self.bottom, x - self.left
        if self.turn == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def rect(self, left: float, bottom: float, right: float, top: float) -> Rect:
        """A rectangle of the page as shown."""
        (xa, ya), (xb, yb) = self.point(left, bottom), self.point(right, top)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)
