"""The doctor: what is wrong with a store is found, whatever it is, and a store that is whole is said to be."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from models.errors import UsageError
from pipeline.maintaining.doctor import clean, examine
from pipeline.maintaining.findings import Finding, Health
from pipeline.settings import Settings
from pipeline.store import Store, write
from pipeline.store.packing import packed
from pipeline.store.question import Question

OF_STORE = ("store", "originals", "index", "rules")


@pytest.fixture
def office(stored: Store) -> Settings:
    """The settings of a store of three plans, its index built."""
    stored.ask(Question.of(kind="plans", words="thi đua"))
    return Settings(home=stored.home, database=stored.place.url.render_as_string(hide_password=False))


def told(health: Health) -> dict[str, Finding]:
    """What is said of the store, but for what is well."""
    return {f.what: f for f in health.findings if f.area in OF_STORE and f.state != "good"}


@pytest.mark.parametrize("deep", [False, True])
def test_a_whole_store_is_whole(office, deep):
    health = examine(office, deep=deep)
    assert health.whole
    assert told(health) == {}
    (whole,) = (f for f in health.findings if f.what == "whole")
    assert whole.values == {"plans": 3, "versions": 3}


def test_corrections_and_new_versions_are_no_damage(office, stored, make):
    stored.put(*make(salt="a text that is quite another " * 30))
    with stored.writing() as connection:
        said = (
            "INSERT INTO correction (no, plan_no, field, value, \"by\", why, at) VALUES (1, 1, :f, :v, 'A', 'b', :at)"
        )
        connection.execute(text(said), {"f": "signer", "v": "Trần Văn A", "at": write.now()})
        write.refresh(connection, 1)
        write.changed(connection, 1, "corrected")
    assert set(told(examine(office, deep=True))) <= {"behind"}


# What is done to the store, and what must be found; those marked deep are found by `--deep` alone.
DAMAGES = {
    "a criterion less": ("DELETE FROM criterion WHERE plan_no = 1 AND ordinal = 1", "counts", False),
    "no clauses": ("DELETE FROM clause WHERE plan_no = 2", "counts", False),
    "records counted otherwise": ("UPDATE version SET counts = '{}' WHERE no = 1", "counts", False),
    "no leading rendition": ('UPDATE rendition SET "leading" = (1 = 0) WHERE no = 2', "leading", False),
    "no rendition": ("DELETE FROM rendition WHERE no = 2", "leading", False),
    "no such version": ("UPDATE plan SET latest = 7 WHERE no = 3", "latest", False),
    "no version": ("DELETE FROM version WHERE no = 3", "latest", False),
    "labels of nothing": ("UPDATE label SET key = key + 77777777777 WHERE name = 'level'", "labels", False),
    "another clause": ("UPDATE clause SET text = 'x' WHERE plan_no = 1 AND ordinal = 2", "contents", True),
    "another quantity": ("UPDATE quantity SET confidence = 0.1 WHERE plan_no = 1", "contents", True),
    "evidence elsewhere": ("UPDATE award SET evidence = '[]' WHERE plan_no = 2", "contents", True),
    "another signer": ("UPDATE plan SET signer = 'x' WHERE no = 1", "contents", True),
    "another text": ("UPDATE version SET text = 'x' WHERE no = 1", "contents", True),
}


@pytest.mark.parametrize(("damage", "what", "deep"), DAMAGES.values(), ids=DAMAGES)
def test_damage_is_found(office, stored, damage, what, deep):
    with stored.writing() as connection:
        assert connection.execute(text(damage)).rowcount
    shallow, thorough = told(examine(office)), examine(office, deep=True)
    assert not thorough.whole
    assert told(thorough)[what].state == "bad"
    assert (what in shallow) != deep
    assert told(thorough)[what].which


@pytest.mark.parametrize("content", [b"", b"no zlib", packed({}), packed({"schema_version": 1})])
def test_a_version_that_cannot_be_read_back_is_found(office, stored, content):
    with stored.writing() as connection:
        connection.execute(text("UPDATE version SET json = :json WHERE no = 2"), {"json": content})
    assert told(examine(office, deep=True))["contents"].values["count"] == 1


def test_lost_and_changed_originals_are_found(office, stored):
    lost, changed, _ = stored.originals.names()
    stored.originals.remove(lost)
    place = stored.originals.place(changed)
    place.write_bytes(place.read_bytes()[:-1] + b"?")
    assert told(examine(office))["lost"].which == (lost,)
    deep = told(examine(office, deep=True))
    assert (deep["lost"].which, deep["changed"].which) == ((lost,), (changed,))


def test_only_old_originals_that_nothing_uses_are_removed(office, stored, make):
    young, old = stored.originals.keep(b"young"), stored.originals.keep(b"old")
    again = make(number=7, salt="again")
    stored.originals.keep(again.raw.content)
    for name in (old, again.raw.sha256):
        long_ago = (datetime.now(UTC) - timedelta(days=2)).timestamp()
        os.utime(stored.originals.place(name), (long_ago, long_ago))
    health = examine(office)
    assert health.whole
    assert told(health)["unused"].values["count"] == 3
    stored.originals.keep(again.raw.content)  # As one does who is about to write its version.
    used = set(stored.originals.names()) - {old}
    assert clean(office) == [old]
    assert set(stored.originals.names()) == used
    assert young in used
    assert told(examine(office, deep=True)).keys() == {"unused"}


def test_a_store_without_plans_removes_nothing(store):
    name = store.originals.keep(b"of a store that is being restored")
    long_ago = datetime.now(UTC) + timedelta(days=9)
    url = store.place.url.render_as_string(hide_password=False)
    assert clean(Settings(home=store.home, database=url), now=long_ago) == []
    assert list(store.originals.names()) == [name]


def test_nothing_is_made_by_looking(tmp_path):
    home = tmp_path / "home"
    health = examine(Settings(home=home), deep=True)
    assert health.whole
    assert told(health).keys() == {"none"}
    with pytest.raises(UsageError):
        clean(Settings(home=home))
    assert not home.exists()


def test_rules_that_changed_are_counted(office, stored):
    with stored.writing() as connection:
        connection.execute(text("UPDATE version SET extraction_rules = '0.0.1' WHERE no < 3"))
    health = examine(office)
    assert health.whole
    assert told(health)["outdated"].values == {"count": 2, "versions": 2}


def test_the_state_of_the_index_is_told(office, stored, make):
    stored.put(*make(number=7, salt="new"))
    stored.put(*make(number=8, salt="newer"))
    health = examine(office)
    assert health.whole
    assert told(health)["behind"].values == {"count": 2}
    stored.searcher.rebuild()
    assert told(examine(office)) == {}
    (file, *_) = stored.searcher.index.folder.glob("*/*.store")
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 255
    spoiled = file.with_name("spoiled")  # Written in place it would be cut under a thread that has it mapped.
    spoiled.write_bytes(content)
    spoiled.replace(file)
    damaged = examine(office)
    assert not damaged.whole
    assert "index_damaged" in told(damaged)
    stored.searcher.rebuild()
    assert examine(office).whole


def test_an_index_built_anew_tells_of_every_entry(stored):
    steps = []
    stored.searcher.rebuild(lambda done, of: steps.append((done, of)))
    assert [done for done, _ in steps] == list(range(1, len(steps) + 1))
    assert {of for _, of in steps} == {len(steps)}
    assert len(steps) > 3


# Files that are no store, or were one.


@pytest.fixture
def closed(tmp_path, make) -> Path:
    """The file of a store that nobody has open."""
    with Store.open(home=tmp_path) as store:
        for k in range(30):
            store.put(*make(number=k + 1, salt=f"plan {k} " * 100))
    file = tmp_path / "kehoach.sqlite"
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file


def test_every_damaged_page_is_told_or_harmless(closed):
    """Any page overwritten: the doctor answers without an error of its own, and finds what changes an answer."""
    whole = closed.read_bytes()
    size = 4096
    pages = len(whole) // size
    found = 0
    for page in range(0, pages, max(1, pages // 25)):
        closed.write_bytes(whole[: page * size] + b"\xa5" * size + whole[(page + 1) * size :])
        for name in ("kehoach.sqlite-wal", "kehoach.sqlite-shm"):
            closed.with_name(name).unlink(missing_ok=True)
        health = examine(Settings(home=closed.parent), deep=True)
        found += not health.whole
        assert all("\n" not in str(value) for f in told(health).values() for value in f.values.values())
    assert found >= 24


def test_rows_that_refer_to_nothing_are_found(closed):
    with closing(sqlite3.connect(closed)) as database, database:
        database.execute("UPDATE criterion SET plan_no = 999 WHERE plan_no = 3")
    health = examine(Settings(home=closed.parent))
    assert told(health)["references"].state == "bad"


@pytest.mark.parametrize(
    "content", [b"", b"not a database", b"SQLite format 3\0" + bytes(100)], ids=["empty", "text", "head"]
)
def test_what_is_no_database_is_told(tmp_path, content):
    (tmp_path / "kehoach.sqlite").write_bytes(content)
    health = examine(Settings(home=tmp_path))
    assert health.whole == (content == b"")
    assert len(told(health)) == 1


def test_a_database_of_another_form_is_told(closed):
    with closing(sqlite3.connect(closed)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    health = examine(Settings(home=closed.parent))
    assert not health.whole
    assert "newer kehoach" in str(told(health)["unusable"].values["reason"])


def test_a_server_that_does_not_answer_is_told_without_the_password(tmp_path):
    url = "postgresql+psycopg://office:s3cret@127.0.0.1:1/plans?timeout=2"
    health = examine(Settings(home=tmp_path, database=url, originals=str(tmp_path)))
    assert not health.whole
    assert "unusable" in told(health)
    assert "s3cret" not in health.model_dump_json()


def test_what_is_installed_is_told_with_its_version():
    health = examine(Settings(home=Path("/nonexistent")))
    tools = {f.what: f for f in health.findings if f.area == "installed"}
    assert {"kehoach", "python", "library_postgresql", "library_search"} <= tools.keys()
    assert {"tesseract", "no_tesseract"} & tools.keys()
    assert {"soffice", "no_soffice"} & tools.keys()
    assert all(f.values.get("version") for f in tools.values() if f.state == "good")


def test_without_programs_the_lack_is_told_and_the_store_is_whole(tmp_path, monkeypatch):
    from pipeline.read.scan import tesseract

    tesseract.missing_ocr.cache_clear()
    monkeypatch.setenv("PATH", str(tmp_path))
    try:
        health = examine(Settings(home=tmp_path))
    finally:
        tesseract.missing_ocr.cache_clear()
    lacking = {f.what for f in health.findings if f.state == "missing"}
    assert lacking == {"no_tesseract", "no_soffice", "no_fonts"}
    assert health.whole
