"""What changed between two texts: the pieces are the texts, words stay whole, the issuer's names are told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plan import Plan
from pipeline.compare.names import reader
from pipeline.compare.relation import relate
from pipeline.compare.types import Relation
from pipeline.compare.wording import LONGEST, Piece, PieceKind, changes, is_slip, syllables

PHRASES = (
    "thi đua",
    "khen thưởng,",
    "Ủy ban nhân dân tỉnh;",
    "10%",
    "ngày 05/8/2019",
    "05-CT/TW",
    "không (một cửa)",
    ".",
)
WORDS = st.lists(st.sampled_from(PHRASES), max_size=14).map(" ".join)


def texts(pieces: tuple[Piece, ...]) -> tuple[str, str]:
    """What is dropped with what is kept, and the second text."""
    old = " ".join(p.text for p in pieces if p.kind != PieceKind.ADDED)
    return old, "".join(p.text for p in pieces if p.kind != PieceKind.DROPPED)


@settings(deadline=None)
@given(first=st.one_of(WORDS, st.text(max_size=60)), second=st.one_of(WORDS, st.text(max_size=60)))
def test_the_pieces_are_the_two_texts(first: str, second: str) -> None:
    old, new = texts(changes(first, second))
    assert new == second
    assert [s.key for s in syllables(old)] == [s.key for s in syllables(first)]


@settings(deadline=None)
@given(text=st.one_of(WORDS, st.text(max_size=60)))
def test_a_text_has_nothing_changed_against_itself(text: str) -> None:
    assert all(p.kind == PieceKind.SAME for p in changes(text, text))


def test_case_marks_and_tone_places_are_no_change() -> None:
    pieces = changes("Thực hiện “thủy lợi”;", "THỰC HIỆN thuỷ lợi.")
    assert [p.kind for p in pieces] == [PieceKind.SAME]


def test_a_text_longer_than_is_compared_is_told_whole() -> None:
    long = "thi đua " * (LONGEST // 8 + 10)
    pieces = changes(long, long + "thêm")
    assert texts(pieces)[1] == long + "thêm"


@pytest.mark.parametrize(
    ("one", "two", "slip"),
    [
        ("vòi", "vùi", True),
        ("tiến", "tiền", True),
        ("kỷ", "kỳ", True),
        ("10%", "15%", False),
        ("năm", "tám", False),
        ("ba", "bà", False),
        ("có", "cơ", False),
        ("xã", "xa", True),
        ("tỉnh", "huyện", False),
    ],
)
def test_a_slip_is_told_from_another_word(one: str, two: str, slip: bool) -> None:
    assert is_slip(one, two) == is_slip(two, one) == slip


def test_the_issuers_own_names_follow_it(read_plan: Callable[[str], Plan]) -> None:
    ca_mau, lai_chau = (read_plan(name) for name in ("ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd"))
    pieces = changes(
        "tham mưu cho Tỉnh ủy Cà Mau và thị xã Giá Rai",
        "tham mưu cho Tỉnh ủy Lai Châu và thị xã Mường Tè",
        read=(reader(ca_mau), reader(lai_chau)),
    )
    follows = [p.text for p in pieces if p.follows]
    assert follows == ["Cà Mau", "Lai Châu"]
    assert [p.text for p in pieces if p.kind != PieceKind.SAME and not p.follows] == ["Giá Rai", "Mường Tè"]


@pytest.mark.parametrize(
    ("first", "second", "relation"),
    [
        ("Không gây phiền hà;", "không gây phiên hà.", Relation.IDENTICAL),
        ("Làm việc khoa học.", "Luôn làm việc khoa học.", Relation.MINOR),
        ("làm việc khoa học, hiệu quả", "làm việc khoa học, hợp lý, hiệu quả", Relation.MINOR),
        ("Thực hiện Chỉ thị 05-CT/TW", "Thực hiện Chỉ thị số 05-CT/TW ngày 15/5/2016", Relation.MINOR),
        ("hoàn thành trước ngày 15/5/2016", "hoàn thành trước ngày 30/5/2016", Relation.MODIFIED),
        ("giảm ít nhất 10% chi phí", "giảm ít nhất 15% chi phí", Relation.MODIFIED),
        ("được xét khen thưởng", "không được xét khen thưởng", Relation.MODIFIED),
        ("không xét khen thưởng", "chưa xét khen thưởng", Relation.MINOR),
        ("từ 90% trở lên", "ít nhất 90%", Relation.MINOR),
        ("từ 90% trở lên", "không quá 90%", Relation.MODIFIED),
        ("trang phục gọn gàng", "trang phục gọn gàng, đi giày hoặc dép có quai hậu", Relation.MODIFIED),
    ],
)
def test_substance_is_told_from_wording(first: str, second: str, relation: Relation) -> None:
    assert relate([first], [second]).relation == relation


def test_one_against_several_is_a_split_and_the_text_is_judged_apart() -> None:
    found = relate(["Bài trí công sở. Treo cờ."], ["Bài trí công sở.", "Treo cờ."])
    assert (found.relation, found.as_text) == (Relation.SPLIT, Relation.IDENTICAL)
    assert relate(["Bài trí.", "Treo cờ."], ["Bài trí, treo cờ."]).relation == Relation.MERGED
