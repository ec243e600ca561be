"""What a confidence is worth: of the records told with so much of it, how many are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from models.base import Frozen
from pipeline.evaluate.gold import clause_texts
from pipeline.evaluate.keys import RECORD_KEYS, Json, Key, metadata_keys
from pipeline.evaluate.score import pair_criteria

_KEYED = ("quantities", "milestones", "awards", "references", "assignments")
_BUCKETS = ((0.9, "≥0.9"), (0.8, "0.8–0.9"), (0.7, "0.7–0.8"), (0.0, "<0.7"))
BUCKETS = tuple(name for _, name in reversed(_BUCKETS))

# The scored metadata fields by the name under which their source is told.
_SOURCES = {
    "issuer_unit": ("issuer.unit",),
    "issuer_level": ("issuer.level",),
    "issuer_parent": ("issuer.parent",),
    "capacity": ("signature.capacity",),
    "position": ("signature.position",),
    "signer": ("signature.name",),
    "period": ("period.from", "period.to"),
} | {k: (k,) for k in ("document_type", "number", "symbol", "place", "issued", "subject", "movement")}


class Outcome(NamedTuple):
    """One record that was told: by which rule, how sure it said it was, and whether the gold has it."""

    kind: str
    rule: str
    confidence: float
    right: bool


def outcomes(gold: Json, predicted: Json, text: str) -> Iterator[Outcome]:
    """Whether each predicted record is right: all that is scored of it has its one match in the gold."""
    found = {id(b) for _, b in pair_criteria(gold, clause_texts(dict(gold), text), predicted)}
    for criterion in predicted.get("criteria", []):
        yield _outcome("criteria", criterion, id(criterion) in found)
    for kind in _KEYED:
        keys = RECORD_KEYS[kind][1]
        left = Counter(key for item in gold[kind] for key in keys(item))
        for record in predicted.get(kind, []):
            yield _outcome(kind, record, _taken(left, keys(record)))
    yield from _metadata(gold["metadata"], predicted["metadata"])


def _outcome(kind: str, record: Json, right: bool) -> Outcome:
    return Outcome(kind, record.get("rule") or "–", float(record.get("confidence") or 0), right)


def _taken(left: Counter[Key], keys: list[Key]) -> bool:
    """Whether all keys were still there to match; what matched is used up."""
    right = all(left[key] > 0 for key in keys)
    left.subtract(key for key in keys if left[key] > 0)
    return right


def _metadata(gold: Json, predicted: Json) -> Iterator[Outcome]:
    known = dict(key for key in metadata_keys(gold) if key[0] != "recipient")
    told = dict(key for key in metadata_keys(predicted) if key[0] != "recipient")
    for name, source in (predicted.get("sources") or {}).items():
        fields = [f for f in _SOURCES.get(name, ()) if f in told]
        if fields:
            yield _outcome("metadata", source, all(told[f] == known.get(f) for f in fields))


class Calibration(Frozen):
    """Of one rule's (or one kind's) records, by confidence: how many were told and how many were right."""

    kind: str
    rule: str | None
    buckets: dict[str, tuple[int, int]]
    """Right and told, by bucket."""

    def share(self, bucket: str) -> float | None:
        right, told = self.buckets.get(bucket, (0, 0))
        return right / told if told else None


def calibrate(found: Iterable[Outcome]) -> tuple[Calibration, ...]:
    """For each kind, then for each of its rules; in order of name."""
    rows: dict[tuple[str, str | None], dict[str, tuple[int, int]]] = {}
    for outcome in found:
        for rule in (None, outcome.rule):
            row = rows.setdefault((outcome.kind, rule), {})
            right, told = row.get(name := bucket(outcome.confidence), (0, 0))
            row[name] = (right + outcome.right, told + 1)
    order = sorted(rows, key=lambda key: (key[0], key[1] or ""))
    return tuple(Calibration(kind=kind, rule=rule, buckets=rows[kind, rule]) for kind, rule in order)


def bucket(confidence: float) -> str:
    """The name of the bucket that a confidence falls into.

    >>> bucket(0.9), bucket(0.85), bucket(0.1)
    ('≥0.9', '0.8–0.9', '<0.7')
    """
    return next(name for least, name in _BUCKETS if confidence >= least)


def as_rows(calibration: Iterable[Calibration]) -> list[dict[str, Any]]:
    """Plain rows: kind, rule, and for each bucket the share right and the number told."""
    return [
        {
            "kind": row.kind,
            "rule": row.rule,
            "buckets": {b: {"told": row.buckets[b][1], "right": row.share(b)} for b in BUCKETS if b in row.buckets},
        }
        for row in calibration
    ]
