"""The figures as tables and JSON."""

import json
from pathlib import Path

import pytest

from models.errors import UsageError
from pipeline.evaluate import Scores, report, score_plan
from pipeline.evaluate.counts import KINDS

ROOT = Path(__file__).parents[3]
CASE = json.loads((ROOT / "tests/cases/evaluate/small.json").read_text(encoding="utf-8"))


@pytest.fixture
def scores() -> Scores:
    one = score_plan(CASE["gold"], CASE["predicted"], CASE["text"])
    return Scores(plans=(one, one.model_copy(update={"plan": "again"})))


def test_table_has_a_row_a_kind_and_sums_of_counts(scores):
    table = report.as_table(scores)
    assert [row[0] for row in table] == ["", *KINDS]
    assert table[1 + KINDS.index("milestones")] == ("milestones", "0.500", "0.500", "0.500", "4", "4")
    lines = str(table).split("\n")
    assert len({len(line) for line in lines}) == 1


def test_a_ratio_of_nothing_is_no_number(scores):
    nothing = {**CASE["predicted"], "awards": []}
    gold = {**CASE["gold"], "awards": []}
    table = report.as_table(Scores(plans=(score_plan(gold, nothing, CASE["text"]),)))
    assert table[1 + KINDS.index("awards")] == ("awards", "–", "–", "–", "0", "0")


def test_json_has_the_counts_and_the_inventions(scores):
    found = json.loads(json.dumps(report.as_json(scores)))
    assert found["figures"]["assignments"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "gold": 4, "predicted": 4}
    assert found["fields"]["metadata.place"]["f1"] == 0
    assert set(found["plans"]) == {"small", "again"}
    assert "again: movement = 'thi đua'" in found["invented"]


def test_misses_are_told_plan_by_plan(scores):
    lines = report.misses(scores, "milestones")
    assert lines[:2] == [
        "small: miss launch · 2024-01-01 · 2024-12-31 · –",
        "small: extra launch · 2024-01-01 · 2024-01-31 · –",
    ]


def test_an_unknown_kind_is_a_usage_error(scores):
    with pytest.raises(UsageError, match="no such kind"):
        report.misses(scores, "awrads")
