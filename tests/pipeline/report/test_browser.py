"""The page of a report in a real browser: on a desk, on a telephone, by keyboard and on paper."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.report import html
from pipeline.report.types import Report, Section, Status
from tests.pipeline.report.contents import HOSTILE, MATRIX, PLANS, cell, of_cells, report

CHROMIUM = shutil.which("chromium")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")

A4 = (595, 842)
"""Points."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # For this module only: while it runs, the loop that Playwright keeps would be in the way of tests with their own.
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


class Seen:
    """A page that is open, and what it asked for and complained of."""

    def __init__(self, browser: Browser, file: Path, of: Report, **context: Any) -> None:
        html.write(of, file)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page: Page = browser.new_page(**context)
        self.page.set_default_timeout(10_000)
        self.page.on("request", lambda asked: self.requests.append(asked.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message))
        self.page.goto(file.as_uri())


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Any]:
    opened: list[Seen] = []

    def show(of: Report, width: int = 1280, **context: Any) -> Seen:
        size = {"width": width, "height": 800}
        opened.append(Seen(browser, tmp_path / f"{len(opened)}.html", of, viewport=size, **context))
        return opened[-1]

    yield show
    for each in opened:
        each.page.close()


def everything_hostile() -> Report:
    first = of_cells(*(cell(text, Status.CHANGED, note=text[:300], source=text[:300]) for text in HOSTILE.values()))
    return report(sections=(*first.sections, *report().sections), title=HOSTILE["word"])


@pytest.mark.parametrize("of", [report(), everything_hostile()], ids=["plain", "hostile"])
def test_nothing_is_asked_for_and_nothing_complained_of(shown: Any, of: Report) -> None:
    seen = shown(of)
    seen.page.wait_for_load_state("networkidle")
    assert [url for url in seen.requests if not url.startswith("data:")] == [seen.page.url]
    assert seen.complaints == []
    assert seen.page.evaluate("document.compatMode") == "CSS1Compat"


@pytest.mark.parametrize("of", [report(), everything_hostile()], ids=["plain", "hostile"])
@pytest.mark.parametrize("width", [320, 375, 1280])
def test_the_page_does_not_scroll_sideways(shown: Any, of: Report, width: int) -> None:
    page = shown(of, width).page
    assert page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [width, width]
    page.mouse.wheel(2_000, 0)
    assert page.evaluate("window.scrollX") == 0


def test_a_wide_table_scrolls_within_its_region_under_its_header(shown: Any) -> None:
    page = shown(report(), 375).page
    region = page.locator(".region").first
    region.evaluate("region => region.scrollTo(300, 600)")
    box = region.bounding_box()
    assert region.evaluate("region => region.scrollLeft") > 100
    assert region.evaluate("region => region.scrollTop") > 100
    corner, column = region.locator("thead th").first, region.locator("thead th").nth(2)
    first = region.locator("tbody th[scope=row]").nth(6)
    assert abs(corner.bounding_box()["y"] - box["y"]) < 3
    assert abs(column.bounding_box()["y"] - box["y"]) < 3
    assert abs(corner.bounding_box()["x"] - box["x"]) < 3
    assert abs(first.bounding_box()["x"] - box["x"]) < 3


def test_a_narrow_screen_shows_a_caption_and_a_group_whole(shown: Any) -> None:
    page = shown(report(), 375).page
    for stays in page.locator(".region .stay").all():
        box = stays.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 375


FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e);
  const name = e.getAttribute('aria-label') || e.textContent || e.closest('label')?.textContent || '';
  return [e.tagName.toLowerCase(), name.trim().replace(/\\s+/g, ' '), parseFloat(style.outlineWidth),
          style.outlineStyle];
}"""


def focused(page: Page, keys: int) -> list[list[Any]]:
    found = []
    for _ in range(keys):
        page.keyboard.press("Tab")
        found.append(page.evaluate(FOCUSED))
    return found


def test_the_keyboard_reaches_everything_in_the_order_of_the_page(shown: Any) -> None:
    stops = focused(shown(report()).page, 15)
    names = [(tag, re.sub(r" \(vùng cuộn.*", "", name)) for tag, name, *_ in stops]
    up = ("a", "Về mục lục")
    assert names[:6] == [
        ("a", "Đến thẳng nội dung"),
        ("a", "Phát hiện chính"),
        ("a", "Tiêu chuẩn"),
        ("a", "Phụ lục"),
        ("a", "Tiến độ"),
        ("a", "Nguồn"),
    ]
    assert names[6] == up
    assert names[7][0] == "input"
    assert names[8:] == [
        ("div", MATRIX.caption),
        up,
        ("div", "Tiến độ"),
        ("summary", "Nội dung hình bằng lời"),
        ("div", "Nguồn"),
        up,
        names[14],
    ]
    assert [name for (tag, name, width, style) in stops[:14] if style == "none" or width < 2] == []


def test_the_skip_link_is_seen_when_reached_and_leads_to_the_content(shown: Any) -> None:
    page = shown(report()).page
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'main'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').id") == "findings"


def test_a_region_scrolls_by_keyboard(shown: Any) -> None:
    page = shown(report(), 375).page
    region = page.locator(".region").first
    region.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowDown")
    page.wait_for_function("r => r.scrollLeft > 0 && r.scrollTop > 0", arg=region.element_handle())


def visible_rows(page: Page) -> list[str]:
    rows = page.locator("table").first.locator("tbody tr").all()
    return [row.locator("th").inner_text().strip() for row in rows if row.is_visible()]


def test_filters_work_by_keyboard_and_without_a_script(shown: Any) -> None:
    page = shown(report(), java_script_enabled=False).page
    assert len(visible_rows(page)) == len(MATRIX.rows)
    page.locator("input.rows-all").first.focus()
    page.keyboard.press("ArrowDown")
    assert visible_rows(page) == ["Tập thể", "1", "Cá nhân", "3"]
    page.keyboard.press("ArrowDown")
    assert visible_rows(page) == ["Cá nhân", "3"]
    page.keyboard.press("ArrowDown")
    assert len(visible_rows(page)) == len(MATRIX.rows)


def test_a_chart_is_drawn_in_the_proportions_it_has(shown: Any) -> None:
    box = shown(report()).page.locator("figure svg").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(400 / 60, rel=0.02)
    assert box["width"] > 400


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_ink_of_the_page_follows_the_scheme(shown: Any, scheme: str) -> None:
    page = shown(report(), color_scheme=scheme).page
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert (sum(map(int, re.findall(r"\d+", paper)[:3])) > 380) == (scheme == "light")


def printed(page: Page) -> pdfplumber.PDF:
    return pdfplumber.open(io.BytesIO(page.pdf(prefer_css_page_size=True)))


def words(page: pdfplumber.page.Page) -> str:
    return " ".join((page.extract_text(use_text_flow=False) or "").split())


@pytest.fixture(scope="module")
def paper(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[tuple[int, int], str]]:
    """The pages of the report on paper: the size of each, in points, and its words."""
    seen = Seen(browser, tmp_path_factory.mktemp("paper") / "report.html", report())
    with printed(seen.page) as pdf:
        found = [((round(page.width), round(page.height)), words(page)) for page in pdf.pages]
    seen.page.close()
    return found


def test_on_paper_pages_are_numbered_turned_and_headed(paper: list[tuple[tuple[int, int], str]]) -> None:
    sizes, texts = [size for size, _ in paper], [text for _, text in paper]
    wide = [n for n, size in enumerate(sizes) if size == A4[::-1]]
    assert {size for n, size in enumerate(sizes) if n not in wide} == {A4}
    assert len(wide) > 2
    assert wide == list(range(wide[0], wide[-1] + 1))
    assert [plan in texts[n] for n in wide for plan in PLANS] == [True] * len(wide) * len(PLANS)
    assert ["STT" in text for text in texts] == [n in wide for n in range(len(texts))]
    assert [text.split()[0] for text in texts[1:]] == [str(n) for n in range(2, len(texts) + 1)]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in texts[0]
    assert "KT. GIÁM ĐỐC" in texts[-1]


def test_paper_holds_words_alone_and_nothing_that_is_pressed(paper: list[tuple[tuple[int, int], str]]) -> None:
    whole = " ".join(text for _, text in paper)
    for control in (
        "Mục lục",
        "Về mục lục",
        "Đến thẳng",
        "Hiện các dòng",
        "Nội dung hình bằng lời",
        "[bỏ:",
        "Nguồn: [",
    ):
        assert control not in whole
    for said in ("Chú giải", "≠ khác nội dung", "∅ không nêu", "? không đọc được", "[II~2/1/1.2/a/-1, tr. 3]"):
        assert said in whole


def test_paper_says_which_rows_a_filter_left_out(shown: Any) -> None:
    page = shown(report()).page
    page.locator("input.rows-silent").first.check()
    with printed(page) as pdf:
        whole = " ".join(words(page) for page in pdf.pages)
    assert "Hiện các dòng: chỉ dòng có kế hoạch không nêu (1/29)" in whole
    assert "(29)" not in whole.replace("(1/29)", "")


def test_a_row_longer_than_a_page_is_printed_whole(shown: Any) -> None:
    text = " ".join(f"từ{n}" for n in range(1_200))
    of = report(sections=(Section(name="s", title="s", blocks=of_cells(cell("1"), cell(text)).sections[0].blocks),))
    with printed(shown(of).page) as pdf:
        whole = " ".join(words(page) for page in pdf.pages)
    assert [n for n in range(1_200) if f"từ{n}" not in whole] == []
