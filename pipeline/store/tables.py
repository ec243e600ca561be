"""The tables. Enumerations are their words as text, dates are ISO dates in SQLite and dates in PostgreSQL.

`plan` says what is known of a plan: what its latest version says, with the corrections made by people. The clauses and
records are those of the latest version of each plan; older versions stand whole in `version.json`. Columns named
`folded` hold the words of a text as a search compares them (see folding). People with tools of their own query the
views (see views), which stay as they are when tables change.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

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
from pipeline.store import arriving_tables as _arriving_tables  # noqa: F401  (one metadata holds every table)
from pipeline.store.base import NUMBER, Base, Key, Number, Sorted


class StoreTable(Base):
    """One row: which store this is, so that an index beside it knows its own."""

    __tablename__ = "store"

    id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]


class ChangeTable(Base):
    """What was written, one row a transaction, numbered without a gap in the order of the commits."""

    __tablename__ = "change"

    no: Mapped[Key]
    plan_no: Mapped[int] = mapped_column(NUMBER, index=True)
    at: Mapped[datetime]
    what: Mapped[str]
    """`stored`, `new version`, `rendition`, `re-extracted`, `corrected` or `removed`."""


class PlanTable(Base):
    __tablename__ = "plan"
    # Each holds all that the search for a name reads: the rows themselves are wide.
    __table_args__ = (
        Index("ix_plan_unit", "folded_unit", "issuer_unit", "place"),
        Index("ix_plan_movement", "movement"),
    )

    no: Mapped[Number]
    id: Mapped[Sorted] = mapped_column(unique=True)
    """The readable name, given once: later readings do not change it."""
    identity: Mapped[str | None] = mapped_column(index=True)
    """Issuer, symbol and date in one string; null where one of them is not known."""
    latest: Mapped[int]
    """The ordinal of the latest version, of which all that follows is said."""
    document_type: Mapped[str | None]
    number: Mapped[int | None]
    symbol: Mapped[str | None]
    place: Mapped[str | None]
    issued: Mapped[date | None] = mapped_column(index=True)
    year: Mapped[int | None] = mapped_column(index=True)
    issuer_body: Mapped[str | None]
    issuer_unit: Mapped[str | None] = mapped_column(index=True)
    issuer_level: Mapped[GovernmentLevel | None] = mapped_column(index=True)
    issuer_parent: Mapped[str | None]
    unit_code: Mapped[str | None] = mapped_column(index=True)
    """The unit of the lexicon that the issuer was on the day of issue; null where it cannot be told."""
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
    corrected: Mapped[list[str]]
    """The fields whose value a person set."""
    confidence: Mapped[float | None]
    """The lowest of the fields found."""
    words: Mapped[str]
    """Symbol, unit and subject, as segmented words."""
    folded_symbol: Mapped[str] = mapped_column(index=True)
    folded_unit: Mapped[str]
    folded_movement: Mapped[str]
    folded: Mapped[str]


class VersionTable(Base):
    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("plan_no", "ordinal"),)

    no: Mapped[Number]
    plan_no: Mapped[int] = mapped_column(ForeignKey("plan.no", ondelete="CASCADE"))
    ordinal: Mapped[int]
    """Counts the versions of a plan from 1."""
    stored_at: Mapped[datetime]
    """In UTC."""
    read_at: Mapped[datetime]
    """When what stands here was read, or extracted anew; in UTC."""
    reading_rules: Mapped[str]
    extraction_rules: Mapped[str]
    """The rule sets that read the leading rendition and extracted from it (see pipeline.rules)."""
    counts: Mapped[dict[str, int]]
    problems: Mapped[int]
    text: Mapped[str]
    json: Mapped[bytes]
    """The whole plan in the interchange format, as UTF-8 compressed by zlib."""


class RenditionTable(Base):
    """One file that a version was read from. The leading one, of which the version's text is, was read best."""

    __tablename__ = "rendition"

    no: Mapped[Number]
    version_no: Mapped[int] = mapped_column(ForeignKey("version.no", ondelete="CASCADE"), index=True)
    sha256: Mapped[str] = mapped_column(unique=True)
    media_type: Mapped[str]
    source: Mapped[str]
    stored_at: Mapped[datetime]
    leading: Mapped[bool]
    quality: Mapped[dict[str, Any]]
    why: Mapped[str]
    """Why it is of this plan and this version (see deciding)."""
    share: Mapped[float | None]
    """Of the words in common with what it was compared with, 0 to 1."""
    content: Mapped[bytes]
    """What is compared with other documents (see likeness)."""


class BandTable(Base):
    """Documents that share a band may be near-equal (see sketch)."""

    __tablename__ = "band"

    band: Mapped[Key]
    rendition_no: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("rendition.no", ondelete="CASCADE"), primary_key=True, index=True, autoincrement=False
    )


