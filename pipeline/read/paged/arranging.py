"""A page's words to what is read from it in order: columns of lines and tables, with what is noise set aside."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.read.paged.columns import Column, columns_of
from pipeline.read.paged.lines import SeenLine, rows_of, runs_of
from pipeline.read.paged.measure import Measure, measure_of, settled
from pipeline.read.paged.noise import PageRuns, is_scribble, is_text_size, may_run, noise_on, running_of
from pipeline.read.paged.packed import PackedLines, PackedTable
from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.paged.tables import SeenTable, join, tables_on

_LOOSE = 100  # pages kept as they are; those after them are packed, which takes a tenth of the time of reading them


@dataclass(slots=True)
class Arranged:
    """A page in the order of reading."""

    page: SeenPage
    measure: Measure
    parts: list[Column | SeenTable] = field(default_factory=list)
    above: list[SeenLine] = field(default_factory=list)
    """Noise of its upper half."""
    below: list[SeenLine] = field(default_factory=list)
    """Noise of its lower half."""


class Waiting:
    """A page that is read and waits for the others: running heads are known by standing on several."""

    __slots__ = ("_runs", "_tables", "has_words", "may_run", "measure", "page")

    def __init__(self, page: SeenPage) -> None:
        found, rest = tables_on(page.rulings, _readable(page.words), page.number)
        runs = runs_of(rest, page.number)
        upright = [r for r in runs if is_text_size(r, page.height)]
        self.has_words = bool(page.words)
        self.page = replace(page, words=(), rulings=())
        self.measure = measure_of(rows_of(upright), page.width, exact=page.how == "layer")
        self.may_run = may_run(PageRuns(page.number, page.width, page.height, runs))
        packed = page.number > _LOOSE
        self._runs = PackedLines(runs, page.number) if packed else runs
        self._tables = [PackedTable(table) if packed else table for table in found]

    def runs(self) -> PageRuns:
        """The runs outside of its tables."""
        runs = self._runs.lines() if isinstance(self._runs, PackedLines) else self._runs
        return PageRuns(self.page.number, self.page.width, self.page.height, runs)

    def tables(self) -> list[SeenTable]:
        """Its tables, to be asked for once."""
        return [table.table() if isinstance(table, PackedTable) else table for table in self._tables]


def arrange(waiting: deque[Waiting]) -> Iterator[Arranged]:
    """The pages of a document in order; they are taken out of those that wait, one by one."""
    return _with_tables_joined(_one_by_one(waiting))


def _one_by_one(waiting: deque[Waiting]) -> Iterator[Arranged]:
    running = running_of(page.may_run for page in waiting)
    for k, measure in enumerate(settled([page.measure for page in waiting])):
        page = waiting.popleft()
        arranged, runs = Arranged(page.page, measure), page.runs()
        _arrange(arranged, runs, page.tables(), noise_on(runs, measure, running, opening=k == 0))
        yield arranged


def _readable(words: Sequence[SeenWord]) -> list[SeenWord]:
    return [w for w in words if w.text and w.x1 > w.x0 and w.bottom > w.top]


def _arrange(arranged: Arranged, page: PageRuns, tables: list[SeenTable], noise: set[int]) -> None:
    scraps = [page.runs[k] for k in sorted(noise)]
    arranged.above = [r for r in scraps if r.top + r.bottom < page.height]
    arranged.below = [r for r in scraps if r.top + r.bottom >= page.height]
    rows = rows_of([r for k, r in enumerate(page.runs) if k not in noise])
    if arranged.page.how == "ocr":
        scraps = [r for r in rows if is_scribble(r)]
        rows = [r for r in rows if not is_scribble(r)]
        arranged.above += [r for r in scraps if r.top + r.bottom < page.height]
        arranged.below += [r for r in scraps if r.top + r.bottom >= page.height]
    for table in tables:
        before = [r for r in rows if (r.top + r.bottom) / 2 < table.box[1]]
        rows = rows[len(before) :]
        arranged.parts += columns_of(before, arranged.measure.middle)
        arranged.parts.append(table)
    arranged.parts += columns_of(rows, arranged.measure.middle)


def _with_tables_joined(pages: Iterable[Arranged]) -> Iterator[Arranged]:
    """The pages with tables that go on over page breaks joined; a page is held back while its last row may grow."""
    last: SeenTable | None = None
    held: list[Arranged] = []
    for arranged in pages:
        first = arranged.parts[0] if arranged.parts else None
        joined = last is not None and isinstance(first, SeenTable) and join(last, first)
        if joined and isinstance(first, SeenTable) and len(arranged.parts) == 1 and not first.rows:
            held.append(arranged)  # all of it was the rest of one row, which may go on over a further page
            continue
        yield from held
        held = [arranged]
        end = arranged.parts[-1] if arranged.parts else None
        last = end if isinstance(end, SeenTable) else None
    yield from held
