"""One place has one address; what is no address of a public site is refused without being asked."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import NotPublic
from pipeline.fetch.addresses import LONGEST, canonical, host_of, joined, origin_of, shown

LETTERS = st.text("aÁđ/.%?#&=+ 2eE:\\@[]~|^\u0301kế", max_size=30)


@pytest.mark.parametrize(
    ("given_as", "meant"),
    [
        ("HTTP://Cong.VN", "http://cong.vn/"),
        ("https://cong.vn:443/a", "https://cong.vn/a"),
        ("https://cong.vn:80/a", "https://cong.vn:80/a"),
        ("http://cong.vn./a#top", "http://cong.vn/a"),
        ("http://cong.vn/a/./b/../c", "http://cong.vn/a/c"),
        ("http://cong.vn/%2e%2e/a", "http://cong.vn/a"),
        ("http://cong.vn/a%2Fb%2fc", "http://cong.vn/a%2Fb%2Fc"),
        ("http://cong.vn/100%", "http://cong.vn/100%25"),
        ("http://cong.vn/%7Ea?x=a+b%20c", "http://cong.vn/~a?x=a+b%20c"),
        ("http://cong.vn/kế hoạch", "http://cong.vn/k%E1%BA%BF%20ho%E1%BA%A1ch"),
        ("http://cổng.vn/", "http://xn--cng-qmz.vn/"),
        ("http://co\u0302\u0309ng.vn/", "http://xn--cng-qmz.vn/"),
        ("http:\\\\cong.vn\\a\\b", "http://cong.vn/a/b"),
        ("  http://cong.vn/ ", "http://cong.vn/"),
        ("http://[2001:DB8::0:1]:8080/", "http://[2001:db8::1]:8080/"),
    ],
)
def test_one_place_has_one_address(given_as: str, meant: str) -> None:
    assert canonical(given_as) == meant


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("ftp://cong.vn/", "http"),
        ("file:///etc/passwd", "http"),
        ("javascript:alert(1)", "http"),
        ("data:text/html,x", "http"),
        ("/a/b", "http"),
        ("", "http"),
        ("http:a", "http"),
        ("http://", "host"),
        ("http:///a", "host"),
        ("http://cong vn/", "host"),
        ("http://cong.vn:0/", "host"),
        ("http://cong.vn:65536/", "host"),
        ("http://cong.vn:8a/", "host"),
        ("http://a..vn/", "host"),
        ("http://xn--zzzzz-/", "host"),
        ("http://[::1%25eth0]/", "host"),
        ("http://[127.0.0.1]/", "host"),
        ("http://me:secret@cong.vn/", "password"),
        ("http://cong.vn@127.0.0.1/", "password"),
        ("http://cong.vn/\r\nHost: x", "control"),
        ("http://cong.vn/\0", "control"),
        ("http://cong.vn/\ud800", "control"),
        ("http://cong.vn/" + "a" * LONGEST, "long"),
        ("http://cong.vn/" + "a" * 10**6, "long"),
    ],
)
def test_what_is_no_address_of_a_site_is_refused(address: str, why: str) -> None:
    with pytest.raises(NotPublic, match=why) as refused:
        canonical(address)
    assert len(str(refused.value)) < 400
    assert "secret" not in str(refused.value)


@given(st.sampled_from(["http://cong.vn/", "HTTPS://Cổng.vn:8443", "http://a/b?"]), LETTERS)
def test_the_form_is_one_that_nothing_changes_any_more(start: str, rest: str) -> None:
    try:
        made = canonical(start + rest)
    except NotPublic:
        return
    assert canonical(made) == made
    assert made.isascii()
    assert str(httpx.URL(made)) == made  # What is sent is what was checked and is remembered.
    assert httpx.URL(made).raw_host.decode() in made
    assert host_of(made) in made
    assert origin_of(made) == made[: len(origin_of(made))]


@given(LETTERS)
def test_a_link_leads_to_an_address_or_is_refused(link: str) -> None:
    try:
        made = joined("https://cong.vn/a/b?c", link)
    except NotPublic:
        return
    assert canonical(made) == made


def test_links_are_taken_as_browsers_take_them() -> None:
    assert joined("https://cong.vn/a/b", "../tai về.pdf") == "https://cong.vn/tai%20v%E1%BB%81.pdf"
    assert joined("https://cong.vn/a/b", "\\tai\\1.pdf") == "https://cong.vn/tai/1.pdf"
    assert joined("https://cong.vn/a/b", "//khac.vn/x") == "https://khac.vn/x"
    with pytest.raises(NotPublic):
        joined("https://cong.vn/a", "http://[")


def test_the_host_that_is_shown_is_the_host_that_is_asked() -> None:
    # A backslash ends the host for browsers, but not for everybody.
    assert host_of(canonical("http://cong.vn\\@127.0.0.1/")) == "cong.vn"
    assert shown("http://me:secret@cong.vn\n/a") == "http://cong.vn /a"
