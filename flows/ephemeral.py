"""Prefect without a server of the user's: its own short-lived one, its files below KEHOACH_HOME, its telemetry off."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.store.errors import translated

_ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_PROFILE": "ephemeral",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "true",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_API_BLOCKS_REGISTER_ON_START": "false",
}
_UNLESS_SET = {
    # In a new home the server first makes its tables: 12 to 22 seconds, of the 20 that it is given by default.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "180",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
}
_ANOTHER_SERVER = ("PREFECT_API_URL", "PREFECT_API_KEY")


def prepare(home: Path) -> None:
    """Set this process's environment for Prefect, to be called before Prefect is first imported. Raises StoreError."""
    for name in _ANOTHER_SERVER:
        os.environ.pop(name, None)
    own = Path(os.environ.setdefault("PREFECT_HOME", str(home / "prefect")))
    with translated(own):
        own.mkdir(parents=True, exist_ok=True)  # Prefect makes none above its own.
    os.environ.update(_ALWAYS)
    for name, value in _UNLESS_SET.items():
        os.environ.setdefault(name, value)


@contextmanager
def ephemeral(home: Path, *, shared: bool = False) -> Iterator[None]:
    """Flows called inside run on Prefect's own short-lived server, whatever server the user's files may name.

    `shared` gives that server's address to processes that run tasks, which would else start one each. Other machines
    do not reach it. Raises RuntimeError where it does not start.
    """
    prepare(home)
    from prefect.settings import temporary_settings

    # The heartbeat tells a server of long runs; its thread ends a second after the flow does. No variable turns it off.
    with temporary_settings({"api.url": None, "flows.heartbeat_frequency": None}):
        if not shared:
            yield
            return
        from prefect.server.api.server import SubprocessASGIServer

        with SubprocessASGIServer() as server, temporary_settings({"api.url": server.api_url}):
            yield
