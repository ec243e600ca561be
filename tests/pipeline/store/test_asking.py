"""Questions to the store: filters, searches, and finding one plan."""

from __future__ import annotations

from datetime import date
from pathlib import PurePosixPath

import pytest

from models.errors import UsageError
from models.records import Audience, MilestoneKind
from pipeline.store.question import Question


@pytest.fixture
def stored(asked_store):
    """These tests only ask."""
    return asked_store


def ask(store, kind, **asked):
    """The rows of an answer, which counts them too."""
    answer = store.ask(Question.of(kind=kind, **asked))
    assert answer.total == len(answer.rows)
    return answer.rows


HOSTILE = ["%", "_", "'", "' OR 1=1 --", "a%' --", "\\", '"; DROP TABLE plan; --', "\x00", "[a-z]*", "thi_dua"]


def ids(rows):
    return [row.plan_id if hasattr(row, "plan_id") else row.id for row in rows]


def test_plans_are_listed_by_date(stored):
    rows = stored.plans()
    assert ids(rows)[:2] == ["ca-mau-2019-108-kh-ubnd", "huyen-an-bien-2019-118-kh-ubnd"]
    assert [r.issued for r in rows] == [date(2019, 8, 19), date(2019, 8, 19), date(2021, 2, 1)]
    assert rows[0].counts["criteria"] == 2


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 3),
        ({"year": 2019}, 2),
        ({"year": 1999}, 0),
        ({"unit": "cà mau"}, 1),
        ({"unit": "ca mau"}, 1),
        ({"unit": "Hòa Bình"}, 1),  # printed Hoà
        ({"unit": "hoa binh"}, 1),
        ({"unit": "Hóa Bình"}, 1),  # no unit is so spelt: the one that is meant
        ({"unit": "Hóa Mau"}, 0),
        ({"unit": "mau"}, 1),
        ({"unit": "au"}, 0),  # words are whole
        ({"unit": "an bien", "year": 2019}, 1),
        ({"words": "van hoa 2021"}, 1),
        ({"words": "118/KH-UBND"}, 1),
        ({"words": "văn hóa công sở"}, 3),
        ({"words": "vân hóa"}, 0),
    ],
)
def test_filters_of_plans(stored, asked, count):
    assert len(stored.plans(**asked)) == count


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ca-mau-2019-108-kh-ubnd", "ca-mau-2019-108-kh-ubnd"),
        ("108/KH-UBND", "ca-mau-2019-108-kh-ubnd"),
        (" 108 / KH - UBND ", "ca-mau-2019-108-kh-ubnd"),
        ("118/kh-ubnd", "huyen-an-bien-2019-118-kh-ubnd"),
        ("An Biên", "huyen-an-bien-2019-118-kh-ubnd"),
        ("an bien 2019", "huyen-an-bien-2019-118-kh-ubnd"),
        ("an-bien-2019-118-kh-ubnd", "huyen-an-bien-2019-118-kh-ubnd"),
    ],
)
def test_finding_one_plan(stored, words, found):
    assert stored.find(words).id == found


@pytest.mark.parametrize("named", ["{stem}", "{stem}.txt", "{source}", "/some/where/{source}"])
def test_finding_the_plan_of_a_file(stored, named):
    for row in stored.plans():
        assert stored.find(named.format(stem=PurePosixPath(row.source).stem, source=row.source)).id == row.id


def test_several_plans_are_named(stored):
    with pytest.raises(UsageError, match=r"2 plans.*ca-mau-2019-108-kh-ubnd.*huyen-an-bien-2019-118-kh-ubnd"):
        stored.find("2019")


@pytest.mark.parametrize("words", ["Lào Cai", "An Biến", "999/KH-UBND", "", "  ", "---", "%", *HOSTILE])
def test_no_plan_is_an_error_that_says_what_to_do(stored, words):
    with pytest.raises(UsageError):
        stored.find(words)


