"""What people set right: values of a plan's metadata, with who, when and why, laid over what was read.

What was read is never rewritten. A correction is of the plan, so it outlives re-extraction, better renditions and new
versions; it can be revoked, and stays in the history when it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, get_args

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from models.base import Frozen
from models.errors import UsageError
from models.metadata import Absent, Found, Period, PlanMetadata
from pipeline.store.symbols import number_of, renumbered
from pipeline.store.tables import CorrectionTable

RULE = "correction"
"""The rule of a field whose value a person set."""


class Correction(Frozen):
    """One value that a person set. `value` is as it was typed; None where the document does not say it."""

    no: int
    field: str
    value: str | None
    by: str
    why: str
    at: datetime
    revoked_at: datetime | None = None
    revoked_by: str | None = None
    revoked_why: str | None = None


_Field = Found[Any] | Absent
_LONGEST, _LONGEST_NAME = 2_000, 300
"""Characters of a subject, and of any other value: those are names, and PostgreSQL refuses what is too long to be
looked up by."""
_HIGHEST = 99_999
"""Numbers begin anew every year; none has more digits (see extractors.metadata)."""

FIELDS = tuple(name for name in PlanMetadata.model_fields if name != "recipients")
"""The fields that can be corrected."""


def in_force(connection: Connection, plan_no: int) -> tuple[Correction, ...]:
    """The corrections of a plan that are not revoked: one a field, the last."""
    found = [c for c in every(connection, plan_no) if c.revoked_at is None]
    return tuple({c.field: c for c in found}.values())


def every(connection: Connection, plan_no: int) -> tuple[Correction, ...]:
    """All corrections of a plan in the order in which they were made, the revoked ones too."""
    columns = [getattr(CorrectionTable, name) for name in Correction.model_fields]
    query = select(*columns).where(CorrectionTable.plan_no == plan_no).order_by(CorrectionTable.no)
    return tuple(Correction(**row) for row in connection.execute(query).mappings())


def corrected(metadata: PlanMetadata, made: Iterable[Correction]) -> PlanMetadata:
    """The metadata with the corrections laid over them; such a field has no evidence in the text and says so.

    The symbol includes the number: where only one of the two is corrected, the other follows.
    """
    typed = {c.field: _field(c.field, c.value) for c in made}
    return metadata.model_copy(update=_following(metadata, typed) | typed) if typed else metadata


def checked(field: str, typed: str | None) -> None:
    """Raises UsageError where there is no such field or this is no value of it."""
    if field not in FIELDS:
        raise UsageError(f"{field!r} is no field of a plan; there are: {', '.join(FIELDS)}")
    _field(field, typed)


def _following(metadata: PlanMetadata, typed: Mapping[str, _Field]) -> dict[str, _Field]:
    """What a corrected number says of the symbol, or a corrected symbol of the number."""
    if "number" in typed and "symbol" not in typed and (read := metadata.symbol.value) is not None:
        symbol = renumbered(read, typed["number"].value)
        return {} if symbol == read else {"symbol": _said(symbol)}
    if "symbol" in typed and "number" not in typed and (printed := typed["symbol"].value) is not None:
        number = number_of(printed)
        if number != metadata.number.value:
            return {"number": Absent(reason="not readable") if number is None else _said(number)}
    return {}


def _said(value: Any) -> Found[Any]:
    return Found[Any](value=value, evidence=(), rule=RULE, confidence=1.0)


def _field(field: str, typed: str | None) -> _Field:
    return Absent(reason="not printed") if typed is None else _said(_value(field, typed))


def _value(field: str, typed: str) -> Any:
    """The typed words as a value of the field's type."""
    annotation = PlanMetadata.model_fields[field].annotation
    found = next(kind for kind in get_args(annotation) if kind is not Absent)
    kind = found.model_fields["value"].annotation
    typed = unicodedata.normalize("NFC", typed).strip()
    try:
        value = _parsed(kind, typed, _LONGEST if field == "subject" else _LONGEST_NAME)
    except (ValueError, OverflowError) as error:  # What pydantic raises is a ValueError.
        raise UsageError(f"{typed[:80]!r} is no value of {field}; {_example(kind)}") from error
    if value == "":
        raise UsageError(f"{field} needs a value; to say that it is not printed: {field}=")
    return "".join(value.split()) if field == "symbol" else value


def _parsed(kind: Any, typed: str, longest: int) -> Any:
    if len(typed) > longest or any(unicodedata.category(c) == "Cc" for c in typed):
        raise ValueError("too long, or not words")
    if kind is Period:
        return _period(typed)
    if kind is date:
        return _day(typed)
    value = TypeAdapter(kind).validate_python(typed)
    if kind is int and not 1 <= value <= _HIGHEST:
        raise ValueError("no number of a document")
    return value


def _day(typed: str) -> date:
    """A day as dd/mm/yyyy or yyyy-mm-dd."""
    parts = typed.strip().split("/")
    if len(parts) == 3:
        return date(int(parts[2]), int(parts[1]), int(parts[0]))
    return date.fromisoformat(typed.strip())


def _period(typed: str) -> Period:
    """Two days joined by `..`; either may be left out. A year is its first to its last day."""
    first, dots, last = typed.partition("..")
    if not dots:
        year = int(typed)
        return Period(start=date(year, 1, 1), end=date(year, 12, 31))
    start, end = (_day(day) if day.strip() else None for day in (first, last))
    if (start is None and end is None) or (start and end and start > end):
        raise ValueError("no days, or the last before the first")
    return Period(start=start, end=end)


def _example(kind: object) -> str:
    if kind is date:
        return "write a day as 19/08/2019 or 2019-08-19"
    if kind is Period:
        return "write a period as 2019 or 01/01/2019..31/12/2025"
    if kind is int:
        return "write a whole number"
    words = ", ".join(str(member.value) for member in kind) if hasattr(kind, "__members__") else "any words"  # type: ignore[attr-defined]
    return f"write one of: {words}"
