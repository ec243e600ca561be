"""The text of a paged document as it is written: words with their boxes, noise, tables, repairs, where pages begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.document import Repair
from models.span import Span
from models.words import Words
from pipeline.read.paged.page import SeenPage, SeenWord

_HYPHENED = re.compile(r"\w-$")


def _rounded(values: Sequence[float], parts: int) -> list[float]:
    """Values to the nearest part of one. The words of a line share heights and confidence, and to round to a whole
    number is far quicker than to a number of digits."""
    if values.count(values[0]) == len(values):
        return [round(values[0] * parts) / parts] * len(values)
    return [round(value * parts) / parts for value in values]


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

    def line(self, words: Sequence[SeenWord], page: SeenPage) -> Span:
        """A line of words, on a line of its own."""
        self.break_line()
        start = self.length
        self.add(words, page)
        return Span(start, self.length)

    def paragraph(self, lines: Iterable[tuple[Sequence[SeenWord], SeenPage]]) -> None:
        """Lines that go on with each other.

        A line that a hyphen ends was broken there (Unicode Standard Annex 14, class HY): `04/CT-` and `UBND` are
        written together again, and the line ends behind them.
        """
        hyphened = False
        for words, page in lines:
            joined = 1 if hyphened and words[0].text[0].isalnum() else 0
            self.add(words[:joined], page)
            if len(words) > joined:
                self.line(words[joined:], page)
            hyphened = bool(_HYPHENED.search(words[-1].text))

    def noise_line(self, words: Sequence[SeenWord], page: SeenPage) -> None:
        """A line of noise, with no empty line before it that is not there already."""
        self.noise.append(self.line(words, page))

    def add(self, words: Sequence[SeenWord], page: SeenPage) -> None:
        """Words with a space between them."""
        if not words:
            return
        columns, at = self.words, self.length
        for word in words:
            end = at + len(word.text)
            columns.start.append(at)
            columns.end.append(end)
            if word.raw is not None:
                self.repairs.append(Repair(span=Span(at, end), raw=word.raw, why=word.why or ""))
            at = end + 1
        boxes = [w[1:5] for w in words]
        if page.skew:
            boxes = [page.shown(*box) for box in boxes]
        x0, top, x1, bottom = zip(*boxes, strict=True)
        columns.page.extend([page.number] * len(words))
        columns.x0.extend(_rounded(x0, 10))
        columns.top.extend(_rounded(top, 10))
        columns.x1.extend(_rounded(x1, 10))
        columns.bottom.extend(_rounded(bottom, 10))
        columns.confidence.extend(_rounded([w.confidence for w in words], 100))
        self.put(" ".join([w.text for w in words]))
        self._gap = 0
