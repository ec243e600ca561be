"""`kehoach timeline`: the milestones of several plans, and the calendar of what was found."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from tests.app.conftest import Run

Ask = Callable[..., Any]
TWO = ("108/KH-UBND", "77/KH-UBND")


def events(file: Path) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(file.read_bytes()).walk("VEVENT")


def test_several_plans_are_asked_as_one(answer: Ask) -> None:
    both = answer("timeline", *TWO)
    each = [answer("timeline", "--plan", plan) for plan in TWO]
    assert {r["id"] for r in both} == {r["id"] for one in each for r in one}
    assert len(both) == sum(map(len, each))
    dates = [r["start"] or r["end"] or "9999" for r in both]
    assert dates == sorted(dates)
    assert answer("timeline", TWO[0]) == each[0]
    assert answer("timeline", TWO[0], "--plan", TWO[1], TWO[0]) == both


def test_pages_facets_and_order_are_those_of_all_the_plans_together(answer: Ask) -> None:
    both = answer("timeline", *TWO)
    page = answer("timeline", *TWO, "--limit", "4", "--offset", "3", "--facet", "event")
    assert page["total"] == len(both)
    assert page["rows"] == both[3:7]
    counts = {c["value"]: c["count"] for c in page["facets"]["event"]}
    assert sum(counts.values()) == len(both)
    assert counts["report"] == sum(r["kind"] == "report" for r in both)
    ends = [r["end"] for r in answer("timeline", *TWO, "--sort", "-end")]
    dated = [e for e in ends if e]
    assert dated == sorted(dated, reverse=True)
    assert ends == dated + [None] * (len(ends) - len(dated))
    rows = answer("timeline", *TWO, "118/KH-UBND", "--sort", "-year", "--sort", "unit")
    plans = list(dict.fromkeys(r["plan_symbol"] for r in rows))
    assert plans == ["77/KH-UBND", "118/KH-UBND", "108/KH-UBND"], "2023 before 2019, and An Biên before Cà Mau"


def test_the_calendar_holds_just_what_the_question_finds(
    kehoach: Run, filled: Path, answer: Ask, tmp_path: Path
) -> None:
    file = tmp_path / "mốc.ics"
    asked = (*TWO, "--kind", "report")
    done = kehoach("timeline", *asked, "--ics", file, "--json", home=filled)
    assert done.returncode == 0, done.stderr
    rows = answer("timeline", *asked)
    told = json.loads(done.stdout)
    uids = {str(e["uid"]) for e in events(file)}
    assert uids == {f"{r['id']}@kehoach" for r in rows} - {f"{i}@kehoach" for i in told["left_out"]}
    assert told == {"file": str(file), "events": len(uids), "left_out": []}
    assert str(file) in done.stderr


def test_a_calendar_program_sees_the_plans_deadlines(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "m.ics"
    assert kehoach("timeline", *TWO, "--ics", file, home=filled).returncode == 0
    seen = recurring_ical_events.of(icalendar.Calendar.from_ical(file.read_bytes()))
    in_2022 = [str(e["summary"]) for e in seen.between((2022,), (2023,))]
    assert any("108/KH-UBND" in s and "sơ kết" in s.lower() for s in in_2022)
    april = [(str(e["dtstart"].dt), str(e["summary"])) for e in seen.between((2023, 4, 1), (2023, 5, 1))]
    assert any(day == "2023-04-10" and "phát động" in said.lower() for day, said in april)
    # 77/KH-UBND runs until the end of 2023: its monthly report ends with it, that of 108/KH-UBND goes on.
    later = {str(e["summary"]).split(" ")[0] for e in seen.between((2024,), (2027,))}
    assert later == {"108/KH-UBND"}
    assert not seen.between((2026, 1, 1), (2040, 1, 1))


def test_the_same_question_writes_the_same_bytes_over_the_older_calendar(
    kehoach: Run, filled: Path, tmp_path: Path
) -> None:
    file = tmp_path / "m.ics"
    written = []
    for _ in range(2):
        assert kehoach("timeline", "--year", "2019", "--ics", file, home=filled).returncode == 0
        written.append(file.read_bytes())
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--ics", "{tmp}/none/m.ics"), 1, "none"),
        (("--ics", "{tmp}"), 1, "{tmp}"),
        (("--ics", "{tmp}/letter.docx"), 1, "letter.docx"),
        (("--year", "1990", "--ics", "{tmp}/m.ics"), 1, ""),
        (("--ics", "{tmp}/m.ics", "--out", "{tmp}/m.csv"), 2, "--out"),
        (("108/KH-UBND", "không có kế hoạch này", "--ics", "{tmp}/m.ics"), 1, "không có kế hoạch này"),
    ],
    ids=["no folder", "a folder", "another file", "nothing found", "two files", "no such plan"],
)
def test_what_cannot_be_written_is_said_and_nothing_is_left(
    kehoach: Run, filled: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / "letter.docx").write_bytes(b"PK")
    done = kehoach("timeline", *(a.format(tmp=tmp_path) for a in arguments), home=filled)
    assert done.returncode == code
    assert said.format(tmp=tmp_path) in done.stderr
    assert "Traceback" not in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["letter.docx"]
    assert (tmp_path / "letter.docx").read_bytes() == b"PK"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_closed_folder_is_told_as_that(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    done = kehoach("timeline", "--ics", tmp_path / "m.ics", home=filled)
    tmp_path.chmod(0o700)
    assert done.returncode == 1
    assert "KEHOACH_HOME" not in done.stderr


def test_a_question_of_several_plans_is_not_saved_as_one_of_all(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    done = kehoach("save", "hai", "timeline", *TWO, home=filled)
    assert done.returncode == 2
    assert "một kế hoạch" in done.stderr


def test_english_calendars_are_asked_for(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "m.ics"
    assert kehoach("--lang", "en", "timeline", TWO[1], "--ics", file, home=filled).returncode == 0
    assert any("Quote: “" in str(e["description"]) for e in events(file))
    assert "Trích" not in file.read_text(encoding="utf-8")
