"""Reading in another process, so that a crash, a hang or a bomb ends one file alone, with its reason."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, cast

from models import errors
from models.base import Frozen
from models.document import Document, RawFile
from models.errors import ReaderDied, ReadError, TookTooLong
from models.words import Box
from pipeline.read.frames import Kind, receive, send
from pipeline.read.progress import Listener

_GRACE = 3
"""Seconds a reader has to end what it started."""


class Limits(Frozen):
    """What the reading of one file may take."""

    silence: float = 180
    """Seconds without a page done: longer than LibreOffice or the OCR of a page may take by their own limits."""
    seconds: float = 3600
    """Seconds in all: a thousand scanned pages on one core."""
    memory: int = 3 * 1024**3
    """Bytes of address space."""


class Isolated:
    """Reads files in processes of its own, which are kept for the next file; any thread may ask.

    Close it (or use it in a `with`) when no more is to be read. `on_page` hears of pages done. `worker` is the module
    that those processes run.
    """

    def __init__(
        self, limits: Limits | None = None, on_page: Listener | None = None, worker: str = "pipeline.read.worker"
    ) -> None:
        self.limits, self._on_page, self._worker = limits or Limits(), on_page, worker
        self._idle: list[_Process] = []
        self._lock = threading.Lock()
        self._closed = False

    def read(self, raw: RawFile, *, allow_classified: bool = False) -> Document:
        """`pipeline.read.read` in another process.

        Raises what that raises; TookTooLong or ReaderDied where the reading went beyond its limits.
        """
        with self._process() as process:
            answer = process.ask(Kind.READ, raw, {"allow_classified": allow_classified}, self._on_page)
        return Document.model_validate_json(answer)

    def draw(self, raw: RawFile, page: int, boxes: Sequence[Box], size: tuple[float, float]) -> bytes:
        """`pipeline.read.picture.draw` in another process."""
        with self._process() as process:
            return process.ask(Kind.DRAW, raw, {"page": page, "boxes": boxes, "size": size}, None)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            idle, self._idle = self._idle, []
        for process in idle:
            process.end()

    def __enter__(self) -> Isolated:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _process(self) -> Iterator[_Process]:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process if process and process.alive else _Process(self.limits, self._worker)
        try:
            yield process
        except BaseException:
            if process.busy:  # Whatever it is doing, nobody waits for it any more.
                process.end()
            raise
        finally:
            with self._lock:
                keep = process.alive and not self._closed
                if keep:
                    self._idle.append(process)
            if not keep:
                process.end()


class _Process:
    """One process that reads, and the conversation with it."""

    def __init__(self, limits: Limits, worker: str) -> None:
        self._limits = limits
        self.busy = False
        self._child = subprocess.Popen(  # noqa: S603  (our own module, no shell)
            [sys.executable, "-P", "-m", worker, str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            stderr=None if os.environ.get("KEHOACH_DEBUG", "") not in ("", "0") else subprocess.DEVNULL,
            start_new_session=True,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(_import_path())},
        )

    @property
    def alive(self) -> bool:
        return self._child.poll() is None

    def end(self) -> None:
        """End the process and what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self._child.pid, signal.SIGTERM)
        try:
            self._child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()
        for stream in (self._child.stdin, self._child.stdout):
            if stream:
                with suppress(OSError):
                    stream.close()

    def ask(self, what: Kind, raw: RawFile, details: dict[str, Any], on_page: Listener | None) -> bytes:
        """What the process answers. Raises the ReadError that it names, TookTooLong or ReaderDied."""
        self.busy = True
        asked = {"media_type": raw.media_type, "source": raw.source, **details}
        try:
            send(self._stdin, what, json.dumps(asked).encode())
            send(self._stdin, Kind.CONTENT, raw.content)
            kind, payload = self._answer(raw, on_page)
        except (OSError, EOFError) as error:
            raise ReaderDied(
                f"{raw.source}: the process that read it ended ({self._how_it_ended()}); the file is broken, or takes "
                f"more than {self._gibibytes} GiB of memory: leave it out, or print it to a new PDF"
            ) from error
        self.busy = False
        if kind is Kind.FAILURE:
            raise self._failure(raw, *json.loads(payload))
        return payload

    def _answer(self, raw: RawFile, on_page: Listener | None) -> tuple[Kind, bytes]:
        begun = time.monotonic()
        while True:
            left = min(self._limits.silence, begun + self._limits.seconds - time.monotonic())
            if left <= 0 or not select.select([self._stdout], [], [], left)[0]:
                raise TookTooLong(
                    f"{raw.source}: reading it was given up after {time.monotonic() - begun:.0f} s; "
                    "split it, or leave it out"
                )
            frame = receive(self._stdout)
            if frame is None:
                raise EOFError
            if frame[0] is not Kind.PROGRESS:
                return frame
            if on_page:
                on_page(*json.loads(frame[1]))

    def _failure(self, raw: RawFile, name: str, message: str) -> ReadError:
        if name == MemoryError.__name__:
            self.end()  # What is left of its memory is of no use to the next file.
            return ReaderDied(f"{raw.source}: reading it takes more than {self._gibibytes} GiB of memory; split it")
        kind = getattr(errors, name, ReadError)
        return kind(message) if isinstance(kind, type) and issubclass(kind, ReadError) else ReadError(message)

    @property
    def _gibibytes(self) -> str:
        return f"{self._limits.memory / 1024**3:.1f}"

    def _how_it_ended(self) -> str:
        try:
            code = self._child.wait(_GRACE)
        except subprocess.TimeoutExpired:
            return "without a word"
        return signal.Signals(-code).name if code < 0 else f"exit {code}"

    @property
    def _stdin(self) -> FileIO:
        return cast(FileIO, self._child.stdin)

    @property
    def _stdout(self) -> FileIO:
        return cast(FileIO, self._child.stdout)


def _import_path() -> list[str]:
    """Where this process finds the product, for the other to find it too."""
    return [str(Path(__file__).resolve().parents[2]), *filter(None, [os.environ.get("PYTHONPATH")])]
