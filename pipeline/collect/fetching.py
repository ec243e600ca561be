"""The files of documents that are due: the page behind a document, its attachments, the main one first.

A document whose files were had is asked again after a while, sooner the younger it is, for some are silently replaced.
One that failed is asked again at growing distances, and where that helps no sooner than people do something about it,
as seldom as one that never changes; one that is withdrawn keeps its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, insert, or_, select, update

import models.errors
from models.errors import AskedToWait, FetchError, MissingTool, NeedsOcr, ReadError, SourceError, StoreError, Withdrawn
from pipeline.collect import runs
from pipeline.collect.work import Work
from pipeline.fetch.names import named
from pipeline.fetch.types import Fetched
from pipeline.read.formats import media_type_of
from pipeline.sources.choosing import ranked
from pipeline.sources.kinds import kind_of
from pipeline.sources.selecting import passed_over
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Attachment, Entry
from pipeline.store.arriving_tables import FileTable, FoundTable
from pipeline.store.referred import REMOVED

CLASSIFIED = "classified"
"""What became of a file that bears a degree of secrecy (`file.outcome`)."""

_DUE = ("new", "stored", "failed", "withdrawn", "not taken")
_SOON = timedelta(hours=22)
"""The shortest distance between two looks at one document: a day, less what two runs of a schedule may differ by."""
_SHARE = 5
"""A document is asked again when it is older by a fifth than it was at the last time."""
_WITHDRAWN = timedelta(days=30)
_FIRST_WAIT = timedelta(hours=1)
_LONGEST_WAIT = timedelta(days=7)
_ATTEMPTS = 12
"""After so many failures in a row, about six weeks, a document is asked for as seldom as may be: its host may have been
away, or refused, for as long."""
_REFUSED = 3
"""Refusals in a row that are the host's and not the document's."""
_WAITED = 3
"""Failures of the main file alone, after which the next of the files is read."""
_IMPOSSIBLE = timedelta(days=400)
"""Nothing is ever put off for so long: a time beyond it was written by a clock that has jumped since."""


class Taken(NamedTuple):
    """A file of a document, whose content is kept elsewhere, or why it was not had."""

    attachment: Attachment
    fetched: Fetched | None
    error: Exception | None = None
    media_type: str | None = None


def due(source: SourceSettings, work: Work) -> list[int]:
    """The numbers of the documents of a source that are to be fetched now, new ones first."""
    of_source = (FoundTable.source == source.name) & _is_due(work.clock.now())
    new = select(FoundTable.no).where(of_source, FoundTable.standing == "new").order_by(FoundTable.no)
    known = select(FoundTable.no).where(of_source, FoundTable.standing.in_(_DUE[1:]))
    known = known.order_by(FoundTable.next_at, FoundTable.no).limit(source.most_rechecks)
    with work.store.reading() as connection:
        return [*connection.execute(new).scalars(), *connection.execute(known).scalars()]


def _is_due(now: datetime) -> ColumnElement[bool]:
    return or_(FoundTable.next_at <= now, FoundTable.next_at > now + _IMPOSSIBLE)


def fetch(source: SourceSettings, found_nos: Sequence[int], work: Work) -> bool:
    """Fetch the files of these documents. Raises only StoreError: what else fails is recorded.

    Returns false where the host asks to be left alone: its other documents keep their place in the queue.
    """
    refused = 0
    for no in found_nos:
        if work.stopping.is_set():
            return False
        refused = refused + 1 if _fetch_one(source, no, work) else 0
        if refused == _REFUSED:
            return False
    return True


def _fetch_one(source: SourceSettings, no: int, work: Work) -> bool:
    """Returns whether the host asked to be left alone."""
    row = _row(work, no)
    if row is None:
        return False
    entry = Entry.model_validate(row["listed"])
    try:
        reason = passed_over(source.select, entry)
        if reason is None:
            entry = kind_of(source).complete(source, entry, work.reach)
            reason = passed_over(source.select, entry)
        if reason is not None:
            _write(work, no, **_said(entry), standing="passed over", reason=reason, next_at=None)
        else:
            _keep(source, row, entry, _take(source, row, entry, work), work)
    except StoreError:
        raise
    except Withdrawn as error:
        _withdrawn(source, row, error, work)
    except Exception as error:  # A fault of the rules on one page must not keep the other documents waiting.
        _failed(source, row, error, work)
        return isinstance(error, AskedToWait)
    return False


def _take(source: SourceSettings, row: Mapping[Any, Any], entry: Entry, work: Work) -> list[Taken]:
    """Every file of a document; one that cannot be had does not keep the others. Raises where none could be had, or
    where the main one is worth waiting for."""
    # A document that is published as a page has no other file.
    attachments = ranked(entry.attachments, entry) or (
        Attachment(address=entry.details or entry.key, name=entry.title),
    )
    taken = []
    for attachment in attachments:
        try:
            fetched = kind_of(source).take(source, attachment, work.reach)
            media_type = None
            if fetched.content is not None:
                work.store.originals.keep(fetched.content)
                media_type = media_type_of(fetched.content)
                fetched = fetched.model_copy(update={"content": None})  # A document may have hundreds of files.
            taken.append(Taken(attachment, fetched, media_type=media_type))
        except (StoreError, AskedToWait):
            raise
        except Exception as error:
            taken.append(Taken(attachment, None, error))
    main = taken[0].error
    if main and (all(one.error for one in taken) or _may_still_come(row, main)):
        raise main
    return taken


def _may_still_come(row: Mapping[Any, Any], error: Exception) -> bool:
    """Whether the main file of a new document is worth waiting for, rather than to read another in its place."""
    return row["standing"] in ("new", "failed") and bool(getattr(error, "passing", False)) and row["attempts"] < _WAITED


def _keep(source: SourceSettings, row: Mapping[Any, Any], entry: Entry, taken: list[Taken], work: Work) -> None:
    """Write down the files of a document, and what is to become of it, in one change."""
    now = work.clock.now()
    with work.store.writing() as connection:
        for rank, one in enumerate(taken):
            _keep_file(connection, row["no"], rank, one, now)
            if one.error:
                at = runs.At("fetch", source.name, one.attachment.address)
                runs.fail(connection, work.clock, work.run_no, at, one.error)
        _forget_others(connection, row["no"], [one.attachment.address for one in taken])
        files = _files(connection, row["no"])
        values = _said(entry) | {"attempts": 0, "failure": None, "reason": None}
        if _is_to_be_read(files) or _may_be_read_now(row, files):
            changed = row["standing"] != "new" and any(file.sha256 != file.ingested for file in files)
            values |= {"standing": "fetched", "next_at": None} | ({"changed_at": now} if changed else {})
        else:
            standing = _standing(row, files)
            if standing in ("failed", "not taken"):
                values |= {"failure": row["failure"], "reason": row["reason"]}
            values |= {"standing": standing, "next_at": now + distance(source, row, now)}
            runs.count(connection, work.clock, work.run_no, unchanged=1)
        connection.execute(update(FoundTable).where(FoundTable.no == row["no"]).values(values))


def _keep_file(connection: Connection, found_no: int, rank: int, one: Taken, now: datetime) -> None:
    of_file = (FileTable.found_no == found_no) & (FileTable.address == one.attachment.address)
    values: dict[str, Any] = {"rank": rank, "name": one.attachment.name}
    if one.fetched:
        values["name"] = one.attachment.name or named(one.fetched.headers, one.fetched.final)
        values |= {"sha256": one.fetched.sha256, "fetched_at": now, "failure": None, "reason": None}
        if one.media_type is not None:
            values["media_type"] = one.media_type
    elif one.error:
        values |= {"failure": runs.kind_of(one.error), "reason": runs.reason_of(one.error)}
    if not connection.execute(update(FileTable).where(of_file).values(values)).rowcount:
        row = {"found_no": found_no, "address": one.attachment.address, **values}
        connection.execute(insert(FileTable).values(row))


def _forget_others(connection: Connection, found_no: int, addresses: Sequence[str]) -> None:
    """Files that the document no longer has; what was stored of them stays stored."""
    others = (FileTable.found_no == found_no) & FileTable.address.not_in(addresses)
    connection.execute(delete(FileTable).where(others))


def _files(connection: Connection, found_no: int) -> Sequence[Any]:
    """The files of a document that are there, the main one first."""
    of_found = (FileTable.found_no == found_no) & FileTable.sha256.is_not(None)
    columns = (FileTable.sha256, FileTable.ingested, FileTable.plan_id, FileTable.outcome)
    return connection.execute(select(*columns).where(of_found).order_by(FileTable.rank)).all()


def _is_to_be_read(files: Sequence[Any]) -> bool:
    """Whether the main document, or one that stands in for it, is another than was last read."""
    for file in files:
        # What is refused leaves nothing behind, so it is refused anew, and its bytes go again.
        if file.sha256 != file.ingested or file.outcome == CLASSIFIED:
            return True
        if file.plan_id is not None or file.outcome == REMOVED:
            return False
    return False


def _may_be_read_now(row: Mapping[Any, Any], files: Sequence[Any]) -> bool:
    """Whether the same bytes may be read this time: what they failed at was not in them, or it is not known."""
    if _standing(row, files) != "failed":
        return False
    kind = getattr(models.errors, row["failure"] or "", Exception)
    return not issubclass(kind, ReadError) or issubclass(kind, MissingTool | NeedsOcr)


def _standing(row: Mapping[Any, Any], files: Sequence[Any]) -> str:
    """What a document is whose files are what they were when they were last read."""
    if any(file.plan_id is not None for file in files):
        return "stored"
    return "failed" if row["standing"] == "failed" else "not taken"


def distance(source: SourceSettings, row: Mapping[Any, Any], now: datetime) -> timedelta:
    """How long the files of a document that was had go without being asked for again."""
    issued = datetime.combine(row["issued"], datetime.min.time()) if row["issued"] else row["first_seen"]
    age = max(timedelta(0), now - max(issued, row["changed_at"] or issued))
    longest = timedelta(days=source.recheck_days)
    # A tenth more or less, the same for a document at all times, so that those stored in one night part ways.
    spread = 0.9 + int(hashlib.sha256(row["key"].encode()).hexdigest()[:4], 16) / 0xFFFF / 5
    return max(_SOON, min(longest, age / _SHARE * spread))


def _withdrawn(source: SourceSettings, row: Mapping[Any, Any], error: Withdrawn, work: Work) -> None:
    """No longer there: told once, where it was had before; otherwise a failure like any other."""
    if row["standing"] not in ("stored", "withdrawn", "not taken"):
        _failed(source, row, error, work)
        return
    with work.store.writing() as connection:
        if row["standing"] != "withdrawn":
            runs.count(connection, work.clock, work.run_no, withdrawn=1)
        said = {"standing": "withdrawn", "reason": runs.reason_of(error), "next_at": work.clock.now() + _WITHDRAWN}
        connection.execute(update(FoundTable).where(FoundTable.no == row["no"]).values(said))


def _failed(source: SourceSettings, row: Mapping[Any, Any], error: Exception, work: Work) -> None:
    """What was stored stays as it is; what was not has failed."""
    attempts = row["attempts"] + 1
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(attempts - 1, 10))
    if not _is_passing(error) or attempts >= _ATTEMPTS:
        wait = max(wait, timedelta(days=source.recheck_days))
    values: dict[str, Any] = {"attempts": attempts, "failure": runs.kind_of(error), "reason": runs.reason_of(error)}
    if row["standing"] in ("new", "failed"):
        values["standing"] = "failed"
    values["next_at"] = work.clock.now() + wait
    with work.store.writing() as connection:
        connection.execute(update(FoundTable).where(FoundTable.no == row["no"]).values(values))
        at = runs.At("fetch", source.name, row["listed"].get("details") or row["key"])
        runs.fail(connection, work.clock, work.run_no, at, error)


def _is_passing(error: Exception) -> bool:
    """Whether asking again soon may help. What is listed and was never there is often put there a little later."""
    return isinstance(error, Withdrawn | SourceError) or (isinstance(error, FetchError) and error.passing)


def _said(entry: Entry) -> dict[str, Any]:
    """What the page behind a document adds; what is listed of it stays as it was listed."""
    return {"title": entry.title, "symbol": entry.symbol, "issued": entry.issued}


def _row(work: Work, no: int) -> Mapping[Any, Any] | None:
    """A document that is still to be fetched; None where that was done meanwhile: by another process, or before what
    is now done again."""
    undone = or_(FoundTable.standing == "new", FoundTable.standing.in_(_DUE) & _is_due(work.clock.now()))
    with work.store.reading() as connection:
        return connection.execute(select(FoundTable).where(FoundTable.no == no, undone)).mappings().one_or_none()


def _write(work: Work, no: int, **values: Any) -> None:
    with work.store.writing() as connection:
        connection.execute(update(FoundTable).where(FoundTable.no == no).values(values))
