"""The tables, as an analyst can query them. Enumerations are their words as text, dates are ISO dates.

`plan` says what is known of a plan from its latest version; everything that a version says hangs below `version`, in
document order (`ordinal`). Columns named `folded` hold the words of a text as a search compares them (see folding).
"""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, ForeignKeyConstraint, LargeBinary, UniqueConstraint
from sqlalchemy import Enum as EnumColumn
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from models.metadata import GovernmentLevel
from models.records import (
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    MilestoneKind,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)

_ENUMS = (
    GovernmentLevel,
    AssignmentRole,
    Audience,
    Comparator,
    Granularity,
    MilestoneKind,
    Recurrence,
    ReferenceRole,
    Relation,
    Round,
)


def _words(kind: type[Enum]) -> list[str]:
    return [str(member.value) for member in kind]


class Base(DeclarativeBase):
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        **{kind: EnumColumn(kind, native_enum=False, values_callable=_words, length=40) for kind in _ENUMS},
        list[str]: JSON,
        list[dict[str, Any]]: JSON,
        dict[str, int]: JSON,
        bytes: LargeBinary,
    }


class PlanTable(Base):
    __tablename__ = "plan"

    id: Mapped[str] = mapped_column(primary_key=True)
    latest: Mapped[int]
    """The ordinal of the latest version, of which all that follows is said."""
    document_type: Mapped[str | None]
    number: Mapped[int | None]
    symbol: Mapped[str | None]
    place: Mapped[str | None]
    issued: Mapped[date | None]
    year: Mapped[int | None] = mapped_column(index=True)
    issuer_body: Mapped[str | None]
    issuer_unit: Mapped[str | None]
    issuer_level: Mapped[GovernmentLevel | None]
    issuer_parent: Mapped[str | None]
    classification: Mapped[str | None]
    urgency: Mapped[str | None]
    subject: Mapped[str | None]
    movement: Mapped[str | None]
    period_start: Mapped[date | None]
    period_end: Mapped[date | None]
    on_behalf: Mapped[str | None]
    capacity: Mapped[str | None]
    position: Mapped[str | None]
    signer: Mapped[str | None]
    folded_symbol: Mapped[str] = mapped_column(index=True)
    folded_unit: Mapped[str]
    folded: Mapped[str]


class VersionTable(Base):
    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("plan_id", "ordinal"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[str] = mapped_column(ForeignKey("plan.id"))
    ordinal: Mapped[int]
    """Counts the versions of a plan from 1."""
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    source: Mapped[str]
    stored_at: Mapped[datetime]
    """In UTC."""
    rules_version: Mapped[str]
    """The release of kehoach whose rules read this version."""
    counts: Mapped[dict[str, int]]
    problems: Mapped[int]
    text: Mapped[str]
    json: Mapped[bytes]
    """The whole plan in the interchange format, as UTF-8 compressed by zlib."""


class _Part(Base):
    """What every row below a version has."""

    __abstract__ = True

    version_id: Mapped[int] = mapped_column(ForeignKey("version.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str | None]
    page: Mapped[int | None]
    """Of the first piece of evidence."""
    text: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]]
    """Pieces of the version's text: `start`, `end` in characters, `page`, `path`, `mention`."""


class ClauseTable(_Part):
    __tablename__ = "clause"

    label: Mapped[str | None]
    heading: Mapped[str | None]
    topics: Mapped[list[str]]


class RecordTable(_Part):
    __abstract__ = True

    id: Mapped[str]
    quote: Mapped[str]
    rule: Mapped[str]
    confidence: Mapped[float]
    folded: Mapped[str]


class CriterionTable(RecordTable):
    __tablename__ = "criterion"

    audience: Mapped[Audience]
    levels: Mapped[list[str]]
    rounds: Mapped[list[str]]
    group_path: Mapped[str | None]
    quantities: Mapped[list[str]]
    """Ids of the rows of `quantity` that stand in this criterion."""


class QuantityTable(RecordTable):
    __tablename__ = "quantity"

    comparator: Mapped[Comparator]
    value: Mapped[float]
    unit: Mapped[str]
    of: Mapped[str | None]


class MilestoneTable(RecordTable):
    __tablename__ = "milestone"

    kind: Mapped[MilestoneKind]
    start: Mapped[date | None]
    end: Mapped[date | None]
    granularity: Mapped[Granularity | None]
    relation: Mapped[Relation | None]
    recurrence: Mapped[Recurrence | None]
    action: Mapped[str | None]
    actor: Mapped[str | None]
    folded_actor: Mapped[str]


class AwardTable(RecordTable):
    __tablename__ = "award"

    form: Mapped[str]
    authority: Mapped[str | None]
    audience: Mapped[Audience]
    round: Mapped[Round | None]
    folded_form: Mapped[str]
    folded_authority: Mapped[str]


class ReferenceTable(RecordTable):
    __tablename__ = "reference"

    type: Mapped[str]
    symbol: Mapped[str | None]
    issued: Mapped[date | None]
    issuer: Mapped[str | None]
    name: Mapped[str | None]
    role: Mapped[ReferenceRole]
    folded_symbol: Mapped[str] = mapped_column(index=True)


class AssignmentTable(RecordTable):
    __tablename__ = "assignment"

    actors: Mapped[list[str]]
    role: Mapped[AssignmentRole]


class AssignmentActorTable(Base):
    """One row an actor of an assignment, in the order of print."""

    __tablename__ = "assignment_actor"
    __table_args__ = (
        ForeignKeyConstraint(
            ["version_id", "ordinal"], ["assignment.version_id", "assignment.ordinal"], ondelete="CASCADE"
        ),
    )

    version_id: Mapped[int] = mapped_column(primary_key=True)
    ordinal: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    actor: Mapped[str]
    folded: Mapped[str]
