"""What happened to which plan, read from the store's own list of changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from pipeline.store.tables import ChangeTable


@dataclass(frozen=True)
class Happening:
    """Of the plan that has this number now: whether it is new, and how many versions came. `was_removed`: the plan
    that had the number before the first of these changes is gone (a database may give its number again)."""

    plan_no: int
    is_new: bool = False
    versions: int = 0
    was_removed: bool = False
    is_there: bool = True


def happened(changes: Iterable[tuple[int, str]]) -> list[Happening]:
    """Changes (number of the plan, what) in their order, summed up by plan in the order of their first change.

    What was stored and removed meanwhile never was, for a reader. Readings by newer rules, corrections and further
    files of a known version change what is known, not what the office issued: they are no news.

    >>> happened([(1, "stored"), (1, "new version"), (2, "removed"), (2, "stored"), (3, "corrected")])[1].was_removed
    True
    """
    found: dict[int, Happening] = {}
    for plan_no, what in changes:
        found[plan_no] = _after(found.get(plan_no, Happening(plan_no)), what)
    return list(found.values())


def _after(one: Happening, what: str) -> Happening:
    match what:
        case "removed":
            return Happening(one.plan_no, was_removed=one.was_removed or not one.is_new, is_there=False)
        case "stored":
            return Happening(one.plan_no, is_new=True, was_removed=one.was_removed)
        case "new version" if not one.is_new:
            return Happening(one.plan_no, versions=one.versions + 1, was_removed=one.was_removed)
    return one


def between(connection: Connection, since: int, until: int) -> list[Happening]:
    """What happened after one change, up to another."""
    query = (
        select(ChangeTable.plan_no, ChangeTable.what)
        .where(ChangeTable.no > since, ChangeTable.no <= until)
        .order_by(ChangeTable.no)
    )
    return happened((row.plan_no, row.what) for row in connection.execute(query))


def last_before(connection: Connection, at: datetime) -> int:
    """The number of the last change before a moment (UTC); 0 where there was none."""
    return int(
        connection.execute(select(func.coalesce(func.max(ChangeTable.no), 0)).where(ChangeTable.at < at)).scalar_one()
    )
