"""A file as it came, and the text that was read from it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from models.base import Frozen
from models.span import Flow, Span


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
    """A page of a paged source: where it stands in the text, how it was read, how sure that is (0 to 1)."""

    number: int
    span: Span
    how: str
    confidence: float


class Document(Frozen):
    """One NFC text as read, never rewritten. All offsets everywhere are into `text`."""

    sha256: str
    media_type: str
    source: str
    text: str
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    """What the reader did that a user should know, such as a conversion from a legacy encoding."""

    def flow(self, pieces: Iterable[Span]) -> Flow:
        return Flow(self.text, pieces)

    def page_of(self, span: Span) -> int | None:
        """The number of the page on which the span begins; null where the source has no pages."""
        at = bisect_right(self._page_starts, span.start) - 1
        return self.pages[at].number if at >= 0 else None

    @cached_property
    def _page_starts(self) -> list[int]:
        return [p.span.start for p in self.pages]
