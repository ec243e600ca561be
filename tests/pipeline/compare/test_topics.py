"""What plans say beside their criteria, topic by topic; silence, and choosing part of a comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import pytest

from app.commands.comparing import ComparedWord, OnlyWord
from models.outline import Topic
from models.plan import Plan, Problem
from pipeline.compare import compare
from pipeline.compare.choosing import TOPICS, Only, chosen
from pipeline.compare.types import Bearing, Comparison, Silence

Read = Callable[[str], Plan]
CIVILITY = ("ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd", "an-bien-2019-118-kh-ubnd")


@pytest.fixture(scope="module")
def plans(read_plan: Read) -> tuple[Plan, ...]:
    return tuple(read_plan(name) for name in CIVILITY)


@pytest.fixture(scope="module")
def comparison(plans: tuple[Plan, ...]) -> Comparison:
    return compare(plans)


def silences(comparison: Comparison, topic: Topic) -> tuple[Silence | None, ...]:
    return next(t.silences for t in comparison.topics if t.topic == topic)


def test_a_section_that_a_plan_has_not_is_its_silence(comparison: Comparison) -> None:
    silent = Silence.NOT_STATED
    assert silences(comparison, Topic.FUNDING) == (silent, silent, None)
    assert silences(comparison, Topic.LAUNCH) == (None, silent, silent)
    assert silences(comparison, Topic.SOLUTIONS) == (None, None, silent)
    assert silences(comparison, Topic.SUBJECTS) == (None, None, None)


def test_what_was_not_read_is_no_silence(plans: tuple[Plan, ...]) -> None:
    broken = plans[1].model_copy(update={"problems": (Problem(stage="read", reason="page 2 is unreadable"),)})
    found = silences(compare([plans[0], broken]), Topic.LAUNCH)
    assert found == (None, Silence.NOT_READ)


def test_every_clause_stands_in_one_row(plans: tuple[Plan, ...], comparison: Comparison) -> None:
    for column, plan in enumerate(plans):
        rows = [str(p.path) for t in comparison.topics for f in t.families for p in f.cells[column].records]
        assert len(rows) == len(set(rows))
        criteria = {str(c.path) for c in plan.criteria}
        assert not criteria & set(rows)


def test_subjects_and_contents_meet_their_counterparts(comparison: Comparison) -> None:
    rows = {tuple(str(p.path) for cell in f.cells for p in cell.records) for t in comparison.topics for f in t.families}
    assert ("II/1/a", "II/1/-1", "II/1/1.1") in rows
    assert ("II/2/b/-3", "II/2/b/-2", "II/2/2.2/b") in rows
    assert ("II/2/2.1/đ",) in rows


def test_what_is_demanded_alone_in_a_lead_is_told(comparison: Comparison) -> None:
    leads = {(f.speaking, tuple(str(lead.path) for lead in f.leads)) for f in comparison.criteria if f.leads}
    assert ((0,), ("IV/1/b/-5", "II~2/1/1.2/b/-5")) in leads


def test_a_higher_threshold_of_another_plan_is_stricter(read_plan: Read) -> None:
    names = ("cds/quang-tri-2023-88-kh-ubnd", "cds/bac-kan-2023-341-kh-ubnd", "cds/di-linh-2023-167-kh-ubnd")
    found = {
        direction.bearing
        for family in compare([read_plan(n) for n in names]).criteria
        for link in family.links
        for direction in link.directions
    }
    assert {Bearing.STRICTER, Bearing.LOOSER} <= found


def test_only_silence_leaves_rows_that_someone_does_not_say(comparison: Comparison) -> None:
    part = chosen(comparison, only=Only.SILENCE)
    rows = [*part.criteria, *part.timeline, *part.awards, *(f for t in part.topics for f in t.families)]
    assert rows
    assert all(any(cell.silence for cell in row.cells) for row in rows)
    assert len(part.criteria) < len(comparison.criteria)


def test_only_differences_leaves_out_what_all_say_alike(comparison: Comparison) -> None:
    part = chosen(comparison, only=Only.DIFFERENCES)
    kept = {f.id for f in part.criteria}
    assert kept
    for family in comparison.criteria:
        alike = len(family.speaking) == 3 and all(link.as_text == "identical" for link in family.links)
        assert (family.id in kept) != alike


@pytest.mark.parametrize("topic", ["criteria", "awards", "funding"])
def test_a_topic_is_all_that_is_left(comparison: Comparison, topic: str) -> None:
    part = chosen(comparison, topic)
    assert bool(part.criteria) == (topic == "criteria")
    assert bool(part.awards) == (topic == "awards")
    assert all(t.topic == topic for t in part.topics)
    assert part.timeline == part.assignments == part.quantities == ()


def test_the_command_knows_every_topic() -> None:
    assert set(get_args(ComparedWord)) == set(TOPICS)
    assert set(get_args(OnlyWord)) == {only.value for only in Only}
