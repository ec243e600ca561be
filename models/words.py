"""The words of a paged source with their boxes: columns of numbers, not an object a word."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pydantic_core import core_schema

from models.span import Span

_WHOLE, _REAL = "Q", "d"
_COLUMNS = {
    "start": _WHOLE,
    "end": _WHOLE,
    "page": _WHOLE,
    "x0": _REAL,
    "top": _REAL,
    "x1": _REAL,
    "bottom": _REAL,
    "confidence": _REAL,
}


def _whole() -> array[int]:
    return array("Q")


def _real() -> array[float]:
    return array("d")


class Box(NamedTuple):
    """A rectangle on a page, in points (1/72 inch) from the page's top left corner as it is shown."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Words:
    """Words in the order of the text: where each stands in the text (characters), on which page, in which box (points,
    to a tenth), and how sure its reading is (0 to 1; 1 for a text layer).

    >>> words = Words.of([(Span(0, 3), Box(1, 10.0, 20.0, 30.0, 32.0), 1.0), (Span(4, 9), Box(1, 33, 20, 60, 32), 0.5)])
    >>> list(words.boxes(Span(5, 7)))
    [Box(page=1, x0=33.0, top=20.0, x1=60.0, bottom=32.0)]
    """

    start: array[int] = field(default_factory=_whole)
    end: array[int] = field(default_factory=_whole)
    page: array[int] = field(default_factory=_whole)
    x0: array[float] = field(default_factory=_real)
    top: array[float] = field(default_factory=_real)
    x1: array[float] = field(default_factory=_real)
    bottom: array[float] = field(default_factory=_real)
    confidence: array[float] = field(default_factory=_real)

    @classmethod
    def of(cls, words: list[tuple[Span, Box, float]]) -> Words:
        """The columns of words that stand in the order of the text and do not overlap there."""
        made = cls()
        for span, box, confidence in words:
            made.start.append(span.start)
            made.end.append(span.end)
            made.page.append(box.page)
            for name in ("x0", "top", "x1", "bottom"):
                getattr(made, name).append(round(getattr(box, name), 1))
            made.confidence.append(round(confidence, 2))
        return made

    def __len__(self) -> int:
        return len(self.start)

    def within(self, span: Span) -> range:
        """The indexes of the words that share a character with a span."""
        return range(bisect_right(self.end, span.start), bisect_left(self.start, span.end))

    def box(self, k: int) -> Box:
        return Box(self.page[k], self.x0[k], self.top[k], self.x1[k], self.bottom[k])

    def boxes(self, span: Span) -> Iterator[Box]:
        """The boxes of the words that share a character with a span."""
        return map(self.box, self.within(span))

    def dump(self) -> dict[str, list[float]]:
        """The columns as lists."""
        return {name: list(getattr(self, name)) for name in _COLUMNS}

    @classmethod
    def load(cls, data: dict[str, list[float]]) -> Words:
        """The inverse of `dump`. Raises KeyError or TypeError where a column is missing or of another type."""
        columns: dict[str, Any] = {name: array(kind, data[name]) for name, kind in _COLUMNS.items()}
        return cls(**columns)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda value: value if isinstance(value, cls) else cls.load(value),
            serialization=core_schema.plain_serializer_function_ser_schema(cls.dump),
        )
