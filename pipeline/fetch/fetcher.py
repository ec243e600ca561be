"""What sources fetch with: asks, remembers, and keeps whatever comes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping
from functools import cached_property
from types import TracebackType
from typing import NamedTuple

import httpx

from models.errors import AskedToWait, BadAnswer, FetchError, TooMuch, Unreachable, Withdrawn
from pipeline.clock import Clock
from pipeline.fetch.addresses import host_of, shown
from pipeline.fetch.asked import Asked, Trail
from pipeline.fetch.asking import WELL
from pipeline.fetch.hops import REDIRECTS, Hops, Reached
from pipeline.fetch.memory import Known, Memory, kept_headers, validator
from pipeline.fetch.robots import Robots
from pipeline.fetch.silence import Silence
from pipeline.fetch.turns import Turns
from pipeline.fetch.types import Fetched, Manners, Purpose
from pipeline.store import Store

_DOUBTED = 1 / 16
"""The share of files that are fetched although their hosts may say that they have not changed."""


class _Got(NamedTuple):
    """A body: `content` is None where nobody needs it."""

    sha256: str
    content: bytes | None
    changed: bool


class Fetcher:
    """Fetches politely, within bounds, from public addresses (pipeline.fetch.types.Reach); to be used by `with`.

    `transport` takes the place of the network: what it reaches is then the affair of whoever gives it. `chance` gives
    numbers from 0 to 1. `counts` are requests, unchanged answers, and bytes as sent. Several threads may use one.
    """

    def __init__(
        self,
        store: Store,
        manners: Manners,
        clock: Clock,
        *,
        run_no: int | None = None,
        transport: httpx.BaseTransport | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.clock = clock
        self.counts: Counter[str] = Counter(requests=0, unchanged=0, bytes=0)
        self._store, self._manners, self._given, self._chance = store, manners, transport, chance
        self._memory = Memory(store, run_no)
        self._silence = Silence(clock)
        self._hops = Hops(
            transport=lambda: self._transport,
            manners=manners,
            clock=clock,
            turns=Turns(store, clock),
            rules=Robots(store, clock, self._rules),
            of=self._memory.of,
            chance=chance,
            counts=self.counts,
        )

    def __enter__(self) -> Fetcher:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the connections; a transport that was given stays open."""
        if self._given is None and "_transport" in self.__dict__:
            self._transport.close()

    def get(
        self,
        address: str,
        *,
        purpose: Purpose,
        form: Mapping[str, str] | None = None,
        conditional: bool = True,
    ) -> Fetched:
        """Ask an address, or post a form to it. Raises FetchError, StoreError.

        Where nothing has changed, a file comes without its content, unless `conditional` is false. Now and then a file
        is asked for as if it were not known: there are servers that answer 304 whatever became of it.
        """
        believed = purpose != "file" or self._chance() >= _DOUBTED
        asked = Asked.of(address, purpose, form, conditional=conditional and believed)
        self._silence.check(asked.address)
        trail = Trail(self.clock.now())
        try:
            fetched = self._got(asked, trail)
        except FetchError as error:
            self._silence.heard(asked.address, error)
            if trail.requests:
                self._memory.failed(asked, trail, error)
            raise
        self._silence.heard(asked.address)
        return fetched

    @cached_property
    def _transport(self) -> httpx.BaseTransport:
        if self._given is not None:
            return self._given
        from pipeline.fetch.network import PublicTransport

        return PublicTransport(self._manners)

    def _got(self, asked: Asked, trail: Trail) -> Fetched:
        before = self._memory.of(asked.key)
        reached = self._hops.follow(asked, before, trail)
        got = self._body(asked, before, reached)
        if got is None:  # The host relies on a body that was lost here.
            asked = asked._replace(conditional=False)
            reached = self._hops.follow(asked, before, trail)
            got = self._body(asked, before, reached)
        if got is None:
            raise BadAnswer(f"{shown(asked.address)}: it answers 304 to who has nothing; tell the people of the site")
        return self._remembered(asked, reached, got, trail)

    def _body(self, asked: Asked, before: Known | None, reached: Reached) -> _Got | None:
        """What an answer gave, or stands for; None where it stands for what is not there."""
        if reached.answer.status == 304:
            return self._unchanged(asked, before, reached.known)
        if reached.answer.status not in WELL:
            raise _failure(reached)
        sha256 = self._memory.keep(reached.answer.content)
        changed = before is None or before.sha256 != sha256
        needed = changed or asked.purpose != "file" or not asked.conditional
        return _Got(sha256, reached.answer.content if needed else None, changed)

    def _unchanged(self, asked: Asked, before: Known | None, known: Known | None) -> _Got | None:
        if known is None:
            return None
        changed = before is None or before.sha256 != known.sha256  # It redirects to something else that is known.
        if asked.purpose == "file" and not changed:
            return _Got(known.sha256, None, changed=False) if self._memory.has(known.sha256) else None
        content = self._memory.body(known.sha256)
        return None if content is None else _Got(known.sha256, content, changed)

    def _remembered(self, asked: Asked, reached: Reached, got: _Got, trail: Trail) -> Fetched:
        answer = reached.answer
        fetched = Fetched(
            address=asked.address,
            final=reached.asked.address,
            at=trail.at,
            seconds=round(trail.seconds, 6),
            status=answer.status,
            headers=_headers(reached),
            content=got.content,
            sha256=got.sha256,
            changed=got.changed,
        )
        known = _known(reached, got.sha256)
        with self._store.writing() as connection:
            self._memory.checked(connection, reached.asked.key, known, trail.at)
            if reached.asked.key != asked.key:  # What proves a body to be the same belongs to where it was.
                self._memory.checked(connection, asked.key, known._replace(etag=None, modified=None), trail.at)
            if got.changed:
                self._memory.fetched(connection, asked.purpose, fetched)
            self._hops.turns.rest(connection, host_of(reached.asked.address), trail.delay)
        if not got.changed:
            self._hops.count(unchanged=1)
        return fetched

    def _rules(self, address: str) -> str:
        """The text of a robots.txt; empty where the host says that there is none, or leads one in a circle."""
        asked, trail = Asked(address, "robots"), Trail(self.clock.now())
        try:
            fetched = self._got(asked, trail)
        except FetchError as error:
            if _has_none(trail.status, error):
                return ""
            unheard = _unheard(address, error) if isinstance(error, (BadAnswer, TooMuch)) else error
            if trail.requests:
                self._memory.failed(asked, trail, unheard)
            raise unheard from error
        return (fetched.content or b"").decode("utf-8-sig", errors="replace")


