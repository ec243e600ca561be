"""What collecting leaves in a store: a source with documents, their files and fetches, runs, a watch and its notice."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import insert

from pipeline.store import Store
from pipeline.store.arriving_tables import (
    AddressTable,
    FetchTable,
    FileTable,
    FoundTable,
    HostTable,
    NoticeTable,
    RunFailureTable,
    RunTable,
    SourceTable,
    WatchTable,
)

NOW = datetime(2026, 11, 20, 3, 30, 15, 250_000)
SITE = "https://tinh.example.vn"


def add(store: Store, table: Any, **values: Any) -> int | None:
    """Write a row; returns its number where it has one."""
    with store.writing() as connection:
        written = connection.execute(insert(table).values(values))
        return written.inserted_primary_key[0] if "no" in table.__table__.c else None


def add_file(store: Store, sha256: str | None, plan_id: str | None = None, **more: Any) -> int:
    """A document of a source with its one file, ingested where it became a plan; returns the number of the file."""
    key = f"{SITE}/{more.get('address', sha256)}"
    seen = {"first_seen": NOW, "last_seen": NOW, "attempts": 0}
    found = add(store, FoundTable, source="tinh", key=key, title="KH", listed={"key": key}, standing="stored", **seen)
    became = {"ingested": sha256, "outcome": "stored", "version": 1} if plan_id else {}
    row = {"found_no": found, "address": f"{key}.pdf", "rank": 0, "sha256": sha256, "fetched_at": NOW}
    number = add(store, FileTable, **row | became | {"plan_id": plan_id} | more)
    assert number
    return number


def add_fetch(store: Store, sha256: str, purpose: str, at: datetime = NOW, address: str | None = None) -> None:
    """A fetch, and what is remembered of its address."""
    at_address = f"{SITE}/{address or sha256}"
    told = {"seconds": 0.25, "status": 200, "headers": {"etag": '"x"'}, "size": 7}
    add(store, FetchTable, purpose=purpose, address=at_address, at=at, sha256=sha256, **told)
    add(store, AddressTable, address=at_address, etag='"x"', sha256=sha256, checked_at=at)


def fill_arriving(store: Store) -> None:
    """A row at least in every table of what arrives; the first plan of the store came from a source."""
    plan = store.plans()[0]
    body = store.load(plan.id).document.sha256
    listing = store.originals.keep("<html>Kế hoạch</html>".encode())
    add_fetch(store, listing, "listing")
    add_fetch(store, body, "file")
    add_file(store, body, plan.id)
    add(store, SourceTable, name="tinh", looked_at=NOW, well_at=NOW, entries=20, failures=0, checkpoint=None)
    add(store, SourceTable, name="xa", failures=2, failure="Blocked", reason="403", checkpoint={"page": "7"})
    add(store, HostTable, name="tinh.example.vn", refusals=0, robots="", robots_at=NOW, next_at=NOW)
    ran = {"started_at": NOW, "beat_at": NOW, "ended_at": NOW + timedelta(minutes=3), "holder": "a:1:x"}
    run = add(store, RunTable, what="collect", sources=["tinh", "xa"], standing="done", counts={"found": 1}, **ran)
    failed = {"stage": "discover", "source": "xa", "failure": "Blocked", "reason": "403 — bị từ chối", "at": NOW}
    add(store, RunFailureTable, run_no=run, **failed)
    asked = {"kind": "plans", "words": "thi đua"}
    watched = {"channels": [{"kind": "atom"}], "made_at": NOW, "seen": 1, "seen_at": NOW, "memory": {"told": []}}
    add(store, WatchTable, name="mới", question=asked, **watched)
    waits = {"since": 0, "until": 1, "day": date(2026, 11, 20), "made_at": NOW, "digest": {"new": []}, "attempts": 0}
    add(store, NoticeTable, watch="mới", channel="atom", standing="waiting", **waits)
