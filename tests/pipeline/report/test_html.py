"""The page of a report, read as a tree: what a browser, a screen reader and a printer will find in it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest
from lxml import html as lxml_html

from models.errors import UsageError
from pipeline.report import html, svg
from pipeline.report.shown import MOST, fit
from pipeline.report.types import Cell, Chart, Mark, Report, Row, Section, Signing, Status, Table
from tests.pipeline.report.contents import CHANGED, HOSTILE, MATRIX, PNG, SVG, cell, line, of_cells, report

CSS = files("pipeline.report").joinpath("templates", "report.css").read_text(encoding="utf-8")


def tree(of: Report):
    return lxml_html.document_fromstring(html.page(of).encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def seen(element) -> str:
    """What a sighted reader sees of an element's text."""
    return "".join(element.xpath('.//text()[not(ancestor::*[@class="sr"])]'))


@pytest.fixture(scope="module")
def page():
    return tree(report())


def test_it_asks_nothing_of_any_other_place(page) -> None:
    policy = page.xpath('string(//meta[@http-equiv="Content-Security-Policy"]/@content)')
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not page.xpath("//script | //link | //iframe | //object | //embed | //base | //form")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    addresses = page.xpath("//@href | //@src | //@srcset | //@action | //@poster")
    assert addresses
    assert [a for a in addresses if not a.startswith(("#", "data:image/png;base64,"))] == []
    assert not re.search(r"url\((?!#)|@import", html.page(report()))


def test_landmarks_language_and_title(page) -> None:
    assert page.get("lang") == "vi"
    assert page.findtext(".//title") == "Báo cáo: So sánh kế hoạch thi đua của ba địa phương"
    assert [len(page.xpath(f"/html/body/{part}")) for part in ("header", "div/nav", "div/aside", "main", "footer")] == [
        1
    ] * 5
    first = page.xpath("//body//a")[0]
    assert first.get("href") == "#main"
    assert first.text == "Đến thẳng nội dung"


def test_every_anchor_is_there_once(page) -> None:
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    named = [*(a[1:] for a in page.xpath("//@href[starts-with(., '#')]"))]
    for attribute in ("aria-labelledby", "aria-describedby"):
        named += [one for each in page.xpath(f"//@{attribute}") for one in each.split()]
    assert set(named) <= set(ids)
    assert {"findings", "criteria", "sources", "family-1", "family-29"} <= set(ids)


def test_the_contents_lead_to_every_section_and_to_tables_where_there_are_several(page) -> None:
    links = [(a.text, a.get("href")) for a in page.xpath("//nav//a")]
    assert links == [
        ("Phát hiện chính", "#findings"),
        ("Tiêu chuẩn", "#criteria"),
        ("Phụ lục", "#sources"),
        ("Tiến độ", "#sources-chart"),
        ("Nguồn", "#sources-table"),
    ]


def test_headings_are_headings(page) -> None:
    assert len(page.xpath("//h1")) == 1
    assert [h.text for h in page.xpath("//section/h2")] == ["Phát hiện chính", "Tiêu chuẩn", "Phụ lục"]
    assert not page.xpath("//h3 | //h4")


def test_tables_have_captions_scopes_and_regions(page) -> None:
    tables = page.xpath("//table")
    assert len(tables) == 2
    for table in tables:
        assert seen(table.find("caption")).strip()
        assert {th.get("scope") for th in table.xpath("./thead/tr/th")} == {"col"}
        assert all(
            row[0].tag == "th" and row[0].get("scope") in ("row", "rowgroup") for row in table.xpath("./tbody/tr")
        )
        region = table.getparent()
        assert (region.get("role"), region.get("tabindex")) == ("region", "0")
        assert seen(table.find("caption")).strip() in region.get("aria-label")


def test_every_row_and_cell_is_there(page) -> None:
    rows = page.xpath("(//table)[1]/tbody/tr")
    assert len(rows) == len(MATRIX.rows)
    assert [sum(int(c.get("colspan", 1)) for c in row) for row in rows] == [len(MATRIX.header)] * len(rows)
    groups = page.xpath("(//table)[1]/tbody")
    assert [seen(body.xpath("./tr[1]/th[@scope='rowgroup']")[0]).strip() for body in groups] == ["Tập thể", "Cá nhân"]


def test_a_cell_says_status_words_and_source(page) -> None:
    (found,) = page.xpath("//td[@class='is-changed']")
    assert [" ".join(seen(p).split()) for p in found.xpath("./p")] == [
        "≠ khác nội dung · chặt hơn",
        "giảm ít nhất 10%15% chi phí của huyện",
        "[II~2/1/1.2/a/-1, tr. 3]",
    ]


