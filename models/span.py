"""Where a thing stands in the stored text: spans, flows of spans read as one line, evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import Field

from models.base import Frozen
from models.path import ClausePath


class Span(NamedTuple):
    """A piece `[start, end)` of the stored text, in characters.

    >>> Span(2, 5).of("ab-cde-f")
    '-cd'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]


class Flow:
    """Pieces of the stored text read as one line, with the way back to the stored text.

    Hard-wrapped lines, page cuts and Markdown marks break a paragraph into pieces; patterns want one line.
    The pieces are joined by one space where white space or a bar of a table stands between them, else by nothing.

    >>> flow = Flow("ab **cd**\\nef", [Span(0, 2), Span(5, 7), Span(10, 12)])
    >>> flow.text, flow.spans(3, 8)
    ('ab cd ef', (Span(start=5, end=7), Span(start=10, end=12)))
    """

    __slots__ = ("_from", "_source", "_starts", "pieces", "text")

    def __init__(self, source: str, pieces: Iterable[Span]) -> None:
        parts: list[str] = []
        self._source = source
        self.pieces: tuple[Span, ...] = tuple(pieces)
        self._starts: list[int] = []
        self._from: list[int] = []
        length, last = 0, None
        for start, end in self.pieces:
            if last is not None and (start - last > 2 or any(c.isspace() or c == "|" for c in source[last:start])):
                parts.append(" ")
                length += 1
            self._starts.append(length)
            self._from.append(start)
            parts.append(source[start:end])
            length += end - start
            last = end
        self.text = "".join(parts).translate(_ONE_LINE)

    def spans(self, start: int, end: int) -> tuple[Span, ...]:
        """The pieces of the stored text behind `text[start:end]`, in order; none is empty."""
        out = []
        for k in range(max(bisect_right(self._starts, start) - 1, 0), len(self.pieces)):
            offset = self._from[k] - self._starts[k]
            if self._starts[k] >= end:
                break
            piece = Span(max(start + offset, self.pieces[k].start), min(end + offset, self.pieces[k].end))
            if piece.start < piece.end:
                out.append(piece)
        return tuple(out)

    @property
    def raw(self) -> str:
        """The stored text from the first piece to the last, as it stands."""
        return self._source[self.pieces[0].start : self.pieces[-1].end] if self.pieces else ""

    def only(self, piece: Span) -> Flow:
        """The flow of one of the pieces."""
        return Flow(self._source, (piece,))

    def cut(self, start: int, end: int) -> Flow:
        """The flow of `text[start:end]`, without the white space at its ends."""
        inner = self.text[start:end]
        start += len(inner) - len(inner.lstrip())
        return Flow(self._source, self.spans(start, start + len(inner.strip())))


# A piece may run over a line end; patterns see a space there (one character for one, so offsets hold).
_ONE_LINE = {ord(c): " " for c in "\n\r\t\u00a0\u2028\u2029"}


class Evidence(Frozen):
    """One mention of a thing: the clause it stands in (none in header or signature) and its pieces."""

    clause: ClausePath | None
    spans: tuple[Span, ...] = Field(min_length=1)
