"""Only what may be reached is connected to, at every address of the way, and at the very address that was checked."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme
from sqlalchemy import select

from models.errors import NotPublic, TooMuch, Unreachable, Untrusted, UsageError
from pipeline.fetch.network import PublicTransport
from pipeline.fetch.types import Manners
from pipeline.store import Store
from pipeline.store.arriving_tables import FetchTable
from tests.pipeline.fetch.conftest import FetcherOf, Site, running


def resolving(*answers: list[str]) -> Callable[[str, int], list[str]]:
    """A resolver that answers so one time after the other, and by the last for ever."""
    left = list(answers)
    return lambda _host, _port: left.pop(0) if len(left) > 1 else left[0]


def test_this_machine_is_not_asked(site: Site, fetcher: FetcherOf) -> None:
    with pytest.raises(NotPublic, match=r"127\.0\.0\.1, which is not public; .*`private`"):
        fetcher(private=()).get(site.says("/a", b"secret"), purpose="file")
    assert site.asked == []


@pytest.mark.parametrize("name", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "localhost"])
def test_however_it_is_written(site: Site, fetcher: FetcherOf, name: str) -> None:
    site.says("/a", b"secret")
    with pytest.raises((NotPublic, Unreachable)):  # Some systems do not know the old forms of IPv4 addresses.
        fetcher(private=()).get(site.at("/a", name), purpose="file")
    assert site.asked == []


def test_nor_does_a_redirect_lead_there(site: Site, fetcher: FetcherOf, store: Store) -> None:
    with running(Site("127.0.0.2")) as inner:
        inner.says("/secret", b"secret")
        address = site.says("/out", b"", 302, location=inner.at("/secret"))
        with pytest.raises(NotPublic, match=r"/secret: its host lies at 127\.0\.0\.2"):
            fetcher(private=("127.0.0.1",)).get(address, purpose="file")
        assert inner.asked == []
    with store.reading() as connection:
        row = connection.execute(select(FetchTable).where(FetchTable.address == address)).one()
    assert (row.failure, row.final, row.sha256) == ("NotPublic", inner.at("/secret"), None)


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://cong.vn/", "http://me:pw@cong.vn/", "gopher://x/"])
def test_nor_to_what_is_no_address(site: Site, fetcher: FetcherOf, target: str) -> None:
    with pytest.raises(NotPublic):
        fetcher().get(site.says("/out", b"", 302, location=target), purpose="file")


def test_one_address_of_many_that_is_not_public_is_a_trap(fetcher: FetcherOf) -> None:
    transport = PublicTransport(Manners(), resolving(["8.8.8.8", "10.0.0.1"]))
    with pytest.raises(NotPublic, match=r"10\.0\.0\.1"):
        fetcher(transport).get("http://cong.test/a", purpose="file")


def test_a_name_that_changes_its_meaning_leads_nowhere_else(fetcher: FetcherOf) -> None:
    """A resolver that rebinds: allowed when it is checked, forbidden a moment later."""
    with running(Site("127.0.0.2")) as meant, running(Site("127.0.0.1", meant.server_port)) as inner:
        inner.says("/a", b"secret")
        meant.says("/a", b"plan", connection="close")
        meant.says("/robots.txt", b"", connection="close")
        transport = PublicTransport(
            Manners(private=("127.0.0.2",)), resolving(["127.0.0.2"], ["127.0.0.2"], ["127.0.0.1"])
        )
        reach = fetcher(transport)
        assert reach.get(meant.at("/a", "cong.test"), purpose="listing").content == b"plan"
        with pytest.raises(NotPublic):
            reach.get(meant.at("/a", "cong.test"), purpose="listing")
        assert inner.asked == []
        assert meant.asked[0].headers["host"] == f"cong.test:{meant.server_port}"


def test_an_address_that_does_not_answer_is_no_end_where_there_is_another(site: Site, fetcher: FetcherOf) -> None:
    site.says("/a", b"plan")
    transport = PublicTransport(Manners(private=("127.0.0.0/8",)), resolving(["127.0.0.9", "127.0.0.1"]))
    assert fetcher(transport).get(site.at("/a", "cong.test"), purpose="file").content == b"plan"


def test_no_such_host_is_unreachable(fetcher: FetcherOf) -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise OSError("no address")

    with pytest.raises(Unreachable, match=r"^http://cong\.test/a: the host cannot be reached .*no address"):
        fetcher(PublicTransport(Manners(), nobody)).get("http://cong.test/a", purpose="file")


def test_a_proxy_of_the_environment_is_not_used(
    site: Site, other_site: Site, fetcher: FetcherOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", other_site.at(""))
    monkeypatch.setenv("ALL_PROXY", other_site.at(""))
    assert fetcher().get(site.says("/a", b"plan"), purpose="file").content == b"plan"
    assert other_site.asked == []


def test_redirects_have_an_end(site: Site, fetcher: FetcherOf) -> None:
    address = site.says("/round", b"", 302, location="/round?again")
    site.says("/round?again", b"", 302, location="/round")
    with pytest.raises(TooMuch, match="more than 4 redirects"):
        fetcher(redirects=4).get(address, purpose="file")
    assert site.times("/round") + site.times("/round?again") == 5


# TLS.


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure(authority: trustme.CA, tmp_path: Path) -> Iterator[Callable[..., tuple[Site, str]]]:
    """`secure(*names)`: a site with a certificate for these names, and the file of who signed it."""
    with ExitStack() as stack:

        def of(*names: str, signer: trustme.CA = authority, **dates: Any) -> tuple[Site, str]:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            signer.issue_cert(*names, **dates).configure_cert(context)
            file = tmp_path / "authority.pem"
            authority.cert_pem.write_to_path(str(file))
            site = stack.enter_context(running(Site(context=context)))
            site.says("/a", b"plan")
            return site, str(file)

        yield of


def to_this_machine(certificates: str | None) -> PublicTransport:
    return PublicTransport(Manners(private=("127.0.0.1",), certificates=certificates), resolving(["127.0.0.1"]))


def test_a_certificate_that_the_office_trusts(secure: Callable[..., Any], fetcher: FetcherOf) -> None:
    site, file = secure("cong.test")
    got = fetcher(to_this_machine(file)).get(site.at("/a", "cong.test"), purpose="file")
    assert got.content == b"plan"


def test_certificates_that_prove_nothing(secure: Callable[..., Any], fetcher: FetcherOf) -> None:
    gone = datetime.now(UTC) - timedelta(days=2)
    expired, file = secure("cong.test", not_before=gone - timedelta(days=9), not_after=gone)
    of_another, _ = secure("khac.test")
    unknown, _ = secure("cong.test", signer=trustme.CA())
    for site, why in [(expired, "expired"), (of_another, "for another host"), (unknown, "who signed it is not known")]:
        with pytest.raises(Untrusted, match=why):
            fetcher(to_this_machine(file)).get(site.at("/a", "cong.test"), purpose="file")
        assert site.asked == []


def test_no_tls_at_all_is_not_taken_for_it(site: Site, fetcher: FetcherOf) -> None:
    address = site.says("/a", b"plan").replace("http:", "https:")
    with pytest.raises(Untrusted, match="no secure connection"):
        fetcher().get(address, purpose="file")


def test_nothing_leads_from_https_to_http(site: Site, secure: Callable[..., Any], fetcher: FetcherOf) -> None:
    one, file = secure("127.0.0.1")
    one.says("/down", b"", 301, location=site.says("/a", b"plan"))
    with pytest.raises(Untrusted, match="nobody can tell who answers"):
        fetcher(certificates=file).get(one.at("/down"), purpose="file")
    assert site.asked == []


def test_a_file_of_certificates_that_is_none(fetcher: FetcherOf, tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("no certificate", encoding="utf-8")
    for file in (tmp_path / "a.pem", tmp_path / "b.pem"):
        with pytest.raises(UsageError, match="certificates"):
            fetcher(certificates=str(file)).get("https://cong.test/a", purpose="file")
