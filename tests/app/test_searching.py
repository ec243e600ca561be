"""Search, saved questions and SQL through the real command."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import Run

Ask = Callable[..., Any]
Show = Callable[..., str]


def test_a_search_names_plan_path_and_what_was_met(answer: Ask, shown: Show) -> None:
    found = answer("search", "trang phuc", "--limit", "5")
    assert found["total"] >= len(found["hits"]) == 5
    for hit in found["hits"]:
        assert hit["plan_id"]
        assert hit["marks"]
        assert "trang" in hit["highlight"].casefold()
    printed = shown("search", "trang phục", "--limit", "5")
    assert "«" in printed
    assert found["hits"][0]["row"]["plan_symbol"] in printed


def test_words_may_be_given_one_by_one(answer: Ask) -> None:
    assert answer("search", "sơ", "kết")["total"] == answer("search", "sơ kết")["total"] > 0


@pytest.mark.parametrize("words", ['"thi đua', "(sơ kết", "thi AND", "NOT thi"])
def test_a_malformed_search_is_one_line(kehoach: Run, filled: Path, words: str) -> None:
    done = kehoach("search", words, home=filled)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_question_is_saved_and_asked(kehoach: Run, answer: Ask, filled: Path) -> None:
    asked = ("assignments", "--actor", "Sở Nội vụ", "--own")
    assert kehoach("save", "của SNV", *asked, home=filled).returncode == 0
    listed = json.loads(kehoach("run", "--json", home=filled).stdout)
    assert [one["name"] for one in listed] == ["của SNV"]
    assert json.loads(kehoach("run", "của SNV", "--json", home=filled).stdout) == answer(*asked)
    assert kehoach("save", "của SNV", "--remove", home=filled).returncode == 0
    assert kehoach("run", "của SNV", home=filled).returncode == 1


@pytest.mark.parametrize(
    "asked", [("nothing",), ("show", "x"), ("criteria", "--nosuch"), ("criteria", "--year", "x"), ()]
)
def test_what_is_no_question_is_not_saved(kehoach: Run, filled: Path, asked: tuple[str, ...]) -> None:
    assert kehoach("save", "x", *asked, home=filled).returncode == 2


def test_what_falls_on_an_agency_is_told_apart(answer: Ask, shown: Show) -> None:
    rows = answer("assignments", "--actor", "Sở Nội vụ")
    kinds = {row["responsibility"] for row in rows}
    assert {"own", "through"} <= kinds
    assert all((row["through"] is None) == (row["responsibility"] == "own") for row in rows)
    assert {r["id"] for r in answer("assignments", "--actor", "Sở Nội vụ", "--own")} == {
        row["id"] for row in rows if row["responsibility"] == "own"
    }
    assert "giao chung" in shown("assignments", "--actor", "Sở Nội vụ")


@pytest.mark.parametrize("unit", [("Kiên Giang",), ("An Giang", "--as-of", "today"), ("an bien",)])
def test_a_district_is_found_by_those_above_it_then_and_now(answer: Ask, unit: tuple[str, ...]) -> None:
    assert [row["issuer_unit"] for row in answer("plans", "--unit", *unit)] == ["huyện An Biên"]


def test_an_giang_of_then_had_no_an_bien(answer: Ask) -> None:
    assert answer("plans", "--unit", "An Giang", "--as-of", "2019-09-17") == []


def test_pages_and_facets(answer: Ask) -> None:
    whole = answer("criteria")
    page = answer("criteria", "--limit", "10", "--offset", "5", "--facet", "unit", "--facet", "audience")
    assert page["rows"] == whole[5:15]
    assert page["total"] == len(whole) == sum(c["count"] for c in page["facets"]["unit"])
    by_audience = {c["value"]: c["count"] for c in page["facets"]["audience"]}
    assert by_audience["collective"] == sum(row["audience"] == "collective" for row in whole)


def test_numbers_and_deadlines(answer: Ask) -> None:
    halves = answer("quantities", "--comparator", "at_least", "--value-from", "50", "--counted-in", "%")
    assert halves
    assert all(row["value"] >= 50 and row["unit"] == "%" for row in halves)
    due = answer("timeline", "--from", "01/01/2019", "--to", "2019-12-31")
    assert due
    assert all("2019-01-01" <= (row["end"] or row["start"]) <= "2019-12-31" for row in due)
    falling = [row["value"] for row in answer("quantities", "--sort", "-value")]
    assert falling == sorted(falling, reverse=True)


def test_sql_reads_and_does_nothing_else(answer: Ask, kehoach: Run, filled: Path) -> None:
    rows = answer("sql", "SELECT plan_unit, count(*) AS n FROM criteria GROUP BY plan_unit ORDER BY n DESC")
    assert sum(row["n"] for row in rows) == len(answer("criteria"))
    done = kehoach("sql", "DELETE FROM plan", home=filled)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_an_authority_may_be_written_in_full(answer: Ask) -> None:
    short = answer("awards", "--authority", "Chủ tịch UBND tỉnh")
    assert short
    assert answer("awards", "--authority", "Chủ tịch Ủy ban nhân dân tỉnh") == short


def test_plans_are_found_by_what_they_refer_to(answer: Ask) -> None:
    citing = {row["id"] for row in answer("plans", "--cites", "733/QĐ-TTg")}
    assert citing == {row["plan_id"] for row in answer("references", "--symbol", "733/QĐ-TTg")}
    assert {row["plan_id"] for row in answer("criteria", "--cites", "733/QĐ-TTg")} <= citing


def test_the_collective_that_is_named_is_the_first_in_print(answer: Ask) -> None:
    for row in answer("assignments", "--actor", "Sở Nội vụ"):
        if row["responsibility"] == "through":
            assert row["through"] in row["actors"]
            earlier = row["actors"][: row["actors"].index(row["through"])]
            assert not any("sở, ban, ngành" in name for name in earlier)


def test_a_page_beyond_the_last_says_how_many_there_are(shown: Show, answer: Ask) -> None:
    assert str(len(answer("awards"))) in shown("awards", "--offset", "1000")


def test_a_range_that_ends_before_it_begins_is_said(kehoach: Run, filled: Path) -> None:
    done = kehoach("timeline", "--from", "2021-01-01", "--to", "2020-01-01", home=filled)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
