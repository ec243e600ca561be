"""What of a plan is compared to tell its renditions from its versions: its words, and how sure each was read.

Left out is what is written by hand or stamped (the header with number and date), and how the words are set: paragraphs,
tables, punctuation, case, where a tone is printed. Labels and noise are kept but marked, since one rendition may show
as a label or as noise what another has in its text: they may match, and are not missed.
"""

from __future__ import annotations

import re
import struct
import unicodedata
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b

from extractors.type_line import is_type_line
from models.document import Document
from models.plan import Plan
from models.span import Span
from pipeline.folding import accented

MOST_WORDS = 100_000
"""Words that are compared one by one; of what is longer, the rest is compared as a whole. A plan has 200 to 8,000."""

SAID, ASIDE = 0, 1
"""What a word is: one of the text, or a label or noise, which another rendition may not have."""

CERTAIN = 255
"""How sure a word is that no OCR read; of OCR, 0 to 100."""

_WORD = re.compile(r"[^\W_]{1,40}|[%‰≤≥<>]")
_ROW_NUMBER = re.compile(r"\s*(?:\d{1,4}|[IVXLC]{1,6}|[A-ZĐa-zđ]|S?TT)[.)]?\s*")
_LEFT_OUT, _CLOSING = 2, 3
_PACKED = 1
"""The form of what `pack` writes."""

