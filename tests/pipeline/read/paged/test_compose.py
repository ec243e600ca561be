"""Words in boxes to text: paragraphs, columns, tables, noise, over page breaks too."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NoTextFound
from models.span import Span
from pipeline.read.paged.page import Ruling, SeenWord
from tests.pipeline.read.paged.seen import (
    FULL,
    HEIGHT,
    LEADING,
    LEFT,
    RIGHT,
    WIDTH,
    body,
    centred,
    composed,
    grid,
    line,
    noise,
    page,
    paragraphs,
)  # fmt: skip

MIDDLE = (LEFT + RIGHT) / 2


def test_a_first_line_indent_opens_a_paragraph_and_a_page_of_them_keeps_each_whole():
    words = [w for k in range(6) for w in body(4, 100 + k * 4 * LEADING)]
    found = paragraphs(composed(page(words)))
    assert len(found) == 6
    assert all(p.startswith("Ủy ban") and p.endswith("hiện hành.") for p in found)


def test_a_wider_gap_opens_a_paragraph_where_no_line_is_indented():
    words = [w for k in range(5) for w in body(3, 100 + k * (3 * LEADING + 6), indent=0.0)]
    assert len(paragraphs(composed(page(words)))) == 5


def test_a_short_line_ends_a_paragraph_where_neither_indent_nor_gap_tells():
    words = [w for k in range(5) for w in body(3, 100 + k * 3 * LEADING, indent=0.0)]
    assert len(paragraphs(composed(page(words)))) == 5


def test_lines_of_a_hanging_list_stay_under_their_label():
    words = body(6, 100)
    base = 100 + 6 * LEADING
    for k in range(3):
        first = line("- ", LEFT, base) + line(FULL[:58], LEFT + 18, base, right=RIGHT)
        words += first + line("thi đua yêu nước;", LEFT + 18, base + LEADING)
        base += 2 * LEADING
        assert k < 3
    found = paragraphs(composed(page(words)))
    assert len(found) == 4
    assert [p.count("- phát động") for p in found] == [0, 1, 1, 1]


def test_a_centred_title_over_two_lines_is_one_block_apart_from_what_follows():
    words = centred("KẾ HOẠCH", MIDDLE, 80, bold=True, size=14)
    words += centred("Phát động phong trào thi đua yêu nước", MIDDLE, 112, bold=True)
    words += centred("giai đoạn 2021 - 2025", MIDDLE, 128, bold=True)
    words += body(6, 170)
    found = paragraphs(composed(page(words)))
    assert found[:2] == ["KẾ HOẠCH", "Phát động phong trào thi đua yêu nước giai đoạn 2021 - 2025"]
    assert len(found) == 3


def test_residual_skew_of_a_scan_breaks_no_line():
    words = [w for k in range(5) for w in body(4, 100 + k * 4 * LEADING)]
    turned = [
        w._replace(top=w.top + 0.006 * w.x0, bottom=w.bottom + 0.006 * w.x0, size=None, confidence=0.9) for w in words
    ]
    straight, skewed = composed(page(words)), composed(page(turned, how="ocr"))
    assert skewed.text == straight.text


@pytest.mark.parametrize(
    ("first_of_next", "joined"),
    [
        (line(FULL, LEFT, 100, right=RIGHT), True),
        (line(FULL, LEFT + 36, 100, right=RIGHT), False),
        (line("- " + FULL[:60], LEFT + 36, 100, right=RIGHT), False),
    ],
)
def test_a_paragraph_goes_on_over_a_page_break_by_its_indent(first_of_next, joined):
    first = page([*body(8, 100), *body(8, 100 + 8 * LEADING)[:-2]], 1)
    rest = [*first_of_next, *line("hết đoạn.", LEFT, 100 + LEADING), *body(6, 100 + 2 * LEADING)]
    number = centred("2", MIDDLE, 40)
    document = composed(first, page(rest + number, 2))
    assert len(paragraphs(document)) == (3 if joined else 4)
    assert noise(document) == ["2"]
    if joined:
        at = document.noise[0]
        assert document.text[at.start - 2 : at.start] != "\n\n"
        assert document.text[at.end : at.end + 2] != "\n\n"


def test_a_page_that_ends_in_a_short_line_ends_its_paragraph():
    document = composed(page(body(8, 100), 1), page([*line("Các sở, ban, ngành", LEFT, 100), *body(8, 116)], 2))
    assert len(paragraphs(document)) == 3


def test_footnotes_do_not_cut_a_paragraph_that_goes_on_over_the_page():
    words = [*body(8, 100), *body(8, 100 + 8 * LEADING)[:-2]]
    note = line("1 Theo báo cáo của Sở Nội vụ.", LEFT, 740, size=9)
    rest = line(FULL, LEFT, 100, right=RIGHT) + line("hết đoạn.", LEFT, 116) + body(6, 132)
    found = paragraphs(composed(page(words + note, 1), page(rest, 2)))
    assert found[1] == "1 Theo báo cáo của Sở Nội vụ."
    assert found[2].endswith("hết đoạn.")
    assert len(found) == 4


HEADER = [
    ("UBND HUYỆN A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("PHÒNG NỘI VỤ", "Độc lập - Tự do - Hạnh phúc"),
    ("Số: 12/KH-PNV", "A, ngày 05 tháng 4 năm 2021"),
]


@pytest.mark.parametrize("shift", [0.0, 4.0, 7.5])
def test_the_header_is_read_column_by_column_even_where_the_columns_have_a_leading_of_their_own(shift):
    words = []
    for k, (left, right) in enumerate(HEADER):
        words += centred(left, 150, 60 + k * 16) + centred(right, 410, 60 + shift + k * 17.5)
    words += centred("KẾ HOẠCH", MIDDLE, 140, bold=True, size=14) + body(6, 180)
    found = composed(page(words)).text.split("\n\n")
    assert found[0].split("\n") == [left for left, _ in HEADER]
    assert found[1].split("\n") == [right for _, right in HEADER]
    assert found[2] == "KẾ HOẠCH"


def test_the_closing_block_is_read_recipients_first_and_keeps_the_name_with_who_signs():
    words = body(6, 100)
    left = ["Nơi nhận:", "- Như trên;", "- Thường trực Tỉnh ủy;", "- Lưu: VT."]
    right = [("TM. ỦY BAN NHÂN DÂN", 240), ("CHỦ TỊCH", 257), ("Trần Văn Bình", 350)]
    for k, text in enumerate(left):
        words += line(text, LEFT, 240 + k * 13, size=11)
    for text, base in right:
        words += centred(text, 430, base, bold=True)
    text = composed(page(words)).text
    assert text.split("\n\n")[1:] == ["\n".join(left), "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Trần Văn Bình"]


def test_page_numbers_after_leaders_are_no_column():
    words = body(6, 300)
    for k in range(4):
        words += line(f"Phần {k} về nội dung", LEFT, 100 + k * 16) + line(str(k + 1), RIGHT - 10, 100 + k * 16)
    text = composed(page(words)).text
    assert "Phần 0 về nội dung 1\n" in text


def test_wide_gaps_after_bullets_are_no_column():
    words = body(6, 300)
    for k in range(4):
        words += line("-", LEFT, 100 + k * 16) + line("Nội dung thi đua", LEFT + 36, 100 + k * 16)
    assert composed(page(words)).text.count("- Nội dung thi đua") == 4


XS, YS = [85.0, 120.0, 330.0, 540.0], [100.0, 130.0, 160.0, 190.0]


def rows_of(table_rows, ys=YS):
    return [
        w
        for k, row in enumerate(table_rows)
        for x, cell in zip(XS, row, strict=False)
        for w in line(cell, x + 4, ys[k] + 18, size=11)
    ]


TABLE = [("STT", "Nội dung", "Thời gian"), ("1", "Phát động", "Quý I"), ("2", "Sơ kết", "Quý II")]


def test_a_ruled_table_is_rows_of_cells_where_it_stands():
    words = [*body(4, 30), *rows_of(TABLE), *body(6, 230)]
    document = composed(page(words, rulings=grid(XS, YS)))
    (table,) = document.tables
    assert [tuple(c.span.of(document.text) for c in r.cells) for r in table.rows] == TABLE
    assert "\n\n| STT | Nội dung | Thời gian |\n| 1 | Phát động | Quý I |\n" in document.text
    assert document.text.index("hiện hành.") < table.span.start < document.text.rindex("Ủy ban")


def test_a_cell_merged_over_columns_or_rows_is_there_once():
    rulings = tuple(r for r in grid(XS, YS) if r.x0 != XS[2] or r.x1 != XS[2])
    rulings += (Ruling(XS[2], YS[1], XS[2], YS[3]),)
    cells = [*line("STT", 89, 118), *line("Chỉ tiêu giao cho các đơn vị", 124, 118)]
    cells += rows_of([("1", "Phát động", "Quý I"), ("2", "Sơ kết", "Quý II")], YS[1:])
    (table,) = composed(page([*cells, *body(6, 230)], rulings=rulings)).tables
    assert [len(r.cells) for r in table.rows] == [2, 3, 3]
    assert table.rows[0].cells[1].columns == 2


def test_a_table_goes_on_over_the_page_break_and_its_repeated_heading_is_noise():
    first = page([*body(4, 30), *rows_of(TABLE)], 1, grid(XS, YS))
    again = [TABLE[0], ("", "và tổng kết phong trào", ""), ("3", "Tổng kết", "Quý IV")]
    second = page([*rows_of(again), *centred("2", MIDDLE, 40), *body(6, 230)], 2, grid(XS, YS))
    document = composed(first, second)
    (table,) = document.tables
    assert [r.cells[0].span.of(document.text) for r in table.rows] == ["STT", "1", "2", "3"]
    assert table.rows[2].cells[1].span.of(document.text) == "Sơ kết\nvà tổng kết phong trào"
    assert "2" in noise(document)
    assert "STT" in noise(document)


def test_the_heading_repeated_on_every_page_is_a_row_once():
    pages = [
        page(rows_of([TABLE[0], (str(n), "Phát động", "Quý I"), (str(n + 1), "Sơ kết", "Quý II")]), k, grid(XS, YS))
        for k, n in enumerate((1, 3, 5, 7), 1)
    ]
    document = composed(*pages)
    (table,) = document.tables
    assert [r.cells[0].span.of(document.text) for r in table.rows] == ["STT", *"12345678"]


def test_a_rule_under_the_motto_and_a_frame_around_the_text_are_no_table():
    frame = grid([70.0, 555.0], [50.0, 800.0])
    document = composed(page(body(8, 100), rulings=(*frame, Ruling(300, 90, 420, 90), Ruling(310, 92, 410, 92))))
    assert not document.tables
    assert len(paragraphs(document)) == 1


def test_a_signature_panel_over_the_header_is_noise():
    words = centred("UBND TỈNH A", 150, 60) + centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 410, 60)
    words += centred("Số: 5/KH-UBND", 150, 78) + centred("A, ngày 05 tháng 4 năm 2021", 410, 78)
    panel = ["Người ký: Ủy ban nhân dân tỉnh A", "Email: ubnd@a.gov.vn", "Thời gian ký: 05.04.2021 10:39:42 +07:00"]
    for k, text in enumerate(panel):
        words += line(text, 230, 52 + 9 * k, size=7)
    document = composed(page([*words, *body(12, 140)]))
    assert noise(document) == panel
    assert "UBND TỈNH A\nSố: 5/KH-UBND\n\n" in document.text


def test_the_stamp_of_incoming_mail_is_noise_and_the_number_of_the_plan_is_not():
    words = centred("UBND TỈNH A", 150, 60) + centred("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 410, 60)
    words += centred("Số: 5/KH-UBND", 150, 78) + centred("A, ngày 05 tháng 4 năm 2021", 410, 78)
    words += (
        line("SỞ NỘI VỤ", 100, 104)
        + line("ĐẾN", 60, 120)
        + line("Số: 812", 100, 118)
        + line("Ngày: 09/4/2021", 100, 132)
    )
    document = composed(page([*words, *body(12, 190)]))
    assert set(noise(document)) == {"SỞ NỘI VỤ", "ĐẾN", "Số: 812", "Ngày: 09/4/2021"}
    assert "Số: 5/KH-UBND" in document.text


def test_running_heads_and_marginal_notes_are_noise_and_a_number_that_ends_a_sentence_is_not():
    pages = []
    for number in (1, 2, 3):
        words = line("Công báo tỉnh A", 85, 30, size=9) + body(10, 100)
        words += body(10, 100 + 10 * LEADING)[:-2] + line("2025.", LEFT, 100 + 19 * LEADING)
        pages.append(page(words + centred(str(number), MIDDLE, 800), number))
    scrawl = line("xem lại", 20, 300)
    document = composed(replace(pages[0], words=(*pages[0].words, *scrawl)), *pages[1:])
    assert sorted(noise(document)) == sorted(["Công báo tỉnh A"] * 3 + ["1", "2", "3", "xem lại"])
    assert document.text.count("2025.") == 3


def test_turned_text_is_noise():
    turned = line("LƯU", 40, 400)[0]._replace(upright=False, top=300.0, bottom=420.0, x1=52.0)
    assert noise(composed(page([*body(8, 100), turned]))) == ["LƯU"]


def test_a_symbol_broken_at_its_hyphen_is_written_together():
    words = body(5, 100)[:-2] + line("theo Chỉ thị của Ủy ban nhân dân tỉnh, số ngày 04/CT-", LEFT, 164, right=RIGHT)
    words += line("UBND ngày 12/10/2018.", LEFT, 180)
    document = composed(page(words))
    assert "04/CT-UBND\nngày 12/10/2018." in document.text


def test_pages_without_a_word_are_no_text():
    with pytest.raises(NoTextFound, match="2 pages"):
        composed(page([], 1), page([], 2))


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 500), st.integers(0, 780), st.text("aăâbcđê1.-|Số", min_size=1, max_size=6)),
            max_size=40,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_every_word_is_in_the_text_once_and_its_box_is_found(scattered):
    pages = [
        page([w for x, y, text in words for w in line(text, x, y + 20)], number, grid(XS, YS))
        for number, words in enumerate(scattered, 1)
    ]
    sent = sorted((p.number, w.text, round(w.x0, 1)) for p in pages for w in p.words)
    if not sent:
        return
    document = composed(*pages)
    columns = document.words
    assert columns is not None
    spans = [Span(a, b) for a, b in zip(columns.start, columns.end, strict=True)]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    found = [(columns.page[k], s.of(document.text), columns.x0[k]) for k, s in enumerate(spans)]
    assert sorted(found) == sent
    assert all(document.locate(s)[0] == columns.box(k) for k, s in enumerate(spans))
    assert all(b.x1 <= WIDTH + 80 and b.bottom <= HEIGHT for k in range(len(columns)) for b in [columns.box(k)])


def scattered(kind, count):
    for k in range(count):
        x, y = (k * 37) % 560, (k * 53) % 800
        if kind == "watermarks":
            yield SeenWord("ab", x, 0.0, x + 0.5, HEIGHT, size=10)
        elif kind == "stairs":
            yield SeenWord("ab", (k % 2) * 300.0, k * 0.2, (k % 2) * 300.0 + 20, k * 0.2 + 1, size=1)
        else:
            yield SeenWord("ab", x, y, x + 10, y + 10, size=10)


@pytest.mark.parametrize("kind", ["watermarks", "stairs", "strewn"])
def test_a_page_strewn_with_words_takes_no_long_time(kind):
    start = time.process_time()
    composed(page(list(scattered(kind, 3000))))
    assert time.process_time() - start < 5


def test_a_page_full_of_lines_is_a_drawing_and_takes_no_long_time():
    start = time.process_time()
    lines = [4.0 * k for k in range(140)]
    document = composed(page(body(8, 100), rulings=grid(lines, lines)))
    assert not document.tables
    assert time.process_time() - start < 5


def test_a_typed_rule_belongs_to_the_columns_it_stands_in():
    rows = [*HEADER[:2], ("————", "————————"), HEADER[2]]
    words = [w for k, row in enumerate(rows) for w in centred(row[0], 150, 60 + 16 * k)]
    words += [w for k, row in enumerate(rows) for w in centred(row[1], 410, 60 + 16 * k)]
    found = composed(page([*words, *centred("KẾ HOẠCH", MIDDLE, 156, bold=True), *body(6, 190)])).text.split("\n\n")
    assert found[:2] == ["\n".join(left for left, _ in rows), "\n".join(right for _, right in rows)]


def test_the_type_of_the_document_is_of_no_column_of_the_header_even_where_it_stands_at_the_left_margin():
    left = [*(left for left, _ in HEADER), "Hỏa tốc", "Sao gửi các đơn vị"]
    words = [w for k, text in enumerate(left) for w in line(text, LEFT, 60 + 16 * k)]
    words += [w for k, row in enumerate(HEADER) for w in line(row[1], 310, 60 + 16 * k)]
    words += line("KẾ HOẠCH", LEFT, 60 + 16 * len(left), bold=True)
    found = composed(page([*words, *body(6, 190)])).text.split("\n\n")
    assert found[:3] == ["\n".join(left), "\n".join(right for _, right in HEADER), "KẾ HOẠCH"]


def test_a_stamp_of_incoming_mail_beside_the_subject_is_noise_and_the_symbol_above_it_is_not():
    words = [w for k, row in enumerate(HEADER) for w in centred(row[0], 150, 60 + 16 * k)]
    words += [w for k, row in enumerate(HEADER) for w in centred(row[1], 410, 60 + 16 * k)]
    words += centred("KẾ HOẠCH", MIDDLE, 124, bold=True) + centred(
        "Phát động phong trào thi đua", MIDDLE, 142, bold=True
    )
    stamp = ["CÔNG VĂN ĐẾN", "Số: 913", "Ngày: 26/8/2021", "Chuyển: Phòng TH"]
    words += [w for k, text in enumerate(stamp) for w in line(text, 60, 118 + 12 * k, size=9)]
    document = composed(page([*words, *body(6, 180)]))
    assert noise(document) == stamp
    assert "Phát động phong trào thi đua" in paragraphs(document)
    assert "Số: 12/KH-PNV" in document.text
