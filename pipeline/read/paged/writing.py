"""The text of a paged document as it is written: words with their boxes, noise, tables, repairs, where pages begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import repeat
from operator import add

from models.document import Repair
from models.span import Span
from models.words import Words
from pipeline.read.paged.page import SeenPage, SeenWord

_HYPHENED = re.compile(r"\w-$")


def _rounded(values: Sequence[float], parts: int) -> Iterable[float]:
    """Values to the nearest part of one. The words of a line share their heights, so each value is rounded once; and
    to round to a whole number is far quicker than to a number of digits."""
    known = {value: round(value * parts) / parts for value in set(values)}
    return map(known.__getitem__, values)


class Writing:
    """Grows a text and remembers what stands where in it."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self.length = 0
        self._words = Words()
        self._starts: list[int] = []
        self._waiting: list[SeenWord] = []
        """Words of `_page` that are written and not yet in the columns: those of a page are put there together."""
        self._page: SeenPage | None = None
        self.noise: list[Span] = []
        self.repairs: list[Repair] = []
        self._gap = 0
        """How many line ends the text closes with; at its beginning as many as part paragraphs."""

    @property
    def text(self) -> str:
        return "".join(self._parts)

    @property
    def words(self) -> Words:
        """The words written so far."""
        self._settle()
        return self._words

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
        if page is not self._page:
            self._settle()
            self._page = page
        at = self.length
        for word in words:
            self._starts.append(at)
            end = at + len(word.text)
            if word.raw is not None:
                self.repairs.append(Repair(span=Span(at, end), raw=word.raw, why=word.why or ""))
            at = end + 1
        self._waiting += words
        self.put(" ".join([w.text for w in words]))
        self._gap = 0

    def _settle(self) -> None:
        """Put the words that wait into the columns."""
        if not self._waiting or self._page is None:
            return
        columns, page = self._words, self._page
        texts, x0, top, x1, bottom, confidence, *_ = zip(*self._waiting, strict=True)
        if page.skew:
            x0, top, x1, bottom = zip(*map(page.shown, x0, top, x1, bottom), strict=True)
        columns.start.extend(self._starts)
        columns.end.extend(map(add, self._starts, map(len, texts)))
        columns.page.extend(repeat(page.number, len(texts)))
        columns.x0.extend(_rounded(x0, 10))
        columns.top.extend(_rounded(top, 10))
        columns.x1.extend(_rounded(x1, 10))
        columns.bottom.extend(_rounded(bottom, 10))
        columns.confidence.extend(_rounded(confidence, 100))
        self._starts, self._waiting = [], []
