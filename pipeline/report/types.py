"""The content of a report, apart from any file format: sections of paragraphs, findings, tables and charts.

Every text is in the language of the report already; writers lay it out and translate nothing. A writer must give every
mark and status in a way that is readable without colour.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from models.base import Frozen


class Mark(StrEnum):
    """How a run of words differs from the plan that the row is read against."""

    PLAIN = "plain"
    ADDED = "added"
    DROPPED = "dropped"
    """Words of the other plan that this one leaves out; shown struck through."""
    FOLLOWS = "follows"
    """A name that merely follows the issuer (tỉnh Cà Mau, tỉnh Lai Châu): another word, the same substance."""
    STRONG = "strong"
    MUTED = "muted"


class Status(StrEnum):
    """What a plan's cell is to the first plan that says the row."""

    FIRST = "first"
    SAME = "same"
    REWORDED = "reworded"
    CHANGED = "changed"
    SILENT = "silent"
    NOT_READ = "not_read"


class Run(Frozen):
    text: str
    mark: Mark = Mark.PLAIN


class Line(Frozen):
    """A paragraph."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


class Cell(Frozen):
    """What stands in a table's cell. `note` is said first, in words: the status, or a direction (“chặt hơn”);
    `source` is where the words stand (“V/1/a/-1, tr. 3”)."""

    lines: tuple[Line, ...] = ()
    status: Status | None = None
    note: str | None = None
    source: str | None = None
    identity: str | None = None
    """An id that links may point at: a record's or a family's."""


class Row(Frozen):
    cells: tuple[Cell, ...]
    is_group: bool = False
    """Whether the row is one heading over the rows that follow: its only cell spans the table."""


class Paragraph(Frozen):
    block: Literal["paragraph"] = "paragraph"
    line: Line


class Bullets(Frozen):
    """Items in order."""

    block: Literal["bullets"] = "bullets"
    items: tuple[Bullet, ...]


class Bullet(Frozen):
    line: Line
    label: str | None = None
    """A word printed before the item, such as the weight of a finding."""
    details: tuple[Line, ...] = ()
    """Smaller lines below: quotes with their places, the law that says so."""


class Table(Frozen):
    """A table with one heading row, which a writer repeats on every page. `widths` are shares that sum to 1."""

    block: Literal["table"] = "table"
    caption: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    widths: tuple[float, ...]


class Chart(Frozen):
    """A picture of a table: `svg` for pages and print, `png` for Word and Excel; `text` says it to
    who cannot see it."""

    block: Literal["chart"] = "chart"
    caption: str
    svg: str
    png: bytes
    text: str


Block = Annotated[Paragraph | Bullets | Table | Chart, Field(discriminator="block")]


class Section(Frozen):
    """`name` is a stable word for links and sheets (`findings`, `criteria`, `sources`); `title` is in the language."""

    name: str
    title: str
    blocks: tuple[Block, ...]
    wide: bool = False
    """Whether its tables want a landscape page."""


class Signing(Frozen):
    """Whose report it is, from the office's configuration; what is null is left blank to be filled by hand."""

    parent_body: str | None = None
    """Cơ quan chủ quản, above the issuing body."""
    body: str | None = None
    """Cơ quan ban hành."""
    symbol: str | None = None
    """Số, ký hiệu, such as `…/BC-SNV`."""
    place: str | None = None
    authority: str | None = None
    """Quyền hạn: `TM.`, `KT.`, `TL.` with the body or office."""
    position: str | None = None
    signer: str | None = None
    recipients: tuple[str, ...] = ()


class Report(Frozen):
    """`made` is the day of the report; `pair` says that the marks are those of one plan against one other, so that a
    writer may give them as tracked changes."""

    language: str
    title: str
    subject: str
    scope: tuple[Line, ...]
    made: date
    signing: Signing = Signing()
    sections: tuple[Section, ...]
    pair: bool = False


Bullets.model_rebuild()
