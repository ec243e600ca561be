"""A comparison on the terminal: the sections of the report as tables. Nothing is told by colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from app.render.terminal import console, plain, table
from pipeline.messages import say
from pipeline.report.legend import SYMBOLS, label, status_words
from pipeline.report.types import Bullets, Cell, Chart, Line, Mark, Paragraph, Section, Status, Table

if TYPE_CHECKING:
    from models.plan import Plan
    from pipeline.compare.types import Comparison

_STYLE = {Status.SILENT: "dim", Status.NOT_READ: "red"}
# The signs stand for what colours and lines would tell: [-bỏ-]{+thêm+}, as `kehoach diff` has them.
_AROUND = {Mark.ADDED: ("{+", "+}"), Mark.DROPPED: ("[-", "-]")}
_MARKED = {Mark.ADDED: "green", Mark.DROPPED: "red", Mark.FOLLOWS: "italic", Mark.MUTED: "dim", Mark.STRONG: "bold"}


def show_comparison(whole: Comparison, shown: Comparison, plans: Sequence[Plan]) -> None:
    """The plans and how many criteria they share, then those rows that are wanted side by side."""
    from pipeline.report.build import scope
    from pipeline.report.naming import names
    from pipeline.report.sections import Side, sections

    out = console()
    for line in scope(whole):
        out.print(_line(line))
    for column in whole.plans:
        for unread in column.unread:
            said = f"{say('absent.not_read')}: {say(f'kind.{unread.kind}')} ({unread.reason}): {column.source}"
            out.print(plain(said, "red"))
    out.print()
    found = list(sections(Side(shown, plans, names(whole.plans))))
    for section in found:
        _section(out, section)
    if not found:
        out.print(plain(say("compare.nothing")))


def _section(out: Console, section: Section) -> None:
    words = status_words(say)
    for block in section.blocks:
        match block:
            case Table():
                _table(out, section, block, words)
            case Paragraph(line=line):
                out.print(_line(line))
            case Bullets(items=items):
                for item in items:
                    out.print(_line(item.line))
            case Chart(text=text):
                out.print(plain(text))
    out.print()


def _table(out: Console, section: Section, block: Table, words: dict[Status, str]) -> None:
    """The groups of a table as tables of their own: a terminal has no rows that span."""
    title = section.title
    held: list[list[Text]] = []
    for row in [*block.rows, None]:
        if row is not None and not row.is_group:
            held.append([_cell(cell, words) for cell in row.cells])
            continue
        if held:
            made = table(list(block.header), held, title=title)
            made.show_lines = True
            out.print(made)
        held = []
        if row is not None:
            title = f"{section.title} — {row.cells[0].lines[0].text}"


def _cell(cell: Cell, words: dict[Status, str]) -> Text:
    text = Text()
    if cell.status and cell.status != Status.FIRST:
        text.append_text(plain(f"{SYMBOLS[cell.status]} {label(cell, words)}", _STYLE.get(cell.status, "bold")))
    for line in cell.lines:
        if text:
            text.append("\n")
        text.append_text(_line(line))
    if cell.source:
        text.append_text(plain(f" [{cell.source}]", "dim"))
    return text


def _line(line: Line) -> Text:
    text = Text()
    for run in line.runs:
        before, after = _AROUND.get(run.mark, ("", ""))
        text.append_text(plain(f"{before}{run.text}{after}", _MARKED.get(run.mark, "")))
    return text
