"""Seen pages to a document: text in the order of reading, paragraphs over page breaks, tables, noise, boxes."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from models.document import Document, Page, RawFile, ReadProblem
from models.errors import NoTextFound
from models.span import Span
from models.table import Cell, Row, Table
from pipeline.read.paged.arranging import Arranged, Waiting, arrange
from pipeline.read.paged.columns import Column
from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.measure import Measure
from pipeline.read.paged.page import NO_TEXT, SeenPage
from pipeline.read.paged.paragraphs import blocks, goes_on_over, is_footnote, paragraphs
from pipeline.read.paged.tables import SeenCell, SeenTable, wraps
from pipeline.read.paged.writing import Writing
from pipeline.read.saying import summarised


def compose(
    raw: RawFile, pages: Iterable[SeenPage], notes: Sequence[str] = (), problems: Sequence[ReadProblem] = ()
) -> Document:
    """The document of a file's pages, which come in order.

    Raises NoTextFound where no page has a word.
    """
    return compose_waiting(raw, map(Waiting, pages), notes, problems)


def compose_waiting(
    raw: RawFile, waiting: Iterable[Waiting], notes: Sequence[str] = (), problems: Sequence[ReadProblem] = ()
) -> Document:
    """The document of pages that were prepared when each was read; raises as `compose` does."""
    queue = deque(waiting)
    pages = [w.page for w in queue]
    composing = _Composing(pages)
    composing.all(arrange(queue))
    text = composing.writing.text
    if not composing.writing.words:
        raise NoTextFound(_nothing_on(pages))
    return Document(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        text=text,
        pages=_pages(pages, composing.starts, len(text)),
        notes=tuple(notes),
        problems=(*problems, *(ReadProblem(reason=p.problem, page=p.number) for p in pages if p.problem)),
        words=composing.writing.words,
        tables=tuple(composing.tables),
        noise=tuple(composing.writing.noise),
        repairs=tuple(composing.writing.repairs),
    )


def _nothing_on(pages: Sequence[SeenPage]) -> str:
    """What a file without any text is, and what kept its pages from being read."""
    count = f"its {len(pages):,} pages" if len(pages) > 1 else "its one page"
    failed = [ReadProblem(reason=p.problem, page=p.number) for p in pages if p.problem and p.problem != NO_TEXT]
    seen = "; ".join(summarised(failed)) or "blank, or a picture of something else"
    return f"no text found on {count} ({seen}); where there is writing, scan it again at 300 dots an inch"


def _pages(pages: Sequence[SeenPage], starts: Sequence[int], length: int) -> tuple[Page, ...]:
    ends = [*starts[1:], length]
    return tuple(
        Page(
            number=page.number,
            span=Span(start, end),
            how=page.how,
            confidence=page.confidence,
            why=page.why,
            width=page.width,
            height=page.height,
        )
        for page, start, end in zip(pages, starts, ends, strict=True)
    )


class _Composing:
    """Writes one page after the other; knows what the page before left open."""

    def __init__(self, pages: Iterable[SeenPage]) -> None:
        self._seen = {page.number: page for page in pages}
        self.writing = Writing()
        self.starts: list[int] = []
        self.tables: list[Table] = []
        self._rows: list[Row] = []
        self._last: tuple[list[SeenLine], Measure] | None = None
        """The paragraph that the page before ended with, if one did, and the measure of its page."""
        self._below: list[SeenLine] = []

    def all(self, pages: Iterator[Arranged]) -> None:
        """Write the pages, the end of each in sight of the beginning of the next."""
        last = next(pages, None)
        while last is not None:
            following = next(pages, None)
            self._page(last, following)
            last = following
        self._end_table()
        self._noise(self._below)

    def _page(self, arranged: Arranged, following: Arranged | None) -> None:
        first = arranged.parts[0] if arranged.parts else None
        goes_on = self._goes_on(first, arranged.measure)
        self._turn(arranged, goes_on=goes_on)
        for k, part in enumerate(arranged.parts):
            if isinstance(part, SeenTable):
                self._table(part)
            else:
                last = k + 1 == len(arranged.parts)
                self._column(part, arranged, following if last else None, goes_on=goes_on and k == 0)
        self._below = arranged.below

    def _goes_on(self, first: Column | SeenTable | None, measure: Measure) -> bool:
        if isinstance(first, SeenTable):
            return first.goes_on and bool(self._rows)
        if first is None or first.beside or self._last is None:
            return False
        lines, before = self._last
        return goes_on_over(lines, first.lines[0], before, measure)

    def _turn(self, arranged: Arranged, *, goes_on: bool) -> None:
        """From the page before to this one: its last noise, the mark where this begins, the noise at its top."""
        if not goes_on:
            self._end_table()
        self._noise(self._below)
        if not goes_on:
            self.writing.part()
        else:
            self.writing.break_line()
        self.starts.append(self.writing.length)
        self._noise(arranged.above)
        if not goes_on:
            self.writing.part()
            if arranged.parts:
                self._last = None

    def _noise(self, lines: Iterable[SeenLine]) -> None:
        for line in lines:
            self.writing.noise_line(line.words, self._seen[line.page])

    def _column(self, column: Column, arranged: Arranged, following: Arranged | None, *, goes_on: bool) -> None:
        """Write a column; the page that follows is given with the last of its page."""
        self._end_table()
        measure = arranged.measure
        if column.beside:
            found = blocks(column.lines)
        elif goes_on and self._last is not None:
            found = paragraphs(column.lines, measure, begun=True)
        else:
            found = paragraphs(column.lines, measure)
        if following is not None and not column.beside:
            found = _footnotes_first(found, arranged, following)
        for k, paragraph in enumerate(found):
            if k or not goes_on:
                self.writing.part()
            self.writing.paragraph((line.words, self._seen[line.page]) for line in paragraph)
        self._last = None if column.beside else (found[-1], measure)

    def _table(self, table: SeenTable) -> None:
        self._last = None
        if not table.goes_on:
            self._end_table()
            self.writing.part()
        for row in table.repeated:
            for line in (line for cell in row for line in cell.lines):
                self.writing.noise_line(line.words, self._seen[line.page])
        for row in table.rows:
            self._rows.append(self._row(row, table))

    def _row(self, cells: list[SeenCell], table: SeenTable) -> Row:
        writing = self.writing
        writing.break_line()
        start, made = writing.length, []
        writing.put("|")
        for cell in cells:
            writing.put(" ")
            at = writing.length
            for wrapped, line in zip((None, *wraps(table, cell)), cell.lines, strict=False):
                if wrapped is not None:
                    writing.put(" " if wrapped else "\n")
                writing.add(line.words, self._seen[line.page])
            made.append(Cell(span=Span(at, writing.length), column=cell.column, columns=cell.columns, rows=cell.rows))
            writing.put(" |" if cell.lines else "|")
        writing.ended()
        return Row(span=Span(start, writing.length), cells=tuple(made))

    def _end_table(self) -> None:
        if self._rows:
            self.tables.append(Table(rows=tuple(self._rows)))
            self._rows = []
            self.writing.part()


def _footnotes_first(found: list[list[SeenLine]], arranged: Arranged, following: Arranged) -> list[list[SeenLine]]:
    """Footnotes put before a paragraph that goes on over the page break, which they would cut in two."""
    at = len(found)
    while at and is_footnote(found[at - 1], arranged.measure):
        at -= 1
    first = following.parts[0] if following.parts else None
    # The paragraph that the page begins with stays where it is: it may itself go on from the page before.
    if at < 2 or at == len(found) or not isinstance(first, Column) or first.beside:
        return found
    if not goes_on_over(found[at - 1], first.lines[0], arranged.measure, following.measure):
        return found
    return [*found[: at - 1], *found[at:], found[at - 1]]
