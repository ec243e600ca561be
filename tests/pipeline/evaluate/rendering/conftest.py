"""The annotated plans by name, with their sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.evaluate.gold import GoldPlan, load_gold

ROOT = Path(__file__).parents[4]
CASES = ROOT / "tests/cases"
FOLDERS = (
    (ROOT / "corpus/gold", ROOT / "corpus/plans"),
    (CASES / "plans", CASES / "plans"),
    (CASES / "tables", CASES / "tables"),
)


@pytest.fixture(scope="session")
def annotated() -> dict[str, GoldPlan]:
    return {plan.name: plan for folders in FOLDERS for plan in load_gold(*folders)}
