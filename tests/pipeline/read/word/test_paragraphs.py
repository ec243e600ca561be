"""What is printed of a paragraph, and what hangs on it."""

from __future__ import annotations

import unicodedata

import pytest

from models.errors import NoTextFound
from tests.pipeline.read.word.parcel import blocks, p, read, tbl, tr

BOX = "<w:txbxContent>{}</w:txbxContent>"
DRAWN = f"<w:drawing><wps:wsp><wps:txbx>{BOX.format(p('trong khung'))}</wps:txbx></wps:wsp></w:drawing>"
PICTURED = f"<w:pict><v:shape><v:textbox>{BOX.format(p('trong khung'))}</v:textbox></v:shape></w:pict>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def para(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def char(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (r("một") + r(" hai"), "một hai"),
        (r("a") + "<w:r><w:br/></w:r>" + r("b"), "a\nb"),
        (r("a") + "<w:r><w:cr/></w:r>" + r("b"), "a\nb"),
        (r("a") + "<w:r><w:tab/></w:r>" + r("b"), "a\tb"),
        (r("35") + "<w:r><w:noBreakHyphen/></w:r>" + r("NQ"), "35-NQ"),
        (r("Ke") + "<w:r><w:softHyphen/></w:r>" + r("hoach"), "Kehoach"),
        (r("Ke\u00adhoach\u200b"), "Kehoach"),
        (unicodedata.normalize("NFD", r("Kế hoạch")), "Kế hoạch"),
        (r("Kê") + r("\u0301"), "Kế"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + r(" 5"), "≥ 5"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r(" có"), "☑ có"),
        ('<w:r><w:sym w:font="Wingdings" w:char="D800"/></w:r>' + r("có"), "có"),
        (r("\uf0a3", '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>') + r(" 5"), "≤ 5"),
        (f'<w:hyperlink r:id="rId9">{r("liên kết")}</w:hyperlink>', "liên kết"),
        (f"<w:smartTag>{r('thẻ')}</w:smartTag>", "thẻ"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('ô')}</w:sdtContent></w:sdt>", "ô"),
        (
            f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Nhấp vào đây')}</w:sdtContent></w:sdt>"
            + r("x"),
            "x",
        ),
        (f'<w:fldSimple w:instr=" DATE ">{r("ngày 5")}</w:fldSimple>', "ngày 5"),
        (char("begin") + instruction("REF x") + char("separate") + r("kết quả") + char("end") + r("!"), "kết quả!"),
        (char("begin") + r("trong lệnh") + char("separate") + r("kết quả") + char("end"), "kết quả"),
        (
            char("begin") + char("begin") + char("separate") + r("lệnh") + char("end") + char("separate") + r("ra")
            + char("end"),
            "ra",
        ),
        ('<w:commentRangeStart w:id="0"/>' + r("lời") + '<w:r><w:commentReference w:id="0"/></w:r>', "lời"),
        (r("hiện") + r(" ẩn", "<w:vanish/>"), "hiện"),
        (r("hiện") + r(" cũng hiện", '<w:vanish w:val="0"/>'), "hiện cũng hiện"),
        (r("Mục đích", "<w:caps/>"), "MỤC ĐÍCH"),
        (r("Mục đích", "<w:smallCaps/>"), "MỤC ĐÍCH"),
        (r("Mục đích", '<w:caps w:val="false"/>'), "Mục đích"),
        ("<m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>x+1</m:t></m:r>"
         "</m:oMath>", "x+1"),
        ("<w:ruby><w:rt>" + r("trên") + "</w:rt><w:rubyBase>" + r("dưới") + "</w:rubyBase></w:ruby>", "dưới"),
    ],
)  # fmt: skip
def test_words(inside: str, expected: str) -> None:
    assert read(para(inside)).text == expected


