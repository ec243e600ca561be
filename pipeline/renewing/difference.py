"""The fact diff: what two readings of one file tell otherwise, in records and in fields of the metadata.

A record is the same where its id is; else where another of its kind stands on the same words (see standing): then it
changed. What is left has appeared or vanished. Ids, and the offsets of unchanged words, are no facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from models.base import Frozen
from models.document import Document
from models.metadata import Absent, Found, PlanMetadata
from models.plan import Plan
from models.records import KINDS, Criterion, Quantity, Record
from pipeline.renewing.standing import pairs

METADATA = "metadata"
"""What stands for the kind of a field of the metadata."""

What = Literal["appeared", "vanished", "changed"]


class FactChange(Frozen):
    """A field of a record and its values as they stand in JSON."""

    field: str
    before: Any
    after: Any


class Change(Frozen):
    """A record, or a field of the metadata, that the rules tell otherwise.

    `kind` is that of the record, or `metadata`; `name` the record's id, that of before where it vanished, or the name
    of the field. `path` and `text` say where it stands and what it says, `fields` what changed of it.
    """

    what: What
    kind: str
    name: str
    path: str | None = None
    text: str
    fields: tuple[FactChange, ...] = ()


class _Pair(NamedTuple):
    before: Record
    after: Record


def difference(before: Plan, after: Plan) -> tuple[Change, ...]:
    """What the second reading tells otherwise than the first, in the order of the form and of the document."""
    found = list(_metadata(before.metadata, after.metadata))
    known: dict[str, str] = {}
    of_kind: dict[type[Record], list[Change]] = {}
    # Criteria name their quantities by id: those must be known first.
    for kind in sorted(KINDS, key=lambda k: k is not Quantity):
        of_kind[kind] = list(_records(kind, before, after, known))
    return (*found, *(change for kind in KINDS for change in of_kind[kind]))


def _metadata(before: PlanMetadata, after: PlanMetadata) -> Iterator[Change]:
    fields = dict(after.fields())
    for name, old in before.fields():
        yield from _field(name, old, fields[name])
    recipients = [[_said(r.value) for r in of.recipients] for of in (before, after)]
    if recipients[0] != recipients[1]:
        change = FactChange(field="value", before=recipients[0], after=recipients[1])
        yield Change(what="changed", kind=METADATA, name="recipients", text="; ".join(recipients[1]), fields=(change,))


def _field(name: str, old: Found[Any] | Absent, new: Found[Any] | Absent) -> Iterator[Change]:
    one, other = _facts_of(old), _facts_of(new)
    changes = tuple(_changes(one, other))
    if not changes:
        return
    what: What = "changed"
    if isinstance(old, Absent) != isinstance(new, Absent):
        what = "appeared" if isinstance(old, Absent) else "vanished"
    told = old if what == "vanished" else new
    yield Change(what=what, kind=METADATA, name=name, text=str(_said(told.value) or ""), fields=changes)


def _facts_of(field: Found[Any] | Absent) -> dict[str, Any]:
    if isinstance(field, Absent):
        return {"value": None, "reason": field.reason}
    return {"value": _said(field.value), "confidence": field.confidence, "inferred": field.inferred}


def _said(value: Any) -> Any:
    """As it stands in JSON."""
    return Found[Any](value=value, evidence=(), rule="", confidence=1).model_dump(mode="json")["value"]


def _records(kind: type[Record], before: Plan, after: Plan, known: dict[str, str]) -> Iterator[Change]:
    """Of one kind; `known` takes the ids of before and what the same records are called now."""
    olds: list[Record] = list(getattr(before, kind.kind_name))
    news: list[Record] = list(getattr(after, kind.kind_name))
    same = {new.id: new for new in news}
    paired = [_Pair(old, same[old.id]) for old in olds if old.id in same]
    held = {pair.after.id for pair in paired}
    left = [old for old in olds if old.id not in held], [new for new in news if new.id not in held]
    paired += [_Pair(left[0][k], left[1][j]) for k, j in pairs(left[0], before.document, left[1], after.document)]
    known |= {pair.before.id: pair.after.id for pair in paired}
    followed = {pair.after.id: pair.before for pair in paired}
    for new in news:
        yield from _told(kind, followed.get(new.id), new, (before.document, after.document), known)
    for old in olds:
        if old.id not in known:
            yield _change("vanished", kind, old)


def _told(
    kind: type[Record], old: Record | None, new: Record, documents: tuple[Document, Document], known: dict[str, str]
) -> Iterator[Change]:
    if old is None:
        yield _change("appeared", kind, new)
        return
    one, other = _facts(old, documents[0], known), _facts(new, documents[1], {})
    if changes := tuple(_changes(one, other)):
        yield _change("changed", kind, new, changes)


def _change(what: What, kind: type[Record], record: Record, fields: tuple[FactChange, ...] = ()) -> Change:
    path = str(record.path) if record.path else None
    return Change(what=what, kind=kind.kind_name, name=record.id, path=path, text=record.text, fields=fields)


_NO_FACTS = frozenset({"id", "rule", "evidence"})
"""`rule` is the name of what found it: a rule that is called otherwise tells nothing new."""


def _facts(record: Record, document: Document, known: dict[str, str]) -> dict[str, Any]:
    """What a record says, and the words that it stands on; ids of other records as they are called now."""
    facts = record.model_dump(mode="json", exclude=set(_NO_FACTS))
    if isinstance(record, Criterion):
        facts["quantities"] = sorted(known.get(q, q) for q in record.quantities)
    mentions = [[str(m.clause) if m.clause else None, document.flow(m.spans).text] for m in record.evidence]
    return facts | {"evidence": mentions}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[FactChange]:
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            yield FactChange(field=name, before=before.get(name), after=after.get(name))


def totals(changes: Iterable[Change]) -> dict[str, dict[What, int]]:
    """How many appeared, vanished and changed of each kind that has any, in the order of the form."""
    counted: dict[str, dict[What, int]] = {
        kind: {"appeared": 0, "vanished": 0, "changed": 0} for kind in (METADATA, *(k.kind_name for k in KINDS))
    }
    for change in changes:
        counted[change.kind][change.what] += 1
    return {kind: of for kind, of in counted.items() if any(of.values())}
