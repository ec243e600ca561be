"""What a user might take instead of the readers, run in an environment of its own (`--peers PYTHON`)."""

from __future__ import annotations

import json
import os
import select
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

NAMES = ("markitdown", "unstructured")

_SCRIPT = Path(__file__).with_name("peer.py")
_PATIENCE = 600  # seconds for one file
_QUIET = {"UNSTRUCTURED_DISABLE_NOTICE": "1", "SCARF_NO_ANALYTICS": "true", "DO_NOT_TRACK": "true"}


class PeerError(Exception):
    """What a peer says that it cannot do."""


class Peer:
    """One peer, running; asked for one file at a time."""

    def __init__(self, name: str, process: subprocess.Popen[str]) -> None:
        self.name = name
        self._process = process

    def seconds(self, path: Path) -> float:
        """How long it takes for the file, by its own clock. Raises PeerError where it fails, or takes too long."""
        answer = self._ask(path)
        if "error" in answer:
            raise PeerError(" ".join(str(answer["error"]).split()))
        return float(answer["seconds"])

    def _ask(self, path: Path) -> dict[str, Any]:
        asked, answers = self._process.stdin, self._process.stdout
        assert asked is not None
        assert answers is not None
        try:
            print(path.resolve(), file=asked, flush=True)
        except BrokenPipeError:
            return {"error": "it ended"}
        if not select.select([answers], [], [], _PATIENCE)[0]:
            self._process.kill()
            return {"error": f"no answer within {_PATIENCE} s"}
        line = answers.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "it ended"}
        return answer


@contextmanager
def running(python: Path | None) -> Iterator[list[Peer]]:
    """The peers of an environment; none without one."""
    with ExitStack() as stack:
        yield [Peer(name, stack.enter_context(_started(python, name))) for name in NAMES] if python else []


@contextmanager
def _started(python: Path, name: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  (what the user named)
        [str(python), str(_SCRIPT), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | _QUIET,
    )
    with process:
        try:
            yield process
        finally:
            process.kill()
