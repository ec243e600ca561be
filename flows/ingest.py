"""Ingest by flow, for schedules and `make demo`; who waits at a terminal is served faster by `pipeline.ingest`.

`python -m flows.ingest PATH…` runs it. Prefect is imported only here inside, after its environment is prepared.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flows.ephemeral import ephemeral
from models.errors import KehoachError, UsageError
from pipeline.ingest import Summary, discover
from pipeline.settings import Settings


def run(paths: Sequence[Path], settings: Settings) -> Summary:
    """Run the flow here and now on Prefect's own short-lived server. Raises UsageError for a path that is missing."""
    discover(paths)  # A mistake is said before the server takes its time to start.
    with ephemeral(settings.home):
        from flows.folder import ingest_folder

        state = ingest_folder(
            list(paths), settings.database, settings.home, settings.allow_classified, return_state=True
        )
        summary = state.result(raise_on_failure=False)
    if isinstance(summary, BaseException):
        raise summary
    if not isinstance(summary, Summary):
        raise TypeError(f"the flow ended as {state.name} without a summary")
    return summary


def main(arguments: Sequence[str]) -> int:
    """Print what became of each file that is new or failed, and a line for all."""
    if not arguments:
        print("usage: python -m flows.ingest PATH…", file=sys.stderr)
        return 2
    try:
        summary = run([Path(a) for a in arguments], Settings.from_environment())
    except KehoachError as error:
        print(error, file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1
    return _report(summary)


def _report(summary: Summary) -> int:
    for outcome in summary.outcomes:
        if outcome.status == "failed":
            print(outcome.reason, file=sys.stderr)
        else:
            print(f"{outcome.status}: {outcome.plan_id} version {outcome.version} ({outcome.path})")
    if summary.error:
        print(f"{summary.error} ({len(summary.left)} files left)", file=sys.stderr)
    done = any(o.status != "failed" for o in summary.outcomes)
    return 0 if done and not summary.error else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
