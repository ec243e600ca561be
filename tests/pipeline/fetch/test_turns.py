"""Politeness: all processes together ask a host no oftener than they may, and leave it alone when it wants that."""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from models.errors import AskedToWait, BadAnswer, Unreachable
from pipeline.fetch import waiting
from pipeline.fetch.turns import Turns, alone
from pipeline.store import Store
from pipeline.store.arriving_tables import HostTable
from tests.pipeline.fetch.conftest import BEGIN, FetcherOf, Site
from tests.portal.clock import SimulatedClock


@pytest.fixture
def turns(store: Store, clock: SimulatedClock) -> Turns:
    return Turns(store, clock)


def take(turns: Turns, delay: float = 2.0) -> float:
    return turns.take("cong.vn", "http://cong.vn/", delay).wait


def test_turns_come_one_after_the_other(turns: Turns, clock: SimulatedClock) -> None:
    assert [take(turns) for _ in range(4)] == [0.0, 2.0, 4.0, 6.0]
    clock.sleep(5)
    assert take(turns) == 3.0
    clock.sleep(3600)
    assert take(turns) == 0.0


def test_processes_are_polite_together(engine_url: str | None, tmp_path: Path, clock: SimulatedClock) -> None:
    """Two stores on one database, as two processes have them."""
    taken: list[float] = []
    with Store.open(engine_url, tmp_path) as one, Store.open(engine_url, tmp_path) as two:
        all_turns = [Turns(one, clock), Turns(two, clock)]

        def several(turns: Turns) -> None:
            taken.extend(take(turns) for _ in range(5))

        threads = [threading.Thread(target=several, args=(turns,)) for turns in all_turns]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(taken) == [2.0 * n for n in range(10)]


@pytest.mark.parametrize("column", ["next_at", "closed_until"])
def test_a_clock_that_jumped_does_not_close_a_host(turns: Turns, store: Store, column: str) -> None:
    take(turns)
    with store.writing() as connection:
        values = {column: BEGIN + timedelta(days=900), "reason": "it answered 429"}
        connection.execute(update(HostTable).where(HostTable.name == "cong.vn").values(values))
    assert take(turns) <= 2.0
    assert take(turns) <= 4.0


def test_a_clock_that_jumps_back_is_followed(turns: Turns, clock: SimulatedClock) -> None:
    take(turns)
    clock.set(clock.now() - timedelta(days=365))
    assert [take(turns) for _ in range(2)] == [0.0, 2.0]


def test_after_a_long_answer_a_host_has_its_rest(turns: Turns, store: Store, clock: SimulatedClock) -> None:
    take(turns)
    clock.sleep(100)
    with store.writing() as connection:
        turns.rest(connection, "cong.vn", 2.0)
    assert take(turns) == 2.0


@given(st.integers(100, 599), st.integers(1, 1000), st.none() | st.floats(0, 1e6).map(lambda s: min(s, 86_400.0)))
def test_nothing_closes_a_host_for_longer_than_a_day(status: int, in_a_row: int, asked: float | None) -> None:
    assert (asked or 0.0) <= waiting.closed_for(status, in_a_row, asked) <= 86_400.0


@given(st.text(max_size=60) | st.integers().map(str) | st.datetimes().map(lambda d: f"{d:%a, %d %b %Y %H:%M:%S} GMT"))
def test_whatever_retry_after_says_is_a_time_within_a_day(said: str) -> None:
    asked = waiting.asked_for(said, BEGIN)
    assert asked is None or 0 <= asked <= 86_400.0


# At a site.


def since(clock: SimulatedClock) -> float:
    return (clock.now() - BEGIN).total_seconds()


def test_requests_keep_their_distance(site: Site, fetcher: FetcherOf, clock: SimulatedClock) -> None:
    for path in ("/a", "/b", "/c"):
        fetcher(delay=3.0).get(site.says(path, b"1"), purpose="file")
    assert since(clock) == 9.0  # The robots.txt is a request, too.


def test_hosts_do_not_wait_for_each_other(
    site: Site, other_site: Site, fetcher: FetcherOf, clock: SimulatedClock
) -> None:
    reach = fetcher(delay=3.0)
    for each in (site, other_site):
        reach.get(each.says("/a", b"1"), purpose="file")
    assert since(clock) == 6.0