def test_tracked_changes_are_read_as_accepted() -> None:
    document = read(
        para(
            r("Tối thiểu ")
            + f'<w:del w:author="An">{"<w:r><w:delText>50</w:delText></w:r>"}</w:del>'
            + f'<w:ins w:author="An">{r("60")}</w:ins>'
            + r("%")
            + f"<w:moveFrom>{r(' đã dời')}</w:moveFrom><w:moveTo>{r(' dời đến')}</w:moveTo>"
        )
    )
    assert document.text == "Tối thiểu 60% dời đến"
    (note,) = document.notes
    assert "2 insertions" in note
    assert "2 deletions" in note
    assert "An" not in note.split()


def test_a_deleted_mark_joins_two_paragraphs() -> None:
    joined = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('Phát động ')}</w:p>" + p("thi đua") + p("Sau")
    assert blocks(read(joined)) == ["Phát động thi đua", "Sau"]


def test_a_deleted_row_is_left_out() -> None:
    kept, gone = tr("1", "Giữ"), tr("2", "Bỏ", properties="<w:del/>")
    assert read(tbl(tr("STT", "Nội dung"), kept, gone)).text == "| STT | Nội dung |\n| 1 | Giữ |"


def test_old_properties_of_a_tracked_format_are_not_those_in_force() -> None:
    changed = '<w:r><w:rPr><w:rPrChange w:id="1"><w:rPr><w:caps/><w:vanish/></w:rPr></w:rPrChange></w:rPr>'
    assert read(para(changed + "<w:t>như cũ</w:t></w:r>")).text == "như cũ"


@pytest.mark.parametrize(
    "box",
    [
        f"<w:r>{DRAWN}</w:r>",
        f"<w:r>{PICTURED}</w:r>",
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps">'
        + DRAWN
        + f"</mc:Choice><mc:Fallback>{PICTURED}</mc:Fallback></mc:AlternateContent></w:r>",
        '<mc:AlternateContent><mc:Choice Requires="wps"><w:r>'
        + DRAWN
        + f"</w:r></mc:Choice><mc:Fallback><w:r>{PICTURED}</w:r></mc:Fallback></mc:AlternateContent>",
    ],
)
def test_a_text_box_stands_once_after_its_paragraph(box: str) -> None:
    assert blocks(read(para(r("trước") + box + r(" đoạn")) + p("sau"))) == ["trước đoạn", "trong khung", "sau"]


FOOTNOTES = (
    f'<w:footnote w:type="separator" w:id="-1">{p("---")}</w:footnote>'
    f'<w:footnote w:id="2">{para("<w:r><w:footnoteRef/></w:r>" + r(" Chỉ thị số 5"))}</w:footnote>'
    f'<w:footnote w:id="3">{p("Không ai dẫn")}</w:footnote>'
)
CITED = '<w:r><w:footnoteReference w:id="2"/></w:r>'


def test_a_footnote_stands_after_the_paragraph_that_cites_it() -> None:
    document = read(para(r("chức năng") + CITED + r("; chú trọng")) + p("sau"), footnotes=FOOTNOTES)
    assert blocks(document) == ["chức năng; chú trọng", "Chỉ thị số 5", "sau"]


def test_a_footnote_of_a_cell_stands_after_the_table() -> None:
    cell = f"<w:tc><w:tcPr/>{para(r('Phát động') + CITED)}</w:tc>"
    document = read(tbl(tr("STT", "Nội dung"), tr("1", cell)) + p("sau"), footnotes=FOOTNOTES)
    assert blocks(document) == ["| STT | Nội dung |\n| 1 | Phát động |", "Chỉ thị số 5", "sau"]


def test_an_endnote_is_a_note_too() -> None:
    document = read(
        para(r("a") + '<w:r><w:endnoteReference w:id="2"/></w:r>'), endnotes=FOOTNOTES.replace("footnote", "endnote")
    )
    assert blocks(document) == ["a", "Chỉ thị số 5"]


def test_headers_and_footers_are_noise_once_each() -> None:
    page = para(char("begin") + instruction(" PAGE ") + char("separate") + r("2") + char("end"))
    document = read(p("Nội dung"), header1=page, header2=page, footer1=p("Mật khẩu wifi"))
    assert [span.of(document.text) for span in document.noise] == ["2", "Mật khẩu wifi"]
    assert blocks(document) == ["2", "Nội dung", "Mật khẩu wifi"]


