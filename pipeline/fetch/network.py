"""The way to a host: its name is resolved once, every address of it is checked, and the one that was checked is the one
that is connected to, so that a name cannot mean one thing when it is checked and another when it is used.

TLS still proves the name. No proxy, no environment, no `.netrc`.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpcore
import httpx

from models.errors import UsageError
from pipeline.fetch.public import Address, Allowed, parsed
from pipeline.fetch.types import Manners

Resolver = Callable[[str, int], Sequence[str]]
"""The addresses of a host by its name and port; raises OSError where there are none."""

ENDS_AT = "ends_at"
"""The extension of a request that says by when (time.monotonic) its answer must have come in whole."""
_TRIED = 4
"""Addresses of a host that are tried, in the order in which the resolver gives them."""


class ClosedAddress(Exception):
    """The host lies at this address, which may not be reached."""


def resolved(host: str, port: int) -> list[str]:
    """As the system resolves names."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class PublicTransport(httpx.BaseTransport):
    """Requests over HTTP/1.1 to public addresses alone. Raises httpx.TransportError, and ClosedAddress."""

    def __init__(self, manners: Manners, resolver: Resolver = resolved) -> None:
        self._network = _Network(Allowed(manners.private), resolver)
        self._pool = httpcore.ConnectionPool(
            ssl_context=_trusting(manners.certificates),
            max_connections=16,
            max_keepalive_connections=8,
            keepalive_expiry=15.0,
            network_backend=self._network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        self._network.here.ends_at = request.extensions.get(ENDS_AT)
        with _told_by_httpx():
            answer = self._pool.handle_request(
                httpcore.Request(
                    method=request.method,
                    url=url,
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions=request.extensions,
                )
            )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions)

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        with _told_by_httpx():
            yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()


class _Here(threading.local):
    """What holds for the request that this thread is at."""

    ends_at: float | None = None


class _Network(httpcore.SyncBackend):
    """Connects to what was checked."""

    def __init__(self, allowed: Allowed, resolver: Resolver) -> None:
        self._allowed, self._resolver = allowed, resolver
        self.here = _Here()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception | None = None
        for address in self._checked(host, port)[:_TRIED]:
            try:
                left = _left(self.here, timeout, httpcore.ConnectTimeout)
                stream = super().connect_tcp(str(address), port, left, local_address, socket_options)
                return _Timed(stream, self.here)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError(f"no address of {host}")

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        raise httpcore.ConnectError("no socket of this machine is ever asked")

    def _checked(self, host: str, port: int) -> list[Address]:
        """The addresses of a host, all of which may be reached: one that may not is no mistake but a trap."""
        name = host.strip("[]")
        try:
            found = [parsed(address) for address in self._resolver(name, port)]
        except (OSError, UnicodeError, ValueError) as error:
            raise httpcore.ConnectError(f"no host of this name: {error}") from error
        for address in found:
            if not self._allowed.may(name, address):
                raise ClosedAddress(str(address))
        return found


class _Timed(httpcore.NetworkStream):
    """A connection on which nothing is waited for beyond the end that the request was given."""

    def __init__(self, stream: httpcore.NetworkStream, here: _Here) -> None:
        self._stream, self._here = stream, here

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._here, timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._here, timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        left = _left(self._here, timeout, httpcore.ConnectTimeout)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, left), self._here)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _left(here: _Here, timeout: float | None, late: type[Exception]) -> float | None:
    if here.ends_at is None:
        return timeout
    left = here.ends_at - time.monotonic()
    if left <= 0:
        raise late("the whole of it takes too long")
    return left if timeout is None else min(timeout, left)


@contextmanager
def _told_by_httpx() -> Iterator[None]:
    """The errors of the connection pool by the names that httpx gives them, as any other transport raises them."""
    try:
        yield
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        named = getattr(httpx, type(error).__name__, httpx.TransportError)
        raise named(str(error)) from error


def _trusting(certificates: str | None) -> ssl.SSLContext:
    """Whom certificates are believed from: the usual ones, and those of the office. Raises UsageError."""
    if certificates is None:
        return _context(None, 0)
    try:
        return _context(certificates, Path(certificates).stat().st_mtime_ns)
    except OSError as error:  # ssl.SSLError is one, too.
        reason = error.strerror or str(error)
        raise UsageError(
            f"{certificates}: the file of `certificates` in [fetch] cannot be used: {reason}; it must hold "
            f"certificates as PEM"
        ) from error


@lru_cache(maxsize=4)
def _context(certificates: str | None, _changed_at: int) -> ssl.SSLContext:
    """Made once a process: reading all the usual certificates takes longer than many a request."""
    context = httpx.create_ssl_context(trust_env=False)
    if certificates is not None:
        context.load_verify_locations(cafile=certificates)
    return context
