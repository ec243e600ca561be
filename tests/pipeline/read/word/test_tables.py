"""Tables: their grid, merged cells once, and the columns of the form that are no tables."""

from __future__ import annotations

import pytest

from models.document import Document
from tests.pipeline.read.word.parcel import abstract, blocks, level, listed, num, p, read, tbl, tc, tr

WIDE = '<w:gridSpan w:val="2"/>'
FIRST, NEXT = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def grid(document: Document) -> list[list[tuple[str, int, int, int]]]:
    (table,) = document.tables
    return [[(c.span.of(document.text), c.column, c.columns, c.rows) for c in row.cells] for row in table.rows]


def test_a_table_stands_in_its_place() -> None:
    document = read(p("Trước") + tbl(tr("STT", "Nội dung"), tr("1", "Phát động")) + p("Sau"))
    assert blocks(document) == ["Trước", "| STT | Nội dung |\n| 1 | Phát động |", "Sau"]
    (table,) = document.tables
    assert table.span.of(document.text) == "| STT | Nội dung |\n| 1 | Phát động |"
    assert table.heading_rows == 0


def test_merged_cells_stand_once() -> None:
    document = read(
        tbl(
            tr(tc("STT", FIRST), tc("Thời gian", WIDE)),
            tr(tc("bị che", NEXT), "Sáng", "Chiều"),
            tr("1", "Văn phòng", ""),
        )
    )
    assert grid(document) == [
        [("STT", 0, 1, 2), ("Thời gian", 1, 2, 1)],
        [("Sáng", 1, 1, 1), ("Chiều", 2, 1, 1)],
        [("1", 0, 1, 1), ("Văn phòng", 1, 1, 1), ("", 2, 1, 1)],
    ]
    assert document.text == "| STT | Thời gian |\n| Sáng | Chiều |\n| 1 | Văn phòng | |"
    (table,) = document.tables
    covered = table.at(1, 0)
    assert covered is not None
    assert covered.span.of(document.text) == "STT"


def test_cells_merged_over_many_rows_and_columns() -> None:
    both = WIDE + FIRST
    document = read(
        tbl(
            tr("STT", "a", "b"),
            tr(tc("khối", both), "c"),
            tr(tc("", WIDE + NEXT), "d"),
            tr(tc("", WIDE + NEXT), "e"),
            tr(tc("khác", both), "g"),
        )
    )
    assert [row[0] for row in grid(document)] == [
        ("STT", 0, 1, 1),
        ("khối", 0, 2, 3),
        ("d", 2, 1, 1),
        ("e", 2, 1, 1),
        ("khác", 0, 2, 1),
    ]


def test_heading_rows_are_those_that_the_file_marks() -> None:
    marked = "<w:tblHeader/>"
    document = read(tbl(tr("STT", "Nội dung", properties=marked), tr("(1)", "(2)", properties=marked), tr("1", "a")))
    assert document.tables[0].heading_rows == 2


def test_a_cell_holds_its_paragraphs_as_lines_and_its_own_numbers() -> None:
    numbering = abstract(level(0, "%1")) + num()
    rows = [tr(tc(listed("")), tc(p("Một") + p() + p("hai"))), tr(tc(listed("")), "Ba")]
    document = read(tbl(tr("STT", "Nội dung"), *rows), numbering=numbering)
    assert document.text == "| STT | Nội dung |\n| 1 | Một\nhai |\n| 2 | Ba |"
    assert grid(document)[1] == [("1", 0, 1, 1), ("Một\nhai", 1, 1, 1)]
    assert [span.of(document.text) for span in document.generated] == ["1", "2"]


def test_places_before_the_first_cell_are_left_out() -> None:
    document = read(tbl(tr("STT", "a", "b"), tr("x", "y", properties='<w:gridBefore w:val="1"/>')))
    assert [cell[1] for cell in grid(document)[1]] == [1, 2]


def test_a_table_in_a_cell_is_lines_of_it() -> None:
    inner = tbl(tr("a", "b"), tr("c", "d"))
    document = read(tbl(tr("STT", "Nội dung"), tr("1", tc(p("gồm:") + inner + p()))))
    assert grid(document)[1][1][0] == "gồm:\na\tb\nc\td"


