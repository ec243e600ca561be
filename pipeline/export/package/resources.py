"""What a package holds: each table with its columns, keys and what it refers to. Names of files are these, never data.

Rows stand in the order of plans and, within a plan, of the document; texts are ordered byte by byte: the same store
gives the same bytes on either engine.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import Field, create_model

from models.base import Frozen
from pipeline.export.table import ROWS, Kind, Table, table_of
from pipeline.store.rows import PlanRow

LAYOUT = 1
"""The form of a package."""

DESCRIPTOR = "datapackage.json"
ORIGINALS = "originals"
DOCUMENTS = "documents"
CONTENTS = "contents"

Sha256 = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
Count = Annotated[int, Field(ge=0, lt=1 << 31)]
Number = Annotated[int, Field(ge=1, lt=1 << 39)]
"""Of a plan: with it the keys of clauses and records stay within 63 bits (see pipeline.store.keys)."""
PlanId = Annotated[str, Field(min_length=1, max_length=1000)]


class PackedPlan(PlanRow):
    """A plan with all of its metadata; `plan_no` is the number that the store knows it by."""

    plan_no: Number
    number: int | None
    place: str | None
    issuer_body: str | None
    issuer_parent: str | None
    classification: str | None
    urgency: str | None
    movement: str | None
    period_start: date | None
    period_end: date | None
    on_behalf: str | None
    capacity: str | None
    position: str | None
    signer: str | None
    confidence: float | None


class PackedVersion(Frozen):
    plan_id: PlanId
    version: Count
    stored_at: datetime
    read_at: datetime
    reading_rules: str
    extraction_rules: str
    counts: dict[str, int]
    problems: Count


class PackedRendition(Frozen):
    """A file that a version was read from; `original` is null where its bytes are not in the package."""

    sha256: Sha256
    plan_id: PlanId
    version: Count
    leading: bool
    media_type: str
    source: str
    stored_at: datetime
    why: str
    share: float | None
    quality: dict[str, Any]
    original: str | None
    bytes: int | None = Field(ge=0, lt=1 << 60)


class PackedLabel(Frozen):
    plan_id: PlanId
    kind: Kind
    ordinal: Count
    label: str
    value: str


class PackedActor(Frozen):
    name: str
    agency: str | None
    meanings: tuple[str, ...]


class PackedActing(Frozen):
    plan_id: PlanId
    kind: Kind
    ordinal: Count
    position: Count
    actor: str


class PackedCorrection(Frozen):
    no: Number
    plan_id: PlanId
    field: str
    value: str | None
    by: str
    why: str
    at: datetime
    revoked_at: datetime | None
    revoked_by: str | None
    revoked_why: str | None


class PackedLink(Frozen):
    plan_id: PlanId
    other_id: PlanId
    kind: Literal["issued", "same text"]
    share: float
    at: datetime


class PackedQuestion(Frozen):
    name: str
    question: dict[str, Any]
    saved_at: datetime


class PackedChange(Frozen):
    """`plan_id` is null where the plan was removed since."""

    no: Number
    plan_no: Number
    plan_id: str | None
    at: datetime
    what: str


class Reference(NamedTuple):
    """The fields that name a row of another resource, by its fields."""

    fields: tuple[str, ...]
    resource: str
    named: tuple[str, ...]


class Resource(NamedTuple):
    """A table of the package; `key` are the fields that tell its rows apart."""

    name: str
    row: type[Frozen]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = ()

    @property
    def path(self) -> str:
        return f"{self.name}.csv"

    @property
    def table(self) -> Table:
        made = table_of(self.name, self.row)
        return made.model_copy(update={"columns": tuple(c for c in made.columns if c.name not in _OF_A_QUESTION)})


_OF_A_QUESTION = frozenset({"responsibility", "through"})
"""What a row says only where an actor was asked for."""

_OF_PLAN = Reference(("plan_id",), "plans", ("id",))
_OF_VERSION = Reference(("plan_id", "version"), "versions", ("plan_id", "version"))


def _numbered(kind: Kind) -> type[Frozen]:
    """The row of a kind with its place among those of its plan."""
    named = create_model(f"Packed{ROWS[kind].__name__}", __base__=ROWS[kind], ordinal=(Count, ...))
    return cast("type[Frozen]", named)


PARTS: tuple[Kind, ...] = tuple(kind for kind in ROWS if kind != "plans")

RESOURCES: tuple[Resource, ...] = (
    Resource("plans", PackedPlan, ("id",)),
    Resource("versions", PackedVersion, ("plan_id", "version"), (_OF_PLAN,)),
    Resource("renditions", PackedRendition, ("sha256",), (_OF_VERSION,)),
    *(Resource(kind, _numbered(kind), ("plan_id", "ordinal"), (_OF_PLAN, _OF_VERSION)) for kind in PARTS),
    Resource("labels", PackedLabel, ("plan_id", "kind", "ordinal", "label", "value"), (_OF_PLAN,)),
    Resource("actors", PackedActor, ("name",)),
    Resource(
        "acting",
        PackedActing,
        ("plan_id", "kind", "ordinal", "position"),
        (_OF_PLAN, Reference(("actor",), "actors", ("name",))),
    ),
    Resource("corrections", PackedCorrection, ("no",), (_OF_PLAN,)),
    Resource(
        "links",
        PackedLink,
        ("plan_id", "other_id", "kind"),
        (_OF_PLAN, Reference(("other_id",), "plans", ("id",))),
    ),
    Resource("questions", PackedQuestion, ("name",)),
    Resource("changes", PackedChange, ("no",), (_OF_PLAN,)),
)
"""In the order in which they are written."""

FILES: dict[str, str] = {r.name: r.path for r in RESOURCES} | {
    DOCUMENTS: f"{DOCUMENTS}.jsonl",
    CONTENTS: f"{CONTENTS}.jsonl",
}
"""The file of each resource by its name."""


class PackedDocument(Frozen):
    """A line of `documents.jsonl`."""

    plan_id: PlanId
    version: Count
    plan: dict[str, Any]


class PackedContent(Frozen):
    """A line of `contents.jsonl`; `content` in base64."""

    sha256: Sha256
    content: str


class Member(Frozen):
    """A resource as `datapackage.json` has it; `rows` counts lines, headings not among them."""

    name: str
    path: str
    hash: Annotated[str, Field(pattern=r"\Asha256:[0-9a-f]{64}\z")]
    bytes: Annotated[int, Field(ge=0, lt=1 << 60)]
    rows: Annotated[int, Field(ge=0, lt=1 << 60)]


class Mark(Frozen):
    """What says that a package is one of kehoach, and how it was made."""

    package: int = LAYOUT
    program: str
    plans: Count
    originals: Count
    """Original files that are in it."""
    left_out: Count
    """Original files that are not: not wanted, or lost by the store."""
    classified: Count
    """Plans that bear a degree of secrecy."""


class Summary(Frozen):
    """What a package holds."""

    made_at: datetime
    mark: Mark
    members: dict[str, Member]

    @property
    def rows(self) -> dict[str, int]:
        return {name: member.rows for name, member in self.members.items()}
