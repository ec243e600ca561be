"""What is told of a run: what it did, what failed, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from models.base import Frozen

Stage = Literal["discover", "fetch", "ingest", "announce"]
What = Literal["collect", "backfill", "announce"]
Standing = Literal["running", "done", "failed", "interrupted"]

COUNTS = (
    "found",
    "new",
    "changed",
    "rendition",
    "unchanged",
    "withdrawn",
    "passed over",
    "not taken",
    "failed",
    "announced",
    "elsewhere",
    "requests",
)
"""What a run counts, in the order in which it is shown.

`found` are documents that were listed for the first time and taken; `new` those stored for the first time, `changed`
those whose files are others than before, `unchanged` those that were asked for again and are what they were;
`elsewhere` are sources on which another process worked just then. What was `passed over` is not selected by what is
listed of it, what was `not taken` by what was read of it.
"""


class Failure(Frozen):
    """One thing that failed. `failure` is the name of an error in `models.errors`, or `Fault` for a fault of ours."""

    stage: Stage
    source: str | None
    address: str | None
    failure: str
    reason: str
    at: datetime


class RunTold(Frozen):
    """A run: times in UTC, `seconds` until its end or its last sign of life."""

    no: int
    what: What
    sources: tuple[str, ...]
    started_at: datetime
    ended_at: datetime | None
    seconds: float
    standing: Standing
    counts: dict[str, int]
    error: str | None = None
    failures: tuple[Failure, ...] = ()


class Step(Frozen):
    """A sign of progress: so many of so many things of a stage are done, of a source where it is of one."""

    stage: Stage
    source: str | None = None
    done: int
    total: int | None = None


OnStep = Callable[[Step], None]
