"""Watches: questions whose news are announced, kept in the store for whoever uses it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

from pydantic import ValidationError
from sqlalchemy import Connection, delete, func, insert, select

from models.errors import UsageError
from pipeline.announce import changes, channels
from pipeline.announce.memory import Memory
from pipeline.announce.news import begun, names, plain
from pipeline.announce.types import Target, Watch, origin_of
from pipeline.clock import Clock
from pipeline.store import Store, query
from pipeline.store.arriving_tables import NoticeTable, WatchTable
from pipeline.store.question import Question
from pipeline.store.tables import StoreTable

_LONGEST = 100
"""Characters of a name."""
_MOST_TARGETS = 50


def add(
    store: Store,
    clock: Clock,
    name: str,
    question: Question,
    targets: Sequence[Target],
    *,
    since: date | Literal["all"] | None = None,
) -> Watch:
    """Begin to watch a question: from the store's present change on, from a day (Vietnam's), or from its
    beginning (`all`).

    Raises UsageError for a name that is none or taken, for no channel or one that cannot be used, StoreError.
    """
    said = checked(name)
    wanted = tuple(dict.fromkeys(channels.checked(target) for target in targets))
    if not wanted:
        raise UsageError("a watch needs somewhere to announce to: --feed, --mail, --webhook or --digest")
    if len(wanted) > _MOST_TARGETS:
        raise UsageError(f"a watch announces to {_MOST_TARGETS} places at most")
    asked = question if question.plan is None else question.model_copy(update={"plan": store.find(question.plan).id})
    if asked.words is not None:
        store.searcher.catch_up()
    with store.writing() as connection:
        _check_free(connection, said, wanted)
        met = query.plan_numbers(connection, plain(asked), store.searcher.keys)
        now = clock.now()
        row = {
            "name": said,
            "question": asked.model_dump(mode="json", exclude_defaults=True),
            "channels": [target.model_dump(mode="json") for target in wanted],
            "made_at": now,
            "seen": _begins(connection, since),
            "seen_at": now,
            "memory": Memory(plans=names(connection, met)).stored(),
        }
        connection.execute(insert(WatchTable).values(row))
    return one(store, said)


def _begins(connection: Connection, since: date | Literal["all"] | None) -> int:
    if since == "all":
        return 0
    return query.revision(connection) if since is None else changes.last_before(connection, begun(since))


def _check_free(connection: Connection, name: str, wanted: Sequence[Target]) -> None:
    for row in connection.execute(select(WatchTable.name, WatchTable.channels)):
        if row.name == name:
            raise UsageError(f"there is a watch {name!r} already; remove it first with: kehoach watch remove NAME")
        for target in wanted:
            if channels.is_file(target) and target.model_dump(mode="json") in row.channels:
                raise UsageError(f"{target.to}: the watch {row.name!r} writes this file; name another")


def remove(store: Store, name: str) -> None:
    """End a watch; what it waits to send is not sent any more. Raises UsageError where there is none, StoreError."""
    with store.writing() as connection:
        connection.execute(delete(NoticeTable).where(NoticeTable.watch == checked(name)))
        if not connection.execute(delete(WatchTable).where(WatchTable.name == checked(name))).rowcount:
            raise unknown(name)


def one(store: Store, name: str) -> Watch:
    """Raises UsageError where there is none, StoreError."""
    return named(store, [name])[0]


def named(store: Store, names: Sequence[str]) -> list[Watch]:
    """The watches of these names, all where none is given. Raises UsageError for a name without one, StoreError."""
    wanted = [checked(name) for name in names]
    found = every(store, wanted)
    for name in wanted:
        if name not in {watch.name for watch in found}:
            raise unknown(name)
    return found


def every(store: Store, only: Sequence[str] = ()) -> list[Watch]:
    """All watches by name, or those that are named. Raises StoreError."""
    with store.reading() as connection:
        origin = connection.execute(select(StoreTable.id)).scalar_one()
        counted = select(NoticeTable.watch, NoticeTable.standing, func.count()).group_by(
            NoticeTable.watch, NoticeTable.standing
        )
        counts = {(watch, standing): n for watch, standing, n in connection.execute(counted)}
        asked = select(WatchTable).order_by(WatchTable.name)
        rows = connection.execute(asked.where(WatchTable.name.in_(only)) if only else asked).mappings().all()
    return [_watch(row, origin, counts) for row in rows]


def _watch(row: Any, store_id: str, counts: dict[Any, int]) -> Watch:
    question, reason = None, None
    try:
        question = Question.model_validate(row["question"])
    except ValidationError as error:
        fault = error.errors()[0]
        reason = f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}"
    return Watch(
        name=row["name"],
        question=question,
        reason=reason,
        targets=tuple(Target.model_validate(target) for target in row["channels"]),
        made_at=row["made_at"],
        seen=row["seen"],
        seen_at=row["seen_at"],
        memory=row["memory"],
        origin=origin_of(store_id, row["name"], row["made_at"]),
        waiting=counts.get((row["name"], "waiting"), 0),
        given_up=counts.get((row["name"], "given up"), 0),
    )


def checked(name: str) -> str:
    """A name as it is kept. Raises UsageError for one that is none."""
    said = " ".join(name.split())
    if not said or len(said) > _LONGEST or not said.isprintable():
        raise UsageError(f"a name has 1 to {_LONGEST} characters that can be printed, not {name!r}")
    return said


def unknown(name: str) -> UsageError:
    return UsageError(f"there is no watch {name!r}; list them with: kehoach watch list")
