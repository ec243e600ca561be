"""A report as a workbook, read back by another program."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image

from models.errors import UsageError
from pipeline.report import xlsx
from pipeline.report.types import (
    Bullet,
    Bullets,
    Cell,
    Chart,
    Line,
    Mark,
    Paragraph,
    Report,
    Row,
    Run,
    Section,
    Signing,
    Status,
    Table,
)

HEADER = 2
"""The header row of a table's sheet, as people count."""


def line(text: str, mark: Mark = Mark.PLAIN) -> Line:
    return Line(runs=(Run(text=text, mark=mark),))


def cell(text: str, **said: Any) -> Cell:
    return Cell(lines=(line(text),), **said)


def png() -> bytes:
    out = BytesIO()
    Image.new("L", (300, 90), 200).save(out, "PNG", dpi=(288, 288))
    return out.getvalue()


MATRIX = Table(
    caption="Tiêu chuẩn",
    header=("Yêu cầu", "108/KH-UBND", "118/KH-UBND"),
    rows=(
        Row(cells=(cell("Tập thể"),), is_group=True),
        Row(
            cells=(
                cell("Trang phục", identity="f1"),
                cell("mặc trang phục gọn gàng", status=Status.FIRST, source="V/1, tr. 3"),
                Cell(
                    lines=(
                        Line(
                            runs=(
                                Run(text="mặc "),
                                Run(text="áo dài", mark=Mark.ADDED),
                                Run(text=" trang phục", mark=Mark.DROPPED),
                                Run(text=" huyện An Biên", mark=Mark.FOLLOWS),
                            )
                        ),
                        line("dòng hai"),
                    ),
                    status=Status.CHANGED,
                    note="chặt hơn",
                    source="II/2, tr. 5",
                ),
            )
        ),
        Row(cells=(cell("Cá nhân"),), is_group=True),
        Row(cells=(cell("Giờ giấc"), cell("đúng giờ", status=Status.FIRST), Cell(status=Status.SILENT))),
    ),
    widths=(0.2, 0.4, 0.4),
)
SOURCES = Table(
    caption="Nguồn",
    header=("Kế hoạch", "Tệp"),
    rows=(Row(cells=(cell("118/KH-UBND"), cell("an-bien.txt"))), Row(cells=(cell("108/KH-UBND"), cell("ca-mau.txt")))),
    widths=(0.5, 0.5),
)


def report(*sections: Section, **said: Any) -> Report:
    given: dict[str, Any] = {
        "language": "vi",
        "title": "BÁO CÁO",
        "subject": "So sánh tiêu chuẩn",
        "scope": (line("Hai kế hoạch."),),
        "made": date(2026, 11, 21),
        "sections": sections,
    }
    return Report(**given | said)


WHOLE = report(
    Section(
        name="findings",
        title="Điểm cần chú ý",
        blocks=(
            Paragraph(line=line("Theo thứ tự quan trọng.")),
            Bullets(
                items=(Bullet(line=line("Hạn muộn hơn."), label="Nặng", details=(line("“tháng 10”", Mark.MUTED),)),)
            ),
            Chart(caption="Mốc thời gian.", svg="<svg/>", png=png(), text="108: sơ kết năm 2022."),
        ),
    ),
    Section(name="criteria", title="Tiêu chuẩn: so sánh/đối chiếu [hai kế hoạch]", blocks=(MATRIX,), wide=True),
    Section(name="sources", title="Nguồn", blocks=(SOURCES,)),
    signing=Signing(body="SỞ NỘI VỤ"),
)


def opened(of: Report, *, rich: bool = False) -> Workbook:
    return load_workbook(BytesIO(xlsx.content(of)), rich_text=rich)


def rows(sheet: Worksheet) -> list[list[Any]]:
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=HEADER)]


def texts(sheet: Worksheet) -> list[str]:
    return [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]


def test_the_first_sheet_tells_what_the_report_is_and_leads_to_the_tables() -> None:
    book = opened(WHOLE)
    first = book.worksheets[0]
    said = texts(first)
    for part in ("SỞ NỘI VỤ", "BÁO CÁO", "So sánh tiêu chuẩn", "Hai kế hoạch.", "ngày 21 tháng 11 năm 2026"):
        assert part in said
    assert said.index("Điểm cần chú ý") < said.index("Nặng") < said.index("Hạn muộn hơn.") < said.index("“tháng 10”")
    links = [c.hyperlink.location for row in first.iter_rows() for c in row if c.hyperlink]
    names = {name.split("!")[0].strip("'") for name in links}
    assert names == set(book.sheetnames[1:])


