"""What is to be printed, whatever the format: the parts of the form in reading order, and their words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Columns:
    """The header or the closing: two columns side by side, without rules between them.

    `marked` lines of the left column are its last ones and bear a list mark (the recipients).
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    closing: bool = False
    marked: int = 0


@dataclass(frozen=True, slots=True)
class Centred:
    """A line of the title: the type, the subject; `aside` is what stands in brackets below them."""

    text: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of the body: its label as printed (empty without one), its own words, how deep it stands (1 at the
    root; 0 in the preamble), the path of the clause above, and how many of its first characters are its heading."""

    label: str
    text: str
    depth: int = 0
    above: str = ""
    heading: int = 0

    @property
    def apart(self) -> bool:
        """Whether the label stands on a line of its own: `Phần I`, `PHỤ LỤC`."""
        return self.label.casefold().startswith(("phần", "chương", "phụ lục"))


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table; the first row is its head."""

    rows: tuple[tuple[str, ...], ...]

    def merged(self, row: int) -> int | None:
        """The column from which a row is one cell up to the right edge, where it names a group; None in other rows."""
        cells = self.rows[row]
        filled = [k for k, cell in enumerate(cells) if cell]
        if row == 0 or len(cells) < 3 or not filled or filled[-1] > 1 or len(filled) != filled[-1] + 1:
            return None
        return filled[-1]


@dataclass(frozen=True, slots=True)
class NewPage:
    """What follows begins a page: an appendix, a plan behind the decision that issues it."""


Block = Columns | Centred | Item | Grid | NewPage


@dataclass(frozen=True, slots=True)
class Sheet:
    """One plan, ready to be printed; page numbers are the format's affair."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The words in reading order, a line a paragraph or cell: of two columns the left one first."""
        return "\n".join(line for block in self.blocks for line in _lines(block))


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Columns(left=left, right=right, marked=marked):
            at = len(left) - marked
            yield from (*left[:at], *(f"- {line}" for line in left[at:]), *right)
        case Centred(text=text):
            yield text
        case Item(label=label, text=text):
            yield f"{label} {text}".strip()
        case Grid(rows=rows):
            yield from (cell for row in rows for cell in row if cell)
        case NewPage():
            pass
