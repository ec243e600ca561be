"""What a comparison says. Rows run over the plans in the order in which they were given."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from models.base import Frozen
from models.metadata import GovernmentLevel
from models.records import Audience, Award, Criterion, Milestone, MilestoneKind, Record

R = TypeVar("R", bound=Record)


class Silence(StrEnum):
    """Why a plan has nothing in a row. The two are never confused."""

    NOT_STATED = "not_stated"
    """The plan was read and does not say it."""
    NOT_READ = "not_read"
    """The plan, or this part of it, could not be read: it may say it or not."""


class Relation(StrEnum):
    """What the second text is to the first (DOMAIN.md, Alignment)."""

    IDENTICAL = "identical"
    MINOR = "minor"
    MODIFIED = "modified"
    SPLIT = "split"
    MERGED = "merged"


class Unread(Frozen):
    """A kind of record that could not be read from a plan, and why."""

    kind: str
    reason: str


class Column(Frozen):
    """A compared plan: the version (SHA-256 of its bytes) and what names it to a reader."""

    version: str
    symbol: str | None
    issued: date | None
    unit: str | None
    level: GovernmentLevel | None
    subject: str | None
    source: str
    unread: tuple[Unread, ...] = ()


class Cell(Frozen, Generic[R]):
    """What one plan says in a row: records in document order, or the reason why there are none."""

    records: tuple[R, ...]
    silence: Silence | None = None


class Link(Frozen):
    """The relation of two plans within a family. `first` and `second` are columns, `similarity` is 0 to 1."""

    first: int
    second: int
    relation: Relation
    similarity: float


class CriterionFamily(Frozen):
    """The criteria of several plans that say the same requirement; one that stands alone is a family too."""

    audience: Audience
    cells: tuple[Cell[Criterion], ...]
    links: tuple[Link, ...]


class TimelineRow(Frozen):
    """The milestones of one kind, each plan's in order of time."""

    kind: MilestoneKind
    cells: tuple[Cell[Milestone], ...]


class AwardRow(Frozen):
    """The awards of one form: who gives it to whom, and on which occasion."""

    form: str
    cells: tuple[Cell[Award], ...]


class Comparison(Frozen):
    """Plans side by side."""

    plans: tuple[Column, ...]
    criteria: tuple[CriterionFamily, ...]
    timeline: tuple[TimelineRow, ...]
    awards: tuple[AwardRow, ...]
