"""Milestones as a calendar (iCalendar, RFC 5545) that an office's calendar program imports or subscribes to.

One all-day event a milestone, on the day that `days.py` tells; what recurs has a recurrence rule (section 3.3.10)
and ends with its plan. An event says in its description what the plan says, where, and what of the day is inferred.
The same milestones give the same bytes: an event's UID is its record's id, its stamp the plan's day of issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from models.base import Frozen
from models.errors import StoreReadOnly, UsageError
from models.metadata import Period
from models.records import Granularity, Relation
from pipeline.export.target import whole
from pipeline.messages import language, say
from pipeline.store.rows import MilestoneRow
from pipeline.timeline.days import days, due
from pipeline.timeline.recurring import LAST, Repeat, repeats
from pipeline.timeline.wording import clipped, shown, span, when

if TYPE_CHECKING:
    from icalendar import Event

_BEGINNING = b"BEGIN:VCALENDAR"
_TITLE, _QUOTE = 120, 2_000
"""Characters of an action in a title, and of a quote in a description."""
_NAMED = 3
"""Plans that the calendar's name names."""
_UNDATED = date(1970, 1, 1)
"""The stamp of a plan without a day of issue: any day that stays the same."""


class Made(Frozen):
    """A calendar. `left_out` are the milestones that have no day to stand on."""

    content: bytes
    events: int
    left_out: tuple[MilestoneRow, ...]


def calendar(milestones: Sequence[MilestoneRow], periods: Mapping[str, Period | None]) -> Made:
    """The calendar of milestones, in their order; `periods` are those of their plans, by the plan's id.

    Raises UsageError where none has a day: a calendar without an event is none (RFC 5545, section 3.6).
    """
    from icalendar import Calendar, vText

    made = Calendar()
    made.add("prodid", f"-//kehoach//timeline//{language().upper()}")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("x-wr-calname", vText(_name(milestones)))
    left_out, known = [], set[str]()
    for milestone in milestones:
        events = list(_events(milestone, periods.get(milestone.plan_id)))
        if not events:
            left_out.append(milestone)
        for event in events:
            uid = str(event["uid"])
            if uid not in known:  # A plan may say a thing twice, in the same words and place.
                known.add(uid)
                made.add_component(event)
    if not known:
        raise UsageError(_nothing(len(left_out)))
    return Made(content=made.to_ical(), events=len(known), left_out=tuple(left_out))


def write(made: Made, to: Path, *, force: bool = False) -> None:
    """Put a calendar into a file, whole or not at all. An older calendar is replaced, since a calendar is written again
    whenever plans come in; another file only with `force`.

    Raises UsageError for a place where no file can be or may be written, StoreError or one of its kinds for a disk that
    is full or fails.
    """
    try:
        with whole(to, force=force or _is_calendar(to)) as new:
            new.write_bytes(made.content)
    except StoreReadOnly as error:
        raise UsageError(f"{to}: it cannot be written here; name a file elsewhere, or allow writing there") from error


def _is_calendar(file: Path) -> bool:
    try:
        with file.open("rb") as there:
            return there.read(len(_BEGINNING)).upper() == _BEGINNING
    except (OSError, ValueError):
        return False


def _nothing(undated: int) -> str:
    if undated:
        return f"none of the {undated} milestones found has a date, so there is no calendar to write"
    return "no milestone was found, so there is no calendar to write"


def _name(milestones: Sequence[MilestoneRow]) -> str:
    plans = list(dict.fromkeys(_plan(m) for m in milestones))
    named = ", ".join(plans) if len(plans) <= _NAMED else say("timeline.plans", count=len(plans))
    return say("timeline.calendar", plans=clipped(named, _TITLE))


def _events(milestone: MilestoneRow, period: Period | None) -> Iterator[Event]:
    if milestone.recurrence is None:
        when_it_is = days(milestone)
        if when_it_is:
            yield _event(milestone, milestone.id, *when_it_is, notes=_notes(milestone))
        return
    for number, repeat in enumerate(repeats(milestone, milestone.plan_issued, period), 1):
        name = milestone.id if number == 1 else f"{milestone.id}-{number}"
        event = _event(milestone, name, repeat.first, repeat.first, notes=_recurring_notes(milestone, repeat))
        event.add("rrule", _rule(repeat))
        yield event


