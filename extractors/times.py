"""Expressions of time: when a thing begins and ends, how exactly that is said, how often it recurs.

All patterns run on folded text. A month, quarter, half-year or year is its first to its last day; a printed day that no
calendar has is no time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from extractors import lexicon
from extractors.fold import fold
from models.metadata import Period
from models.records import Granularity, Recurrence, Relation


@dataclass(frozen=True, slots=True)
class Time:
    """A time in a text: where it stands, and what it says."""

    begin: int
    finish: int
    start: date | None = None
    end: date | None = None
    granularity: Granularity | None = None
    relation: Relation | None = None
    recurrence: Recurrence | None = None


_Y4 = r"(?:19|20)\d\d"
_UNIT = rf"""(?:
    (?:ngay\s+)?(?P<@d>\d{{1,2}})\s?[/.]\s?(?P<@m>\d{{1,2}})\s?[/.]\s?(?P<@dy>{_Y4})
  | ngay\s+(?P<@d2>\d{{1,2}})\s+thang\s+(?P<@m2>\d{{1,2}})(?:\s+nam\s+(?P<@dy2>{_Y4})|,?\s*(?P<@dy3>{_Y4}))
  | thang\s+(?P<@mm>\d{{1,2}})\s?(?:/|nam\s|-)\s?(?P<@my>{_Y4})
  | (?<![\d/])(?P<@mm2>\d{{1,2}})/(?P<@my2>{_Y4})(?!\d)
  | quy\s+(?P<@q>iv|i{{1,3}}|[1-4])\s?(?:/|nam\s|-)\s?(?P<@qy>{_Y4})
  | (?:0?6|sau)\s+thang\s+(?P<@h>dau|cuoi)\s+nam\s+(?P<@hy>{_Y4})
  | (?:(?:cuoi|dau|giua)\s+)?(?:nam\s+)(?P<@y>{_Y4})(?!\s?[-/]\s?\d)
  )"""


def _unit(name: str) -> str:
    return _UNIT.replace("@", name)


_YEAR_1, _YEAR_2 = r"(?P<{0}1>(?:19|20)\d\d)", r"(?P<{0}2>(?:19|20)\d\d)"
_TO = r"\s*(?:-|den\s+(?:het\s+)?(?:nam\s+)?)\s*(?:nam\s+)?"
_RANGE = re.compile(
    rf"""
    (?:trong\s+|vao\s+)?(?:giai\s+doan|thoi\s+ky|nhiem\s+ky|nam\s+hoc)\s+(?:nam\s+)?(?:tu\s+(?:nam\s+)?)?
      {_YEAR_1.format("py")}{_TO}{_YEAR_2.format("py")}
  | (?:ke\s+)?tu\s+
      (?:(?P<now>nay|khi\s+ban\s+hanh|ngay\s+(?:ky|ban\s+hanh|phat\s+dong))|{_unit("a")})
      \s*,?\s*(?:den|toi|-)\s+(?:het\s+|cuoi\s+)?{_unit("b")}
  | (?:ke\s+)?tu\s+(?:ngay\s+)?(?P<fd>\d{{1,2}})(?:\s?[/.]\s?(?P<fm>\d{{1,2}})|\s+thang\s+(?P<fm2>\d{{1,2}}))?
      \s*(?:den|toi|-)\s*(?:het\s+)?{_unit("c")}
  | (?:ke\s+)?tu\s+(?:dau\s+)?thang\s+(?P<fmm>\d{{1,2}})\s*(?:den|toi|-)\s*(?:het\s+|cuoi\s+)?{_unit("e")}
  | giai\s+doan\s+\w{{1,4}}\s*\((?:tu\s+)?(?:nam\s+)?{_YEAR_1.format("qy")}{_TO}{_YEAR_2.format("qy")}\)
  | (?:tu\s+)?(?:nam\s+){_YEAR_1.format("ny")}{_TO}{_YEAR_2.format("ny")}
    """,
    re.VERBOSE,
)
_RELATION = r"""
    (?P<before>truoc)(?:\sthoi\sdiem)?
  | (?P<by>(?:cham\snhat|muon\snhat)(?:\sla)?(?:\svao|\strong|\sden|\sngay)?(?:\shet)?
        |khong\s(?:muon|cham|qua)\s(?:hon\s)?)
  | (?P<until>(?:den|toi)(?:\shet|\scuoi|\struoc)?)
  | (?P<from>(?:ke\s)?tu|bat\sdau\stu)
  | (?P<within>trong(?:\snam|\ssuot)?|vao|vao\sdip)
    """
_SINGLE = re.compile(rf"\b(?:(?P<lead>{_RELATION})\s+)?{_unit('s')}", re.VERBOSE)
_HEADING = re.compile(rf"(?:^|[(]|\bvao\b\s|\btrong\b\s)\s*(?:{_unit('s')})\s*[)]?", re.VERBOSE)

# `trước ngày 20 hàng tháng`, `chậm nhất ngày 15/12 hàng năm`: a day without a year only says when in each.
_DAY_OF = (
    r"(?:(?:truoc|cham nhat|muon nhat)(?: la| vao| den)? |vao |den )?(?:ngay )?\d{1,2}(?:/\d{1,2})?"
    r"(?:(?:,| va|;) (?:truoc )?(?:ngay )?\d{1,2}(?:/\d{1,2})?){0,11}"
    r"(?: thang (?:\d{1,2}|cuoi quy|cuoi))? (?:cua )?"
)


@cache
def _recurrence() -> list[tuple[Recurrence, re.Pattern[str]]]:
    named = [
        (kind, re.compile(rf"\b(?:{_DAY_OF})?(?:dinh ky,? )?(?:{'|'.join(map(fold, phrases))})\b(?! nay)"))
        for kind, phrases in lexicon.words().recurrence.items()
    ]
    return [
        *named,
        # `định kỳ hằng quý, 6 tháng và hằng năm`; `trước ngày 20 của tháng cuối quý`.
        (
            Recurrence.HALF_YEARLY,
            re.compile(r"\b0?6 thang(?: dau nam)?(?=(?:,| va| hoac)(?: tong ket)? (?:hang )?nam\b)"),
        ),
        (
            Recurrence.QUARTERLY,
            re.compile(r"\b(?:truoc |vao )?ngay \d{1,2} (?:cua )?thang cuoi (?:cua )?(?:moi )?quy\b"),
        ),
    ]


_MAY_SAY_WHEN = re.compile(
    r"\d|\bhang (?:nam|thang|quy)\b|\bmoi (?:nam|thang|quy)\b|\bdinh ky\b|\bthuong nien\b|\blan\b"
)


def times(folded: str, issued: date | None = None) -> list[Time]:
    """The times that a folded text names, in order, none within another. `issued` is what "từ nay" begins on."""
    if not _MAY_SAY_WHEN.search(folded):
        return []
    found = [t for m in _RANGE.finditer(folded) if (t := _range(m, issued))]
    found += [t for m in _SINGLE.finditer(folded) if (t := _single(m))]
    for kind, pattern in _recurrence():
        found += [Time(m.start(), m.end(), recurrence=kind) for m in pattern.finditer(folded)]
    out: list[Time] = []
    for time in sorted(found, key=lambda t: (t.begin, -t.finish)):
        if not out or time.begin >= out[-1].finish:
            out.append(time)
    return out


def heading_time(folded: str) -> Time | None:
    """The time that a heading gives to what stands below it: `Khen thưởng sơ kết (năm 2022)`, `Năm 2022`."""
    match = _HEADING.search(folded)
    return _single(match) if match else None


def whole(period: Period | None) -> Time | None:
    """The year that "trong năm" means, where the plan is of one year."""
    if period and period.start and period.end and period.start.year == period.end.year:
        return Time(0, 0, period.start, period.end, Granularity.YEAR, Relation.WITHIN)
    return None


Bounds = tuple[date, date, Granularity]


def _bounds(match: re.Match[str], name: str) -> Bounds | None:
    """The first and last day of the unit that a group of the pattern names."""
    groups = match.groupdict()

    def part(key: str) -> str | None:
        return groups.get(name + key)

    day, month = part("d") or part("d2"), part("m") or part("m2")
    year = part("dy") or part("dy2") or part("dy3")
    if day and month and year:
        exact = _date(int(year), int(month), int(day))
        return (exact, exact, Granularity.DAY) if exact else None
    if number := part("mm") or part("mm2"):
        return _months(int(part("my") or part("my2") or 0), int(number), 1, Granularity.MONTH)
    if quarter := part("q"):
        n = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(quarter) or int(quarter)
        return _months(int(part("qy") or 0), 3 * n - 2, 3, Granularity.QUARTER)
    if half := part("h"):
        return _months(int(part("hy") or 0), 1 if half == "dau" else 7, 6, Granularity.HALF_YEAR)
    if whole_year := part("y"):
        return _months(int(whole_year), 1, 12, Granularity.YEAR)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _months(year: int, first: int, count: int, granularity: Granularity) -> Bounds | None:
    last = first + count - 1
    if not (first >= 1 and last <= 12 and year):
        return None
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), granularity


def _range(match: re.Match[str], issued: date | None) -> Time | None:
    years = (match["py1"] or match["ny1"] or match["qy1"], match["py2"] or match["ny2"] or match["qy2"])
    if years[0] and years[1]:
        first, last = int(years[0]), int(years[1])
        ordered = first <= last
        return _period(match, date(first, 1, 1), date(last, 12, 31)) if ordered else None
    if match["fd"] or match["fmm"]:
        return _completed(match)
    end = _bounds(match, "b")
    begin = (issued, issued, Granularity.DAY) if match["now"] else _bounds(match, "a")
    if not end or not begin:
        return None
    return _period(match, begin[0], end[1]) if begin[0] is None or begin[0] <= end[1] else None


def _completed(match: re.Match[str]) -> Time | None:
    """`từ ngày 01/9 đến ngày 31/10/2017`: what the first end leaves out is that of the second."""
    end = _bounds(match, "c") or _bounds(match, "e")
    if end is None:
        return None
    month = int(match["fm"] or match["fm2"] or match["fmm"] or end[1].month)
    begin = _date(end[1].year, month, int(match["fd"] or 1))
    return _period(match, begin, end[1]) if begin and begin <= end[1] else None


def _period(match: re.Match[str], start: date | None, end: date) -> Time:
    return Time(match.start(), match.end(), start, end, Granularity.PERIOD, Relation.WITHIN)


def _single(match: re.Match[str]) -> Time | None:
    bounds = _bounds(match, "s")
    if not bounds:
        return None
    start, end, granularity = bounds
    time = Time(
        match.start(),
        match.end(),
        start,
        end,
        granularity,
        Relation.ON if granularity is Granularity.DAY else Relation.WITHIN,
    )
    groups = match.groupdict()
    if groups.get("before"):
        return replace(time, start=None, relation=Relation.BEFORE)
    if groups.get("by"):
        return replace(time, start=None, relation=Relation.BY)
    if groups.get("until"):
        return replace(time, start=None, relation=Relation.UNTIL)
    if groups.get("from"):
        return replace(time, end=None, relation=Relation.FROM)
    return time
