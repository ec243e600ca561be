"""A report as Markdown with the tables of GitHub (GFM 0.29), readable as text too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pipeline.report import legend
from pipeline.report.anchors import Anchors
from pipeline.report.markdown_words import escaped, marked
from pipeline.report.saying import dated, speaker
from pipeline.report.shown import bounded, cells_of, runs_of
from pipeline.report.types import Block, Bullet, Bullets, Cell, Chart, Line, Mark, Paragraph, Report, Row, Run, Table
from pipeline.report.writing import whole

BLANK = "……………"
"""What is left to be filled in by hand."""

_LEGEND: dict[Mark, str] = {
    Mark.ADDED: "markdown.legend_added",
    Mark.DROPPED: "markdown.legend_dropped",
    Mark.FOLLOWS: "markdown.legend_follows",
}


def write(report: Report, path: Path) -> None:
    """Write the report as one Markdown file in UTF-8, whole or not at all; equal reports give equal bytes.

    Raises UsageError, StoreError or one of its kinds as `writing.whole` does.
    """
    whole(path, text(report).encode())


def text(report: Report) -> str:
    """The report as Markdown: each of its tables is one, with a line for each row; charts are told in words.

    Raises ValueError for a table in which a row has more cells than there are columns.
    """
    return "\n\n".join(part for part in _Paper(report).parts() if part) + "\n"


class _Paper:
    """One writing of one report: it counts tables and figures."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._say = speaker(report.language)
        self._statuses = legend.status_words(self._say)
        self._tables = self._figures = 0
        anchors = Anchors()
        self._anchors = [anchors.new(section.name) for section in report.sections]

    def parts(self) -> Iterator[str]:
        report = self._report
        yield from self._head()
        yield f"# {escaped(report.title)}: {escaped(report.subject)}"
        yield from self._lines(report.scope)
        yield self._contents()
        yield self._legend()
        for anchor, section in zip(self._anchors, report.sections, strict=True):
            yield f'<a id="{anchor}"></a>'
            yield f"## {escaped(section.title)}"
            for block in section.blocks:
                yield from self._block(block)
        yield from self._signature()

    def _head(self) -> Iterator[str]:
        signing = self._report.signing
        day = dated(self._report.made, self._report.language)
        nation, motto = escaped(self._say("html.nation").upper()), escaped(self._say("html.motto"))
        yield f"**{nation}**<br>**{motto}**<br>{escaped(signing.place or BLANK)}, {escaped(day)}"
        bodies = [escaped(body.upper()) for body in (signing.parent_body, signing.body or BLANK) if body]
        yield "<br>".join([*bodies, f"{escaped(self._say('html.number'))} {escaped(signing.symbol or BLANK)}"])

    def _contents(self) -> str:
        links = zip(self._anchors, self._report.sections, strict=True)
        return "\n".join(f"- [{escaped(section.title)}](#{anchor})" for anchor, section in links)

    def _legend(self) -> str:
        statuses = legend.used_statuses(self._report)
        marks = legend.used_marks(self._report)
        if not statuses and not marks:
            return ""
        items = [f"- {legend.SYMBOLS[status]} {escaped(self._statuses[status])}" for status in statuses]
        items += [f"- {self._say(_LEGEND[mark])}" for mark in marks]
        lead = f" {self._say('html.legend_lead')}" if statuses else ""
        return "\n".join([f"{self._say('html.legend')}.{lead}", "", *items])

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Paragraph(line=line):
                yield from self._lines((line,))
            case Bullets(items=items):
                ranked = any(item.label for item in items)
                heads = [f"{n}. " if ranked else "- " for n in range(1, len(items) + 1)]
                yield "\n".join(self._item(head, item) for head, item in zip(heads, items, strict=True))
            case Table():
                self._tables += 1
                yield self._caption(self._say("markdown.table").format(number=self._tables), block.caption)
                yield self._table(block)
            case Chart(caption=caption, text=said):
                self._figures += 1
                yield self._caption(self._say("markdown.chart").format(number=self._figures), caption)
                yield from self._lines((_plain(said),))

    def _caption(self, name: str, caption: str) -> str:
        return f"**{escaped(name)}. {escaped(caption).strip()}**"

    def _item(self, head: str, item: Bullet) -> str:
        label = f"**{escaped(item.label).strip()}** " if item.label and item.label.strip() else ""
        below = [f"{' ' * len(head)}- {said}" for said in self._lines(item.details)]
        return "\n".join([f"{head}{label}{'<br>'.join(self._lines((item.line,)))}", *below])

    def _table(self, table: Table) -> str:
        rows = [[escaped(title) for title in table.header], ["---"] * len(table.header)]
        rows += [self._row(table, row) for row in table.rows]
        return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)

    def _row(self, table: Table, row: Row) -> list[str]:
        if row.is_group:
            heading = self._cell(row.cells[0]) if row.cells else ""
            return [f"<b>{heading}</b>", *([""] * (len(table.header) - 1))]
        return [self._cell(cell) for cell in cells_of(table, row)]

    def _cell(self, cell: Cell) -> str:
        first = escaped(legend.label(cell, self._statuses))
        symbol = f"{legend.SYMBOLS[cell.status]} " if cell.status else ""
        source = f"<sup>\\[{escaped(cell.source)}\\]</sup>" if cell.source else ""
        said = [symbol + first, *self._lines(cell.lines, strong=cell.status is None), source]
        return "<br>".join(part for part in said if part.strip())

    def _lines(self, lines: Iterable[Line], *, strong: bool = True) -> list[str]:
        """Each line as one of Markdown; a text does not begin with the spaces that would make it code."""
        cut = bounded(lines, self._say("html.cut"))
        return [marked(runs_of(line), strong=strong).strip() for line in cut]

    def _signature(self) -> Iterator[str]:
        signing = self._report.signing
        signer = [signing.authority, signing.position or BLANK]
        bold = [f"**{escaped(part.upper()).strip()}**" for part in signer if part and part.strip()]
        yield "<br>".join([*bold, "", escaped(signing.signer or BLANK)])
        if signing.recipients:
            items = [f"- {escaped(recipient).strip()}" for recipient in signing.recipients]
            yield "\n".join([escaped(self._say("html.recipients")), "", *items])


def _plain(words: str) -> Line:
    return Line(runs=(Run(text=words),))
