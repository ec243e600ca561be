"""The scores of families as rows and as JSON values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from models.errors import UsageError
from pipeline.compare.assigning import Tuning
from pipeline.evaluate.counts import Counts
from pipeline.evaluate.families import FamiliesScore
from pipeline.evaluate.families_run import FamiliesScores
from pipeline.evaluate.families_tuning import Trial, Trials
from pipeline.evaluate.report import Row, Table

_LISTS: dict[str, Callable[[FamiliesScore], Iterator[str]]] = {
    "pairs": lambda s: iter([*(f"miss {x}" for x in s.missed), *(f"extra {x}" for x in s.extra)]),
    "relations": lambda s: iter(s.wrong),
    "twins": lambda s: iter(s.twins),
    "outsiders": lambda s: iter(s.outsiders),
    "across": lambda s: iter(s.across),
}
SHOWN = tuple(_LISTS)
"""What `misses` can list."""


def as_table(scores: FamiliesScores) -> Table:
    """A row a set, and all of them; of a rendering the texts too. Relations are the share that is right of all that
    are annotated, and of those whose members stand in one family."""
    head = ("", "precision", "recall", "F1", "gold", "told", "relations", "of joined", "gold", "twins", "outsiders")
    rows = [_row(s.name, s) for s in scores.sets]
    if scores.text:
        rows = [_row(f"{scores.sets[0].name}, {scores.rendering}", scores.sets[0]), _row("text", scores.text)]
    elif len(rows) > 1:
        rows.append((*_pairs("all", scores.pairs), *_relations(scores.relations), "", ""))
    return Table([head, *rows])


def _row(name: str, s: FamiliesScore) -> Row:
    return (*_pairs(name, s.pairs), *_relations(s.relations), str(len(s.twins)), str(len(s.outsiders)))


def _pairs(name: str, c: Counts) -> Row:
    return (name, *map(_ratio, (c.precision, c.recall, c.f1)), str(c.gold), str(c.predicted))


def _relations(c: Counts) -> Row:
    return (_ratio(c.recall), _ratio(c.precision), str(c.gold))


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def thresholds(tuning: Tuning) -> str:
    """How they are said in one line."""
    return f"alike {tuning.alike:g}, contained {tuning.contained:g}, structure {tuning.structure:g}"


def misses(scores: FamiliesScores, kind: str) -> list[str]:
    """What is wrong of one kind, set by set. Raises UsageError on an unknown kind."""
    if kind not in _LISTS:
        raise UsageError(f"no such kind: {kind!r}; one of {', '.join(SHOWN)}")
    return [f"{s.name}: {line}" for s in scores.sets for line in _LISTS[kind](s)]


def trials_table(trials: Trials) -> Table:
    """What is chosen without each plan and each set, and F1 on it beside that of the thresholds in force."""
    head = ("left out", "alike", "contained", "structure", "tied", "mean F1", "precision", "recall", "F1", "in force")
    return Table([head, *map(_trial, (trials.everything, *trials.plans, *trials.sets))])


def _trial(t: Trial) -> Row:
    chosen = (f"{t.tuning.alike:g}", f"{t.tuning.contained:g}", f"{t.tuning.structure:g}", str(t.tied))
    figures = (t.mean_f1, t.pairs.precision, t.pairs.recall, t.pairs.f1, t.in_force.f1)
    return (t.left_out or "nothing", *chosen, *map(_ratio, figures))


def as_json(scores: FamiliesScores) -> dict[str, Any]:
    """The figures of each set and of all, with the lists."""
    return {
        "sets": {s.name: _score(s) for s in scores.sets},
        "all": {"pairs": _counts(scores.pairs), "relations": _counts(scores.relations)},
        "threshold": _tuning(scores.tuning),
        "rendering": scores.rendering,
        "text": _score(scores.text) if scores.text else None,
    }


def _score(s: FamiliesScore) -> dict[str, Any]:
    lists = s.model_dump(mode="json", include={"missed", "extra", "wrong", "twins", "outsiders", "across"})
    return {"pairs": _counts(s.pairs), "relations": _counts(s.relations)} | lists


def trials_json(trials: Trials) -> dict[str, Any]:
    """Every choice with its figures."""
    return {
        "everything": _trial_json(trials.everything),
        "plans": {t.left_out: _trial_json(t) for t in trials.plans},
        "sets": {t.left_out: _trial_json(t) for t in trials.sets},
    }


def _trial_json(t: Trial) -> dict[str, Any]:
    return {
        "threshold": _tuning(t.tuning),
        "mean_f1": t.mean_f1,
        "tied": t.tied,
        "pairs": _counts(t.pairs),
        "in_force": _counts(t.in_force),
    }


def _tuning(tuning: Tuning) -> dict[str, float]:
    return {"alike": tuning.alike, "contained": tuning.contained, "structure": tuning.structure}


def _counts(c: Counts) -> dict[str, Any]:
    ratios = {"precision": c.precision, "recall": c.recall, "f1": c.f1}
    return ratios | {"right": c.hit, "gold": c.gold, "told": c.predicted}
