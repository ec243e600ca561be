"""What a browser shows of a page, as paragraphs, labels and tables: cases, then any soup of tags."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.document import Document, RawFile
from models.errors import EmptyFile, NoTextFound, ReadError, TooLarge, UnknownEncoding, Unsafe
from pipeline.read.html import read_html


def _read(page: str | bytes) -> Document:
    content = page.encode() if isinstance(page, str) else page
    return read_html(RawFile(content=content, media_type="text/html", source="a"))


_IGNORED = "<span style='mso-list:Ignore'>{}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"

TEXTS: list[tuple[str, str, str]] = [
    ("blocks are parted by an empty line", "<p>a</p><div>b</div>c<h2>d</h2>", "a\n\nb\n\nc\n\nd"),
    ("text around a block within a block", "<div>a<div>b</div>c</div>", "a\n\nb\n\nc"),
    ("a break is a line end, two are an empty line", "<p>a<br>b<br><br>c", "a\nb\n\nc"),
    ("white space as a browser shows it", "<p> a \n\t b <b> c</b>\n<i>d</i> </p>", "a b c d"),
    ("no-break spaces stay as wide as they are", "<p>Số:&nbsp;&nbsp;&nbsp;/KH&nbsp;-UBND&nbsp;</p>", "Số:   /KH -UBND"),
    ("an empty paragraph is none", "<p>a</p><p>&nbsp;</p><p><br></p><p>b</p>", "a\n\nb"),
    ("preformatted text keeps its lines", "<pre>a  b\n  c</pre>", "a  b\nc"),
    ("marks join their letter over tags", "<p>e<b>&#770;&#769;</b> x", "ế x"),
    ("hidden by style", "<p>a<span style='display: none'>b</span>c</p>", "ac"),
    ("hidden by a class", "<style>.x{color:red;display:none}</style><p class='y x'>b<p>c", "c"),
    ("a style for paper does not hold", "<style>@media print{p{display:none}}</style><p>c", "c"),
    ("hidden by Word", "<p>a<span style='mso-hide:all'>b</span>", "a"),
    ("scripts, comments and titles", "<title>t</title><script>s</script><p>a<!-- b --><style>p{}</style>", "a"),
    ("deleted text", "<p>a<del>b</del><ins>c</ins><span class=msoDel>d</span>", "ac"),
    ("capitals by style", "<style>.u{text-transform:uppercase}</style><p class=u>kế <i>hoạch</i><p>a", "KẾ HOẠCH\n\na"),
    ("Word's hidden twin of a picture", "<p>a<!--[if gte vml 1]><v:shape>x</v:shape><![endif]-->b", "ab"),
    ("Word's text for other programs", "<p>a<![if !vml]>x<![endif]><o:p></o:p>b", "axb"),
    ("soft hyphens and zero-width spaces go", "<p>kế&shy;hoạch&#8203;a", "kếhoạcha"),
    ("numbers", "<ol><li>a<li>b</ol>", "1. a\n\n2. b"),
    ("start and value", "<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n\n7. b\n\n8. c"),
    ("letters and numerals", "<ol type=I><li>a<ol type=a><li>b<li>c</ol><li>d</ol>", "I. a\n\na. b\n\nb. c\n\nII. d"),
    ("counted down", "<ol reversed><li>a<li>b</ol>", "2. a\n\n1. b"),
    (
        "style by a class",
        "<style>ol.r{list-style-type:upper-roman}</style><ol class=r><li>a</ol>",
        "I. a",
    ),
    ("a list without labels", "<ul style='list-style:none'><li>- a</ul>", "- a"),
    ("bullets by depth", "<ul><li>a<ul><li>b</ul></ul>", "- a\n\n+ b"),
    ("a label goes before the item's first words", "<ol><li><p> <p>a<p>b</ol>", "1. a\n\nb"),
    (
        "automatic numbering of Word",
        f"<p style='mso-list:l0 level1 lfo1'><![if !supportLists]>{_IGNORED.format('I.')}<![endif]>MỤC ĐÍCH",
        "I. MỤC ĐÍCH",
    ),
    (
        "a bullet of Word",
        f"<p><span style='font-family:Symbol'>{_IGNORED.format('&#183;')}</span>a",
        "• a",
    ),
    ("tabs of Word", "<p>a<span style='mso-tab-count:1'>&nbsp;&nbsp;&nbsp; </span>b", "a\tb"),
    ("TCVN3 by the name of its font", "<p style='font-family:\".VnTime\"'>KÕ ho¹ch<p>a", "Kế hoạch\n\na"),
    ("capitals of a TCVN3 font", "<p><font face='.VnTimeH'>kÕ ho¹ch</font>", "KẾ HOẠCH"),
    ("VNI by its font, a letter over two tags", "<p style='font-family:VNI-Times'>Ke<b>á</b> hoaïch", "Kế hoạch"),
    ("Unicode in a legacy font stays", "<p style='font-family:VNI-Times'>Kế hoạch", "Kế hoạch"),
    (
        "a note behind what cites it",
        "<p>a<a href='#_ftn1' name='_ftnref1'>[1]</a>.<p>b<div id=ftn1><p><a name='_ftn1'>[1]</a> n</div>",
        "a.\n\nn\n\nb",
    ),
    (
        "the header's two columns",
        "<table><tr><td>UBND TỈNH A<br>Số: 1/KH-UBND<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM<p>A, ngày 1</table><p>b",
        "UBND TỈNH A\nSố: 1/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nA, ngày 1\n\nb",
    ),
    ("a layout table", "<table><tr><td><p>a<p>b<td>c</table>", "a\n\nb\n\nc"),
    (
        "a real table within a layout table",
        "<table><tr><td>x<tr><td><table border=1><tr><td>a<td>b<tr><td>c<td>d</table></table>",
        "x\n\n| a | b |\n| c | d |",
    ),
    (
        "an empty row is a row, one that only sets widths is none",
        "<table border=1><tr><td>a<td>b<tr><td>&nbsp;<td><p></p><tr height=0><td width=9></td><td></td></table>",
        "| a | b |\n| | |",
    ),
    ("a table of pictures is none", "<table border=1><tr><td><img src=a.png></table><p>a", "a"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "text"), [c[1:] for c in TEXTS], ids=[c[0] for c in TEXTS])
def test_text(page: str, text: str) -> None:
    assert _read(page).text == text


def test_labels_that_the_source_computes_are_marked() -> None:
    found = _read(f"<ol type=a><li>một<li>hai</ol><p>{_IGNORED.format('1.')}ba<p>4. bốn")
    assert [span.of(found.text) for span in found.generated] == ["a.", "b.", "1."]


@pytest.mark.parametrize(
    "apart", ["style='mso-element:header'", "style='mso-element:comment-list'", "title=header", "title=footer"]
)
def test_running_heads_and_comments_are_noise(apart: str) -> None:
    found = _read(f"<p>a<div {apart}><p>Trang 1</div><p>b")
    assert found.text == "a\n\nTrang 1\n\nb"
    assert [span.of(found.text) for span in found.noise] == ["Trang 1"]


_TABLE = """<table border=1>
<thead><tr><th rowspan=2>TT<th colspan=2>Nội dung<th rowspan=2>Chủ trì<tr><th>Việc<th>Thời gian</thead>
<tr><td colspan=4>I. CHUNG
<tr><td>1<td>Phát động<br>thi đua<td>Tháng 3<td rowspan=2>Sở Nội vụ
<tr><td>2<td><ol type=a><li>Sơ kết<li>Tổng kết</ol><td>
</table>"""


def test_a_table_with_merged_cells() -> None:
    found = _read(_TABLE)
    (table,) = found.tables
    assert found.text == (
        "| TT | Nội dung | Chủ trì |\n| Việc | Thời gian |\n| I. CHUNG |\n"
        "| 1 | Phát động\nthi đua | Tháng 3 | Sở Nội vụ |\n| 2 | a. Sơ kết\nb. Tổng kết | |"
    )
    assert table.heading_rows == 2
    assert table.width == 4
    shared, time_of_the_first = table.at(4, 3), table.at(3, 2)
    assert shared is not None
    assert shared.span.of(found.text) == "Sở Nội vụ"
    assert time_of_the_first is not None
    assert time_of_the_first.span.of(found.text) == "Tháng 3"
    assert [span.of(found.text) for span in found.generated] == ["a.", "b."]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("﻿<p>Kế hoạch".encode(), "Kế hoạch"),
        ("<p>Kế hoạch".encode("utf-16"), "Kế hoạch"),
        (b"<meta charset=windows-1252><p>K&#7871; ho&#7841;ch \x96 x\xe3", "Kế hoạch – xã"),
        ("<meta charset=windows-1252><p>Kế hoạch".encode(), "Kế hoạch"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1258'>"
         b"<p>th\xf4ng b\xe1o \xf0\xf4i", "thông báo đôi"),
        (b"<p>K\xd5 ho\xb9ch n\xa8m 2005 c\xf1a \xf1y ban nh\xa9n d\xa9n", "Kế hoạch năm 2005 của ủy ban nhân dân"),
        ("<meta charset=utf-8><p>Kế hoạch thi đua của tỉnh".encode() + b"\xe1\xba", "Kế hoạch thi đua của tỉnh\ufffd"),
    ],
)  # fmt: skip
def test_encodings(content: bytes, text: str) -> None:
    assert _read(content).text == text


@pytest.mark.parametrize(
    ("page", "error"),
    [
        (b"", EmptyFile),
        (b"   ", EmptyFile),
        (b"<html><body><img src=a.png></body></html>", NoTextFound),
        (b"<div>" * 100_000 + b"a", Unsafe),
        (b"<p>a" + b"<i>" * 3_000 + b"b", Unsafe),
        (b"<br>" * 1_100_000, TooLarge),
        (b"<p>" + bytes(range(0x81, 0xFF)) * 3, UnknownEncoding),
    ],
    ids=["nothing", "white space", "a picture", "deep blocks", "deep letters", "many elements", "no encoding"],
)
def test_pages_that_cannot_be_read(page: bytes, error: type[ReadError]) -> None:
    with pytest.raises(error):
        _read(page)


def test_no_entity_is_expanded_and_nothing_is_fetched() -> None:
    page = """<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">
    <!ENTITY f SYSTEM "file:///etc/passwd">]><html><body><p>x &b; &f; y</p></body></html>"""
    text = _read(page).text
    assert "aaaa" not in text
    assert "root:" not in text


@pytest.mark.parametrize(
    "piece",
    ["<p>a", "<table><tr><td>a</table>", "<tr><td colspan=9>a", "<b>a", "<a href=x>a</a> ", "<li>a", "<br>a", "&nbsp;a",
     "<font face=.VnTime>a</font>", "<style>.a{display:none}</style>"],
)  # fmt: skip
def test_reading_takes_linear_time(piece: str) -> None:
    def seconds(times: int) -> float:
        page = f"<table border=1>{piece * times}</table>x{piece * times}"
        start = time.process_time()
        with suppress(ReadError):
            _read(page)
        return time.process_time() - start

    seconds(200)
    # One turn may be held up by whatever else the process does; what grows with the square is slow in every turn.
    assert any(seconds(6_000) < 12 * seconds(1_500) + 0.5 for _ in range(3))


@pytest.mark.parametrize("css", ["/*" * 500_000, "@media all{" * 60_000 + "x{display:none}" * 60_000, "{" * 900_000])
def test_a_hostile_style_sheet_takes_no_time(css: str) -> None:
    start = time.perf_counter()
    assert _read(f"<style>{css}</style><p>a").text == "a"
    assert time.perf_counter() - start < 20


_TAGS = st.sampled_from(
    [
        "p",
        "div",
        "br",
        "b",
        "span",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "ol",
        "ul",
        "li",
        "h1",
        "pre",
        "a",
        "font",
        "o:p",
        "v:shape",
        "center",
        "form",
        "blockquote",
        "tbody",
        "sup",
    ]
)
_WORDS = st.text(alphabet="abcđếộƯ 0123.-|*", min_size=1, max_size=8)
_ATTRIBUTES = st.sampled_from(
    [
        "",
        " colspan=3",
        " rowspan=2",
        " border=1",
        " style='mso-list:l0 level1'",
        " type=a start=5",
        " id=ftn1",
    ]
)
_SOUP = st.lists(
    st.one_of(
        _WORDS.map(lambda w: ("", w)),
        st.tuples(_TAGS, _ATTRIBUTES).map(lambda t: (f"<{t[0]}{t[1]}>", "")),
        _TAGS.map(lambda t: (f"</{t}>", "")),
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(_SOUP)
def test_any_soup_keeps_its_words_in_order(soup: list[tuple[str, str]]) -> None:
    page = "<body>" + "".join(tag + words for tag, words in soup)
    try:
        found = _read(page)
    except ReadError:
        return
    generated = {k for span in found.generated for k in range(span.start, span.end)}
    bars = {k for table in found.tables for k in _bars(table, found.text)}
    kept = [c for k, c in enumerate(found.text) if k not in generated and k not in bars and not c.isspace()]
    written = [c for _, words in soup for c in words if not c.isspace()]
    assert sorted(kept) == sorted(written)
    if not any(tag.startswith(("<table", "<div id", "<a name")) for tag, _ in soup):
        assert kept == written


def _bars(table: object, text: str) -> set[int]:
    from models.table import Table

    assert isinstance(table, Table)
    inside = {k for row in table.rows for c in row.cells for k in range(c.span.start, c.span.end)}
    return {k for k in range(table.span.start, table.span.end) if text[k] == "|" and k not in inside}


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"<p>", b"<!--", b"<meta charset=utf-16>", b"<table><td>", b"\xff\xfe"]),
)
def test_any_bytes_are_read_or_refused(noise: bytes, opening: bytes) -> None:
    try:
        found = _read(opening + noise)
    except ReadError:
        return
    assert found.text == found.text.strip()
