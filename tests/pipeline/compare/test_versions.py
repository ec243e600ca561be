"""What a version says otherwise than another: clauses and records, in words."""

from __future__ import annotations

from functools import cache
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import RawFile
from models.plan import Plan
from pipeline.compare.matching import matches
from pipeline.compare.types import Bearing
from pipeline.compare.versions import ClauseChange, Difference, What, difference
from pipeline.compare.wording import PieceKind
from pipeline.process import process

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH ĐỒNG THÁP\n\nSố: 55/KH-UBND\n\nĐồng Tháp, ngày 24 tháng 4 năm 2018\n\nKẾ HOẠCH\n\n"
    "Thực hiện phong trào thi đua năm 2018\n\nỦy ban nhân dân tỉnh ban hành Kế hoạch như sau:\n\n"
)


@cache
def read(text: str) -> Plan:
    return process(RawFile(content=text.encode(), media_type="text/plain", source="plan.txt"))


def of(*clauses: str) -> Plan:
    return read(HEAD + "\n\n".join(clauses))


def corpus() -> list[Plan]:
    return [read(file.read_text(encoding="utf-8")) for file in sorted(PLANS.glob("*.txt"))]


def only(found: Difference, what: What) -> ClauseChange:
    (change,) = [c for c in found.clauses if c.what is what]
    return change


PURPOSE = "1. Mục đích: Nâng cao nhận thức của cán bộ, công chức về văn hóa công sở."
REQUIREMENT = "2. Yêu cầu: Việc tổ chức phong trào phải thiết thực, hiệu quả, tránh hình thức."
FUNDING = "3. Kinh phí: Ngân sách tỉnh bảo đảm theo phân cấp quản lý hiện hành."
TARGET = "4. Chỉ tiêu: Có ít nhất 80% cơ quan, đơn vị đăng ký tham gia phong trào."
DEADLINE = "5. Báo cáo: Các cơ quan, đơn vị gửi báo cáo kết quả về Sở Nội vụ trước ngày 15/11/2018."
BODY = ("I. NỘI DUNG", PURPOSE, REQUIREMENT, FUNDING, TARGET, DEADLINE)


@pytest.mark.parametrize("plan", corpus(), ids=lambda plan: plan.metadata.symbol.value)
def test_a_plan_says_nothing_otherwise_than_itself(plan: Plan) -> None:
    found = difference(plan, plan)
    assert found.same
    assert (found.metadata, found.records) == ((), ())
    assert found.counts()[What.KEPT] == len(found.clauses)


def test_a_word_that_changed_is_marked_alone() -> None:
    found = difference(of(*BODY), of(*BODY[:1], PURPOSE.replace("Nâng cao", "Tăng cường"), *BODY[2:]))
    change = only(found, What.REWORDED)
    changed = [(p.kind.value, p.text.strip()) for p in change.pieces if p.kind is not PieceKind.SAME]
    assert changed == [("dropped", "Nâng cao"), ("added", "Tăng cường")]
    assert found.counts()[What.KEPT] == len(found.clauses) - 1


def test_what_is_added_and_what_is_dropped() -> None:
    less, more = of(*BODY[:3], *BODY[4:]), of(*BODY)
    assert only(difference(less, more), What.ADDED).second_text == FUNDING.removeprefix("3. ")
    assert only(difference(more, less), What.DROPPED).first_text == FUNDING.removeprefix("3. ")


def test_another_number_is_no_change_of_substance() -> None:
    inserted = "2. Phạm vi: Toàn bộ các cơ quan hành chính trên địa bàn."
    renumbered = [REQUIREMENT.replace("2.", "3."), FUNDING.replace("3.", "4."), TARGET.replace("4.", "5.")]
    found = difference(of("I. NỘI DUNG", PURPOSE, *BODY[2:5]), of("I. NỘI DUNG", PURPOSE, inserted, *renumbered))
    moved = [c for c in found.clauses if c.what is What.MOVED]
    assert [(str(c.first_path), str(c.second_path), c.in_order) for c in moved] == [
        ("I/2", "I/3", True),
        ("I/3", "I/4", True),
        ("I/4", "I/5", True),
    ]
    assert found.counts()[What.REWORDED] == 0
    assert found.records == ()


def test_a_clause_that_went_elsewhere_is_moved_and_those_it_passed_are_not() -> None:
    last = [FUNDING.replace("3.", "2."), TARGET.replace("4.", "3."), REQUIREMENT.replace("2.", "4.")]
    found = difference(of("I. NỘI DUNG", PURPOSE, *BODY[2:5]), of("I. NỘI DUNG", PURPOSE, *last))
    out_of_order = [c for c in found.clauses if c.what is What.MOVED and not c.in_order]
    assert [str(c.first_path) for c in out_of_order] == ["I/2"]


