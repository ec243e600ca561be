"""What is remembered of addresses and of what was fetched: the tables `address` and `fetch`, and the bodies.

A body is kept before its row is written: a body without a row does no harm, a row without its body would.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select, update

from models.errors import FetchError, StoreError
from pipeline.fetch.asked import Asked, Trail
from pipeline.fetch.types import Fetched, Purpose
from pipeline.store import Store
from pipeline.store.arriving_tables import AddressTable, FetchTable

_HEADERS = 64
_LONGEST_NAME = 100
_LONGEST_VALUE = 1000
_SECRET = frozenset({"set-cookie", "set-cookie2"})


class Known(NamedTuple):
    """What an address gave when it was last asked."""

    etag: str | None
    modified: str | None
    sha256: str
    media_type: str | None

    @property
    def conditions(self) -> dict[str, str]:
        """The headers that ask for what is not this any more (RFC 9110, section 13.1)."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value}


class Memory:
    """Every method raises StoreError."""

    def __init__(self, store: Store, run_no: int | None) -> None:
        self._store, self._run_no = store, run_no

    def of(self, key: str) -> Known | None:
        columns = (AddressTable.etag, AddressTable.modified, AddressTable.sha256, AddressTable.media_type)
        with self._store.reading() as connection:
            row = connection.execute(select(*columns).where(AddressTable.address == key)).one_or_none()
        return Known(*row) if row else None

    def body(self, sha256: str) -> bytes | None:
        """A body that was kept; None where it was lost."""
        try:
            return self._store.originals.read(sha256)
        except StoreError:
            return None

    def has(self, sha256: str) -> bool:
        try:
            self._store.originals.kept_at(sha256)
        except StoreError:
            return False
        return True

    def keep(self, content: bytes) -> str:
        """Keep a body; returns its SHA-256."""
        return self._store.originals.keep(content)

    def checked(self, connection: Connection, key: str, known: Known, at: datetime) -> None:
        """Write what an address gives now."""
        row = {**known._asdict(), "checked_at": at}
        if not connection.execute(update(AddressTable).where(AddressTable.address == key).values(row)).rowcount:
            connection.execute(insert(AddressTable).values({"address": key, **row}))

    def fetched(self, connection: Connection, purpose: Purpose, fetched: Fetched) -> None:
        """Write what an address gave that is new."""
        row = fetched.model_dump(include={"address", "final", "at", "seconds", "status", "headers", "sha256"})
        size = None if fetched.content is None else len(fetched.content)
        connection.execute(insert(FetchTable).values({**row, "run_no": self._run_no, "purpose": purpose, "size": size}))

    def failed(self, asked: Asked, trail: Trail, error: FetchError) -> None:
        """Write that an address gave nothing, and why."""
        row: dict[str, object] = {
            "run_no": self._run_no,
            "purpose": asked.purpose,
            "address": asked.address,
            "final": trail.final,
            "at": trail.at,
            "seconds": round(trail.seconds, 6),
            "status": trail.status,
            "headers": {},
            "failure": type(error).__name__,
            "reason": str(error),
        }
        with self._store.writing() as connection:
            connection.execute(insert(FetchTable).values(row))


def kept_headers(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that are kept: bounded in number and length, names in lower case, nothing that is a secret."""
    named = [(name.lower(), value) for name, value in headers.items()]
    plain = [(n, v) for n, v in named if n not in _SECRET and len(n) <= _LONGEST_NAME][:_HEADERS]
    return {n: "".join(c if c.isprintable() else " " for c in v)[:_LONGEST_VALUE] for n, v in plain}


def validator(headers: Mapping[str, str], name: str) -> str | None:
    """An ETag or a Last-Modified to be given back as it came; None where there is none, or none that may be sent."""
    value = headers.get(name, "").strip()
    return value if value and len(value) <= _LONGEST_VALUE and value.isascii() and value.isprintable() else None
