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
    part = answer("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "criteria", "--only", "silence")
    silent = sum(bool(cell["silence"]) for row in part["criteria"] for cell in row["cells"])
    printed = shown("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "criteria", "--only", "silence")
    assert silent == len(part["criteria"]) > 0
    assert printed.count("∅ không nêu") + printed.count("chỉ là câu dẫn") == silent


def test_a_topic_and_what_differs_in_it_are_shown_alone(shown: Callable[..., str], answer: Ask) -> None:
    part = answer("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "subjects", "--only", "differences")
    assert [t["topic"] for t in part["topics"]] == ["subjects"]
    assert part["criteria"] == part["timeline"] == []
    printed = shown("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "subjects")
    assert "Đối tượng" in printed
    assert "{+" in printed
    assert "Tiêu chuẩn —" not in printed


def test_a_section_that_a_plan_has_not_is_said(shown: Callable[..., str]) -> None:
    assert "Cà Mau không có mục kinh phí." in shown("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "funding")


def test_an_unknown_topic_is_refused(kehoach: Run, filled: Path) -> None:
    done = kehoach("compare", "108/KH-UBND", "118/KH-UBND", "--topic", "weather", home=filled)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_plan_is_not_compared_with_itself(kehoach: Run, filled: Path) -> None:
    done = kehoach("compare", "108/KH-UBND", "108/KH-UBND", home=filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("kehoach: ")
