"""The report of compared plans says everything that differs, in findings by weight and in tables with their places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.document import RawFile
from models.path import ClausePath
from models.plan import Plan
from pipeline import messages
from pipeline.compare.types import Column
from pipeline.process import process
from pipeline.report.build import ONE_PAGE, build, ordered
from pipeline.report.naming import names
from pipeline.report.sections import quantity_said
from pipeline.report.types import Bullets, Mark, Report, Section, Status, Table

CORPUS = Path(__file__).parents[3] / "corpus"
SETS = {
    "văn hóa công sở": (CORPUS / "gold" / "alignment.json", CORPUS / "plans"),
    "ntm": (CORPUS / "alignment" / "ntm" / "alignment.json", CORPUS / "alignment" / "ntm"),
    "cds": (CORPUS / "alignment" / "cds" / "alignment.json", CORPUS / "alignment" / "cds"),
}
DAY = date(2026, 11, 21)


@cache
def plan(path: Path) -> Plan:
    return process(RawFile(content=path.read_bytes(), media_type="text/plain", source=str(path)))


@cache
def plans(name: str) -> tuple[Plan, ...]:
    """Those of a set, in the order of their names."""
    alignment, folder = SETS[name]
    stems = sorted({stem for f in json.loads(alignment.read_text("utf-8"))["families"] for stem in f["members"]})
    return tuple(plan(folder / f"{stem}.txt") for stem in stems)


@cache
def report(name: str) -> Report:
    return build(plans(name), DAY)


def tables(made: Report) -> Iterator[Table]:
    return (block for section in made.sections for block in section.blocks if isinstance(block, Table))


def section(made: Report, name: str) -> Section:
    return next(s for s in made.sections if s.name == name)


@pytest.mark.parametrize("name", SETS)
def test_every_substantive_difference_is_in_the_tables(name: str) -> None:
    """A heading that holds no statement of its own is told by what stands under it."""
    alignment, _ = SETS[name]
    shown = "\n".join(cell.source or "" for t in tables(report(name)) for row in t.rows for cell in row.cells)
    places = {place.split(", tr.")[0].strip() for line in shown.splitlines() for place in line.split(";")}
    by_stem = {Path(p.document.source).stem: p for p in plans(name)}
    for item in json.loads(alignment.read_text("utf-8"))["substantive"]:
        for stem, paths in item["paths"].items():
            for path in paths:
                assert path in places or is_heading(by_stem[stem], path), f"{item['what']}: {stem} {path}"


def is_heading(of: Plan, path: str) -> bool:
    clause = of.outline.by_path[ClausePath.parse(path)]
    return clause.is_only_heading and bool(of.outline.children(clause.path))


def test_findings_come_by_weight_and_the_first_page_has_each_kind() -> None:
    bullets = next(b for b in section(report("văn hóa công sở"), "findings").blocks if isinstance(b, Bullets))
    labels = [b.label for b in bullets.items]
    known = [messages.say(f"weight.{w}") for w in ("high", "medium", "low")]
    assert [known.index(str(label)) for label in labels] == sorted(known.index(str(label)) for label in labels)
    assert len(labels) <= ONE_PAGE
    text = "\n".join(b.line.text for b in bullets.items)
    assert "Cà Mau không có mục: kinh phí" in text
    assert "An Biên không có mục: phát động, giải pháp" in text
    assert "Chỉ An Biên nêu Giấy khen" in text


def test_cells_say_what_they_are_and_mark_what_differs() -> None:
    table = next(b for b in section(report("văn hóa công sở"), "criteria").blocks if isinstance(b, Table))
    cells = [cell for row in table.rows if not row.is_group for cell in row.cells]
    assert {c.status for c in cells} >= {Status.FIRST, Status.SAME, Status.REWORDED, Status.CHANGED, Status.SILENT}
    assert all(c.source for c in cells if c.status not in (Status.SILENT, Status.NOT_READ))
    lead = messages.say("report.only_lead")
    changed = [c for c in cells if c.status == Status.CHANGED and lead not in (c.note or "")]
    assert all(any(run.mark in (Mark.ADDED, Mark.DROPPED) for run in line.runs) for c in changed for line in c.lines)
    rows = [row for row in table.rows if not row.is_group]
    assert all([c.status for c in row.cells].count(Status.FIRST) == 1 for row in rows)


def test_marked_words_never_run_together() -> None:
    for table in tables(report("văn hóa công sở")):
        for cell in (c for row in table.rows for c in row.cells):
            for line in cell.lines:
                for one, other in zip(line.runs, line.runs[1:], strict=False):
                    if Mark.DROPPED in (one.mark, other.mark):
                        assert not (one.text[-1:].isalnum() and other.text[:1].isalnum()), line.text


def test_every_source_is_named_with_its_version() -> None:
    table = next(b for b in section(report("văn hóa công sở"), "sources").blocks if isinstance(b, Table))
    said = ["\n".join(line.text for cell in row.cells for line in cell.lines) for row in table.rows]
    for own, row in zip(plans("văn hóa công sở"), said, strict=True):
        assert own.document.sha256 in row
        assert Path(own.document.source).name in row


def test_a_report_is_the_same_every_time_and_in_the_language_in_use() -> None:
    assert build(plans("cds"), DAY) == report("cds")
    messages.use("en")
    try:
        english = build(plans("cds"), DAY)
    finally:
        messages.use("vi")
    assert (english.language, english.title) == ("en", "Report")
    assert [s.name for s in english.sections] == [s.name for s in report("cds").sections]


def test_only_two_plans_are_a_pair() -> None:
    assert build(plans("cds")[:2], DAY).pair
    assert not report("cds").pair


def test_a_stranger_and_a_plan_without_criteria_are_named() -> None:
    civility = plans("văn hóa công sở")
    other = plan(CORPUS / "alignment" / "ntm" / "yen-bai-2022-142-kh-ubnd.txt")
    bare = plan(CORPUS / "plans" / "ca-mau-2017-15-kh-ubnd.txt")
    scope = [line.text for line in build([*civility, other, bare], DAY).scope]
    assert any("Yên Bái" in line and "phong trào khác" in line for line in scope)
    assert any("Cà Mau 2017" in line and "không nêu tiêu chuẩn" in line for line in scope)


def test_no_plan_is_a_stranger_to_one_without_criteria_to_share() -> None:
    whole = plans("cds")[0]
    bare = whole.model_copy(
        update={
            "document": whole.document.model_copy(update={"sha256": "0" * 64}),
            "outline": whole.outline.model_copy(update={"clauses": ()}),
            "criteria": (),
        }
    )
    assert not [line.text for line in build([whole, bare], DAY).scope if "phong trào khác" in line.text]


def test_plans_of_one_unit_have_names_of_their_own() -> None:
    from pipeline.compare.sides import column

    own = [column(plan(CORPUS / "plans" / f"{n}.txt")) for n in ("ca-mau-2017-15-kh-ubnd", "ca-mau-2019-108-kh-ubnd")]
    assert names(own) == ("Cà Mau 2017", "Cà Mau 2019")
    assert len(set(names([own[0], own[0], own[1]]))) == 3


def test_units_of_one_name_are_told_apart_and_no_two_plans_share_a_name() -> None:
    def column(unit: str | None, version: str, source: str = "x") -> Column:
        known: dict[str, Any] = {"symbol": None, "issued": None, "level": None, "subject": None}
        return Column(version=version, unit=unit, source=source, **known)

    assert names([column("tỉnh Cà Mau", "1"), column("thành phố Cà Mau", "2")]) == ("tỉnh Cà Mau", "thành phố Cà Mau")
    same = [column(None, "1", "kh"), column(None, "2", "a/kh"), column(None, "3", "kh (1)")]
    assert len(set(names(same))) == 3


def test_kinds_of_finding_take_turns_within_a_weight() -> None:
    from pipeline.findings.types import Finding, Weight

    def finding(rule: str, weight: Weight, n: int) -> Finding:
        return Finding(rule=rule, weight=weight, facts={"n": n}, confidence=1)

    given: list[Any] = [finding("a", Weight.MEDIUM, n) for n in range(3)] + [finding("b", Weight.MEDIUM, 0)]
    given += [finding("c", Weight.HIGH, 0)]
    assert [(f.rule, f.facts["n"]) for f in ordered(given)] == [("c", 0), ("a", 0), ("b", 0), ("a", 1), ("a", 2)]


def test_a_number_is_written_as_the_language_has_it() -> None:
    quantity = next(q for q in plans("ntm")[0].quantities).model_copy(update={"value": 1.5, "unit": "%", "of": None})
    assert "1,5%" in quantity_said(quantity)
    messages.use("en")
    try:
        assert "1.5%" in quantity_said(quantity)
    finally:
        messages.use("vi")
