"""Whether two documents hold one text: cases in words, and what must hold for any."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.document import RawFile
from models.plan import Plan
from pipeline.process import process
from pipeline.store.leading import Quality, leading
from pipeline.store.likeness import Likeness, compare
from pipeline.store.slips import joined
from pipeline.store.wording import ASIDE, CERTAIN, SAID, Content, content, folded

TEXT = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU
Số: {number}/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Cà Mau, ngày {day} tháng 8 năm 2019

KẾ HOẠCH
Phát động phong trào thi đua

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Nâng cao ý thức, trách nhiệm của cán bộ, công chức trên địa bàn tỉnh.

- Có tối thiểu 80% cá nhân đạt danh hiệu Lao động tiên tiến trở lên.

II. TIẾN ĐỘ

1. Quý II năm 2020: các sở, ban, ngành tỉnh báo cáo sơ kết trước ngày 30/6/2020.

2. Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho tập thể xuất sắc, hoàn thành nhiệm vụ.

Nơi nhận:
- Sở Nội vụ;
- Lưu: VT.

CHỦ TỊCH
Nguyễn Văn An
"""


def plan_of(text: str) -> Plan:
    return process(RawFile(content=text.encode(), media_type="text/plain", source="plan.txt"))


def printed(number: str = "108", day: str = "19") -> str:
    return TEXT.format(number=number, day=day)


def scanned(text: str, **unsure: int) -> Content:
    """The content as if OCR had read it surely, but for the words named."""
    made = content(plan_of(text))
    sureness = bytes(unsure.get(word, 96) for word in made.words)
    return Content(words=made.words, kinds=made.kinds, sureness=sureness, closing=made.closing)


BORN = content(plan_of(printed()))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("trách nhiệm của", "trách  nhiệm\ncủa"),
        ("80% cá nhân", "80 % cá nhân"),
        ("Ủy ban", "Uỷ ban"),
        ("Mục đích\n", "MỤC ĐÍCH:\n"),
        ("1. Quý II", "a) Quý II"),
        ("30/6/2020", "30-06-2020"),
        ("Nâng cao", "Nângcao"),
        ("Số: 108/", "Số:     /"),
        ("ngày 19 tháng 8", "ngày    tháng 8"),
    ],
)
def test_the_setting_of_a_text_is_no_change(before: str, after: str) -> None:
    assert before in printed()
    assert compare(BORN, content(plan_of(printed().replace(before, after)))).likeness is Likeness.SAME


CHANGES = [
    ("80%", "70%"),
    ("30/6/2020", "30/9/2020"),
    ("Bằng khen", "Giấy khen"),
    ("Quý II", "Quý III"),
    ("tối thiểu", "tối đa"),
    ("sơ kết", "tổng kết"),
    ("tập thể xuất sắc", "tập thể"),
    ("báo cáo sơ kết", "không báo cáo sơ kết"),
    ("2. Chủ tịch Ủy ban nhân dân tỉnh tặng Bằng khen cho tập thể xuất sắc, hoàn thành nhiệm vụ.\n", ""),
    ("II. TIẾN ĐỘ", "- Tăng cường kiểm tra, giám sát việc bình xét.\n\nII. TIẾN ĐỘ"),
]


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_changed_word_is_a_version_and_is_named(before: str, after: str) -> None:
    changed = content(plan_of(printed().replace(before, after)))
    verdict = compare(BORN, changed)
    assert verdict.likeness in (Likeness.CHANGED, Likeness.ALIKE)
    assert verdict.changed >= 1
    assert verdict.differences[0].excuse is None
    back = compare(changed, BORN)
    assert (back.likeness, back.common) == (verdict.likeness, verdict.common)


@pytest.mark.parametrize(("before", "after"), CHANGES)
def test_a_change_that_ocr_read_surely_is_not_excused(before: str, after: str) -> None:
    assert compare(BORN, scanned(printed().replace(before, after))).likeness is not Likeness.SAME


def test_an_accent_distinguishes_only_what_was_not_scanned() -> None:
    text = printed().replace("đạt danh hiệu", "đặt danh hiệu")
    assert compare(BORN, content(plan_of(text))).likeness is Likeness.CHANGED
    assert compare(BORN, scanned(text)).likeness is Likeness.SAME


@pytest.mark.parametrize(
    ("before", "after", "unsure"),
    [
        ("Quý II năm", "Quý H năm", {}),
        ("hoàn thành", "boàn thành", {}),
        ("80%", "88%", {"88": 45}),
        ("xuất sắc", "xuất sắo", {folded("sắo"): 70}),
        ("báo cáo sơ kết", "báo cáo l sơ kết", {}),
        ("báo cáo sơ kết", "báo cáo wnx sơ kết", {"wnx": 30}),
    ],
)
def test_slips_of_ocr_are_excused(before: str, after: str, unsure: dict[str, int]) -> None:
    verdict = compare(BORN, scanned(printed().replace(before, after), **unsure))
    assert verdict.likeness is Likeness.SAME, verdict.differences
    assert verdict.excused >= 1


