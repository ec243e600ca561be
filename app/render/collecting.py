"""Runs for people: one line each, or one run with all that failed in it and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.render.terminal import console, moment, plain, table
from pipeline.collect.types import COUNTS
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from pipeline.collect.types import Failure, RunTold

_SHOWN = ("found", "new", "changed", "unchanged", "failed")
_STYLES = {"failed": "red", "interrupted": "yellow", "running": "cyan"}

_ADVICE = {
    "wait": ("Unreachable", "AskedToWait", "BadAnswer", "AnnounceError", "StoreBusy", "StoreUnreachable"),
    "certificate": ("Untrusted",),
    "private": ("NotPublic",),
    "robots": ("RobotsForbid",),
    "gone": ("Withdrawn",),
    "bounds": ("TooMuch", "TooLarge"),
    "empty": ("EmptyListing",),
    "login": ("LoginPage", "Challenge"),
    "layout": ("ChangedLayout", "BadFeed"),
    "missing": ("SourceMissing",),
    "tool": ("MissingTool", "NeedsOcr"),
    "room": ("StoreFull",),
    "file": (
        "EmptyFile",
        "UnknownFormat",
        "UnknownEncoding",
        "DamagedFile",
        "NeedsPassword",
        "NoTextFound",
        "Unsafe",
        "TookTooLong",
        "ReaderDied",
        "ReadError",
    ),
    "classified": ("Classified",),
}
"""What to do, by what failed."""


def advised(failure: str) -> str:
    """What to do about a failure of this name."""
    what = next((advice for advice, names in _ADVICE.items() if failure in names), "fault")
    return say(f"collect.advice_{what}")


def show_runs(runs: Sequence[RunTold]) -> None:
    """One line a run, the latest first."""
    out = console()
    if not runs:
        out.print(plain(say("collect.no_runs")))
        return
    titles = [say(f"collect.column_{name}") for name in ("no", "began", "what", "standing")]
    titles += [say(f"collect.count_{name}") for name in _SHOWN]
    titles.append(say("collect.column_took"))
    rows = []
    for run in runs:
        style = _STYLES.get(run.standing, "")
        cells = [str(run.no), moment(run.started_at), say(f"collect.what_{run.what}")]
        numbers = [str(run.counts.get(name, 0)) for name in _SHOWN]
        standing = plain(say(f"collect.standing_{run.standing}"), style)
        rows.append([*map(plain, cells), standing, *map(plain, [*numbers, _took(run.seconds)])])
    out.print(table(titles, rows))


def show_run(run: RunTold) -> None:
    """A run: when, of which sources, what it counted, what failed and what to do."""
    out = console()
    standing = say(f"collect.standing_{run.standing}")
    what = say(f"collect.what_{run.what}")
    heading = say("collect.run", no=run.no, what=what, began=moment(run.started_at), took=_took(run.seconds))
    out.print(plain(f"{heading}: {standing}", _STYLES.get(run.standing, "bold")))
    out.print(plain(say("collect.of_sources", names=", ".join(run.sources) or "—")))
    counted = [
        f"{run.counts[name]} {say('collect.count_' + name.replace(' ', '_'))}"
        for name in COUNTS
        if run.counts.get(name)
    ]
    out.print(plain("; ".join(counted) or say("collect.nothing")))
    if run.error:
        out.print(plain(told(run.error), "red"))
    if run.failures:
        titles = [say(f"collect.column_{name}") for name in ("stage", "source", "reason", "advice")]
        out.print(table(titles, [_failure(one) for one in run.failures]))


def _failure(one: Failure) -> list[Text]:
    reason = told(one.reason)
    where = f"{one.address}: {reason}" if one.address and one.address not in reason else reason
    return [plain(v) for v in (say(f"collect.stage_{one.stage}"), one.source or "—", where, advised(one.failure))]


def _took(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