def test_marks_are_told_without_colour_and_without_sight(page) -> None:
    (found,) = page.xpath("//td[@class='is-changed']")
    assert [(e.tag, e.text_content()) for e in found.xpath("./p[2]/*")] == [
        ("del", "[bỏ: 10%]"),
        ("ins", "[thêm: 15%]"),
        ("i", "[tên gọi theo cơ quan ban hành: huyện]"),
    ]
    rules = {tag: re.search(rf"^{tag} {{(.*?)}}", CSS, re.M) for tag in ("ins", "del", "i")}
    looks = [rule and re.search(r"text-decoration: ([a-z -]+)", rule[1]) for rule in rules.values()]
    assert [look and look[1] for look in looks] == ["underline solid", "line-through", "underline dotted"]


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.FIRST, "• nêu đầu tiên"),
        (Status.SAME, "= giống"),
        (Status.REWORDED, "≈ khác lời, cùng nội dung"),
        (Status.CHANGED, "≠ khác nội dung"),
        (Status.SILENT, "∅ không nêu"),
        (Status.NOT_READ, "? không đọc được"),
    ],
)
def test_every_status_is_a_sign_and_a_word_in_cell_and_legend(status: Status, said: str) -> None:
    page = tree(of_cells(cell("một"), Cell(status=status)))
    assert " ".join(seen(page.xpath("//tbody//td")[0]).split()) == said
    assert said in " ".join(seen(page.xpath("//aside")[0]).split())


def test_a_note_that_says_the_status_does_not_say_it_twice() -> None:
    page = tree(of_cells(cell("một"), Cell(status=Status.SAME, note="giống hệt")))
    assert " ".join(seen(page.xpath("//tbody//td")[0]).split()) == "= giống hệt"


def test_filters_tell_how_many_rows_they_leave(page) -> None:
    labels = [" ".join(label.text_content().split()) for label in page.xpath("//fieldset//label")]
    assert [re.findall(r"\((\d+)\)$", label) for label in labels] == [["29"], ["2"], ["1"]]
    kinds = [(row.get("class") or "").split() for row in page.xpath("(//table)[1]/tbody/tr[td]")]
    assert [n for n, kind in enumerate(kinds, 1) if "agrees" not in kind] == [1, 3]
    assert [n for n, kind in enumerate(kinds, 1) if "spoken" not in kind] == [3]
    # A heading over rows that are all hidden would head the rows of another.
    heads = [set(row.get("class").split()) for row in page.xpath("//tr[th[@scope='rowgroup']]")]
    assert [("agrees" in kind, "spoken" in kind) for kind in heads] == [(False, True), (False, False)]


def test_a_table_that_no_filter_parts_has_none() -> None:
    assert not tree(of_cells(cell("một", Status.FIRST), cell("một", Status.SAME))).xpath("//fieldset")


def test_the_head_is_that_of_the_decree(page) -> None:
    said = [" ".join(seen(p).split()) for p in page.xpath("//header//div[@class='head']//p")]
    assert said == [
        "Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Độc lập - Tự do - Hạnh phúc",
        "Cà Mau, ngày 05 tháng 02 năm 2026",
        "UBND tỉnh Cà Mau",
        "Sở Nội vụ",
        "Số: 12/BC-SNV",
    ]
    assert [seen(p) for p in page.xpath("//footer//p")] == ["Nơi nhận:", "KT. Giám đốc", "Phó Giám đốc", "Nguyễn Văn A"]
    assert [li.text for li in page.xpath("//footer//li")] == ["UBND tỉnh (b/c);", "Lưu: VT."]


def test_what_is_not_configured_is_left_blank_to_be_filled_in() -> None:
    page = tree(report(signing=Signing()))
    assert len(page.xpath("//header//*[@class='by-hand']")) == 3  # Place, body, symbol.
    assert len(page.xpath("//footer//*[@class='by-hand']")) == 2  # Position and name.
    assert not page.xpath("//footer//li")


def test_findings_are_numbered_by_weight_and_plain_items_are_not(page) -> None:
    (ranked,), (plain,) = page.xpath("//ol[@class='bullets']"), page.xpath("//ul[@class='bullets']")
    assert [seen(label) for label in ranked.xpath(".//strong[@class='label']")] == ["Nặng", "Nhẹ"]
    assert ranked.xpath("string(.//p[@class='detail'])") == "“trước ngày 15/11” [IV/2, tr. 5] – theo phần II"
    assert not plain.xpath(".//strong")


def test_in_english_the_page_speaks_english_and_quotes_vietnamese() -> None:
    page = tree(report(language="en"))
    assert page.get("lang") == "en"
    assert "Socialist Republic of Viet Nam" in page.xpath("string(//header)")
    assert "5 February 2026" in page.xpath("string(//header)")
    assert page.xpath("//td[@class='is-changed']/p[2]/@lang") == ["vi"]
    vietnamese = {"Mục lục", "Chú giải", "nêu đầu tiên", "Về mục lục", "Nơi nhận:"}
    assert [said for said in vietnamese if said in page.text_content()] == []


