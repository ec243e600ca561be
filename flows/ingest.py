"""Ingest by flow, for schedules and `make demo`; who waits at a terminal is served faster by `pipeline.ingest`.

`python -m flows.ingest PATH…` runs it. Prefect is imported only here inside, after its environment is prepared.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from flows.ephemeral import ephemeral
from flows.spread.spreading import Spread
from models.errors import KehoachError, UsageError
from pipeline.ingest import Summary, discover
from pipeline.settings import Settings

_PATHS = 1000
"""Paths a run is given at most: Prefect takes parameters of half a megabyte. A folder is one path."""
_HERE = Spread()


def run(paths: Sequence[Path], settings: Settings, where: Spread = _HERE) -> Summary:
    """Run the flow here and now on Prefect's own short-lived server, its batches done `where`.

    Raises UsageError for a path that is missing, KehoachError where the server does not start or the flow breaks.
    """
    discover(paths)  # A mistake is said before the server takes its time to start.
    done = Summary()
    with ephemeral(settings.home, shared=where.dask is not None):
        for start in range(0, len(paths), _PATHS):
            part = _run(paths[start : start + _PATHS], settings, where)
            done = Summary(outcomes=done.outcomes + part.outcomes, error=part.error, left=part.left)
            if part.error:
                rest = discover(paths[start + _PATHS :], settings.home)
                return done.model_copy(update={"left": (*part.left, *rest)})
    return done


def _run(paths: Sequence[Path], settings: Settings, where: Spread) -> Summary:
    from flows.folder import ingest_folder

    try:
        state = ingest_folder(
            list(paths),
            settings.database,
            settings.home,
            settings.allow_classified,
            settings.originals,
            where.processes,
            where.dask,
            return_state=True,
        )
    except RuntimeError as error:
        raise KehoachError(f"Prefect's server is of no use ({error}); ingest without the flow") from error
    summary = state.result(raise_on_failure=False)
    if isinstance(summary, Summary):
        return summary
    if isinstance(summary, KehoachError):
        raise summary
    raise KehoachError(f"the flow ended as {state.name}: {summary}")


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
