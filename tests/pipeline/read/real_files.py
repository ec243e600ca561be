"""The real files beside the checkout, what is written down of them, and the judgement of a reading of one.

Used by the tests and by `python -m benchmarks real`, so that the table says what the tests say.
"""

from __future__ import annotations

import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz.fuzz import ratio

from models.metadata import Absent, Found
from models.outline import Clause
from models.plan import Plan
from pipeline.process import process
from pipeline.read import read_file

ROOT = Path(__file__).parents[3]
FOLDER = ROOT.parent / "shared" / "real"
CASES: list[dict[str, Any]] = tomllib.loads((ROOT / "tests/cases/read/real.toml").read_text("utf-8"))["file"]

RIGHT, LEFT_OUT, WRONG = "right", "left out", "WRONG"

RECOGNISED = {"scan", "broken pdf"}
_ALIKE = 90  # of 100: two or three slips of OCR in a heading of a line
_TOOLS = {"scan": "tesseract", "broken pdf": "tesseract", "old word": "soffice"}


class Judged(NamedTuple):
    """A field of a file: what is printed, what was read, and whether that is right, left out (by hand) or wrong."""

    field: str
    printed: str
    read: str
    verdict: str


@cache
def plan_of(name: str) -> Plan:
    """Read once however many tests ask; a scan takes seconds a page."""
    return process(read_file(FOLDER / name))


def case_of(name: str) -> dict[str, Any]:
    return next(case for case in CASES if case["name"] == name)


def missing(case: dict[str, Any]) -> str | None:
    """What is not here that the file needs: itself, or a program."""
    if not (FOLDER / case["name"]).is_file():
        return f"needs {case['name']}"
    tool = _TOOLS.get(case["kind"])
    return f"needs {tool}" if tool and shutil.which(tool) is None else None


def judged(case: dict[str, Any], plan: Plan) -> Iterator[Judged]:
    """Every field that is written down of the file."""
    for field in FIELDS:
        if field != "pages" or "pages" in case:
            yield judged_field(field, case, plan)


def judged_field(field: str, case: dict[str, Any], plan: Plan) -> Judged:
    return Judged(field, *FIELDS[field](case, plan))


Verdict = tuple[str, str, str]


def _pages(case: dict[str, Any], plan: Plan) -> Verdict:
    return _same(case["pages"], len(plan.document.pages))


def _number(case: dict[str, Any], plan: Plan) -> Verdict:
    number = plan.metadata.number
    if "number_seen" in case:
        return _handwritten(case["number_seen"], number)
    return _value_or_reason(case.get("number"), case.get("number_why"), number)


def _symbol(case: dict[str, Any], plan: Plan) -> Verdict:
    """Where a handwritten number was read, the symbol has it."""
    number = plan.metadata.number.value
    prefix = f"{number}/" if "number_seen" in case and number is not None else ""
    return _same(prefix + case["symbol"], plan.metadata.symbol.value)


def _issued(case: dict[str, Any], plan: Plan) -> Verdict:
    issued = plan.metadata.issued
    if {"day", "month"} & set(case.get("handwritten", ())):
        return _handwritten(case["issued"], issued)
    return _value_or_reason(case.get("issued"), case.get("issued_why"), issued)


def _body(case: dict[str, Any], plan: Plan) -> Verdict:
    printed, read = case["body"], plan.metadata.issuer_body.value
    either = (printed, f"{case.get('above', '')} {printed}")
    return printed, str(read), RIGHT if read and any(_alike(name, read, case) for name in either) else WRONG


def _plain(key: str, name: str) -> Callable[[dict[str, Any], Plan], Verdict]:
    return lambda case, plan: _same(case[key], getattr(plan.metadata, name).value)


def _top(case: dict[str, Any], plan: Plan) -> Verdict:
    """The steps as they are; a heading but for case and punctuation, and on a scan for a few letters."""
    printed = [(step, heading[0] if heading else None) for step, *heading in case["top"]]
    read = [
        (clause.path.steps[0], clause.heading)
        for clause in plan.outline.children(None)
        if _is_labelled(clause) and not (case.get("forms") and clause.path.steps[0].startswith("PL"))
    ]
    right = [step for step, _ in printed] == [step for step, _ in read] and all(
        _heading_is(of_file, of_plan, step, case) for (step, of_file), (_, of_plan) in zip(printed, read, strict=True)
    )
    return _steps(printed), _steps(read), RIGHT if right else WRONG


FIELDS: dict[str, Callable[[dict[str, Any], Plan], Verdict]] = {
    "pages": _pages,
    "type": _plain("type", "document_type"),
    "number": _number,
    "symbol": _symbol,
    "place": _plain("place", "place"),
    "issued": _issued,
    "body": _body,
    "unit": _plain("unit", "issuer_unit"),
    "level": _plain("level", "issuer_level"),
    "top": _top,
}


def _same(printed: object, read: object) -> Verdict:
    return str(printed), str(read), RIGHT if printed == read else WRONG


def _handwritten(seen: object, field: Found[Any] | Absent) -> Verdict:
    """What a hand wrote may be left out, if the reason says so; it may not be read as something else."""
    printed = f"{seen} (by hand)"
    if isinstance(field, Absent):
        return printed, field.reason, LEFT_OUT if field.reason == "not readable" else WRONG
    return printed, str(field.value), RIGHT if field.value == seen else WRONG


def _value_or_reason(value: object, why: object, field: Found[Any] | Absent) -> Verdict:
    if isinstance(field, Absent):
        return str(value or why), field.reason, RIGHT if value is None and field.reason == why else WRONG
    return str(value or why), str(field.value), RIGHT if field.value == value else WRONG


def _is_labelled(clause: Clause) -> bool:
    return not clause.path.is_bullet and not clause.path.is_paragraph and not clause.path.steps[0].startswith("row")


def _heading_is(printed: str | None, read: str | None, step: str, case: dict[str, Any]) -> bool:
    if printed is None or read is None:
        return printed is read
    if step.startswith("PL"):  # the title of an appendix has several lines
        read = " ".join(plain(read).split()[: len(plain(printed).split())])
    return _alike(printed, read, case)


def _alike(printed: str, read: str, case: dict[str, Any]) -> bool:
    if case["kind"] in RECOGNISED:
        return ratio(plain(printed), plain(read)) >= _ALIKE
    return plain(printed) == plain(read)


def plain(text: str) -> str:
    """Without case and punctuation; the accents stay."""
    return " ".join(re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).casefold()))


def _steps(top: list[tuple[str, str | None]]) -> str:
    return "; ".join(f"{step} {heading or '–'}" for step, heading in top)