def _said_everywhere(text: str) -> Report:
    words = Cell(
        lines=(line(text, (text, Mark.ADDED)),), status=Status.CHANGED, note=text, source=text, identity=text or None
    )
    signing = {field: text for field in Signing.model_fields if field != "recipients"}
    table = Table(
        caption=text,
        header=(text, "b"),
        rows=(
            Row(cells=(words,), is_group=True),
            Row(cells=(words, cell("kế bên", Status.SILENT))),
            Row(cells=(words,)),
        ),
        widths=(0.5, 0.5),
    )
    chart = Chart(caption=text, svg=SVG, png=PNG, text=text)
    blocks = (table, chart, *report().sections[0].blocks)
    section = Section(name=text or "x", title=text, blocks=blocks)
    return report(signing=Signing(**signing, recipients=(text,)), sections=(section, section), title=text)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_becomes_markup_anywhere(name: str) -> None:
    text = HOSTILE[name]
    plain, hostile = tree(_said_everywhere("an")), tree(_said_everywhere(text))
    assert [e.tag for e in hostile.iter()] == [e.tag for e in plain.iter()]
    own = {"id", "href", "name", "aria-labelledby", "aria-describedby", "style", "clip-path"}
    attributes = [[sorted(set(e.keys()) - own) for e in of.iter()] for of in (plain, hostile)]
    assert attributes[0] == attributes[1]
    ids = hostile.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [i for i in ids if re.search(r"\s|[<>\"]", i)] == []
    said = "".join(hostile.xpath("//h1/span[@class='kind']/text()"))
    assert "".join(said.split()) == "".join(fit(text).split())
    source = html.page(_said_everywhere(text))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe]", source)


def test_a_text_beyond_measure_is_cut_and_says_how_much() -> None:
    source = html.page(of_cells(cell("a"), cell("ă" * 100_000, Status.FIRST), cell("b")))
    assert source.count("ă") < MOST + 1_000
    assert f"… [lược {100_000 - MOST} ký tự]" in source
    assert len(html.page(_said_everywhere("ă" * 100_000))) < 1_000_000


def test_cells_that_lack_are_filled_and_too_many_are_an_error() -> None:
    def of(*cells: Cell) -> Report:
        table = Table(caption="t", header=("a", "b"), rows=(Row(cells=cells),), widths=(0.5, 0.5))
        return report(sections=(Section(name="s", title="s", blocks=(table,)),))

    assert len(tree(of(cell("x"))).xpath("//tbody/tr/*")) == 2
    with pytest.raises(ValueError, match="3 cells in a table of 2"):
        html.page(of(cell("x"), cell("y"), cell("z")))


