"""Which threshold asks more, and which time comes first."""

from __future__ import annotations

from datetime import date

import pytest

from models.path import ClausePath
from models.records import Comparator, Granularity, Milestone, MilestoneKind, Quantity, Recurrence
from models.span import Evidence, Span
from pipeline.compare.directions import bearing_of, of_quantities, of_times, time_bearing
from pipeline.compare.types import Bearing

HERE = (Evidence(clause=ClausePath.parse("I/1"), spans=(Span(0, 1),)),)


def quantity(comparator: str, value: float, unit: str = "%", of: str = "hồ sơ đúng hạn") -> Quantity:
    return Quantity(
        id=f"{comparator}{value}{unit}{of}",
        text=f"{value}{unit} {of}",
        evidence=HERE,
        rule="test",
        confidence=1,
        comparator=Comparator(comparator),
        value=value,
        unit=unit,
        of=of,
    )


def milestone(end: date | None, recurrence: str | None = None) -> Milestone:
    return Milestone(
        id=f"{end}{recurrence}",
        text="báo cáo",
        evidence=HERE,
        rule="test",
        confidence=1,
        kind=MilestoneKind.REPORT,
        start=None,
        end=end,
        granularity=Granularity.DAY if end else None,
        relation=None,
        recurrence=Recurrence(recurrence) if recurrence else None,
        action="báo cáo",
        actor=None,
    )


@pytest.mark.parametrize(
    ("first", "second", "bearing"),
    [
        (("at_least", 90), ("at_least", 95), Bearing.STRICTER),
        (("at_least", 95), ("at_least", 90), Bearing.LOOSER),
        (("at_most", 5), ("at_most", 3), Bearing.STRICTER),
        (("at_most", 3), ("at_most", 5), Bearing.LOOSER),
        (("decrease_by", 10), ("decrease_by", 15), Bearing.STRICTER),
        (("decrease_to", 10), ("decrease_to", 5), Bearing.STRICTER),
        (("reach", 80), ("at_least", 90), Bearing.STRICTER),
        (("reach", 90), ("at_least", 90), None),
        (("at_least", 90), ("at_most", 95), Bearing.INCOMPARABLE),
        (("exactly", 2), ("exactly", 3), Bearing.INCOMPARABLE),
        (("at_least", 1, "mô hình"), ("at_least", 2, "sáng kiến"), Bearing.INCOMPARABLE),
        (("at_least", 90, "phần trăm"), ("at_least", 90, "%"), None),
    ],
)
def test_what_a_threshold_asks(first: tuple, second: tuple, bearing: Bearing | None) -> None:  # type: ignore[type-arg]
    assert bearing_of(quantity(*first), quantity(*second)) == bearing


def test_thresholds_are_set_against_what_they_are_of() -> None:
    first = [quantity("at_least", 90, of="hồ sơ đúng hạn"), quantity("at_least", 50, of="nộp trực tuyến")]
    second = [quantity("at_least", 60, of="nộp trực tuyến"), quantity("at_least", 85, of="hồ sơ đúng hạn")]
    assert {(d.of, d.bearing) for d in of_quantities(first, second)} == {
        ("hồ sơ đúng hạn", Bearing.LOOSER),
        ("nộp trực tuyến", Bearing.STRICTER),
    }


@pytest.mark.parametrize(
    ("first", "second", "bearing"),
    [
        ((date(2022, 6, 1),), (date(2022, 7, 1),), Bearing.LATER),
        ((date(2022, 7, 1),), (date(2022, 6, 1),), Bearing.EARLIER),
        ((date(2022, 7, 1),), (date(2022, 7, 1),), None),
        ((date(2022, 7, 1),), (None,), Bearing.INCOMPARABLE),
        ((None, "yearly"), (None, "quarterly"), Bearing.STRICTER),
        ((None, "monthly"), (None, "quarterly"), Bearing.LOOSER),
        ((None, "yearly"), (None, "yearly"), None),
    ],
)
def test_which_time_comes_first(first: tuple, second: tuple, bearing: Bearing | None) -> None:  # type: ignore[type-arg]
    assert time_bearing(milestone(*first), milestone(*second)) == bearing


def test_what_recurs_is_never_set_against_a_day() -> None:
    assert of_times([milestone(date(2022, 6, 1))], [milestone(None, "yearly")]) == ()


def test_a_time_that_both_plans_have_is_set_against_no_other() -> None:
    """Two reviews, of which the other plan has the second alone: nothing is later."""
    one, two = milestone(date(2022, 12, 31)), milestone(date(2025, 12, 31))
    assert of_times([one, two], [two]) == ()
    assert of_times([two], [one, two]) == ()


def test_from_a_day_is_neither_earlier_nor_later_than_until_a_day() -> None:
    until = milestone(date(2022, 12, 31))
    since = milestone(None).model_copy(update={"start": date(2022, 6, 1)})
    assert time_bearing(since, until) == Bearing.INCOMPARABLE
    assert time_bearing(until, since) == Bearing.INCOMPARABLE
