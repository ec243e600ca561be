"""Real files, from bytes to plan: what their header says, and the top of their outline."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from models.document import Document, RawFile
from models.metadata import Absent, Found, PlanMetadata
from models.outline import Clause, Outline
from models.path import ClausePath
from models.plan import Plan
from models.span import Span
from pipeline.process import process
from pipeline.read import read as read_here
from pipeline.read import read_file
from tests import sharing
from tests.pipeline.read.real_files import (
    CASES,
    FIELDS,
    FOLDER,
    LEFT_OUT,
    RECOGNISED,
    RIGHT,
    WRONG,
    case_of,
    judged_field,
    missing,
)

CHECKS = [
    pytest.param(case, field, id=f"{case['name']}-{field}")
    for case in CASES
    for field in FIELDS
    if field != "pages" or "pages" in case
]

# Of a document saved in two formats or found in two states.
TWINS = (
    ("phobang_kh_01_tuyentruyen.docx", "phobang_kh_01_tuyentruyen.htm"),
    ("qb_kh_672_2024_scan.pdf", "qb_kh_672_2024_scan_asfound_prefixjunk.pdf"),
)
OF_THE_FILE = {"id", "evidence", "rule", "confidence", "quantities"}  # offsets, and ids made of them


@cache
def read(name: str) -> Plan:
    """Read once in a run: the pages of the scans take minutes."""

    def once(raw: RawFile, **said: Any) -> Document:
        return sharing.once(f"real {name}", lambda: read_here(raw, **said))

    return process(read_file(FOLDER / name), read=once)


def needed(name: str) -> Plan:
    if reason := missing(case_of(name)):
        pytest.skip(reason)
    return read(name)


@pytest.mark.parametrize(("case", "field"), CHECKS)
def test_a_real_file_is_read_as_it_is_printed(case: dict[str, Any], field: str) -> None:
    judged = judged_field(field, case, needed(case["name"]))
    assert judged.verdict != WRONG, f"printed: {judged.printed}\n   read: {judged.read}"


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_real_file_is_read_without_problems(case: dict[str, Any]) -> None:
    plan = needed(case["name"])
    assert [p for p in plan.problems if p.stage != "read"] == []
    if case["kind"] not in RECOGNISED:  # A scan may have a page that is hard to read, and should say so.
        assert plan.document.problems == ()


@pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in CASES])
def test_a_record_is_cut_out_by_its_evidence(case: dict[str, Any]) -> None:
    plan = needed(case["name"])
    for record in plan.records():
        assert plan.document.flow(record.evidence[0].spans).text.split() == record.text.split()
        if "pages" in case:
            assert plan.document.locate(record.evidence[0].spans[0])


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_have_the_same_outline(one: str, other: str) -> None:
    assert outline(needed(one)) == outline(needed(other))


@pytest.mark.parametrize(("one", "other"), TWINS)
def test_twins_have_the_same_records(one: str, other: str) -> None:
    assert records(needed(one)) == records(needed(other))


def test_bytes_before_the_header_change_nothing_of_the_text() -> None:
    one, other = TWINS[1]
    assert needed(one).document.text == needed(other).document.text


def outline(plan: Plan) -> list[object]:
    return [(str(c.path), c.label, c.heading, c.topics) for c in plan.outline.clauses]


def records(plan: Plan) -> list[object]:
    return [(r.kind_name, str(r.path), r.model_dump(exclude=OF_THE_FILE)) for r in plan.records()]


NOT_PRINTED = Absent()


def made(number: Found[int] | Absent = NOT_PRINTED, heading: str | None = "Mục đích") -> Plan:
    clause = Clause(path=ClausePath(("1",)), label="1.", label_span=None, spans=(), text="Mục đích", heading=heading)
    bullet = Clause(path=ClausePath(("-1",)), label="-", label_span=None, spans=(), text="Gạch đầu dòng")
    document = Document(sha256="", media_type="", source="", text="1. Mục đích")
    return Plan(document=document, outline=Outline(clauses=(clause, bullet)), metadata=PlanMetadata(number=number))


@pytest.mark.parametrize(
    ("number", "case", "verdict"),
    [
        (288, {"number_seen": 288}, RIGHT),
        (238, {"number_seen": 288}, WRONG),
        ("not readable", {"number_seen": 288}, LEFT_OUT),
        ("not printed", {"number_seen": 288}, WRONG),
        (288, {"number": 288}, RIGHT),
        ("not readable", {"number": 288}, WRONG),
        ("not printed", {"number_why": "not printed"}, RIGHT),
        (1, {"number_why": "not printed"}, WRONG),
    ],
)
def test_no_number_but_the_printed_one_is_right(number: Any, case: dict[str, Any], verdict: str) -> None:
    read = Absent(reason=number) if isinstance(number, str) else found(number)
    assert judged_field("number", case, made(number=read)).verdict == verdict


def found(number: int) -> Found[int]:
    return Found(value=number, evidence=(Span(0, 1),), rule="", confidence=1)


@pytest.mark.parametrize(
    ("kind", "heading", "top", "verdict"),
    [
        ("word", "MỤC ĐÍCH:", [["1", "Mục đích"]], RIGHT),
        ("word", "Mục địch", [["1", "Mục đích"]], WRONG),
        ("scan", "Tổ chức thực hiên", [["1", "Tổ chức thực hiện"]], RIGHT),
        ("scan", "Tổ chức", [["1", "Tổ chức thực hiện"]], WRONG),
        ("scan", "Mục đích", [["I", "Mục đích"]], WRONG),
        ("scan", "Mục đích", [["1", "Mục đích"], ["2"]], WRONG),
        ("scan", None, [["1"]], RIGHT),
        ("scan", "Mục đích", [["1"]], WRONG),
    ],
)
def test_steps_are_exact_and_headings_nearly(kind: str, heading: str | None, top: list[Any], verdict: str) -> None:
    assert judged_field("top", {"kind": kind, "top": top}, made(heading=heading)).verdict == verdict
