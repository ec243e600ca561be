"""The tables of what arrives by itself: sources and what they list, what was fetched, runs, watches and their notices.

All state of the collecting stands here, so that a run that was killed anywhere is continued by the next. Times are in
UTC. Bodies that were fetched are originals, named by their SHA-256.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pipeline.store.base import NUMBER, Base, Number, Sorted


class SourceTable(Base):
    """What is remembered of a source of `sources.toml`, by its name; it stays when the file no longer names it."""

    __tablename__ = "source"

    name: Mapped[Sorted] = mapped_column(primary_key=True)
    looked_at: Mapped[datetime | None]
    well_at: Mapped[datetime | None]
    """When it was last looked at without a failure."""
    walked_at: Mapped[datetime | None]
    """When it was last read to its end."""
    entries: Mapped[int | None]
    """Rows of its first page when it was last well: what an empty listing is told from."""
    failures: Mapped[int]
    """In a row."""
    failure: Mapped[str | None]
    """The kind of the last failure (`models.errors`), null where the last look went well."""
    reason: Mapped[str | None]
    checkpoint: Mapped[dict[str, Any] | None]
    """Where a backfill that has not ended goes on."""
    holder: Mapped[str | None]
    """Who works on it: `host:process:token`."""
    held_until: Mapped[datetime | None]


class FoundTable(Base):
    """A document that a source lists."""

    __tablename__ = "found"
    __table_args__ = (UniqueConstraint("source", "key"), Index("ix_found_due", "source", "standing", "next_at"))

    no: Mapped[Number]
    source: Mapped[str]
    key: Mapped[Sorted]
    """What tells it from others of its source: the address of its page, or of its file."""
    title: Mapped[str | None]
    symbol: Mapped[str | None]
    issued: Mapped[date | None]
    listed: Mapped[dict[str, Any]]
    """The entry as it was last listed (pipeline.sources.types.Entry)."""
    first_seen: Mapped[datetime]
    last_seen: Mapped[datetime]
    standing: Mapped[str]
    """`new`, `fetched` (to be ingested), `stored`, `passed over` (for what is listed of it), `not taken` (for what was
    read of it), `failed`, `withdrawn`."""
    failure: Mapped[str | None]
    reason: Mapped[str | None]
    """Why it failed, was passed over, not taken, or is withdrawn."""
    attempts: Mapped[int]
    """Failures in a row."""
    next_at: Mapped[datetime | None]
    """When it is next to be fetched or looked at again; null for never by itself."""
    changed_at: Mapped[datetime | None]
    """When its files last turned out to be others than before."""


class FileTable(Base):
    """A file of a document that a source lists; the main one is read, all are kept."""

    __tablename__ = "file"
    __table_args__ = (UniqueConstraint("found_no", "address"),)

    no: Mapped[Number]
    found_no: Mapped[int] = mapped_column(NUMBER, ForeignKey("found.no", ondelete="CASCADE"))
    address: Mapped[Sorted]
    name: Mapped[str | None]
    rank: Mapped[int]
    """0 is the main document; the next is read where that cannot be."""
    sha256: Mapped[str | None] = mapped_column(index=True)
    media_type: Mapped[str | None]
    fetched_at: Mapped[datetime | None]
    ingested: Mapped[str | None]
    """The SHA-256 of what was last given to the store from here; another one is to be ingested."""
    outcome: Mapped[str | None]
    """What became of it there (pipeline.ingest.Status)."""
    plan_id: Mapped[str | None] = mapped_column(index=True)
    version: Mapped[int | None]
    failure: Mapped[str | None]
    reason: Mapped[str | None]


class AddressTable(Base):
    """What is remembered of an address, to ask for it again only where it changed (RFC 9110, section 13)."""

    __tablename__ = "address"

    address: Mapped[Sorted] = mapped_column(primary_key=True)
    etag: Mapped[str | None]
    modified: Mapped[str | None]
    """The `Last-Modified` header as it came."""
    sha256: Mapped[str]
    media_type: Mapped[str | None]
    checked_at: Mapped[datetime]


class FetchTable(Base):
    """What was fetched, or failed to be; that something has not changed leaves no row."""

    __tablename__ = "fetch"

    no: Mapped[Number]
    run_no: Mapped[int | None] = mapped_column(NUMBER, index=True)
    purpose: Mapped[str]
    """`listing`, `details`, `file` or `robots`."""
    address: Mapped[str] = mapped_column(index=True)
    final: Mapped[str | None]
    """Where redirects led."""
    at: Mapped[datetime] = mapped_column(index=True)
    seconds: Mapped[float]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any]]
    size: Mapped[int | None]
    sha256: Mapped[str | None] = mapped_column(index=True)
    failure: Mapped[str | None]
    reason: Mapped[str | None]


class HostTable(Base):
    """When a host may next be asked: kept here, so that every process of a fleet is polite together."""

    __tablename__ = "host"

    name: Mapped[Sorted] = mapped_column(primary_key=True)
    next_at: Mapped[datetime | None]
    refusals: Mapped[int]
    """Answers 403 and 429 in a row."""
    closed_until: Mapped[datetime | None]
    """Until when it is left alone altogether."""
    reason: Mapped[str | None]
    robots: Mapped[str | None]
    """Its robots.txt; empty where it has none, null where it was not asked for yet."""
    robots_at: Mapped[datetime | None]


class RunTable(Base):
    """A run of the collecting, or of the announcing."""

    __tablename__ = "run"

    no: Mapped[Number]
    what: Mapped[str]
    """`collect`, `backfill` or `announce`."""
    sources: Mapped[list[str]]
    started_at: Mapped[datetime] = mapped_column(index=True)
    beat_at: Mapped[datetime]
    """The last sign of life."""
    ended_at: Mapped[datetime | None]
    standing: Mapped[str]
    """`running`, `done`, `failed` or `interrupted`."""
    holder: Mapped[str]
    counts: Mapped[dict[str, int]]
    error: Mapped[str | None]


class RunFailureTable(Base):
    """What failed in a run: a source, a document, a file, an announcement."""

    __tablename__ = "run_failure"

    no: Mapped[Number]
    run_no: Mapped[int] = mapped_column(NUMBER, ForeignKey("run.no", ondelete="CASCADE"), index=True)
    stage: Mapped[str]
    """`discover`, `fetch`, `ingest` or `announce`."""
    source: Mapped[str | None]
    address: Mapped[str | None]
    failure: Mapped[str]
    reason: Mapped[str]
    at: Mapped[datetime]


class WatchTable(Base):
    """A question whose news are announced, and where to."""

    __tablename__ = "watch"

    name: Mapped[Sorted] = mapped_column(primary_key=True)
    question: Mapped[dict[str, Any]]
    """As JSON of pipeline.store.question.Question."""
    channels: Mapped[list[dict[str, Any]]]
    made_at: Mapped[datetime]
    seen: Mapped[int]
    """The last change of the store (`change.no`) that was looked at for it."""
    seen_at: Mapped[datetime]
    memory: Mapped[dict[str, Any]]
    """What it told and will not tell again, and what it could not tell once it is gone (pipeline.announce.memory)."""


class NoticeTable(Base):
    """What is to be announced over one channel; written with the mark of what was looked at, sent afterwards."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("watch", "channel", "until", "day"),
        Index("ix_notice_due", "standing", "next_at"),
    )

    no: Mapped[Number]
    watch: Mapped[str] = mapped_column(ForeignKey("watch.name", ondelete="CASCADE"))
    channel: Mapped[str]
    """What the channel is told by among those of its watch."""
    since: Mapped[int]
    until: Mapped[int]
    """The changes that it tells of: after the first, up to the last."""
    day: Mapped[date]
    """The day, in Vietnam, from which its deadlines are counted: those come near though nothing changes."""
    made_at: Mapped[datetime]
    digest: Mapped[dict[str, Any]]
    standing: Mapped[str]
    """`waiting`, `sent` or `given up`."""
    attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    reason: Mapped[str | None]
