"""What a comparison says. Rows run over the plans in the order in which they were given."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from models.base import Frozen
from models.metadata import GovernmentLevel
from models.outline import Topic
from models.path import ClausePath
from models.records import Assignment, Audience, Award, Criterion, Milestone, MilestoneKind, Quantity
from models.span import Evidence
from pipeline.compare.wording import Piece


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


class Bearing(StrEnum):
    """How a threshold or a time of the second plan bears to that of the first."""

    STRICTER = "stricter"
    LOOSER = "looser"
    EARLIER = "earlier"
    LATER = "later"
    INCOMPARABLE = "incomparable"
    """Another unit or another kind of bound, or words that leave open which asks more."""


class Direction(Frozen):
    """A threshold or time that differs: what each plan says (times in the language in use), of what, how the second
    bears to the first."""

    bearing: Bearing
    of: str | None
    first: str
    second: str
    records: tuple[str, str]
    """Ids of the two records."""


class Passage(Frozen):
    """A clause as it is compared."""

    path: ClausePath
    text: str
    evidence: tuple[Evidence, ...]


R = TypeVar("R", Criterion, Milestone, Award, Assignment, Quantity, Passage)


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
    """The relation of two plans within a family, read from `first` to `second` (both are columns).

    `as_text` is the relation of what they say read as one text, also where it is split or merged. `similarity` (0 to 1)
    is the share of letters kept; `pieces` are the second plan's words with what changed, empty
    where the two are identical.
    """

    first: int
    second: int
    relation: Relation
    as_text: Relation
    similarity: float
    pieces: tuple[Piece, ...] = ()
    directions: tuple[Direction, ...] = ()


class Family(Frozen, Generic[R]):
    """What several plans say of one thing; what one plan says alone is a family too.

    `id` is that of the earliest member: it stays when a later plan is added.
    """

    id: str
    cells: tuple[Cell[R], ...]
    links: tuple[Link, ...]

    @property
    def speaking(self) -> tuple[int, ...]:
        """The columns that say it."""
        return tuple(k for k, cell in enumerate(self.cells) if cell.records)


class Lead(Frozen):
    """A clause that is no criterion in its plan, but introduces others with the words of one elsewhere."""

    column: int
    path: ClausePath
    text: str


class CriterionFamily(Family[Criterion]):
    """The criteria of several plans that say the same requirement; `leads` are those of plans that are silent."""

    audience: Audience
    leads: tuple[Lead, ...] = ()


class TimelineRow(Family[Milestone]):
    """Milestones of one kind, each plan's in order of time."""

    kind: MilestoneKind


class AwardRow(Family[Award]):
    """The awards of one form: who gives it to whom, and on which occasion."""

    form: str


class TopicRows(Frozen):
    """What the plans say under one topic, wherever they say it.

    A row stands under the topic of the first plan that says it. `silences` tells for each plan why it has no such
    section, null where it has one.
    """

    topic: Topic
    silences: tuple[Silence | None, ...]
    families: tuple[Family[Passage], ...]


class Comparison(Frozen):
    """Plans side by side. `alike` is the threshold (0 to 1) above which statements were taken for the same."""

    plans: tuple[Column, ...]
    alike: float
    criteria: tuple[CriterionFamily, ...]
    topics: tuple[TopicRows, ...]
    timeline: tuple[TimelineRow, ...]
    awards: tuple[AwardRow, ...]
    quantities: tuple[Family[Quantity], ...]
    assignments: tuple[Family[Assignment], ...]
