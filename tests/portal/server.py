"""The portal: six sites on this machine, each a host of its own, and the journal of what was asked of them."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from pipeline.clock import Clock
from tests.portal.exchange import Answer, Asked, Request
from tests.portal.script import START, Script
from tests.portal.sites.base import Site
from tests.portal.sites.feed import Feed
from tests.portal.sites.liferay import Liferay
from tests.portal.sites.plain import Plain
from tests.portal.sites.sharepoint import SharePoint
from tests.portal.sites.vnpt import Vnpt
from tests.portal.sites.webforms import WebForms
from tests.portal.traps import Traps

KINDS: tuple[type[Site], ...] = (Plain, WebForms, SharePoint, Liferay, Vnpt, Feed)
LOOPBACK = "127.0.0.{}"
_STALL = 20.0
"""Seconds that a stalled answer lasts at most, should the client never hang up."""


class Portal:
    """Serves while it is open (`open`). `day` follows the clock, unless it is set."""

    def __init__(self, script: Script, clock: Clock) -> None:
        self.script, self.clock = script, clock
        self.day: int | None = None
        self.lingers = 0.0
        """Seconds that each answer takes, so that two requests at once are seen as such."""
        self.sites: dict[str, Site] = {kind.name: kind(script) for kind in KINDS}
        self.journal: list[Asked] = []
        self._traps = Traps(script.traps)
        self._at_once: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def today(self) -> int:
        return self.day if self.day is not None else (self.clock.now() - START).days

    @classmethod
    @contextmanager
    def open(cls, script: Script, clock: Clock) -> Iterator[Portal]:
        portal = cls(script, clock)
        with contextlib.ExitStack() as stack:
            for k, site in enumerate(portal.sites.values()):
                server = _server(LOOPBACK.format(11 + k), _handler(portal, site))
                site.base = f"http://{server.server_address[0]}:{server.server_address[1]}"
                thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
                thread.start()
                stack.callback(_close, server, thread)
            yield portal

    def address(self, site: str) -> str:
        return self.sites[site].base

    def asked(self, site: str | None = None) -> list[Asked]:
        with self._lock:
            return [asked for asked in self.journal if site in (None, asked.site)]

    def answer(self, site: Site, request: Request) -> Answer:
        day = self.today
        with self._lock:  # A site answers one at a time; that it was asked for two is in the journal.
            return self._traps.answer(site, request, day) or site.respond(request, day)

    @contextmanager
    def entered(self, site: Site) -> Iterator[int]:
        """Counts the requests that a site is answering."""
        with self._lock:
            self._at_once[site.name] += 1
            together = self._at_once[site.name]
        try:
            yield together
        finally:
            with self._lock:
                self._at_once[site.name] -= 1

    def write_down(self, asked: Asked) -> None:
        with self._lock:
            self.journal.append(asked)


def _server(address: str, handler: type[BaseHTTPRequestHandler]) -> ThreadingHTTPServer:
    try:
        return ThreadingHTTPServer((address, 0), handler)
    except OSError:  # A machine with one loopback address: then the ports tell the hosts apart.
        return ThreadingHTTPServer(("127.0.0.1", 0), handler)


def _close(server: ThreadingHTTPServer, thread: threading.Thread) -> None:
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(portal: Portal, site: Site) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"portal": portal, "site": site})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _STALL
    portal: ClassVar[Portal]
    site: ClassVar[Site]

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        portal, site = self.portal, self.site
        with portal.entered(site) as together:
            at = portal.clock.now()
            request = self._request()
            answer = portal.answer(site, request)
            agent = request.headers.get("user-agent", "")
            portal.write_down(Asked(at, site.name, request.method, self.path, answer.status, together, agent))
            time.sleep(portal.lingers)
        # Out of the count before it is sent: the client may ask again before this thread is done with it.
        with contextlib.suppress(OSError):  # Whoever asked was killed, or hung up.
            self._send(answer)

    def _request(self) -> Request:
        split = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        return Request(
            method=self.command,
            path=unquote(split.path),
            target=self.path,
            query=dict(parse_qsl(split.query)),
            form=dict(parse_qsl(body, keep_blank_values=True)),
            headers={name.lower(): value for name, value in self.headers.items()},
        )

    def _send(self, answer: Answer) -> None:
        if answer.how == "stalled":
            self.close_connection = True
            self.connection.recv(1)  # Until the client hangs up.
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Type", answer.type)
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if answer.status != 304:
            cut = answer.how == "cut"
            self.close_connection = self.close_connection or cut
            self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)

    def log_message(self, *_: Any) -> None: ...
