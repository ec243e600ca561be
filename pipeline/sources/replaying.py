"""A site out of a web archive: answers requests with what was recorded, so that a source can be tried without it."""

from __future__ import annotations

from collections import deque
from pathlib import Path
from typing import Any

import httpx

from pipeline.sources import warc

LARGEST = 64 * 1024 * 1024


class Replay(httpx.BaseTransport):
    """Answers from the records of a WARC file (ISO 28500). Recorded more than once, an address answers in that order
    and stays with the last; one that was never recorded answers 404. A request with a body is told by it too, where the
    archive has recorded the request (`WARC-Concurrent-To`)."""

    def __init__(self, path: Path) -> None:
        """Raises SourceMissing, BadFeed."""
        self._answers: dict[tuple[str, str, bytes], deque[tuple[int, list[tuple[str, str]], bytes]]] = {}
        with warc.opened(path) as file:
            asked: dict[str, tuple[str, bytes]] = {}
            answers: list[tuple[str, str, tuple[int, list[tuple[str, str]], bytes]]] = []
            for _, record in warc.records(path, file):
                if record.rec_type == "request" and record.http_headers is not None:
                    asked |= dict.fromkeys(_together(record), (_method(record), warc.body(record, LARGEST)))
                elif record.rec_type == "response" and record.http_headers is not None:
                    answers.append((_of(record), _together(record)[0], _answer(record)))
        for address, name, answer in answers:
            method, body = asked.get(name, ("GET", b""))
            self._answers.setdefault((method, address, body), deque()).append(answer)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        held = self._answers.get((request.method, str(request.url), request.read()))
        if held is None:
            return httpx.Response(404, request=request)
        status, headers, body = held.popleft() if len(held) > 1 else held[0]
        return httpx.Response(status, headers=headers, content=body, request=request)


def _of(record: Any) -> str:
    return str(record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")


def _together(record: Any) -> list[str]:
    """The names of a record, and of those that were recorded together with it."""
    said = record.rec_headers.get_header
    return [str(name) for name in (said("WARC-Record-ID"), said("WARC-Concurrent-To")) if name] or [""]


def _method(record: Any) -> str:
    return str(record.http_headers.protocol or "GET").partition(" ")[0]


def _answer(record: Any) -> tuple[int, list[tuple[str, str]], bytes]:
    body = warc.body(record, LARGEST)  # Without its encodings: the headers that tell of them would be wrong.
    told = ("transfer-encoding", "content-encoding", "content-length")
    headers = [(str(n), str(v)) for n, v in record.http_headers.headers if n.lower() not in told]
    status = str(record.http_headers.get_statuscode())
    return int(status) if status.isdecimal() and len(status) == 3 else 502, headers, body