class LinkTable(Base):
    """What the first plan is to the second: `issued` from that draft, or of the `same text` but not the same plan."""

    __tablename__ = "link"

    plan_no: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("plan.no", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    other_no: Mapped[int] = mapped_column(
        NUMBER, ForeignKey("plan.no", ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    kind: Mapped[str] = mapped_column(primary_key=True)
    share: Mapped[float]
    """Of the words in common, 0 to 1."""
    at: Mapped[datetime]


class CorrectionTable(Base):
    """What a person said of a plan's field; kept when it is revoked."""

    __tablename__ = "correction"

    no: Mapped[Number]
    plan_no: Mapped[int] = mapped_column(ForeignKey("plan.no", ondelete="CASCADE"), index=True)
    field: Mapped[str]
    value: Mapped[str | None]
    """As it is typed; null where the person says that the document does not say it."""
    by: Mapped[str]
    why: Mapped[str]
    at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    revoked_by: Mapped[str | None]
    revoked_why: Mapped[str | None]


class SavedTable(Base):
    """A question with a name, as JSON of pipeline.store.query.Question."""

    __tablename__ = "saved"

    name: Mapped[Sorted] = mapped_column(primary_key=True)
    question: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class _Part(Base):
    """What every clause and record of a plan has."""

    __abstract__ = True

    key: Mapped[Key]
    """Plan, kind and ordinal in one number (see keys): in document order within a kind."""
    plan_no: Mapped[int] = mapped_column(NUMBER, ForeignKey("plan.no", ondelete="CASCADE"), index=True)
    ordinal: Mapped[int]
    path: Mapped[str | None]
    page: Mapped[int | None]
    """Of the first piece of evidence."""
    text: Mapped[str]
    evidence: Mapped[list[dict[str, Any]]]
    """Pieces of the version's text: `start`, `end` in characters, `page`, `path`, `mention`."""
    words: Mapped[str]
    """The words that a search reads, segmented: the syllables of one word joined by `_`."""


class ClauseTable(_Part):
    __tablename__ = "clause"

    label: Mapped[str | None]
    heading: Mapped[str | None]
    topics: Mapped[list[str]]


class LabelTable(Base):
    """What a clause or record may be filtered by and has several of: `topic` (in force), `level`, `round`."""

    __tablename__ = "label"
    __table_args__ = (Index("ix_label_key", "key"), {"sqlite_with_rowid": False})

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[Key]


class RecordTable(_Part):
    __abstract__ = True

    id: Mapped[Sorted] = mapped_column(index=True)
    clause_key: Mapped[int | None] = mapped_column(NUMBER)
    """The clause it stands in; null in the header and the preamble."""
    alone: Mapped[bool]
    """Whether it has words that its clause has not: then a search of everything answers it beside the clause."""
    quote: Mapped[str]
    rule: Mapped[str]
    confidence: Mapped[float]


class CriterionTable(RecordTable):
    __tablename__ = "criterion"

    __table_args__ = (Index("ix_criterion_audience", "audience", "plan_no"),)

    audience: Mapped[Audience]
    levels: Mapped[list[str]]
    rounds: Mapped[list[str]]
    group_path: Mapped[str | None]
    quantities: Mapped[list[str]]
    """Ids of the rows of `quantity` that stand in this criterion."""


class QuantityTable(RecordTable):
    __tablename__ = "quantity"
    __table_args__ = (Index("ix_quantity_amount", "unit", "comparator", "value", "plan_no"),)

    comparator: Mapped[Comparator]
    value: Mapped[float]
    unit: Mapped[str]
    of: Mapped[str | None]


class MilestoneTable(RecordTable):
    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_kind", "kind", "plan_no"),
        Index("ix_milestone_end", "end", "start", "plan_no"),
    )

    kind: Mapped[MilestoneKind]
    start: Mapped[date | None]
    end: Mapped[date | None]
    granularity: Mapped[Granularity | None]
    relation: Mapped[Relation | None]
    recurrence: Mapped[Recurrence | None]
    action: Mapped[str | None]
    actor: Mapped[str | None]


class AwardTable(RecordTable):
    __tablename__ = "award"
    __table_args__ = (
        Index("ix_award_form", "form", "plan_no"),
        Index("ix_award_authority", "authority", "form", "plan_no"),
    )

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

    __table_args__ = (Index("ix_assignment_role", "role", "plan_no"),)

    actors: Mapped[list[str]]
    role: Mapped[AssignmentRole]


class ActorTable(Base):
    """Each name of an actor once, as printed; `agency` is what the lexicon knows it for."""

    __tablename__ = "actor"

    no: Mapped[Number]
    name: Mapped[str] = mapped_column(unique=True)
    folded: Mapped[str]
    agency: Mapped[str | None] = mapped_column(index=True)


class MeaningTable(Base):
    """What a name is found by: the agencies that it names, and the classes of agencies that a collective includes."""

    __tablename__ = "meaning"
    __table_args__ = ({"sqlite_with_rowid": False},)

    meaning: Mapped[str] = mapped_column(primary_key=True)
    actor_no: Mapped[int] = mapped_column(NUMBER, ForeignKey("actor.no"), primary_key=True, autoincrement=False)


class ActingTable(Base):
    """Who acts in an assignment or a milestone, in the order of print."""

    __tablename__ = "acting"
    __table_args__ = (Index("ix_acting_actor", "actor_no", "role", "key"), {"sqlite_with_rowid": False})

    key: Mapped[Key]
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    actor_no: Mapped[int] = mapped_column(NUMBER, ForeignKey("actor.no"))
    role: Mapped[AssignmentRole | None]
    """Of the assignment, again: what an agency leads is found without a look at all that anybody leads."""
