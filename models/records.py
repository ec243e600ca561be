"""What is extracted from a plan. Each kind is defined in DOMAIN.md; the words of the enumerations are its words."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar

from pydantic import Field

from models.base import Frozen
from models.path import ClausePath
from models.span import Evidence


class Audience(StrEnum):
    COLLECTIVE = "collective"
    INDIVIDUAL = "individual"
    BOTH = "both"
    UNSPECIFIED = "unspecified"


class Level(StrEnum):
    """The level of an awarding authority."""

    STATE = "state"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Round(StrEnum):
    """The occasion of rewarding: hàng năm, sơ kết, tổng kết, đột xuất."""

    ANNUAL = "annual"
    PRELIMINARY = "preliminary"
    FINAL = "final"
    AD_HOC = "ad_hoc"


class Comparator(StrEnum):
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    EXACTLY = "exactly"
    REACH = "reach"
    DECREASE_BY = "decrease_by"
    INCREASE_BY = "increase_by"
    DECREASE_TO = "decrease_to"
    INCREASE_TO = "increase_to"


class MilestoneKind(StrEnum):
    ISSUE = "issue"
    LAUNCH = "launch"
    PRELIMINARY_REVIEW = "preliminary_review"
    FINAL_REVIEW = "final_review"
    REPORT = "report"
    INSPECTION = "inspection"
    AWARD_ROUND = "award_round"
    PHASE = "phase"
    DEADLINE = "deadline"
    OTHER = "other"


class Granularity(StrEnum):
    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    PERIOD = "period"


class Relation(StrEnum):
    ON = "on"
    WITHIN = "within"
    BY = "by"
    BEFORE = "before"
    FROM = "from"
    UNTIL = "until"


class Recurrence(StrEnum):
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class ReferenceRole(StrEnum):
    BASIS = "basis"
    CITES = "cites"


class AssignmentRole(StrEnum):
    LEAD = "lead"
    COORDINATE = "coordinate"
    RESPONSIBLE = "responsible"


class Record(Frozen):
    """Base of all records: what it says, where it says it, which rule found it and how sure that is.

    `text` is the words that the first mention's evidence cuts out. `confidence` (0 to 1) is how far the rule that
    found the record is to be trusted, set by what `kehoach evaluate --perturb` measures: of records at 0.9 and
    above, 95 % are right.
    """

    kind_name: ClassVar[str]

    id: str
    text: str
    evidence: tuple[Evidence, ...] = Field(min_length=1)
    rule: str
    confidence: float = Field(ge=0, le=1)

    @property
    def path(self) -> ClausePath | None:
        """The clause of the first mention; null in the header, preamble or signature."""
        return self.evidence[0].clause


def record_id(version: str, kind: str, evidence: tuple[Evidence, ...], says: str) -> str:
    """A stable id: the same version, kind, spans and statement give the same id."""
    spans = ",".join(f"{s}-{e}" for mention in evidence for s, e in mention.spans)
    return sha256(f"{version}|{kind}|{spans}|{says}".encode()).hexdigest()[:16]


class Quantity(Record):
    """A number that binds (chỉ tiêu, ngưỡng): `comparator` `value` `unit` of `of`."""

    kind_name: ClassVar[str] = "quantities"

    comparator: Comparator
    value: float
    unit: str
    of: str | None


class Criterion(Record):
    """A condition that a collective or a person must meet, or a limit on who may be proposed (tiêu chuẩn)."""

    kind_name: ClassVar[str] = "criteria"

    audience: Audience
    levels: tuple[Level, ...]
    rounds: tuple[Round, ...]
    group: ClausePath | None
    quantities: tuple[str, ...]
    """Ids of the quantities that stand in this criterion."""


class Milestone(Record):
    """An event or a duty with a time (mốc thời gian)."""

    kind_name: ClassVar[str] = "milestones"

    kind: MilestoneKind
    start: date | None
    end: date | None
    granularity: Granularity | None
    relation: Relation | None
    recurrence: Recurrence | None
    action: str | None
    actor: str | None


class Award(Record):
    """An award that the plan says may be given (hình thức khen thưởng)."""

    kind_name: ClassVar[str] = "awards"

    form: str
    authority: str | None
    audience: Audience
    round: Round | None


class Reference(Record):
    """Another document that the text names (văn bản viện dẫn)."""

    kind_name: ClassVar[str] = "references"

    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    name: str | None
    role: ReferenceRole


class Assignment(Record):
    """A clause that lays a duty on named actors (phân công)."""

    kind_name: ClassVar[str] = "assignments"

    actors: tuple[str, ...] = Field(min_length=1)
    role: AssignmentRole


KINDS: tuple[type[Record], ...] = (Criterion, Quantity, Milestone, Award, Reference, Assignment)
