"""What stands in the way of a database: locks, rights, room, damage. Each is said; nothing is half written."""

from __future__ import annotations

import os
import resource
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import event, text

from models.errors import StoreBusy, StoreError, StoreFull, StoreReadOnly, StoreUnreachable, UsageError
from pipeline.store import Store
from pipeline.store.errors import translated
from pipeline.store.originals import Folder
from pipeline.store.question import Question

NAME = "kehoach.sqlite"


def whole(home: Path) -> bool:
    with closing(sqlite3.connect(home / NAME)) as database:
        return database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@contextmanager
def held(home: Path, how: str) -> Iterator[None]:
    with closing(sqlite3.connect(home / NAME, isolation_level=None)) as other:
        if how == "all":
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM plan WHERE id = 'none'")
        yield
        other.execute("ROLLBACK")


def put_many(store: Store, make) -> None:
    for k in range(500):
        store.put(*make(salt=f"{k} " * 2000, number=k + 1))


def hasty(home: Path) -> str:
    return f"sqlite:///{home / NAME}?timeout=0.1"


def test_a_writer_in_the_way_is_said_and_readers_go_on(tmp_path, make):
    with Store.open(hasty(tmp_path), tmp_path) as store:
        store.put(*make())
        with held(tmp_path, "writing"):
            with pytest.raises(StoreBusy, match=r"kehoach\.sqlite.*another process"):
                store.put(*make(salt="x"))
            assert len(store.plans()) == 1
        assert store.put(*make(salt="x")).version == 2


def test_a_database_held_for_one_alone_is_said_on_opening(tmp_path, make):
    with Store.open(home=tmp_path) as store:
        store.put(*make())
    with held(tmp_path, "all"), pytest.raises(StoreBusy, match="wait"):
        Store.open(hasty(tmp_path), tmp_path)


def test_a_full_disk_leaves_the_database_whole(tmp_path, make):
    with Store.open(home=tmp_path) as store:
        store.put(*make())
    # SQLite's own bound on its pages answers as a full disk does.
    with Store.open(home=tmp_path) as store:
        with store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreFull, match=r"kehoach\.sqlite.*make room"):
            put_many(store, make)
    assert whole(tmp_path)
    with Store.open(home=tmp_path) as store:
        before = len(store.plans())
        assert store.put(*make(salt="after", number=900)).status == "stored"
        assert len(store.plans()) == before + 1


