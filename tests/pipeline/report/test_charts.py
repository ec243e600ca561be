"""The charts of a report: what they show, that each word can be read, and that they can be made anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import combinations
from pathlib import Path
from shutil import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from models.document import RawFile
from models.errors import UsageError
from models.metadata import Absent
from models.plan import Plan
from models.records import Granularity, Milestone, MilestoneKind, Recurrence, Relation
from models.span import Evidence, Span
from pipeline.process import process
from pipeline.report import charts
from pipeline.report.charts import relations_chart, timeline_chart
from pipeline.report.drawing import width_of
from pipeline.report.fonts import choose, font
from pipeline.report.lanes import lanes
from pipeline.report.types import Chart, Status

PLANS = Path(__file__).parents[3] / "corpus" / "plans"
NAMES = ("108/KH-UBND tỉnh Cà Mau", "KH-UBND tỉnh Lai Châu")
EVIDENCE = (Evidence(clause=None, spans=(Span(0, 5),)),)
SVG = "{http://www.w3.org/2000/svg}"


def read(name: str) -> Plan:
    file = PLANS / f"{name}.txt"
    return process(RawFile(content=file.read_bytes(), media_type="text/plain", source=file.name))


@pytest.fixture(scope="module")
def two() -> tuple[Plan, Plan]:
    return read("ca-mau-2019-108-kh-ubnd"), read("lai-chau-2019-kh-ubnd")


@pytest.fixture(scope="module")
def drawn(two: tuple[Plan, Plan]) -> Chart:
    chart = timeline_chart(two, NAMES)
    assert chart
    return chart


def milestone(number: int = 0, **said: object) -> Milestone:
    given: dict[str, object] = {
        "id": f"m{number}",
        "text": "báo cáo",
        "evidence": EVIDENCE,
        "rule": "event",
        "confidence": 0.9,
        "kind": MilestoneKind.REPORT,
        "start": None,
        "end": None,
        "granularity": None,
        "relation": None,
        "recurrence": None,
        "action": "báo cáo",
        "actor": None,
    }
    return Milestone.model_validate(given | said)


def day(number: int, when: date, relation: Relation = Relation.BY) -> Milestone:
    on = relation is Relation.ON
    return milestone(number, start=when if on else None, end=when, granularity=Granularity.DAY, relation=relation)


def texts(svg: str) -> Iterator[tuple[str, float, float, float]]:
    """Every text of a drawing with its left and right end and the middle of its line."""
    root = etree.fromstring(svg.encode())
    for element in root.iter(f"{SVG}text"):
        x = y = 0.0
        for each in (element, *element.iterancestors()):
            moved = re.search(r"translate\(([-\d.e]+)[ ,]+([-\d.e]+)\)", each.get("transform", ""))
            if moved:
                x, y = x + float(moved[1]), y + float(moved[2])
        said = "".join(element.itertext())
        wide = width_of(said, float(element.get("font-size", "11px").removesuffix("px")))
        wide *= 1.08 if element.get("font-weight") == "bold" else 1
        shift = {"middle": -0.5, "end": -1.0}.get(element.get("text-anchor", "start"), 0.0)
        yield said, x + shift * wide, x + (1 + shift) * wide, y


def assert_readable(chart: Chart) -> None:
    """No text runs out of the picture, and none over another."""
    left, top, wide, tall = map(float, etree.fromstring(chart.svg.encode()).get("viewBox").split())
    found = [t for t in texts(chart.svg) if t[0].strip()]
    assert found
    for said, begin, end, y in found:
        assert left <= begin, said
        assert end <= left + wide + 1, said
        assert top <= y <= top + tall, said
    for one, other in combinations(found, 2):
        apart = one[2] <= other[1] + 0.5 or other[2] <= one[1] + 0.5 or abs(one[3] - other[3]) >= 9
        assert apart, (one, other)


def test_each_plan_has_its_kinds_with_dates_as_in_vietnam(drawn: Chart) -> None:
    said = [t[0] for t in texts(drawn.svg)]
    assert "108/KH-UBND tỉnh Cà Mau (ban hành 19/08/2019)" in said
    assert "KH-UBND tỉnh Lai Châu (ban hành 21/08/2019)" in said
    assert "01/01/2022–31/12/2022" in said
    assert any(s.startswith("sơ kết") for s in said)
    assert any("hằng năm" in s and "suy ra" in s for s in said)
    assert not [s for s in said if re.search(r"\d{4}-\d\d-\d\d", s)]


def test_what_is_seen_is_said_in_words_too(drawn: Chart) -> None:
    for name in NAMES:
        assert name in drawn.text
    for said, *_ in texts(drawn.svg):
        if re.search(r"\d\d/\d\d/\d{4}–", said):
            assert said in drawn.text
    assert drawn.caption


def test_every_word_can_be_read(drawn: Chart) -> None:
    assert_readable(drawn)


def test_signs_differ_in_shape_and_are_explained(two: tuple[Plan, Plan]) -> None:
    plan = two[0].model_copy(
        update={
            "milestones": (
                day(0, date(2020, 3, 1)),
                day(1, date(2020, 5, 1), Relation.ON),
                milestone(2, start=date(2020, 6, 1), granularity=Granularity.DAY, relation=Relation.FROM),
                milestone(3, recurrence=Recurrence.YEARLY),
            )
        }
    )
    chart = timeline_chart([plan], ["A"])
    assert chart
    assert_readable(chart)
    root = etree.fromstring(chart.svg.encode())
    shapes = {p.get("d") for p in root.iter(f"{SVG}path") if p.get("aria-roledescription") == "point"}
    assert len(shapes) == 4
    said = [t[0] for t in texts(chart.svg)]
    assert {"hạn cuối", "đúng ngày", "bắt đầu", "lặp lại"} <= set(said)


def test_the_picture_is_of_greys_and_asks_nothing_of_any_place(drawn: Chart) -> None:
    colours = re.findall(r"#([0-9a-fA-F]{6})\b", drawn.svg)
    assert colours
    assert all(c[:2] == c[2:4] == c[4:] for c in colours)
    assert not re.search(r"href|<image|url\(http|@import|<script", drawn.svg)
    with Image.open(BytesIO(drawn.png)) as picture:
        assert picture.format == "PNG"
        assert picture.mode == "L"
        assert picture.getpixel((0, 0)) == 255
        assert min(picture.getdata()) < 60
        wide = float(etree.fromstring(drawn.svg.encode()).get("width"))
        assert picture.width == pytest.approx(3 * wide, abs=3)


def test_the_same_plans_give_the_same_drawing(two: tuple[Plan, Plan], drawn: Chart) -> None:
    assert timeline_chart(two, NAMES) == drawn


def test_the_letters_of_vietnamese_are_drawn(drawn: Chart) -> None:
    assert font().family in drawn.svg
    assert "sans-serif" in drawn.svg
    assert font().file.is_file()


def test_a_font_without_the_letters_is_refused_by_name(tmp_path: Path) -> None:
    reportlab = pytest.importorskip("reportlab")
    copy(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf", tmp_path / "LiberationSans-Regular.ttf")
    (tmp_path / "arial.ttf").write_bytes(b"no font")
    with pytest.raises(UsageError, match=r"LiberationSans-Regular\.ttf lacks .*fonts-liberation2"):
        choose([tmp_path])
    copy(font().file, tmp_path / "DejaVuSans.ttf")
    assert choose([tmp_path]).family == "DejaVu Sans"


def test_no_font_at_all_is_said_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"none is installed.*apt-get install fonts-liberation2"):
        choose([tmp_path, tmp_path / "none"])


def test_plans_without_a_day_have_no_chart(two: tuple[Plan, Plan]) -> None:
    bare = two[0].model_copy(update={"milestones": ()})
    assert timeline_chart([bare], ["A"]) is None
    assert timeline_chart([], []) is None
    silent = timeline_chart([bare, two[1]], ["A", "B"])
    assert silent
    assert "A (ban hành 19/08/2019): không nêu mốc nào có ngày." in silent.text


def test_what_has_no_day_is_counted(two: tuple[Plan, Plan]) -> None:
    undated = two[0].metadata.model_copy(update={"issued": Absent(), "period": Absent()})
    milestones = (milestone(0, recurrence=Recurrence.YEARLY), day(1, date(2020, 3, 1)))
    plan = two[0].model_copy(update={"metadata": undated, "milestones": milestones})
    chart = timeline_chart([plan], ["A"])
    assert chart
    assert "1 mốc không có ngày" in chart.caption


def test_alike_milestones_share_a_row(two: tuple[Plan, Plan]) -> None:
    plan = two[0].model_copy(update={"milestones": (day(0, date(2020, 3, 1)), day(1, date(2020, 3, 1)))})
    rows = lanes([plan], ["A"]).lanes
    assert [(r.label, r.time) for r in rows[1:]] == [("báo cáo ×2", "chậm nhất 01/03/2020")]


def test_what_recurs_ends_with_its_plan(two: tuple[Plan, Plan]) -> None:
    plan = two[0].model_copy(update={"milestones": (milestone(0, recurrence=Recurrence.YEARLY),)})
    (row,) = lanes([plan], ["A"]).lanes[1:]
    assert row.days == tuple(date(year, 12, 31) for year in range(2019, 2026))


def test_names_are_as_many_as_plans(two: tuple[Plan, Plan]) -> None:
    with pytest.raises(ValueError, match="zip"):
        timeline_chart(two, ["A"])


def test_long_names_and_many_rows_stay_readable(two: tuple[Plan, Plan]) -> None:
    many = tuple(day(k, date(2019, 1, 1) + timedelta(days=9 * k)) for k in range(200))
    plan = two[0].model_copy(update={"milestones": many})
    chart = timeline_chart([plan], ["Kế hoạch của Ủy ban nhân dân tỉnh Bà Rịa – Vũng Tàu về phong trào thi đua " * 3])
    assert chart
    assert "51 hàng" in chart.caption
    assert_readable(chart)


@given(st.dates(), st.dates())
def test_days_are_labelled_in_order_and_few_enough(one: date, other: date) -> None:
    first, last = sorted((one, other))
    found = charts._ticks(first, last)
    assert found == sorted(set(found))
    assert len(found) <= 9
    assert not found or found[0] <= last


def test_shares_bear_their_numbers_and_words() -> None:
    counts = {Status.SAME: 12, Status.REWORDED: 9, Status.CHANGED: 5, Status.SILENT: 3}
    chart = relations_chart([("A – B", counts), ("A – C", {Status.SILENT: 999, Status.SAME: 1, Status.CHANGED: 0})])
    assert chart
    assert_readable(chart)
    said = [t[0] for t in texts(chart.svg)]
    assert {"12", "9", "5", "3", "999"} <= set(said)
    assert "giống 12 (41 %); khác lời, cùng nội dung 9 (31 %); khác nội dung 5 (17 %); không nêu 3 (10 %)" in said
    assert "giống 1 (0 %); không nêu 999 (100 %)" in said, "a part too small for its number is still told"
    assert "khác nội dung 0" not in chart.text
    for sentence in said:
        if "%" in sentence:
            assert sentence in chart.text


def test_parts_are_as_wide_as_their_share() -> None:
    chart = relations_chart([("A – B", {Status.SAME: 3, Status.SILENT: 1})])
    assert chart
    paths = [p.get("d") for p in etree.fromstring(chart.svg.encode()).iter(f"{SVG}path")]
    ends = [re.fullmatch(r"M([\d.]+),17h([\d.]+)v20h-[\d.]+Z", d or "") for d in paths]
    assert [(float(m[1]), float(m[2])) for m in ends if m] == [(0, 450), (450, 150)]


def test_nothing_counted_is_no_chart() -> None:
    assert relations_chart([]) is None
    assert relations_chart([("A – B", {}), ("A – C", {Status.SAME: 0})]) is None
    with pytest.raises(ValueError, match="nought"):
        relations_chart([("A – B", {Status.SAME: -1})])
