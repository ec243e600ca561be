"""The calendar as another program reads it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UsageError
from models.metadata import Period
from models.records import Granularity, MilestoneKind, Recurrence, Relation
from pipeline.store.rows import MilestoneRow
from pipeline.timeline.calendar import calendar, write
from pipeline.timeline.days import due
from pipeline.timeline.recurring import repeats

ISSUED = date(2019, 8, 19)
PERIOD = Period(start=date(2019, 1, 1), end=date(2025, 12, 31))


def row(**said: Any) -> MilestoneRow:
    given = {
        "plan_id": "ca-mau-2019-108-kh-ubnd",
        "version": 1,
        "plan_symbol": "108/KH-UBND",
        "plan_unit": "tỉnh Cà Mau",
        "plan_issued": ISSUED,
        "id": "c3aa702e94d7a9c7",
        "path": "VI/2",
        "page": 4,
        "text": "tiến hành sơ kết phong trào thi đua",
        "quote": "tiến hành sơ kết phong trào thi đua",
        "rule": "event",
        "confidence": 0.93,
        "kind": MilestoneKind.PRELIMINARY_REVIEW,
        "start": None,
        "end": None,
        "granularity": None,
        "relation": None,
        "recurrence": None,
        "action": "tiến hành sơ kết",
        "actor": "Sở Nội vụ",
    }
    return MilestoneRow(**given | said)


def made(*rows: MilestoneRow, period: Period | None = PERIOD) -> icalendar.Calendar:
    content = calendar(rows, dict.fromkeys((r.plan_id for r in rows), period)).content
    return icalendar.Calendar.from_ical(content)


def only(*rows: MilestoneRow, period: Period | None = PERIOD) -> icalendar.Event:
    (event,) = made(*rows, period=period).walk("VEVENT")
    return event


def day_of(event: icalendar.Event) -> date:
    """The one day of an event: its end is exclusive."""
    start, end = event["dtstart"].dt, event["dtend"].dt
    assert (type(start), type(end)) == (date, date)
    assert end - start == timedelta(days=1)
    return start


D = date.fromisoformat
TIMES = [
    (
        "on a day",
        {"start": D("2026-10-10"), "end": D("2026-10-10"), "granularity": "day", "relation": "on"},
        "2026-10-10",
    ),
    ("by a day", {"end": D("2023-04-10"), "granularity": "day", "relation": "by"}, "2023-04-10"),
    ("before a day", {"end": D("2023-04-10"), "granularity": "day", "relation": "before"}, "2023-04-10"),
    ("by a month", {"end": D("2019-10-31"), "granularity": "month", "relation": "by"}, "2019-10-31"),
    ("before a month", {"end": D("2023-06-30"), "granularity": "month", "relation": "before"}, "2023-05-31"),
    ("before a quarter", {"end": D("2024-12-31"), "granularity": "quarter", "relation": "before"}, "2024-09-30"),
    ("before a half-year", {"end": D("2024-12-31"), "granularity": "half_year", "relation": "before"}, "2024-06-30"),
    ("before a year", {"end": D("2025-12-31"), "granularity": "year", "relation": "before"}, "2024-12-31"),
    (
        "in a month",
        {"start": D("2024-02-01"), "end": D("2024-02-29"), "granularity": "month", "relation": "within"},
        "2024-02-29",
    ),
    (
        "in a year",
        {"start": D("2022-01-01"), "end": D("2022-12-31"), "granularity": "year", "relation": "within"},
        "2022-12-31",
    ),
    (
        "in a period",
        {"start": D("2019-01-01"), "end": D("2025-12-31"), "granularity": "period", "relation": "within"},
        "2025-12-31",
    ),
    ("from a day", {"start": D("2023-07-01"), "granularity": "day", "relation": "from"}, "2023-07-01"),
    ("until a day", {"end": D("2023-07-01"), "granularity": "day", "relation": "until"}, "2023-07-01"),
]


@pytest.mark.parametrize(("time", "expected"), [t[1:] for t in TIMES], ids=[t[0] for t in TIMES])
def test_a_milestone_stands_on_the_day_it_is_due(time: dict[str, Any], expected: str) -> None:
    milestone = row(**time)
    assert due(milestone) == D(expected)
    assert day_of(only(milestone)) == D(expected)


def test_a_few_days_are_shown_whole_and_a_month_is_no_bar() -> None:
    event = only(row(start=D("2026-06-12"), end=D("2026-06-14"), granularity="period", relation="within"))
    assert (event["dtstart"].dt, event["dtend"].dt) == (D("2026-06-12"), D("2026-06-15"))
    for milestone in (row(**time) for _, time, _ in TIMES):
        day_of(only(milestone))


def test_the_description_tells_the_span_and_why_that_day() -> None:
    span = str(
        only(row(start=D("2022-01-01"), end=D("2022-12-31"), granularity="year", relation="within"))["description"]
    )
    assert "01/01/2022–31/12/2022" in span
    before = str(only(row(end=D("2023-04-10"), granularity="day", relation="before"))["description"])
    assert "trước ngày 10/04/2023" in before
    assert "hết ngày 09/04/2023" in before
    inferred = str(only(row(recurrence="yearly"))["description"])
    assert "không nêu ngày" in inferred
    assert "Suy ra" in inferred
    printed = str(only(row(recurrence="monthly", text="báo cáo trước ngày 20 hàng tháng"))["description"])
    assert "“trước ngày 20”" in printed
    assert "Suy ra" not in printed


def test_an_event_has_its_evidence() -> None:
    event = only(row(end=D("2023-04-10"), granularity="day", relation="by", quote="xong chậm nhất\nngày 10/4/2023; …"))
    said = str(event["description"])
    for part in ("“xong chậm nhất ngày 10/4/2023; …”", "108/KH-UBND", "tỉnh Cà Mau", "19/08/2019", "VI/2", "Trang: 4"):
        assert part in said
    assert "kehoach evidence c3aa702e94d7a9c7" in said
    assert "Sở Nội vụ" in said
    assert event["uid"] == "c3aa702e94d7a9c7@kehoach"
    assert event["dtstamp"].dt.isoformat() == "2019-08-19T00:00:00+00:00"
    assert str(event["summary"]) == "108/KH-UBND · Sơ kết: tiến hành sơ kết (chậm nhất 10/04/2023)"
    assert [str(c) for c in event["categories"].cats] == ["sơ kết"]


def test_a_plan_whose_number_was_not_read_is_told_by_its_place() -> None:
    event = only(row(plan_symbol="KH-UBND", end=D("2023-04-10"), granularity="day", relation="by"))
    assert str(event["summary"]).startswith("KH-UBND (tỉnh Cà Mau) · ")


RULES = [
    ("monthly", {}, {"FREQ": ["MONTHLY"], "BYMONTHDAY": [-1]}),
    ("quarterly", {}, {"FREQ": ["MONTHLY"], "INTERVAL": [3], "BYMONTHDAY": [-1]}),
    ("half_yearly", {}, {"FREQ": ["MONTHLY"], "INTERVAL": [6], "BYMONTHDAY": [-1]}),
    ("yearly", {}, {"FREQ": ["YEARLY"]}),
    ("quarterly", {"text": "trước ngày 20 của tháng cuối quý"}, {"FREQ": ["MONTHLY"], "INTERVAL": [3]}),
    ("yearly", {"text": "báo cáo trước ngày 15/11 hằng năm"}, {"FREQ": ["YEARLY"]}),
]


@pytest.mark.parametrize(("recurrence", "said", "rule"), RULES)
def test_what_recurs_has_a_rule_that_ends_with_the_plan(recurrence: str, said: Any, rule: dict[str, Any]) -> None:
    found = dict(only(row(recurrence=recurrence, **said))["rrule"])
    assert found.pop("UNTIL") == [D("2025-12-31")]
    if recurrence == "yearly" and not said:
        found = {k: v for k, v in found.items() if k not in ("BYMONTH", "BYMONTHDAY")}
    assert found == rule


def test_without_a_known_end_it_recurs_without_end() -> None:
    event = only(row(recurrence="yearly"), period=None)
    assert "UNTIL" not in event["rrule"]
    assert "không có hạn cuối" in str(event["description"])


TEXTS = [
    "định kỳ báo cáo",
    "báo cáo trước ngày 20 hằng tháng",
    "vào ngày 31 hằng tháng",
    "ngày 29 hằng tháng",
    "trước ngày 30 của tháng cuối quý",
    "báo cáo ngày 29/02 hằng năm",
    "báo cáo ngày 31/8 hằng năm",
    "định kỳ 6 tháng trước ngày 31/5",
]


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("recurrence", Recurrence)
def test_another_program_finds_the_very_same_days(text: str, recurrence: Recurrence) -> None:
    milestone = row(recurrence=recurrence, text=text)
    (repeat,) = repeats(milestone, ISSUED, PERIOD)
    found = recurring_ical_events.of(made(milestone)).between(date(2000, 1, 1), date(2040, 1, 1))
    assert sorted(e["dtstart"].dt for e in found) == list(repeat.occurrences())


def test_several_printed_days_are_several_events_of_one_record() -> None:
    events = made(row(recurrence="monthly", text="vào ngày 10 và ngày 25 hằng tháng")).walk("VEVENT")
    assert [str(e["uid"]) for e in events] == ["c3aa702e94d7a9c7@kehoach", "c3aa702e94d7a9c7-2@kehoach"]
    assert [e["dtstart"].dt for e in events] == [D("2019-09-10"), D("2019-08-25")]


def test_what_has_no_day_is_left_out_and_told() -> None:
    undated = row(id="00", plan_issued=None, recurrence="yearly")
    nothing = row(id="01", plan_issued=None)
    dated = row(end=D("2023-04-10"), granularity="day", relation="by")
    found = calendar([undated, dated, nothing], {})
    assert found.left_out == (undated, nothing)
    assert found.events == 1
    with pytest.raises(UsageError, match="none of the 2"):
        calendar([undated, nothing], {})
    with pytest.raises(UsageError, match="no milestone"):
        calendar([], {})


def test_a_milestone_twice_is_one_event() -> None:
    milestone = row(end=D("2023-04-10"), granularity="day", relation="by")
    assert calendar([milestone, milestone], {}).events == 1


@given(st.text(min_size=1, max_size=400).filter(str.strip), st.text(max_size=3000), st.text(max_size=40))
def test_any_text_comes_back_and_no_line_is_long(action: str, quote: str, unit: str) -> None:
    milestone = row(action=action, quote=quote, plan_unit=unit, end=D("2023-04-10"), granularity="day", relation="by")
    content = calendar([milestone], {}).content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert not any(b < 32 for line in content.split(b"\r\n") for b in line)
    event = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    whole = " ".join("".join(c if c.isprintable() else " " for c in action).split())
    if len(whole) <= 120:
        assert whole in str(event["summary"])


def test_the_same_milestones_give_the_same_bytes() -> None:
    rows = [row(recurrence="yearly"), row(id="2", end=D("2023-04-10"), granularity="day", relation="by")]
    assert calendar(rows, {}).content == calendar(rows, {}).content


def test_an_older_calendar_is_replaced_and_another_file_is_not(tmp_path: Path) -> None:
    new = calendar([row(recurrence="yearly")], {})
    older, letter = tmp_path / "cũ.ics", tmp_path / "thư.docx"
    older.write_bytes(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    letter.write_bytes(b"PK")
    write(new, older)
    assert older.read_bytes() == new.content
    with pytest.raises(UsageError, match="exists already"):
        write(new, letter)
    assert letter.read_bytes() == b"PK"
    write(new, letter, force=True)
    assert letter.read_bytes() == new.content
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([older.name, letter.name]), "nothing is left lying"


def test_enumerations_are_told_in_words() -> None:
    for kind in MilestoneKind:
        title = str(
            only(row(kind=kind, end=D("2023-04-10"), granularity=Granularity.DAY, relation=Relation.BY))["summary"]
        )
        assert "milestone." not in title
        assert kind.value not in title
