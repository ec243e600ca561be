"""What becomes of one document: none is stuck where asking, or reading, once more would have it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, update

from models.errors import NeedsOcr, StoreBusy
from pipeline.collect import collect, discovering, fetching, holding, ingesting
from pipeline.collect.types import RunTold
from pipeline.collect.work import Work
from pipeline.settings import Settings
from pipeline.sources.kinds import addresses
from pipeline.sources.types import Attachment
from pipeline.store import Store
from pipeline.store.arriving_tables import FileTable, FoundTable
from tests.portal.clock import SimulatedClock
from tests.portal.script import START

DAY = timedelta(days=1)
ADDRESS = "https://tinh.example.vn/tep/108.txt"
PLAN = """ỦY BAN NHÂN DÂN
TỈNH CÀ MAU

Số: {number}/KH-UBND

Cà Mau, ngày 5 tháng 3 năm 2020

KẾ HOẠCH

Phát động phong trào thi đua số {number}

I. MỤC ĐÍCH

1. Nâng cao nhận thức của cán bộ.
"""


class Site:
    """A host with one document, and what it answers for it."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(home=home)
        self.clock = SimulatedClock(START)
        self.content: bytes | None = PLAN.format(number=108).encode()
        self.asked: list[str] = []
        self.broken = ""
        entry = f'[[source]]\nname = "tinh"\nkind = "addresses"\naddresses = ["{ADDRESS}"]\n'
        (home / "sources.toml").write_text(entry, "utf-8")

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/robots.txt":
            return httpx.Response(404)
        self.asked.append(str(request.url))
        if request.url.path == self.broken:
            return httpx.Response(500)
        if self.content is None:
            return httpx.Response(404)
        headers = {"content-type": "application/octet-stream", "etag": f'"{hash(self.content)}"'}
        if request.headers.get("if-none-match") == headers["etag"]:
            return httpx.Response(304, headers=headers)
        return httpx.Response(200, content=self.content, headers=headers)

    def collect(self, after: timedelta = timedelta()) -> RunTold:
        self.clock.set(self.clock.now() + after)
        return collect(self.settings, clock=self.clock, transport=httpx.MockTransport(self.answer), together=1)

    def found(self) -> FoundTable:
        with Store.open(home=self.settings.home) as store, store.reading() as connection:
            return connection.execute(select(FoundTable)).one()  # type: ignore[return-value]

    def change(self, **values: object) -> None:
        with Store.open(home=self.settings.home) as store, store.writing() as connection:
            connection.execute(update(FoundTable).values(**values))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_a_file_that_is_not_there_yet_is_asked_for_again(site):
    site.content = None
    assert [f.failure for f in site.collect().failures] == ["Withdrawn"]
    site.content = PLAN.format(number=108).encode()
    assert site.collect(DAY).counts["new"] == 1
    assert site.found().standing == "stored"


def test_a_broken_file_is_asked_for_again_and_stays_failed_until_it_is_another(site):
    site.content = b" \n"
    assert [f.failure for f in site.collect().failures] == ["EmptyFile"]
    same = site.collect(DAY)
    assert (same.failures, same.counts["unchanged"]) == ((), 1)
    assert (site.found().standing, site.found().failure) == ("failed", "EmptyFile")
    site.content = PLAN.format(number=108).encode()
    assert site.collect(DAY).counts["new"] == 1
    assert (site.found().standing, site.found().failure) == ("stored", None)


def test_a_file_that_a_program_was_missing_for_is_read_once_that_is_there(site, monkeypatch):
    def lacking(*_: object, **__: object) -> None:
        raise NeedsOcr("no OCR on this machine")

    with monkeypatch.context() as without:
        without.setattr(ingesting, "store_document", lacking)
        assert [f.failure for f in site.collect().failures] == ["NeedsOcr"]
    assert site.collect(DAY).counts["new"] == 1


def test_a_host_that_refuses_for_months_is_still_asked_now_and_then(site):
    site.content = None
    site.collect()
    for _ in range(15):
        site.collect(8 * DAY)
    asked = len(site.asked)
    site.content = PLAN.format(number=108).encode()
    assert sum(site.collect(DAY).counts.get("new", 0) for _ in range(31)) == 1
    assert 15 > asked > 11
    assert site.found().standing == "stored"


def test_a_change_that_is_listed_before_the_document_was_read_is_not_lost(site):
    site.collect()
    site.change(standing="fetched", next_at=site.clock.now())
    with Work.open(site.settings, clock=site.clock) as work:
        ingesting.ingest(ingesting.due(work), work)
    assert (site.found().standing, site.found().next_at) == ("stored", site.clock.now())


