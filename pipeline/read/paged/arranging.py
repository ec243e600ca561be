"""A page's words to what is read from it in order: columns of lines and tables, with what is noise set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.read.paged.columns import Column, columns_of
from pipeline.read.paged.lines import SeenLine, rows_of, runs_of
from pipeline.read.paged.measure import Measure, measure_of, settled
from pipeline.read.paged.noise import PageRuns, is_scribble, is_text_size, noise_of
from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.paged.tables import SeenTable, join, tables_on


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


def arrange(pages: Iterable[SeenPage]) -> list[Arranged]:
    """All pages of a document in order; running heads are known by standing on several."""
    out: list[Arranged] = []
    runs: list[PageRuns] = []
    tables: list[list[SeenTable]] = []
    for page in pages:
        found, rest = tables_on(page.rulings, _readable(page.words), page.number)
        page_runs = runs_of(rest, page.number)
        upright = [r for r in page_runs if is_text_size(r, page.height)]
        out.append(Arranged(_without_words(page), measure_of(rows_of(upright), page.width, exact=page.how == "layer")))
        runs.append(PageRuns(page.number, page.width, page.height, page_runs))
        tables.append(found)
    for arranged, measure in zip(out, settled([a.measure for a in out]), strict=True):
        arranged.measure = measure
    for arranged, page_runs_, found, noise in zip(
        out, runs, tables, noise_of(runs, [a.measure for a in out]), strict=True
    ):
        _arrange(arranged, page_runs_, found, noise)
    _join_tables(out)
    return out


def _readable(words: Sequence[SeenWord]) -> list[SeenWord]:
    return [w for w in words if w.text and w.x1 > w.x0 and w.bottom > w.top]


def _without_words(page: SeenPage) -> SeenPage:
    return replace(page, words=(), rulings=())


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


def _join_tables(pages: list[Arranged]) -> None:
    last: SeenTable | None = None
    for arranged in pages:
        first = arranged.parts[0] if arranged.parts else None
        joined = last is not None and isinstance(first, SeenTable) and join(last, first)
        if joined and isinstance(first, SeenTable) and len(arranged.parts) == 1:
            # The rest may go on over a further page: rows to mend are those of its own end.
            last = first if first.rows else last
            continue
        end = arranged.parts[-1] if arranged.parts else None
        last = end if isinstance(end, SeenTable) else None
