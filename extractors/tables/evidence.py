"""What a record of a row stands on: cells, some of which may be written in rows above."""

from __future__ import annotations

from extractors.reading import Passage, Reading
from models.span import Evidence, Span


def evidence_of(reading: Reading, passage: Passage, cells: list[Span]) -> tuple[Evidence, str]:
    """The evidence of a record that the cells give, in the order of the text, and its words."""
    pieces = sorted({p for cell in cells for p in reading.pieces(cell)})
    return Evidence(clause=passage.path, spans=tuple(pieces)), reading.document.flow(pieces).text


def lines_of(reading: Reading, cell: Span) -> str:
    """The words of a cell without marks, its lines kept."""
    source, out, last = reading.document.text, list[str](), None
    for piece in reading.pieces(cell):
        between = source[last : piece.start].lower() if last is not None else ""
        breaks = "\n" in between or "<br" in between
        out.append(("\n" if breaks else " " if any(c.isspace() for c in between) else "") + piece.of(source))
        last = piece.end
    return "".join(out)
