"""Tables: a heading row that every page repeats, short rows in one piece, columns that stay wide enough to read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.report import docx_measure as measure
from pipeline.report.docx_page import Page, twips
from pipeline.report.docx_styles import SMALL, TABLE, TABLE_SMALL
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, val, w
from pipeline.report.tracked import Marked
from pipeline.report.types import Cell, Row, Table

_NARROWEST = 24.0
"""Millimetres of a column: a word such as “nghiêm” with its neighbour fits; a table of more is set in parts."""
_MANY_COLUMNS = 5
"""From more columns on the type is smaller."""
_SHORT = 0.5
"""Of the page's height: a row up to so high is never cut; a longer one may be, or most of a page would stay empty."""
_PADDING = 3.0  # mm, both sides of a cell
_HEAD_SHADE, _GROUP_SHADE = "E7E6E6", "F2F2F2"


class Setting:
    """How one table is set: the page, the marks, the size of its type."""

    def __init__(self, page: Page, marked: Marked, words: Words, columns: int) -> None:
        self.page, self.marked, self.words = page, marked, words
        self._small = columns > _MANY_COLUMNS
        self.size = TABLE_SMALL if self._small else TABLE

    def paragraph(self, style: str, *content: Element, ending: Element | None = None) -> Element:
        """A paragraph of the table, in the style's size for as many columns."""
        return paragraph(style + SMALL * self._small, *content, properties=(ending,) if ending is not None else ())


def tables(table: Table, page: Page, marked: Marked, words: Words) -> Iterator[Element]:
    """Captions and tables. One of more columns than the page has room for is set in parts that repeat its first column.

    A part that is not the last has the paragraph between two tables after it.
    """
    parts = list(_parts(table, page))
    for number, part in enumerate(parts, start=1):
        caption = part.caption
        if len(parts) > 1:
            caption = words.say("docx.part", caption=caption, number=number, total=len(parts))
        if caption.strip():
            yield paragraph("Caption", run(caption))
        yield _table(part, Setting(page, marked, words, len(part.header)), caption)
        yield paragraph("Rule")  # Word joins two tables that nothing parts.


def _parts(table: Table, page: Page) -> Iterator[Table]:
    columns = max([len(table.header), *(len(row.cells) for row in table.rows if not row.is_group)])
    header = (*table.header, *("",) * (columns - len(table.header)))
    most = max(2, int(page.across // _NARROWEST))
    if columns <= most:
        yield table.model_copy(update={"header": header, "widths": _shares(table.widths, columns)})
        return
    of_each = -(-(columns - 1) // -(-(columns - 1) // (most - 1)))  # as even as can be
    for start in range(1, columns, of_each):
        own = slice(start, min(start + of_each, columns))
        rows = [r if r.is_group else Row(cells=(*r.cells[:1], *r.cells[own])) for r in table.rows]
        taken = (header[0], *header[own])
        yield table.model_copy(update={"header": taken, "rows": tuple(rows), "widths": _shares((), len(taken))})


def _shares(widths: Sequence[float], columns: int) -> tuple[float, ...]:
    """The shares as given, evened where a table has none that can be meant."""
    if len(widths) != columns or min(widths) <= 0:
        return (1 / columns,) * columns
    return tuple(width / sum(widths) for width in widths)


def _table(table: Table, setting: Setting, caption: str) -> Element:
    whole = twips(setting.page.across)
    edges = [round(whole * sum(table.widths[:k])) for k in range(len(table.widths) + 1)]
    widths = [after - before for before, after in pairwise(edges)]
    properties = w(
        "tblPr",
        None,
        val("tblStyle", "TableGrid"),
        w("tblW", {"w": whole, "type": "dxa"}),
        w("tblLayout", {"type": "fixed"}),
        w("tblLook", {"val": "0020", "firstRow": 1, "lastRow": 0, "firstColumn": 0, "noVBand": 1, "noHBand": 1}),
        val("tblCaption", caption),
    )
    grid = w("tblGrid", None, *(w("gridCol", {"w": width}) for width in widths))
    rows = [_group(row, widths, setting) if row.is_group else _row(row, widths, setting) for row in table.rows]
    return w("tbl", None, properties, grid, _header(table.header, widths, setting), *rows)


def _header(titles: Sequence[str], widths: Sequence[int], setting: Setting) -> Element:
    cells = [
        _cell(width, [setting.paragraph("TableHead", run(title))], setting, _HEAD_SHADE)
        for title, width in zip(titles, widths, strict=True)
    ]
    return w("tr", None, w("trPr", None, w("cantSplit"), w("tblHeader")), *cells)


def _group(row: Row, widths: Sequence[int], setting: Setting) -> Element:
    lines = [line for cell in row.cells for line in cell.lines]
    content = [setting.paragraph("TableGroup", *setting.marked.runs(line)) for line in lines]
    whole = _cell(sum(widths), content, setting, _GROUP_SHADE, len(widths))
    return w("tr", None, w("trPr", None, w("cantSplit")), whole)


def _row(row: Row, widths: Sequence[int], setting: Setting) -> Element:
    cells = [*row.cells, *(Cell(),) * (len(widths) - len(row.cells))]
    whole = [w("trPr", None, w("cantSplit"))] if _is_short(cells, widths, setting) else []
    set_cells = [_cell(width, _content(c, setting), setting) for c, width in zip(cells, widths, strict=True)]
    return w("tr", None, *whole, *set_cells)


def _is_short(cells: Sequence[Cell], widths: Sequence[int], setting: Setting) -> bool:
    highest = max(
        measure.height(_texts(cell), setting.size, width / twips(1) - _PADDING)
        for cell, width in zip(cells, widths, strict=True)
    )
    return highest <= _SHORT * setting.page.down


def _texts(cell: Cell) -> list[str]:
    head = "0" if cell.status or cell.note else None
    return [text for text in (head, *(line.text for line in cell.lines), cell.source) if text is not None]


def _cell(width: int, content: Sequence[Element], setting: Setting, shade: str | None = None, span: int = 1) -> Element:
    properties = w(
        "tcPr",
        None,
        w("tcW", {"w": width, "type": "dxa"}),
        val("gridSpan", span) if span > 1 else None,
        w("shd", {"val": "clear", "color": "auto", "fill": shade}) if shade else None,
    )
    return w("tc", None, properties, *(content or [setting.paragraph("TableText")]))


def _content(cell: Cell, setting: Setting) -> list[Element]:
    """The status in words, the plan's words, and where they stand."""
    made = []
    if cell.status or cell.note:
        head = run(setting.words.head(cell))
        made.append(setting.paragraph("TableStatus" if cell.lines else "TableText", head))
    for number, line in enumerate(cell.lines, start=1):
        # The last mark of a cell is the cell's own: it can be neither new nor gone.
        ending = setting.marked.ending(line) if number < len(cell.lines) or cell.source else None
        made.append(setting.paragraph("TableText", *setting.marked.runs(line), ending=ending))
    if cell.source:
        made.append(setting.paragraph("TableSource", run(cell.source)))
    return made
