"""The process that reads files for another: `python -m pipeline.read.worker`, spoken to by `pipeline.read.isolated`.

It ends with its parent, and on a request to end it ends what it has started (OCR, conversions) too.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
import sys
import threading
import time
from io import FileIO
from types import FrameType
from typing import Any, NoReturn

from models.document import RawFile
from models.errors import ReadError
from models.words import Box
from pipeline.read import read
from pipeline.read.frames import Kind, receive, send
from pipeline.read.picture import draw
from pipeline.read.progress import listening


def main() -> None:
    """Answer requests until there are no more. The one argument is the limit on memory, in bytes."""
    _limit(int(sys.argv[1]))
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_end_with_parent, args=(os.getppid(),), daemon=True).start()
    gc.freeze()  # What is imported stays: the collector need not walk it for every file.
    requests, answers = FileIO(sys.stdin.fileno()), FileIO(os.dup(sys.stdout.fileno()), "w")
    # What a library prints must not come between the answers.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    while request := receive(requests):
        content = receive(requests)
        if content is None:
            return
        kind, asked = request[0], json.loads(request[1])
        raw = RawFile(content=content[1], media_type=asked["media_type"], source=asked["source"])
        send(answers, *_answer(kind, raw, asked, answers))


def _answer(kind: Kind, raw: RawFile, asked: dict[str, Any], answers: FileIO) -> tuple[Kind, bytes]:
    def tell(done: int, total: int) -> None:
        send(answers, Kind.PROGRESS, json.dumps([done, total]).encode())

    try:
        if kind is Kind.DRAW:
            boxes = [Box(*box) for box in asked["boxes"]]
            return Kind.PICTURE, draw(raw, asked["page"], boxes, tuple(asked["size"]))
        with listening(tell):
            document = read(raw, allow_classified=asked["allow_classified"])
        return Kind.DOCUMENT, document.model_dump_json().encode()
    except ReadError as error:
        return Kind.FAILURE, _failure(type(error).__name__, str(error))
    except MemoryError:
        return Kind.FAILURE, _failure(MemoryError.__name__, "")
    except Exception as error:  # A fault of a reader on one file ends that file alone.
        return Kind.FAILURE, _failure(ReadError.__name__, f"{raw.source}: {type(error).__name__}: {error}")


def _failure(name: str, message: str) -> bytes:
    return json.dumps([name, message]).encode()


def _limit(memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(1)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
