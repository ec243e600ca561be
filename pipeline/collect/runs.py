"""Runs as the store remembers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, select, update

from models.errors import KehoachError, UsageError
from pipeline.clock import Clock
from pipeline.collect.holding import holder, is_dead
from pipeline.collect.types import Failure, RunTold, Stage, Standing, What
from pipeline.store import Store
from pipeline.store.arriving_tables import RunFailureTable, RunTable

_SILENCE = timedelta(hours=6)
"""Without a sign of life for so long, a run of another machine is taken for ended: longer than a document may take."""

_LONGEST = 2_000
"""Characters of a reason that are kept: what a site answers may be of any length."""


def begin(store: Store, clock: Clock, what: What, sources: Sequence[str]) -> int:
    """Write down that a run has begun; runs that ended without a word are marked as interrupted."""
    now = clock.now()
    with store.writing() as connection:
        for row in connection.execute(select(RunTable).where(RunTable.standing == "running")).mappings().all():
            if is_dead(row["holder"]) or now - row["beat_at"] > _SILENCE:
                ended = {"standing": "interrupted", "ended_at": row["beat_at"]}
                connection.execute(update(RunTable).where(RunTable.no == row["no"]).values(ended))
        begun = {"what": what, "sources": list(sources), "started_at": now, "beat_at": now, "standing": "running"}
        made = connection.execute(insert(RunTable).values(**begun, holder=holder(), counts={}))
        key = made.inserted_primary_key
        return int(key[0]) if key else 0


def count(connection: Connection, clock: Clock, no: int | None, **more: int) -> None:
    """Add to the counts of a run, within the change that they tell of."""
    if no is None:
        return
    counts = dict(connection.execute(select(RunTable.counts).where(RunTable.no == no)).scalar_one())
    for name, number in more.items():
        name = name.replace("_", " ")  # noqa: PLW2901
        counts[name] = counts.get(name, 0) + number
    connection.execute(update(RunTable).where(RunTable.no == no).values(counts=counts, beat_at=clock.now()))


class At(NamedTuple):
    """Where something failed."""

    stage: Stage
    source: str | None = None
    address: str | None = None


def fail(connection: Connection, clock: Clock, no: int | None, at: At, error: BaseException) -> None:
    """Record what failed, within the change that it belongs to."""
    note(connection, clock, no, at, (kind_of(error), reason_of(error)))


def note(connection: Connection, clock: Clock, no: int | None, at: At, told: tuple[str, str]) -> None:
    """As `fail`, by the name of the failure and its reason."""
    if no is None:
        return
    failure, reason = told
    row = {"failure": failure, "reason": reason, "at": clock.now()}
    connection.execute(insert(RunFailureTable).values(run_no=no, **at._asdict(), **row))
    count(connection, clock, no, failed=1)


def left_to_others(store: Store, clock: Clock, no: int | None) -> None:
    """Count a source on which another process works just now."""
    with store.writing() as connection:
        count(connection, clock, no, elsewhere=1)


def end(store: Store, clock: Clock, no: int, *, standing: Standing = "done", error: str | None = None) -> None:
    """Write down that a run has ended, and how, with the error that ended it, if one did."""
    now = clock.now()
    ended = {"ended_at": now, "beat_at": now, "standing": standing, "error": error}
    with store.writing() as connection:
        connection.execute(update(RunTable).where(RunTable.no == no).values(ended))


def told(store: Store, no: int) -> RunTold:
    """A run with its failures. Raises UsageError where there is none of that number."""
    with store.reading() as connection:
        row = connection.execute(select(RunTable).where(RunTable.no == no)).mappings().one_or_none()
        if row is None:
            raise UsageError(f"there is no run {no}; list them with: kehoach runs")
        of_run = select(RunFailureTable).where(RunFailureTable.run_no == no).order_by(RunFailureTable.no)
        failures = connection.execute(of_run).mappings().all()
    return _told(row, [Failure.model_validate(dict(f), extra="ignore") for f in failures])


def every(store: Store, limit: int = 20) -> list[RunTold]:
    """The last runs, the latest first, without their failures."""
    with store.reading() as connection:
        rows = connection.execute(select(RunTable).order_by(RunTable.no.desc()).limit(limit)).mappings().all()
    return [_told(row, ()) for row in rows]


def kind_of(error: BaseException) -> str:
    """The name that a failure is known by: that of its class in the error tree, or `Fault` for a fault of ours."""
    return type(error).__name__ if isinstance(error, KehoachError) else "Fault"


def reason_of(error: BaseException) -> str:
    said = str(error) if isinstance(error, KehoachError) else f"{type(error).__name__}: {error}"
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _told(row: Mapping[Any, Any], failures: Sequence[Failure]) -> RunTold:
    standing: Standing = row["standing"]
    if standing == "running" and is_dead(row["holder"]):
        standing = "interrupted"
    last = row["ended_at"] or row["beat_at"]
    return RunTold(
        **{name: row[name] for name in ("no", "what", "sources", "started_at", "ended_at", "counts", "error")},
        seconds=max(0.0, (last - row["started_at"]).total_seconds()),
        standing=standing,
        failures=tuple(failures),
    )
