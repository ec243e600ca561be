"""What a host asks programs to leave alone is left alone (RFC 9309)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from models.errors import AskedToWait, NotPublic, RobotsForbid, Unreachable
from pipeline.fetch.robots import LARGEST, SLOWEST
from pipeline.store import Store
from pipeline.store.arriving_tables import FetchTable, HostTable
from tests.pipeline.fetch.conftest import FetcherOf, Handler, Request, Site
from tests.portal.clock import SimulatedClock

ROBOTS = "/robots.txt"


@pytest.mark.parametrize(
    ("rules", "allowed", "forbidden"),
    [
        ("User-agent: *\nDisallow: /kin/", "/a", "/kin/a"),
        ("User-agent: kehoach\nDisallow: /kin/\n\nUser-agent: *\nDisallow: /", "/a", "/kin/a"),
        ("User-agent: *\nDisallow: /\n\nUser-agent: KEHOACH\nAllow: /a", "/b", None),
        ("User-agent: *\nDisallow: /\nAllow: /a", "/a", "/b"),
        ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", "/b/a.pdf"),
        ("User-agent: *\nDisallow: /kế", "/ke", "/k%E1%BA%BF/a"),
        ("\ufeffUser-agent: *\r\nDisallow: /kin # nobody\r\n", "/a", "/kin"),
        ("<!doctype html><title>Trang chủ</title>", "/a", None),
        ("", "/a", None),
        ("User-agent: *\nDisallow: /\0kin\nDisallow: /kin", "/a", "/kin"),
    ],
)
def test_rules(site: Site, fetcher: FetcherOf, rules: str, allowed: str, forbidden: str | None) -> None:
    site.says(ROBOTS, rules.encode())
    site.says(allowed, b"plan")
    reach = fetcher()
    assert reach.get(site.at(allowed), purpose="file").content == b"plan"
    if forbidden:
        with pytest.raises(RobotsForbid, match=r"robots\.txt of 127\.0\.0\.1:\d+ asks not to"):
            reach.get(site.at(forbidden), purpose="file")
        assert site.times(forbidden) == 0
    assert site.times(ROBOTS) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_host_without_rules_allows_all(site: Site, fetcher: FetcherOf, status: int) -> None:
    site.says(ROBOTS, b"User-agent: *\nDisallow: /", status)
    reach = fetcher()
    for path in ("/a", "/b", "/c", "/d"):  # That it refuses its rules is no refusal of anything else.
        assert reach.get(site.says(path, b"plan"), purpose="file").content == b"plan"
    assert site.times(ROBOTS) == 1


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_host_that_cannot_tell_its_rules_is_left_alone_for_now(site: Site, fetcher: FetcherOf, status: int) -> None:
    site.says(ROBOTS, b"", status)
    with pytest.raises((Unreachable, AskedToWait), match=str(status)):
        fetcher().get(site.says("/a", b"plan"), purpose="file")
    assert site.times("/a") == 0
    site.says(ROBOTS, b"", 404)
    assert fetcher().get(site.at("/a"), purpose="file").content == b"plan"


def test_rules_that_never_come_to_an_end(site: Site, fetcher: FetcherOf) -> None:
    def endless(handler: Handler, _: Request) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(b"User-agent: *\nDisallow: /kin\n")
        while True:
            handler.wfile.write(b"# nothing\n" * 1000)

    site.plays[ROBOTS] = endless
    reach = fetcher()
    with pytest.raises(RobotsForbid):
        reach.get(site.says("/kin", b"plan"), purpose="file")
    assert reach.counts["bytes"] < LARGEST + (1 << 20)


def test_many_rules_take_no_time(site: Site, fetcher: FetcherOf) -> None:
    rules = b"User-agent: *\n" + b"Disallow: /" + b"*a" * 20_000 + b"\n" + b"Disallow: /*a*b*c$\n" * 20_000
    site.says(ROBOTS, rules[:LARGEST])
    assert fetcher().get(site.says("/" + "a" * 1900, b"plan"), purpose="file").content == b"plan"


def test_rules_along_redirects(site: Site, other_site: Site, fetcher: FetcherOf) -> None:
    site.says(ROBOTS, b"", 301, location=other_site.says("/rules", b"User-agent: *\nDisallow: /kin"))
    reach = fetcher()
    with pytest.raises(RobotsForbid):
        reach.get(site.at("/kin"), purpose="file")
    # A redirect is asked for as any address is.
    other_site.says(ROBOTS, b"User-agent: *\nDisallow: /plan")
    with pytest.raises(RobotsForbid, match="/plan"):
        fetcher().get(site.says("/out", b"", 302, location=other_site.says("/plan", b"x")), purpose="file")
    assert other_site.times("/plan") == 0


def test_rules_in_a_circle_are_none_and_rules_inside_a_network_are_not_asked(site: Site, fetcher: FetcherOf) -> None:
    site.says(ROBOTS, b"", 302, location=ROBOTS)
    assert fetcher().get(site.says("/a", b"plan"), purpose="file").content == b"plan"
    site.says("/elsewhere", b"", 302, location="http://10.0.0.1/robots.txt")
    with pytest.raises(NotPublic):
        fetcher().get(site.at("/elsewhere"), purpose="robots")


def test_rules_are_kept_for_a_day_by_all_processes(
    site: Site, fetcher: FetcherOf, clock: SimulatedClock, store: Store
) -> None:
    site.says(ROBOTS, b"User-agent: *\nDisallow: /kin", 200, etag='"1"')
    for _ in range(3):
        fetcher().get(site.says("/a", b"plan"), purpose="file")
    clock.sleep(timedelta(hours=23).total_seconds())
    reach = fetcher()
    reach.get(site.at("/a"), purpose="file")
    assert site.times(ROBOTS) == 1
    clock.sleep(timedelta(hours=2).total_seconds())
    reach.get(site.at("/a"), purpose="file")
    assert site.times(ROBOTS) == 2
    assert site.asked[-2].headers["if-none-match"] == '"1"'
    clock.set(clock.now() - timedelta(days=900))  # A clock that jumps back makes nothing last for ever.
    reach.get(site.at("/a"), purpose="file")
    assert site.times(ROBOTS) == 3
    with store.reading() as connection:
        kept = connection.execute(select(HostTable.robots).where(HostTable.name == site.at(""))).scalar_one()
        rows = connection.execute(select(FetchTable).where(FetchTable.address == site.at(ROBOTS))).all()
    assert kept == "User-agent: *\nDisallow: /kin"
    assert [row.purpose for row in rows] == ["robots"]  # It did not change.


@pytest.mark.parametrize(("asked", "kept"), [("7", 7.0), ("0.5", 2.0), ("100000", SLOWEST), ("never", 2.0)])
def test_a_delay_that_a_host_asks_for(
    site: Site, fetcher: FetcherOf, clock: SimulatedClock, asked: str, kept: float
) -> None:
    site.says(ROBOTS, f"User-agent: *\nCrawl-delay: {asked}".encode())
    reach = fetcher(delay=2.0)
    began = clock.now()
    reach.get(site.says("/a", b"1"), purpose="file")
    for path in ("/b", "/c"):
        reach.get(site.says(path, b"1"), purpose="file")
    # The rules are had before they can be obeyed.
    assert clock.now() - began == timedelta(seconds=2.0 + 2 * kept)
