"""Tables to records: cases as data, in tests/cases/extract/tables.toml; what holds for any table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.lexicon.entries import ColumnRole
from extractors.tables.columns import columns_of
from extractors.tables.grid import swept
from extractors.tables.headings import heading_rows
from extractors.tables.numbers import number_in
from extractors.tables.ordinals import is_ordinal, rank
from extractors.tables.roles import role_of
from extractors.tables.rows import table_rows
from extractors.tables.times import cell_times, is_time
from models.document import Document
from models.plan import Plan
from models.span import Span
from models.table import Cell, Row, Table
from pipeline.extract import extract
from pipeline.read.markdown import tables_in
from pipeline.segment import segment

CASES = Path(__file__).parents[2] / "cases/extract/tables.toml"
FRAME = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: 12/KH-UBND

Hà Giang, ngày 05 tháng 3 năm 2021

KẾ HOẠCH
{subject}

Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung như sau:

{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Sơn

{appendix}
"""
BODY = "I. MỤC ĐÍCH\n\n1. Nâng cao đạo đức công vụ."


def cases() -> Iterator[Any]:
    for case in tomllib.loads(CASES.read_text(encoding="utf-8"))["case"]:
        yield pytest.param(case, id=case["title"])


def document_of(text: str, tables: tuple[Table, ...]) -> Document:
    return Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables)


def plan_of(document: Document) -> Plan:
    plan = extract(document, segment(document))
    assert plan.problems == ()
    return plan


def merge(table: Table, places: list[list[int]]) -> Table:
    """The table with cells that cover others, as a reader that knows of them gives it."""
    rows = []
    for k, row in enumerate(table.rows):
        cells = []
        for cell in row.cells:
            grown = next((m for m in places if m[:2] == [k, cell.column]), None)
            covered = any(
                r <= k < r + n and c <= cell.column < c + m and (k, cell.column) != (r, c) for r, c, n, m in places
            )
            if not covered:
                size = {"rows": grown[2], "columns": grown[3]} if grown else {}
                cells.append(cell.model_copy(update=size))
        rows.append(Row(span=row.span, cells=tuple(cells)))
    return Table(rows=tuple(rows), heading_rows=table.heading_rows)


def plan_of_case(case: dict[str, Any]) -> Plan:
    text = FRAME.format(
        subject=case.get("subject", "Tăng cường kỷ cương hành chính năm 2021"),
        body=case.get("body", BODY).strip(),
        appendix=case.get("appendix", "").strip(),
    )
    tables = tuple(merge(table, case.get("merged", [])) for table in tables_in(text))
    if case.get("unmarked"):
        tables = tuple(t.model_copy(update={"heading_rows": 0}) for t in tables)
    return plan_of(document_of(text, tables))


def plain(value: Any) -> Any:
    return "null" if value is None else str(getattr(value, "value", value))


def told(plan: Plan, kind: str) -> list[list[Any]]:
    """The records of a kind as the cases write them; those of rows only."""
    records = [r for r in getattr(plan, kind) if "row" in str(r.path)]
    if kind == "assignments":
        return [[str(r.path), r.role.value, *r.actors] for r in records]
    if kind == "milestones":
        return [
            [
                *(str(r.path), r.kind.value, plain(r.start), plain(r.end)),
                *(plain(r.recurrence or r.relation), plain(r.action), plain(r.actor)),
            ]
            for r in records
        ]
    if kind == "quantities":
        return [[str(r.path), r.comparator.value, r.value, r.unit, plain(r.of)] for r in records]
    return [[str(r.path), r.text] for r in records]


def test_cases_are_told_apart_by_title_and_kind():
    found = [param.values[0] for param in cases()]
    assert len({c["title"] for c in found}) == len(found)
    assert {c["kind"] for c in found} <= {"wild", "negative", "synthetic"}


@pytest.mark.parametrize("case", cases())
def test_tables(case):
    plan = plan_of_case(case)
    if "clauses" in case:
        assert [str(c.path) for c in plan.outline.clauses] == case["clauses"]
    for kind in ("assignments", "milestones", "quantities", "criteria"):
        if kind in case:
            assert sorted(told(plan, kind)) == sorted(case[kind]), kind


@pytest.mark.parametrize("case", cases())
def test_evidence_is_what_the_records_say(case):
    """The words of a record are those of its evidence; what a column gives stands in whole cells."""
    plan = plan_of_case(case)
    cells = {c.span for t in plan.document.tables for r in t.rows for c in r.cells}
    for record in (*plan.assignments, *plan.milestones, *plan.quantities, *plan.criteria):
        cut = plan.document.flow(record.evidence[0].spans).text
        assert cut == record.text
        if "column" in record.rule:
            assert all(any(c.start <= s.start and s.end <= c.end for c in cells) for s in record.evidence[0].spans)


