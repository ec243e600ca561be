"""Dates of cited documents that cannot be: after the plan that cites them, or of another year than their symbol."""

from __future__ import annotations

from collections.abc import Iterator

from models.metadata import Found
from models.plan import Plan
from models.span import Evidence
from pipeline.findings.mentions import Cited, mentions
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Place, Weight, place_at


def references(plan: Plan) -> Iterator[Finding]:
    """Each mention whose date is later than the plan's, and each whose symbol bears another year (a decree's number
    runs within its year: Nghị định 30/2020/NĐ-CP, Điều 15; Luật Ban hành văn bản quy phạm pháp luật)."""
    issued = plan.metadata.issued
    for cited in mentions(plan):
        if cited.day and cited.year and cited.day.year != cited.year:
            yield _finding(plan, "cited_year", cited)
        elif cited.day and isinstance(issued, Found) and cited.day > issued.value:
            own = place_at(
                plan, None, plan.document.flow(issued.evidence).text, (Evidence(clause=None, spans=issued.evidence),)
            )
            yield _finding(plan, "cited_later", cited, own, issued.confidence)


def _finding(plan: Plan, rule: str, cited: Cited, own: Place | None = None, sure: float = 1.0) -> Finding:
    places = (cited.place, *([own] if own else []))
    evidence = [e for p in places for e in p.evidence]
    facts: Facts = {"document": f"{cited.reference.type} {cited.printed}", "day": cited.day or ""}
    if own and isinstance(plan.metadata.issued, Found):
        facts["issued"] = plan.metadata.issued.value
    return Finding(
        rule=rule,
        weight=Weight.MEDIUM,
        facts=facts,
        places=places,
        confidence=sureness(plan, cited.reference.confidence, sure, evidence=evidence),
    )
