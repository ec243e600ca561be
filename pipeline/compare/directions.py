"""Which of two thresholds asks more, and which of two times comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from extractors.fold import fold
from models.records import Comparator, Milestone, Quantity, Recurrence
from pipeline.compare.types import Bearing, Direction
from pipeline.timeline.wording import when

# More is asked by a higher number, or by a lower one.
_HIGHER = {
    Comparator.AT_LEAST,
    Comparator.REACH,
    Comparator.INCREASE_BY,
    Comparator.INCREASE_TO,
    Comparator.DECREASE_BY,
}
_LOWER = {Comparator.AT_MOST, Comparator.DECREASE_TO}
# `đạt 90%` and `ít nhất 90%` bind alike: below it the criterion is not met.
_SAME_BOUND = {Comparator.REACH: Comparator.AT_LEAST}
_OF_THE_SAME = 45
"""Least likeness (0 to 100, edit ratio) of what two thresholds are of; below it they bind different things."""
_OFTEN = [Recurrence.YEARLY, Recurrence.HALF_YEARLY, Recurrence.QUARTERLY, Recurrence.MONTHLY]


def of_quantities(first: Sequence[Quantity], second: Sequence[Quantity]) -> tuple[Direction, ...]:
    """How the thresholds of the second plan bear to those of the first; equal ones are left out.

    Thresholds are set against each other by unit and by what they are of, the nearest words first, each once.
    """
    return tuple(
        Direction(bearing=bearing, of=b.of or a.of, first=a.text, second=b.text, records=(a.id, b.id))
        for a, b in _paired(first, second)
        if (bearing := bearing_of(a, b)) is not None
    )


def bearing_of(first: Quantity, second: Quantity) -> Bearing | None:
    """How one threshold bears to another, None where they bind alike."""
    one, two = (_SAME_BOUND.get(q.comparator, q.comparator) for q in (first, second))
    if _unit(first) != _unit(second) or one != two:
        return Bearing.INCOMPARABLE
    if first.value == second.value:
        return None
    if one not in _HIGHER | _LOWER:
        return Bearing.INCOMPARABLE
    return Bearing.STRICTER if (second.value > first.value) == (one in _HIGHER) else Bearing.LOOSER


def of_times(first: Sequence[Milestone], second: Sequence[Milestone]) -> tuple[Direction, ...]:
    """How the times of the second plan bear to those of the first; equal ones are left out.

    Times that both have are met. Of the others those that recur are set against each other in their order, and those
    that do not; what one plan has more than the other is no difference of time.
    """
    both = Counter(map(_time, first)) & Counter(map(_time, second))
    left = [list(_beyond(own, both)) for own in (first, second)]
    pairs = [
        pair
        for recurs in (False, True)
        for pair in zip(
            *(sorted((m for m in own if bool(m.recurrence) == recurs), key=_when) for own in left), strict=False
        )
    ]
    return tuple(
        Direction(bearing=bearing, of=b.action or a.action, first=when(a), second=when(b), records=(a.id, b.id))
        for a, b in pairs
        if (bearing := time_bearing(a, b)) is not None
    )


def time_bearing(first: Milestone, second: Milestone) -> Bearing | None:
    """Earlier or later by the day until which it is to be done; of what recurs, stricter is more often."""
    if first.recurrence and second.recurrence:
        one, two = _OFTEN.index(first.recurrence), _OFTEN.index(second.recurrence)
        if one != two:
            return Bearing.STRICTER if two > one else Bearing.LOOSER
    if (first.end is None) != (second.end is None):  # `từ tháng 6` sets no day against which a deadline is late.
        return Bearing.INCOMPARABLE
    a, b = (m.end or m.start for m in (first, second))
    if a is None or b is None:
        return None if a == b else Bearing.INCOMPARABLE
    if a == b:
        return None
    if _within(first, second) or _within(second, first):
        return Bearing.INCOMPARABLE  # `năm 2019` leaves open whether it is before or after `tháng 8 năm 2019`.
    return Bearing.EARLIER if b < a else Bearing.LATER


def _within(inner: Milestone, outer: Milestone) -> bool:
    """Whether one time lies within the room that another leaves; two that begin together end one before the other."""
    if not outer.start or not outer.end or outer.start == outer.end:
        return False
    days = [d for d in (inner.start, inner.end) if d]
    return bool(days) and all(outer.start < d <= outer.end for d in days)


_Time = tuple[date | None, date | None, Recurrence | None]


def _time(milestone: Milestone) -> _Time:
    return (milestone.start, milestone.end, milestone.recurrence)


def _beyond(own: Sequence[Milestone], both: Counter[_Time]) -> Iterator[Milestone]:
    """The milestones of times that the other plan has not, or not so often."""
    left = both.copy()
    for milestone in own:
        if left[_time(milestone)]:
            left[_time(milestone)] -= 1
        else:
            yield milestone


def _when(milestone: Milestone) -> tuple[bool, date]:
    day = milestone.end or milestone.start
    return (day is None, day or date.max)


def _unit(quantity: Quantity) -> str:
    unit = fold(quantity.unit)
    return "%" if unit == "phan tram" else unit


def _paired(first: Sequence[Quantity], second: Sequence[Quantity]) -> Iterator[tuple[Quantity, Quantity]]:
    from rapidfuzz.fuzz import ratio

    scored = sorted(
        (
            (-(_unit(a) == _unit(b)), -ratio(fold(a.of or a.text), fold(b.of or b.text)), i, j)
            for i, a in enumerate(first)
            for j, b in enumerate(second)
        )
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    for _, unlike, i, j in scored:
        if i not in taken[0] and j not in taken[1] and -unlike >= _OF_THE_SAME:
            taken[0].add(i)
            taken[1].add(j)
            yield first[i], second[j]