FILL = """
import resource, signal, sys
from pathlib import Path
from models.document import RawFile
from models.errors import StoreFull
from pipeline.store.originals import Folder
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
raw = RawFile(content=b"x" * 100_000, media_type="text/plain", source="x.txt")
try:
    Folder(Path(sys.argv[1])).keep(raw.content)
except StoreFull as error:
    print(error)
"""


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="no bound on the size of files here")
def test_an_original_that_does_not_fit_leaves_no_part(tmp_path):
    done = subprocess.run(  # noqa: S603  (our own code, in a process whose files are bounded)
        [sys.executable, "-c", FILL, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert "there is no room left" in done.stdout
    assert [p for p in tmp_path.rglob("*") if p.is_file()] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 1 MiB, where this user may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    yield from _mounted(folder, ["-t", "tmpfs", "-o", "size=1m", "tmpfs"])


@pytest.fixture
def sealed(tmp_path: Path, make) -> Iterator[Path]:
    """A folder with a database of one plan that nobody may write, not even root, where this user may mount."""
    folder = tmp_path / "sealed"
    with Store.open(home=folder) as store:
        store.put(*make())
    yield from _mounted(folder, ["--bind", str(folder)], ["-o", "remount,ro,bind"])


def _mounted(folder: Path, how: list[str], then: list[str] | None = None) -> Iterator[Path]:
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if not mount or not umount or os.geteuid() != 0:
        pytest.skip("only root may mount")
    if subprocess.run([mount, *how, str(folder)], capture_output=True, check=False).returncode:  # noqa: S603
        pytest.skip("mounting is not allowed here")
    try:
        if then:
            subprocess.run([mount, *then, str(folder)], check=True)  # noqa: S603
        yield folder
    finally:
        subprocess.run([umount, str(folder)], check=True)  # noqa: S603


def test_a_really_full_disk(small_disk, make):
    with Store.open(home=small_disk) as store:
        with pytest.raises(StoreFull, match="no room"):
            put_many(store, make)
        stored = len(store.plans())
    assert whole(small_disk)
    with Store.open(home=small_disk, read_only=True) as store:
        rows = store.plans()
        assert len(rows) == stored
        assert all(store.load(row.id) for row in rows)


def test_a_folder_that_cannot_be_written_can_be_read(sealed, make):
    with Store.open(home=sealed, read_only=True) as store:
        assert len(store.plans()) == 1
        with pytest.raises(StoreReadOnly):
            store.put(*make(salt="x"))
    with pytest.raises(StoreReadOnly, match=r"kehoach\.sqlite.*cannot be written"):
        Store.open(home=sealed)


def test_a_new_home_in_a_folder_that_cannot_be_written(sealed):
    with pytest.raises(StoreReadOnly, match="KEHOACH_HOME"):
        Store.open(home=sealed / "below" / "home")


def test_a_store_opened_for_reading_writes_nothing(tmp_path, make):
    with Store.open(home=tmp_path) as store:
        store.put(*make())
    sample = make(salt="x")
    with Store.open(home=tmp_path, read_only=True) as store, pytest.raises(StoreReadOnly, match="kehoach"):
        store.put(*sample)
    assert not Folder(tmp_path / "originals").place(sample.raw.sha256).exists()


def test_reading_while_another_writes(tmp_path, make):
    with Store.open(home=tmp_path) as writer, Store.open(home=tmp_path, read_only=True) as reader:
        assert reader.plans() == []
        writer.put(*make())
        assert len(reader.plans()) == 1


def test_nothing_to_read_says_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="kehoach ingest"):
        Store.open(home=tmp_path / "none", read_only=True)
    assert not (tmp_path / "none").exists()
    (tmp_path / NAME).touch()
    with pytest.raises(UsageError, match="kehoach ingest"):
        Store.open(home=tmp_path, read_only=True)


@pytest.mark.parametrize("read_only", [True, False])
@pytest.mark.parametrize("content", [b"Not a database at all, but long enough to have a header. " * 40, b"SQLite"])
def test_a_file_that_is_no_database(tmp_path, content, read_only):
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(StoreError, match=r"kehoach\.sqlite.*no whole database") as raised:
        Store.open(home=tmp_path, read_only=read_only)
    assert "put it aside" in str(raised.value)
    assert (tmp_path / NAME).read_bytes() == content


def test_a_damaged_database_is_said_when_it_is_met(tmp_path, make):
    with Store.open(home=tmp_path) as store:
        for k in range(30):
            store.put(*make(salt=str(k) * 500, number=k + 1))
    path = tmp_path / NAME
    content = bytearray(path.read_bytes())
    content[8192:] = os.urandom(len(content) - 8192)  # The header and the list of tables stay.
    path.write_bytes(content)
    with pytest.raises(StoreError, match=r"kehoach\.sqlite.*no whole database"), Store.open(home=tmp_path) as store:
        store.ask(Question(kind="criteria"))


def test_another_programs_database_is_left_alone(tmp_path):
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("CREATE TABLE letters (id)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(home=tmp_path)
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("letters",)]


@pytest.mark.parametrize("read_only", [True, False])
def test_a_newer_database_is_refused(tmp_path, make, read_only):
    with Store.open(home=tmp_path) as store:
        store.put(*make())
    with closing(sqlite3.connect(tmp_path / NAME)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(StoreError, match=r"newer kehoach.*9999.*update kehoach"):
        Store.open(home=tmp_path, read_only=read_only)


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgresql+asyncpg://u@h/db",
        "postgresql://h",
        "mysql://x",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///x?timeout=soon",
    ],
)
def test_a_url_of_no_use(tmp_path, url):
    with pytest.raises(UsageError):
        Store.open(url, tmp_path)


def test_a_url_that_names_a_folder_is_said(tmp_path):
    with pytest.raises(StoreError, match=str(tmp_path)):
        Store.open(f"sqlite:///{tmp_path}", tmp_path)


def test_odd_characters_in_the_path_are_part_of_it(tmp_path, make):
    home = tmp_path / "kế hoạch #1 100% ?mode=memory&x='y'"
    with Store.open(home=home) as store:
        store.put(*make())
    with Store.open(home=home, read_only=True) as store:
        assert len(store.plans()) == 1
    assert (home / NAME).is_file()


