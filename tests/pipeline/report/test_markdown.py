"""The Markdown of a report, read back by a parser of CommonMark and of GitHub's tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from models.errors import UsageError
from pipeline.report import markdown
from pipeline.report.markdown_words import escaped, marked
from pipeline.report.shown import MOST, fit
from pipeline.report.types import Cell, Mark, Report, Row, Run, Section, Signing, Status, Table
from tests.pipeline.report.contents import CHANGED, HOSTILE, LONG, MATRIX, SOURCES, cell, line, of_cells, report

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

TAGS = {"strong": Mark.ADDED, "b": Mark.ADDED, "del": Mark.DROPPED, "s": Mark.DROPPED, "em": Mark.FOLLOWS}


def tables(source: str) -> list[list[list[Token]]]:
    """The tables of a text: rows of the inline tokens of their cells."""
    found: list[list[list[Token]]] = []
    inside = False
    for token in PARSER.parse(source):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open", "th_close", "td_close"):
            inside = token.nesting == 1
        elif inside:
            found[-1][-1].append(token)
    return found


def spoken(inline: Token) -> Iterator[tuple[str, Mark]]:
    """The words of an inline token, each with the mark that holds them; `<br>` is a line end."""
    inside: list[Mark] = []
    for token in inline.children or []:
        opened = re.fullmatch(r"<(/?)(\w+)>", token.content) if token.type == "html_inline" else None
        if opened and opened[2] == "br":
            yield "\n", Mark.PLAIN
        elif opened and opened[2] in TAGS:
            inside = inside[:-1] if opened[1] else [*inside, TAGS[opened[2]]]
        elif token.tag in TAGS:
            inside = [*inside, TAGS[token.tag]] if token.nesting == 1 else inside[:-1]
        elif token.type in ("text", "text_special"):
            yield token.content, inside[-1] if inside else Mark.PLAIN
        else:
            assert opened, f"{token.type} was made of a text"
            assert opened[2] == "sup"


def words(inline: Token) -> str:
    return "".join(text for text, _ in spoken(inline))


def test_every_table_row_and_cell_is_read_back() -> None:
    source = markdown.text(report())
    found = tables(source)
    assert len(found) == 2
    for table, read in zip((MATRIX, SOURCES), found, strict=True):
        assert len(read) == len(table.rows) + 1
        assert {len(row) for row in read} == {len(table.header)}
        assert [words(token) for token in read[0]] == list(table.header)
    assert words(found[0][2][1]) == "• nêu đầu tiên\ngiảm ít nhất 10% chi phí của tỉnh\n[V/1/a/-1, tr. 2]"


def test_marks_are_signs_and_statuses_are_words() -> None:
    source = markdown.text(report())
    assert "≠ khác nội dung · chặt hơn<br>giảm ít nhất ~~10%~~" in source
    assert "**15%**" in source
    assert "*huyện*" in source
    for said in ("= giống", "≈ khác lời", "∅ không nêu", "? không đọc được"):
        assert said in source
    assert source.count("**đậm**: thêm") == source.count("~~gạch ngang~~: bỏ") == 1


def test_the_legend_explains_only_what_is_there() -> None:
    source = markdown.text(of_cells(cell("một", Status.FIRST), cell("một", Status.SAME)))
    assert "• nêu đầu tiên" in source
    assert "≠" not in source
    assert "**đậm**" not in source


def test_headings_and_anchors() -> None:
    source = markdown.text(report())
    tokens = PARSER.parse(source)
    headings = [(t.tag, words(tokens[at + 1])) for at, t in enumerate(tokens) if t.type == "heading_open"]
    assert headings == [
        ("h1", "Báo cáo: So sánh kế hoạch thi đua của ba địa phương"),
        ("h2", "Phát hiện chính"),
        ("h2", "Tiêu chuẩn"),
        ("h2", "Phụ lục"),
    ]
    links = re.findall(r"\]\(#([\w-]+)\)", source)
    assert links == ["findings", "criteria", "sources"]
    assert [f'<a id="{link}"></a>' in source for link in links] == [True] * 3


def test_the_chart_is_told_in_words_and_findings_keep_their_details() -> None:
    source = markdown.text(report())
    assert "**Hình 1. Tiến độ**\n\nSơ kết: tháng 6 năm 2022" in source
    html = PARSER.render(source)
    assert re.search(
        r"<ol>\s*<li>\s*<strong>Nặng</strong>.*?<ul>\s*<li>“trước ngày 15/11” \[IV/2, tr\. 5\]", html, re.S
    )


def test_head_and_signature() -> None:
    source = markdown.text(report())
    assert source.startswith(
        "**CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM**<br>**Độc lập - Tự do - Hạnh phúc**<br>Cà Mau, ngày 05"
    )
    assert "UBND TỈNH CÀ MAU<br>SỞ NỘI VỤ<br>Số: 12/BC-SNV" in source
    assert source.endswith(
        "**KT. GIÁM ĐỐC**<br>**PHÓ GIÁM ĐỐC**<br><br>Nguyễn Văn A\n\nNơi nhận:\n\n- UBND tỉnh (b/c);\n- Lưu: VT.\n"
    )
    blank = markdown.text(report(signing=Signing()))
    assert "Số: ……………" in blank
    assert "Nơi nhận" not in blank


def test_english_says_the_same_in_english() -> None:
    source = markdown.text(report(language="en"))
    assert "5 February 2026" in source
    assert "≠ different in substance · chặt hơn" in source
    assert "nêu đầu tiên" not in source


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_out_of_its_cell(name: str) -> None:
    text = HOSTILE[name]
    (table,) = tables(markdown.text(of_cells(cell(text), cell("kế bên"))))
    ((_, _), (first, second)) = table
    assert "".join(words(first).split()) == "".join(fit(text).split())
    assert words(second) == "kế bên"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_breaks_out_of_any_other_place(name: str) -> None:
    text = HOSTILE[name]
    source = markdown.text(_said_everywhere(text))
    html = PARSER.render(source)
    outside = re.sub(
        r"</?(?:br|a|b|sup|strong|em|s|del|h1|h2|p|ul|ol|li|table|thead|tbody|tr|th|td)\b[^<>]*>", "", html
    )
    assert "<" not in outside
    assert len(tables(source)) == 1
    assert set(re.findall(r'href="([^"]*)"', html)) == {"#only"}


def _said_everywhere(text: str) -> Report:
    table = Table(
        caption=text,
        header=(text, "b"),
        rows=(Row(cells=(cell(text, note=text, source=text), Cell())),),
        widths=(0.5, 0.5),
    )
    signing = Signing(
        parent_body=text,
        body=text,
        symbol=text,
        place=text,
        authority=text,
        position=text,
        signer=text,
        recipients=(text,),
    )
    section = Section(name="only", title=text, blocks=(table, *report().sections[0].blocks))
    return report(signing=signing, sections=(section,), title=text)


def test_a_text_beyond_measure_is_cut_and_says_how_much() -> None:
    source = markdown.text(of_cells(cell("a" * 100_000)))
    assert len(source) < 2 * MOST
    assert f"… \\[lược {100_000 - MOST} ký tự\\]" in source


def test_addresses_do_not_become_links() -> None:
    assert escaped("http://a.vn www.b.vn c@d.vn") == r"http\://a.vn www\.b.vn c\@d.vn"


TEXTS = st.text(st.sampled_from('aơ1 .,;-+=*_~`|\\<>[]()!#&@:/"“≥\n\t\u202e\x00'), max_size=12)


@given(TEXTS)
def test_any_text_in_a_cell_is_that_text(text: str) -> None:
    (table,) = tables(f"| a | b |\n| --- | --- |\n| {escaped(text)} | x |")
    assert [len(row) for row in table] == [2, 2]
    assert "".join(words(table[1][0]).split()) == "".join(fit(text).split())


@given(st.lists(st.tuples(TEXTS, st.sampled_from([Mark.PLAIN, Mark.ADDED, Mark.DROPPED, Mark.FOLLOWS])), max_size=5))
def test_every_letter_keeps_its_mark(runs: list[tuple[str, Mark]]) -> None:
    """Whatever stands beside a mark, a parser takes it for one, around the same letters."""
    said = marked([Run(text=text, mark=mark) for text, mark in runs if text])
    ((_, (inline,)),) = tables(f"| a |\n| --- |\n| {said} |")
    read = [(letter, mark) for text, mark in spoken(inline) for letter in text]
    wanted = [(letter, mark) for text, mark in runs for letter in fit(text)]
    assert [pair for pair in read if not pair[0].isspace()] == [pair for pair in wanted if not pair[0].isspace()]


def test_strong_words_are_not_taken_for_added_ones() -> None:
    said = markdown.text(
        of_cells(Cell(lines=(line(("mạnh", Mark.STRONG), (" thêm", Mark.ADDED)),), status=Status.CHANGED))
    )
    assert "mạnh **thêm**" in said


def test_rows_that_lack_cells_are_filled_and_rows_of_too_many_are_an_error() -> None:
    lacking = Table(caption="t", header=("a", "b"), rows=(Row(cells=(cell("x"),)),), widths=(0.5, 0.5))
    found = tables(markdown.text(report(sections=(Section(name="s", title="s", blocks=(lacking,)),))))
    assert [len(row) for row in found[0]] == [2, 2]
    many = Table(caption="t", header=("a",), rows=(Row(cells=(cell("x"), cell("y"))),), widths=(1.0,))
    with pytest.raises(ValueError, match="2 cells in a table of 1"):
        markdown.text(report(sections=(Section(name="s", title="s", blocks=(many,)),)))


def test_it_is_written_in_utf_8_the_same_each_time(tmp_path) -> None:
    for name in ("a.md", "b.md"):
        markdown.write(report(), tmp_path / name)
    assert (tmp_path / "a.md").read_bytes() == (tmp_path / "b.md").read_bytes()
    assert LONG in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert CHANGED.source
    with pytest.raises(UsageError, match="this is a folder"):
        markdown.write(report(), tmp_path)
