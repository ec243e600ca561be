"""Days that no calendar has ("31/6/2023"), and days of the week that contradict it ("thứ Hai, ngày 02/01/2011")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors.fold import fold
from models.outline import Clause
from models.plan import Plan
from models.span import Evidence, Flow
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight, place_at

_NAMES = {
    **dict.fromkeys(("hai", "2"), 0),
    **dict.fromkeys(("ba", "3"), 1),
    **dict.fromkeys(("tu", "4"), 2),
    **dict.fromkeys(("nam", "5"), 3),
    **dict.fromkeys(("sau", "6"), 4),
    **dict.fromkeys(("bay", "7"), 5),
}
_SUNDAY = 6
_IN_WORDS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAY = r"(?:thu (?P<name>hai|ba|tu|nam|sau|bay|[2-7])|(?P<sunday>chu nhat))\b"
_DATE = (
    r"(?:ngay )?(?<![\d/.-])(?P<day>\d{1,2})(?:\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?|"
    r" thang (?P<month2>\d{1,2}) nam )(?P<year>(?:19|20)\d\d)(?![\d/])"
)
# One beside the other, parted by a comma or a bracket at most: "(thứ Hai ngày 02/01/2012)", "02/01/2012 (thứ 2)".
_BEFORE = re.compile(rf"{_WEEKDAY}\s?[,(]?\s?{_DATE}")
_BEHIND = re.compile(rf"{_DATE}\s?[,(]\s?{_WEEKDAY}\)?(?!\s?[,(]?\s?ngay)")
# "kỳ họp thứ 6 ngày 09/12/2021" counts meetings: a day of the week opens its phrase, or follows what asks for a time.
_OPENS_A_DAY = re.compile(r"(?:^|[(,:;./–-]|\b(?:vao|sang|chieu|toi|trua|tu|den|ngay|gio|phut|\d{1,2}h\d{0,2}))\s*$")
_PRINTED = re.compile(r"\bngay " + _DATE.replace("(?:ngay )?", ""))
_SURE = 0.95
# What follows is counted by the moon: its months have thirty days where ours have twenty-eight.
_LUNAR = re.compile(r"\W{0,3}(?:am lich|al\b)")


def days(plan: Plan) -> Iterator[Finding]:
    """Each printed day that cannot be, clause by clause."""
    for clause in plan.outline.clauses:
        flow = plan.document.flow(clause.spans)
        folded = fold(flow.text)
        for match in _PRINTED.finditer(folded):
            if _day(match) is None and _is_of_a_year(match) and not _LUNAR.match(folded, match.end()):
                yield _finding(plan, clause, flow, match, "no_such_day", {})
        for pattern in (_BEFORE, _BEHIND):
            for match in pattern.finditer(folded):
                day = _day(match)
                counted = pattern is _BEFORE and not _OPENS_A_DAY.search(folded, 0, match.start())
                if day is not None and not counted and day.weekday() != _named(match):
                    facts: Facts = {"day": day, "right": _IN_WORDS[day.weekday()]}
                    yield _finding(plan, clause, flow, match, "weekday_differs", facts)


def _day(match: re.Match[str]) -> date | None:
    """The day of the calendar; none where it has no such day."""
    try:
        return date(int(match["year"]), int(match["month"] or match["month2"]), int(match["day"]))
    except ValueError:
        return None


def _is_of_a_year(match: re.Match[str]) -> bool:
    """Whether day and month could each be of some date: what lies further off is no date but another number."""
    return 1 <= int(match["day"]) <= 31 and 1 <= int(match["month"] or match["month2"]) <= 12


def _named(match: re.Match[str]) -> int:
    return _SUNDAY if match["sunday"] else _NAMES[match["name"]]


def _finding(plan: Plan, clause: Clause, flow: Flow, match: re.Match[str], rule: str, facts: Facts) -> Finding:
    quote = flow.text[match.start() : match.end()].strip()
    evidence = Evidence(clause=clause.path, spans=flow.spans(*match.span()))
    return Finding(
        rule=rule,
        weight=Weight.MEDIUM,
        facts={"quote": quote, **facts},
        places=(place_at(plan, clause.path, quote, (evidence,)),),
        confidence=sureness(plan, _SURE, evidence=[evidence]),
    )