def test_it_is_written_the_same_each_time(tmp_path) -> None:
    for name in ("a.html", "b.html"):
        html.write(report(), tmp_path / name)
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    assert (tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    with pytest.raises(UsageError, match="there is no folder"):
        html.write(report(), tmp_path / "missing" / "a.html")


# The picture of a chart.


def test_a_chart_is_a_picture_with_a_name_and_a_description(page) -> None:
    (drawn,) = page.xpath("//figure//*[local-name()='svg']")
    assert drawn.get("role") == "img"
    assert drawn.xpath("string(*[local-name()='title'])") == "Tiến độ"
    assert drawn.xpath("string(*[local-name()='desc'])") == "Sơ kết: tháng 6 năm 2022"
    assert "Sơ kết" in drawn.xpath("string(.//*[local-name()='text'])")
    assert "Sơ kết: tháng 6" in page.xpath("string(//figure/details/p)")


def test_ids_of_two_charts_do_not_meet() -> None:
    chart = Chart(caption="c", svg=SVG, png=PNG, text="t")
    page = tree(report(sections=(Section(name="s", title="s", blocks=(chart, chart)),)))
    clips = page.xpath("//*[local-name()='clippath']/@id")
    assert len(set(clips)) == 2
    assert page.xpath("//@clip-path") == [f"url(#{clip})" for clip in clips]


def of_svg(inner: str, attributes: str = "") -> str:
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    drawn = svg.inline(f"<svg {space} {attributes}>{inner}</svg>", "n", "c", "t")
    assert drawn
    return drawn


@pytest.mark.parametrize(
    ("inner", "gone"),
    [
        ("<script>alert(1)</script><path d='M0 0'/>", "alert"),
        ("<foreignObject><b>x</b></foreignObject><path d='M0 0'/>", "<b"),
        ("<path d='M0 0' onclick='alert(1)'/>", "alert"),
        ("<a xlink:href='http://x.vn'><path d='M0 0'/></a><path d='M1 1'/>", "x.vn"),
        ("<image href='http://x.vn/y.png'/><path d='M0 0'/>", "x.vn"),
        ("<use xlink:href='http://x.vn/y.svg#z'/><path d='M0 0'/>", "x.vn"),
        ("<path d='M0 0' fill='url(http://x.vn/#y)'/>", "x.vn"),
        ("<path d='M0 0' style='fill:url(http://x.vn/)'/>", "x.vn"),
        ("<path d='M0 0' fill='u\\72l(http://x.vn)'/>", "x.vn"),
        ("<style>@import 'http://x.vn'</style><path d='M0 0'/>", "x.vn"),
        ("<animate attributeName='href' to='javascript:alert(1)'/><path d='M0 0'/>", "alert"),
        ("<set attributeName='onload' to='alert(1)'/><path d='M0 0'/>", "alert"),
        ("<?php x.vn ?><!-- x.vn --><path d='M0 0'/>", "x.vn"),
        ("<x:path xmlns:x='http://x.vn'/><path d='M0 0'/>", "x.vn"),
    ],
)
def test_only_what_draws_is_left_of_a_picture(inner: str, gone: str) -> None:
    drawn = of_svg(inner)
    assert gone not in drawn
    assert "<path" in drawn


def test_references_within_a_picture_stay_within_it() -> None:
    drawn = of_svg("<path id='p' d='M0 0'/><use xlink:href='#p'/><path d='M1 1' fill='url(\"#q\")'/>")
    assert 'id="n-p"' in drawn
    assert 'href="#n-p"' in drawn
    assert 'fill="url(#n-q)"' in drawn


def test_a_picture_keeps_its_words_and_its_size() -> None:
    drawn = of_svg("<text>a &lt;b&gt; <tspan>đ</tspan> c</text>", "width='30' height='20'")
    assert "a &lt;b&gt; <tspan>đ</tspan> c" in drawn
    assert 'viewBox="0 0 30 20"' in drawn


BOMB = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&b;</text></svg>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no picture",
        "<svg>",
        "<html/>",
        "<svg/>",
        BOMB,
        f'<svg xmlns="http://www.w3.org/2000/svg">{"<g>" * 150}{"</g>" * 150}</svg>',
    ],
)
def test_what_is_no_picture_is_shown_as_its_png_or_told_in_words(text: str) -> None:
    assert svg.inline(text, "n", "c", "t") is None
    chart = Chart(caption="c", svg=text, png=PNG, text="nói bằng lời")
    page = tree(report(sections=(Section(name="s", title="s", blocks=(chart,)),)))
    assert page.xpath("string(//figure//img/@alt)") == "nói bằng lời"
    chart = Chart(caption="c", svg=text, png=b"GIF", text="nói bằng lời")
    page = tree(report(sections=(Section(name="s", title="s", blocks=(chart,)),)))
    assert not page.xpath("//img")
    assert "nói bằng lời" in page.xpath("string(//figure/p)")


# Contrast, computed from the palette (WCAG 2.2, 1.4.3: 4.5 for text; 1.4.11: 3 for what tells where a control is).


def palettes() -> dict[str, dict[str, str]]:
    blocks = {
        "light": CSS.split("@media")[0],
        "dark": CSS.split("@media (prefers-color-scheme: dark)")[1].split("\n}")[0],
        "print": CSS.split("@media print")[1],
    }
    found = {name: dict(re.findall(r"--([a-z]+): (#[0-9a-f]+);", block)) for name, block in blocks.items()}
    return {name: {**found["light"], **palette} for name, palette in found.items()}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", ["light", "dark", "print"])
@pytest.mark.parametrize("ground", ["paper", "sheet", "group"])
def test_words_stand_out_from_their_ground(palette: str, ground: str) -> None:
    colours = palettes()[palette]
    text = {
        ink: contrast(colours[ink], colours[ground])
        for ink in ("ink", "muted", "accent", "added", "dropped", "follows")
    }
    assert {ink: round(ratio, 2) for ink, ratio in text.items() if ratio < 4.5} == {}
    assert contrast(colours["edge"], colours[ground]) >= 3


def test_every_colour_of_the_page_is_of_the_palette() -> None:
    rules = re.sub(r"--[a-z]+: [^;]+;", "", CSS)
    assert re.findall(r"#[0-9a-f]{3,8}\b|rgb|hsl", rules) == []


def test_contrast_is_computed_as_the_standard_does() -> None:
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert CHANGED.note


def test_the_wheel_has_the_templates() -> None:
    from hatchling.builders.wheel import WheelBuilder

    root = Path(__file__).parents[3]
    shipped = {Path(file.distribution_path).as_posix() for file in WheelBuilder(str(root)).recurse_included_files()}
    templates = {f"pipeline/report/templates/{file.name}" for file in (root / "pipeline/report/templates").iterdir()}
    assert templates
    assert templates - shipped == set()
