"""The real files beside the checkout: what is printed, what is read, and whether that is right, file by file."""

from __future__ import annotations

from collections.abc import Iterator

from models.errors import ReadError
from tests.pipeline.read.real_files import CASES, RIGHT, judged, missing, plan_of


def real() -> Iterator[tuple[str, str]]:
    """A line a file, and below it one for each field that is not right."""
    for case in CASES:
        if reason := missing(case):
            yield case["name"], reason
            continue
        try:
            fields = list(judged(case, plan_of(case["name"])))
        except ReadError as error:
            yield case["name"], f"not read: {error}"
            continue
        yield case["name"], f"{sum(f.verdict == RIGHT for f in fields)} of {len(fields)} right"
        for field in fields:
            if field.verdict != RIGHT:
                yield f"  {field.field}: {field.verdict}", f"printed: {field.printed}; read: {field.read}"
