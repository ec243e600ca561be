"""What a new version of a plan says otherwise than the one before, short enough for a mail."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from models.plan import Plan
from models.records import Record
from models.span import Span
from pipeline.announce.quoting import quoted
from pipeline.announce.types import FactTold, FieldTold, Passage
from pipeline.renewing.difference import METADATA, Change
from pipeline.store.packing import unpacked
from pipeline.store.tables import VersionTable

if TYPE_CHECKING:
    from pipeline.compare.versions import Difference

MOST = 25
"""Facts of one plan that are told; `kehoach diff` shows all."""
_VALUE = 160
"""Characters of a value."""


def of_version(connection: Connection, plan_no: int, ordinal: int) -> Plan | None:
    """A version as it was read, without corrections: a person's word is no news of the office that issued it."""
    wanted = VersionTable.plan_no == plan_no, VersionTable.ordinal == ordinal
    found = connection.execute(select(VersionTable.json).where(*wanted)).scalar_one_or_none()
    return unpacked(found) if found else None


def changed(before: Plan, after: Plan) -> tuple[list[FactTold], dict[str, int]]:
    """All facts that the second says otherwise, and how many paragraphs became what (but for those that are kept)."""
    from pipeline.compare.versions import difference

    found = difference(before, after)
    return _facts(found, before, after), {what.value: n for what, n in found.counts().items() if n and what != "kept"}


def _facts(found: Difference, before: Plan, after: Plan) -> list[FactTold]:
    records = {record.id: (record, plan) for plan in (before, after) for record in plan.records()}
    told = [_metadata(change, before, after) for change in found.metadata]
    for one in found.records:
        record, plan = records[one.change.name]
        bearing = one.bearing.value if one.bearing else None
        told.append(
            FactTold(
                what=one.change.what,
                kind=one.change.kind,
                passage=_passage(record, plan),
                fields=tuple(_fields(one.change)),
                bearing=bearing,
            )
        )
    return told


def _metadata(change: Change, before: Plan, after: Plan) -> FactTold:
    plan = before if change.what == "vanished" else after
    field = getattr(plan.metadata, change.name)
    spans = getattr(field, "evidence", ())
    text = plan.document.flow(spans).text if spans else change.text
    fields = [
        FieldTold(field="value", before=_short(f.before), after=_short(f.after))
        for f in change.fields
        if f.field == "value"
    ]
    return FactTold(
        what=change.what,
        kind=METADATA,
        name=change.name,
        passage=Passage(page=_page(plan, spans), text=quoted(text)),
        fields=tuple(fields),
    )


def _passage(record: Record, plan: Plan) -> Passage:
    spans = record.evidence[0].spans
    kind: Any = record.kind_name
    path = str(record.path) if record.path else None
    return Passage(kind=kind, path=path, page=_page(plan, spans), text=quoted(record.text))


def _page(plan: Plan, spans: Sequence[Span]) -> int | None:
    return plan.document.page_of(spans[0]) if spans else None


def _fields(change: Change) -> list[FieldTold]:
    if change.what != "changed":
        return []
    return [FieldTold(field=f.field, before=_short(f.before), after=_short(f.after)) for f in change.fields]


def _short(value: Any) -> Any:
    return quoted(value, _VALUE) if isinstance(value, str) else value
