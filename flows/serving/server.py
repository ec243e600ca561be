"""Prefect's server for as long as `kehoach serve` runs: on this machine's loopback, its schedules at work.

The short-lived server of `flows.ephemeral` runs flows that are called, but creates no runs by schedule. This one is a
process of its own, `python -m flows.serving.server PORT`, that ends with whoever started it.
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from models.errors import KehoachError

_STARTS = 180.0
"""Seconds in which it must answer: in a new home it makes its tables first."""
_ENDS = 15.0


@contextmanager
def server() -> Iterator[str]:
    """The address of the API of a running server. The environment must be prepared (`flows.ephemeral.prepare`).

    Raises KehoachError where it does not start.
    """
    port = _free_port()
    process = subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-P", "-m", "flows.serving.server", str(port)],
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=None if os.environ.get("KEHOACH_DEBUG", "") not in ("", "0") else subprocess.DEVNULL,
        start_new_session=True,  # An interruption at the terminal ends what it serves first.
    )
    address = f"http://127.0.0.1:{port}/api"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(_ENDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def main() -> None:
    """Serve on the port of the one argument until the parent ends."""
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    import uvicorn

    app = "prefect.server.api.server:create_app"
    uvicorn.run(app, factory=True, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("PREFECT_API_URL", "PREFECT__SERVER_EPHEMERAL")}
    path = os.pathsep.join(p for p in (*sys.path, kept.get("PYTHONPATH", "")) if p)
    return kept | {"PREFECT_UI_ENABLED": "false", "PYTHONPATH": path}


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    import httpx

    until = time.monotonic() + _STARTS
    with httpx.Client(trust_env=False, timeout=5.0) as client:
        while process.poll() is None and time.monotonic() < until:
            try:
                if client.get(f"{address}/health").is_success:
                    return
            except httpx.TransportError:
                time.sleep(0.2)
    raise KehoachError("Prefect's server did not start; set KEHOACH_DEBUG=1 to see why, or use: kehoach serve --once")


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
