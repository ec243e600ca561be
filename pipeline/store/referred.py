"""Which of the original bytes the store still has a use for.

A store *needs* the bytes that a plan was read from, and those of every file that a source lists today: without them it
is not whole. It *keeps* besides what was fetched: files that were replaced since, for good; listings and the pages
behind their rows, for `REMEMBERED`, since they only show what a site said on a day. The row of a fetch stays when its
body goes, so that the SHA-256 tells for ever what was served.

A file whose plan a person removed is needed by nobody, until the site has another one in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, delete, func, or_, select

from pipeline.store.arriving_tables import AddressTable, FetchTable, FileTable
from pipeline.store.tables import RenditionTable

REMEMBERED = timedelta(days=90)

_AT_ONCE = 500
"""Names in one question: SQLite takes no more than some thousands."""

REMOVED = "removed"
"""What became of a file whose plan a person removed (`file.outcome`)."""

_LET_GO = and_(
    func.coalesce(FileTable.outcome, "") == REMOVED, func.coalesce(FileTable.ingested, "") == FileTable.sha256
)


def is_let_go(file: Mapping[str, Any]) -> bool:
    """Whether nobody needs a file (a row of `file`) since its plan was removed."""
    return bool(file["outcome"] == REMOVED and file["ingested"] == file["sha256"])


def needed(connection: Connection) -> set[str]:
    """The SHA-256 of what must be there."""
    return _names(
        connection,
        select(RenditionTable.sha256),
        select(FileTable.sha256).where(FileTable.sha256.is_not(None), ~_LET_GO),
    )


def kept(connection: Connection, now: datetime) -> set[str]:
    """The SHA-256 of what is needed, and of what was fetched and is not yet to be forgotten. `now` is in UTC, naive."""
    since = now - REMEMBERED
    remembered = _names(
        connection,
        select(FetchTable.sha256).where(
            FetchTable.sha256.is_not(None), or_(FetchTable.purpose == "file", FetchTable.at >= since)
        ),
        select(AddressTable.sha256).where(AddressTable.checked_at >= since),
    )
    return needed(connection) | (remembered - _names(connection, select(FileTable.sha256).where(_LET_GO)))


def is_needed(connection: Connection, sha256: str) -> bool:
    """Whether these bytes must be there."""
    return is_read(connection, sha256) or _any(
        connection, select(FileTable.no).where(FileTable.sha256 == sha256, ~_LET_GO)
    )


def is_read(connection: Connection, sha256: str) -> bool:
    """Whether a version was read from these bytes."""
    return _any(connection, select(RenditionTable.no).where(RenditionTable.sha256 == sha256))


def was_removed(connection: Connection, sha256: str) -> bool:
    """Whether a person removed the plan that was read from these bytes: they are not to come back by themselves."""
    let_go = select(FileTable.no).where(FileTable.sha256 == sha256, _LET_GO)
    return _any(connection, let_go) and not is_read(connection, sha256)


def forget_pages(connection: Connection, names: Sequence[str]) -> None:
    """Forget the addresses of pages whose bodies go: they are to be asked for in full again. Of a file that is known
    nobody needs the body to tell whether it has changed."""
    for first in range(0, len(names), _AT_ONCE):
        few = names[first : first + _AT_ONCE]
        of_files = select(FileTable.no).where(FileTable.sha256 == AddressTable.sha256).exists()
        connection.execute(delete(AddressTable).where(AddressTable.sha256.in_(few), ~of_files))


def _names(connection: Connection, *questions: Select[tuple[str]] | Select[tuple[str | None]]) -> set[str]:
    found: Iterable[str | None] = (name for asked in questions for name in connection.execute(asked).scalars())
    return {name for name in found if name is not None}


def _any(connection: Connection, question: Select[tuple[int]]) -> bool:
    return connection.execute(question.limit(1)).first() is not None
