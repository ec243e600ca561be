"""Days of the week that contradict the calendar: "thứ Hai, ngày 02/01/2011" was a Sunday."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors.fold import fold
from models.outline import Clause
from models.plan import Plan
from models.span import Evidence, Span
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Finding, Weight, place_at

_NAMES = {
    **dict.fromkeys(("hai", "2"), 0),
    **dict.fromkeys(("ba", "3"), 1),
    **dict.fromkeys(("tu", "4"), 2),
    **dict.fromkeys(("nam", "5"), 3),
    **dict.fromkeys(("sau", "6"), 4),
    **dict.fromkeys(("bay", "7"), 5),
}
_SUNDAY = 6
_WEEKDAY = r"(?:thu (?P<name>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat))\b"
_DATE = (
    r"(?:ngay )?(?P<day>\d{1,2})(?:\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?|"
    r" thang (?P<month2>\d{1,2}) nam )(?P<year>(?:19|20)\d\d)(?!\d)"
)
# One beside the other, parted by a comma or a bracket at most: "(thứ Hai ngày 02/01/2012)", "02/01/2012 (thứ 2)".
_BEFORE = re.compile(rf"{_WEEKDAY}\s?[,(]?\s?{_DATE}")
_BEHIND = re.compile(rf"{_DATE}\s?[,(]\s?{_WEEKDAY}\)?(?!\s?[,(]?\s?ngay)")
_SURE = 0.95


def weekdays(plan: Plan) -> Iterator[Finding]:
    """Each date that is printed with a day of the week which it was not."""
    for clause in plan.outline.clauses:
        flow = plan.document.flow(clause.spans)
        folded = fold(flow.text)
        for pattern in (_BEFORE, _BEHIND):
            for match in pattern.finditer(folded):
                day = _day(match)
                if day is not None and day.weekday() != _named(match):
                    yield _finding(plan, clause, flow.text[match.start() : match.end()], flow.spans(*match.span()), day)


def _day(match: re.Match[str]) -> date | None:
    """The day of the calendar; none where it has no such day."""
    try:
        return date(int(match["year"]), int(match["month"] or match["month2"]), int(match["day"]))
    except ValueError:
        return None


def _named(match: re.Match[str]) -> int:
    return _SUNDAY if match["sunday"] else _NAMES[match["name"]]


def _finding(plan: Plan, clause: Clause, quote: str, spans: tuple[Span, ...], day: date) -> Finding:
    evidence = Evidence(clause=clause.path, spans=spans)
    right = "Chủ nhật" if day.weekday() == _SUNDAY else f"thứ {('Hai', 'Ba', 'Tư', 'Năm', 'Sáu', 'Bảy')[day.weekday()]}"
    return Finding(
        rule="weekday_differs",
        weight=Weight.MEDIUM,
        facts={"quote": quote, "day": day, "right": right},
        places=(place_at(plan, clause.path, quote, (evidence,)),),
        confidence=sureness(plan, _SURE, evidence=[evidence]),
    )
