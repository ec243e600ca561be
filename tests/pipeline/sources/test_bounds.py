"""Pages, feeds and maps that are hostile, or only too large: an end in time, and a clear one."""

from __future__ import annotations

import gzip
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import BadFeed, Challenge, ChangedLayout, EmptyListing, LoginPage, SourceError
from pipeline.sources import suspicion
from pipeline.sources.behind import Behind, completed
from pipeline.sources.days import EARLIEST, day_in
from pipeline.sources.kinds import kind_of
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Attachment, Entry, Listed, Window
from pipeline.sources.web import absolute, file_name, line
from tests.pipeline.sources.answers import Answers
from tests.pipeline.sources.test_listing_cases import source_of

LISTING = """kind = "listing"
address = "https://a.vn/"
rows = "li"
title = "a:nth-last-child(1)"
date = "span"
details = "a"
attachment = "a:nth-last-child(1)"
pager = { by = "sharepoint" }
"""
FEED = 'kind = "feed"\naddress = "https://a.vn/"'
SITEMAP = 'kind = "sitemap"\naddress = "https://a.vn/"'
JSON = 'kind = "json"\naddress = "https://a.vn/"\nattachment = "a.b"\ntitle = "a"\npager = { next = "n" }'


def first_page(source: SourceSettings, body: str | bytes, media_type: str = "") -> list[Listed]:
    reach = Answers({"https://a.vn/": (body, media_type)})
    return [page for page, _ in zip(kind_of(source).pages(source, reach, None, Window()), range(1), strict=False)]


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Far more than it takes, far less than what grows with the square would."""
    began = time.process_time()
    yield
    assert time.process_time() - began < seconds


@pytest.mark.parametrize(
    "body",
    [
        "<ul>" + "<li><span>05/03/2020</span><a href=/x>x</a></li>" * 100_000,
        "<li>" + "<a href=/x>x</a>" * 100_000,
        "<div>" * 100_000 + "<li><a href=x>x</a>",
        "<li>" * 30_000,
        "<p>" + "<b>x</b>" * 6_000,
    ],
    ids=["rows", "links in a row", "deep", "open rows", "siblings"],
)
def test_too_large_a_page(body: str) -> None:
    with within(8), pytest.raises((ChangedLayout, EmptyListing)):
        first_page(source_of(LISTING), body)


def test_more_rows_than_a_listing_has() -> None:
    rows = "".join(f"<li><span>05/03/2020</span><a href=/{n}>x</a></li>" for n in range(1_001))
    with pytest.raises(ChangedLayout, match="1001 elements fit the selector `rows`, more than 1000"):
        first_page(source_of(LISTING), rows)
    (page,) = first_page(source_of(LISTING.replace("rows =", "most_rows = 1001\nrows =")), rows)
    assert len(page.entries) == 1_001


@pytest.mark.parametrize(
    ("source", "body"),
    [
        (FEED, '<rss version="2.0"><channel>' + "<item><link>/x</link></item>" * 100_000),
        (FEED, "<rss>" + "<a>" * 200_000),
        (FEED, "<!--" * 200_000),
        (FEED, "<rss " + "a='b' " * 100_000 + ">"),
        (SITEMAP, "<urlset>" + "".join(f"<url><loc>https://a.vn/{n}</loc></url>" for n in range(50_001)) + "</urlset>"),
        (SITEMAP, gzip.compress(b"<urlset>" + b" " * (60 * 1024 * 1024), mtime=0)),
        (SITEMAP, "<urlset>" + "<a>" * 100_000),
        (JSON, "[" * 100_000),
        (JSON, '{"a":' * 100_000),
        (JSON, "9" * 100_000),
        (JSON, json.dumps([{"a": [{"b": "/x"}]}] * 5_001)),
    ],
    ids=lambda value: str(value[:24]),
)
def test_too_large_an_answer(source: str, body: str | bytes) -> None:
    with within(8), pytest.raises((BadFeed, ChangedLayout, EmptyListing)):
        first_page(source_of(source), body)


@pytest.mark.parametrize("source", [LISTING, FEED, SITEMAP, JSON], ids=["listing", "feed", "sitemap", "json"])
@given(body=st.binary(max_size=300) | st.text(max_size=300).map(str.encode), wrapped=st.booleans())
def test_whatever_is_answered_is_listed_or_a_failure_of_the_source(source: str, body: bytes, wrapped: bool) -> None:
    around = {
        LISTING: b"<li><span>05/03/2020</span><a href='%b'>%b</a></li>",
        FEED: b'<rss version="2.0"><channel><item><title>%b</title><link>%b</link></item></channel></rss>',
        SITEMAP: b"<urlset><url><loc>%b</loc><lastmod>%b</lastmod></url></urlset>",
        JSON: b'[{"a": [{"b": "%b"}], "n": "%b"}]',
    }
    try:
        pages = first_page(source_of(source), around[source] % (body, body) if wrapped else body)
    except SourceError:
        return
    for page in pages:
        assert Listed.model_validate_json(page.model_dump_json()) == page
        assert all(absolute("", file.address) for entry in page.entries for file in entry.attachments)


def test_the_page_behind_an_entry() -> None:
    entry = Entry(key="k", title="như trong danh sách", details="https://a.vn/1")
    page = '<h1>Kế hoạch</h1><i>Số: 1/KH-UBND</i><b>5/3/2020</b><a class=t href=/x?id=1>Tải</a><a href="/1.pdf">Ký</a>'
    reach = Answers({"https://a.vn/1": page, "https://a.vn/2": "<p>x</p>"})
    whole = completed(Behind(attachment="a.t", title="h1", symbol="i", date="b"), entry, reach)
    assert (whole.title, whole.symbol, str(whole.issued)) == ("Kế hoạch", "Số: 1/KH-UBND", "2020-03-05")
    assert [file.address for file in whole.attachments] == ["https://a.vn/x?id=1"]
    by_name = completed(Behind(), entry, reach)
    assert [(file.address, file.name) for file in by_name.attachments] == [("https://a.vn/1.pdf", "Ký")]
    assert by_name.title == "như trong danh sách"
    other = entry.model_copy(update={"details": "https://a.vn/2"})
    assert completed(Behind(), other, reach).attachments == ()  # Such a page is the document itself.
    with pytest.raises(ChangedLayout, match=r"behind\.attachment"):
        completed(Behind(attachment="a.t"), other, reach)


PAGE = "<!doctype html><title>{}</title><p>Văn bản</p><input type=password>"


@pytest.mark.parametrize(
    ("address", "body", "media_type", "failure"),
    [
        ("https://a.vn/1.pdf", "%PDF-1.7", "application/pdf", None),
        ("https://a.vn/1.pdf", "%PDF-1.7", "text/html", None),  # The header is wrong, the bytes are not.
        ("https://a.vn/1.pdf", PAGE.format("Cổng"), "text/html", LoginPage),
        ("https://a.vn/1.pdf", "<html><title>Just a moment...</title>", "text/html", Challenge),
        ("https://a.vn/1.pdf", "<html><p>Tệp không tồn tại", "text/html", ChangedLayout),
        ("https://a.vn/vb/1", PAGE.format("Kế hoạch số 1"), "text/html", None),  # Published as a page.
        ("https://a.vn/vb/1", PAGE.format("Đăng nhập"), "text/html", LoginPage),
    ],
)
def test_a_page_in_the_place_of_a_file(
    address: str, body: str, media_type: str, failure: type[SourceError] | None
) -> None:
    source, reach = source_of(FEED), Answers({address: (body, media_type)})
    if failure is None:
        assert kind_of(source).take(source, Attachment(address=address), reach).content == body.encode()
        return
    with pytest.raises(failure):
        kind_of(source).take(source, Attachment(address=address), reach)


def test_nothing_where_there_was_something_is_a_failure() -> None:
    entry = Entry(key="k")
    suspicion.empty(Listed(entries=()), None)
    suspicion.empty(Listed(entries=()), 0)
    suspicion.empty(Listed(entries=(entry,)), 9)
    with pytest.raises(EmptyListing, match="9 entries before"):
        suspicion.empty(Listed(entries=()), 9)


@given(st.text(max_size=60))
def test_a_day_is_one_of_the_state_or_none(text: str) -> None:
    day = day_in(text)
    assert day is None or day >= EARLIEST
    assert day_in(f"{text} ngày 05/03/2020") is not None or len(text) > 300 or any(c.isdigit() for c in text)


@given(st.dates(min_value=EARLIEST, max_value=day_in("31/12/2199") or EARLIEST))
def test_days_are_read_as_they_are_written(day: object) -> None:
    for written in (
        "{0:%d/%m/%Y}",
        "{0:%d-%m-%Y}",
        "{0.day}.{0.month}.{0:%Y}",
        "{0}",
        "Ngày {0.day} tháng {0.month} năm {0:%Y}",
    ):
        assert day_in(f"Ban hành {written.format(day)} (kèm theo)") == day


@given(st.text(max_size=100), st.text(max_size=100))
def test_addresses_are_whole_or_none(base: str, address: str) -> None:
    whole = absolute(base, address)
    assert whole is None or (whole.startswith(("http://", "https://")) and whole.isprintable())
    assert absolute("https://a.vn/", whole) == whole if whole else True
    name = file_name(address)
    assert name is None or not {"/", "\0"} & set(name)
    assert line(line(address)) == line(address)


@pytest.mark.parametrize("said", ["a" * 3_990 + "aged=", "?&amp;" * 660 + "aged="], ids=["one word", "no field"])
def test_many_attributes_in_which_a_pager_of_sharepoint_might_stand(said: str) -> None:
    row = "<ul><li><span>05/03/2020</span><a href=/x>x</a></li></ul>"
    with within(4):
        (page,) = first_page(source_of(LISTING), row + f'<td title="{said}"></td>' * 1_000)
    assert page.cursor is None
