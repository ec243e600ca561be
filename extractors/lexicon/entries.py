"""The rows of the lexicon's files. What a row means is said in the file that holds it."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import Field

from models.base import Frozen
from models.metadata import GovernmentLevel
from models.outline import Topic
from models.records import Comparator, MilestoneKind, Recurrence


class TopicEntry(Frozen):
    name: Topic
    phrases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class DocumentType(Frozen):
    name: str
    abbreviations: tuple[str, ...] = ()
    cited_by_name: bool = False
    """Whether a document of this type may be cited without a number, by its full name."""


class DocumentTypes(Frozen):
    type: tuple[DocumentType, ...]
    symbol_issuers: dict[str, str]
    """What the last part of a symbol says of the issuer: `TTg` is Thủ tướng Chính phủ."""


class AwardForm(Frozen):
    form: str
    phrases: tuple[str, ...]
    classes: tuple[str, ...] = ()
    authorities: tuple[str, ...]
    """Who gives it, in general terms, under the laws named in the file."""


class Agencies(Frozen):
    departments: tuple[str, ...]
    proper: tuple[str, ...]
    common: tuple[str, ...]
    persons: tuple[str, ...]


class AudienceTerms(Frozen):
    collective: tuple[str, ...]
    individual: tuple[str, ...]


class Comparators(Frozen):
    words: dict[Comparator, tuple[str, ...]]
    after: dict[Comparator, tuple[str, ...]]
    units: tuple[str, ...]


class Words(Frozen):
    duty_verbs: tuple[str, ...]
    stops: tuple[str, ...]
    recurrence: dict[Recurrence, tuple[str, ...]]
    events: dict[MilestoneKind, tuple[str, ...]]


class ColumnRole(StrEnum):
    """What a column of a table holds."""

    ORDINAL = "ordinal"
    DUTY = "duty"
    CRITERION = "criterion"
    TARGET = "target"
    """What is to be reached, in words."""
    LEAD = "lead"
    COORDINATE = "coordinate"
    ACTORS = "actors"
    """Those who lead and those they work with, in one column."""
    RESPONSIBLE = "responsible"
    TIME = "time"
    START = "start"
    END = "end"
    PRODUCT = "product"
    POINTS = "points"
    """Points that a criterion gives."""
    SCORED = "scored"
    """Points as somebody gives them to himself or another: left open in a plan."""
    VALUE = "value"
    """A number to be reached."""
    BASELINE = "baseline"
    """A number that was reached; it binds nothing."""
    UNIT = "unit"
    MONEY = "money"
    PERSON = "person"
    POSITION = "position"
    NOTE = "note"


class ColumnEntry(Frozen):
    role: ColumnRole
    phrases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class UnitKind(Frozen):
    """A kind of unit, `huyện`, and the kinds that a unit of it may have been before."""

    name: str
    short: tuple[str, ...]
    levels: tuple[GovernmentLevel, ...]
    before: tuple[str, ...] = ()


class UnitWords(Frozen):
    bodies: tuple[str, ...]
    kind: tuple[UnitKind, ...]
    aliases: dict[str, str]
    """Folded and joined names that are short for another, in full."""


class AgencyField(Frozen):
    id: str
    name: str
    also: tuple[str, ...] = ()
    forms: tuple[str, ...]


class AgencyForm(Frozen):
    id: str
    word: str
    kind: str = Field(alias="class")
    levels: tuple[GovernmentLevel, ...] = ()


class AgencyEntry(Frozen):
    id: str
    name: str
    also: tuple[str, ...] = ()
    at: dict[GovernmentLevel, tuple[str, ...]] = Field(default_factory=dict)
    """Names that tell the level by themselves: `Tỉnh đoàn`."""
    kind: str = Field(alias="class")
    levels: tuple[GovernmentLevel, ...] = ()
    """The levels that it may be at; without any, all."""
    part_of: str | None = None
    placed: bool = False
    """Whether it is named only with a place behind it."""


class AgencyChange(Frozen):
    earlier: tuple[str, ...] = Field(alias="from")
    to: str
    on: date | None = None
    basis: str


class AgencyNoun(Frozen):
    words: tuple[str, ...]
    classes: tuple[str, ...]
    levels: tuple[GovernmentLevel, ...] = ()


class AgencyHead(Frozen):
    words: tuple[str, ...]
    kind: str = Field(alias="class")


class AgencyWords(Frozen):
    persons: tuple[str, ...]
    determiners: tuple[str, ...]
    joints: tuple[str, ...]
    plurals: tuple[str, ...]
    everywhere: tuple[str, ...]
    limits: tuple[str, ...]


class AgencyNames(Frozen):
    field: tuple[AgencyField, ...]
    form: tuple[AgencyForm, ...]
    agency: tuple[AgencyEntry, ...]
    change: tuple[AgencyChange, ...]
    noun: tuple[AgencyNoun, ...]
    head: tuple[AgencyHead, ...]
    levels: dict[str, GovernmentLevel | Literal["unsaid"]]
    words: AgencyWords


class Openings(Frozen):
    carries: tuple[str, ...]
    basis: tuple[str, ...]
    asked: tuple[str, ...]


class LineageBodies(Frozen):
    central: tuple[str, ...]
    party: tuple[str, ...]


class Unsaying(Frozen):
    forms: tuple[str, ...]
    places: tuple[str, ...]
    times: tuple[str, ...]


class LineageTerms(Frozen):
    carried_out: tuple[str, ...]
    opens: Openings
    bodies: LineageBodies
    signs: dict[str, GovernmentLevel]
    unsaying: Unsaying


class Dated(Frozen):
    """What holds from a first to a last day, both included; an open end is null."""

    since: date | None = Field(default=None, alias="from")
    until: date | None = Field(default=None, alias="to")
    checked: Literal["text", "knowledge"]
    """Whether the entry was read against a reprint of the act, or rests on knowledge of it."""

    def holds(self, on: date) -> bool:
        """Whether the day lies within its days."""
        return (self.since is None or self.since <= on) and (self.until is None or on <= self.until)


Giver = Literal[
    "president", "government", "prime_minister", "minister", "province", "department", "district", "commune"
]


class AwardingLaw(Dated):
    """Who may give some forms of award, and who surely may not."""

    forms: tuple[str, ...]
    law: str
    givers: tuple[Giver, ...]
    refused: tuple[Giver, ...]


class EndedGiver(Dated):
    """A level whose authorities exist no more."""

    giver: Giver
    law: str


class AwardingLaws(Frozen):
    award: tuple[AwardingLaw, ...]
    ended: tuple[EndedGiver, ...]


class LawInForce(Dated):
    """A law or decree by its symbol, and by its names where it is cited without; `by` took its place."""

    symbol: str
    names: tuple[str, ...] = ()
    issued: date
    by: str | None = None


Component = Literal["motto", "issuer", "number", "date", "subject", "position", "signer", "recipients"]


class FormRule(Dated):
    """Components that a form requires, each with the article that says so."""

    name: str
    components: dict[Component, str]


class FunctionWords(Frozen):
    """Words that bind others together (`plain`), that every threshold has (`measures`), that turn or bind a duty."""

    plain: frozenset[str]
    measures: frozenset[str]
    binding: dict[str, frozenset[str]]
