"""What runs when: in Vietnam's time, one run for the sources of one time; what was missed is looked at at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.serving.planned import ZONE, due, planned
from pipeline.sources.settings import SourceSettings

MORNING = "30 5 * * *"
NOW = datetime(2026, 3, 10, 4, 0)
"""Eleven o'clock in Vietnam; today's half past five was at 22:30 UTC yesterday."""
TODAYS = datetime(2026, 3, 9, 22, 30)


def source(name: str, every: str = MORNING, *, enabled: bool = True) -> SourceSettings:
    return SourceSettings(name=name, kind="folder", every=every, enabled=enabled)


def test_sources_of_one_time_are_one_run_and_what_is_off_is_none() -> None:
    sources = [source("a"), source("b", "0 */6 * * 1-5"), source("c", "30  5 * * *"), source("off", enabled=False)]
    made = planned(sources, watched=False)
    assert [(one.flow, one.sources) for one in made] == [("collect", ("a", "c")), ("collect", ("b",))]
    assert len({one.name for one in made}) == 2
    assert not any(set(one.name) & set("/%&<>") for one in made)


def test_news_are_announced_again_only_where_somebody_watches() -> None:
    assert [one.flow for one in planned([source("a")], watched=True)] == ["collect", "announce"]
    assert planned([], watched=False) == ()


def test_the_next_time_is_that_of_a_clock_in_vietnam() -> None:
    (one,) = planned([source("a")], watched=False)
    assert one.next_at(NOW) == datetime(2026, 3, 11, 5, 30, tzinfo=ZONE)
    assert one.next_at(NOW).astimezone(UTC).replace(tzinfo=None) == TODAYS + timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "missed"),
    [
        (None, True),
        (TODAYS - timedelta(seconds=1), True),
        (TODAYS - timedelta(days=9), True),
        (TODAYS + timedelta(minutes=1), False),
        (NOW, False),
        (NOW + timedelta(days=400), True),
    ],
)
def test_a_source_is_due_when_its_time_came_since_it_was_looked_at(last: datetime | None, missed: bool) -> None:
    looked = {} if last is None else {"a": last}
    assert due([source("a"), source("off", enabled=False)], looked, NOW) == (["a"] if missed else [])
