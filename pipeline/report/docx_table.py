"""Tables: a heading row that every page repeats, short rows in one piece, columns that stay wide enough to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.report import docx_measure as measure
from pipeline.report.docx_page import Page, twips
from pipeline.report.docx_styles import SMALL, TABLE, TABLE_SMALL
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, val, w
from pipeline.report.tracked import Marked
from pipeline.report.types import Cell, Row, Table

_NARROWEST = 24.0
"""Millimetres of a column: two or three words fit; a table of more columns than the page holds is set in parts."""
_FEW = 40
"""Characters of a text that are measured for how narrow its column may be: in one line they fill it already."""
_MANY_COLUMNS = 5
"""From more columns on the type is smaller."""
_SHORT = 0.7
"""Of the page's height: a row up to so high is never cut; plans are read across, so most rows stay whole."""
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
    columns = max([1, len(table.header), *(len(row.cells) for row in table.rows if not row.is_group)])
    header = (*table.header, *("",) * (columns - len(table.header)))
    needs = [_need(title, _column(table, k)) for k, title in enumerate(header)]
    parts = _packed(needs, page.across)
    for part in parts:
        rows = [r if r.is_group else Row(cells=tuple(r.cells[k] for k in part if k < len(r.cells))) for r in table.rows]
        given = table.widths if len(parts) == 1 else ()
        widths = _shares(given, [needs[k] for k in part], page.across)
        yield table.model_copy(update={"header": tuple(header[k] for k in part), "rows": tuple(rows), "widths": widths})


def _column(table: Table, number: int) -> Iterator[Cell]:
    return (row.cells[number] for row in table.rows if not row.is_group and number < len(row.cells))


def _need(title: str, cells: Iterable[Cell]) -> float:
    """Millimetres below which a column is too narrow: its title's longest word and its short texts stay in one line."""
    widest = max((measure.width(word, TABLE) for word in title.split()), default=0.0)
    for cell in cells:
        if widest >= _NARROWEST or cell.status or cell.note:
            return _NARROWEST
        widest = max([widest, *(measure.width(text[:_FEW], TABLE) for text in _texts(cell))])
    return min(_NARROWEST, widest + _PADDING + 0.5)


def _packed(needs: Sequence[float], across: float) -> list[list[int]]:
    """The columns of each part, by their numbers; the first column, which names the rows, is in all. As few parts as
    can be, and as even.

    >>> _packed([20] * 8, 120), _packed([20, 20], 30)
    ([[0, 1, 2, 3, 4], [0, 5, 6, 7]], [[0, 1]])
    """
    parts = [[0]]
    for number in range(1, len(needs)):
        if len(parts[-1]) > 1 and sum(needs[k] for k in parts[-1]) + needs[number] > across:
            parts.append([0])
        parts[-1].append(number)
    of_each = -(-(len(needs) - 1) // len(parts)) or 1
    even = [[0, *range(k, min(k + of_each, len(needs)))] for k in range(1, len(needs), of_each)]
    return even if even and all(sum(needs[k] for k in part) <= across for part in even) else parts


def _shares(given: Sequence[float], needs: Sequence[float], across: float) -> tuple[float, ...]:
    """The shares as given, evened where there are none that can be meant; no column gets less than it needs.

    What a narrow column lacks, the others give in proportion to what they have to spare.

    >>> [round(share, 2) for share in _shares((0.05, 0.95), (20, 20), 200)]
    [0.1, 0.9]
    """
    meant = given if len(given) == len(needs) and min(given) > 0 else (1.0,) * len(needs)
    wanted = [width / sum(meant) * across for width in meant]
    pairs = list(zip(wanted, needs, strict=True))
    lacking = sum(max(0.0, need - width) for width, need in pairs)
    spare = sum(max(0.0, width - need) for width, need in pairs)
    if lacking > spare:
        return tuple(width / across for width in wanted)
    left = 1 - lacking / spare if spare else 1.0
    return tuple((need + max(0.0, width - need) * left) / across for width, need in pairs)


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
