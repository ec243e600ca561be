"""The text of a paged document as it is written: words with their boxes, noise, tables, repairs, where pages begin."""

from __future__ import annotations

from collections.abc import Iterable

from models.document import Repair
from models.span import Span
from models.words import Words
from pipeline.read.paged.page import SeenWord


class Writing:
    """Grows a text and remembers what stands where in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self.words = Words()
        self.noise: list[Span] = []
        self.repairs: list[Repair] = []
        self._gap = 0
        """How many line ends the text closes with; at its beginning as many as part paragraphs."""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def put(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)

    def break_line(self) -> None:
        """End the line that is being written."""
        if self.length and not self._gap:
            self.put("\n")
            self._gap = 1

    def part(self) -> None:
        """End the paragraph: an empty line."""
        self.break_line()
        if self._gap == 1:
            self.put("\n")
            self._gap = 2

    def ended(self) -> None:
        """Say that what was put does not close with a line end."""
        self._gap = 0

    def line(self, words: Iterable[SeenWord], page: int) -> Span:
        """A line of words, on a line of its own."""
        self.break_line()
        start = self.length
        self.add(words, page)
        return Span(start, self.length)

    def noise_line(self, words: Iterable[SeenWord], page: int) -> None:
        """A line of noise, with no empty line before it that is not there already."""
        self.noise.append(self.line(words, page))

    def add(self, words: Iterable[SeenWord], page: int) -> None:
        """Words with a space between them."""
        columns, at = self.words, self.length
        pieces = []
        for word in words:
            end = at + len(word.text)
            pieces.append(word.text)
            columns.start.append(at)
            columns.end.append(end)
            columns.page.append(page)
            columns.x0.append(round(word.x0, 1))
            columns.top.append(round(word.top, 1))
            columns.x1.append(round(word.x1, 1))
            columns.bottom.append(round(word.bottom, 1))
            columns.confidence.append(round(word.confidence, 2))
            if word.raw is not None:
                self.repairs.append(Repair(span=Span(at, end), raw=word.raw, why=word.why or ""))
            at = end + 1
        if pieces:
            self.put(" ".join(pieces))
            self._gap = 0
