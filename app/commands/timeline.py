"""Milestones of any number of plans, and the calendar of those that are found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.exits import complain
from app.questions import Kind, question
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.store import Store
    from pipeline.store.query import Answer
    from pipeline.store.rows import MilestoneRow
    from pipeline.timeline.calendar import Made

Plans = Annotated[
    list[str] | None,
    typer.Argument(metavar="PLAN", help="Only these plans: symbols, ids, or words that fit one each."),
]
Ics = Annotated[
    Path | None,
    typer.Option("--ics", metavar="FILE", help="Write the milestones found as a calendar (iCalendar, .ics)."),
]

_NAMED = 5
"""Milestones without a day that are named one by one."""
_NAME = 70
"""Characters of such a name."""


def ask_timeline(kind: Kind, asked: dict[str, Any]) -> None:
    """Put a question about milestones to the plans that are named, to all where none is; print the answer, or write it
    to a file or a calendar."""
    from app.commands.asking import answered, stored
    from pipeline.timeline.several import ask as ask_several

    out, ics = asked["out"], asked["ics"]
    if out and ics:
        raise typer.BadParameter(say("timeline.two_files"), param_hint="--ics")
    plans = [*(asked["plans"] or []), *filter(None, [asked["plan"]])]
    several = {"plans": None, "plan": None} if len(plans) > 1 else {}
    wanted = question(kind, asked | several)
    with stored() as store:
        answer = ask_several(store, wanted, plans) if several else store.ask(wanted)
        made = _calendar(store, answer) if ics else None
    if made:
        _write(made, ics, force=asked["force"], as_json=asked["as_json"])
    else:
        answered(answer, asked)


def _calendar(store: Store, answer: Answer) -> Made:
    """The calendar of what was found. What recurs ends with its plan, which is read for that."""
    from pipeline.store.rows import MilestoneRow
    from pipeline.timeline.calendar import calendar

    rows = [row for row in answer.rows if isinstance(row, MilestoneRow)]
    recurring = {row.plan_id for row in rows if row.recurrence}
    return calendar(rows, {id_: store.load(id_).metadata.period.value for id_ in sorted(recurring)})


def _write(made: Made, to: Path, *, force: bool, as_json: bool) -> None:
    from app.render.terminal import print_json
    from pipeline.timeline.calendar import write

    write(made, to, force=force)
    if as_json:
        print_json({"file": str(to), "events": made.events, "left_out": [row.id for row in made.left_out]})
    complain(say("timeline.written", count=made.events, file=to))
    if made.left_out:
        complain(say("timeline.left_out", count=len(made.left_out), named=_named(made.left_out)))


def _named(rows: tuple[MilestoneRow, ...]) -> str:
    from pipeline.timeline.wording import clipped

    names = [f"{row.plan_symbol or row.plan_id} {clipped(row.action or row.text, _NAME)} ({row.id})" for row in rows]
    more = len(names) - _NAMED
    return "; ".join(names[:_NAMED] + ([say("timeline.more", count=more)] if more > 0 else []))
