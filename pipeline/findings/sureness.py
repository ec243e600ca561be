"""How sure a finding is: no surer than the weakest record that it rests on, and less where a scan was read."""

from __future__ import annotations

from collections.abc import Iterable

from models.plan import Plan
from models.span import Evidence
from pipeline.findings.types import pages_of

_SCANNED = 0.6
"""A digit or a mark misread by OCR looks like a slip of the plan."""


def sureness(plan: Plan, *confidences: float, evidence: Iterable[Evidence]) -> float:
    """The least of the confidences (0 to 1), lowered where any of the evidence stands on a page that OCR read."""
    least = min(confidences)
    return round(least * _SCANNED if scanned(plan, evidence) else least, 3)


def scanned(plan: Plan, evidence: Iterable[Evidence]) -> bool:
    """Whether any of the evidence stands on a page that OCR read."""
    read = {page.number for page in plan.document.pages if page.how == "ocr"}
    return bool(read) and any(
        number in read for e in evidence for span in e.spans for number in pages_of(plan, span.start, span.end)
    )


def is_scan(plan: Plan) -> bool:
    """Whether OCR read any page."""
    return any(page.how == "ocr" for page in plan.document.pages)
