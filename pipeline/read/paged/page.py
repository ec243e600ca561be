"""A page as it is seen: words in boxes and ruled lines, whether a text layer or OCR gave them."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin
from typing import Literal, NamedTuple

How = Literal["layer", "ocr"]
NO_TEXT = "no text found"
"""The problem of a page that was read to its end and has no word."""


class SeenWord(NamedTuple):
    """A word (NFC, no white space in it) in its box, in points from the page's top left corner as it is shown."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float = 1.0
    """0 to 1; 1 for a text layer."""
    size: float | None = None
    """Points of its type; None where that is not known (OCR)."""
    bold: bool = False
    upright: bool = True
    """Whether it runs from left to right on the page as it is shown."""
    raw: str | None = None
    """What was read before repair, where it was repaired."""
    why: str | None = None
    """Why it was repaired."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line drawn on the page, horizontal or vertical, in points from the page's top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class SeenPage:
    """A page: its number from 1, its size in points, how its words were got and why so, and how sure that is."""

    number: int
    width: float
    height: float
    how: How
    why: str
    confidence: float
    words: tuple[SeenWord, ...]
    rulings: tuple[Ruling, ...] = ()
    problem: str | None = None
    """Why nothing or not enough could be read of it."""
    skew: float = 0.0
    """Degrees by which the page's lines fall to the right as it is shown. The boxes of words and rulings are those of
    the page turned straight about its centre, in which lines and columns stand; `shown` turns them back."""

    def shown(self, x0: float, top: float, x1: float, bottom: float) -> tuple[float, float, float, float]:
        """A box of the straightened page where it lies on the page as it is shown: its centre turned, its size kept."""
        if not self.skew:
            return x0, top, x1, bottom
        x, y = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
        turn = radians(self.skew)
        across = x * cos(turn) - y * sin(turn) + (self.width - x0 - x1) / 2
        down = x * sin(turn) + y * cos(turn) + (self.height - top - bottom) / 2
        return x0 + across, top + down, x1 + across, bottom + down
