"""The columns of each kind of record. A record of a plan and a row of the store have the same fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.text import Text

from app.render.terminal import console, plain, show_day, table
from pipeline.messages import say
from pipeline.timeline import wording

if TYPE_CHECKING:
    from models.records import Milestone
    from pipeline.store.rows import ClauseRow, MilestoneRow, RecordRow

LOW = 0.8
"""Below this confidence a record is marked for the reader to check."""


class Column(NamedTuple):
    """A column: its title's key, and what it shows of a record."""

    title: str
    show: Callable[[Any], str]


def _words(group: str, values: Iterable[str]) -> str:
    return ", ".join(say(f"{group}.{v}") for v in values) or "—"


def when(milestone: Milestone | MilestoneRow) -> str:
    """The time in words, or that it is not known."""
    return wording.when(milestone) or say("when.unknown")


def _with_through(actors: str, record: Any) -> str:
    """The actors, marked where what was asked for answers by another name: of a collective, of a part of it."""
    how = getattr(record, "responsibility", None)
    if how is None or how == "own":
        return actors
    through = "" if record.through == actors else f": {record.through}"
    return f"{actors} ({say(f'responsibility.{how}')}{through})"


def _listed(*parts: str | None) -> str:
    return ", ".join(p for p in parts if p)


def number(value: float) -> str:
    """A number as it is written in Vietnam.

    >>> number(80.0), number(2.5), number(1200.0)
    ('80', '2,5', '1.200')
    """
    return f"{value:,.10g}".translate(str.maketrans(",.", ".,"))


COLUMNS: dict[str, tuple[Column, ...]] = {
    "criteria": (
        Column("audience", lambda r: say(f"audience.{r.audience}")),
        Column("levels", lambda r: _words("level", r.levels)),
        Column("rounds", lambda r: _words("round", r.rounds)),
        Column("text", lambda r: r.text),
    ),
    "quantities": (
        Column("amount", lambda r: f"{say(f'comparator.{r.comparator}')} {number(r.value)} {r.unit}"),
        Column("of", lambda r: r.of or "—"),
    ),
    "milestones": (
        Column("kind", lambda r: say(f"milestone.{r.kind}")),
        Column("when", when),
        Column("action", lambda r: r.action or "—"),
        Column("actor", lambda r: _with_through(r.actor or "—", r)),
    ),
    "awards": (
        Column("form", lambda r: r.form),
        Column("authority", lambda r: r.authority or "—"),
        Column("audience", lambda r: say(f"audience.{r.audience}")),
        Column("rounds", lambda r: say(f"round.{r.round}") if r.round else "—"),
    ),
    "references": (
        Column(
            "document",
            lambda r: _listed(f"{r.type} {r.symbol or ''}".strip(), r.issued and show_day(r.issued), r.issuer),
        ),
        Column("name", lambda r: r.name or "—"),
        Column("role", lambda r: say(f"role.{r.role}")),
    ),
    "assignments": (
        Column("actors", lambda r: _with_through("; ".join(r.actors), r)),
        Column("role", lambda r: say(f"role.{r.role}")),
        Column("text", lambda r: r.text),
    ),
}


def confidence(value: float) -> Text:
    """A share in per cent, marked where it is low."""
    low = value < LOW
    return plain(f"{value:.0%}{' (!)' if low else ''}", "yellow" if low else "")


def show_rows(kind: str, rows: Sequence[RecordRow], total: int) -> None:
    """A table of records of several plans, some of a `total`."""
    out = console()
    if not rows:
        out.print(plain(nothing(total)))
        return
    columns = COLUMNS[kind]
    titles = ("plan", "path", *(c.title for c in columns), "confidence")
    cells = [
        [plain(_plan(r)), plain(r.path or "—"), *(plain(c.show(r)) for c in columns), confidence(r.confidence)]
        for r in rows
    ]
    out.print(table([say(f"column.{t}") for t in titles], cells))
    out.print(plain(counted(len(rows), total)))
    warn_of_low(out, (r.confidence for r in rows))


def show_clauses(rows: Sequence[ClauseRow], total: int) -> None:
    """A table of clauses of several plans."""
    out = console()
    if not rows:
        out.print(plain(nothing(total)))
        return
    titles = [say(f"column.{t}") for t in ("plan", "path", "page", "text")]
    cells = [[plain(_plan(r)), plain(r.path), plain(r.page or "—"), plain(r.text)] for r in rows]
    out.print(table(titles, cells))
    out.print(plain(counted(len(rows), total)))


def nothing(total: int) -> str:
    """That no row is shown: because there is none, or because the page lies beyond them."""
    return counted(0, total) if total else say("show.none")


def counted(shown: int, total: int) -> str:
    """How many there are, and how many of them are shown."""
    return say("show.total", count=total) if shown == total else say("show.page", shown=shown, count=total)


def warn_of_low(out: Any, confidences: Iterable[float]) -> None:
    """What the mark of low confidence means, where there is one."""
    if any(c < LOW for c in confidences):
        out.print(plain(say("show.low"), "yellow"))


def _plan(row: RecordRow | ClauseRow) -> str:
    return _listed(row.plan_symbol or row.plan_id, row.plan_unit)
