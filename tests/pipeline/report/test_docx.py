"""A report as a Word document: the decree's form, real structure, everything said, nothing lost."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import RawFile
from models.errors import UsageError
from pipeline import messages
from pipeline.read.formats import DOCX
from pipeline.read.word import read_docx
from pipeline.report import docx
from pipeline.report import docx_measure as measure
from pipeline.report.shown import fit
from pipeline.report.types import Cell, Line, Mark, Paragraph, Report, Row, Run, Section, Signing, Status, Table
from tests.pipeline.report import contents
from tests.pipeline.report.word_samples import W, of_table, opened, part, report, text_of, texts, value

MM = 36_000  # English Metric Units


@pytest.fixture(scope="module")
def content() -> bytes:
    return docx.made(report())


@pytest.fixture(scope="module")
def document(content: bytes) -> Any:
    return opened(content)


# The form (Nghị định 30/2020/NĐ-CP, Phụ lục I)


def test_pages_and_margins_are_those_of_the_decree(document: Any) -> None:
    assert [s.orientation for s in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.PORTRAIT,
    ]
    for section in document.sections:
        sides = sorted(round(side / MM) for side in (section.page_width, section.page_height))
        assert sides == [210, 297]
        assert section.page_width > section.page_height or section.orientation == WD_ORIENT.PORTRAIT
        assert 20 <= section.top_margin / MM <= 25.1
        assert 20 <= section.bottom_margin / MM <= 25.1
        assert 29.9 <= section.left_margin / MM <= 35.1
        assert 14.9 <= section.right_margin / MM <= 20.1


SIZES = {
    "Quốc hiệu": (12, 13, "bold caps"),
    "Tiêu ngữ": (13, 14, "bold"),
    "Cơ quan chủ quản": (12, 13, "caps"),
    "Cơ quan ban hành": (12, 13, "bold caps"),
    "Số, ký hiệu": (13, 13, ""),
    "Địa danh, thời gian": (13, 14, "italic"),
    "Title": (13, 14, "bold caps"),
    "Subtitle": (13, 14, "bold"),
    "Body Text": (13, 14, ""),
    "Quyền hạn, chức vụ": (13, 14, "bold caps"),
    "Họ và tên": (13, 14, "bold"),
    "Nơi nhận": (12, 12, "bold italic"),
    "Nơi nhận (liệt kê)": (11, 11, ""),
    "Header": (13, 14, ""),
}


@pytest.mark.parametrize("name", SIZES)
def test_type_is_of_the_size_and_cut_that_the_decree_sets(name: str, content: bytes) -> None:
    least, most, cut = SIZES[name]
    styles = part(content, "word/styles.xml")
    style = next(s for s in styles.iter(f"{W}style") if s.find(f"{W}name").get(qn("w:val")).lower() == name.lower())
    letters = style.find(f"{W}rPr")
    default = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    size = letters.find(f"{W}sz") if letters.find(f"{W}sz") is not None else default.find(f"{W}sz")
    assert least <= int(size.get(qn("w:val"))) / 2 <= most
    told = {"bold": "b", "italic": "i", "caps": "caps"}
    assert {tag for tag in told.values() if letters.find(f"{W}{tag}") is not None} == {told[c] for c in cut.split()}
    assert default.find(f"{W}rFonts").get(qn("w:ascii")) == "Times New Roman"
    assert default.find(f"{W}lang").get(qn("w:val")) == "vi-VN"


def test_the_page_number_is_in_the_top_margin_but_of_the_first_page(document: Any) -> None:
    first, *others = document.sections
    assert first.different_first_page_header_footer
    assert first.first_page_header.is_linked_to_previous  # there is none
    number = first.header.paragraphs[0]
    assert "PAGE" in number._p.xml
    assert number.style.name == "Header"
    assert number.style.paragraph_format.alignment == 1
    for section in others:
        assert section.header.is_linked_to_previous
        assert not section.different_first_page_header_footer
        assert section._sectPr.find(qn("w:pgNumType")) is None  # it counts on


def test_the_head_says_who_where_and_when() -> None:
    said = texts(part(docx.made(report()), "word/document.xml"))
    assert [text for text in said if text][:8] == [
        "UBND tỉnh Cà Mau",
        "Sở Nội vụ",
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 12/BC-SNV",
        "Cà Mau, ngày 05 tháng 02 năm 2026",
        "Báo cáo",
        "So sánh kế hoạch thi đua của ba địa phương",
    ]


def test_the_signature_comes_before_the_appendix() -> None:
    said = texts(part(docx.made(report()), "word/document.xml"))
    end = said.index("Trên đây là nội dung báo cáo./.")
    assert [text for text in said[end + 1 :] if text][:7] == [
        "Nơi nhận:",
        "- UBND tỉnh (b/c);",
        "- Lưu: VT.",
        "KT. Giám đốc",
        "Phó Giám đốc",
        "Nguyễn Văn A",
        "Phụ lục",
    ]


def test_what_is_not_configured_is_left_to_be_filled_by_hand() -> None:
    said = texts(part(docx.made(report(signing=Signing())), "word/document.xml"))
    head = [text for text in said if text][:6]
    assert set(head[0]) == set(head[1]) == {"…"}
    assert re.fullmatch(r"Số: +/BC-…+", head[4])
    assert re.fullmatch(r"…+, ngày 05 tháng 02 năm 2026", head[5])
    end = said.index("Trên đây là nội dung báo cáo./.")
    assert [text.strip("-;. ") for text in said[end + 1 : -1] if "…" in text] == ["…" * 12] * 4


def test_a_title_that_names_no_report_stands_below_the_kind() -> None:
    said = [t for t in texts(part(docx.made(report(title="So sánh ba kế hoạch")), "word/document.xml")) if t]
    assert said[6:8] == ["Báo cáo", "So sánh ba kế hoạch"]


def test_it_speaks_the_language_of_the_report_and_not_of_the_screen() -> None:
    assert messages.language() == "vi"
    made = docx.made(report(language="en", title="Report"))
    said = [t for t in texts(part(made, "word/document.xml")) if t]
    assert "Socialist Republic of Viet Nam" in said
    assert "Cà Mau, 05 February 2026" in said
    assert not any("Nơi nhận" in text for text in said)
    assert opened(made).core_properties.language == "en-GB"


# Structure


def test_headings_are_headings(document: Any) -> None:
    found = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert found == [("Heading 1", section.title) for section in report().sections]
    numbered = [bool(p._p.xpath("w:pPr/w:numPr")) for p in document.paragraphs if p.style.name == "Heading 1"]
    assert numbered == [True, True, True, False]  # the appendix is not


def test_titles_with_numbers_of_their_own_get_no_others() -> None:
    sections = (Section(name="a", title="I. Một", blocks=()), Section(name="b", title="II. Hai", blocks=()))
    body = part(docx.made(report(sections=sections)), "word/document.xml")
    assert not list(body.iter(f"{W}numPr"))


def test_findings_are_a_real_list(document: Any) -> None:
    items = [p.text for p in document.paragraphs if p.style.name == "List Bullet"]
    assert items == ["Nặng: An Biên: hạn báo cáo muộn hơn cấp tỉnh", "Nhẹ: số mục II lặp lại", "Một việc không có mức."]
    assert document.styles["List Bullet"].element.xpath("w:pPr/w:numPr/w:numId/@w:val") == ["1"]


def test_properties_say_what_it_is(document: Any) -> None:
    about = document.core_properties
    assert about.title == "Báo cáo: So sánh kế hoạch thi đua của ba địa phương"
    assert (about.author, about.language) == ("Sở Nội vụ", "vi-VN")
    assert about.created == about.modified == datetime(2026, 2, 5, tzinfo=UTC)


def test_pictures_have_words_fit_the_page_and_have_ids_of_their_own(document: Any) -> None:
    abouts = document.element.body.xpath(".//wp:docPr")
    assert [about.get("descr") for about in abouts] == ["Sơ kết: tháng 6 năm 2022"] * 2
    assert len({about.get("id") for about in abouts}) == 2
    for shape in document.inline_shapes:
        assert shape.width <= 165 * MM
        assert shape.height <= 257 * MM
    first, second = document.inline_shapes
    assert first.width / first.height == pytest.approx(3, rel=0.01)
    assert second.height / second.width == pytest.approx(5, rel=0.01)


# Tables


def rows_of(made: bytes) -> list[Any]:
    """The rows of all tables with a grid: not those that only lay out."""
    body = part(made, "word/document.xml")
    return [r for t in body.iter(f"{W}tbl") if t.find(f"{W}tblPr/{W}tblStyle") is not None for r in t.iter(f"{W}tr")]


def test_heading_rows_are_repeated_and_widths_are_those_asked() -> None:
    made = docx.made(of_table(contents.MATRIX, wide=True))
    rows = rows_of(made)
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in rows] == [True, *[False] * len(contents.MATRIX.rows)]
    assert texts(rows[0]) == list(contents.MATRIX.header)
    grid = [int(value(c, "w:w") or 0) for c in rows[0].getparent().iter(f"{W}gridCol")]
    assert sum(grid) == pytest.approx(252 / 25.4 * 1440, abs=2)
    assert [width / sum(grid) for width in grid] == pytest.approx(contents.MATRIX.widths, abs=0.005)


def test_short_rows_stay_whole_and_only_those() -> None:
    long = contents.cell(contents.LONG * 30)
    table = contents.MATRIX.model_copy(update={"rows": (*contents.MATRIX.rows[:2], contents.row(9, long, long, long))})
    whole = [r.find(f"{W}trPr/{W}cantSplit") is not None for r in rows_of(docx.made(of_table(table)))]
    assert whole == [True, True, True, False]


def test_a_group_spans_the_table_and_stays_with_its_first_row() -> None:
    group = rows_of(docx.made(of_table(contents.MATRIX)))[1]
    assert group.find(f"{W}tc/{W}tcPr/{W}gridSpan").get(qn("w:val")) == "4"
    style = group.find(f"{W}tc/{W}p/{W}pPr/{W}pStyle").get(qn("w:val"))
    styles = part(docx.made(of_table(contents.MATRIX)), "word/styles.xml")
    named = {s.get(qn("w:styleId")): s for s in styles.iter(f"{W}style")}
    assert named[style].find(f"{W}pPr/{W}keepNext") is not None


def test_a_cell_says_its_status_in_a_word_and_a_sign_then_the_words_then_the_place() -> None:
    made = docx.made(contents.of_cells(contents.CHANGED, Cell(status=Status.SILENT), Cell(status=Status.NOT_READ)))
    cells = [texts(c) for c in rows_of(made)[1].iter(f"{W}tc")]
    assert cells[0] == [
        "≠ khác nội dung · chặt hơn",
        "giảm ít nhất 10%15% chi phí của huyện",
        "II~2/1/1.2/a/-1, tr. 3",
    ]
    assert [len(c) for c in cells[1:]] == [1, 1]
    assert cells[1][0] == "○ không nêu"
    assert cells[2][0] == "? không đọc được"


def test_a_table_of_too_many_columns_is_set_in_parts_that_name_their_rows() -> None:
    header = ("Yêu cầu", *(f"Kế hoạch {k}" for k in range(25)))
    row = Row(cells=tuple(contents.cell(f"{contents.LONG} {k}") for k in range(26)))
    table = Table(caption="Lớn", header=header, rows=(contents.group("Nhóm"), row), widths=())
    body = part(docx.made(of_table(table, wide=True)), "word/document.xml")
    tables = [t for t in body.iter(f"{W}tbl") if t.find(f"{W}tblPr/{W}tblStyle") is not None]
    assert len(tables) > 1
    seen = []
    for one in tables:
        first, group, own = one.iter(f"{W}tr")
        assert texts(first)[0] == "Yêu cầu"
        assert texts(group) == ["Nhóm"]
        assert texts(own)[0] == f"{contents.LONG} 0"
        seen += texts(own)[1:]
        assert min(int(value(c, "w:w") or 0) for c in one.iter(f"{W}gridCol")) >= 24 / 25.4 * 1440
        assert one.getnext().tag == f"{W}p"  # Word would join two tables that nothing parts
    assert seen == [f"{contents.LONG} {k}" for k in range(1, 26)]


def test_a_column_of_short_words_is_wide_enough_for_them_and_takes_no_more_than_it_needs() -> None:
    header = ("STT", *(f"Quý {k}" for k in range(1, 13)))
    rows = tuple(Row(cells=(contents.cell("1"), *(contents.cell("30/6/2025") for _ in range(12)))) for _ in range(3))
    table = Table(caption="Hẹp", header=header, rows=rows, widths=(0.01, *(0.99 / 12,) * 12))
    [own] = [r.getparent() for r in rows_of(docx.made(of_table(table, wide=True)))[:1]]
    widths = [int(value(c, "w:w") or 0) / 1440 * 25.4 for c in own.iter(f"{W}gridCol")]
    assert len(widths) == 13
    assert widths[0] >= measure.width("STT", 11) + 3
    assert min(widths[1:]) >= measure.width("30/6/2025", 9.5) + 3


def test_rows_that_lack_cells_or_have_more_lose_nothing() -> None:
    rows = (Row(cells=(contents.cell("một"),)), Row(cells=tuple(contents.cell(t) for t in ("hai", "ba", "bốn"))))
    made = docx.made(of_table(Table(caption="", header=("a", "b"), rows=rows, widths=(0.5, 0.5))))
    assert [texts(r) for r in rows_of(made)] == [["a", "b", ""], ["một", "", ""], ["hai", "ba", "bốn"]]


# Marks


def look(made: bytes, words: str) -> set[str]:
    """How the run of these words is set, by the properties of its character style."""
    body, styles = part(made, "word/document.xml"), part(made, "word/styles.xml")
    run = [r for r in body.iter(f"{W}r") if text_of(r) == words][-1]
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is None:
        return set()
    named = next(s for s in styles.iter(f"{W}style") if s.get(qn("w:styleId")) == style.get(qn("w:val")))
    return {child.tag.removeprefix(W) for child in named.find(f"{W}rPr")}


def test_marks_are_told_without_colour() -> None:
    made = docx.made(contents.of_cells(contents.CHANGED))
    assert look(made, "15%") == {"b", "u"}
    assert look(made, "10%") == {"strike"}
    assert look(made, "huyện") == {"i"}
    assert look(made, " chi phí của ") == set()


def test_the_key_explains_what_is_used_and_only_that() -> None:
    def key(of: Report) -> list[str]:
        return [t for t in texts(part(docx.made(of), "word/document.xml")) if t.startswith("Cách đọc:")]

    [said] = key(contents.of_cells(contents.CHANGED))
    assert said.endswith("≠ khác nội dung.")
    assert "không nêu" not in said
    for word in ("thêm", "bỏ", "tên gọi"):
        assert word in said
    assert key(contents.of_cells(contents.cell("chỉ lời"))) == []


# Any text


@pytest.mark.parametrize("text", contents.HOSTILE.values(), ids=contents.HOSTILE)
def test_a_text_of_strangers_is_text(text: str) -> None:
    made = docx.made(contents.of_cells(contents.cell(text, source=text)))
    assert texts(rows_of(made)[1]) == [fit(text), fit(text)]


lines = st.lists(st.tuples(st.text(max_size=30), st.sampled_from(Mark)), min_size=1, max_size=4).map(
    lambda runs: Line(runs=tuple(Run(text=text, mark=mark) for text, mark in runs))
)


@settings(max_examples=30, deadline=None)
@given(lines, lines, lines)
def test_whatever_is_said_is_in_the_document_once(one: Line, two: Line, three: Line) -> None:
    table = Table(caption="Bảng", header=("Cột",), rows=(Row(cells=(Cell(lines=(two, three)),)),), widths=(1.0,))
    section = Section(name="only", title="Chỉ một", blocks=(Paragraph(line=one), table))
    said = texts(part(docx.made(report(sections=(section,))), "word/document.xml"))
    place = said.index("Chỉ một")
    found = [re.sub(r"\s", "", text) for text in said[place + 1 : place + 6]]
    assert found == [joined(one), "Bảng", "Cột", joined(two), joined(three)]


def joined(line: Line) -> str:
    """What a line says but for spaces: a dropped run is parted from its neighbours by some."""
    return re.sub(r"\s", "", "".join(fit(run.text) for run in line.runs))


def test_a_very_long_cell_is_kept_whole() -> None:
    text = "nghiêm chỉnh chấp hành " * 5_000
    assert texts(rows_of(docx.made(contents.of_cells(contents.cell(text))))[1]) == [text]


def test_our_own_reader_reads_it_in_order(content: bytes) -> None:
    raw = RawFile(content=content, media_type=DOCX, source="report.docx")
    read = re.sub(r"\s+", " ", read_docx(raw).text).casefold()
    place = 0
    for text in ("Phát hiện chính", "Tiêu chuẩn", contents.LONG, "Tiến độ", "Nơi nhận", "Phụ lục", contents.PLANS[2]):
        place = read.index(text.casefold(), place)


def test_an_empty_report_is_a_document() -> None:
    empty = Report(language="vi", title="Báo cáo", subject="", scope=(), made=date(2026, 1, 2), sections=())
    assert len(opened(docx.made(empty)).sections) == 1


# The package

ORDER = {
    "pPr": "pStyle keepNext keepLines widowControl numPr pBdr shd tabs spacing ind jc outlineLvl rPr sectPr",
    "rPr": "ins del rStyle rFonts b bCs i iCs caps strike color sz szCs u lang",
    "tblPr": "tblStyle tblW jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan shd vAlign",
    "sectPr": "headerReference type pgSz pgMar titlePg",
    "style": "name basedOn next qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle suff lvlText lvlJc pPr",
    "settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang decimalSymbol listSeparator",
}
"""The order in which the schema has the children that are used (ISO/IEC 29500-1, annex A); Word refuses another."""


@pytest.mark.parametrize("tracked", [False, True])
def test_elements_stand_in_the_order_of_the_schema(tracked: bool) -> None:
    made = docx.made(report().model_copy(update={"pair": True}), tracked=tracked)
    seen = set()
    for name in ("document", "styles", "numbering", "settings"):
        for element in part(made, f"word/{name}.xml").iter():
            kind = str(element.tag).removeprefix(W)
            if kind in ORDER:
                allowed = ORDER[kind].split()
                places = [allowed.index(child.tag.removeprefix(W)) for child in element]
                assert places == sorted(places), kind
                seen.add(kind)
    assert seen == set(ORDER)


def test_every_style_that_is_used_is_there(content: bytes) -> None:
    styles = {value(s, "w:styleId") for s in part(content, "word/styles.xml").iter(f"{W}style")}
    for name in ("pStyle", "rStyle", "tblStyle"):
        used = {value(e, "w:val") for e in part(content, "word/document.xml").iter(f"{W}{name}")}
        assert used
        assert used <= styles
    for name in ("basedOn", "next"):
        assert {value(e, "w:val") for e in part(content, "word/styles.xml").iter(f"{W}{name}")} <= styles


def test_the_same_report_gives_the_same_bytes(content: bytes) -> None:
    assert docx.made(report()) == content
    with zipfile.ZipFile(BytesIO(content)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [n for n in package.namelist() if "thumbnail" in n or "customXml" in n]


def test_it_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    to = tmp_path / "báo cáo.docx"
    docx.write(report(), to)
    before = to.read_bytes()
    assert before == docx.made(report())
    with pytest.raises(UsageError, match="two plans"):
        docx.write(report(), to, tracked=True)
    assert to.read_bytes() == before
    with pytest.raises(UsageError, match="this is a folder"):
        docx.write(report(), tmp_path)
    with pytest.raises(UsageError, match="make it first"):
        docx.write(report(), tmp_path / "none" / "a.docx")
    assert list(tmp_path.iterdir()) == [to]
