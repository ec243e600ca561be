"""Sheet to DOCX: the page, the header and signature tables and the paragraphs of Nghị định 30/2020/NĐ-CP, Phụ lục I.

The same sheet and look always give the same bytes: the package's dates are fixed.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.shared import Cm, Pt

from pipeline.evaluate.rendering.look import PLAIN_LOOK, Look
from pipeline.evaluate.rendering.numbering import Lists, Place, lists_of
from pipeline.evaluate.rendering.sheet import Centred, Columns, Grid, Item, NewPage, Sheet
from pipeline.evaluate.rendering.wordxml import (
    fonts,
    keep_on_one_page,
    make_field,
    number,
    numbering_xml,
    repeat_as_heading,
)

_FONT = "Times New Roman"
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_MARGINS = {"top_margin": 2.0, "bottom_margin": 2.0, "left_margin": 3.0, "right_margin": 2.0}
"""Centimetres (Nghị định 30/2020/NĐ-CP, Phụ lục I, I.2)."""
_WIDTH = 21.0 - 3.0 - 2.0


def as_word(sheet: Sheet, look: Look = PLAIN_LOOK) -> bytes:
    """The DOCX file of a sheet."""
    made = _Made(sheet, look)
    made.write()
    out = BytesIO()
    made.document.save(out)
    return _undated(out.getvalue())


def _undated(package: bytes) -> bytes:
    """The same package with every part of it packed at one fixed time."""
    out = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = ZipInfo(name, _LONG_AGO)
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()


class _Made:
    """A Word document in the making."""

    def __init__(self, sheet: Sheet, look: Look) -> None:
        self.document: Any = Document()
        self.sheet, self.look = sheet, look
        self.items = [b for b in sheet.blocks if isinstance(b, Item)]
        self.closings = [b for b in sheet.blocks if isinstance(b, Columns) and b.closing]
        recipients = [Item("-", r, 1, f"closing {k}") for k, c in enumerate(self.closings) for r in _recipients(c)]
        self.lists: Lists = lists_of([*self.items, *recipients], look)
        self.places: Iterator[Place | None] = iter(self.lists.places[: len(self.items)])
        self.recipient_places: Iterator[Place | None] = iter(self.lists.places[len(self.items) :])
        self.new_page = False

    def write(self) -> None:
        self._page()
        self.document.part.numbering_part._element = numbering_xml(self.lists, self.look)
        for block in self.sheet.blocks:
            match block:
                case Columns(closing=True):
                    self._closing(block)
                case Columns():
                    self._header(block)
                case Centred():
                    self._centred(block)
                case Item():
                    self._item(block)
                case Grid():
                    self._grid(block)
                case NewPage():
                    self.new_page = True

    def _page(self) -> None:
        section, look = self.document.sections[0], self.look
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        for name, width in _MARGINS.items():
            setattr(section, name, Cm(width))
        section.different_first_page_header_footer = True
        margin = section.header if look.page_number == "top" else section.footer
        margin.is_linked_to_previous = False
        paragraph = margin.paragraphs[0]
        paragraph.alignment = ALIGN.CENTER if look.page_number == "top" else ALIGN.RIGHT
        make_field(paragraph, "PAGE")
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(look.size)
        fonts(normal, _FONT)
        normal.paragraph_format.space_after = Pt(0)
        properties = self.document.core_properties
        properties.author, properties.title, properties.comments = "", self.sheet.name, ""

    def _paragraph(self, where: Any = None) -> Any:
        paragraph = (where or self.document).add_paragraph()
        if where is None and self.new_page:
            paragraph.paragraph_format.page_break_before = True
            self.new_page = False
        return paragraph

    def _item(self, item: Item) -> None:
        place = next(self.places)
        if item.apart:
            self._centred(Centred(item.label))
            self._centred(Centred(item.text))
            return
        paragraph, look = self._paragraph(), self.look
        heading = bool(item.heading) and look.bold and not _is_bullet(item)
        whole = heading and item.heading >= len(item.text.rstrip(" :."))
        paragraph.alignment = ALIGN.JUSTIFY
        paragraph.paragraph_format.space_after = Pt(look.spacing)
        paragraph.paragraph_format.line_spacing = look.leading
        if look.centred and whole and item.depth == 1:
            paragraph.alignment = ALIGN.CENTER
        if place is None:
            paragraph.paragraph_format.first_line_indent = Cm(look.indent)
            if item.label:
                self._run(paragraph, f"{item.label} ", bold=heading)
        else:
            number(paragraph, place, bold=heading)
        cut = len(item.text) if whole else item.heading if heading else 0
        self._run(paragraph, item.text[:cut], bold=True)
        self._run(paragraph, item.text[cut:])
        if whole:
            paragraph.paragraph_format.keep_with_next = True

    def _run(self, paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, size: float = 0) -> None:
        if not text:
            return
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None
        if size:
            run.font.size = Pt(size)

    def _centred(self, line: Centred) -> None:
        paragraph = self._paragraph()
        paragraph.alignment = ALIGN.CENTER
        paragraph.paragraph_format.space_after = Pt(3)
        self._run(paragraph, line.text, bold=not line.aside, italic=line.aside)

    def _table(self, rows: int, widths: list[float]) -> Any:
        """A table with columns of these widths (centimetres); on a new page where one is due."""
        if self.new_page:
            self._paragraph()
        table = self.document.add_table(rows, len(widths))
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
            for cell in column.cells:
                cell.width = Cm(width)
        return table

    def _header(self, block: Columns) -> None:
        left, right = self._table(1, [6.2, _WIDTH - 6.2]).rows[0].cells
        for k, text in enumerate(block.left):
            # The body and its unit are bold, the number and what is below it is not; the urgency is.
            self._cell_line(left, k, text, ALIGN.CENTER, bold=not text.startswith("Số"), size=12)
        for k, text in enumerate(block.right):
            self._cell_line(right, k, text, ALIGN.CENTER, bold=k < 2, italic=k >= 2, size=12)
        self.document.add_paragraph()

    def _closing(self, block: Columns) -> None:
        self.document.add_paragraph()
        row = self._table(1, [8.5, _WIDTH - 8.5]).rows[0]
        keep_on_one_page(row)
        left, right = row.cells
        self._cell_line(left, 0, block.left[0], ALIGN.LEFT, bold=True, italic=True, size=12)
        for k, text in enumerate(block.left[1:], 1):
            place = next(self.recipient_places)
            words = text if place else f"- {text}"
            number_at = self._cell_line(left, k, words, ALIGN.LEFT, size=11)
            if place:
                number(number_at, place, left=0.3)
        *above, name = block.right or ("",)
        for k, text in enumerate([*above, *[""] * 4, name]):
            self._cell_line(right, k, text, ALIGN.CENTER, bold=True)

    def _cell_line(self, cell: Any, k: int, text: str, align: Any, **font: Any) -> Any:
        paragraph = cell.paragraphs[0] if k == 0 else cell.add_paragraph()
        paragraph.alignment = align
        self._run(paragraph, text, **font)
        return paragraph

    def _grid(self, grid: Grid) -> None:
        columns = max(map(len, grid.rows))
        table = self._table(len(grid.rows), _widths(grid, columns))
        table.style = "Table Grid"
        repeat_as_heading(table.rows[0])
        for k, row in enumerate(grid.rows):
            cells = table.rows[k].cells
            merged = grid.merged(k)
            if merged is not None and merged < columns - 1:
                cells[merged].merge(cells[-1])
            for column, text in enumerate(row):
                if text:
                    bold = k == 0 or merged is not None
                    align = ALIGN.CENTER if k == 0 or column == 0 else ALIGN.LEFT
                    self._cell_line(cells[column], 0, text, align, bold=bold, size=12)
        self.document.add_paragraph()


def _recipients(block: Columns) -> tuple[str, ...]:
    return block.left[len(block.left) - block.marked :]


def _is_bullet(item: Item) -> bool:
    """Whether an item has a list mark instead of a number: its heading is not printed bold."""
    return bool(item.label) and not item.label[0].isalnum() and item.label[0] != "("


def _widths(grid: Grid, columns: int) -> list[float]:
    """The columns' widths (centimetres): a share by what they hold, none narrower than a short word."""
    shares = [
        min(max((len(row[k]) for row in grid.rows if k < len(row)), default=1), 60) ** 0.6 for k in range(columns)
    ]
    least = 1.3
    return [least + (_WIDTH - least * columns) * share / sum(shares) for share in shares]