def test_criteria_carry_their_plan_and_place(stored):
    row = ask(stored, "criteria", plan="108/KH-UBND")[0]
    assert (row.plan_id, row.plan_symbol, row.plan_unit) == ("ca-mau-2019-108-kh-ubnd", "108/KH-UBND", "tỉnh Cà Mau")
    assert (row.path, row.page, row.group) == ("1", 1, "1/-1")
    assert row.text == "Tập thể có tối thiểu 80% cá nhân đạt danh hiệu; hồ sơ đầy đủ."
    assert row.quote == "Tập thể có tối thiểu 80% cá nhân đạt danh hiệu;\nhồ sơ đầy đủ."
    assert row.rule == "c.test"
    (quantity,) = ask(stored, "quantities", plan="108/KH-UBND")
    assert row.quantities == (quantity.id,)
    assert (quantity.value, quantity.unit, quantity.of) == (80, "%", "cá nhân")


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"audience": "collective"}, 6),  # those for both included
        ({"audience": "individual"}, 3),
        ({"audience": "both"}, 3),
        ({"audience": "unspecified"}, 0),
        ({"round": "final"}, 3),
        ({"round": "annual"}, 0),
        ({"level": "state"}, 3),
        ({"level": "commune"}, 0),
        ({"words": "toi thieu 80%"}, 3),
        ({"words": "%"}, 3),
        ({"words": "tối thiểu", "unit": "an bien", "audience": "collective"}, 1),
        ({"words": "tôi"}, 0),
        ({"year": 2021}, 2),
    ],
)
def test_filters_of_criteria(stored, asked, count):
    assert len(ask(stored, "criteria", **asked)) == count


def test_a_timeline_is_in_order_of_time_with_the_undated_last(stored):
    kinds = [row.kind for row in ask(stored, "milestones", plan="108/KH-UBND")]
    assert kinds == [MilestoneKind.PRELIMINARY_REVIEW, MilestoneKind.REPORT]


@pytest.mark.parametrize(
    ("question", "asked", "count"),
    [
        ("milestones", {"event": "preliminary_review"}, 3),
        ("milestones", {"actor": "so noi vu"}, 3),
        ("milestones", {"actor": "nội vụ", "unit": "Cà Mau"}, 1),
        ("milestones", {"actor": "tỉnh"}, 0),
        ("awards", {"form": "bang khen"}, 3),
        ("awards", {"form": "giấy khen"}, 0),
        ("awards", {"authority": "chủ tịch", "round": "final", "audience": "unspecified"}, 3),
        ("awards", {"audience": "collective"}, 0),
        ("references", {"symbol": "733/qđ-ttg"}, 3),
        ("references", {"symbol": "733 / QD - TTg"}, 3),
        ("references", {"symbol": "733"}, 0),
        ("references", {"words": "thủ tướng"}, 3),
        ("assignments", {"actor": "Sở Nội vụ"}, 6),  # with what falls on Ban Thi đua - Khen thưởng, a part of it
        ("assignments", {"actor": "Sở Nội vụ", "own_only": True}, 3),
        ("assignments", {"actor": "ban tinh"}, 3),
        ("assignments", {"actor": "Ban Văn phòng"}, 0),  # two actors, no one of both
        ("assignments", {"role": "lead"}, 3),
        ("assignments", {"role": "coordinate", "year": 2021}, 1),
        ("quantities", {"comparator": "at_least"}, 3),
        ("quantities", {"comparator": "at_most"}, 0),
    ],
)
def test_filters_of_records(stored, question, asked, count):
    assert len(ask(stored, question, **asked)) == count


def test_typed_fields_are_typed(stored):
    milestone = ask(stored, "milestones", plan="108/KH-UBND")[0]
    assert (milestone.start, milestone.end) == (date(2020, 9, 1), date(2020, 9, 30))
    assert ask(stored, "criteria")[0].audience is Audience.COLLECTIVE
    assert ask(stored, "references")[0].issued == date(2019, 6, 14)
    assert ask(stored, "assignments", role="coordinate")[0].actors == (
        "Ban Thi đua - Khen thưởng tỉnh",
        "Văn phòng UBND tỉnh",
    )


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("criteria", {"audience": "everyone"}),
        ("criteria", {"level": "' OR 1=1"}),
        ("criteria", {"round": ""}),
        ("milestones", {"event": "party"}),
        ("assignments", {"role": "boss"}),
        ("awards", {"plan": "no such plan"}),
    ],
)
def test_a_filter_of_no_meaning_is_said(stored, question, asked):
    with pytest.raises(UsageError):
        ask(stored, question, **asked)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("question", ["plans", "criteria", "milestones", "references", "assignments"])
def test_what_is_typed_is_never_sql(stored, question, text):
    everything = len(ask(stored, question))
    try:
        found = ask(stored, question, words=text, unit=text)
    except UsageError:
        found = []
    assert not found
    assert len(ask(stored, question)) == everything