def test_a_merged_cell_is_the_evidence_in_each_row():
    case = next(p.values[0] for p in cases() if p.id and p.id.startswith("a merged office"))
    plan = plan_of_case(case)
    led = [a for a in plan.assignments if a.actors == ("Sở Tư pháp",)]
    said = {s for a in led for s in a.evidence[0].spans if "Tư pháp" in s.of(plan.document.text)}
    assert len(led) == 3
    assert len({a.id for a in led}) == 3
    assert len(said) == 1


def test_points_are_those_of_their_criterion():
    case = next(p.values[0] for p in cases() if p.id == "points with criteria and their parts")
    plan = plan_of_case(case)
    of = {q.id: q for q in plan.quantities}
    assert [[of[i].value for i in c.quantities] for c in plan.criteria] == [[6], [4], [10], [80, 95]]


def test_what_the_look_of_a_column_tells_is_less_sure_than_what_its_heading_does():
    sure = {r.rule: r.confidence for p in cases() for r in plan_of_case(p.values[0]).assignments}
    assert sure["assignment.column_by_content"] < sure["assignment.column"]
    assert sure["assignment.row_group"] < sure["assignment.column"]


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("STT", "ordinal"),
        ("Số TT", "ordinal"),
        ("Nội dung công việc", "duty"),
        ("NHIỆM VỤ, GIẢI PHÁP", "duty"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("Đơn vị chủ trì thực hiện nhiệm vụ", "lead"),
        ("Cơ quan phối hợp", "coordinate"),
        ("Chủ trì/Phối hợp", "actors"),
        ("Đơn vị thực hiện", "responsible"),
        ("Thời gian<br>thực hiện", "time"),
        ("TIỀN ĐỘ", "time"),
        ("Thòi gian hoàn thành", "time"),
        ("Sản phẩm dự kiến hoàn thành", "product"),
        ("Nội dung tiêu chí", "criterion"),
        ("Điểm tối đa", "points"),
        ("Điểm tự chấm", "scored"),
        ("Địa điểm", "note"),
        ("Thời điểm", "time"),
        ("Đơn vị tính", "unit"),
        ("Chỉ tiêu", "target"),
        ("Chỉ tiêu năm 2025", "value"),
        ("Năm 2025", "value"),
        ("Ước thực hiện năm 2024", "baseline"),
        ("Thực hiện 2023", "baseline"),
        ("Kinh phí thực hiện", "money"),
        ("Họ và tên", "person"),
        ("Chủtrì", "lead"),
        ("Sở Nội vụ", None),
        ("Xây dựng nông thôn", None),
        ("", None),
        ("Sở Nội vụ " * 40, None),
    ],
)
def test_roles(heading, role):
    found = role_of(heading)
    assert (found and found.value) == role


@pytest.mark.parametrize("cell", ["Sở Nội vụ", "Tháng 3", "1.2.3.4.5.6.7", "", "-5", "0..5", "I.1"])
def test_what_is_no_number(cell):
    assert number_in(cell) is None


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("Quý I - III/2024", [("2024-01-01", "2024-09-30")]),
        ("Quý I, quý III/2024", [("2024-01-01", "2024-03-31"), ("2024-07-01", "2024-09-30")]),
        ("01/3/2024 - 15/4/2024", [("2024-03-01", "2024-04-15")]),
        ("Từ 01/3 đến 15/4/2024", [("2024-03-01", "2024-04-15")]),
        ("3/2024 - 5/2024", [("2024-03-01", "2024-05-31")]),
        ("2024 - 2025", [("2024-01-01", "2025-12-31")]),
        ("2024", [("2024-01-01", "2024-12-31")]),
        ("Tháng 13/2024", []),
        ("31/02/2024", []),
        ("Quý II", []),
        ("Theo kế hoạch của Trung ương", []),
    ],
)
def test_times_of_cells(cell, said):
    assert [(str(t.start), str(t.end)) for t in cell_times(cell)] == said


def test_a_year_is_not_put_where_the_time_recurs():
    assert [t.start for t in cell_times("Quý I hằng năm", year=2024)] == [None]


@pytest.mark.parametrize("cell", ["Sở Nội vụ", "Báo cáo năm 2024", "Kế hoạch số 5/KH-UBND ngày 1/2/2024", "12", ""])
def test_what_is_no_time(cell):
    assert not is_time(cell)


def test_ranks_follow_the_order_of_labels():
    ranks = [rank(label) for label in ("A", "II", "3", "3.1", "3.1.2", "a)", "- Ban hành")]
    assert None not in ranks
    assert ranks == sorted(ranks)
    assert rank("Ban hành") is None
    assert not is_ordinal("Ban hành")


def grid(rows: list[list[str]], heading_rows: int = 0) -> tuple[str, Table]:
    text = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    (table,) = tables_in(text)
    return text, table.model_copy(update={"heading_rows": heading_rows})