def test_rows_and_cells_in_content_controls() -> None:
    wrapped = f"<w:sdt><w:sdtPr/><w:sdtContent>{tr('1', 'a')}</w:sdtContent></w:sdt>"
    assert len(grid(read(tbl(tr("STT", "Nội dung"), wrapped)))) == 2


LEFT = p("UBND TỈNH A") + p("Số: 5/KH-UBND")
RIGHT = p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc") + p("A, ngày 5 tháng 3 năm 2024")
HEADER = [
    "UBND TỈNH A\nSố: 5/KH-UBND",
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nA, ngày 5 tháng 3 năm 2024",
]
NOT_DRAWN = (
    "<w:tcBorders>" + "".join(f'<w:{s} w:val="nil"/>' for s in ("top", "start", "bottom", "end")) + ("</w:tcBorders>")
)


@pytest.mark.parametrize(
    "table",
    [
        tbl(tr(tc(LEFT), tc(RIGHT)), ruled=False),
        tbl(tr(tc(LEFT), tc(RIGHT)), ruled=True),
        tbl(tr(tc(LEFT, NOT_DRAWN), tc(RIGHT, NOT_DRAWN)), ruled=True),
        tbl(
            tr("UBND TỈNH A", tc(p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc"))),
            tr("Số: 5/KH-UBND", "A, ngày 5 tháng 3 năm 2024"),
            ruled=False,
        ),
    ],
)
def test_the_header_of_the_form_is_two_columns(table: str) -> None:
    document = read(table + p("KẾ HOẠCH"))
    assert document.tables == ()
    assert blocks(document) == [*HEADER, "KẾ HOẠCH"]


def test_the_closing_of_the_form_is_two_columns() -> None:
    left = p("Nơi nhận:") + p("- Như trên;") + p("- Lưu: VT.")
    right = p("TM. ỦY BAN NHÂN DÂN") + p("CHỦ TỊCH") + p() + p("Trần Văn A")
    document = read(p("Hết./.") + tbl(tr(tc(left), tc(right)), ruled=False))
    assert document.tables == ()
    assert blocks(document)[1:] == [
        "Nơi nhận:\n- Như trên;\n- Lưu: VT.",
        "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn A",
    ]


def test_a_table_of_tasks_without_lines_stays_a_table() -> None:
    assert len(read(tbl(tr("STT", "Nội dung"), tr("1", "a"), tr("2", "b"), ruled=False)).tables) == 1


def test_a_table_style_draws_lines() -> None:
    styles = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
        '<w:top w:val="single"/><w:left w:val="single"/></w:tblBorders></w:tblPr></w:style>'
    )
    table = f'<w:tbl><w:tblPr><w:tblStyle w:val="{{}}"/></w:tblPr>{tr("Một đoạn.", "Đoạn khác.")}</w:tbl>'
    assert len(read(table.format("Grid"), styles=styles).tables) == 1
    assert read(table.format("None"), styles=styles).tables == ()


def test_a_frame_around_a_text_is_no_table() -> None:
    document = read(tbl(tr(tc(p("Toàn văn") + p("của một thông báo")))))
    assert document.tables == ()
    assert blocks(document) == ["Toàn văn", "của một thông báo"]


@pytest.mark.parametrize("nested", [True, False], ids=["tables within one cell", "rows of one table"])
def test_a_page_set_as_a_table_keeps_its_paragraphs(nested: bool) -> None:
    header = tr("ỦY BAN NHÂN DÂN", p("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM") + p("Độc lập - Tự do - Hạnh phúc"))
    body = p("KẾ HOẠCH") + p("I. MỤC ĐÍCH")
    closing = tr(p("Nơi nhận:") + p("- Lưu: VT."), p("CHỦ TỊCH") + p("Trần Văn A"))
    if nested:
        page = tbl(tr(tc(tbl(header, ruled=False) + body + tbl(closing, ruled=False))), ruled=False)
    else:
        page = tbl(header, tr(tc(body, '<w:gridSpan w:val="2"/>')), closing, ruled=False)
    assert blocks(read(page)) == [
        "ỦY BAN NHÂN DÂN",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc",
        "KẾ HOẠCH",
        "I. MỤC ĐÍCH",
        "Nơi nhận:\n- Lưu: VT.",
        "CHỦ TỊCH\nTrần Văn A",
    ]
