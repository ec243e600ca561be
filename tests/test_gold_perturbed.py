"""A smoke run of the perturbation suite: one seed of each fault. The whole suite is `kehoach evaluate --perturb`."""

from collections import defaultdict
from pathlib import Path

import pytest

from pipeline.evaluate import PerturbReport, perturb
from pipeline.evaluate.perturb import FAULTS
from pipeline.evaluate.perturb.report import MOST_FALL
from tests import sharing

ROOT = Path(__file__).parents[1]
SEEDS = 1
# One seed is a small sample: some kinds have fourteen records in all, so that one lost is a fall of 0.04.
ALLOWANCE = 0.02
SURE, RIGHT = "≥0.9", 0.95


@pytest.fixture(scope="module")
def found() -> PerturbReport:
    return sharing.once("perturbed", lambda: perturb(ROOT / "corpus/gold", ROOT / "corpus/plans", SEEDS))


def test_every_fault_was_run(found):
    assert {cell.fault for cell in found.cells} == {fault.name for fault in FAULTS}


def test_no_f1_falls_far_under_any_fault(found):
    fallen = [(c.fault, c.kind, c.clean, c.mean, c.examples) for c in found.cells if c.fall > MOST_FALL + ALLOWANCE]
    assert fallen == []


def test_nothing_is_invented_and_nothing_fails_under_any_fault(found):
    assert found.invented == ()


def test_what_is_told_as_sure_is_right(found):
    """Of the records of each kind shown with a confidence of 0.9 or more, at least 95 % are right."""
    told: defaultdict[str, int] = defaultdict(int)
    for row in found.confidence:
        if row.rule is None and SURE in row.buckets:
            right, shown = row.buckets[SURE]
            told[row.kind] = shown
            assert right >= RIGHT * shown, row
    assert {"metadata", "criteria", "quantities", "milestones", "references"} <= set(told)
