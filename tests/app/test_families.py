"""`kehoach families` over the stored plans, and `kehoach evaluate --families`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Run

Ask = Callable[..., Any]
CULTURE = ("108/KH-UBND", "lai châu 2019", "118/KH-UBND")


def test_families_have_the_form_of_the_annotated_alignment(answer: Ask) -> None:
    told = answer("families", *CULTURE)
    names = {"ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd", "an-bien-2019-118-kh-ubnd"}
    assert {plan["name"] for plan in told["plans"]} == names
    assert {"alike", "contained", "structure"} <= set(told["threshold"])
    places = Counter((plan, path) for f in told["families"] for plan, paths in f["members"].items() for path in paths)
    assert len(places) > 100
    assert set(places.values()) == {1}
    for family in told["families"]:
        assert set(family["members"]) <= names
        for pair, relation in family["relation"].items():
            assert set(pair.split("|")) <= set(family["members"])
            assert relation in {"identical", "minor", "modified", "split", "merged"}


def test_every_plan_of_the_store_where_none_is_named(answer: Ask) -> None:
    told = answer("families")
    assert len(told["plans"]) == 5
    culture = {f["id"]: f for f in answer("families", *CULTURE)["families"]}
    assert set(culture) <= {f["id"] for f in told["families"]}


def test_a_reader_sees_who_says_what(shown: Callable[..., str]) -> None:
    printed = shown("families", *CULTURE)
    assert re.search(r"^A\. 108/KH-UBND, tỉnh Cà Mau, 19/08/2019$", printed, re.MULTILINE)
    for status in ("• nêu đầu tiên", "= như nhau", "≈ khác lời", "≠ khác nội dung", "< tách ra", "∅ không nêu"):
        assert status in printed
    assert re.search(r"^\d+ nhóm có trong mọi kế hoạch", printed, re.MULTILINE)
    assert "Ngưỡng: " in printed


def test_one_plan_is_said_to_be_alone(shown: Callable[..., str]) -> None:
    assert "Chỉ có một kế hoạch" in shown("families", "77/KH-UBND")


def test_plans_without_criteria_are_said(kehoach: Run, tmp_path: Path) -> None:
    plan = tmp_path / "a.txt"
    plan.write_text("KẾ HOẠCH\nVề việc họp\n\nI. MỤC ĐÍCH\n1. Họp bàn công tác.\n", encoding="utf-8")
    home = tmp_path / "home"
    assert kehoach("ingest", plan, home=home).returncode == 0
    done = kehoach("families", home=home, KEHOACH_LANG="en")
    assert done.returncode == 0, done.stderr
    assert "None of these plans has criteria." in done.stdout
    plan_id = json.loads(kehoach("plans", "--json", home=home).stdout)[0]["id"]
    assert kehoach("remove", plan_id, "--yes", home=home).returncode == 0
    done = kehoach("families", home=home, KEHOACH_LANG="en")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The store is empty")
    assert json.loads(kehoach("families", "--json", home=home).stdout)["families"] == []


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["77/KH-UBND", "77/KH-UBND"], 1, "hai lần"),
        (["no such plan"], 1, "no such plan"),
        (["--embedding", "/no/model"], 1, "/no/model"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    kehoach: Run, filled: Path, arguments: list[str], code: int, said: str
) -> None:
    done = kehoach("families", *arguments, home=filled)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("kehoach: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_evaluate_scores_families(answer: Ask, shown: Callable[..., str]) -> None:
    told = answer("evaluate", "--families")
    assert {"gold", "ntm", "cds"} == set(told["sets"])
    assert told["sets"]["gold"]["pairs"]["f1"] > 0.97
    printed = shown("evaluate", "--families", "--show", "pairs")
    missed = [line for of in told["sets"].values() for line in of["missed"]]
    assert missed
    assert printed.count(": miss ") == len(missed)


@pytest.mark.parametrize(
    "arguments", [["--leave-one-out"], ["--families", "--perturb"], ["--families", "--look", "3"]], ids=" ".join
)
def test_options_that_do_not_go_together_are_wrong_usage(kehoach: Run, arguments: list[str]) -> None:
    done = kehoach("evaluate", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
