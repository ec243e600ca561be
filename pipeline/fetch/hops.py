"""From an address to an answer: politely, again where that may help, and along redirects, each of which is checked as
if it were the first address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from threading import Lock
from typing import NamedTuple

import httpx

from models.errors import BadAnswer, TooMuch, Untrusted
from pipeline.clock import Clock
from pipeline.fetch import robots, waiting
from pipeline.fetch.addresses import host_of, joined, shown
from pipeline.fetch.asked import Asked, Trail
from pipeline.fetch.asking import Answer, Dropped, Question, ask
from pipeline.fetch.memory import Known
from pipeline.fetch.turns import Turn, Turns, alone
from pipeline.fetch.types import Manners, Purpose

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FORM_KEPT = frozenset({307, 308})
_HOPELESS = frozenset({501, 505})
_LONGEST_CONTACT = 200


class Reached(NamedTuple):
    """The last address of the way with its answer; `known` is what the request said to have already."""

    asked: Asked
    answer: Answer
    known: Known | None


@dataclass
class Hops:
    """How addresses are asked. `of` tells what is remembered of a key, `rules` are those of robots.txt."""

    transport: Callable[[], httpx.BaseTransport]
    manners: Manners
    clock: Clock
    turns: Turns
    rules: robots.Robots
    of: Callable[[str], Known | None]
    chance: Callable[[], float]
    counts: Counter[str]
    _jars: defaultdict[str, httpx.Cookies] = field(default_factory=lambda: defaultdict(httpx.Cookies))
    _counting: Lock = field(default_factory=Lock)

    def follow(self, asked: Asked, before: Known | None, trail: Trail) -> Reached:
        """Where an address leads, and what is answered there; `before` is what is remembered of it. Raises FetchError,
        StoreError."""
        hop = asked
        for _ in range(self.manners.redirects + 1):
            known = None
            if hop.conditional and hop.form is None:
                known = before if hop is asked else self.of(hop.key)
            answer = self._insist(hop, known, trail)
            if answer.status not in REDIRECTS:
                return Reached(hop, answer, known)
            form = hop.form if answer.status in _FORM_KEPT else None
            hop = hop._replace(address=_target(hop.address, answer), form=form)
        raise TooMuch(
            f"{shown(asked.address)}: more than {self.manners.redirects} redirects, the last to {shown(hop.address)}; "
            f"give the address where they lead"
        )

    def _insist(self, hop: Asked, known: Known | None, trail: Trail) -> Answer:
        """Again after a while where there was no answer, or one that may be another then."""
        for failed in range(1, waiting.TRIES):
            try:
                answer = self._polite(hop, known, trail)
            except Dropped:
                self.clock.sleep(waiting.back_off(failed, self.chance))
                continue
            if not _may_change(answer.status):
                return answer
            if answer.status != 429 and "retry-after" not in answer.headers:  # Else the next turn is late enough.
                self.clock.sleep(waiting.back_off(failed, self.chance))
        try:
            return self._polite(hop, known, trail)
        except Dropped as dropped:
            raise dropped.error from dropped

    def _polite(self, hop: Asked, known: Known | None, trail: Trail) -> Answer:
        """One request, when it is its turn."""
        trail.final, trail.status = hop.address, None
        host, delay = host_of(hop.address), self._delay(hop)
        with alone(host):
            turn = self.turns.take(host, hop.address, delay)
            if turn.wait:
                self.clock.sleep(turn.wait)
            trail.at, trail.delay = self.clock.now(), delay
            trail.requests += 1
            self.count(requests=1)
            answer = ask(self.transport(), self._question(hop, known), self.manners)
            trail.seconds += answer.seconds
            trail.status = answer.status
            self.count(bytes=answer.received)
            self._heed(host, turn, hop.purpose, answer)
        return answer

    def _delay(self, hop: Asked) -> float:
        """Seconds between two requests to the host of an address. Raises RobotsForbid and what asking for the rules
        raises."""
        if hop.purpose == "robots":
            return self.manners.delay
        return max(self.manners.delay, self.rules.delay(hop.address))

    def count(self, **more: int) -> None:
        with self._counting:
            self.counts.update(more)

    def _heed(self, host: str, turn: Turn, purpose: Purpose, answer: Answer) -> None:
        """Remember what an answer says of the host, for all who will ask it. Without its rules a host may be asked
        (RFC 9309, section 2.3.1.3), even where it answers 403 to who asks for them."""
        asked = waiting.asked_for(answer.headers.get("retry-after"), self.clock.now())
        refused = answer.status in waiting.BREAKER and (answer.status, purpose) != (403, "robots")
        if refused or (answer.status == 503 and asked):
            self.turns.refused(host, answer.status, asked)
        elif turn.troubled and (answer.status < 400 or answer.status in (404, 410)) and purpose != "robots":
            self.turns.welcomed(host)

    def _question(self, hop: Asked, known: Known | None) -> Question:
        headers = {
            "User-Agent": _user_agent(self.manners.contact),
            "Accept": "*/*",
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": "gzip",
        }
        if hop.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        conditions = known.conditions if known else {}
        of_rules = hop.purpose == "robots"
        largest = min(self.manners.largest, robots.LARGEST) if of_rules else self.manners.largest
        cookies = self._jars[host_of(hop.address)]
        return Question(hop.address, headers | conditions, hop.form, largest, of_rules, cookies)


def _may_change(status: int) -> bool:
    return status == 429 or (status >= 500 and status not in _HOPELESS)


def _target(address: str, answer: Answer) -> str:
    link = answer.headers.get("location")
    if not link:
        raise BadAnswer(
            f"{shown(address)}: it redirects to nowhere ({answer.status}); give the address where it is now"
        )
    target = joined(address, link)
    if address.startswith("https:") and target.startswith("http:"):
        raise Untrusted(
            f"{shown(address)}: it redirects to {shown(target)}, where nobody can tell who answers; "
            f"give an address with https"
        )
    return target


@cache
def _user_agent(contact: str | None) -> str:
    """RFC 9110, section 10.1.5."""
    try:
        release = version("kehoach")
    except PackageNotFoundError:
        release = "0"  # Run from files that were never installed.
    plain = "".join(c for c in contact or "" if " " <= c <= "~" and c not in "()\\")[:_LONGEST_CONTACT].strip()
    return f"{robots.TOKEN}/{release}" + (f" (+{plain})" if plain else "")
