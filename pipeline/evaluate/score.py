"""The scorer: what was extracted against what the gold says.

Clauses are matched by path and text, criteria by text, the other records by what they state (`keys.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from models.errors import KehoachError
from pipeline.evaluate.counts import KINDS, Counts, PlanScore, Scores
from pipeline.evaluate.gold import GoldPlan, clause_texts, load_gold
from pipeline.evaluate.keys import RECORD_KEYS, Json, Key, by_field, plan_keys
from pipeline.evaluate.wording import fold, same

_EVIDENCED = ("outline", "criteria", "quantities", "milestones", "awards", "references", "assignments")
_ATTRIBUTES = ("audience", "levels", "rounds", "group")
_FOREIGN = (KehoachError, OSError, ValueError, KeyError, TypeError, AttributeError)


def evaluate(gold: Path, plans: Path, extract: Callable[[Path], dict[str, Any]] | None = None) -> Scores:
    """Scores of every plan annotated in `gold`; its text is `plans/<name>.txt`.

    `extract` takes that file and returns the interchange form of a plan; by default this product's own pipeline.
    A plan that cannot be extracted has a score of nothing found and says why. Raises UsageError without gold.
    """
    return Scores(plans=tuple(_score_file(plan, extract or extract_file) for plan in load_gold(gold, plans)))


def extract_file(file: Path) -> dict[str, Any]:
    """The interchange form of the plan in a file, without a store. Raises ReadError."""
    from models.interchange import dump
    from pipeline.process import process
    from pipeline.read import read_file

    return dump(process(read_file(file)))


def _score_file(plan: GoldPlan, extract: Callable[[Path], dict[str, Any]]) -> PlanScore:
    try:
        return score_plan(plan.gold, extract(plan.file), plan.text)
    except _FOREIGN as error:
        return _nothing(plan, f"{type(error).__name__}: {error}")


def _nothing(plan: GoldPlan, why: str) -> PlanScore:
    """The score of a plan that could not be extracted: all of its gold is missed."""
    support = {k: len(plan.gold[k.partition(".")[0]]) for k in KINDS if k.startswith(("outline", "criteria"))}
    support |= {k: plan_keys(k, plan.gold).total() for k in ("metadata", *RECORD_KEYS)}
    counts = {k: Counts(0, support.get(k, 0), 0) for k in KINDS}
    return PlanScore(plan=plan.name, counts=counts, failed=why[:300])


def score_plan(gold: dict[str, Any], predicted: dict[str, Any], text: str) -> PlanScore:
    """The score of one plan: `predicted` in the interchange form, `text` what the gold quotes.

    A gold whose clauses carry their whole `text` needs no quotes. Raises KeyError, TypeError or ValueError where
    one of the two is of another form.
    """
    tally = _Tally()
    full = clause_texts(gold, text)
    _outline(tally, full, predicted)
    _criteria(tally, gold, full, predicted)
    for kind in ("metadata", *RECORD_KEYS):
        _by_key(tally, kind, plan_keys(kind, gold), plan_keys(kind, predicted))
    _evidence(tally, predicted)
    return PlanScore(
        plan=gold["plan"],
        counts={kind: tally.counts[kind] for kind in KINDS},
        fields=tally.fields,
        misses={k: tuple(v) for k, v in tally.misses.items() if v},
        extras={k: tuple(v) for k, v in tally.extras.items() if v},
        invented=tuple(_invented(gold["metadata"], predicted["metadata"])),
    )


class _Tally:
    """What is counted while one plan is scored."""

    def __init__(self) -> None:
        self.counts: dict[str, Counts] = {}
        self.fields: dict[str, Counts] = {}
        self.misses: dict[str, list[str]] = {kind: [] for kind in KINDS}
        self.extras: dict[str, list[str]] = {kind: [] for kind in KINDS}


def _outline(tally: _Tally, full: dict[str, str], predicted: Json) -> None:
    clauses = predicted["outline"]
    told = {clause["path"]: clause["text"] for clause in reversed(clauses)}
    hits = {path for path, text in full.items() if path in told and same(text, told[path])}
    tally.counts["outline"] = Counts(len(hits), len(full), len(clauses))
    for path in (p for p in full if p not in hits):
        tally.misses["outline"].append(f"{path}: {full[path]!r}" + (f" / told {told[path]!r}" if path in told else ""))
    tally.extras["outline"] += [f"{path}: {told[path]!r}" for path in told if path not in full]
    texts, told_texts = Counter(map(fold, full.values())), Counter(fold(c["text"]) for c in clauses)
    tally.counts["outline.text"] = _compare(texts, told_texts)
    tally.misses["outline.text"] += (texts - told_texts).elements()
    tally.extras["outline.text"] += (told_texts - texts).elements()


def pair_criteria(gold: Json, full: dict[str, str], predicted: Json) -> list[tuple[Json, Json]]:
    """The gold criteria that were found, each with its one finding; one at the same path goes first."""
    left = list(predicted.get("criteria", []))
    pairs = []
    for criterion in gold["criteria"]:
        path = criterion["path"]
        nearest = [c for c in left if c.get("path") == path] + [c for c in left if c.get("path") != path]
        match = next((c for c in nearest if same(full[path], c["text"])), None)
        if match:
            left = [c for c in left if c is not match]
            pairs.append((criterion, match))
    return pairs


def _criteria(tally: _Tally, gold: Json, full: dict[str, str], predicted: Json) -> None:
    told = predicted.get("criteria", [])
    pairs = pair_criteria(gold, full, predicted)
    tally.counts["criteria"] = Counts(len(pairs), len(gold["criteria"]), len(told))
    found, used = {id(a) for a, _ in pairs}, {id(b) for _, b in pairs}
    tally.misses["criteria"] += [f"{c['path']}: {full[c['path']]!r}" for c in gold["criteria"] if id(c) not in found]
    tally.extras["criteria"] += [f"{c.get('path')}: {c['text']!r}" for c in told if id(c) not in used]
    for field in _ATTRIBUTES:
        wrong = [(a, b) for a, b in pairs if not _same_attribute(field, a, b)]
        tally.fields[f"criteria.attributes.{field}"] = Counts(len(pairs) - len(wrong), len(pairs), len(pairs))
        tally.misses["criteria.attributes"] += [
            f"{a['path']}: {field} {a[field]!r} / told {b.get(field)!r}" for a, b in wrong
        ]
    right = sum(tally.fields[f"criteria.attributes.{field}"].hit for field in _ATTRIBUTES)
    tally.counts["criteria.attributes"] = Counts(right, 4 * len(pairs), 4 * len(pairs))


def _same_attribute(field: str, gold: Json, predicted: Json) -> bool:
    if field in ("levels", "rounds"):
        return set(gold[field]) == set(predicted.get(field) or [])
    return (gold[field] or None) == (predicted.get(field) or None)


def _compare(gold: Counter[Any], predicted: Counter[Any]) -> Counts:
    return Counts((gold & predicted).total(), gold.total(), predicted.total())


def _by_key(tally: _Tally, kind: str, gold: Counter[Key], predicted: Counter[Key]) -> None:
    tally.counts[kind] = _compare(gold, predicted)
    tally.misses[kind] += map(_line, (gold - predicted).elements())
    tally.extras[kind] += map(_line, (predicted - gold).elements())
    told = dict(by_field(kind, predicted))
    for field, keys in by_field(kind, gold):
        tally.fields[field] = _compare(keys, told.pop(field, Counter()))
    for field, keys in told.items():
        tally.fields[field] = _compare(Counter(), keys)


def _line(key: Iterable[object]) -> str:
    return " · ".join("–" if part in (None, "") else str(part) for part in key)


def _evidence(tally: _Tally, predicted: Json) -> None:
    """How many clauses and records are what their evidence cuts out of the stored text."""
    items = [(kind, item) for kind in _EVIDENCED for item in predicted.get(kind, [])]
    stored = predicted.get("text") or ""
    wrong = [(kind, item) for kind, item in items if not _evidenced(kind, item, stored)]
    tally.counts["evidence"] = Counts(len(items) - len(wrong), len(items), len(items))
    tally.misses["evidence"] += [f"{kind} {item.get('path')}: {item.get('text')!r}" for kind, item in wrong]


def _evidenced(kind: str, item: Json, stored: str) -> bool:
    words = fold(" ".join(stored[e["start"] : e["end"]] for e in item.get("evidence") or []))
    said = fold(item.get("text"))
    # A record may say one part of what its mentions cut out; a clause or criterion is the whole of it.
    return bool(words) and (words == said or (kind not in ("outline", "criteria") and said in words))


def _invented(gold: Json, predicted: Json) -> Iterable[str]:
    for name in ("number", "place", "issued", "movement", "period"):
        yield from _claim(name, gold.get(name), predicted.get(name))
    for group, name in (("issuer", "parent"), ("signature", "on_behalf"), ("signature", "capacity")):
        yield from _claim(f"{group}.{name}", (gold.get(group) or {}).get(name), (predicted.get(group) or {}).get(name))


def _claim(name: str, gold: object, predicted: object) -> Iterable[str]:
    if gold in (None, "") and predicted not in (None, ""):
        yield f"{name} = {predicted!r}"
