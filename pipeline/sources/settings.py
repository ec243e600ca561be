"""What every source of `sources.toml` says, whatever its kind."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from models.base import Frozen
from pipeline.folding import fold
from pipeline.sources.values import Cron


def _known_type(value: str) -> str:
    """A type of document as the lexicon writes it. Raises ValueError for one that it does not know."""
    from extractors import lexicon

    names = {fold(entry.name): entry.name for entry in lexicon.document_types().type}
    if (known := names.get(fold(value))) is not None:
        return known
    from difflib import get_close_matches

    near = get_close_matches(fold(value), names, n=1)
    if near:
        raise ValueError(f"{value!r} is no type of document; did you mean {names[near[0]]!r}?")
    raise ValueError(f"{value!r} is no type of document")


class Select(Frozen):
    """What a source takes of what it lists. What a listing does not say cannot be held against a document: it is
    fetched, and what was read of it decides."""

    types: tuple[Annotated[str, AfterValidator(_known_type)], ...] = ("Kế hoạch",)
    """Types of document; none given takes every type."""
    symbol: str | None = Field(default="KH-UBND", max_length=60)
    """What the symbol must have in it, such as `KH-UBND`."""
    words: tuple[Annotated[str, Field(min_length=1, max_length=200)], ...] = Field(default=(), max_length=100)
    """Words or phrases one of which the title must have, with accents or without."""
    since: date | None = None
    until: date | None = None
    """Days of issue, both included."""

    @model_validator(mode="after")
    def _in_order(self) -> Select:
        if self.since and self.until and self.since > self.until:
            raise ValueError("since is after until; set the earlier day first")
        return self


class SourceSettings(Frozen):
    """Base of the settings of each kind of source."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")
    kind: str
    every: Cron = "30 5 * * *"
    """When it is looked at: five fields of cron, in Vietnam's time (Asia/Ho_Chi_Minh)."""
    enabled: bool = True
    select: Select = Select()
    most_pages: int = Field(default=50, ge=1, le=10_000)
    """Pages of the listing that one look reads at most; a backfill is not bound by it."""
    walk_days: int = Field(default=7, ge=1, le=365)
    """A look stops at the first page on which nothing is new, but reads to the end after as many days."""
    recheck_days: int = Field(default=30, ge=1, le=365)
    """The longest that a document's files go without being asked whether they changed; a young one is asked daily."""
    most_rechecks: int = Field(default=200, ge=1, le=10_000)
    """Documents that one look asks again for changes at most, those first that are due longest."""
