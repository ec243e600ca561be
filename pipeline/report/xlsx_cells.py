"""The cells of a report's workbook: how they look, and texts with their marks in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from pipeline.report.types import Mark, Run

if TYPE_CHECKING:
    from xlsxwriter import Workbook  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

Kind = Literal["text", "cell", "head", "caption"]
"""A text of the first sheet, a cell of a table, of its header, and the title above it."""

LINE, TALLEST = 13.5, 409.0
"""Heights in points: of a line, and of the tallest row there may be."""

LOOKS: dict[Mark, dict[str, Any]] = {
    Mark.PLAIN: {},
    Mark.ADDED: {"bold": True, "underline": 1},
    Mark.DROPPED: {"font_strikeout": True},
    Mark.FOLLOWS: {"italic": True},
    Mark.STRONG: {"bold": True},
    Mark.MUTED: {"font_color": "#595959"},
}
"""Every mark that says something is more than a colour."""


class Formats:
    """The looks of a workbook's cells and runs."""

    def __init__(self, workbook: Workbook) -> None:
        top = {"valign": "top"}
        self.line = workbook.add_format({"text_wrap": True, **top})
        self.title = workbook.add_format({"bold": True, "font_size": 14, "text_wrap": True, **top})
        self.section = workbook.add_format({"bold": True, "font_size": 12, "text_wrap": True, **top})
        self.caption = workbook.add_format({"bold": True})
        grid = {"border": 1, "border_color": "#BFBFBF"}
        self.head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#E7E6E6", **top, **grid})
        self.link = workbook.add_format({"font_color": "#0563C1", "underline": 1, "text_wrap": True, **top})
        self.cell_link = workbook.add_format(
            {"font_color": "#0563C1", "underline": 1, "text_wrap": True, **top, **grid}
        )
        self.runs = {mark: workbook.add_format(look) for mark, look in LOOKS.items()}
        self.cells = {m: workbook.add_format({**look, "text_wrap": True, **top, **grid}) for m, look in LOOKS.items()}
        self.texts = {m: workbook.add_format({**look, "text_wrap": True, **top}) for m, look in LOOKS.items()}

    def whole(self, kind: Kind, mark: Mark = Mark.PLAIN) -> Any:
        """The look of a whole cell; a header and a title have theirs whatever the mark."""
        if kind in ("head", "caption"):
            return self.head if kind == "head" else self.caption
        return (self.cells if kind == "cell" else self.texts)[mark]


def put(sheet: Worksheet, at: tuple[int, int], runs: Sequence[Run], formats: Formats, kind: Kind = "text") -> None:
    """Write a text with its marks at a row and column: as a text, whatever it begins with."""
    if not runs:
        sheet.write_blank(*at, None, formats.whole(kind))
    elif len(runs) == 1 and not _is_markup(runs[0].text):
        sheet.write_string(*at, runs[0].text, formats.whole(kind, runs[0].mark))
    else:
        # One run alone is no rich text to the library: one that is cut in two is.
        parts = list(runs) if len(runs) > 1 else _halves(runs[0])
        pieces = [piece for run in parts for piece in (formats.runs[run.mark], run.text)]
        sheet.write_rich_string(*at, *pieces, formats.whole(kind))


def _is_markup(text: str) -> bool:
    """Whether the library would take a text for its own markup and copy it into the file as it is."""
    return text.startswith("<r>") and text.endswith("</r>")


def _halves(run: Run) -> list[Run]:
    return [Run(text=run.text[:1], mark=run.mark), Run(text=run.text[1:], mark=run.mark)]


def print_set_up(sheet: Worksheet, *, wide: bool) -> None:
    """Landscape, as wide as the paper (A3 where that is needed to be read), pages numbered."""
    sheet.set_landscape()
    sheet.set_paper(8 if wide else 9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.set_footer("&L&A&R&P/&N")


def address(sheet: Worksheet, cell: str = "A1") -> str:
    """Where a link within the workbook leads."""
    quoted = sheet.get_name().replace("'", "''")
    return f"internal:'{quoted}'!{cell}"