def _has_none(status: int | None, error: FetchError) -> bool:
    """RFC 9309, sections 2.3.1.2 and 2.3.1.3; 429 says nothing of the rules."""
    if status in REDIRECTS:
        return isinstance(error, TooMuch)
    return status is not None and 400 <= status < 500 and status != 429


def _unheard(address: str, error: FetchError) -> Unreachable:
    return Unreachable(
        f"{shown(address)}: nothing of the host is fetched until it tells what programs may fetch: {error}"
    )


def _known(reached: Reached, sha256: str) -> Known:
    """What proves that the body is still the same; an answer 304 need not say it again."""
    headers, before = reached.answer.headers, reached.known
    if reached.answer.status != 304 or before is None:
        media_type = kept_headers(headers).get("content-type", "").strip()[:200] or None
        if reached.asked.form is not None:
            return Known(None, None, sha256, media_type)
        return Known(validator(headers, "etag"), validator(headers, "last-modified"), sha256, media_type)
    return before._replace(etag=validator(headers, "etag") or before.etag)


def _headers(reached: Reached) -> dict[str, str]:
    """What is kept of the headers; an answer 304 does not say again of what kind the body is."""
    kept = kept_headers(reached.answer.headers)
    if reached.answer.status == 304 and reached.known and reached.known.media_type:
        return {"content-type": reached.known.media_type} | kept
    return kept


def _failure(reached: Reached) -> FetchError:
    address, status = shown(reached.asked.address), reached.answer.status
    match status:
        case 404 | 410:
            return Withdrawn(f"{address}: it is no longer there ({status}); where it should be, correct the address")
        case 403 | 429 | 503:
            return AskedToWait(
                f"{address}: the host refuses for now ({status}); it is asked again by itself, "
                f"and where that does not help, ask the people of the site"
            )
        case 401:
            return BadAnswer(f"{address}: the host asks who one is (401); give an address that is open to all")
    return BadAnswer(f"{address}: the host answered {status}; it is asked again by itself")