def test_the_header_of_the_form_in_a_page_header_is_text() -> None:
    table = tbl(tr("UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ruled=False)
    document = read(p("Nội dung"), header1=table + p(""))
    assert document.noise == ()
    assert blocks(document) == ["UBND TỈNH A", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nội dung"]


def test_a_page_number_in_the_text_and_a_table_of_contents_are_noise() -> None:
    number = para(char("begin") + instruction("PAGE") + char("separate") + r("- 3 -") + char("end"))
    contents = p("I. MỤC ĐÍCH 1", '<w:pStyle w:val="TOC1"/>')
    styles = '<w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>'
    document = read(contents + number + p("Nội dung"), styles=styles)
    assert [span.of(document.text) for span in document.noise] == ["I. MỤC ĐÍCH 1", "- 3 -"]


CAPITALS = (
    '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Muc"/><w:rPr><w:caps/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Con"><w:name w:val="Con"/><w:basedOn w:val="Muc"/></w:style>'
    '<w:style w:type="character" w:styleId="Chu"><w:name w:val="Chu"/><w:rPr><w:caps/></w:rPr></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "run", "expected"),
    [
        ('<w:pStyle w:val="Con"/>', "", "MỤC ĐÍCH"),
        ('<w:pStyle w:val="Con"/>', '<w:caps w:val="0"/>', "Mục đích"),
        ("", '<w:rStyle w:val="Chu"/>', "MỤC ĐÍCH"),
        # A switch of a character style turns that of the paragraph style over.
        ('<w:pStyle w:val="Muc"/>', '<w:rStyle w:val="Chu"/>', "Mục đích"),
        ('<w:pStyle w:val="Chưa có"/>', "", "Mục đích"),
    ],
)
def test_capitals_by_style(properties: str, run: str, expected: str) -> None:
    assert read(p("Mục đích", properties, run), styles=CAPITALS).text == expected


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


@pytest.mark.parametrize(
    ("run", "text", "expected"),
    [
        (font(".VnTime"), "KÕ ho¹ch thi ®ua n¨m 2011", "Kế hoạch thi đua năm 2011"),
        (font(".VnTimeH"), "KÕ ho¹ch", "KẾ HOẠCH"),
        (font("VNI-Times"), "Keá hoaïch thi ñua", "Kế hoạch thi đua"),
        (font(".VnTime"), "Kế hoạch đã là Unicode", "Kế hoạch đã là Unicode"),
        (font(".VnTime"), "và là", "và là"),
        ('<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime" w:hAnsiTheme="minorHAnsi"/>', "Café", "Café"),
    ],
)
def test_legacy_fonts(run: str, text: str, expected: str) -> None:
    assert read(p(text, run=run)).text == expected


def test_a_legacy_font_of_the_defaults_is_noted_and_runs_are_joined() -> None:
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{font('VNI-Times')}</w:rPr></w:rPrDefault></w:docDefaults>"
    document = read(para(r("Ke") + r("á hoa") + r("ïch ")) + p("Kế hoạch", run=font("Arial")), styles=styles)
    assert blocks(document) == ["Kế hoạch", "Kế hoạch"]
    assert any("VNI-Windows" in note for note in document.notes)


def test_hidden_text_is_noted() -> None:
    (note,) = read(para(r("hiện") + r(" ẩn", "<w:vanish/>"))).notes
    assert note.startswith("hidden text")


def test_columns_typed_with_tabs_stay_on_their_line() -> None:
    line = para(r("UBND TỈNH A") + "<w:r><w:tab/></w:r>" + r("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert read(line).text == "UBND TỈNH A\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_an_embedded_file_is_a_problem() -> None:
    (problem,) = read(p("a") + '<w:altChunk r:id="rId4"/>').problems
    assert "embedded" in problem.reason


@pytest.mark.parametrize("body", ["", p(), p("   "), tbl(tr("", ""))])
def test_a_document_without_words(body: str) -> None:
    with pytest.raises(NoTextFound):
        read(body, header1=p("chỉ có đầu trang"))