def test_one_request_at_a_time(site: Site, fetcher: FetcherOf) -> None:
    now, most = 0, 0

    def play(handler: object, _: object) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        threading.Event().wait(0.02)
        now -= 1
        handler.reply(200, b"1")  # type: ignore[attr-defined]

    reaches = [fetcher(), fetcher()]
    addresses = []
    for n in range(8):
        site.plays[f"/{n}"] = play
        addresses.append(site.at(f"/{n}"))
    threads = [
        threading.Thread(target=reaches[n % 2].get, args=(address,), kwargs={"purpose": "file"})
        for n, address in enumerate(addresses)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (most, len(site.asked)) == (1, 9)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("said", ["20", (BEGIN + timedelta(seconds=20)).strftime("%a, %d %b %Y %H:%M:%S GMT")])
def test_a_short_wish_is_obeyed_and_the_document_had(
    site: Site, fetcher: FetcherOf, clock: SimulatedClock, status: int, said: str
) -> None:
    address = site.says_in_turn("/a", (status, b"", {"retry_after": said}), (200, b"plan", {}))
    assert fetcher().get(address, purpose="file").content == b"plan"
    assert since(clock) == 20.0


def test_a_long_wish_closes_the_host_for_everybody(site: Site, fetcher: FetcherOf, clock: SimulatedClock) -> None:
    address = site.says_in_turn("/a", (429, b"", {"retry_after": "7200"}), (200, b"plan", {}))
    until = r"07:30 03/11/2026 \(Vietnam time\), since it answered 429"
    with pytest.raises(AskedToWait, match=until):
        fetcher().get(address, purpose="file")
    with pytest.raises(AskedToWait, match=until):
        fetcher().get(site.says("/b", b"1"), purpose="file")
    assert (site.times("/a"), site.times("/b"), since(clock)) == (1, 0, 0.0)
    clock.sleep(7200)
    assert fetcher().get(address, purpose="file").content == b"plan"
    assert fetcher().get(site.at("/b"), purpose="file").content == b"1"


def test_no_wish_is_longer_than_a_day(site: Site, fetcher: FetcherOf, clock: SimulatedClock) -> None:
    address = site.says_in_turn("/a", (429, b"", {"retry_after": "999999999"}), (200, b"plan", {}))
    with pytest.raises(AskedToWait):
        fetcher().get(address, purpose="file")
    clock.sleep(86_400)
    assert fetcher().get(address, purpose="file").content == b"plan"


def test_refusals_in_a_row_open_a_circuit_breaker(
    site: Site, fetcher: FetcherOf, clock: SimulatedClock, store: Store
) -> None:
    def refused() -> int:
        before = len(site.asked)
        with pytest.raises(AskedToWait):
            fetcher().get(site.at("/no"), purpose="file")
        return len(site.asked) - before

    site.says("/no", b"", 403)
    site.says("/robots.txt", b"", 404)
    assert [refused() for _ in range(3)] == [2, 1, 1]
    for closed in (600, 3600, 21_600, 86_400, 86_400):
        assert refused() == 0
        clock.sleep(closed - 61)
        assert refused() == 0
        clock.sleep(61)
        assert refused() >= 1
    clock.sleep(86_400)
    assert fetcher().get(site.says("/yes", b"1"), purpose="file").content == b"1"
    with store.reading() as connection:
        row = connection.execute(select(HostTable).where(HostTable.name == site.at("").split("//")[1])).one()
    assert (row.refusals, row.closed_until, row.reason) == (0, None, None)


def test_a_success_between_refusals_keeps_the_host_open(site: Site, fetcher: FetcherOf) -> None:
    site.says("/no", b"", 403)
    site.says("/yes", b"1")
    for _ in range(6):
        with pytest.raises(AskedToWait, match="refuses for now"):
            fetcher().get(site.at("/no"), purpose="file")
        fetcher().get(site.at("/yes"), purpose="file")
    assert site.times("/no") == 6


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes do not fork here")
def test_a_process_that_forks_while_a_host_is_asked_asks_it_too() -> None:
    with alone("forked.test"):
        child = os.fork()
        if child == 0:
            with alone("forked.test"):
                os._exit(0)
        ended = False
        for _ in range(500):
            ended = os.waitpid(child, os.WNOHANG)[0] == child
            if ended:
                break
            time.sleep(0.01)
        if not ended:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
    assert ended


def test_a_failure_of_the_host_is_tried_again_with_growing_waits(
    site: Site, fetcher: FetcherOf, clock: SimulatedClock
) -> None:
    address = site.says_in_turn("/a", (500, b"", {}), (502, b"", {}), (200, b"plan", {}))
    assert fetcher().get(address, purpose="file").content == b"plan"
    assert since(clock) == 10.0  # 2 s and 8 s, where chance is in the middle.
    with pytest.raises(BadAnswer, match="answered 500"):
        fetcher().get(site.says("/b", b"", 500), purpose="file")
    assert site.times("/b") == 3


@pytest.mark.parametrize("status", [400, 401, 404, 410, 418, 501, 206, 204])
def test_what_another_try_does_not_change_is_asked_once(site: Site, fetcher: FetcherOf, status: int) -> None:
    with pytest.raises(Exception, match=str(status)):
        fetcher().get(site.says("/a", b"", status), purpose="file")
    assert site.times("/a") == 1


def test_a_dead_host_does_not_take_the_night(fetcher: FetcherOf, clock: SimulatedClock) -> None:
    with Site() as gone:
        address = gone.at("/")
    reach = fetcher()
    for n in range(40):
        with pytest.raises(Unreachable):
            reach.get(f"{address}{n}", purpose="file")
    assert since(clock) == 30.0
    assert reach.counts["requests"] == 9
    clock.sleep(600)
    with pytest.raises(Unreachable, match="cannot be reached"):
        reach.get(address, purpose="file")


def test_back_off_has_jitter() -> None:
    assert waiting.back_off(1, lambda: 0.0) < waiting.back_off(1, lambda: 1.0) < waiting.back_off(2, lambda: 0.0)
