"""The real files beside the checkout: whether what their pages show is read, field by field, and what is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from benchmarks.timing import seconds
from models.errors import ReadError
from tests.pipeline.read.real_files import CASES, LEFT_OUT, RIGHT, WRONG, judged, missing, plan_of

_MARKS = {RIGHT: "✓", LEFT_OUT: "–", WRONG: "✗"}


def real() -> Iterator[tuple[str, str]]:
    """A line a file, with a mark a field, and below it what is left out or wrong."""
    yield "", "✓ as printed   – handwritten and left out   ✗ otherwise"
    for case in CASES:
        if reason := missing(case):
            yield case["name"], reason
        else:
            yield from _of_file(case)


def _of_file(case: dict[str, Any]) -> Iterator[tuple[str, str]]:
    name = case["name"]
    try:
        took = seconds(lambda: plan_of(name))
    except ReadError as error:
        yield name, f"not read: {str(error).partition(': ')[2]}"
        return
    fields = list(judged(case, plan_of(name)))
    yield name, "  ".join(f"{f.field} {_MARKS[f.verdict]}" for f in fields) + f"  ({took:.1f} s)"
    for field in fields:
        if field.verdict != RIGHT:
            yield f"  {field.field}", f"printed: {field.printed}; read: {field.read}"
