"""What is announced: a digest of what is new, with where each statement stands; it knows no language and no channel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import NAMESPACE_URL, UUID, uuid5

from pydantic import Field, model_validator

from models.base import Frozen
from models.records import Granularity, MilestoneKind, Recurrence, Relation
from pipeline.store.keys import Kind
from pipeline.store.question import Question

Part = Literal["new", "changed", "removed", "deadlines", "alone"]
"""The parts of a digest, in the order in which they are told."""


class Passage(Frozen):
    """Words of a plan and where they stand: the clause (null in the header and the preamble) and the page, where the
    source has pages."""

    kind: Kind | None = None
    path: str | None = None
    page: int | None = None
    text: str


class Told(Frozen):
    """The plan that something is told of. `source` is where its leading file was fetched from."""

    plan_id: str
    version: int
    symbol: str | None
    unit: str | None
    issued: date | None
    subject: str | None
    source: str


class NewPlan(Frozen):
    """A plan that was not there before. `answers` are the first of what meets the question in it, of `answered`."""

    plan: Told
    counts: dict[str, int]
    answers: tuple[Passage, ...] = ()
    answered: int = 0


class FieldTold(Frozen):
    """A field that changed, its values as in JSON."""

    field: str
    before: Any
    after: Any


class FactTold(Frozen):
    """A fact that appeared, vanished or changed against the version before; `name` is a field of the metadata where
    `kind` is `metadata`. `bearing` says which way a number or a time went (pipeline.compare.types.Bearing)."""

    what: Literal["appeared", "vanished", "changed"]
    kind: str
    name: str | None = None
    passage: Passage
    fields: tuple[FieldTold, ...] = ()
    bearing: str | None = None


class ChangedPlan(Frozen):
    """A plan with a new version, against version `before`. `more` facts beyond those listed; `clauses` counts what
    became of its paragraphs. `joined`, `left`: that it meets the question only now, or no longer."""

    plan: Told
    before: int
    facts: tuple[FactTold, ...]
    more: int = 0
    clauses: dict[str, int] = Field(default_factory=dict)
    joined: bool = False
    left: bool = False


class RemovedPlan(Frozen):
    """A plan that was taken out of the store, as it was last known."""

    plan_id: str
    symbol: str | None = None
    unit: str | None = None


class Deadline(Frozen):
    """A milestone that is due soon, on `due`; the other fields are as it is printed. `printed` are the words from which
    the day of one that recurs was taken."""

    plan: Told
    passage: Passage
    kind: MilestoneKind
    due: date
    text: str
    start: date | None = None
    end: date | None = None
    granularity: Granularity | None = None
    relation: Relation | None = None
    recurrence: Recurrence | None = None
    action: str | None = None
    actor: str | None = None
    printed: str | None = None


class Alone(Frozen):
    """The criteria of a new plan that no other says, of those `compared`: the nearest of `of` plans of the same
    movement or carrying out the same document. `unread` of them could not be read whole, so their silence says little.
    """

    plan: Told
    criteria: tuple[Passage, ...] = ()
    more: int = 0
    compared: int = 0
    of: int = 0
    unread: int = 0


class Digest(Frozen):
    """What a reader has not been told yet: of the changes after `since` up to `until`, as seen on `day` (Vietnam's).

    `left_out` counts by part what is beyond the bounds of a digest; `unnamed` counts plans that were removed and of
    which nothing is known any more.
    """

    watch: str | None
    question: dict[str, Any]
    since: int
    until: int
    day: date
    new: tuple[NewPlan, ...] = ()
    changed: tuple[ChangedPlan, ...] = ()
    removed: tuple[RemovedPlan, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    alone: tuple[Alone, ...] = ()
    left_out: dict[str, int] = Field(default_factory=dict)
    unnamed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell; a removal of which nothing is known is nothing."""
        return not (self.new or self.changed or self.removed or self.deadlines or any(self.left_out.values()))

    def counts(self) -> dict[Part, int]:
        """How much there is of each part that has any, with what is left out."""
        parts: tuple[Part, ...] = ("new", "changed", "removed", "deadlines")
        found: dict[Part, int] = {part: len(getattr(self, part)) + self.left_out.get(part, 0) for part in parts}
        found["alone"] = sum(len(one.criteria) + one.more for one in self.alone)
        return {part: count for part, count in found.items() if count}


ChannelKind = Literal["feed", "mail", "webhook", "digest"]


class Target(Frozen):
    """Where a watch is announced: `to` is a file, a folder or an address, as its kind of channel wrote it down."""

    kind: ChannelKind
    to: str

    @property
    def name(self) -> str:
        """What it is told by among those of its watch.

        >>> Target.named(Target(kind="mail", to="a@b.vn").name)
        Target(kind='mail', to='a@b.vn')
        """
        return f"{self.kind} {self.to}"

    @classmethod
    def named(cls, name: str) -> Target:
        """The inverse of `name`. Raises ValueError for what is none."""
        kind, _, to = name.partition(" ")
        return cls.model_validate({"kind": kind, "to": to})

    @model_validator(mode="after")
    def _some(self) -> Target:
        if not self.to:
            raise ValueError("a channel leads somewhere")
        return self


class Watch(Frozen):
    """A question that is watched. `question` is null, and `reason` says why, where it can no longer be asked; `origin`
    tells the watch and its store from any other. Times are in UTC."""

    name: str
    question: Question | None
    reason: str | None = None
    targets: tuple[Target, ...]
    made_at: datetime
    seen: int
    seen_at: datetime
    memory: dict[str, Any]
    origin: str
    waiting: int = 0
    given_up: int = 0


def origin_of(store_id: str, watch: str, made_at: datetime) -> str:
    """A watch among all watches of all stores; one that is made anew under the same name is another."""
    return f"{store_id}/{watch}/{made_at.isoformat()}"


class Notice(Frozen):
    """A digest that is to be sent over one channel; times are in UTC. `origin` tells the store and its watch from any
    other, so that what receives it can tell whether it has it already."""

    no: int
    watch: str
    origin: str
    target: Target
    since: int
    until: int
    day: date
    made_at: datetime
    digest: Digest
    standing: Literal["waiting", "sent", "given up"]
    attempts: int = 0
    next_at: datetime | None = None
    sent_at: datetime | None = None
    reason: str | None = None

    @property
    def identity(self) -> UUID:
        """The same however often it is sent: Message-ID, Atom id and webhook-id are made of it."""
        said = f"kehoach:{self.origin}:{self.target.name}:{self.since}-{self.until}:{self.day.isoformat()}"
        return uuid5(NAMESPACE_URL, said)


class Failure(Frozen):
    """What went wrong, and with what: a watch that could not be looked at (`channel` null), or a channel. `failure` is
    the kind of the error (models.errors)."""

    watch: str
    channel: str | None = None
    failure: str
    reason: str
    given_up: bool = False


class Announced(Frozen):
    """What one look did. `waiting` counts notices that are left to be sent later."""

    watches: int
    made: int
    sent: int
    waiting: int
    given_up: int
    failures: tuple[Failure, ...] = ()
    digests: tuple[Digest, ...] = ()
    """One for each watch with news."""

    def counts(self) -> dict[str, int]:
        """For the row of a run."""
        return {
            "watches": self.watches,
            "made": self.made,
            "sent": self.sent,
            "waiting": self.waiting,
            "failed": len(self.failures),
        }
