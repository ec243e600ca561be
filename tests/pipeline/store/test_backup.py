"""A backup: all of a store in one file, restored on either engine, or not at all."""

from __future__ import annotations

import json
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, insert, select, text

from models.errors import KehoachError, ReadError, StoreFull, UsageError
from pipeline.maintaining.backup import backup
from pipeline.maintaining.doctor import examine
from pipeline.maintaining.manifest import LAYOUT, MANIFEST, TABLES
from pipeline.maintaining.restore import check, restore
from pipeline.settings import Settings
from pipeline.store import Store, keys, query, write
from pipeline.store.question import Question
from pipeline.store.tables import CorrectionTable, LinkTable, PlanTable, RenditionTable, SavedTable, StoreTable
from tests.pipeline.store.arriving import add_file, fill_arriving
from tests.pipeline.store.conftest import make_sample
from tests.pipeline.store.forms import BACKUP

WORDS = (None, "thi đua", "so noi vu", '"sơ kết phong trào"', "Bằng khen OR 733")


def fill(store: Store, make) -> None:
    """Plans of several kinds, a second version, a link, a correction, one revoked, a saved question."""
    for sample in (
        make(),
        make(salt="a text that is quite another " * 30),
        make(unit="huyện An Biên", parent="tỉnh Kiên Giang", number=118, salt="second"),
        make(unit="tỉnh Hoà Bình", number=None, salt="third“ \\u0000 \u2028 😀"),
    ):
        store.put(*sample)
    with store.writing() as connection:
        first, *_, last = connection.execute(select(PlanTable.no).order_by(PlanTable.no)).scalars()
        said = {"plan_no": first, "by": "Lan", "why": "đọc trên bản giấy", "at": write.now()}
        revoked = {"revoked_at": write.now(), "revoked_by": "Minh", "revoked_why": "nhầm"}
        connection.execute(insert(CorrectionTable).values(field="signer", value="Trần Văn A", **said))
        connection.execute(insert(CorrectionTable).values(field="number", value="127", **said, **revoked))
        link = {"plan_no": first, "other_no": last, "kind": "same text", "share": 1 / 3, "at": write.now()}
        connection.execute(insert(LinkTable).values(link))
        asked = Question.of(kind="criteria", words="thi đua").model_dump(mode="json")
        connection.execute(insert(SavedTable).values(name="hỏi", question=asked, saved_at=write.now()))
        write.refresh(connection, first)
        write.changed(connection, first, "corrected")
    fill_arriving(store)


def everything(store: Store) -> dict[str, list[dict]]:
    """All rows of all tables, but for the store's own id."""
    with store.reading() as connection:
        return {
            name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for name, table in TABLES.items()
        }


def answers(store: Store) -> list:
    return [
        (kind, words, store.ask(Question.of(kind=kind, words=words)).model_dump())
        for kind in keys.KINDS
        for words in WORDS
    ]