def test_what_stood_on_a_page_that_was_not_read_is_not_missed() -> None:
    whole = scanned(printed())
    at, size = 30, 12
    shorter = Content(
        words=whole.words[:at] + whole.words[at + size :],
        kinds=whole.kinds[:at] + whole.kinds[at + size :],
        sureness=whole.sureness[:at] + whole.sureness[at + size :],
        closing=whole.closing,
    )
    assert compare(BORN, shorter).likeness is not Likeness.SAME
    told = Content(shorter.words, shorter.kinds, shorter.sureness, shorter.closing, lost=(at,))
    assert compare(BORN, told).likeness is Likeness.SAME


def test_what_is_beyond_the_words_compared_still_tells_versions_apart() -> None:
    longer = Content(BORN.words, BORN.kinds, BORN.sureness, BORN.closing, rest="00ff")
    assert compare(BORN, longer).likeness is Likeness.CHANGED


def test_texts_without_words_are_not_taken_for_each_other() -> None:
    assert compare(Content(), Content()).likeness is Likeness.DIFFERENT
    assert compare(Content(), BORN).likeness is Likeness.DIFFERENT


@st.composite
def contents(draw: st.DrawFn) -> Content:
    words = draw(st.lists(st.text("abcđêử019%", min_size=1, max_size=4), max_size=40))
    count = len(words)
    return Content(
        words=tuple(words),
        kinds=bytes(draw(st.lists(st.sampled_from([SAID, ASIDE]), min_size=count, max_size=count))),
        sureness=bytes(
            draw(st.lists(st.integers(0, 100) | st.just(CERTAIN), min_size=count, max_size=count)),
        ),
        closing=tuple(draw(st.lists(st.text("abc", min_size=1, max_size=3), max_size=5))),
        lost=tuple(sorted(draw(st.lists(st.integers(0, count), max_size=3)))),
        rest=draw(st.sampled_from(["", "0f"])),
    )


@given(contents())
def test_content_is_stored_without_loss(made: Content) -> None:
    assert Content.unpack(made.pack()) == made


@given(st.binary(max_size=60))
def test_damaged_bytes_are_told(data: bytes) -> None:
    with pytest.raises(ValueError, match="stored words"):
        Content.unpack(data)


@given(contents())
def test_a_text_with_words_is_itself(made: Content) -> None:
    expected = Likeness.SAME if made.said else Likeness.DIFFERENT
    assert compare(made, made).likeness is expected


@given(contents(), contents())
def test_any_two_contents_have_a_verdict(one: Content, other: Content) -> None:
    verdict = compare(one, other)
    assert 0 <= verdict.common <= 1
    if verdict.likeness is Likeness.SAME:
        assert verdict.changed == 0


def test_digits_are_joined_only_as_thousands() -> None:
    assert joined(["1", "5"]) != joined(["15"])
    assert joined(["1", "500"]) == joined(["1500"])


def test_header_fields_are_no_content() -> None:
    assert content(plan_of(printed("", ""))).said == content(plan_of(printed("77", "01"))).said


def quality(media_type: str, *ways: str, confidence: float = 1.0, problems: int = 0, lost: int = 0) -> Quality:
    return Quality(media_type=media_type, ways=ways, confidence=confidence, problems=problems, lost=lost)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ORDER = [
    quality(WORD),
    quality("text/html"),
    quality("application/pdf", "layer"),
    quality("application/pdf", "ocr", confidence=0.95),
    quality("application/pdf", "ocr", confidence=0.9),
    quality("application/pdf", "ocr", confidence=0.95, problems=1),
    quality("application/pdf", "layer", lost=1),
]


@given(st.permutations(range(len(ORDER))))
def test_the_best_reading_leads_whatever_came_first(order: list[int]) -> None:
    assert order[leading([ORDER[k] for k in order])] == 0


def test_each_reading_is_better_than_the_next() -> None:
    for better, worse in pairwise(ORDER):
        assert leading([worse, better]) == 1


def test_of_equal_readings_the_first_leads() -> None:
    assert leading([quality(WORD), quality(WORD)]) == 0
    with pytest.raises(ValueError, match="no reading"):
        leading([])


def test_quality_is_read_off_the_plan() -> None:
    made = Quality.of(plan_of(printed()))
    assert (made.media_type, made.confidence, made.lost) == ("text/plain", 1.0, 0)
