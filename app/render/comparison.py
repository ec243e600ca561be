"""Plans side by side. A plan's silence is said in words, and never looks like a part that could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.render.records import when
from app.render.terminal import console, plain, show_day, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from models.records import Award, Criterion, Milestone
    from pipeline.compare.types import Cell, Column, Comparison, CriterionFamily, Link

_CUT = {"not_stated": "dim", "not_read": "red"}


def show_comparison(comparison: Comparison) -> None:
    """The plans, then their criteria, timelines and awards."""
    out = console()
    _plans(out, comparison.plans)
    _criteria(out, comparison)
    rows = [[plain(say(f"milestone.{r.kind}")), *(_said(c, _milestone) for c in r.cells)] for r in comparison.timeline]
    out.print(_side_by_side(comparison.plans, say("compare.timeline"), say("column.kind"), rows))
    rows = [[plain(r.form), *(_said(c, _award) for c in r.cells)] for r in comparison.awards]
    out.print(_side_by_side(comparison.plans, say("compare.awards"), say("column.form"), rows))


def letter(column: int) -> str:
    """A short name for a plan within one comparison: A, B, …, Z, A1, …"""
    turn, k = divmod(column, len(ascii_uppercase))
    return f"{ascii_uppercase[k]}{turn or ''}"


def _plans(out: Console, plans: Sequence[Column]) -> None:
    out.print(plain(say("compare.plans"), "bold"))
    for k, plan in enumerate(plans):
        known = [plan.symbol, plan.unit, show_day(plan.issued) if plan.issued else None]
        out.print(plain(f"  {letter(k)}. {', '.join(x for x in known if x) or plan.source}"))
        if plan.subject:
            out.print(plain(f"     {plan.subject}"))
        for unread in plan.unread:
            out.print(
                plain(f"     {say('absent.not_read')}: {say(f'kind.{unread.kind}')} ({told(unread.reason)})", "red")
            )
    out.print()


def _side_by_side(plans: Sequence[Column], title: str, first: str, rows: list[list[Text]]) -> Table:
    heads = [f"{letter(k)}. {plan.unit or plan.symbol or plan.source}" for k, plan in enumerate(plans)]
    made = table([first, *heads], rows, title=title)
    made.show_lines = True
    return made


def _criteria(out: Console, comparison: Comparison) -> None:
    numbered = list(enumerate(comparison.criteria, 1))
    for audience in dict.fromkeys(f.audience for f in comparison.criteria):
        rows = [[plain(k), *_family(f)] for k, f in numbered if f.audience == audience]
        title = say("compare.criteria", audience=say(f"audience.{audience}"))
        out.print(_side_by_side(comparison.plans, title, "", rows))
    spoken = [sum(bool(c.records) for c in f.cells) for f in comparison.criteria]
    every, one = spoken.count(len(comparison.plans)), spoken.count(1)
    out.print(plain(say("compare.shared", all=every, some=len(spoken) - every - one, one=one)))
    out.print()


def _family(family: CriterionFamily) -> list[Text]:
    """The first plan that says it in full, the others by what they are to it."""
    first = next(k for k, cell in enumerate(family.cells) if cell.records)
    links = {link.second: link for link in family.links if link.first == first}
    return [_said(cell, _criterion, links.get(k)) for k, cell in enumerate(family.cells)]


def _said(cell: Cell[Any], show: Callable[[Any], str], link: Link | None = None) -> Text:
    if cell.silence:
        return plain(say(f"absent.{cell.silence}"), _CUT[cell.silence])
    if link and link.relation == "identical":
        paths = ", ".join(str(r.path) for r in cell.records)
        return plain(f"{say('compare.same', plan=letter(link.first))}\n[{paths}]", "dim")
    how = [_relation(link)] if link else []
    return plain("\n".join([*how, *(show(r) for r in cell.records)]))


def _relation(link: Link) -> str:
    return say(f"compare.{link.relation}", plan=letter(link.first))


def _criterion(record: Criterion) -> str:
    return f"{record.text} [{record.path}]"


def _milestone(record: Milestone) -> str:
    details = "; ".join(x for x in (record.action, record.actor) if x)
    return f"{when(record)}{f': {details}' if details else ''} [{record.path}]"


def _award(record: Award) -> str:
    occasion = say(f"round.{record.round}") if record.round else ""
    said = [record.authority or "", say(f"audience.{record.audience}"), occasion]
    return f"{' · '.join(x for x in said if x)} [{record.path}]"
