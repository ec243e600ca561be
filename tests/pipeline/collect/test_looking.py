"""What is left out of a look is read by the next one, and by no later one."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select

from pipeline.collect import backfill, collect, discovering, fetching, runs
from pipeline.collect.work import Work
from pipeline.settings import Settings
from pipeline.sources.types import Window
from pipeline.store import Store
from pipeline.store.arriving_tables import FoundTable
from tests.portal.clock import SimulatedClock
from tests.portal.script import START

DAY = timedelta(days=1)
ROWS = 3
SOURCE = """[fetch]
delay = 0
[[source]]
name = "tinh"
kind = "listing"
address = "https://tinh.example.vn/vb"
rows = "li"
title = "a"
date = "span"
attachment = "a"
pager = { by = "page", field = "trang" }
"""


class Listing:
    """A listing whose newest document has the highest number, each of the day after the one before."""

    def __init__(self, home: Path) -> None:
        self.settings, self.clock = Settings(home=home), SimulatedClock(START)
        self.many, self.pages = 0, 0
        (home / "sources.toml").write_text(SOURCE, "utf-8")

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path != "/vb":
            return httpx.Response(404)
        self.pages += 1
        page = int(request.url.params.get("trang", 1))
        numbers = list(range(self.many, 0, -1))[(page - 1) * ROWS : page * ROWS]
        rows = "".join(
            f'<li><a href="/f/{n}.txt">Kế hoạch {n}</a><span>{self.issued(n):%d/%m/%Y}</span></li>' for n in numbers
        )
        body = f"<html><body><ul>{rows}</ul></body></html>"
        return httpx.Response(200, text=body, headers={"content-type": "text/html; charset=utf-8"})

    @staticmethod
    def issued(number: int) -> date:
        return date(2026, 1, 1) + timedelta(days=number)

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self.answer)

    def collect(self, after: timedelta = timedelta()) -> None:
        self.clock.set(self.clock.now() + after)
        collect(self.settings, clock=self.clock, transport=self.transport, together=1)

    def found(self) -> int:
        with Store.open(home=self.settings.home) as store, store.reading() as connection:
            return len(connection.execute(select(FoundTable.no)).all())


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    return Listing(tmp_path)


def test_a_backfill_of_some_days_does_not_hide_the_others_from_the_next_look(listing):
    listing.many = 6
    listing.collect()
    listing.many = 20
    window = Window(listing.issued(17), listing.issued(20))
    backfill(listing.settings, "tinh", window, clock=listing.clock, transport=listing.transport)
    assert listing.found() == 6 + 4
    listing.collect(DAY)
    assert listing.found() == 20


def test_a_walk_of_a_clock_that_has_jumped_since_does_not_count(listing):
    listing.many = 20
    listing.collect(365 * DAY)
    listing.clock.set(START)
    listing.pages = 0
    listing.collect()
    assert listing.pages > 2
    listing.pages = 0
    listing.collect(DAY)
    assert listing.pages == 1


def test_a_large_folder_is_read_to_its_end(tmp_path, monkeypatch):
    from pipeline.sources.kinds import folder

    monkeypatch.setattr(folder, "PAGE", 1)
    (tmp_path / "inbox").mkdir()
    for number in range(60):
        (tmp_path / "inbox" / f"{number}.txt").write_text(str(number), "utf-8")
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "inbox"\nkind = "folder"\npath = "inbox"\n', "utf-8")
    with Work.open(Settings(home=tmp_path), clock=SimulatedClock(START)) as work:
        discovering.discover(work.catalogue.named("inbox"), work)
        assert len(fetching.due(work.catalogue.named("inbox"), work)) == 60


def test_a_long_page_is_written_down_in_parts_and_all_of_it(listing, monkeypatch):
    monkeypatch.setattr(discovering, "_AT_ONCE", 2)
    listing.many = 7
    window = Window(listing.issued(1), listing.issued(7))
    backfill(listing.settings, "tinh", window, clock=listing.clock, transport=listing.transport)
    assert listing.found() == 7
    listing.many = 8
    listing.collect()
    assert listing.found() == 8


def test_an_inbox_that_people_clear_is_no_failure(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "1.txt").write_text("1", "utf-8")
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "inbox"\nkind = "folder"\npath = "inbox"\n', "utf-8")
    with Work.open(Settings(home=tmp_path), clock=SimulatedClock(START)) as work:
        no = work.run_no = runs.begin(work.store, work.clock, "collect", ["inbox"])
        discovering.discover(work.catalogue.named("inbox"), work)
        (inbox / "1.txt").unlink()
        discovering.discover(work.catalogue.named("inbox"), work)
        assert runs.told(work.store, no).failures == ()