@pytest.mark.parametrize(
    ("rows", "marked", "headings"),
    [
        ([["STT", "Nội dung"], ["1", "Việc"]], 0, {0}),
        ([["1", "Xây dựng kế hoạch"], ["2", "Tuyên truyền"]], 1, set()),
        ([["1", "Xây dựng kế hoạch"], ["2", "Tuyên truyền"]], 0, set()),
        ([["Ngày 5/2/2023", "Giao quân"], ["Ngày 6/2/2023", "Họp"]], 0, set()),
        ([["STT", "Nội dung", "Điểm"], ["A", "B", "1"], ["1", "Việc", "5"]], 0, {0, 1}),
        ([["Mã", "Bước"], ["1", "Việc đầu"], ["2", "Việc sau"]], 0, {0}),
        ([["", "Nhiệm vụ chung"], ["1", "Việc đầu"], ["2", "Việc sau"]], 0, set()),
        ([["STT", "Nhiệm vụ", "Chủ trì"], ["", "Nhiệm vụ chung", ""], ["1", "Việc", "Sở Y tế"]], 1, {0}),
    ],
)
def test_heading_rows(rows, marked, headings):
    assert heading_rows(*grid(rows, marked)) == headings


def test_a_column_of_numbers_called_chi_tieu_holds_the_numbers():
    text, table = grid([["STT", "Nội dung", "Chỉ tiêu"], ["1", "Trồng rừng", "500"], ["2", "Làm đường", "12 km"]])
    rows = list(swept(table))
    roles = [c.role for c in columns_of(text, rows[:1], rows[1:])]
    assert roles == [ColumnRole.ORDINAL, ColumnRole.DUTY, ColumnRole.VALUE]


WORDS = st.sampled_from(
    [
        *("STT", "1", "I", "1.1", "Nội dung", "Sở Nội vụ", "Chủ trì", "Quý I/2024", "", "nt", "5", "Tổng cộng", "- x"),
        *("**", "Điểm", "Tiêu chí", "Thời gian", "Báo cáo kết quả", "(1)", "(2)", "≥ 5%", "Ông A", "\\", "<br>"),
    ]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, tuple[Table, ...]]:
    """A ragged table with any cells merged, right or wrong."""
    rows, lines, at = [], [], len("KẾ HOẠCH\nvề việc\n\nI. TIÊU CHÍ\n\n")
    for _ in range(draw(st.integers(1, 6))):
        cells, line, column = [], "|", 0
        for word in draw(st.lists(WORDS, min_size=1, max_size=5)):
            start = at + len(line) + 1
            line += f" {word} |"
            size = {"columns": draw(st.integers(1, 3)), "rows": draw(st.integers(1, 3))}
            cells.append(Cell(span=Span(start, start + len(word)), column=column, **size))
            column += size["columns"]
        rows.append(Row(span=Span(at, at + len(line)), cells=tuple(cells)))
        lines.append(line)
        at += len(line) + 1
    text = "KẾ HOẠCH\nvề việc\n\nI. TIÊU CHÍ\n\n" + "\n".join(lines) + "\n\nII. TỔ CHỨC\n"
    return text, (Table(rows=tuple(rows), heading_rows=draw(st.integers(0, 3))),)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_any_table_is_read_and_every_word_of_it_kept(made):
    text, found = made
    plan = plan_of(document_of(text, found))
    kept = [s for c in plan.outline.clauses for s in (*c.spans, *([c.label_span] if c.label_span else []))]
    covered = sorted([*kept, *plan.outline.noise])
    for before, after in pairwise(covered):
        assert before.end <= after.start
    body = text.index("I. TIÊU CHÍ")
    inside = {k for s in covered for k in range(s.start, s.end)}
    marks = {k for m in re.finditer("<br>", text) for k in range(*m.span())}
    assert [k for k in range(body, len(text)) if text[k].isalnum() and k not in inside | marks] == []
    for record in (*plan.assignments, *plan.milestones, *plan.quantities, *plan.criteria):
        assert plan.document.flow(record.evidence[0].spans).text == record.text


@pytest.mark.parametrize("merged", [False, True])
def test_rows_are_told_in_time_that_grows_with_them(merged):
    """10,000 rows, one cell merged over all of them: looking up each from the top would take minutes."""
    body = [[str(k), "Xây dựng kế hoạch", "Sở Nội vụ"] for k in range(1, 10_000)]
    text, table = grid([["STT", "Nội dung", "Chủ trì"], *body], 1)
    document = document_of(text, (merge(table, [[1, 2, 9_999, 1]]) if merged else table,))
    began = process_time()
    outline = segment(document)
    rows = table_rows(document, outline)
    assert process_time() - began < 30
    assert len(rows) == 9_999
    assert all(len(row.of(ColumnRole.LEAD)) == 1 for row in rows.values())
