"""Times that cannot be kept: a deadline before the plan was issued, a step outside the period that it covers.

What a plan may well set before or after its period (it is issued and launched ahead, reviewed, reported and rewarded
when it is over) is no finding; nor is what it tells of the past, or what recurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from extractors.fold import fold
from models.metadata import Found
from models.outline import Topic
from models.plan import Plan
from models.records import Granularity, Milestone, MilestoneKind
from models.span import Evidence
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Place, Weight, place_at, place_of

_DUTIES = (
    MilestoneKind.LAUNCH,
    MilestoneKind.PRELIMINARY_REVIEW,
    MilestoneKind.FINAL_REVIEW,
    MilestoneKind.REPORT,
    MilestoneKind.INSPECTION,
    MilestoneKind.AWARD_ROUND,
    MilestoneKind.DEADLINE,
)
_WITHIN = (MilestoneKind.LAUNCH, MilestoneKind.PRELIMINARY_REVIEW, MilestoneKind.INSPECTION)
# A year or a period before the plan is what a report or an award is about, not when it is due.
_DATED = (Granularity.DAY, Granularity.MONTH, Granularity.QUARTER)
_COUNTED_TO = re.compile(r"\btinh (?:den|toi)\b|\bket thuc tu\b|\bso lieu\b")
_LEAST_SURE = 0.7
_PAST = re.compile(r"\bđã\b|\btrước đây\b|\bvừa qua\b", re.IGNORECASE)


def deadlines(plan: Plan) -> Iterator[Finding]:
    """The milestones of a plan that its own date or its own period makes impossible."""
    for milestone in plan.milestones:
        if milestone.recurrence or milestone.end is None or milestone.confidence < _LEAST_SURE:
            continue
        if _tells_of_the_past(plan, milestone):
            continue
        yield from _passed(plan, milestone)
        yield from _outside(plan, milestone)


def _passed(plan: Plan, milestone: Milestone) -> Iterator[Finding]:
    issued = plan.metadata.issued
    dated = milestone.granularity in _DATED and not _COUNTED_TO.search(fold(milestone.text))
    if milestone.kind not in _DUTIES or not dated or not isinstance(issued, Found) or not milestone.end:
        return
    if milestone.end < issued.value:
        own = _place(plan, issued)
        facts: Facts = {"day": milestone.end, "issued": issued.value, "action": _action(milestone)}
        yield _finding(plan, "deadline_passed", milestone, own, facts, issued.confidence)


def _outside(plan: Plan, milestone: Milestone) -> Iterator[Finding]:
    """A launch, a mid-term review or an inspection after the period, a mid-term review before it. A campaign of a year
    is prepared and inspected in the year before, so only a period of several years has a before."""
    period = plan.metadata.period
    if milestone.kind not in _WITHIN or not isinstance(period, Found) or not milestone.end:
        return
    start, end = period.value.start, period.value.end
    late = end is not None and (milestone.start or milestone.end) > end
    several = start is not None and end is not None and start.year < end.year
    early = several and start is not None and milestone.end < start
    early = early and milestone.kind is MilestoneKind.PRELIMINARY_REVIEW
    if late or early:
        facts: Facts = {"day": milestone.end, "start": start or "…", "end": end or "…", "action": _action(milestone)}
        yield _finding(plan, "milestone_outside", milestone, _place(plan, period), facts, period.confidence)


def _finding(plan: Plan, rule: str, milestone: Milestone, own: Place, facts: Facts, sure: float) -> Finding:
    return Finding(
        rule=rule,
        weight=Weight.HIGH if rule == "deadline_passed" else Weight.MEDIUM,
        facts=facts,
        places=(place_of(plan, milestone), own),
        confidence=sureness(plan, milestone.confidence, sure, evidence=[*milestone.evidence, *own.evidence]),
    )


def _place(plan: Plan, field: Found[Any]) -> Place:
    flow = plan.document.flow(field.evidence)
    return place_at(plan, None, " ".join(flow.text.split()), (Evidence(clause=None, spans=field.evidence),))


def _action(milestone: Milestone) -> str:
    said = milestone.action or milestone.text
    return said if len(said) <= 100 else f"{said[:100].rsplit(' ', 1)[0]} …"


def _tells_of_the_past(plan: Plan, milestone: Milestone) -> bool:
    """Whether the clause or a heading above it tells what was done."""
    path = milestone.path
    above = [plan.outline.by_path[path], *plan.outline.ancestors(path)] if path in plan.outline.by_path else []
    return any(Topic.SITUATION in c.topics for c in above) or bool(_PAST.search(milestone.text))