def test_punctuation_and_case_are_kept_but_said() -> None:
    found = difference(of(*BODY), of("I. NỘI DUNG", PURPOSE.replace("công sở.", "công sở;"), *BODY[2:]))
    assert not found.same
    assert {c.what for c in found.clauses} == {What.KEPT}
    assert [c.exact for c in found.clauses].count(False) == 1


@pytest.mark.parametrize(
    ("before", "after", "bearing"),
    [
        ("ít nhất 80%", "ít nhất 90%", Bearing.STRICTER),
        ("ít nhất 80%", "ít nhất 70%", Bearing.LOOSER),
        ("ít nhất 80%", "không quá 80%", Bearing.INCOMPARABLE),
        ("15/11/2018", "01/11/2018", Bearing.EARLIER),
        ("15/11/2018", "30/11/2018", Bearing.LATER),
    ],
)
def test_thresholds_and_times_are_told_stricter_or_looser_earlier_or_later(
    before: str, after: str, bearing: Bearing
) -> None:
    text = "\n\n".join(BODY)
    found = difference(of(text), of(text.replace(before, after)))
    assert {r.bearing for r in found.records if r.bearing} == {bearing}


def test_a_threshold_that_is_left_out_has_vanished() -> None:
    found = difference(of(*BODY), of(*BODY[:4], DEADLINE.replace("5.", "4.")))
    assert ("vanished", "quantities") in {(r.change.what, r.change.kind) for r in found.records}


def test_metadata_that_changed() -> None:
    text = HEAD + "\n\n".join(BODY)
    found = difference(read(text), read(text.replace("55/KH", "56/KH")))
    assert {c.name for c in found.metadata} == {"number", "symbol"}


def test_the_preamble_is_compared_too() -> None:
    text = HEAD + "\n\n".join(BODY)
    change = only(difference(read(text), read(text.replace("như sau:", "cụ thể như sau:"))), What.REWORDED)
    assert (change.part, change.second_path) == ("preamble", None)


def paragraphs(plan: Plan) -> list[str]:
    preamble = [plan.document.flow(spans).text for spans in plan.outline.parts.preamble]
    return preamble + [c.text for c in plan.outline.clauses]


def check(first: Plan, second: Plan) -> None:
    """What holds of any two plans."""
    found, back = difference(first, second), difference(second, first)
    # What is kept and added, in order, is the second text; what is kept and dropped is the first.
    assert [c.second_text for c in found.clauses if c.second_text is not None] == paragraphs(second)
    assert sorted(c.first_text for c in found.clauses if c.first_text is not None) == sorted(paragraphs(first))
    for change in found.clauses:
        if change.what is What.REWORDED:
            after = "".join(p.text for p in change.pieces if p.kind is not PieceKind.DROPPED)
            assert after == change.second_text
    # Read the other way round, added is dropped and the rest keeps its kind.
    swapped = {What.ADDED: What.DROPPED, What.DROPPED: What.ADDED}
    counts = back.counts()
    assert {what: counts[swapped.get(what, what)] for what in What} == found.counts()
    assert {c.name for c in back.metadata} == {c.name for c in found.metadata}


@pytest.mark.parametrize(("one", "other"), list(permutations(range(5), 2)))
def test_any_two_plans_of_the_corpus(one: int, other: int) -> None:
    plans = corpus()
    check(plans[one], plans[other])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 5), max_size=7), st.lists(st.integers(0, 5), max_size=7))
def test_any_two_texts(one: list[int], other: list[int]) -> None:
    """Clauses that repeat themselves, change places, vanish."""
    bullets = [line.partition(". ")[2] or line for line in BODY]
    check(*(of("I. NỘI DUNG", *(f"- {bullets[k]}" for k in order)) for order in (one, other)))


PARAGRAPHS = st.lists(
    st.tuples(st.sampled_from(["", "I", "I/1", "II"]), st.sampled_from(["abc", "d,", "a", "b", "c;", "x"]))
)


@given(PARAGRAPHS, PARAGRAPHS)
def test_each_paragraph_is_matched_once_and_in_order_means_in_order(
    one: list[tuple[str, str]], other: list[tuple[str, str]]
) -> None:
    found = matches(one, other)
    assert len({m.first for m in found}) == len({m.second for m in found}) == len(found)
    ordered = [m.second for m in found if m.in_order]
    assert ordered == sorted(ordered)


def test_a_long_plan_is_compared_in_time() -> None:
    """Clauses that all differ, more than are compared all with all."""
    one = [(f"I/{k}", f"nội dung số {k} của kế hoạch {k * 7} về việc {k % 13}") for k in range(700)]
    other = [(path, text.replace("kế hoạch", "chương trình")) for path, text in one]
    assert [(m.first, m.second) for m in matches(one, other)] == [(k, k) for k in range(700)]
