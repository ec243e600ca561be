"""A question to the store: one typed form behind the command line, saved questions and whatever asks later."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, ValidationError, field_validator, model_validator

from models.base import Frozen
from models.errors import UsageError
from models.metadata import GovernmentLevel
from models.outline import Topic
from models.records import AssignmentRole, Audience, Comparator, Level, MilestoneKind, ReferenceRole, Round
from pipeline.store.keys import Kind

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

Facet = Literal[
    "unit",
    "unit_level",
    "year",
    "movement",
    "topic",
    "audience",
    "level",
    "round",
    "form",
    "authority",
    "comparator",
    "event",
    "role",
    "actor",
    "type",
]
"""What the answers can be counted by."""

_RECORDS = frozenset({"criteria", "quantities", "milestones", "awards", "references", "assignments"})
_EVERY = _RECORDS | {"plans", "clauses"}
_MEANT: dict[str, frozenset[str]] = {
    "topic": _RECORDS | {"clauses"},
    "audience": frozenset({"criteria", "awards"}),
    "level": frozenset({"criteria"}),
    "round": frozenset({"criteria", "awards"}),
    "form": frozenset({"awards"}),
    "authority": frozenset({"awards"}),
    "comparator": frozenset({"quantities"}),
    "counted_in": frozenset({"quantities"}),
    "value_from": frozenset({"quantities"}),
    "value_to": frozenset({"quantities"}),
    "event": frozenset({"milestones"}),
    "deadline_from": frozenset({"milestones"}),
    "deadline_to": frozenset({"milestones"}),
    "actor": frozenset({"milestones", "assignments"}),
    "own_only": frozenset({"milestones", "assignments"}),
    "role": frozenset({"assignments"}),
    "symbol": frozenset({"references"}),
    "reference_role": frozenset({"references"}),
    "confidence_from": _RECORDS | {"plans"},
    "confidence_to": _RECORDS | {"plans"},
}
"""Which kinds of answer a filter is for; those not named are for every kind."""

_RANGES = (
    ("value_from", "value_to"),
    ("deadline_from", "deadline_to"),
    ("confidence_from", "confidence_to"),
)

_MOST = 10_000
"""Rows of a page."""

_LONGEST = 1_000
"""Characters of what is typed into one filter."""

Words = Field(default=None, max_length=_LONGEST)


class Question(Frozen):
    """What is asked. A filter that is None asks nothing; those given must all be met. The answers are of the latest
    version of each plan, with people's corrections.

    `unit`, `movement`, `form`, `authority` and `actor` are words that must all occur, whole, in any order: without
    accents they match any accents, with accents just those. `unit` also means every unit below it, and, with `as_of`,
    the units that it succeeded. `words` is in the language of `kehoach search`, `plan` what `Store.find` understands.
    """

    kind: Kind = "plans"
    plan: str | None = Words
    unit: str | None = Words
    as_of: date | None = None
    """The day whose units `unit` names; None names those of any day, each with what was below it at its time."""
    unit_level: GovernmentLevel | None = None
    """The level of the body that issued the plan."""
    year: int | None = Field(default=None, ge=1, le=9999)
    movement: str | None = Words
    cites: str | None = Words
    """The whole symbol of a document that the plan refers to."""
    topic: Topic | None = None
    """In force where the clause or record stands."""
    audience: Audience | None = None
    """Collective or individual include what is said for both."""
    level: Level | None = None
    round: Round | None = None
    form: str | None = Words
    authority: str | None = Words
    comparator: Comparator | None = None
    counted_in: str | None = Words
    """The unit of a quantity, such as `%`."""
    value_from: float | None = Field(default=None, allow_inf_nan=False)
    value_to: float | None = Field(default=None, allow_inf_nan=False)
    event: MilestoneKind | None = None
    deadline_from: date | None = None
    deadline_to: date | None = None
    """A milestone's end, both days included; where it has none, its start."""
    actor: str | None = Words
    own_only: bool = False
    """Not what falls on an actor by another name: of a collective (`các sở, ban, ngành`), of a part of it."""
    role: AssignmentRole | None = None
    symbol: str | None = Words
    """The whole symbol of the document referred to."""
    reference_role: ReferenceRole | None = None
    confidence_from: float | None = Field(default=None, ge=0, le=1)
    confidence_to: float | None = Field(default=None, ge=0, le=1)
    words: str | None = Words
    sort: tuple[str, ...] = Field(default=(), max_length=5)
    """Columns of the answers, with `-` before those that fall; then by plan and in document order in any case."""
    limit: int | None = Field(default=None, ge=0, le=_MOST)
    """None answers everything."""
    offset: int = Field(default=0, ge=0, le=1 << 40)
    facets: tuple[Facet, ...] = ()

    @field_validator("*")
    @classmethod
    def _no_blank(cls, value: object) -> object:
        if isinstance(value, str) and (not value.strip() or "\0" in value):
            raise ValueError("there is no word in it")
        return value

    @model_validator(mode="after")
    def _meant(self) -> Self:
        for name in self.model_fields_set:
            value = getattr(self, name)
            if value not in (None, False, ()) and self.kind not in _MEANT.get(name, _EVERY):
                raise ValueError(f"{name} is no filter of {self.kind}")
        for first, last in _RANGES:
            ends = getattr(self, first), getattr(self, last)
            if None not in ends and ends[0] > ends[1]:
                raise ValueError(f"{first} {ends[0]} is beyond {last} {ends[1]}")
        return self

    @classmethod
    def of(cls, **asked: object) -> Self:
        """From words as they are typed; what is None is left out. Raises UsageError where one cannot be meant."""
        given = {name: value for name, value in asked.items() if value not in (None, (), [])}
        try:
            return cls.model_validate(given)
        except ValidationError as error:
            raise UsageError("; ".join(_said(fault) for fault in error.errors())) from error


def checked(words: str) -> str:
    """Words that a database can be asked for: neither NUL nor halves of characters (what a terminal of another encoding
    types), and no more than a Question takes. Raises UsageError."""
    if len(words) > _LONGEST:
        raise UsageError(f"{words[:40]!r}… is longer than {_LONGEST:,} characters")
    if not words.strip() or "\0" in words or any("\ud800" <= c <= "\udfff" for c in words):
        raise UsageError(f"{words!r} is no text to search for")
    return words


def _said(fault: ErrorDetails) -> str:
    """One fault of a question as a sentence: the filter, what was typed, what would do."""
    where = ".".join(str(part) for part in fault["loc"])
    message = str(fault["msg"]).removeprefix("Value error, ")
    typed = "" if isinstance(fault.get("input"), dict) else f" {fault.get('input')!r}"
    return f"{where}{typed}: {message}" if where else message
