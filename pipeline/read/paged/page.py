"""A page as it is seen: words in boxes and ruled lines, whether a text layer or OCR gave them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

How = Literal["layer", "ocr"]


@dataclass(frozen=True, slots=True)
class SeenWord:
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