def test_what_was_fetched_is_not_fetched_again_when_the_rest_is_tried_again(site, monkeypatch):
    site.collect()
    site.clock.set(START + 40 * DAY)
    with Work.open(site.settings, clock=site.clock, transport=httpx.MockTransport(site.answer)) as work:
        source = work.catalogue.named("tinh")
        due, before = fetching.due(source, work), len(site.asked)
        for _ in range(2):
            fetching.fetch(source, due, work)
    assert len(site.asked) - before == 1


def test_contents_are_not_held_while_the_other_files_of_a_document_are_fetched(site, monkeypatch):
    held: list[fetching.Taken] = []
    keep = fetching._keep

    def seen(*arguments) -> None:
        held.extend(arguments[3])
        keep(*arguments)

    monkeypatch.setattr(fetching, "_keep", seen)
    site.collect()
    assert [one.fetched.content for one in held] == [None]
    assert site.found().standing == "stored"


def zipped(**members: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in members.items():
            archive.writestr(f"{name}.txt", text)
    return packed.getvalue()


def test_what_fails_in_an_archive_is_told_beside_what_is_stored_of_it(site):
    site.content = zipped(a=" \n", b=PLAN.format(number=108), c="\n")
    told = site.collect()
    assert told.counts["new"] == 1
    assert [f.failure for f in told.failures] == ["EmptyFile", "EmptyFile"]


@pytest.mark.parametrize("order", ["ab", "ba"])
@pytest.mark.parametrize("beside", [PLAN.format(number=108), " \n"], ids=["stored", "failed"])
def test_an_archive_with_something_classified_in_it_is_not_kept(site, order, beside):
    texts = dict(zip(order, ["MẬT\n\n" + PLAN.format(number=107), beside], strict=True))
    site.content = zipped(**dict(sorted(texts.items())))
    for _ in range(2):
        assert "Classified" in [f.failure for f in site.collect(60 * DAY).failures] or site.found().next_at is None
        kept = [f.read_bytes() for f in (site.settings.home / "originals").rglob("*") if f.is_file()]
        assert site.content not in kept


def test_a_body_that_was_lost_is_fetched_again_and_keeps_nobody_waiting(site):
    site.collect()
    with Work.open(site.settings, clock=site.clock, transport=httpx.MockTransport(site.answer)) as work:
        site.content = PLAN.format(number=109).encode()
        site.change(next_at=site.clock.now())
        source = work.catalogue.named("tinh")
        fetching.fetch(source, fetching.due(source, work), work)
        with work.store.reading() as connection:
            sha256 = connection.execute(select(FileTable.sha256)).scalar_one()
        work.store.originals.remove(sha256)
    assert [f.failure for f in site.collect().failures] == ["DamagedFile"]
    assert site.collect().counts["new"] == 1
    assert site.found().standing == "stored"


def test_a_database_that_is_held_when_a_run_begins_or_ends_is_waited_for(site, monkeypatch):
    from pipeline.collect import runs

    def held_once(step: Callable[..., object]) -> Callable[..., object]:
        calls: list[object] = []

        def tried(*arguments: object, **more: object) -> object:
            calls.append(arguments)
            if len(calls) == 1:
                raise StoreBusy("held")
            return step(*arguments, **more)

        return tried

    monkeypatch.setattr(runs, "begin", held_once(runs.begin))
    monkeypatch.setattr(runs, "end", held_once(runs.end))
    assert site.collect().standing == "done"


def test_a_source_that_another_process_looks_at_is_left_to_it_and_told(site):
    with Store.open(home=site.settings.home) as store:
        assert holding.hold(store, site.clock, "tinh", "elsewhere:1:0")
        told = site.collect()
        assert (told.counts, site.asked) == ({"elsewhere": 1}, [])
        holding.free(store, "tinh", "elsewhere:1:0")
    assert site.collect().counts["new"] == 1


@pytest.mark.parametrize(("attempts", "read"), [(0, False), (3, True)])
def test_another_file_is_read_only_when_the_main_one_did_not_come_for_long(site, monkeypatch, attempts, read):
    names = ("108.pdf", "phu-luc.txt")
    files = {"attachments": tuple(Attachment(address=f"https://tinh.example.vn/{name}") for name in names)}
    monkeypatch.setattr(addresses, "complete", lambda _source, entry, _reach: entry.model_copy(update=files))
    site.broken = "/108.pdf"
    with Work.open(site.settings, clock=site.clock, transport=httpx.MockTransport(site.answer)) as work:
        discovering.discover(work.catalogue.named("tinh"), work)
    site.change(attempts=attempts)
    told = site.collect()
    assert [f.failure for f in told.failures] == ["BadAnswer"]
    assert site.found().standing == ("stored" if read else "failed")
