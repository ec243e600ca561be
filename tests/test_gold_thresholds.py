"""How good the extraction must be on the five annotated plans: the figures that the product promises."""

import json
from pathlib import Path

import pytest

from pipeline.evaluate import Scores, evaluate
from pipeline.evaluate.counts import KINDS

ROOT = Path(__file__).parents[1]
LEAST_F1 = {
    "outline": 0.98,
    "outline.text": 0.98,
    "metadata": 0.98,
    "topics": 0.97,
    "criteria": 0.97,
    "criteria.attributes": 0.97,
    "references": 0.95,
    "references.attributes": 0.90,
    "milestones": 0.90,
    "milestones.attributes": 0.85,
    "assignments": 0.90,
    "evidence": 1.0,
}
MOST_ERRORS = {"quantities": 1, "awards": 1}


@pytest.fixture(scope="module")
def scores() -> Scores:
    return evaluate(ROOT / "corpus/gold", ROOT / "corpus/plans")


def test_every_kind_has_a_figure_to_hold():
    assert {*LEAST_F1, *MOST_ERRORS} == set(KINDS)


def test_all_five_plans_are_extracted(scores):
    assert len(scores.plans) == 5
    assert scores.failed == ()


@pytest.mark.parametrize("kind", LEAST_F1)
def test_f1_over_the_five_plans(scores, kind):
    f1 = scores.totals[kind].f1
    assert f1 is not None
    assert f1 >= LEAST_F1[kind], [p.misses.get(kind) for p in scores.plans]


@pytest.mark.parametrize("kind", MOST_ERRORS)
def test_errors_over_the_five_plans(scores, kind):
    counts = scores.totals[kind]
    errors = max(counts.gold, counts.predicted) - counts.hit
    assert errors <= MOST_ERRORS[kind], [(p.misses.get(kind), p.extras.get(kind)) for p in scores.plans]


def test_nothing_is_invented(scores):
    assert scores.invented == ()


def test_the_figures_rest_on_the_whole_gold(scores):
    """A gold file that lost its records would pass every threshold."""
    gold = [json.loads((ROOT / f"corpus/gold/{p.plan}.json").read_text(encoding="utf-8")) for p in scores.plans]
    for kind in ("outline", "criteria", "quantities", "milestones", "awards", "references", "assignments"):
        # An assignment counts once an actor.
        assert scores.totals[kind].gold >= sum(len(g[kind]) for g in gold) > 0
