"""The first sheet of a report's workbook: what the report is, and says outside of its tables, with links to those."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

from pipeline.report import legend, sheets
from pipeline.report.saying import Say, dated
from pipeline.report.shown import fit
from pipeline.report.types import Bullets, Chart, Line, Mark, Paragraph, Report, Run, Section, Table
from pipeline.report.xlsx_cells import LINE, TALLEST, Formats, print_set_up, put

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_LABELS, _TEXTS = 18.0, 104.0
"""Widths of the two columns, in letters."""
_PAGE = 490.0
"""Points of a page of A4 across, its margins left out."""
_SMALLEST = 0.6
"""A chart is not drawn smaller than that to fit on a page: its letters could not be read."""

Where = Callable[[Table], tuple[str, int]]
"""The address of a table's sheet, and how many rows it has."""


class First:
    """The sheet in the making: `fill` writes it from the top."""

    def __init__(self, sheet: Worksheet, formats: Formats, say: Say, where: Where) -> None:
        self._sheet, self._formats, self._say, self._where = sheet, formats, say, where
        self._row, self._used = 0, 0.0
        self._heading = 0
        self._breaks: list[int] = []

    def fill(self, report: Report) -> None:
        sheet = self._sheet
        sheet.set_column(0, 0, _LABELS)
        sheet.set_column(1, 1, _TEXTS)
        sheet.hide_gridlines(2)
        print_set_up(sheet, wide=False)
        signing = report.signing
        for head in (signing.parent_body, signing.body, signing.symbol):
            if head:
                self._text(head)
        for said in (report.title, report.subject):
            if said:
                self._text(said, self._formats.title, points=20)
        self._text(dated(report.made, report.language))
        for line in report.scope:
            self._line(line)
        self._legend(report)
        for section in report.sections:
            self._section(section)
        sheet.set_h_pagebreaks(self._breaks)

    def _legend(self, report: Report) -> None:
        say = self._say
        marks, statuses = legend.used_marks(report), legend.used_statuses(report)
        if not marks and not statuses:
            return
        words = legend.mark_words(say)
        runs = [run for mark in marks for run in (Run(text=words[mark], mark=mark), Run(text="; "))]
        listed = "; ".join(legend.status_words(say)[status] for status in statuses)
        self._labelled(say("html.legend"), [*runs, Run(text=listed)] if listed else runs[:-1])

    def _section(self, section: Section) -> None:
        self._end_row(LINE)
        self._heading = self._row
        self._text(section.title, self._formats.section, points=18)
        for block in section.blocks:
            match block:
                case Paragraph(line=line):
                    self._line(line)
                case Bullets():
                    self._bullets(block)
                case Chart():
                    self._chart(block)
                case Table():
                    self._link(block)

    def _bullets(self, bullets: Bullets) -> None:
        for item in bullets.items:
            self._labelled(item.label or "–", sheets.joined((item.line,), self._say("xlsx.more")))
            for detail in item.details:
                self._labelled("", sheets.joined((detail,), self._say("xlsx.more")))

    def _link(self, table: Table) -> None:
        address, count = self._where(table)
        said = self._say("xlsx.table").format(caption=fit(table.caption), count=count)
        self._sheet.write_url(self._row, 1, address, self._formats.link, said)
        self._end_row(LINE)

    def _chart(self, chart: Chart) -> None:
        """The picture as large as it was drawn, on one page; without a picture, what it says."""
        tall = _height(chart.png)
        if self._used and self._used + tall + 2 * LINE > _PAGE:
            after_heading = self._row - 1 == self._heading
            self._breaks.append(self._heading if after_heading else self._row)
            self._used = 0
        self._text(chart.caption, self._formats.caption)
        if not tall:
            self._line(Line(runs=(Run(text=chart.text),)))
            return
        scale = max(min(1.0, (_PAGE - 3 * LINE) / tall), _SMALLEST)
        options = {"image_data": BytesIO(chart.png), "description": fit(chart.text)[:8_000], "object_position": 2}
        self._sheet.insert_image(self._row, 0, "chart.png", {**options, "x_scale": scale, "y_scale": scale})
        rows = int(tall * scale / LINE) + 2
        for row in range(self._row, self._row + rows):
            self._sheet.set_row(row, LINE)
        self._row += rows
        self._used += rows * LINE

    def _line(self, line: Line) -> None:
        self._labelled("", sheets.joined((line,), self._say("xlsx.more")))

    def _labelled(self, said: str, runs: Sequence[Run]) -> None:
        if said:
            put(self._sheet, (self._row, 0), [Run(text=fit(said), mark=Mark.STRONG)], self._formats)
        if runs:
            put(self._sheet, (self._row, 1), runs, self._formats)
        text = "".join(run.text for run in runs)
        self._end_row(LINE * sheets.height([said, text], [_LABELS, _TEXTS]))

    def _text(self, said: str, look: Any = None, points: float = LINE) -> None:
        """A line that runs over both columns."""
        text = " ".join(fit(said).split())
        if text:
            text, look = text[: sheets.LONGEST // 2], look or self._formats.line
            lines = sheets.height([text], [(_LABELS + _TEXTS) * LINE / points])
            self._sheet.merge_range(self._row, 0, self._row, 1, "", look)
            self._sheet.write_string(self._row, 0, text, look)
            self._end_row(points * lines)

    def _end_row(self, points: float) -> None:
        """Give the row its height, and count what of the page is used: nearly, since programs break pages otherwise."""
        tall = min(points, TALLEST)
        self._sheet.set_row(self._row, tall)
        self._row += 1
        self._used = tall if self._used + tall > _PAGE else self._used + tall


def _height(png: bytes) -> float:
    """How tall a picture is shown, in points; 0 for what is no picture."""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(BytesIO(png)) as picture:
            if picture.format != "PNG":
                return 0
            density = float(picture.info.get("dpi", (96, 96))[1]) or 96
            return picture.height * 72 / density
    except (UnidentifiedImageError, OSError, ValueError):
        return 0
