"""What is to run when, as sources.toml has it; no Prefect here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select

from models.base import Frozen
from pipeline.sources.settings import SourceSettings
from pipeline.store import Store
from pipeline.store.arriving_tables import SourceTable, WatchTable

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
ANNOUNCE_EVERY = "15 * * * *"
"""Whatever a channel did not take is tried again within the hour; news are announced with the run that found them."""


class Planned(Frozen):
    """A deployment: the sources of one time of day are looked at in one run, whose hosts are waited for together."""

    name: str
    flow: Literal["collect", "announce"]
    cron: str
    sources: tuple[str, ...] = ()

    def next_at(self, now: datetime) -> datetime:
        """When it runs next, in Vietnam's time; `now` is in UTC, as clocks have it."""
        return next(_times(self.cron, now))


def planned(sources: Sequence[SourceSettings], *, watched: bool) -> tuple[Planned, ...]:
    """The deployments of the sources that are enabled, and the announcing where somebody watches."""
    by_time: dict[str, list[str]] = {}
    for source in sources:
        if source.enabled:
            by_time.setdefault(" ".join(source.every.split()), []).append(source.name)
    made = [
        Planned(name=_name(cron), flow="collect", cron=cron, sources=tuple(names)) for cron, names in by_time.items()
    ]
    if watched:
        made.append(Planned(name="announce", flow="announce", cron=ANNOUNCE_EVERY))
    return tuple(made)


def is_watched(store: Store) -> bool:
    """Whether anybody wants to hear of anything. Raises StoreError."""
    with store.reading() as connection:
        return connection.execute(select(WatchTable.name).limit(1)).first() is not None


def looked_at(store: Store) -> dict[str, datetime | None]:
    """When each source was last looked at, in UTC. Raises StoreError."""
    with store.reading() as connection:
        rows = connection.execute(select(SourceTable.name, SourceTable.looked_at))
        return {row.name: row.looked_at for row in rows}


def due(sources: Sequence[SourceSettings], looked: Mapping[str, datetime | None], now: datetime) -> list[str]:
    """The sources that are enabled and were not looked at since their time last came, or never. A look that is said to
    have been later than now was made by a clock that has jumped since."""
    names = []
    for source in sources:
        last = looked.get(source.name)
        if source.enabled and (last is None or last > now or next(_times(source.every, last)) <= _aware(now)):
            names.append(source.name)
    return names


def _times(cron: str, after: datetime) -> Iterator[datetime]:
    from cronsim import CronSim

    return CronSim(cron, _aware(after).astimezone(ZONE))


def _aware(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC)


def _name(cron: str) -> str:
    """A name for a time of day; Prefect's names have no slash in them."""
    return f"collect {cron.replace('/', ' per ')}"
