"""Bodies come whole or not at all, and never beyond their bounds."""

from __future__ import annotations

import gzip
import time
import zlib
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadAnswer, TooMuch, Unreachable
from pipeline.fetch.bodies import Body, Bounds, CutShort, read
from tests.pipeline.fetch.conftest import FetcherOf, Handler, Request, Site

HERE = "http://cong.vn/a"
MIB = 1 << 20


def taken(parts: list[bytes], largest: int = MIB, *, cut: bool = False, **headers: str) -> Body:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return read(HERE, parts, named, Bounds(largest, time.monotonic() + 60, cut))


def pieces(body: bytes, size: int) -> list[bytes]:
    return [body[at : at + size] for at in range(0, len(body), size)]


def raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


@given(st.binary(max_size=4000), st.integers(1, 700), st.integers(0, 4000))
def test_what_was_packed_comes_out(body: bytes, size: int, half: int) -> None:
    two = gzip.compress(body[:half]) + gzip.compress(body[half:])
    for packed, how in [
        (gzip.compress(body), "gzip"),
        (two, "x-gzip"),
        (two + b"\0" * 9, "GZIP, identity"),
        (zlib.compress(body), "deflate"),
        (raw_deflate(body), "deflate"),
        (body, "identity"),
    ]:
        made = taken(pieces(packed, size), content_encoding=how, content_length=str(len(packed)))
        assert made == Body(body, len(packed)), how


@given(st.binary(min_size=1, max_size=4000), st.integers(1, 400))
def test_a_part_of_what_was_packed_is_no_body(body: bytes, lost: int) -> None:
    packed = gzip.compress(body)
    with pytest.raises(CutShort):
        taken([packed[:-lost]] if lost < len(packed) else [packed[:1]], content_encoding="gzip")


@given(st.integers(0, 300), st.integers(1, 90))
def test_the_bound_is_exact(more: int, size: int) -> None:
    body = b"x" * (200 + more)
    for packed, how in [(body, ""), (gzip.compress(body), "gzip")]:
        if len(body) <= 300:
            assert taken(pieces(packed, size), 300, content_encoding=how).content == body
        else:
            with pytest.raises(TooMuch):
                taken(pieces(packed, size), 300, content_encoding=how)
        assert taken(pieces(packed, size), 300, cut=True, content_encoding=how).content == body[:300]


def test_a_bomb_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(64 * MIB), compresslevel=1)
    began = time.process_time()
    with pytest.raises(TooMuch, match="1,048,576 bytes"):
        taken([bomb], content_encoding="gzip")
    assert time.process_time() - began < 2


def test_bombs_within_bombs_and_chains_of_nothing() -> None:
    with pytest.raises(BadAnswer, match="way that nobody asked for"):
        taken([gzip.compress(gzip.compress(b"x"))], content_encoding="gzip, gzip")
    with pytest.raises(BadAnswer, match="way that nobody asked for"):
        taken([b"x"], content_encoding="br")
    with pytest.raises(BadAnswer, match="too many parts"):
        taken([gzip.compress(b"") * 5000], content_encoding="gzip")


def test_what_is_not_packed_as_it_says_is_damaged() -> None:
    with pytest.raises(BadAnswer, match="damaged"):
        taken([b"<html>"], content_encoding="gzip")


def test_a_length_beyond_the_bound_is_refused_before_reading() -> None:
    def never() -> Iterator[bytes]:
        pytest.fail("it was read")
        yield b""

    with pytest.raises(TooMuch):
        read(HERE, never(), {"content-length": str(MIB + 1)}, Bounds(MIB, time.monotonic() + 60))


def test_fewer_bytes_than_announced_are_no_body() -> None:
    with pytest.raises(CutShort):
        taken([b"abc"], content_length="4")
    with pytest.raises(CutShort):
        taken([b"abcde"], content_length="4")
    assert taken([b"abc"], content_length="4", transfer_encoding="chunked").content == b"abc"
    assert taken([b"abc"], content_length="-1").content == b"abc"


# Over a real connection.


def test_an_endless_body_ends(site: Site, fetcher: FetcherOf) -> None:
    def endless(handler: Handler, _: Request) -> None:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    site.plays["/endless"] = endless
    with pytest.raises(TooMuch, match="/endless: more than 200,000 bytes"):
        fetcher(largest=200_000).get(site.at("/endless"), purpose="file")
    assert site.times("/endless") == 1  # Nothing that another try would change.


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_slow_trickle_ends(site: Site, fetcher: FetcherOf, where: str) -> None:
    def trickle(handler: Handler, _: Request) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if where == "body" else b"X-A: "))
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.02)

    site.plays["/trickle"] = trickle
    began = time.monotonic()
    with pytest.raises(TooMuch, match="did not end in the time"):
        fetcher(longest=0.3).get(site.at("/trickle"), purpose="file")
    assert time.monotonic() - began < 3
    assert site.times("/trickle") == 1


def test_silence_is_tried_again_and_then_told(site: Site, fetcher: FetcherOf) -> None:
    site.plays["/mute"] = lambda handler, _: time.sleep(0.3)
    with pytest.raises(Unreachable, match=r"nothing came for 0\.1 s"):
        fetcher(timeout=0.1).get(site.at("/mute"), purpose="file")
    assert site.times("/mute") == 3


def test_a_body_that_breaks_off_is_no_document(site: Site, fetcher: FetcherOf) -> None:
    def breaking(handler: Handler, _: Request) -> None:
        handler.reply(200, b"half", content_length="8")
        handler.close_connection = True

    site.plays["/half"] = breaking
    with pytest.raises(BadAnswer, match="breaks off"):
        fetcher().get(site.at("/half"), purpose="file")
    assert site.times("/half") == 3


def test_lengths_that_contradict_each_other_are_no_http(site: Site, fetcher: FetcherOf) -> None:
    def two(handler: Handler, _: Request) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")

    site.plays["/two"] = two
    with pytest.raises(BadAnswer, match="is no HTTP"):
        fetcher().get(site.at("/two"), purpose="file")


def test_a_packed_body_over_the_network(site: Site, fetcher: FetcherOf) -> None:
    packed = gzip.compress("kế hoạch".encode() * 1000)
    reach = fetcher()
    got = reach.get(site.says("/packed", packed, 200, content_encoding="gzip"), purpose="listing")
    assert got.content == "kế hoạch".encode() * 1000
    assert site.asked[-1].headers["accept-encoding"] == "gzip"
    assert reach.counts["bytes"] == len(packed)
