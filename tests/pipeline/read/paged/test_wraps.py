"""Lines that only wrapped are told from lines that somebody ended: in titles, in cells."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.read.paged.measure import Measure, settled
from pipeline.read.paged.page import SeenWord
from tests.pipeline.read.paged.seen import (
    FULL,
    LEADING,
    LEFT,
    RIGHT,
    body,
    centred,
    composed,
    grid,
    line,
    page,
    paragraphs,
    width_of,
)

MIDDLE = (LEFT + RIGHT) / 2
TITLE = ("Phát triển chợ và hạ tầng thương mại nông thôn trên địa bàn tỉnh Thái", "Nguyên năm 2024")


@pytest.mark.parametrize("leading", [16.0, 19.0])
@pytest.mark.parametrize("bold", [True, False])
def test_a_title_goes_on_with_a_capital_where_its_line_was_full(leading: float, bold: bool):
    title = [w for k, x in enumerate(TITLE) for w in centred(x, MIDDLE, 60 + k * leading, size=13, bold=bold)]
    found = paragraphs(composed(page([*centred("KẾ HOẠCH", MIDDLE, 36, bold=True), *title, *body(5, 120)])))
    assert found[:2] == ["KẾ HOẠCH", " ".join(TITLE)]


def test_the_type_of_a_document_is_not_joined_to_its_title():
    words = [*centred("KẾ HOẠCH", MIDDLE, 40, bold=True), *centred("Phát triển chợ", MIDDLE, 60, bold=True)]
    assert paragraphs(composed(page([*words, *body(5, 120)])))[:2] == ["KẾ HOẠCH", "Phát triển chợ"]


def test_lines_that_end_at_the_right_margin_are_one_block():
    lines = ("Kèm theo Kế hoạch số 15/KH-UBND", "của Ủy ban nhân dân tỉnh")
    words = [w for k, x in enumerate(lines) for w in line(x, RIGHT - width_of(x), 40 + 16 * k)]
    assert paragraphs(composed(page([*words, *body(5, 110)])))[0] == " ".join(lines)


XS, YS = [85.0, 230.0, 400.0, 540.0], [300.0, 330.0, 400.0]


def _cell_lines(x: float, *lines: str) -> list[SeenWord]:
    return [w for k, text in enumerate(lines) for w in line(text, x + 5.4, 345 + 16 * k)]


def _second_row(how: str = "layer") -> list[str]:
    words = [
        w for x, head in zip(XS, ("Nhiệm vụ", "Chủ trì", "Phối hợp"), strict=False) for w in line(head, x + 5, 320)
    ]
    words += _cell_lines(XS[0], "Rà soát mạng lưới chợ", "đang hoạt động")  # 114 of 134 points; `đang` takes 24
    words += _cell_lines(XS[1], "Sở Công Thương", "Sở Tài chính")
    words += _cell_lines(XS[2], "UBND các huyện,", "- Sở Nội vụ", "- Công an")
    if how == "ocr":
        words = [w._replace(size=None, confidence=0.9) for w in words]
    made = replace(page([*words, *body(5, 440)], 1, grid(XS, YS)), how=how)  # type: ignore[arg-type]
    document = composed(made)
    return [cell.span.of(document.text) for cell in document.tables[0].rows[1].cells]


@pytest.mark.parametrize("how", ["layer", "ocr"])
def test_a_line_of_a_cell_that_had_no_room_for_the_next_word_goes_on(how: str):
    task, lead, others = _second_row(how)
    assert task == "Rà soát mạng lưới chợ đang hoạt động"
    assert lead == "Sở Công Thương\nSở Tài chính"
    assert others == "UBND các huyện,\n- Sở Nội vụ\n- Công an"


def test_bullets_at_the_top_of_pages_are_no_running_head():
    pages = []
    for n in range(1, 5):
        item = [*line("-", LEFT + 36, 50), *line("Nhiệm vụ thứ " + "hai ba tư năm"[: 3 * n], LEFT + 60, 50)]
        pages.append(page([*item, *body(5, 110)], n))
    document = composed(*pages)
    assert document.noise == ()
    assert document.text.count("- Nhiệm vụ") == 4


def test_labels_left_of_a_page_that_is_indented_as_a_whole_are_kept():
    words = [*line("a)", LEFT, 40), *line("Đối với tập thể:", LEFT + 30, 40)]
    for k in range(8):
        words += line(FULL, LEFT + 30, 60 + 16 * k, right=RIGHT)
    document = composed(page([*words, *line("hiện hành.", LEFT + 30, 60 + 16 * 8)]))
    assert document.noise == ()
    assert "a) Đối với tập thể:" in document.text


def test_what_stands_in_capitals_is_not_of_the_title_below_it():
    words = [
        *centred("QUYẾT ĐỊNH", MIDDLE, 40, bold=True),
        *centred("Về việc ban hành Kế hoạch", MIDDLE, 56, bold=True),
    ]
    words += centred("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", MIDDLE, 72, bold=True)
    found = paragraphs(composed(page([*words, *body(5, 120)])))
    assert found[:3] == ["QUYẾT ĐỊNH", "Về việc ban hành Kế hoạch", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH"]


def test_a_line_that_hangs_deeper_than_the_words_behind_a_bullet_goes_on():
    item = "- Tiếp tục thực hiện hiệu quả ba đột phá chiến lược theo Nghị quyết của"
    words = [*line(item, LEFT + 36, 40, right=RIGHT), *line("Đảng bộ tỉnh.", LEFT + 54, 56), *body(5, 110)]
    assert paragraphs(composed(page(words)))[0] == f"{item} Đảng bộ tỉnh."


def test_an_indented_paragraph_below_an_item_that_ended_is_its_own():
    item = "- Tiếp tục thực hiện hiệu quả ba đột phá chiến lược theo Nghị quyết;"
    words = [*line(item, LEFT, 40, right=RIGHT), *line("Đảng bộ tỉnh.", LEFT + 30, 56), *body(5, 110)]
    assert paragraphs(composed(page(words)))[:2] == [item, "Đảng bộ tỉnh."]


def test_a_title_may_part_two_years_and_a_bracket():
    title = ("Bảo đảm an toàn thực phẩm trên địa bàn thành phố trong giai đoạn 2018", "- 2020")
    basis = ("(Ban hành kèm theo Quyết định số 18/QĐ-UBND ngày 27 tháng 7 năm 2018 của", "Chủ tịch Ủy ban)")
    words = [w for k, x in enumerate(title) for w in centred(x, MIDDLE, 60 + 16 * k, bold=True)]
    words += [w for k, x in enumerate(basis) for w in centred(x, MIDDLE, 105 + 16 * k)]
    assert paragraphs(composed(page([*words, *body(5, 170)])))[:2] == [" ".join(title), " ".join(basis)]


RAGGED = [
    ("- Khen thưởng sơ kết: các cơ quan, ban, ngành, đoàn thể cấp huyện;", "UBND xã, thị trấn tiến hành sơ kết."),
    ("- Khen thưởng tổng kết: các ban, ngành của huyện và đoàn thể;", "UBND xã, thị trấn tiến hành tổng kết."),
    ("- Khen thưởng đột xuất: các cơ quan, đơn vị trực thuộc huyện ủy", "Đảng bộ xã, thị trấn xét theo quy định."),
    ("- Khen thưởng chuyên đề: cụm, khối thi đua, các doanh nghiệp và", "Trung tâm văn hóa xét theo quy định này."),
]
INDENT = 28.3


def _ragged(item: tuple[str, str], base: float, *, hang: float = 0.0) -> list[SeenWord]:
    """An indented line that ends before the margin, with no room for a word of four letters, and one below it."""
    return [*line(item[0], LEFT + INDENT, base, right=RIGHT - 26), *line(item[1], LEFT + hang, base + LEADING)]


def _full(base: float, count: int = 2) -> list[SeenWord]:
    return [w for k in range(count) for w in line(FULL, LEFT, base + k * LEADING, right=RIGHT)]


def test_an_indented_line_of_ragged_text_that_happens_to_stand_in_the_middle_opens_its_paragraph():
    items = [w for k, item in enumerate(RAGGED) for w in _ragged(item, 90 + k * 42)]
    found = paragraphs(composed(page([*_full(40), *items, *body(4, 270)])))
    assert found[1:5] == [" ".join(item) for item in RAGGED]


def test_a_heading_in_capitals_that_happens_to_stand_in_the_middle_wraps_to_the_margin():
    heading = ("III. TIÊU CHUẨN THI ĐUA, HÌNH THỨC KHEN THƯỞNG, TIẾN ĐỘ", "THỰC HIỆN VÀ MỨC KHEN THƯỞNG:")
    words = [*body(3, 40, indent=INDENT), *body(3, 94, indent=INDENT), *body(3, 148, indent=INDENT)]
    words += line(heading[0], LEFT + INDENT, 206, right=RIGHT - 26, bold=True) + line(heading[1], LEFT, 222, bold=True)
    assert " ".join(heading) in paragraphs(composed(page([*words, *body(4, 244, indent=INDENT)])))


@pytest.mark.parametrize(("apart", "joined"), [(26.0, True), (LEADING, False)])
def test_an_indented_block_holds_together_where_paragraphs_stand_apart(apart: float, joined: bool):
    words, base = _full(40), 90.0
    for first, second in RAGGED:
        words += _ragged((first[2:], second), base, hang=INDENT)
        base += LEADING + apart
    found = paragraphs(composed(page([*words, *body(4, base)])))
    assert (f"{RAGGED[2][0][2:]} {RAGGED[2][1]}" in found) is joined


@pytest.mark.parametrize(("end", "joined"), [("Hội đồng Thi đua", True), ("giúp việc:", False)])
def test_a_dash_in_a_name_opens_no_item_where_paragraphs_stand_apart(end: str, joined: bool):
    words = [w for k in range(4) for w in body(3, 40 + k * 60, indent=0.0)]
    words += line(f"Ban Thi đua - Khen thưởng là cơ quan thường trực của {end}", LEFT, 280, right=RIGHT)
    words += line("- Khen thưởng tỉnh theo dõi.", LEFT, 280 + LEADING) + body(3, 330, indent=0.0)
    found = paragraphs(composed(page(words)))
    assert any(p.endswith(f"{end} - Khen thưởng tỉnh theo dõi.") for p in found) is joined


@pytest.mark.parametrize(("bold", "joined"), [(False, False), (True, True)])
def test_a_bold_heading_is_parted_from_text_that_is_indented_as_far_as_its_words(bold: bool, joined: bool):
    heading, first = "3. Đẩy mạnh phong trào thi đua cải cách hành chính của tỉnh", "Tập trung tổ chức thực hiện"
    words = [*_full(40), *line(heading, LEFT + 18, 90, right=RIGHT - 20, bold=True)]
    words += line(first, LEFT + 48, 106, bold=bold) + body(4, 150)
    assert (f"{heading} {first}" in paragraphs(composed(page(words)))) is joined


@pytest.mark.parametrize(("own", "spaced"), [(0.6, True), (None, True), (0.2, False)])
def test_a_page_that_ends_in_lists_is_spaced_as_the_others_are(own: float | None, spaced: bool):
    pages = [Measure(LEFT, RIGHT, LEADING, 12.0, True, 20, (), share) for share in (1.0, 0.9, own)]
    assert settled(pages)[-1].spaced is spaced
