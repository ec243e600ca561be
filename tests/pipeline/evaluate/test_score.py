"""The scorer, on a small pair of gold and prediction whose figures were counted by hand, and on damaged gold."""

import json
from pathlib import Path

import pytest

from models.errors import UnknownFormat, UsageError
from pipeline.evaluate import evaluate, score_plan
from pipeline.evaluate.counts import KINDS

ROOT = Path(__file__).parents[3]
CASE = json.loads((ROOT / "tests/cases/evaluate/small.json").read_text(encoding="utf-8"))
GOLD, PLANS = ROOT / "corpus/gold", ROOT / "corpus/plans"


def test_small_pair_has_the_figures_counted_by_hand():
    score = score_plan(CASE["gold"], CASE["predicted"], CASE["text"])
    assert {kind: list(counts) for kind, counts in score.counts.items()} == CASE["expected"]["counts"]
    assert {f: list(score.fields[f]) for f in CASE["expected"]["fields"]} == CASE["expected"]["fields"]
    assert list(score.invented) == CASE["expected"]["invented"]


def test_misses_and_extras_tell_what_is_wrong():
    score = score_plan(CASE["gold"], CASE["predicted"], CASE["text"])
    assert score.misses["milestones"] == ("launch · 2024-01-01 · 2024-12-31 · –",)
    assert score.extras["milestones"] == ("launch · 2024-01-01 · 2024-01-31 · –",)
    assert score.misses["criteria.attributes"] == ("I/-1: levels ['province'] / told []",)
    assert score.extras["outline"] == ("I/-3: 'Lưu hồ sơ'",)


def test_gold_clauses_may_carry_their_text_in_place_of_quotes():
    outline = [
        {**{k: v for k, v in c.items() if k not in ("begin", "finish")}, "text": CASE["full"][c["path"]]}
        for c in CASE["gold"]["outline"]
    ]
    with_text = score_plan({**CASE["gold"], "outline": outline}, CASE["predicted"], "")
    assert with_text == score_plan(CASE["gold"], CASE["predicted"], CASE["text"])


def test_a_plan_that_fails_counts_as_nothing_found():
    def fail(file):
        raise UnknownFormat(f"{file.name}: no")

    scores = evaluate(GOLD, PLANS, fail)
    assert len(scores.failed) == len(scores.plans) == 5
    assert all(counts.hit == counts.predicted == 0 for counts in scores.totals.values())
    clauses = sum(
        len(json.loads((GOLD / f"{p.plan}.json").read_text(encoding="utf-8"))["outline"]) for p in scores.plans
    )
    assert scores.totals["outline"].gold == clauses


def test_gold_against_itself_is_right(as_prediction):
    scores = evaluate(GOLD, PLANS, lambda file: as_prediction(file.stem))
    assert tuple(scores.totals) == KINDS
    assert {kind: counts.f1 for kind, counts in scores.totals.items()} == dict.fromkeys(KINDS, 1.0)
    assert scores.invented == scores.failed == ()


def test_no_gold_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="no gold annotations"):
        evaluate(tmp_path, tmp_path)


def test_gold_without_its_text_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match=r"an-bien"):
        evaluate(GOLD, tmp_path)


def test_a_value_that_is_no_number_is_refused():
    quantity = {**CASE["predicted"]["quantities"][0], "value": "50"}
    with pytest.raises(TypeError, match="JSON number"):
        score_plan(CASE["gold"], {**CASE["predicted"], "quantities": [quantity]}, CASE["text"])
