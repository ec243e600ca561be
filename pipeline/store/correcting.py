"""A person sets right what was read of a plan, or takes that back (see corrections)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, insert, select, update

from models.base import Frozen
from models.errors import UsageError
from models.metadata import PlanMetadata
from pipeline.search.words import segmented
from pipeline.store import corrections, write
from pipeline.store.corrections import Correction
from pipeline.store.tables import CorrectionTable, PlanTable

if TYPE_CHECKING:
    from pipeline.store.store import Store

_LONGEST = 1_000
"""Characters of a name or a reason."""


class CorrectedField(Frozen):
    """A field that the plan now says otherwise; None where it says nothing. A number changes the symbol too."""

    field: str
    before: Any
    after: Any


class Outcome(Frozen):
    """What a correction did. `same_identity` names the other plans that have the plan's identity now: whether they are
    one plan is for a person to say, they are never merged."""

    plan_id: str
    changes: tuple[CorrectedField, ...]
    corrections: tuple[Correction, ...]
    identity: str | None
    same_identity: tuple[str, ...]


def correct(store: Store, plan_id: str, values: Mapping[str, str | None], *, by: str, why: str) -> Outcome:
    """Set fields of a plan, in one change; None says that the document does not print the field.

    Raises UsageError for an unknown plan or field, for what is no value of the field, and where nobody or no reason is
    named; StoreError.
    """
    if not values:
        raise UsageError("name the field and its value: number=127")
    for field, typed in values.items():
        corrections.checked(field, typed)
    who = {"by": _words(by, "--by"), "why": _words(why, "--why")}

    def insert_all(connection: Connection, plan_no: int) -> None:
        rows = [
            {"plan_no": plan_no, "field": f, "value": typed and _typed(typed), "at": write.now(), **who}
            for f, typed in values.items()
        ]
        connection.execute(insert(CorrectionTable), rows)

    return _changed(store, plan_id, insert_all)


def listed(store: Store, plan_id: str) -> tuple[Correction, ...]:
    """The corrections of a plan that are in force: one a field. Raises StoreError."""
    with store.reading() as connection:
        plan_no = connection.execute(select(PlanTable.no).where(PlanTable.id == plan_id)).scalar_one_or_none()
        return corrections.in_force(connection, plan_no) if plan_no is not None else ()


def revoke(store: Store, plan_id: str, fields: Collection[str], *, by: str, why: str) -> Outcome:
    """Take back all that people set of these fields: what was read stands again. Nothing is forgotten.

    Raises UsageError where a field is not corrected, and as `correct` does; StoreError.
    """
    if not fields:
        raise UsageError("name the field whose correction is revoked")
    said = {"revoked_by": _words(by, "--by"), "revoked_why": _words(why, "--why")}

    def revoke_all(connection: Connection, plan_no: int) -> None:
        corrected = {c.field for c in corrections.in_force(connection, plan_no)}
        if unknown := [f for f in fields if f not in corrected]:
            raise UsageError(f"{', '.join(map(repr, unknown))}: not corrected; see: kehoach correct {plan_id}")
        mine = (CorrectionTable.plan_no == plan_no, CorrectionTable.field.in_(fields))
        standing = update(CorrectionTable).where(*mine, CorrectionTable.revoked_at.is_(None))
        connection.execute(standing.values(revoked_at=write.now(), **said))

    return _changed(store, plan_id, revoke_all)


def _changed(store: Store, plan_id: str, change: Callable[[Connection, int], None]) -> Outcome:
    segmented("kế hoạch")  # What segments words is loaded before the others have to wait.
    with store.writing() as connection:
        found = select(PlanTable.no).where(PlanTable.id == plan_id)
        plan_no = connection.execute(found).scalar_one_or_none()
        if plan_no is None:
            raise UsageError(f"there is no plan {plan_id!r}; list the plans with: kehoach plans")
        read = write.latest_of(connection, plan_no).metadata
        before = corrections.corrected(read, corrections.in_force(connection, plan_no))
        change(connection, plan_no)
        write.refresh_facts(connection, plan_no, read)
        write.changed(connection, plan_no, "corrected")
        return _outcome(connection, plan_no, plan_id, read, before)


def _outcome(connection: Connection, plan_no: int, plan_id: str, read: PlanMetadata, before: PlanMetadata) -> Outcome:
    made = corrections.in_force(connection, plan_no)
    after = dict(corrections.corrected(read, made).fields())
    identity = connection.execute(select(PlanTable.identity).where(PlanTable.no == plan_no)).scalar_one()
    return Outcome(
        plan_id=plan_id,
        changes=tuple(
            CorrectedField(field=name, before=field.value, after=after[name].value)
            for name, field in before.fields()
            if field.value != after[name].value
        ),
        corrections=made,
        identity=identity,
        same_identity=_of_identity(connection, identity, plan_no) if identity else (),
    )


def _of_identity(connection: Connection, identity: str, but: int) -> tuple[str, ...]:
    others = select(PlanTable.id).where(PlanTable.identity == identity, PlanTable.no != but)
    return tuple(connection.execute(others.order_by(PlanTable.id)).scalars())


def _typed(value: str) -> str:
    return unicodedata.normalize("NFC", value).strip()


def _words(said: str, option: str) -> str:
    """Who, or why, on one line."""
    words = " ".join(_typed(said).replace("\0", " ").split())
    if not words or len(words) > _LONGEST or any(unicodedata.category(c) == "Cs" for c in words):
        raise UsageError(f"a correction needs {option} in words, {_LONGEST:,} characters at most")
    return words
