"""What recurs: from which day, how often and until when, as far as the plan says; what it does not say is marked.

A frequency ("hàng năm") is seldom printed with a day. Where a day is ("trước ngày 20 hàng tháng", "ngày 15/12 hàng
năm", "trước ngày 20 của tháng cuối quý"), it is taken; where none is, the last day of each month, quarter, half-year
or year stands for it, since that is the last on which the duty of that span can be done. It begins with the plan (its
issue or its period, whichever is later: nobody owes a report before) and ends with the plan's period.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from functools import cache

from extractors import lexicon
from extractors.fold import fold
from models.base import Frozen
from models.metadata import Period
from models.records import Recurrence, Relation
from pipeline.timeline.days import Timed, due

EVERY = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.HALF_YEARLY: 6, Recurrence.YEARLY: 12}
"""Months from one occurrence to the next."""

LAST = -1
"""The last day of a month, whichever that is."""

_LONGEST = 20_000
"""Characters of a text in which a printed day is looked for."""


class Repeat(Frozen):
    """Occurrences on a day of the month, every so many months from `first` on, not after `until` (None: no end known).

    `day` is 1 to 31, or LAST; a month without that day has it on its last. `printed` are the plan's words for the day;
    None says that the plan prints none and the day is inferred.
    """

    first: date
    months: int
    day: int
    until: date | None
    printed: str | None = None

    @property
    def inferred(self) -> bool:
        return self.printed is None

    def occurrences(self, most: int = 1000) -> Iterator[date]:
        """The days, in order; of an endless one no more than `most`."""
        month = self.first.year * 12 + self.first.month - 1
        for number in range(most):
            at = month + number * self.months
            if at // 12 > date.max.year:
                return
            day = _on(at // 12, at % 12 + 1, self.day)
            if self.until and day > self.until:
                return
            yield day


class Printed(Frozen):
    """A day that a plan prints for each occurrence: of the month (`month` None), or of the year; `place` is the first
    or last month of a quarter. `words` are those of the plan."""

    day: int
    month: int | None
    words: str
    place: str | None = None


def repeats(milestone: Timed, issued: date | None, period: Period | None) -> tuple[Repeat, ...]:
    """How a milestone recurs: one for each day that is printed, else one. None at all where nothing tells when it
    begins: neither a date of its own, nor the plan's period or issue."""
    if milestone.recurrence is None:
        return ()
    begin, until = _window(milestone, issued, period)
    months = EVERY[milestone.recurrence]
    own = due(milestone)
    if own and not _is_window(milestone):
        return (_from(own, months, own.day, until, ""),)
    if begin is None:
        return ()
    printed = printed_days(milestone.text, milestone.recurrence)
    if not printed:
        return (_inferred(begin, months, until),)
    yearly = len(printed) > 1 or _is_closed_by_year(milestone)
    return tuple(_of_printed(one, begin, months, until, yearly=yearly) for one in printed)


def _is_closed_by_year(milestone: Timed) -> bool:
    """Whether a half-yearly duty has its second half done by the yearly one beside it ("6 tháng trước ngày 15/6, năm
    trước ngày 15/12"): its printed day then comes once a year."""
    if milestone.recurrence is not Recurrence.HALF_YEARLY:
        return False
    return bool(re.search(r"\bnam\b", fold(milestone.text[:_LONGEST]))) and bool(
        printed_days(milestone.text, Recurrence.YEARLY)
    )


def _window(milestone: Timed, issued: date | None, period: Period | None) -> tuple[date | None, date | None]:
    """First and last day on which the duty can fall: what it says itself, else its plan."""
    if period and period.end and issued and period.end < issued:
        period = None  # A year that the plan looks back on does not bound what it orders.
    starts = [day for day in (issued, period.start if period else None) if day]
    begin, until = max(starts, default=None), period.end if period else None
    if not _is_window(milestone):
        return begin, until
    return milestone.start or begin or milestone.end, milestone.end or until


def _is_window(milestone: Timed) -> bool:
    """Whether the printed dates bound what recurs ("từ năm 2019 đến năm 2025, hàng năm …"), rather than tell its first
    time."""
    if milestone.relation in (Relation.FROM, Relation.UNTIL):
        return True
    if not (milestone.start and milestone.end and milestone.recurrence):
        return False
    return (milestone.end - milestone.start).days > 31 * EVERY[milestone.recurrence]


def _from(first: date, months: int, day: int, until: date | None, printed: str | None) -> Repeat:
    """One that has at least its first occurrence, even where the plan's period ends before."""
    return Repeat(first=first, months=months, day=day, until=max(until, first) if until else None, printed=printed)


