"""One request and its answer. Whatever can go wrong with it is told here in the words of `models.errors`."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import NamedTuple

import httpx

from models.errors import BadAnswer, FetchError, NotPublic, Unreachable, Untrusted
from pipeline.fetch import bodies
from pipeline.fetch.addresses import shown
from pipeline.fetch.network import ENDS_AT, ClosedAddress
from pipeline.fetch.types import Manners

WELL = frozenset({200, 203})
"""Answers whose body is what was asked for."""

_LONGEST_COOKIES = 8000
_COOKIES = 50

_OF_CERTIFICATES = {
    9: "it is not valid yet; check the clock of this machine",
    10: "it has expired; the people of the site must renew it",
    62: "it is for another host; check the address",
    64: "it is for another host; check the address",
    18: "the host signed it itself; where the office trusts it, put it into the file `certificates` of [fetch]",
}
"""By OpenSSL's numbers (openssl-verification-options)."""
_OF_SIGNERS = (
    "who signed it is not known here; where the office trusts them, put their certificate into the file "
    "`certificates` of [fetch]"
)


class Question(NamedTuple):
    """A request: a GET, or a POST where there is a form . `largest` bounds the body, `cut` takes what fits."""

    address: str
    headers: Mapping[str, str]
    form: bytes | None
    largest: int
    cut: bool
    cookies: httpx.Cookies
    """What this host alone has set."""


class Answer(NamedTuple):
    """`content` is the unpacked body of an answer that gives what was asked for, else empty; `received` is in bytes as
    sent, `seconds` from the first byte sent to the last that came."""

    status: int
    headers: httpx.Headers
    content: bytes
    received: int
    seconds: float


class Dropped(Exception):
    """What another try may mend; `error` is what it is called where none does."""

    def __init__(self, error: FetchError) -> None:
        super().__init__(str(error))
        self.error = error


def ask(transport: httpx.BaseTransport, question: Question, manners: Manners) -> Answer:
    """The answer to one request, no redirect followed. Raises FetchError and Dropped."""
    began = time.monotonic()
    ends_at = began + manners.longest
    request = _request(question, manners, ends_at)
    with _told(question.address, manners, ends_at):
        answer = transport.handle_request(request)
        try:
            answer.request = request
            _take_cookies(question.cookies, answer)
            body = _body(question, answer, ends_at)
        finally:
            answer.close()
    return Answer(answer.status_code, answer.headers, body.content, body.received, time.monotonic() - began)


def _request(question: Question, manners: Manners, ends_at: float) -> httpx.Request:
    timeout = httpx.Timeout(manners.timeout).as_dict()
    request = httpx.Request(
        "GET" if question.form is None else "POST",
        question.address,
        headers=dict(question.headers),
        content=question.form,
        extensions={"timeout": timeout, ENDS_AT: ends_at},
    )
    question.cookies.set_cookie_header(request)
    return request


def _take_cookies(kept: httpx.Cookies, answer: httpx.Response) -> None:
    """As a portal needs them whose pages are turned by forms; a host that sets them without end gets none back."""
    said = answer.headers.get("set-cookie", "")
    if said and len(said) <= _LONGEST_COOKIES:
        kept.extract_cookies(answer)
    if len(kept.jar) > _COOKIES:
        kept.clear()


def _body(question: Question, answer: httpx.Response, ends_at: float) -> bodies.Body:
    parts = answer.stream
    assert isinstance(parts, httpx.SyncByteStream)  # noqa: S101  (what a transport of this kind gives)
    if answer.status_code in WELL:
        bounds = bodies.Bounds(question.largest, ends_at, question.cut)
        return bodies.read(question.address, parts, answer.headers, bounds)
    with suppress(httpx.TransportError):
        bodies.drain(parts)
    return bodies.Body(b"", 0)


@contextmanager
def _told(address: str, manners: Manners, ends_at: float) -> Iterator[None]:
    try:
        yield
    except ClosedAddress as error:
        raise _not_public(address, error) from error
    except bodies.CutShort as error:
        raise Dropped(_cut_short(address)) from error
    except httpx.TimeoutException as error:
        if time.monotonic() >= ends_at:
            raise bodies.too_slow(address) from error
        raise Dropped(_silent(address, manners.timeout)) from error
    except httpx.ProtocolError as error:
        raise Dropped(_broken(address, error)) from error
    except (httpx.TransportError, httpx.StreamError) as error:
        if (wrong := _of_tls(error)) is not None:
            raise _untrusted(address, wrong) from error
        raise Dropped(_unreachable(address, error)) from error


def _of_tls(error: BaseException) -> ssl.SSLError | None:
    """What TLS refused, if it did; that a connection broke while it was being made secure is no refusal."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError) and not isinstance(cause, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
            return cause
        cause = cause.__cause__ or cause.__context__
    return None


def _untrusted(address: str, error: ssl.SSLError) -> Untrusted:
    if isinstance(error, ssl.SSLCertVerificationError):
        why = _OF_CERTIFICATES.get(error.verify_code, _OF_SIGNERS)
        return Untrusted(f"{shown(address)}: the certificate of the host proves nothing: {why}")
    reason = error.reason or "no common form of TLS"
    return Untrusted(f"{shown(address)}: no secure connection can be made ({reason}); tell the people of the site")


def _not_public(address: str, error: ClosedAddress) -> NotPublic:
    return NotPublic(
        f"{shown(address)}: its host lies at {error}, which is not public; where the office means to fetch there, "
        f"name the host in `private` of [fetch] in sources.toml"
    )


def _unreachable(address: str, error: Exception) -> Unreachable:
    return Unreachable(
        f"{shown(address)}: the host cannot be reached ({_reason(error)}); check the address and the network, "
        f"it is tried again by itself"
    )


def _silent(address: str, timeout: float) -> Unreachable:
    return Unreachable(f"{shown(address)}: nothing came for {timeout:g} s; it is tried again by itself")


def _broken(address: str, error: Exception) -> BadAnswer:
    return BadAnswer(f"{shown(address)}: the answer breaks off or is no HTTP ({_reason(error)}); try again later")


def _cut_short(address: str) -> BadAnswer:
    return BadAnswer(f"{shown(address)}: the body broke off before its end; it is tried again by itself")


def _reason(error: Exception) -> str:
    said = "".join(c if c.isprintable() else " " for c in str(error))
    return " ".join(said.split())[:200] or type(error).__name__
