"""What an analyst asks of the stored plans, through the real command."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Run

Ask = Callable[..., Any]
Show = Callable[..., str]

LISTS = ("criteria", "timeline", "awards", "references", "assignments", "quantities")


def test_plans_is_a_list_of_the_five_plans(answer: Ask) -> None:
    rows = answer("plans")
    assert len(rows) == 5
    assert {"108/KH-UBND", "118/KH-UBND", "15/KH-UBND", "77/KH-UBND"} <= {r["symbol"] for r in rows}


def test_plans_can_be_narrowed(answer: Ask) -> None:
    assert {r["issued"] for r in answer("plans", "--unit", "ca mau", "--year", "2019")} == {"2019-08-19"}
    assert answer("plans", "--search", "không có từ này đâu") == []


def test_plans_are_dated_as_in_vietnam(shown: Show) -> None:
    assert "19/08/2019" in shown("plans")


@pytest.mark.parametrize("words", ["108/KH-UBND", "cà mau 2019"])
def test_a_plan_is_shown_by_symbol_or_words(answer: Ask, words: str) -> None:
    plan = answer("show", words)
    assert plan["metadata"]["symbol"] == "108/KH-UBND"
    assert plan["outline"]
    assert plan["criteria"]


def test_a_plan_is_shown_by_its_id(answer: Ask) -> None:
    for row in answer("plans")[:2]:
        assert answer("show", row["id"])["document"]["source"] == row["source"]


def test_show_tells_evidence_rule_and_confidence(shown: Show, answer: Ask) -> None:
    printed = shown("show", "108/KH-UBND")
    plan = answer("show", "108/KH-UBND")
    for criterion in plan["criteria"][:3]:
        line = next(x for x in printed.splitlines() if criterion["text"] in x and criterion["rule"] in x)
        assert criterion["path"] in line
        assert f"{criterion['confidence']:.0%}" in line


def test_show_says_what_is_not_printed(shown: Show) -> None:
    line = next(x for x in shown("show", "108/KH-UBND").splitlines() if "Độ mật" in x)
    assert "— không in" in line


@pytest.mark.parametrize("kind", LISTS)
def test_every_list_tells_where_its_records_stand(answer: Ask, kind: str) -> None:
    rows = answer(kind)
    assert rows
    for row in rows:
        assert row["plan_id"]
        assert row["rule"]
        assert 0 <= row["confidence"] <= 1
        assert " ".join(row["quote"].split())


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_for_people_has_each_record_whole_when_piped(shown: Show, answer: Ask, kind: str) -> None:
    printed = shown(kind, "--plan", "108/KH-UBND")
    for row in answer(kind, "--plan", "108/KH-UBND"):
        said = (
            row.get("action") or row.get("of") or row.get("form") or row.get("name") or row.get("symbol") or row["text"]
        )
        assert " ".join(said.split()) in " ".join(printed.split())


def test_lists_can_be_narrowed(answer: Ask) -> None:
    collective = answer("criteria", "--plan", "108/KH-UBND", "--audience", "collective")
    assert collective
    assert {r["audience"] for r in collective} <= {"collective", "both"}
    launches = answer("timeline", "--kind", "launch", "--year", "2019")
    assert {r["kind"] for r in launches} == {"launch"}
    assert {r["plan_issued"][:4] for r in launches} == {"2019"}
    assert {r["symbol"] for r in answer("references", "--symbol", "733/QĐ-TTg")} == {"733/QĐ-TTg"}


def test_search_needs_no_accents(answer: Ask) -> None:
    with_accents = {r["id"] for r in answer("criteria", "--search", "trang phục")}
    assert with_accents
    assert with_accents <= {r["id"] for r in answer("criteria", "--search", "trang phuc")}


def test_nothing_found_is_said_and_is_no_failure(shown: Show) -> None:
    assert shown("awards", "--search", "khôngcógì").strip() == "Không có kết quả."


def test_english_is_spoken_on_request(kehoach: Run, filled: Path, shown: Show) -> None:
    assert "Issuer" in kehoach("--lang", "en", "plans", home=filled).stdout
    assert "Issuer" in kehoach("plans", home=filled, KEHOACH_LANG="en").stdout
    assert "Nơi ban hành" in shown("plans")


def test_a_terminal_of_a_hundred_columns_is_kept_to(kehoach: Run, filled: Path) -> None:
    printed = kehoach("compare", "108/KH-UBND", "118/KH-UBND", home=filled, COLUMNS="100").stdout
    assert max(map(len, printed.splitlines())) <= 100
    assert "…" not in printed.replace("...", "")


def test_no_colour_reaches_a_pipe(shown: Show) -> None:
    assert "\x1b" not in shown("show", "108/KH-UBND")


@pytest.mark.parametrize(
    ("command", "last"), [(["plans"], "Mã"), (["timeline"], "Tin cậy"), (["awards"], "Tin cậy")], ids=str
)
def test_no_column_vanishes_on_a_terminal_of_80_columns(
    kehoach: Run, filled: Path, command: list[str], last: str
) -> None:
    lines = kehoach(*command, home=filled, COLUMNS="80").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert any(line.endswith(last) for line in lines)
    if command == ["plans"]:
        assert any("tỉnh Cà" in line for line in lines)
