"""What a plan states, as comparable keys: one key for each thing that can be right or wrong.

The keys of a record are what the contract of terms (DOMAIN.md) makes it: a milestone its kind and time, an award its
form, authority, audience and round. A key with a field name in it (`("place", "cà mau")`) is also counted by field.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any

from pipeline.evaluate.wording import fold

Json = Mapping[str, Any]
Key = tuple[Hashable, ...]


def metadata_keys(metadata: Json) -> list[tuple[str, str]]:
    """One key a field that is filled in, and one a recipient."""
    issuer, signature, period = (metadata.get(k) or {} for k in ("issuer", "signature", "period"))
    fields = {k: metadata.get(k) for k in ("document_type", "number", "place", "issued", "subject", "movement")}
    fields |= {f"issuer.{k}": issuer.get(k) for k in ("unit", "level", "parent")}
    fields |= {f"signature.{k}": signature.get(k) for k in ("capacity", "position", "name")}
    fields |= {f"period.{k}": period.get(k) for k in ("from", "to")}
    fields["symbol"] = _tight(metadata.get("symbol"))
    keys = [(k, fold(str(v))) for k, v in fields.items() if v not in (None, "")]
    return keys + [("recipient", fold(r)) for r in metadata.get("recipients") or []]


def _tight(symbol: str | None) -> str:
    return re.sub(r"\s", "", symbol or "")


def _number(value: object) -> float:
    """Raises TypeError where a quantity's value is no JSON number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a quantity's value is a JSON number, not {value!r}")
    return float(value)


def _topics(clause: Json) -> list[Key]:
    return [(clause["path"], topic) for topic in clause.get("topics") or []]


def _quantity(record: Json) -> list[Key]:
    return [(record["comparator"], _number(record["value"]), fold(record["unit"]))]


def _milestone(record: Json) -> list[Key]:
    return [(record["kind"], record["start"], record["end"], record["recurrence"])]


def _award(record: Json) -> list[Key]:
    return [(fold(record["form"]), fold(record["authority"]), record["audience"], record["round"])]


def _named(reference: Json) -> str:
    return _tight(reference["symbol"]).upper() or fold(reference["name"])


def _reference(record: Json) -> list[Key]:
    return [(_named(record), record["issued"])]


def _assignment(record: Json) -> list[Key]:
    return [(fold(actor), record["role"], record["path"]) for actor in record["actors"]]


def _milestone_attributes(record: Json) -> list[Key]:
    key = _milestone(record)[0]
    return [(*key, a, fold(str(record.get(a)))) for a in ("granularity", "relation", "actor")]


def _reference_attributes(record: Json) -> list[Key]:
    return [(_named(record), a, fold(str(record.get(a)))) for a in ("type", "issuer", "role")]


RECORD_KEYS: dict[str, tuple[str, Callable[[Json], list[Key]]]] = {
    "topics": ("outline", _topics),
    "quantities": ("quantities", _quantity),
    "milestones": ("milestones", _milestone),
    "awards": ("awards", _award),
    "references": ("references", _reference),
    "references.attributes": ("references", _reference_attributes),
    "milestones.attributes": ("milestones", _milestone_attributes),
    "assignments": ("assignments", _assignment),
}
"""For each kind: the list of the plan that it is read from, and the keys of one item of that list."""

_FIELD_AT = {"metadata": 0, "references.attributes": -2, "milestones.attributes": -2}


def plan_keys(kind: str, plan: Json) -> Counter[Key]:
    """All keys of a kind. Raises KeyError or TypeError where the plan has another form."""
    if kind == "metadata":
        return Counter[Key](metadata_keys(plan["metadata"]))
    part, keys = RECORD_KEYS[kind]
    return Counter(key for item in plan.get(part, []) for key in keys(item))


def by_field(kind: str, keys: Counter[Key]) -> Iterator[tuple[str, Counter[Key]]]:
    """The keys of each field apart, where keys of this kind name a field."""
    if kind in _FIELD_AT:
        for field in sorted({str(key[_FIELD_AT[kind]]) for key in keys}):
            yield f"{kind}.{field}", Counter({k: n for k, n in keys.items() if k[_FIELD_AT[kind]] == field})
