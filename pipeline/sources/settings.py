"""What every source of `sources.toml` says, whatever its kind."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from models.base import Frozen


class Select(Frozen):
    """What a source takes of what it lists. What a listing does not say cannot be held against a document: it is
    fetched, and what was read of it decides."""

    types: tuple[str, ...] = ("kế hoạch",)
    """Types of document; none given takes every type."""
    symbol: str | None = "KH-UBND"
    """What the symbol must have in it, such as `KH-UBND`."""
    words: tuple[str, ...] = ()
    """Words or phrases one of which the title must have, with accents or without."""
    since: date | None = None
    until: date | None = None
    """Days of issue, both included."""


class SourceSettings(Frozen):
    """Base of the settings of each kind of source."""

    name: str = Field(pattern=r"\A[a-z0-9][a-z0-9-]{0,63}\Z")
    kind: str
    every: str = "30 5 * * *"
    """When it is looked at: five fields of cron, in Vietnam's time (Asia/Ho_Chi_Minh)."""
    enabled: bool = True
    select: Select = Select()
    most_pages: int = Field(default=50, ge=1, le=10_000)
    """Pages of the listing that one look reads at most; a backfill is not bound by it."""
    walk_days: int = Field(default=7, ge=1, le=365)
    """A look stops at the first page on which nothing is new, but reads to the end after as many days."""
    most_rechecks: int = Field(default=200, ge=0, le=100_000)
    """Known documents whose files one look asks for again at most."""
    recheck_days: int = Field(default=30, ge=1, le=365)
    """The longest that a document's files go without being asked whether they changed; a young one is asked daily."""