def test_a_section_with_a_table_has_a_sheet_of_its_name() -> None:
    names = opened(WHOLE).sheetnames
    assert all(len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)
    assert len(names) == 3
    assert names[1].startswith("Tiêu chuẩn so sánh")


def test_status_words_and_place_stand_in_columns_of_their_own() -> None:
    head, first, second = rows(opened(WHOLE).worksheets[1])
    assert head == [
        "Nhóm",
        "Yêu cầu",
        "108/KH-UBND – so sánh",
        "108/KH-UBND",
        "108/KH-UBND – nguồn",
        "118/KH-UBND – so sánh",
        "118/KH-UBND",
        "118/KH-UBND – nguồn",
    ]
    assert first[:5] == ["Tập thể", "Trang phục", "nêu đầu tiên", "mặc trang phục gọn gàng", "V/1, tr. 3"]
    assert first[5] == "khác nội dung · chặt hơn"
    assert first[6] == "mặc áo dài trang phục huyện An Biên\ndòng hai"
    assert second == ["Cá nhân", "Giờ giấc", "nêu đầu tiên", "đúng giờ", None, "không nêu", None, None]


def test_marks_are_seen_without_colour() -> None:
    sheet = opened(WHOLE, rich=True).worksheets[1]
    rich = sheet.cell(HEADER + 1, 7).value
    assert isinstance(rich, CellRichText)
    looks = {b.text.strip(): b.font for b in rich if isinstance(b, TextBlock)}
    added, dropped, follows = (looks[t] for t in ("áo dài", "trang phục", "huyện An Biên"))
    assert added.b
    assert added.u
    assert dropped.strike
    assert follows.i
    first = opened(WHOLE).worksheets[0]
    assert any("thêm" in t and "bỏ" in t for t in texts(first)), "the marks are explained"


def test_each_table_is_filtered_frozen_and_printed_with_its_header() -> None:
    for sheet in opened(WHOLE).worksheets[1:]:
        assert sheet.auto_filter.ref
        assert sheet.auto_filter.ref.startswith(f"A{HEADER}:")
        assert re.fullmatch(rf"[A-H]{HEADER + 1}", sheet.freeze_panes)
        assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.fitToWidth in (1, None)
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.oddFooter.right.text == "&P/&N"
        for head in sheet[HEADER]:
            assert head.font.b
            assert head.alignment.wrap_text
            assert sheet.column_dimensions[head.column_letter].width >= 8


def test_a_source_leads_to_where_the_plan_is_told_in_full() -> None:
    book = opened(WHOLE)
    sheet, sources = book.worksheets[1], book.worksheets[2]
    for column, plan in ((5, "108/KH-UBND"), (8, "118/KH-UBND")):
        where = sheet.cell(HEADER + 1, column).hyperlink.location
        name, at = where.rsplit("!", 1)
        assert name.strip("'") == sources.title
        assert sources[at].value == plan


def test_tables_of_one_section_stand_on_sheets_of_their_own() -> None:
    other = MATRIX.model_copy(update={"caption": "Chỉ tiêu"})
    book = opened(report(Section(name="criteria", title="Khen thưởng", blocks=(MATRIX, other, other))))
    assert book.sheetnames == ["Tổng quan", "Khen thưởng", "Chỉ tiêu", "Chỉ tiêu (2)"]
    assert all(sheet.auto_filter.ref for sheet in book.worksheets[1:])


def test_a_chart_is_a_picture_with_words_for_who_cannot_see_it() -> None:
    content = xlsx.content(WHOLE)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        assert [parts.read(n) for n in parts.namelist() if n.endswith(".png")] == [png()]
        assert "108: sơ kết năm 2022." in parts.read("xl/drawings/drawing1.xml").decode()
    assert "Mốc thời gian." in texts(load_workbook(BytesIO(content)).worksheets[0])


@pytest.mark.parametrize("picture", [b"", b"no picture", png()[:40]])
def test_a_chart_without_a_picture_is_told_in_words(picture: bytes) -> None:
    chart = Chart(caption="Mốc.", svg="<svg/>", png=picture, text="108: sơ kết năm 2022.")
    said = texts(opened(report(Section(name="timeline", title="Mốc", blocks=(chart,)))).worksheets[0])
    assert "108: sơ kết năm 2022." in said


