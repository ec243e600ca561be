"""Times of a lower level that come after those that the higher level sets for it.

The two reviews (sơ kết, tổng kết) go upwards: a district reviews before its province does. A launch, a report or a
round of awards is compared only with times that the higher plan lays on the lower level: its own launch and its own
reports to those above it bind nobody below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors.fold import fold
from models.metadata import GovernmentLevel
from models.plan import Plan
from models.records import Milestone, MilestoneKind, Recurrence, Relation
from pipeline.findings.parentage import Descent
from pipeline.findings.saying import plan_name
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight, place_of

_REVIEWS = (MilestoneKind.PRELIMINARY_REVIEW, MilestoneKind.FINAL_REVIEW)
_LAID = (MilestoneKind.LAUNCH, MilestoneKind.REPORT, MilestoneKind.AWARD_ROUND)
_LEAST_SURE = 0.7
_SURE_WITHOUT_CITATION = 0.8
_ADDRESSED = {
    GovernmentLevel.DISTRICT: re.compile(r"\b(?:huyen|thi xa|dia phuong|cac cap|cac don vi)\b"),
    GovernmentLevel.COMMUNE: re.compile(r"\b(?:xa|phuong|thi tran|dac khu|dia phuong|cac cap|cac don vi)\b"),
}
# What a report tells of: the launch, the year, a round. Reports of two things have deadlines of their own.
_STAGE = re.compile(r"\b(?:phat dong|dang ky|so ket|tong ket|quy|6 thang|hang thang|ket qua trien khai)\b")
# A day of every year: "trước ngày 20/11 hằng năm".
_DAY_OF_YEAR = re.compile(r"\btruoc (?:ngay )?(?P<day>\d{1,2})\s?[/.]\s?(?P<month>\d{1,2})(?!\s?[/.\d])")
_LEAP_YEAR = 2024
"""A year that has every day, to set days of the year against each other."""


def later(descent: Descent) -> Iterator[Finding]:
    """For each kind of duty and year that both set, the lower's last time where it begins after the higher's last; and
    so for the reports of every year."""
    for kind in (*_REVIEWS, *_LAID):
        own, other = _by_year(descent, descent.lower, kind), _by_year(descent, descent.higher, kind)
        for year in sorted(own.keys() & other.keys()):
            last, bound = max(own[year], key=_begins), max(other[year], key=_ends)
            if _begins(last) > _ends(bound) and _of_one_stage(last, bound):
                yield _finding(descent, kind, (last, last.end or date.min), (bound, bound.end or date.max))
    yield from _later_every_year(descent)


def _by_year(descent: Descent, plan: Plan, kind: MilestoneKind) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = {}
    for milestone in plan.milestones:
        told = milestone.confidence >= _LEAST_SURE and milestone.relation is not Relation.FROM
        if milestone.kind is not kind or not milestone.end or not told or milestone.recurrence:
            continue
        if plan is descent.lower or kind in _REVIEWS or _is_laid_below(descent, milestone):
            found.setdefault(milestone.end.year, []).append(milestone)
    return found


def _is_laid_below(descent: Descent, milestone: Milestone) -> bool:
    """Whether the clause of the higher plan, or a heading over it, names those of the lower level."""
    pattern = _ADDRESSED.get(descent.lower.metadata.issuer_level.value or GovernmentLevel.CENTRAL)
    outline, path = descent.higher.outline, milestone.path
    if pattern is None or path is None or path not in outline.by_path:
        return False
    headings = [c.heading for c in outline.ancestors(path) if c.heading]
    return any(pattern.search(fold(said)) for said in (outline.by_path[path].text, *headings))


def _begins(milestone: Milestone) -> date:
    """The first day on which the duty can be done late: of a deadline its day, of a month or a quarter its first."""
    deadline = milestone.relation in (Relation.BY, Relation.BEFORE, Relation.UNTIL)
    return (milestone.end if deadline else milestone.start or milestone.end) or date.min


def _ends(milestone: Milestone) -> date:
    return milestone.end or date.max


def _of_one_stage(own: Milestone, other: Milestone) -> bool:
    """Whether two reports tell of one thing; other kinds do so by their kind."""
    if own.kind is not MilestoneKind.REPORT:
        return True
    return set(_STAGE.findall(fold(own.text))) == set(_STAGE.findall(fold(other.text)))


def _later_every_year(descent: Descent) -> Iterator[Finding]:
    own = [x for m in descent.lower.milestones if (x := _every_year(m))]
    other = [x for m in descent.higher.milestones if (x := _every_year(m)) and _is_laid_below(descent, m)]
    if own and other:
        last, bound = max(own, key=lambda x: x[1]), max(other, key=lambda x: x[1])
        if last[1] > bound[1] and _of_one_stage(last[0], bound[0]):
            yield _finding(descent, MilestoneKind.REPORT, last, bound, yearly=True)


def _every_year(milestone: Milestone) -> tuple[Milestone, date] | None:
    """A report due before one day of every year, with that day in a leap year; none where its clause names more."""
    days = list(_DAY_OF_YEAR.finditer(fold(milestone.text)))
    if milestone.kind is not MilestoneKind.REPORT or milestone.recurrence is not Recurrence.YEARLY or len(days) != 1:
        return None
    try:
        return milestone, date(_LEAP_YEAR, int(days[0]["month"]), int(days[0]["day"]))
    except ValueError:
        return None


def _finding(
    descent: Descent,
    kind: MilestoneKind,
    own: tuple[Milestone, date],
    other: tuple[Milestone, date],
    *,
    yearly: bool = False,
) -> Finding:
    said = [f"{day:%d/%m}" if yearly else day for _, day in (own, other)]
    facts: Facts = {
        "lower": plan_name(descent.lower),
        "higher": plan_name(descent.higher),
        "later": said[0],
        "earlier": said[1],
    }
    places = (place_of(descent.lower, own[0]), place_of(descent.higher, other[0]))
    sure = 1.0 if descent.cited else _SURE_WITHOUT_CITATION
    return Finding(
        rule=f"later_{kind.value}",
        weight=Weight.MEDIUM if kind in _REVIEWS else Weight.HIGH,
        facts=facts,
        places=(*places, descent.cited.place) if descent.cited else places,
        confidence=min(
            sureness(descent.lower, own[0].confidence, sure, evidence=own[0].evidence),
            sureness(descent.higher, other[0].confidence, sure, evidence=other[0].evidence),
        ),
    )