_HEAD = struct.Struct(">BI")
_MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Content:
    """The folded words of a plan in the order of its text; `kinds` and `sureness` have one byte a word."""

    words: tuple[str, ...] = ()
    kinds: bytes = b""
    sureness: bytes = b""
    closing: tuple[str, ...] = ()
    """The words of signature and recipients; which of the two comes first is a matter of layout."""
    lost: tuple[int, ...] = ()
    """The words (from 0) before which a page stands that could not be read."""
    rest: str = ""
    """The digest of the words after the first MOST_WORDS; empty where there are none."""

    @property
    def recognized(self) -> bool:
        """Whether OCR read any of it."""
        return any(self.sureness.count(sure) for sure in range(101))

    @property
    def said(self) -> list[str]:
        """The words of the text, without labels and noise."""
        return [word for word, kind in zip(self.words, self.kinds, strict=True) if kind == SAID]

    def without_aside(self) -> Content:
        """The content as it is without labels and noise."""
        kept = [k for k, kind in enumerate(self.kinds) if kind == SAID]
        if len(kept) == len(self.words):
            return self
        return replace(
            self,
            words=tuple(self.words[k] for k in kept),
            kinds=bytes(len(kept)),
            sureness=bytes(self.sureness[k] for k in kept),
            lost=tuple(bisect_left(kept, k) for k in self.lost),
        )

    def pack(self) -> bytes:
        """A few kilobytes that `unpack` reads."""
        lines = (" ".join(self.words), " ".join(self.closing), " ".join(map(str, self.lost)), self.rest)
        return zlib.compress(
            _HEAD.pack(_PACKED, len(self.kinds)) + self.kinds + self.sureness + "\n".join(lines).encode()
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Content:
        """The inverse of `pack`. Raises ValueError where the bytes are damaged, too many, or of another form."""
        try:
            data = _expanded(packed)
            form, count = _HEAD.unpack_from(data)
            at = _HEAD.size + 2 * count
            words, closing, lost, rest = data[at:].decode().split("\n")
        except (zlib.error, struct.error, ValueError) as error:
            raise ValueError("the stored words of a plan are damaged") from error
        made = cls(
            words=tuple(words.split()),
            kinds=data[_HEAD.size : _HEAD.size + count],
            sureness=data[_HEAD.size + count : at],
            closing=tuple(closing.split()),
            lost=tuple(map(int, lost.split())),
            rest=rest,
        )
        if form != _PACKED or not len(made.words) == len(made.kinds) == len(made.sureness):
            raise ValueError("the stored words of a plan are of another form")
        return made


def content(plan: Plan) -> Content:
    """What of a plan is compared. Linear in its text; of what is longer than MOST_WORDS the rest is one digest."""
    document = plan.document
    marks = _marks(plan)
    words, places, closing = [], [], []
    for found in _WORD.finditer(document.text):
        kind = marks[found.start()]
        if kind == _CLOSING:
            closing.append(folded(found.group()))
        elif kind != _LEFT_OUT:
            words.append(folded(found.group()))
            places.append(found.span())
    kept = places[:MOST_WORDS]
    return Content(
        words=tuple(words[:MOST_WORDS]),
        kinds=bytes(marks[start] for start, _ in kept),
        sureness=bytes(_sureness(document, kept)),
        closing=tuple(closing[:MOST_WORDS]),
        lost=tuple(_lost(document, kept)),
        rest=_digest(words[MOST_WORDS:]),
    )


@lru_cache(20_000)
def folded(word: str) -> str:
    """A word as it is compared: lower case, the tone in one place, ligatures undone, `05` as `5`.

    >>> folded("Hoà") == folded("hòa"), folded("05"), folded("ﬁ")
    (True, '5', 'fi')
    """
    plain = accented(unicodedata.normalize("NFKC", word)).replace(" ", "") or word
    return plain[1:] if len(plain) == 2 and plain[0] == "0" and plain.isdecimal() else plain


def _marks(plan: Plan) -> bytearray:
    """For each character what a word that begins there is; of spans that overlap the later says. The heading of a table
    stands in no clause, and is no noise for that."""
    text, parts = plan.document.text, plan.outline.parts
    marks = bytearray(len(text))
    for kind, spans in (
        (_CLOSING, (*parts.signature, *parts.recipients)),
        (_LEFT_OUT, _header(plan)),
        (ASIDE, plan.outline.noise),
        (SAID, (table.span for table in plan.document.tables)),
        (ASIDE, (*plan.document.noise, *_labels(plan))),
    ):
        for start, end in spans:
            marks[start:end] = bytes([kind]) * (min(end, len(text)) - start)
    return marks


def _header(plan: Plan) -> Iterator[Span]:
    """The header down to the type: the title of a decision that a plan comes with stands below it, and is text."""
    for span in plan.outline.parts.header:
        if is_type_line(span.of(plan.document.text)):
            return
        yield span


def _labels(plan: Plan) -> Iterator[Span]:
    """The labels of clauses, and the numbers of rows."""
    for clause in plan.outline.clauses:
        if clause.label_span:
            yield clause.label_span
    for table in plan.document.tables:
        for row in table.rows:
            if row.cells and _ROW_NUMBER.fullmatch(plan.document.text, *row.cells[0].span):
                yield row.cells[0].span


def _sureness(document: Document, places: Iterable[tuple[int, int]]) -> Iterator[int]:
    """How sure each word was read: as its least sure letter."""
    letters = bytearray([CERTAIN]) * len(document.text)
    for page in document.pages:
        if page.how == "ocr" or page.confidence < 1:
            letters[slice(*page.span)] = bytes([_percent(page.confidence)]) * (page.span.end - page.span.start)
    boxes = document.words
    for start, end, sure in zip(boxes.start, boxes.end, boxes.confidence, strict=True) if boxes else ():
        # A doubtful text layer says of its words that they are sure: there the page is believed.
        if sure < 1 and letters[start] != CERTAIN:
            letters[start:end] = bytes([_percent(sure)]) * (end - start)
    for start, end in places:
        yield min(letters[start:end])


def _percent(share: float) -> int:
    return min(max(round(100 * share), 0), 100)


def _lost(document: Document, places: list[tuple[int, int]]) -> Iterator[int]:
    """Where a page stands that has a problem and no word."""
    troubled = {p.page for p in document.problems}
    starts = [start for start, _ in places]
    for page in document.pages if troubled else ():
        if (page.number in troubled or None in troubled) and not _WORD.search(document.text, *page.span):
            yield bisect_left(starts, page.span.start)


def _expanded(packed: bytes) -> bytes:
    """Within bounds, and whole."""
    reading = zlib.decompressobj()
    data = reading.decompress(packed, _MOST_BYTES)
    if not reading.eof:
        raise ValueError("cut off, or larger than any plan")
    return data


def _digest(words: list[str]) -> str:
    return blake2b(" ".join(words).encode(), digest_size=16).hexdigest() if words else ""
