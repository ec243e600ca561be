"""Scoring the families of this product: on the texts of the aligned sets, and on their renderings."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base import Frozen
from models.errors import UsageError
from models.plan import Plan
from pipeline.compare.aligning import align
from pipeline.compare.assigning import TUNING, Tuning
from pipeline.compare.families import as_json, families, names_of
from pipeline.compare.items import criteria_of
from pipeline.compare.sides import in_order
from pipeline.evaluate.counts import Counts
from pipeline.evaluate.families import AlignedSet, FamiliesScore, aligned_sets, outsiders, score
from pipeline.evaluate.gold import GoldPlan, clause_texts, load_gold
from pipeline.evaluate.score import pair_criteria

if TYPE_CHECKING:
    from pipeline.evaluate.rendering import Kind

Json = dict[str, Any]
Step = Callable[[], None]


RENDERED_STEPS = 6
"""Of work on a rendering of the three annotated plans: printing and reading each."""


class FamiliesScores(Frozen):
    """The scores of several sets, by which thresholds, and where a rendering was scored, what the texts gave."""

    sets: tuple[FamiliesScore, ...]
    tuning: Tuning = TUNING
    rendering: str | None = None
    text: FamiliesScore | None = None

    @property
    def pairs(self) -> Counts:
        return _sum(s.pairs for s in self.sets)

    @property
    def relations(self) -> Counts:
        return _sum(s.relations for s in self.sets)


def evaluate_families(gold: Path, plans: Path, tuning: Tuning = TUNING) -> FamiliesScores:
    """The score of each set aligned by itself, and what it draws in of plans of no set and of the other sets.

    Raises UsageError without an alignment, ReadError for a plan that cannot be read.
    """
    sets = aligned_sets(gold, plans)
    read = {name: read_plan(file) for each in sets for name, file in each.plans.items()}
    strangers = [read_plan(file) for file in sorted(plans.glob("*.txt")) if file.stem not in read]
    together = members_of([*read.values(), *strangers], tuning)
    return FamiliesScores(
        sets=tuple(_scored(each, read, strangers, together, tuning) for each in sets),
        tuning=tuning,
    )


def _scored(
    each: AlignedSet, read: dict[str, Plan], strangers: Sequence[Plan], together: Sequence[Json], tuning: Tuning
) -> FamiliesScore:
    own = [read[name] for name in each.plans]
    alone = score(each.name, each.families, _found(own, tuning))
    drawn = tuple(outsiders(members_of([*own, *strangers], tuning), set(each.plans)))
    other_sets = set(read) - set(each.plans)
    across = tuple(line for line in outsiders(together, set(each.plans)) if line.split()[0] in other_sets)
    return alone.model_copy(update={"outsiders": drawn, "across": across})


def members_of(plans: Sequence[Plan], tuning: Tuning) -> list[Json]:
    """The families without their relations."""
    plans = sorted(plans, key=in_order)
    names, items = names_of(plans), [criteria_of(plan) for plan in plans]
    found: list[Json] = []
    for family in align(items, tuning, by_kin=True):
        members: dict[str, list[str]] = {}
        for plan, k in family:
            members.setdefault(names[plan], []).append(str(items[plan][k].path))
        found.append({"members": members, "relation": {}})
    return found


def read_plan(file: Path) -> Plan:
    """The plan in a file, without a store. Raises ReadError."""
    from pipeline.process import process
    from pipeline.read import read_file

    return process(read_file(file))


def _found(plans: Sequence[Plan], tuning: Tuning) -> list[Json]:
    return list(as_json(families(plans, tuning))["families"])


def evaluate_families_rendered(
    gold: Path, plans: Path, kind: Kind, folder: Path, *, look: int = 0, step: Step | None = None
) -> FamiliesScores:
    """The score of the annotated plans printed as `kind` into a folder and read back, beside that of their texts.

    Only plans with gold annotations can be printed. A criterion is that of the gold whose words it has: what is not
    found counts as missed, what is none as too much. Raises what `render` raises.
    """
    from pipeline.evaluate.rendering import render

    each = next((s for s in aligned_sets(gold, plans) if s.name == gold.name), None)
    if each is None:
        raise UsageError(f"{gold}: no alignment here (alignment.json)")
    annotated = [plan for plan in load_gold(gold, plans) if plan.name in each.plans]
    done = step or (lambda: None)
    printed = {r.plan.name: r.file for r in render(annotated, kind, folder, look, done)}
    read = {}
    for name, file in printed.items():
        read[name] = read_plan(file)
        done()
    texts = [read_plan(file) for file in each.plans.values()]
    found = _renamed(_found(list(read.values()), TUNING), {p.name: _paths(p, read[p.name]) for p in annotated})
    return FamiliesScores(
        sets=(score(each.name, each.families, found),),
        rendering=kind.value,
        text=score(each.name, each.families, _found(texts, TUNING)),
    )


def _paths(gold: GoldPlan, plan: Plan) -> dict[str, str]:
    """The gold path of each criterion read; one that the gold has not keeps its own, marked."""
    from models.interchange import dump

    pairs = pair_criteria(gold.gold, clause_texts(gold.gold, gold.text), dump(plan))
    own = {str(c.path): f"?{c.path}" for c in plan.criteria}
    return own | {read["path"]: wanted["path"] for wanted, read in pairs}


def _renamed(found: Iterable[Json], paths: dict[str, dict[str, str]]) -> list[Json]:
    return [
        family | {"members": {plan: [paths[plan][path] for path in said] for plan, said in family["members"].items()}}
        for family in found
    ]


def _sum(counts: Iterable[Counts]) -> Counts:
    total = Counts(0, 0, 0)
    for each in counts:
        total = total.plus(each)
    return total
