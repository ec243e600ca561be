"""Families of criteria: who says each requirement, and how. Every status is a sign and a word, no colour is needed."""

from __future__ import annotations

from collections import Counter
from string import ascii_uppercase
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from app.render.terminal import console, plain, show_day, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.compare.families import Families, Family

_MOST_COLUMNS = 8
"""Plans that have a column each; of more it is counted how they say a requirement."""
_CUT = 90
"""Characters of a requirement that are shown; the whole stands in its plan."""
_SIGNS = {
    "first": "•",
    "same": "=",
    "reworded": "≈",
    "changed": "≠",
    "split": "<",
    "merged": ">",
    "silent": "∅",
    "not_read": "?",
}
_STATUS = {"identical": "same", "minor": "reworded", "modified": "changed", "split": "split", "merged": "merged"}


def show_families(found: Families) -> None:
    """The plans, the families in a table, how many are shared, and by which threshold."""
    out = console()
    _plans(out, found)
    for note in _notes(found):
        out.print(plain(note))
    if not found.families:
        return
    wide = len(found.plans) > _MOST_COLUMNS
    heads = [say("families_column.plans")] if wide else [letter(k) for k in range(len(found.plans))]
    titles = ["", say("families_column.audience"), *heads, say("families_column.words")]
    rows = [
        [plain(k), plain(say(f"audience.{f.audience}")), *_cells(f, found, wide=wide), plain(_first_words(f))]
        for k, f in enumerate(found.families, 1)
    ]
    out.print(table(titles, rows))
    _sums(out, found)


def letter(column: int) -> str:
    """A short name for a plan within one comparison: A, B, …, Z, A1, …"""
    turn, k = divmod(column, len(ascii_uppercase))
    return f"{ascii_uppercase[k]}{turn or ''}"


def _plans(out: Console, found: Families) -> None:
    for k, plan in enumerate(found.plans):
        known = [plan.symbol, plan.unit, show_day(plan.issued) if plan.issued else None]
        out.print(plain(f"{letter(k)}. {', '.join(x for x in known if x) or plan.name}"))
        for reason in plan.unread:
            out.print(plain(f"   {_said('not_read')}: {told(reason)}"))


def _notes(found: Families) -> list[str]:
    if not found.families:
        return [say("families.no_criteria")]
    return [say("families.one_plan")] if len(found.plans) == 1 else []


def _cells(family: Family, found: Families, *, wide: bool) -> list[Text]:
    """How each plan says it, read against the first that does."""
    first = family.members[0].plan
    how = {first: "first"} | {p.second: _STATUS[p.relation] for p in family.pairs if p.first == first}
    # Plans of one day are read in the order of their names, which may put another one first.
    how |= {p.first: _STATUS[_TURNED.get(p.relation, p.relation)] for p in family.pairs if p.second == first}
    status = [how.get(plan.name, "not_read" if plan.unread else "silent") for plan in found.plans]
    if not wide:
        return [plain(_said(each)) for each in status]
    count = Counter(status)
    counted = [f"{_said(each)} {count[each]}" for each in _SIGNS if count[each] and each != "first"]
    at = next(k for k, plan in enumerate(found.plans) if plan.name == first)
    return [plain("; ".join([f"{_said('first')} {letter(at)}", *counted]))]


_TURNED = {"split": "merged", "merged": "split"}


def _said(status: str) -> str:
    return f"{_SIGNS[status]} {say(f'families_status.{status}')}"


def _first_words(family: Family) -> str:
    line = " ".join(family.members[0].texts[0].split())
    return line if len(line) <= _CUT else f"{line[: _CUT - 1]}…"


def _sums(out: Console, found: Families) -> None:
    spoken = [len(family.members) for family in found.families]
    every, one = spoken.count(len(found.plans)), spoken.count(1)
    if len(found.plans) > 1:
        out.print(plain(say("families.shared", every=every, some=len(spoken) - every - one, one=one)))
    large = sum(not family.every_pair for family in found.families)
    if large:
        out.print(plain(say("families.large", count=large)))
    t = found.threshold
    out.print(plain(say("families.threshold", alike=t.alike, contained=t.contained, structure=t.structure)))
    if t.embedding:
        out.print(plain(say("families.embedding")))
