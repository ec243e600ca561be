"""How a rendering looks: what one office's typist does otherwise than another's, chosen by a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Literal


@dataclass(frozen=True, slots=True)
class Look:
    """The plain look is that of Nghị định 30/2020/NĐ-CP, Phụ lục I, numbered by the word processor."""

    numbering: Literal["lists", "levels", "typed"] = "lists"
    """`lists`: each run of siblings is a list of its own; `levels`: one list of many levels; `typed`: none is."""
    bullets: Literal["automatic", "typed"] = "automatic"
    suffix: Literal["tab", "space"] = "space"
    """What stands between an automatic label and the words."""
    size: float = 14
    """Points."""
    indent: float = 1.27
    """Of a paragraph's first line, centimetres."""
    hanging: bool = False
    """Whether bullets hang out of their paragraph, deeper ones further in, instead of opening its first line."""
    spacing: float = 6
    """Below a paragraph, points."""
    leading: float = 1.0
    """The distance of lines, in lines."""
    centred: bool = False
    """Whether the topmost headings are centred."""
    bold: bool = True
    """Whether headings are bold."""
    page_number: Literal["top", "bottom"] = "top"
    symbols: bool = False
    """Whether a round bullet is the private character of the font Symbol, as Word's own button makes it."""


PLAIN_LOOK = Look()


def look_of(seed: int, name: str) -> Look:
    """The look of a plan under a seed; 0 is the plain one. The same arguments always give the same look."""
    if seed == 0:
        return PLAIN_LOOK
    rng = Random(f"{seed} {name}")  # noqa: S311  (no secret: it must be repeatable)
    return Look(
        numbering=rng.choice(("lists", "levels", "levels", "typed")),
        bullets=rng.choice(("automatic", "automatic", "typed")),
        suffix=rng.choice(("tab", "space")),
        size=rng.choice((13, 13.5, 14)),
        indent=rng.choice((1.0, 1.27, 1.5)),
        hanging=rng.random() < 0.4,
        spacing=rng.choice((0, 3, 6)),
        leading=rng.choice((1.0, 1.15, 1.3)),
        centred=rng.random() < 0.2,
        bold=rng.random() < 0.8,
        page_number=rng.choice(("top", "top", "bottom")),
        symbols=rng.random() < 0.5,
    )