def _inferred(begin: date, months: int, until: date | None) -> Repeat:
    month = ((begin.month - 1) // months + 1) * months
    first = _on(begin.year, month, LAST)
    if until and first > until:  # Shorter than the time between two occurrences: once, by its end.
        return _from(max(until, begin), months, max(until, begin).day, until, None)
    return _from(first, months, LAST, until, None)


def _of_printed(one: Printed, begin: date, months: int, until: date | None, *, yearly: bool) -> Repeat:
    if one.month:
        every = 12 if yearly else months
        at = one.month
    else:
        every = months
        at = months if one.place == "cuoi" else 1
    first = next(day for day in _candidates(begin.year, at, every, one.day) if day >= begin)
    return _from(first, every, one.day, until, one.words)


def _candidates(year: int, month: int, months: int, day: int) -> Iterator[date]:
    """Every occurrence from the beginning of a year on, that before the named month too."""
    at = year * 12 + (month - 1) % months
    while at // 12 <= date.max.year:
        yield _on(at // 12, at % 12 + 1, day)
        at += months


def _on(year: int, month: int, day: int) -> date:
    length = monthrange(year, month)[1]
    return date(year, month, length if day == LAST else min(day, length))


# The patterns run on folded text: lower case, no accents.

_DAY = r"(?:ngay )?(?<![\d/.,])\d{1,2}(?: ?/ ?\d{1,2}| thang \d{1,2})?(?! ?[/.] ?\d|\d| nam \d)"
"""`ngày 20`, `15/12`, `ngày 28 tháng 02`: without a year."""
_PARTS = re.compile(r"(?:ngay )?(?<![\d/.,])(?P<d>\d{1,2})(?: ?/ ?(?P<m>\d{1,2})| thang (?P<m2>\d{1,2}))?(?!\d)")
_LEAD = r"(?:(?:truoc|cham nhat|muon nhat|vao|den|tu)(?: la| vao| den| het)? )?"
_DAYS = rf"{_LEAD}{_DAY}(?: ?(?:,|;|va|den|-) ?{_LEAD}{_DAY}){{0,11}}"
_OF_QUARTER = re.compile(rf"(?P<days>{_DAYS}) (?:cua )?thang (?P<place>cuoi|dau) (?:cua )?(?:moi |hang )?quy\b")
_GAP = r"[^.;\d]{0,60}?"
"""Between a frequency and the day that it means: nothing of another sentence, no other number."""


@cache
def _phrases(recurrence: Recurrence) -> str:
    """The words of a frequency."""
    known = lexicon.words().recurrence[recurrence]
    more = {Recurrence.HALF_YEARLY: (r"\b0?6 thang(?: dau nam| mot lan)?",), Recurrence.YEARLY: ("bao cao nam",)}
    folded = [re.escape(phrase) for phrase in sorted({fold(p) for p in known}, key=lambda p: (-len(p), p))]
    return "(?:" + "|".join([*folded, *more.get(recurrence, ())]) + ")"


@cache
def _patterns(recurrence: Recurrence) -> tuple[re.Pattern[str], ...]:
    """Where the days of a frequency stand: before its words, or after them."""
    words = _phrases(recurrence)
    before = re.compile(rf"(?P<days>{_DAYS}) (?:cua )?{words}\b")
    # What follows must be a day beyond doubt: `ngày 20`, `15/12`, not a bare number.
    after = re.compile(rf"{words}\b(?P<gap>{_GAP})(?P<days>{_LEAD}(?:(?=ngay )|(?=\d{{1,2}} ?/)){_DAYS})")
    return (_OF_QUARTER, before, after) if recurrence is Recurrence.QUARTERLY else (before, after)


def printed_days(text: str, recurrence: Recurrence) -> tuple[Printed, ...]:
    """The days that a text prints for a frequency, in order; none where it prints none that can be told.

    >>> [(p.day, p.month) for p in printed_days("gửi báo cáo chậm nhất ngày 20 hàng tháng", Recurrence.MONTHLY)]
    [(20, None)]
    >>> printed_days("báo cáo hàng năm (trước ngày 15/12)", Recurrence.YEARLY)[0].words
    'trước ngày 15/12'
    """
    text = text[:_LONGEST]
    folded = fold(text)
    for pattern in _patterns(recurrence):
        for match in pattern.finditer(folded):
            if "gap" in match.groupdict() and _is_anothers(folded, match, recurrence):
                continue
            found = _parts(text, folded, match, recurrence)
            if found:
                return found
    return ()


def _is_anothers(folded: str, match: re.Match[str], recurrence: Recurrence) -> bool:
    """Whether the days after a frequency may be those of another, named between ("hàng quý, hàng năm trước …") or just
    before ("6 tháng, hàng năm (trước ngày 15/6 và 15/12)")."""
    others = [_phrases(other) for other in Recurrence if other is not recurrence]
    ahead = folded[max(match.start() - 30, 0) : match.start()]
    return any(re.search(other, match["gap"]) or re.search(rf"{other}(?:, ?| va | hoac )$", ahead) for other in others)


def _parts(text: str, folded: str, match: re.Match[str], recurrence: Recurrence) -> tuple[Printed, ...]:
    """The days of a match. Of a range ("từ ngày 15/4 đến ngày 15/5") the last: by then it must be done."""
    begin, end = match.span("days")
    place = match.groupdict().get("place")
    words = text[begin : match.end() if place else end].strip(" ,;(")
    listed = folded[begin:end]
    if re.search(r"\btu\b.*\b(?:den|-)\b|\d ?- ?(?:ngay )?\d| den ngay ", listed):
        begin += max(listed.rfind(" den "), listed.rfind("-"))
    found = []
    for part in _PARTS.finditer(folded, begin, end):
        month = part["m"] or part["m2"]
        one = Printed(day=int(part["d"]), month=int(month) if month else None, words=words, place=place)
        if _is_day(one, recurrence):
            found.append(one)
    return tuple(found)


def _is_day(one: Printed, recurrence: Recurrence) -> bool:
    """Whether there is such a day, and it says enough for the frequency."""
    if one.month is not None:
        return recurrence is not Recurrence.MONTHLY and 1 <= one.month <= 12 and 1 <= one.day <= _longest(one.month)
    return 1 <= one.day <= 31 and (recurrence is Recurrence.MONTHLY or one.place is not None)


def _longest(month: int) -> int:
    return monthrange(2000, month)[1]