DANGEROUS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "http://a.vn",
    "<r>x</r>",
    "0123",
    "1e5",
    "TRUE",
]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_text_becomes_anything_else(text: str) -> None:
    table = Table(caption=text, header=(text,), rows=(Row(cells=(cell(text, source=text),)),), widths=(1,))
    book = load_workbook(BytesIO(xlsx.content(report(Section(name="x", title=text, blocks=(table,)), title=text))))
    found = [c for sheet in book.worksheets for row in sheet.iter_rows() for c in row if c.value is not None]
    assert {c.data_type for c in found} <= {"s", "inlineStr"}
    sheet = book.worksheets[1]
    assert sheet.cell(HEADER + 1, 1).value == text
    assert not sheet.cell(HEADER + 1, 1).hyperlink


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=60), st.sampled_from(Mark)), max_size=6), st.text(max_size=80))
def test_any_words_come_back(pieces: list[tuple[str, Mark]], title: str) -> None:
    runs = tuple(Run(text=text, mark=mark) for text, mark in pieces)
    table = Table(caption="c", header=("h",), rows=(Row(cells=(Cell(lines=(Line(runs=runs),)),)),), widths=(1,))
    book = opened(report(Section(name="x", title=title, blocks=(table,))))
    plain = re.compile(r"[^\w .,;:=+@<>&/-]")
    said = str(book.worksheets[1].cell(HEADER + 1, 1).value or "")
    assert plain.sub("", said).split() == plain.sub("", "".join(text for text, _ in pieces)).split()


@pytest.mark.parametrize("letter", ["ế", "😀"])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter: str) -> None:
    table = Table(caption="c", header=("h",), rows=(Row(cells=(cell(letter * 40_000),)),), widths=(1,))
    said = opened(report(Section(name="x", title="t", blocks=(table,)))).worksheets[1].cell(HEADER + 1, 1).value
    assert len(said.encode("utf-16-le")) // 2 <= 32_767
    left_out = int(re.search(r"còn (\d+) ký tự", said)[1])
    assert said.count(letter) + left_out == 40_000


def test_more_rows_than_a_sheet_takes_go_on_in_a_next_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 10)
    many = tuple(Row(cells=(cell(f"dòng {k}"),)) for k in range(25))
    table = Table(caption="Bảng dài", header=("Yêu cầu",), rows=many, widths=(1,))
    book = opened(report(Section(name="x", title="Bảng", blocks=(table,))))
    assert book.sheetnames[1:] == ["Bảng", "Bảng (2)", "Bảng (3)"]
    found = [row[0] for sheet in book.worksheets[1:] for row in rows(sheet)[1:]]
    assert found == [f"dòng {k}" for k in range(25)]


def test_tables_without_rows_and_groups_without_rows_are_kept() -> None:
    empty = MATRIX.model_copy(update={"rows": ()})
    lone = MATRIX.model_copy(update={"rows": (Row(cells=(cell("Tập thể"),), is_group=True),)})
    book = opened(report(Section(name="x", title="A", blocks=(empty, lone))))
    assert rows(book.worksheets[1])[0] == list(MATRIX.header)
    assert rows(book.worksheets[2])[1][0] == "Tập thể"


def test_a_row_too_long_for_its_table_is_an_error() -> None:
    table = Table(caption="c", header=("h",), rows=(Row(cells=(cell("a"), cell("b"))),), widths=(1,))
    with pytest.raises(ValueError, match="2 cells"):
        xlsx.content(report(Section(name="x", title="t", blocks=(table,))))


def test_equal_reports_give_equal_bytes() -> None:
    assert xlsx.content(WHOLE) == xlsx.content(WHOLE)


def test_english_reports_speak_english() -> None:
    english = opened(WHOLE.model_copy(update={"language": "en"}))
    assert english.sheetnames[0] == "Overview"
    assert rows(english.worksheets[1])[0][0] == "Group"


def test_it_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "báo cáo.xlsx"
    file.write_bytes(b"older")
    bad = Table(caption="c", header=("h",), rows=(Row(cells=(cell("a"), cell("b"))),), widths=(1,))
    with pytest.raises(ValueError, match="cells"):
        xlsx.write(report(Section(name="x", title="t", blocks=(bad,))), file)
    assert file.read_bytes() == b"older"
    xlsx.write(WHOLE, file)
    assert load_workbook(file).sheetnames[0] == "Tổng quan"
    with pytest.raises(UsageError):
        xlsx.write(WHOLE, tmp_path / "none" / "r.xlsx")
    with pytest.raises(UsageError):
        xlsx.write(WHOLE, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [file.name]