def test_what_is_no_failure_of_the_store_passes_as_it_is(tmp_path):
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE TABLE t (x NOT NULL)")
        with pytest.raises(sqlite3.IntegrityError), translated(tmp_path):
            database.execute("INSERT INTO t VALUES (NULL)")


# The same on a server, where it can happen there.


def test_a_writer_in_the_way_on_a_server(postgres_url, tmp_path, make):
    with Store.open(f"{postgres_url}?timeout=0.1", tmp_path) as store:
        store.put(*make())
        with Store.open(postgres_url, tmp_path) as other, other.writing():
            with pytest.raises(StoreBusy, match="another process"):
                store.put(*make(salt="x"))
            assert len(store.plans()) == 1
        assert store.put(*make(salt="x")).version == 2


def end_connections(url: str) -> None:
    """As a server does that is shut down."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        others = "datname = current_database() AND pid <> pg_backend_pid()"
        connection.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608


def write_until_it_goes_away(store: Store, url: str) -> None:
    with store.writing() as connection:
        connection.execute(text("DELETE FROM clause"))
        end_connections(url)
        connection.execute(text("DELETE FROM plan"))


def test_a_server_that_goes_away_in_the_middle(postgres_url, tmp_path, make):
    with Store.open(postgres_url, tmp_path) as store:
        store.put(*make())
        with pytest.raises(StoreUnreachable, match="does not answer"):
            write_until_it_goes_away(store, postgres_url)
        assert store.ask(Question(kind="clauses")).total == 5  # Nothing of it was kept; the next is answered.
        assert store.put(*make(salt="x")).version == 2


def test_a_server_that_goes_away_before_the_commit(postgres_url, tmp_path, make):
    with Store.open(postgres_url, tmp_path) as store:
        event.listen(store.engine, "commit", lambda _connection: end_connections(postgres_url), once=True)
        with pytest.raises(StoreUnreachable, match="does not answer"):
            store.put(*make())
        assert store.plans() == []
        assert store.put(*make()).status == "stored"


def test_a_server_that_is_not_there(tmp_path):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"postgresql+psycopg://an:secret@127.0.0.1:{unused.getsockname()[1]}/plans"
        with pytest.raises(StoreUnreachable, match="does not answer") as raised:
            Store.open(url, tmp_path)
    assert "secret" not in str(raised.value)


def test_a_server_that_has_no_such_database(postgres_url, tmp_path):
    with pytest.raises(StoreUnreachable, match="does not answer"):
        Store.open(f"{postgres_url}_none", tmp_path)


def test_a_user_who_may_only_read_on_a_server(postgres_url, tmp_path, make):
    with Store.open(postgres_url, tmp_path) as store:
        store.put(*make())
    name = f"reader_{secrets.token_hex(4)}"
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO {name}")
    theirs = postgres_url.replace("kehoach@", f"{name}@")
    try:
        with Store.open(theirs, tmp_path, read_only=True) as store:
            assert len(store.plans()) == 1
        with Store.open(theirs, tmp_path) as store, pytest.raises(StoreReadOnly, match="cannot be written"):
            store.put(*make(salt="x"))
    finally:
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {name}; DROP ROLE {name}")


def test_another_programs_database_on_a_server_is_left_alone(postgres_url, tmp_path):
    with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE letters (id integer)")
        with pytest.raises(StoreError, match="another program"):
            Store.open(postgres_url, tmp_path)
        found = connection.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        assert found.fetchall() == [("letters",)]


@pytest.mark.parametrize("state", ["53100", "53200"])
def test_a_server_without_room(postgres_url, tmp_path, make, state):
    """Raised by the server itself, as it does where its disk is full."""
    with Store.open(postgres_url, tmp_path) as store:
        store.put(*make())
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute(
                "CREATE FUNCTION fails() RETURNS trigger LANGUAGE plpgsql AS"
                f" $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '{state}'; END $$"
            )
            connection.execute("CREATE TRIGGER fails BEFORE INSERT ON award EXECUTE FUNCTION fails()")
        with pytest.raises(StoreFull, match="make room"):
            store.put(*make(salt="x"))
        assert [row.version for row in store.plans()] == [1]
        with psycopg.connect(postgres_url.replace("+psycopg", ""), autocommit=True) as connection:
            connection.execute("DROP TRIGGER fails ON award")
        assert store.put(*make(salt="x")).version == 2
