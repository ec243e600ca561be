"""`kehoach compare` over the stored plans."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.app.conftest import Run

Ask = Callable[..., Any]


def test_compare_sets_criteria_timelines_and_awards_side_by_side(answer: Ask) -> None:
    comparison = answer("compare", "108/KH-UBND", "118/KH-UBND")
    assert [p["symbol"] for p in comparison["plans"]] == ["108/KH-UBND", "118/KH-UBND"]
    for part in ("criteria", "timeline", "awards"):
        assert comparison[part]
        assert {len(row["cells"]) for row in comparison[part]} == {2}
    relations = {link["relation"] for family in comparison["criteria"] for link in family["links"]}
    assert {"identical", "modified"} <= relations


def test_silence_is_said(shown: Callable[..., str], answer: Ask) -> None:
    comparison = answer("compare", "108/KH-UBND", "118/KH-UBND")
    silent = sum(
        bool(cell["silence"])
        for part in ("criteria", "timeline", "awards")
        for row in comparison[part]
        for cell in row["cells"]
    )
    printed = shown("compare", "108/KH-UBND", "118/KH-UBND")
    assert silent
    assert printed.count("— không nêu") == silent


def test_a_plan_is_not_compared_with_itself(kehoach: Run, filled: Path) -> None:
    done = kehoach("compare", "108/KH-UBND", "108/KH-UBND", home=filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kehoach: ")
