"""The metadata of a plan: each field is found with its evidence, or absent with a reason."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from models.base import Frozen
from models.span import Span

T = TypeVar("T")

Reason = Literal["not printed", "not readable", "ambiguous"]


class GovernmentLevel(StrEnum):
    """The level of the body that issued a document."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class Period(Frozen):
    """A span of days, both ends included; a null end is open."""

    start: date | None
    end: date | None


class Absent(Frozen):
    """The document does not say; `reason` tells why."""

    reason: Reason = "not printed"

    @property
    def value(self) -> None:
        return None


class Found(Frozen, Generic[T]):
    """A value, the pieces of text that say so, the rule that read them and how sure that is (0 to 1).

    `inferred` marks what no line says outright, such as an issuer known from the place line.
    """

    value: T
    evidence: tuple[Span, ...]
    rule: str
    confidence: float = Field(ge=0, le=1)
    inferred: bool = False


Text = Found[str] | Absent


class PlanMetadata(Frozen):
    """The header, subject, signature and recipients of a document (Nghị định 30/2020/NĐ-CP, Điều 8)."""

    document_type: Text = Absent()
    number: Found[int] | Absent = Absent()
    symbol: Text = Absent()
    """Số ký hiệu, without spaces; only the ký hiệu where the number cannot be read."""
    place: Text = Absent()
    issued: Found[date] | Absent = Absent()
    issuer_body: Text = Absent()
    issuer_unit: Text = Absent()
    issuer_level: Found[GovernmentLevel] | Absent = Absent()
    issuer_parent: Text = Absent()
    classification: Text = Absent()
    urgency: Text = Absent()
    subject: Text = Absent()
    movement: Text = Absent()
    period: Found[Period] | Absent = Absent()
    on_behalf: Text = Absent()
    capacity: Text = Absent()
    position: Text = Absent()
    signer: Text = Absent()
    recipients: tuple[Found[str], ...] = ()

    def fields(self) -> Iterator[tuple[str, Found[Any] | Absent]]:
        """The single-valued fields by name, in the order of the form."""
        for name in type(self).model_fields:
            if name != "recipients":
                yield name, getattr(self, name)