def holds(home: Path, url: str | None = None) -> int:
    """How many plans a home holds; of what is there only whole ones."""
    try:
        with Store.open(url, home, read_only=True) as store:
            return len(store.plans())
    except UsageError:
        return 0


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path, postgres_server):
    """The settings of an empty store on each engine, beside the one that is backed up."""
    url = None if request.param == "sqlite" else postgres_server.database()
    yield Settings(home=tmp_path / "target", database=url)
    if url:
        postgres_server.drop(url)


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A small SQLite store, with its backup, that no test changes."""
    folder = tmp_path_factory.mktemp("source")
    with Store.open(home=folder) as store:
        fill(store, make_sample)
        backup(store, folder / "made.zip")
    return folder


@pytest.fixture
def made(source, tmp_path) -> Path:
    """A copy of the backup that a test may change."""
    return shutil.copy(source / "made.zip", tmp_path / "made.zip")


def test_what_is_restored_answers_the_same_on_every_engine(store, target, make, tmp_path):
    fill(store, make)
    assert {name for name, rows in everything(store).items() if not rows} == set()
    told = backup(store, tmp_path / "b.zip")
    assert restore(tmp_path / "b.zip", target) == told
    with Store.open(target.database, target.home) as restored:
        assert everything(restored) == everything(store)
        assert answers(restored) == answers(store)
        assert set(restored.originals.names()) == set(store.originals.names()) == set(told.originals)
        with restored.reading() as one, store.reading() as other:
            assert query.revision(one) == query.revision(other) == told.revision
            name = one.execute(select(StoreTable.id)).scalar_one()
            assert name != other.execute(select(StoreTable.id)).scalar_one() == told.store
        for plan in store.plans():
            assert restored.load(plan.id) == store.load(plan.id)
            assert restored.original(restored.load(plan.id)).content == store.original(store.load(plan.id)).content


def test_a_restored_store_goes_on(store, target, make, tmp_path):
    """The next rows take numbers that nothing had, the same bytes are known, and the index follows."""
    fill(store, make)
    gone = store.put(*make(number=999, salt="removed later"))
    with store.writing() as connection:
        number = connection.execute(select(PlanTable.no).where(PlanTable.id == gone.plan_id)).scalar_one()
        write.clear(connection, number)
        connection.execute(PlanTable.__table__.delete().where(PlanTable.no == number))
        write.changed(connection, number, "removed")
    backup(store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", target)
    with Store.open(target.database, target.home) as restored:
        assert restored.put(*make()).status == "unchanged"
        before = restored.ask(Question.of(kind="criteria", words="thi đua")).revision
        assert restored.put(*make(number=500, salt="new")).status == "stored"
        found = restored.ask(Question.of(kind="plans", words="thi đua"))
        assert found.revision == before + 1
        assert any("500" in str(row.symbol) for row in found.rows)


def test_numbers_of_what_arrives_go_on_after_a_restore(store, target, make, tmp_path):
    fill(store, make)
    backup(store, tmp_path / "b.zip")
    restore(tmp_path / "b.zip", target)
    with Store.open(target.database, target.home) as restored:
        assert add_file(restored, None, address="new") == add_file(store, None, address="new") == 2


def test_a_backup_of_an_empty_store_is_one(store, target, tmp_path):
    assert backup(store, tmp_path / "b.zip").plans == 0
    restore(tmp_path / "b.zip", target)
    with Store.open(target.database, target.home) as restored:
        assert restored.plans() == []


def test_the_file_is_plain(made):
    """Any program reads it: a ZIP of lines of JSON, and the originals."""
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        manifest = json.loads(archive.read(MANIFEST))
        lines = archive.read("tables/version.jsonl").splitlines()
        assert len(lines) == manifest["tables"]["version"]["rows"] == 4
        assert all(json.loads(line)["plan"]["text"] for line in lines)
        for name in archive.namelist():
            content = archive.read(name)
            if name.startswith("originals/"):
                assert sha256(content).hexdigest() == name.removeprefix("originals/")
            elif name != MANIFEST:
                said = manifest["tables"][name.removeprefix("tables/").removesuffix(".jsonl")]
                assert (sha256(content).hexdigest(), len(content)) == (said["sha256"], said["size"])


def test_two_backups_of_one_state_differ_in_nothing_but_their_time(stored, tmp_path):
    one, other = (backup(stored, tmp_path / name) for name in ("one.zip", "other.zip"))
    assert one.model_copy(update={"made_at": other.made_at}) == other


def test_what_others_write_meanwhile_is_in_it_whole_or_not_at_all(store, make, tmp_path):
    """One moment: rows that are committed between two tables are in none of them."""
    fill(store, make)
    with store.reading() as connection:
        before = query.revision(connection)

    def write_another(_done: int, _all: int) -> None:
        if not written.is_set():
            thread = Thread(target=lambda: store.put(*make(number=700, salt="meanwhile")))
            thread.start()
            thread.join(20)
            written.set()

    written = Event()
    with Store.open(store.place.url.render_as_string(hide_password=False), store.home, read_only=True) as reader:
        told = backup(reader, tmp_path / "b.zip", step=write_another)
    assert written.is_set()
    assert told.revision == before
    assert told.plans == 3 == len(store.plans()) - 1
    check(tmp_path / "b.zip")
    restore(tmp_path / "b.zip", Settings(home=tmp_path / "target"))
    assert holds(tmp_path / "target") == 3


def test_an_original_that_is_lost_is_named_and_the_rest_is_kept(stored, tmp_path):
    gone, bad, *_ = stored.originals.names()
    stored.originals.remove(gone)
    stored.originals.place(bad).write_bytes(b"changed")
    told = backup(stored, tmp_path / "b.zip")
    assert set(told.missing) == {gone, bad}
    restore(tmp_path / "b.zip", Settings(home=tmp_path / "target"))
    with Store.open(home=tmp_path / "target") as restored:
        assert len(restored.plans()) == 3
        assert not {gone, bad} & set(restored.originals.names())


def test_a_file_that_is_there_is_replaced_only_by_force(stored, tmp_path):
    file = tmp_path / "b.zip"
    file.write_text("mine")
    with pytest.raises(UsageError, match="--force"):
        backup(stored, file)
    assert file.read_text() == "mine"
    backup(stored, file, force=True)
    assert check(file).plans == 3


def test_a_full_disk_leaves_no_file(stored):
    if not Path("/dev/full").exists():
        pytest.skip("no such device here")
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    old = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(StoreFull):
            backup(stored, stored.home / "b.zip")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, old)
    assert not list(stored.home.glob("*b.zip"))
    assert not list(stored.home.glob(".new-*"))


def test_only_an_empty_store_is_filled(store, made, make, tmp_path):
    store.put(*make(number=1, salt="mine"))
    url = store.place.url.render_as_string(hide_password=False)
    before = everything(store)
    with pytest.raises(UsageError, match="KEHOACH_HOME"):
        restore(made, Settings(home=store.home, database=url))
    assert everything(store) == before


# Changes to a backup: of its members by name, each a function from the bytes to other bytes (None takes it away).


def rewrite(file: Path, change, *, names=lambda name: name, packing=None) -> Path:
    changed = file.with_name("changed.zip")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(changed, "w") as new:
        for member in old.infolist():
            content = change(member.filename, old.read(member))
            if content is not None:
                new.writestr(names(member.filename), content, packing or member.compress_type)
    return changed


def of_manifest(**changes):
    def change(name: str, content: bytes) -> bytes:
        return json.dumps(json.loads(content) | changes).encode() if name == MANIFEST else content

    return change


def resealed(file: Path, table: str, change) -> Path:
    """Another content of a table, with a manifest that agrees: as one would do who means harm."""
    with zipfile.ZipFile(file) as old:
        content = change(old.read(f"tables/{table}.jsonl"))
        tables = json.loads(old.read(MANIFEST))["tables"]
    tables[table] = {"rows": content.count(b"\n"), "size": len(content), "sha256": sha256(content).hexdigest()}
    manifest = of_manifest(tables=tables)
    return rewrite(file, lambda n, c: content if n == f"tables/{table}.jsonl" else manifest(n, c))


def refused(file: Path, tmp_path: Path, kind=ReadError, match: str | None = None) -> None:
    """Refused by --check or else while restoring; either way nothing of it is in the store."""
    target = Settings(home=tmp_path / "target")
    with pytest.raises(kind, match=match) as met:
        restore(file, target)
    assert "\n" not in str(met.value)
    assert holds(target.home) == 0


CHANGES = {
    "another row": lambda n, c: c.replace(b"An Bi", b"Xn Bi") if n == "tables/plan.jsonl" else c,
    "a row less": lambda n, c: c[c.index(b"\n") + 1 :] if n == "tables/criterion.jsonl" else c,
    "a table less": lambda n, c: None if n == "tables/link.jsonl" else c,
    "an original less": lambda n, c: None if n.startswith("originals/") else c,
    "another original": lambda n, c: c[:-1] + b"?" if n.startswith("originals/") else c,
    "no manifest": lambda n, c: None if n == MANIFEST else c,
    "a manifest that is none": lambda n, c: b"[1]" if n == MANIFEST else c,
    "a manifest of nothing": lambda n, c: b"{}" if n == MANIFEST else c,
    "a negative size": of_manifest(originals={"0" * 64: -1}),
    "a path for a name": of_manifest(originals={"../../../etc/passwd": 3}),
    "other tables": of_manifest(tables={}),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_backup_restores_nothing(made, tmp_path, change):
    refused(rewrite(made, change), tmp_path)
    assert not (tmp_path / "target").exists()


def test_names_outside_the_form_are_refused(made, tmp_path):
    for wrong in ("../../evil", "/etc/evil", "originals/../../evil", "tables/store.jsonl"):
        refused(rewrite(made, lambda n, c: c, names=lambda n: wrong if n == "tables/link.jsonl" else n), tmp_path)  # noqa: B023
    assert not list(tmp_path.rglob("evil"))


def test_a_member_twice_is_refused(made, tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(made, "a") as archive:
        archive.writestr("tables/link.jsonl", b"")
    refused(made, tmp_path)


def test_a_bomb_is_refused_before_it_swells(made, tmp_path):
    bomb = resealed(made, "link", lambda _: b" " * (300 << 20) + b"\n")
    refused(bomb, tmp_path, match="swells")
    packed = rewrite(made, lambda n, c: c, packing=zipfile.ZIP_DEFLATED)  # Originals that could swell.
    refused(packed, tmp_path, match="not as it was written")


WRONG_ROWS = {
    "not JSON": lambda line: b"{",
    "an unknown column": lambda line: line.replace(b"{", b'{"x":1,', 1),
    "a number that is text": lambda line: line.replace(b'"ordinal":1', b'"ordinal":"1; DROP TABLE plan"'),
    "a number beyond all": lambda line: line.replace(b'"ordinal":1', b'"ordinal":99999999999999999999'),
    "no such plan": lambda line: line.replace(b'"plan_no":', b'"plan_no":77'),
    "no such word": lambda line: line.replace(b'"audience":"', b'"audience":"x'),
    "null": lambda line: line.replace(b'"confidence":0.9', b'"confidence":null'),
    "the same twice": lambda line: line + b"\n" + line,
}


@pytest.mark.parametrize("change", WRONG_ROWS.values(), ids=WRONG_ROWS)
def test_rows_that_cannot_be_are_refused_although_sealed(made, tmp_path, target, change):
    def first(content: bytes) -> bytes:
        line, rest = content.split(b"\n", 1)
        changed = change(line)
        assert changed != line
        return changed + b"\n" + rest

    file = resealed(made, "criterion", first)
    with pytest.raises(ReadError):
        restore(file, target)
    assert holds(target.home, target.database) == 0


def test_a_text_that_postgresql_cannot_hold_is_the_fault_of_the_backup(made, tmp_path, postgres_url):
    file = resealed(made, "saved", lambda content: content.replace(b'"name":"', b'"name":"\\u0000'))
    with pytest.raises(ReadError, match="nothing was restored"):
        restore(file, Settings(home=tmp_path / "target", database=postgres_url))


def test_a_rendition_without_its_original_is_refused(made, tmp_path):
    with zipfile.ZipFile(made) as archive:
        name = next(n for n in archive.namelist() if n.startswith("originals/"))
        originals = json.loads(archive.read(MANIFEST))["originals"]
    originals.pop(name.removeprefix("originals/"))
    manifest = of_manifest(originals=originals)
    refused(rewrite(made, lambda n, c: None if n == name else manifest(n, c)), tmp_path, match="is not in it")


@pytest.mark.parametrize("newer", [{"form": "9999"}, {"backup": LAYOUT + 1}], ids=["tables", "backup"])
def test_a_newer_form_is_refused(made, tmp_path, newer):
    refused(rewrite(made, of_manifest(**newer, something_new={})), tmp_path, UsageError, "newer kehoach")


def test_an_older_form_is_refused(made, tmp_path):
    refused(rewrite(made, of_manifest(form="0001")), tmp_path, UsageError, "older kehoach")


def test_a_backup_of_the_second_form_becomes_a_store_of_todays(target):
    """All tables that it has are as they were, and those that came since are empty."""
    told = restore(BACKUP, target)
    assert (told.form, told.plans) == ("0002", 2)
    with Store.open(target.database, target.home) as restored:
        rows = everything(restored)
        assert {n: len(rows[n]) for n in told.tables} == {n: member.rows for n, member in told.tables.items()}
        assert {n for n in rows if rows[n] and n not in told.tables} == set()
        assert [(row.symbol, row.version) for row in restored.plans()] == [("108/KH-UBND", 2), ("118/KH-UBND", 1)]
        assert restored.load("ca-mau-2019-108-kh-ubnd").metadata.place.value == "An Biên"
        assert restored.ask(Question.of(kind="criteria", words="danh hiệu")).total == 2
        assert restored.put(*make_sample(number=9, salt="ninth")).status == "stored"
    assert examine(target, deep=True).whole


def test_a_form_with_the_tables_of_another_is_refused(made, tmp_path):
    refused(rewrite(made, of_manifest(form="0002")), tmp_path, match="other tables")


def test_a_file_of_a_source_without_its_original_is_refused(made, tmp_path):
    wrong = resealed(made, "file", lambda c: re.sub(rb'"sha256":"[0-9a-f]{64}"', b'"sha256":"' + b"0" * 64 + b'"', c))
    refused(wrong, tmp_path, match="is not in it")


def test_what_is_no_backup_is_refused(tmp_path):
    (tmp_path / "b.zip").write_bytes(b"")
    refused(tmp_path / "b.zip", tmp_path)
    refused(tmp_path / "none.zip", tmp_path, UsageError)
    refused(tmp_path, tmp_path, UsageError)


@pytest.fixture(scope="module")
def whole_backup(tmp_path_factory) -> bytes:
    folder = tmp_path_factory.mktemp("whole")
    with Store.open(home=folder) as store:
        store.put(*make_sample())
        backup(store, folder / "b.zip")
    return (folder / "b.zip").read_bytes()


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_cut_and_no_changed_byte_passes(whole_backup, tmp_path_factory, data):
    """Whatever is done to the bytes: an error of ours, or what was written all the same."""
    file = tmp_path_factory.getbasetemp() / "mangled.zip"
    if data.draw(st.booleans()):
        mangled = whole_backup[: data.draw(st.integers(0, len(whole_backup) - 1))]
    else:
        mangled = bytearray(whole_backup)
        mangled[data.draw(st.integers(0, len(mangled) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(mangled)
    try:
        told = check(file)
    except KehoachError:
        return
    with zipfile.ZipFile(file) as archive:  # A byte that means nothing, such as a time of day, or one of the manifest.
        contents = {n: archive.read(n) for n in archive.namelist() if n != MANIFEST}
    file.write_bytes(whole_backup)
    with zipfile.ZipFile(file) as archive:
        assert contents == {n: archive.read(n) for n in archive.namelist() if n != MANIFEST}
    assert told.tables == check(file).tables


# Real kills: a process ends itself by SIGKILL, which nothing in it can catch, at one of the steps that it is told of.

WORK = """
import json, os, signal, sys
from pathlib import Path
from pipeline.maintaining.backup import backup
from pipeline.maintaining.restore import restore
from pipeline.settings import Settings
from pipeline.store import Store

