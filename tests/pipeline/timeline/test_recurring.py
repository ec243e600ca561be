"""On which days a duty recurs."""

from __future__ import annotations

import tomllib
from datetime import date
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import Frozen
from models.metadata import Period
from models.records import Granularity, Recurrence, Relation
from pipeline.timeline.recurring import EVERY, printed_days, repeats

CASES = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "timeline" / "recurring.toml").read_text(encoding="utf-8")
)["case"]


class Said(Frozen):
    text: str
    start: date | None = None
    end: date | None = None
    granularity: Granularity | None = None
    relation: Relation | None = None
    recurrence: Recurrence | None = None


def period(case: dict[str, Any]) -> Period | None:
    ends = [date.fromisoformat(day) for day in case.get("period", [])]
    return Period(start=ends[0], end=ends[1]) if ends else None


def said(case: dict[str, Any]) -> Said:
    return Said(
        text=case["text"],
        start=case.get("start"),
        end=case.get("end_printed"),
        granularity=case.get("granularity"),
        relation=case.get("relation"),
        recurrence=case["recurrence"],
    )


@pytest.mark.parametrize("case", CASES, ids=[c["title"] for c in CASES])
def test_what_recurs_falls_on_the_days_that_the_plan_means(case: dict[str, Any]) -> None:
    found = repeats(said(case), case.get("issued"), period(case))
    expected = [date.fromisoformat(day) for day in case["days"]]
    assert [len(found)] == [1 if expected else 0]
    for repeat in found:
        days = list(repeat.occurrences(60))
        assert days[: len(expected)] == expected
        assert repeat.inferred is case.get("inferred", False)
        assert (repeat.printed or "") == case.get("printed", "")
        if "end" in case:
            assert days[-1] == date.fromisoformat(case["end"])
        else:
            assert len(days) == 60, "without a known end it goes on"


def test_each_of_several_printed_days_recurs() -> None:
    duty = Said(text="Báo cáo ngày 10/3 và ngày 27/7 hằng năm.", recurrence=Recurrence.YEARLY)
    found = repeats(duty, date(2024, 5, 1), None)
    assert [list(islice(r.occurrences(), 2)) for r in found] == [
        [date(2025, 3, 10), date(2026, 3, 10)],
        [date(2024, 7, 27), date(2025, 7, 27)],
    ]


days_of_life = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(st.sampled_from(Recurrence), days_of_life, st.none() | days_of_life, st.none() | days_of_life)
def test_no_occurrence_lies_outside_of_the_plan(
    recurrence: Recurrence, issued: date, start: date | None, end: date | None
) -> None:
    whole = Period(start=start, end=end) if not (start and end) or start <= end else Period(start=end, end=start)
    (repeat,) = repeats(Said(text="định kỳ báo cáo", recurrence=recurrence), issued, whole)
    days = list(repeat.occurrences(50))
    assert days
    assert days == sorted(set(days))
    begin = issued if whole.end and whole.end < issued else max(issued, whole.start or issued)
    assert days[0] >= begin
    if whole.end and whole.end >= begin:
        assert days[-1] <= whole.end
    for one, next_ in pairwise(days):
        assert 28 * EVERY[recurrence] <= (next_ - one).days <= 31 * EVERY[recurrence] + 1


@given(st.text(alphabet="ngày 0123456789/, tháng hằnưmrướcđế;.-()quý", max_size=300), st.sampled_from(Recurrence))
def test_any_text_can_be_asked_for_its_days(text: str, recurrence: Recurrence) -> None:
    for one in printed_days(text, recurrence):
        assert 1 <= one.day <= 31
        assert one.words in text


@pytest.mark.parametrize("text", ["ngày 1, " * 5000, "hàng năm " * 5000, "ngày 15/12 và " * 3000, "1" * 50_000])
def test_long_texts_take_no_longer_than_they_are(text: str) -> None:
    from time import process_time

    begun = process_time()
    for recurrence in Recurrence:
        printed_days(text, recurrence)
    assert process_time() - begun < 5
