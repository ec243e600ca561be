"""A file as it came, and the text that was read from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from models.base import Frozen
from models.span import Flow, Span
from models.table import Table
from models.words import Box, Words


class RawFile(Frozen):
    """Bytes as they came. `media_type` is told from the content, never from the name."""

    content: bytes
    media_type: str
    source: str
    fetched: datetime | None = None

    @cached_property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


class Page(Frozen):
    """A page of a paged source: where it stands in the text, how it was read (`text`: between form feeds, `layer`: the
    text layer of a PDF, `ocr`), why so, and how sure the reading is (0 to 1). `width` and `height` are in points."""

    number: int
    span: Span
    how: str
    confidence: float
    why: str | None = None
    width: float | None = None
    height: float | None = None


class Repair(Frozen):
    """A place of the text that a scan had otherwise: what was read there, and why that cannot be right."""

    span: Span
    raw: str
    why: str


class ReadProblem(Frozen):
    """A part of the file that could not be read while the rest could; `page` where it is a page."""

    reason: str
    page: int | None = None


class Document(Frozen):
    """One NFC text as read, never rewritten. All offsets everywhere are into `text`.

    Paragraphs are parted by an empty line where the source shows them; a line end within one is a line end of the
    source. A row of a table stands as `| cell | cell |`.
    """

    sha256: str
    media_type: str
    source: str
    text: str
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader did that a user should know, such as a conversion from a legacy encoding."""
    problems: tuple[ReadProblem, ...] = ()
    words: Words | None = None
    """The words' boxes; null where the source has no pages."""
    tables: tuple[Table, ...] = ()
    noise: tuple[Span, ...] = ()
    """What the layout shows to belong to no part of the text: running heads, page numbers, stamps, marginal notes."""
    generated: tuple[Span, ...] = ()
    """Labels that the source computes (automatic numbering) rather than writes."""
    repairs: tuple[Repair, ...] = ()

    def flow(self, pieces: Iterable[Span]) -> Flow:
        return Flow(self.text, pieces)

    def page_of(self, span: Span) -> int | None:
        """The number of the page on which the span begins; null where the source has no pages."""
        at = bisect_right(self._page_starts, span.start) - 1
        return self.pages[at].number if at >= 0 else None

    def locate(self, span: Span) -> list[Box]:
        """The boxes of a span's words; none where the source has no boxes."""
        return list(self.words.boxes(span)) if self.words else []

    @cached_property
    def raw(self) -> str:
        """The text before repairs."""
        out, at = [], 0
        for repair in self.repairs:
            out += [self.text[at : repair.span.start], repair.raw]
            at = repair.span.end
        return "".join([*out, self.text[at:]])

    @cached_property
    def _page_starts(self) -> list[int]:
        return [p.span.start for p in self.pages]
