"""Which records count as right, and how they are told by confidence."""

import json
from pathlib import Path

from pipeline.evaluate.confidence import BUCKETS, Outcome, calibrate, outcomes

ROOT = Path(__file__).parents[3]
CASE = json.loads((ROOT / "tests/cases/evaluate/small.json").read_text(encoding="utf-8"))


def told(predicted: dict) -> dict[str, list[bool]]:
    found: dict[str, list[bool]] = {}
    for outcome in outcomes(CASE["gold"], predicted, CASE["text"]):
        found.setdefault(outcome.kind, []).append(outcome.right)
    return found


def test_a_record_is_right_where_all_that_is_scored_of_it_is_in_the_gold():
    found = told(CASE["predicted"])
    assert found == {
        "criteria": [True, False],
        "quantities": [True],
        "milestones": [False, True],
        "awards": [True],
        "references": [True, True],
        "assignments": [False],  # One of its two actors coordinates: as one record it is wrong.
    }


def test_what_is_told_twice_is_right_once():
    quantity = CASE["predicted"]["quantities"][0]
    assert told({**CASE["predicted"], "quantities": [quantity, quantity]})["quantities"] == [True, False]


def test_metadata_fields_are_judged_by_their_source():
    sources = {
        "place": {"rule": "place-line", "confidence": 0.95},
        "number": {"rule": "symbol-line", "confidence": 0.9},
        "period": {"rule": "year-in-subject", "confidence": 0.8},
        "movement": {"reason": "not printed"},
        "signer": {"reason": "not printed"},
    }
    predicted = {
        **CASE["predicted"],
        "metadata": {**CASE["predicted"]["metadata"], "movement": None, "sources": sources},
    }
    found = {o.rule: o.right for o in outcomes(CASE["gold"], predicted, CASE["text"]) if o.kind == "metadata"}
    assert found == {"place-line": False, "symbol-line": True, "year-in-subject": True}


def test_calibration_counts_by_kind_and_rule():
    found = calibrate(
        [
            Outcome("awards", "a", 0.95, True),
            Outcome("awards", "a", 0.9, False),
            Outcome("awards", "b", 0.75, True),
            Outcome("criteria", "c", 0.0, False),
        ]
    )
    rows = {(row.kind, row.rule): row.buckets for row in found}
    assert rows["awards", None] == {"≥0.9": (1, 2), "0.7–0.8": (1, 1)}
    assert rows["awards", "a"] == {"≥0.9": (1, 2)}
    assert rows["awards", "b"] == {"0.7–0.8": (1, 1)}
    assert rows["criteria", None] == {"<0.7": (0, 1)}
    assert {bucket for row in rows.values() for bucket in row} <= set(BUCKETS)
    assert found[0].share("≥0.9") == 0.5
    assert found[0].share("0.8–0.9") is None