def work(what, file, home, database, kill_at):
    def step(done, of):
        if kill_at is not None and done >= kill_at * of:
            os.kill(os.getpid(), signal.SIGKILL)
    if what == "backup":
        with Store.open(database, Path(home), read_only=True) as store:
            backup(store, Path(file), force=True, step=step)
    else:
        restore(Path(file), Settings(home=Path(home), database=database), step)

for line in sys.stdin:
    child = os.fork()
    if not child:
        try:
            work(*json.loads(line))
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def work():
    """Back up or restore in a process of its own, killed when so much of it is done."""
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def run(what: str, file: Path, home: Path, url: str | None, kill_at: float | None = None) -> None:
            print(json.dumps([what, str(file), str(home), url, kill_at]), file=process.stdin, flush=True)
            assert int(process.stdout.readline()) == (0 if kill_at is None else -signal.SIGKILL)

        yield run
        process.stdin.close()


KILLS = (0.0, 0.1, 0.3, 0.5, 0.8, 1.0)
"""Of the work done when the kill comes; while a backup is made each comes twice, without a file there and with one."""

MORE_KILLS = (*KILLS, 0.2, 0.4, 0.6, 0.9, 0.95)


def test_killed_while_it_is_made(store, make, tmp_path, work):
    """Neither a new file nor what it would replace is ever half."""
    fill(store, make)
    url = store.place.url.render_as_string(hide_password=False)
    file = tmp_path / "backups" / "b.zip"
    file.parent.mkdir()
    for part in KILLS:
        work("backup", file, store.home, url, part)
        assert not file.exists()
    work("backup", file, store.home, url)
    before = file.read_bytes()
    for part in KILLS:
        work("backup", file, store.home, url, part)
        assert file.read_bytes() == before
    assert check(file).plans == 3
    store.put(*make(number=44, salt="the store is not locked"))


def test_killed_while_it_is_restored(target, source, made, work):
    """Nothing of it is in the store, and the next run completes."""
    for part in MORE_KILLS:
        work("restore", made, target.home, target.database, part)
        assert holds(target.home, target.database) == 0
    work("restore", made, target.home, target.database)
    with Store.open(target.database, target.home) as restored, Store.open(home=source) as first:
        assert everything(restored) == everything(first)
        assert answers(restored) == answers(first)
        if target.database is None:
            with restored.reading() as connection:
                assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        with restored.reading() as connection:
            assert connection.execute(select(func.count()).select_from(RenditionTable)).scalar_one() == 4
