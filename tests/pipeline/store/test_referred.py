"""Which originals a store needs, which it keeps, which it lets go; what becomes of what a person removes."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from models.errors import StoreError
from pipeline.maintaining.backup import backup
from pipeline.maintaining.doctor import clean, examine
from pipeline.maintaining.restore import restore
from pipeline.settings import Settings
from pipeline.store import Store, referred
from pipeline.store.arriving_tables import AddressTable, FetchTable, FileTable
from pipeline.store.removing import forget_body, remove, sweep
from tests.pipeline.store.arriving import NOW, add_fetch, add_file

LONG_AGO = NOW - referred.REMEMBERED - timedelta(days=1)


@pytest.fixture
def office(stored: Store) -> Settings:
    return Settings(home=stored.home, database=stored.place.url.render_as_string(hide_password=False))


def old(store: Store, content: bytes) -> str:
    """An original that has been there for two days."""
    name = store.originals.keep(content)
    then = (NOW.replace(tzinfo=UTC) - timedelta(days=2)).timestamp()
    os.utime(store.originals.place(name), (then, then))
    return name


def swept(office: Settings) -> set[str]:
    return set(clean(office, now=NOW.replace(tzinfo=UTC)))


def rows(store: Store, table) -> list:
    with store.reading() as connection:
        return list(connection.execute(select(table)).mappings())


def files(store: Store) -> list[tuple]:
    return [
        (r["sha256"], r["ingested"], r["outcome"], r["plan_id"], r["version"])
        for r in sorted(rows(store, FileTable), key=lambda r: r["no"])
    ]


def test_what_was_fetched_is_kept_as_long_as_it_tells_something(office, stored):
    """Files for good, whether they were read, replaced or only lie beside; pages for as long as they are remembered."""
    attachment, replaced, page, old_page, checked, nobodys = (old(stored, b"%d" % k) for k in range(6))
    add_file(stored, attachment)
    add_fetch(stored, replaced, "file", at=LONG_AGO)
    add_fetch(stored, page, "listing", at=NOW - timedelta(days=89))
    add_fetch(stored, old_page, "details", at=LONG_AGO)
    add_fetch(stored, checked, "listing", at=LONG_AGO, address="again")
    with stored.writing() as connection:
        again = AddressTable.__table__.update().where(AddressTable.sha256 == checked)
        connection.execute(again.values(checked_at=NOW - timedelta(days=1)))
    assert swept(office) == {old_page, nobodys}
    assert {attachment, replaced, page, checked} <= set(stored.originals.names())
    assert {row["sha256"] for row in rows(stored, FetchTable)} == {replaced, page, old_page, checked}
    assert old_page not in {row["sha256"] for row in rows(stored, AddressTable)}
    assert len(rows(stored, AddressTable)) == 3
    assert swept(office) == set()


def test_a_store_with_files_and_without_plans_is_cleaned_too(store):
    kept, nobodys = old(store, b"kept"), old(store, b"of nobody")
    add_file(store, kept)
    url = store.place.url.render_as_string(hide_password=False)
    assert swept(Settings(home=store.home, database=url)) == {nobodys}


def test_a_file_that_is_lost_is_told_and_a_page_that_is_gone_is_not(office, stored):
    lost, gone = stored.originals.keep(b"lost"), stored.originals.keep(b"gone")
    add_file(stored, lost)
    add_fetch(stored, gone, "listing")
    assert examine(office).whole
    for name in (lost, gone):
        stored.originals.remove(name)
    (told,) = (f for f in examine(office).findings if f.what == "lost")
    assert told.which == (lost,)


def test_a_file_of_no_plan_is_told(office, stored):
    add_file(stored, stored.originals.keep(b"x"), "none-such")
    told = {f.what: f for f in examine(office).findings if f.state == "bad"}
    assert told["arrivals"].which == ("none-such",)


def test_a_backup_holds_what_was_fetched_and_misses_only_what_is_needed(office, stored, tmp_path):
    attachment, page, gone = (stored.originals.keep(b"%d" % k) for k in range(3))
    lost = stored.originals.keep(b"lost")
    add_file(stored, attachment)
    add_file(stored, lost)
    for name in (page, gone):
        add_fetch(stored, name, "listing", at=datetime.now(UTC).replace(tzinfo=None))
    for name in (gone, lost):
        stored.originals.remove(name)
    told = backup(stored, tmp_path / "b.zip")
    assert told.missing == (lost,)
    assert {attachment, page} <= told.originals.keys()
    restore(tmp_path / "b.zip", Settings(home=tmp_path / "target"))
    with Store.open(home=tmp_path / "target") as restored:
        assert set(restored.originals.names()) == set(told.originals)


# What a person removes.


@pytest.fixture
def came(store, make):
    """A plan that came from a source, listed twice, and another; its id and the hash of its file."""
    sample, other = make(), make(number=7, salt="other")
    plan_id, name = store.put(*sample).plan_id, sample.raw.sha256
    add_file(store, name, plan_id)
    add_file(store, name, plan_id, address="a second place")
    add_file(store, other.raw.sha256, store.put(*other).plan_id)
    add_fetch(store, name, "file")
    return plan_id, name


def test_a_removed_plan_is_told_from_what_was_never_seen(store, came):
    plan_id, name = came
    (*_, other) = files(store)
    with store.reading() as connection:
        assert not referred.was_removed(connection, name)
    remove(store, plan_id)
    assert files(store) == [(name, name, "removed", None, None)] * 2 + [other]
    with store.reading() as connection:
        assert referred.was_removed(connection, name)
        assert not referred.was_removed(connection, other[0])
        assert not referred.was_removed(connection, "0" * 64)


def test_what_a_site_has_in_its_place_by_now_is_still_to_be_ingested(store, came):
    plan_id, name = came
    new = store.originals.keep(b"new bytes")
    with store.writing() as connection:
        connection.execute(FileTable.__table__.update().where(FileTable.no == 1).values(sha256=new))
    remove(store, plan_id, originals=True)
    assert files(store)[0] == (new, name, "removed", None, None)
    assert new in set(store.originals.names())
    with store.reading() as connection:
        assert new in referred.needed(connection)
        assert not referred.was_removed(connection, new)


def test_bytes_of_a_removed_plan_go_when_they_are_asked_for_or_cleaned_away(store, came, make):
    plan_id, name = came
    done = remove(store, plan_id, originals=True)
    assert done.originals == (name,)
    assert name not in set(store.originals.names())
    url = store.place.url.render_as_string(hide_password=False)
    assert examine(Settings(home=store.home, database=url)).whole
    old(store, make().raw.content)  # As another fetch may bring them.
    assert swept(Settings(home=store.home, database=url)) == {name}


def test_who_ingests_a_removed_plan_by_hand_has_it_back(store, came, make):
    plan_id, name = came
    remove(store, plan_id)
    assert store.put(*make()).status == "stored"
    with store.reading() as connection:
        assert not referred.was_removed(connection, name)
        assert name in referred.needed(connection)


def test_a_file_beside_a_plan_is_not_swept(store, came):
    attachment = store.originals.keep(b"an attachment")
    add_file(store, attachment)
    assert sweep(store, [attachment]) == ()


# What may not be kept.


def test_a_body_that_may_not_be_kept_leaves_nothing_but_its_hash_where_it_was_judged(store):
    secret = store.originals.keep("MẬT".encode())
    add_file(store, secret, ingested=secret, outcome="refused")
    add_fetch(store, secret, "file")
    assert forget_body(store, secret)
    assert secret not in set(store.originals.names())
    assert files(store) == [(None, secret, "refused", None, None)]
    assert [row["sha256"] for row in rows(store, FetchTable)] == [None]
    assert rows(store, AddressTable) == []
    assert forget_body(store, secret)  # Nothing is left to be done, and nothing is wrong.


def test_a_body_that_a_plan_was_read_from_is_not_forgotten(store, came):
    _, name = came
    before = files(store), rows(store, FetchTable), rows(store, AddressTable)
    assert not forget_body(store, name)
    assert (files(store), rows(store, FetchTable), rows(store, AddressTable)) == before
    assert name in set(store.originals.names())


def test_a_body_out_of_reach_is_forgotten_by_the_next_try(store, monkeypatch):
    secret = store.originals.keep("MẬT".encode())
    add_file(store, secret)

    def fails(sha256):
        raise StoreError("out of reach")

    with monkeypatch.context() as patched:
        patched.setattr(store.originals, "remove", fails)
        with pytest.raises(StoreError):
            forget_body(store, secret)
    assert files(store)[0][0] == secret
    assert forget_body(store, secret)
