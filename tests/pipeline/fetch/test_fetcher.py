"""What is fetched is kept once, asked for again only where it changed, and told as changed only where it did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import delete, func, select

from models.errors import BadAnswer, StoreFull, StoreUnreachable, TooMuch, Unreachable, Withdrawn
from pipeline.fetch.fetcher import Fetcher
from pipeline.fetch.robots import SLOWEST
from pipeline.fetch.types import Manners
from pipeline.store import Store
from pipeline.store.arriving_tables import AddressTable, FetchTable, HostTable
from tests.pipeline.fetch.conftest import BEGIN, FetcherOf, Handler, Request, Site, running
from tests.portal.clock import SimulatedClock


def rows(store: Store, address: str) -> list[Any]:
    with store.reading() as connection:
        found = select(FetchTable).where(FetchTable.address == address).order_by(FetchTable.no)
        return list(connection.execute(found).all())


def test_a_host_that_lies_about_what_changed_is_found_out(site: Site, store: Store, clock: SimulatedClock) -> None:
    body = [b"old"]

    def play(handler: Handler, request: Request) -> None:
        known = "if-none-match" in request.headers
        handler.reply(304, b"", content_length="") if known else handler.reply(200, body[0], etag='"same"')

    site.plays["/a"] = play
    chances = iter([0.5, 0.5, 0.01])  # The third look does not believe it.
    manners = Manners(private=("127.0.0.1",), delay=0)
    with Fetcher(store, manners, clock, chance=lambda: next(chances)) as reach:
        reach.get(site.at("/a"), purpose="file")
        body[0] = b"new"
        assert not reach.get(site.at("/a"), purpose="file").changed
        assert reach.get(site.at("/a"), purpose="file").content == b"new"


def test_what_is_fetched_is_kept_with_all_that_is_known_of_it(site: Site, fetcher: FetcherOf, store: Store) -> None:
    address = site.says(
        "/k%E1%BA%BF.pdf", b"plan", 200, content_type="application/pdf", x_by="đ".encode().decode("latin-1"), etag='"1"'
    )
    got = fetcher(run_no=7).get(f"{site.at('')}/kế.pdf#page=2", purpose="file")
    assert (got.address, got.final, got.at, got.status) == (address, address, BEGIN, 200)
    assert (got.content, got.sha256, got.changed) == (b"plan", sha256(b"plan").hexdigest(), True)
    assert (got.headers["content-type"], got.headers["x-by"]) == ("application/pdf", "đ")
    assert store.originals.read(got.sha256) == b"plan"
    [row] = rows(store, address)
    assert (row.run_no, row.purpose, row.at, row.size, row.sha256) == (7, "file", BEGIN, 4, got.sha256)
    assert (row.status, row.failure, row.headers) == (200, None, got.headers)


@pytest.mark.parametrize(
    "proof", [{"etag": 'W/"1"'}, {"last_modified": "Mon, 02 Nov 2026 01:02:03 GMT"}, {"etag": '"1"', "age": "9"}]
)
@pytest.mark.parametrize("purpose", ["file", "listing", "details"])
def test_a_host_says_that_nothing_changed(
    site: Site, fetcher: FetcherOf, store: Store, proof: dict[str, str], purpose: Any
) -> None:
    def play(handler: Handler, request: Request) -> None:
        asked = {request.headers.get("if-none-match"), request.headers.get("if-modified-since")}
        if asked & set(proof.values()):
            handler.reply(304, b"", content_length="")
        else:
            handler.reply(200, b"plan", content_type="text/html; charset=windows-1258", **proof)

    site.plays["/a"] = play
    first = fetcher().get(site.at("/a"), purpose=purpose)
    reach = fetcher()
    again = reach.get(site.at("/a"), purpose=purpose)
    assert (again.status, again.changed, again.sha256) == (304, False, first.sha256)
    assert again.content == (None if purpose == "file" else b"plan")
    assert again.headers["content-type"] == "text/html; charset=windows-1258"  # Else the page could not be read.
    assert reach.counts["unchanged"] == 1
    assert len(rows(store, site.at("/a"))) == 1
    whole = reach.get(site.at("/a"), purpose=purpose, conditional=False)
    assert (whole.status, whole.changed, whole.content) == (200, False, b"plan")


def test_a_host_without_etag_is_told_by_the_body(site: Site, fetcher: FetcherOf, store: Store) -> None:
    address = site.says("/a.pdf", b"plan")
    assert fetcher().get(address, purpose="file").changed
    again = fetcher().get(address, purpose="file")
    assert (again.status, again.changed, again.content) == (200, False, None)
    site.says("/a.pdf", b"another")
    replaced = fetcher().get(address, purpose="file")
    assert (replaced.changed, replaced.content) == (True, b"another")
    site.says("/a.pdf", b"plan")
    assert fetcher().get(address, purpose="file").changed  # What it was before the last time is a change, too.
    assert [row.size for row in rows(store, address)] == [4, 7, 4]


def test_a_host_whose_proofs_always_change_changes_nothing(site: Site, fetcher: FetcherOf, store: Store) -> None:
    lies = [(200, b"plan", {"etag": f'"{n}"', "last_modified": "now"}) for n in range(3)]
    address = site.says_in_turn("/a.pdf", *lies)
    assert [fetcher().get(address, purpose="file").changed for _ in range(3)] == [True, False, False]
    assert [r.headers.get("if-none-match") for r in site.asked if r.path == "/a.pdf"] == [None, '"0"', '"1"']
    assert len(rows(store, address)) == 1


def test_a_host_that_says_unchanged_to_who_has_nothing(site: Site, fetcher: FetcherOf) -> None:
    with pytest.raises(BadAnswer, match="304 to who has nothing"):
        fetcher().get(site.says("/a", b"", 304, content_length=""), purpose="file")


@pytest.mark.parametrize("purpose", ["file", "listing"])
def test_a_body_that_was_lost_here_is_asked_for_again(
    site: Site, fetcher: FetcherOf, store: Store, purpose: Any
) -> None:
    def play(handler: Handler, request: Request) -> None:
        if "if-none-match" in request.headers:
            handler.reply(304, b"", content_length="")
        else:
            handler.reply(200, b"plan", etag='"1"')

    site.plays["/a"] = play
    first = fetcher().get(site.at("/a"), purpose=purpose)
    store.originals.remove(first.sha256)
    again = fetcher().get(site.at("/a"), purpose=purpose)
    assert (again.content, again.changed) == (b"plan", False)
    assert store.originals.read(first.sha256) == b"plan"


def test_proofs_belong_to_where_a_redirect_led(site: Site, fetcher: FetcherOf) -> None:
    """An ETag of one place says nothing of another, even where one address led to both."""
    for name in ("1", "2"):
        site.plays[f"/{name}"] = lambda handler, request: (
            handler.reply(304, b"", content_length="")
            if request.headers.get("if-none-match") == '"same"'
            else handler.reply(200, request.path.encode(), etag='"same"')
        )
    latest = site.says("/latest", b"", 302, location="/1")
    assert fetcher().get(latest, purpose="file").content == b"/1"
    assert not fetcher().get(latest, purpose="file").changed
    site.says("/latest", b"", 302, location="/2")
    moved = fetcher().get(latest, purpose="file")
    assert (moved.content, moved.changed, moved.final) == (b"/2", True, site.at("/2"))
    site.says("/latest", b"", 302, location="/1")
    back = fetcher().get(latest, purpose="file")
    assert (back.status, back.content, back.changed) == (304, b"/1", True)


def test_a_redirect_in_letters_that_no_header_has(site: Site, fetcher: FetcherOf) -> None:
    target = site.says("/t%E1%BA%A3i%20v%E1%BB%81.pdf", b"plan")
    out = site.says("/out", b"", 302, location="/tải về.pdf".encode().decode("latin-1"))
    got = fetcher().get(out, purpose="file")
    assert (got.final, got.content, got.address) == (target, b"plan", out)


def test_a_form_is_posted_and_remembered_by_what_it_says(site: Site, fetcher: FetcherOf) -> None:
    site.plays["/list"] = lambda handler, request: handler.reply(200, request.body, etag='"1"')
    reach = fetcher()
    form = {"__VIEWSTATE": "abc+/=", "trang": "số 2"}
    first = reach.get(site.at("/list"), purpose="listing", form=form)
    assert first.content == b"__VIEWSTATE=abc%2B%2F%3D&trang=s%E1%BB%91+2"
    asked = site.asked[-1]
    assert (asked.method, asked.headers["content-type"]) == ("POST", "application/x-www-form-urlencoded")
    again = reach.get(site.at("/list"), purpose="listing", form=form)
    assert (again.changed, again.content) == (False, first.content)
    assert "if-none-match" not in site.asked[-1].headers
    assert reach.get(site.at("/list"), purpose="listing", form={"trang": "3"}).changed
    with pytest.raises(TooMuch, match="form"):
        reach.get(site.at("/list"), purpose="listing", form={"a": "x" * (1 << 21)})


@pytest.mark.parametrize(("status", "method"), [(302, "GET"), (303, "GET"), (307, "POST")])
def test_where_a_form_leads(site: Site, fetcher: FetcherOf, status: int, method: str) -> None:
    site.says("/form", b"", status, location="/list")
    site.plays["/list"] = lambda handler, request: handler.reply(200, request.body)
    got = fetcher().get(site.at("/form"), purpose="listing", form={"a": "1"})
    assert (site.asked[-1].method, got.content) == (method, b"a=1" if method == "POST" else b"")


def test_cookies_are_for_the_host_that_set_them(site: Site, fetcher: FetcherOf) -> None:
    with running(Site()) as other:
        site.says("/in", b"1", 200, set_cookie="session=1; Path=/")
        reach = fetcher()
        got = reach.get(site.at("/in"), purpose="listing")
        assert "set-cookie" not in got.headers
        reach.get(site.says("/next", b"2"), purpose="listing")
        assert site.asked[-1].headers["cookie"] == "session=1"
        # Cookies do not tell ports apart (RFC 6265, section 8.5), and here they must.
        reach.get(other.says("/next", b"2"), purpose="listing")
        assert "cookie" not in other.asked[-1].headers
        fetcher().get(site.at("/next"), purpose="listing")
        assert "cookie" not in site.asked[-1].headers


def test_who_asks_says_so(site: Site, fetcher: FetcherOf) -> None:
    fetcher(contact="so-noi-vu@tinh.gov.vn\r\nX: ủy (x)").get(site.says("/a", b"1"), purpose="file")
    for request in site.asked:
        agent = request.headers["user-agent"]
        assert agent.startswith("kehoach/")
        assert agent.endswith("(+so-noi-vu@tinh.gov.vnX: y x)")
        assert not {"authorization", "cookie", "referer", "x"} & set(request.headers)


def test_headers_are_kept_within_bounds(fetcher: FetcherOf) -> None:
    many = [("Set-Cookie", "secret"), *((f"X-{n}", "v" * 5000 + "\x01") for n in range(500))]

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(404 if request.url.path == "/robots.txt" else 200, headers=many, content=b"x")

    headers = fetcher(httpx.MockTransport(answer)).get("http://many.test/a", purpose="file").headers
    assert len(headers) == 64
    assert max(map(len, headers.values())) == 1000
    assert "secret" not in str(headers)


@pytest.mark.parametrize("status", [404, 410])
def test_what_was_withdrawn_is_told_apart(site: Site, fetcher: FetcherOf, store: Store, status: int) -> None:
    address = site.says("/a", b"gone", status)
    with pytest.raises(Withdrawn, match=f"/a: it is no longer there .{status}."):
        fetcher(run_no=3).get(address, purpose="file")
    [row] = rows(store, address)
    assert (row.failure, row.status, row.sha256, row.run_no) == ("Withdrawn", status, None, 3)
    assert "/a: it is no longer there" in row.reason


def test_what_was_never_asked_leaves_no_row(site: Site, fetcher: FetcherOf, store: Store) -> None:
    site.says("/robots.txt", b"User-agent: *\nDisallow: /kin")
    reach = fetcher()
    for _ in range(2):
        with pytest.raises(Exception, match="asks not to"):
            reach.get(site.at("/kin"), purpose="file")
    assert rows(store, site.at("/kin")) == []


def test_any_transport_may_take_the_place_of_the_network(fetcher: FetcherOf) -> None:
    def failing(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("out of order")

    with pytest.raises(Unreachable, match="out of order"):
        fetcher(httpx.MockTransport(failing)).get("http://inside.test/a", purpose="file")
    played = httpx.MockTransport(lambda _: httpx.Response(200, content=b""))
    assert fetcher(played).get("http://other.test/a", purpose="file").content == b""


# The store fails.


@pytest.fixture
def frail(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    with Store.open(home=tmp_path) as store:
        yield store


def test_a_full_disk_is_told_and_nothing_is_half_done(site: Site, frail: Store, clock: SimulatedClock) -> None:
    kept = frail.originals

    class Full:
        def __getattr__(self, name: str) -> Any:
            return getattr(kept, name)

        def keep(self, content: bytes) -> str:
            raise StoreFull("no room")

    address = site.says("/a", b"plan", 200, etag='"1"')
    with Fetcher(frail, Manners(delay=0, private=("127.0.0.1",)), clock) as reach:
        frail.originals = Full()
        with pytest.raises(StoreFull):
            reach.get(address, purpose="file")
        assert rows(frail, address) == []
        frail.originals = kept
        assert reach.get(address, purpose="file").content == b"plan"
    with frail.reading() as connection:
        assert connection.execute(select(func.count()).select_from(AddressTable)).scalar_one() == 1


def test_a_database_that_is_away_is_no_fault_of_the_site(
    site: Site, frail: Store, clock: SimulatedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> Any:
        raise StoreUnreachable("the database server does not answer")

    with Fetcher(frail, Manners(delay=1, private=("127.0.0.1",)), clock) as reach:
        address = site.says("/a", b"plan")
        with monkeypatch.context() as gone:
            gone.setattr(frail, "writing", away)
            with pytest.raises(StoreUnreachable):
                reach.get(address, purpose="file")
        assert site.asked == []  # Nobody is asked whose turn cannot be taken.
        assert reach.get(address, purpose="file").content == b"plan"


def test_killed_between_body_and_row_it_is_fetched_once_more(site: Site, frail: Store, clock: SimulatedClock) -> None:
    """As after a kill: the body is there, its row is not."""
    address = site.says("/a", b"plan", 200, etag='"1"')
    with Fetcher(frail, Manners(delay=0, private=("127.0.0.1",)), clock) as reach:
        reach.get(address, purpose="file")
        with frail.writing() as connection:
            for table in (AddressTable, FetchTable, HostTable):
                connection.execute(delete(table))
        again = reach.get(address, purpose="file")
    assert (again.changed, again.content) == (True, b"plan")
    assert list(frail.originals.names()).count(again.sha256) == 1


def test_the_page_on_fetching_tells_what_an_office_may_set() -> None:
    page = (Path(__file__).parents[3] / "docs" / "fetching.md").read_text(encoding="utf-8")
    told = {row[1]: row[2] for row in re.finditer(r"^\| `(\w+)` \| (\S+) \|", page, re.MULTILINE)}
    default = Manners().model_dump()
    assert told.keys() == default.keys()
    for name, value in told.items():
        assert float(value) == default[name] if value[0].isdigit() else not default[name], name
    assert f"{SLOWEST:g} seconds" in page
