"""Sites on this machine that answer as a test says, a store to remember in, and a clock that sleeping advances."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

import httpx
import pytest
from sqlalchemy import delete

from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.types import Manners
from pipeline.store import Store
from pipeline.store.arriving_tables import AddressTable, FetchTable, HostTable
from tests.portal.clock import SimulatedClock

BEGIN = datetime(2026, 11, 2, 22, 30)


class Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Site

    def log_message(self, *_: object) -> None: ...

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        self.server.asked.append(request)
        play = self.server.plays.get(self.path)
        if play is None:
            self.reply(404)
        else:
            play(self, request)

    do_POST = do_GET  # noqa: N815  (as http.server looks it up)

    def reply(self, status: int = 200, body: bytes = b"", /, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"content_length": str(len(body)), **headers}.items():
            if value:
                self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Site(ThreadingHTTPServer):
    """Answers 404 to everything that it was not told."""

    daemon_threads = True

    def __init__(self, host: str = "127.0.0.1", port: int = 0, context: ssl.SSLContext | None = None) -> None:
        super().__init__((host, port), Handler)
        self.asked: list[Request] = []
        self.plays: dict[str, Callable[[Handler, Request], None]] = {}
        self.scheme = "https" if context else "http"
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: Any) -> None: ...

    def at(self, path: str, host: str | None = None) -> str:
        return f"{self.scheme}://{host or self.server_address[0]}:{self.server_port}{path}"

    def says(self, path: str, body: bytes = b"", status: int = 200, /, **headers: str) -> str:
        """Answer so from now on; returns the address."""
        self.plays[path] = lambda handler, _: handler.reply(status, body, **headers)
        return self.at(path)

    def says_in_turn(self, path: str, *answers: tuple[int, bytes, dict[str, str]]) -> str:
        """Answer so one time after the other, and by the last for ever."""
        left = list(answers)

        def play(handler: Handler, _: Request) -> None:
            status, body, headers = left.pop(0) if len(left) > 1 else left[0]
            handler.reply(status, body, **headers)

        self.plays[path] = play
        return self.at(path)

    def times(self, path: str) -> int:
        return sum(request.path == path for request in self.asked)


@contextmanager
def running(site: Site) -> Iterator[Site]:
    thread = threading.Thread(target=site.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.shutdown()
        site.server_close()
        thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with running(Site()) as one:
        yield one


@pytest.fixture
def other_site() -> Iterator[Site]:
    with running(Site()) as one:
        yield one


@pytest.fixture
def clock() -> SimulatedClock:
    return SimulatedClock(BEGIN)


@pytest.fixture(scope="session")
def shared_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(home=tmp_path_factory.mktemp("fetching")) as store:
        yield store


@pytest.fixture
def store(shared_store: Store) -> Iterator[Store]:
    """One for all tests here, emptied after each: a port that was a site's may be another's in the next."""
    yield shared_store
    with shared_store.writing() as connection:
        for table in (AddressTable, FetchTable, HostTable):
            connection.execute(delete(table))


FetcherOf = Callable[..., Fetcher]


@pytest.fixture
def fetcher(store: Store, clock: SimulatedClock) -> Iterator[FetcherOf]:
    """`fetcher(delay=…, transport=…)`: may ask this machine, unless `private` says otherwise; waits for nothing."""
    made: list[Fetcher | httpx.BaseTransport] = []

    def of(transport: httpx.BaseTransport | None = None, run_no: int | None = None, **manners: Any) -> Fetcher:
        said = Manners(**{"delay": 0.0, "private": ("127.0.0.0/8",), "timeout": 5.0, **manners})
        one = Fetcher(store, said, clock, run_no=run_no, transport=transport, chance=lambda: 0.5)
        made.extend([one, transport] if transport else [one])
        return one

    yield of
    for each in made:
        each.close()