def _event(milestone: MilestoneRow, name: str, first: date, last: date, *, notes: Iterable[str]) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{name}@kehoach")
    event.add("dtstamp", datetime.combine(milestone.plan_issued or _UNDATED, datetime.min.time(), UTC))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))  # Exclusive (RFC 5545, section 3.6.1).
    event.add("summary", _title(milestone))
    event.add("description", _description(milestone, notes))
    event.add("categories", [say(f"milestone.{milestone.kind}")])
    event.add("transp", "TRANSPARENT")  # A deadline does not take up the day.
    return event


def _rule(repeat: Repeat) -> dict[str, Any]:
    """The recurrence rule. RFC 5545 leaves out a month that has not the day: where the day is late in the month, the
    last of the days that the month has is asked for."""
    rule: dict[str, Any] = {"freq": "YEARLY"} if repeat.months == 12 else {"freq": "MONTHLY"}
    if repeat.months not in (1, 12):
        rule["interval"] = repeat.months
    if repeat.until:
        rule["until"] = repeat.until
    if repeat.day == LAST or repeat.day > 28:
        if repeat.months == 12:
            rule["bymonth"] = repeat.first.month
        rule["bymonthday"] = LAST if repeat.day == LAST else list(range(28, repeat.day + 1))
        if repeat.day != LAST:
            rule["bysetpos"] = -1
    return rule


def _title(milestone: MilestoneRow) -> str:
    kind = say(f"milestone.{milestone.kind}")
    action = clipped(milestone.action or milestone.text, _TITLE)
    return say("timeline.title", plan=_plan(milestone), kind=_capital(kind), action=action, when=when(milestone))


def _description(milestone: MilestoneRow, notes: Iterable[str]) -> str:
    """What the plan says and where, so that nobody need open the program to check."""
    quote = clipped(milestone.quote or milestone.text, _QUOTE)
    issued = shown(milestone.plan_issued) if milestone.plan_issued else say("timeline.unknown")
    unit = clipped(milestone.plan_unit or "", _TITLE) or say("timeline.unknown")
    lines = [
        say("timeline.says", when=when(milestone)),
        *notes,
        say("timeline.actor", actor=clipped(milestone.actor, _QUOTE)) if milestone.actor else "",
        say("timeline.quote", quote=quote),
        say("timeline.plan", plan=clipped(_symbol(milestone), _TITLE), unit=unit, issued=issued),
        say("timeline.place", path=milestone.path or say("timeline.unknown")),
        say("timeline.page", page=milestone.page) if milestone.page else say("timeline.no_page"),
        say("timeline.record", id=milestone.id, confidence=f"{milestone.confidence:.0%}"),
    ]
    return "\n".join(line for line in lines if line)


def _notes(milestone: MilestoneRow) -> Iterator[str]:
    """Why the event stands on that day, where the plan names more than a day."""
    start, end, last = milestone.start, milestone.end, due(milestone)
    if last is None:
        return
    if milestone.relation is Relation.BEFORE and milestone.granularity in (Granularity.DAY, None):
        yield say("timeline.note_before", day=shown(last), safe=shown(last - timedelta(days=1)))
    elif milestone.relation is Relation.BEFORE:
        yield say("timeline.note_before_unit", day=shown(last))
    elif milestone.relation is Relation.FROM and end is None:
        yield say("timeline.note_from")
    elif start and end and days(milestone) != (start, end):
        yield say("timeline.note_span", span=span(start, end), day=shown(last))


def _recurring_notes(milestone: MilestoneRow, repeat: Repeat) -> Iterator[str]:
    if repeat.printed:
        yield say("timeline.note_printed", words=repeat.printed)
    elif repeat.inferred and repeat.day != LAST:
        yield say("timeline.note_once", day=shown(repeat.first))
        return
    elif repeat.inferred:
        last = say(f"timeline.last_{milestone.recurrence}")
        yield say("timeline.note_inferred", last=last, day=shown(repeat.first))
    yield say("timeline.note_until", day=shown(repeat.until)) if repeat.until else say("timeline.note_endless")


def _plan(milestone: MilestoneRow) -> str:
    """What people call the plan: its symbol; its place too where the number was not read."""
    symbol = _symbol(milestone)
    numbered = any(c.isdigit() for c in symbol)
    return clipped(symbol if numbered or not milestone.plan_unit else f"{symbol} ({milestone.plan_unit})", _TITLE)


def _symbol(milestone: MilestoneRow) -> str:
    return milestone.plan_symbol or milestone.plan_id


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
