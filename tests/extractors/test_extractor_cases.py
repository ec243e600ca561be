"""Times, actors and records: cases as data, in tests/cases/extract/.

Each case has a title, a kind (`wild`: seen in real plans; `negative`: what looks alike and is not; `synthetic`: made
from the rule), an input and what is expected, field by field; "null" stands for what the text does not say. Where a
`body` is given, it stands in a plan of the province Hà Giang of 5 March 2021. A case that is known to fail says why
under `fails` and must go on failing until that is put right.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from extractors.actors import actors_at
from extractors.fold import fold
from extractors.times import times
from models.document import Document
from models.metadata import Period
from models.path import ClausePath
from models.plan import Plan
from pipeline.extract import extract
from pipeline.read.markdown import tables_in
from pipeline.segment import segment

CASES = Path(__file__).parents[1] / "cases/extract"
KINDS = {"wild", "negative", "synthetic"}
ISSUED = date(2021, 3, 5)
FRAME = """ỦY BAN NHÂN DÂN
TỈNH HÀ GIANG

Số: 12/KH-UBND

Hà Giang, ngày 05 tháng 3 năm 2021

KẾ HOẠCH
{subject}

{preamble}

{body}

TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Nguyễn Văn Sơn
"""


def cases(name: str) -> Iterator[Any]:
    for case in tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]:
        marks = [pytest.mark.xfail(strict=True, reason=case["fails"])] if "fails" in case else []
        yield pytest.param(case, id=case["title"], marks=marks)


def framed(case: dict[str, Any]) -> str:
    if "input" in case:
        return case["input"]
    preamble = case.get("preamble", "Ủy ban nhân dân tỉnh ban hành Kế hoạch với các nội dung như sau:")
    subject = case.get("subject", "Phát động phong trào thi đua yêu nước")
    return FRAME.format(subject=subject, preamble=preamble.strip(), body=case["body"].strip())


def plan_of(text: str) -> Plan:
    document = Document(sha256="0" * 64, media_type="text/plain", source="a.txt", text=text, tables=tables_in(text))
    plan = extract(document, segment(document))
    assert plan.problems == ()
    return plan


def plain(value: Any) -> Any:
    """A value as a case writes it."""
    if value is None:
        return "null"
    if isinstance(value, Period):
        return [plain(value.start), plain(value.end)]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, ClausePath):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(x) for x in value]
    return value


def told(found: list[Any], expected: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of each finding the fields that the case speaks of; what is found beyond the expected has those of the last."""
    fields = [list(e) for e in expected] or [["rule"]]
    asked = [fields[min(k, len(fields) - 1)] for k in range(len(found))]
    return [{f: plain(getattr(x, f)) for f in names} for x, names in zip(found, asked, strict=True)]


@pytest.mark.parametrize("name", [p.stem for p in sorted(CASES.glob("*.toml"))])
def test_cases_are_told_apart_by_title_and_kind(name):
    found = [param.values[0] for param in cases(name)]
    assert len({c["title"] for c in found}) == len(found)
    assert {c["kind"] for c in found} <= KINDS


@pytest.mark.parametrize("case", cases("times"))
def test_times(case):
    found = times(fold(case["input"]), None if case.get("issued") == "null" else ISSUED)
    assert told(found, case["expected"]) == case["expected"]


@pytest.mark.parametrize("case", cases("actors"))
def test_actors(case):
    text = case["input"]
    found = actors_at(text, fold(text), 0)
    assert list(found.names if found else ()) == case["names"]
    if found:
        assert text.startswith(found.printed)


@pytest.mark.parametrize("case", cases("metadata"))
def test_metadata(case):
    metadata = plan_of(framed(case)).metadata
    found = {name: plain(getattr(metadata, name).value) for name in case["expected"] if name != "recipients"}
    if "recipients" in case["expected"]:
        found["recipients"] = [r.value for r in metadata.recipients]
    assert found == case["expected"]
    for name, reason in case.get("reasons", {}).items():
        assert getattr(metadata, name).reason == reason
    for name in case.get("inferred", []):
        assert getattr(metadata, name).inferred, name


RECORDS = ("criteria", "quantities", "milestones", "awards", "references", "assignments")


@pytest.mark.parametrize(
    ("kind", "case"),
    [
        pytest.param(kind, *param.values, id=f"{kind}: {param.id}", marks=param.marks)
        for kind in RECORDS
        for param in cases(kind)
    ],
)
def test_records(kind, case):
    found = list(getattr(plan_of(framed(case)), kind))
    assert told(found, case["expected"]) == case["expected"]
