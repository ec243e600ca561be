"""A database of an older form becomes one of today's, nothing lost; what is newer or older is refused by name."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, select, text

from models import interchange
from models.document import RawFile
from models.errors import StoreBusy, StoreError, UsageError
from pipeline.maintaining.manifest import TABLES as TABLES_OF_BACKUPS
from pipeline.maintaining.manifest import tables_of
from pipeline.renewing import migration
from pipeline.store import Store, database
from pipeline.store.base import Base
from pipeline.store.database import FORM, locate
from pipeline.store.packing import unpacked
from pipeline.store.parts import TABLES
from pipeline.store.question import Question
from pipeline.store.tables import ActorTable, LabelTable, PlanTable, RenditionTable, VersionTable
from pipeline.store.views import VIEWS
from tests.pipeline.store.forms import put_second_form

NAME = "kehoach.sqlite"
ROOT = Path(__file__).parents[3]
FIRST_FORM = ROOT / "tests" / "cases" / "store" / "form-0001.sql"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose database is of the first form: a plan in two versions."""
    with closing(sqlite3.connect(tmp_path / NAME)) as connected:
        connected.executescript(FIRST_FORM.read_text(encoding="utf-8"))
        connected.execute("PRAGMA journal_mode = WAL")
    return tmp_path


def migrated(home: Path) -> migration.Migration:
    return migration.migrate(locate(None, home))


def dump(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connected:
        return list(connected.iterdump())


def old_versions(home: Path) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(home / NAME)) as connected:
        columns = "ordinal, sha256, media_type, source, stored_at, json"
        return connected.execute(f"SELECT {columns} FROM version ORDER BY ordinal").fetchall()  # noqa: S608


def differences(connection: Connection) -> list[Any]:
    """Between the tables as they are and as the code knows them; views are no tables."""
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


def shapes(connection: Connection) -> dict[str, Any]:
    found = inspect(connection)
    return {
        name: (
            sorted((c["name"], str(c["type"]), c["nullable"]) for c in found.get_columns(name)),
            found.get_pk_constraint(name)["constrained_columns"],
            sorted((i["name"], tuple(i["column_names"]), i["unique"]) for i in found.get_indexes(name)),
            sorted(
                (tuple(k["constrained_columns"]), k["referred_table"], str(k["options"]))
                for k in found.get_foreign_keys(name)
            ),
            sorted(tuple(u["column_names"]) for u in found.get_unique_constraints(name)),
        )
        for name in found.get_table_names()
    }


def test_a_fresh_store_has_the_tables_that_the_code_knows(store):
    with store.reading() as connection:
        assert differences(connection) == []


def test_a_migrated_store_has_the_tables_of_a_fresh_one(home, tmp_path_factory):
    migrated(home)
    with Store.open(home=home) as store, store.reading() as connection:
        assert differences(connection) == []
        ours = shapes(connection)
        views = inspect(connection).get_view_names()
    with Store.open(home=tmp_path_factory.mktemp("fresh")) as store, store.reading() as connection:
        assert ours == shapes(connection)
        assert views == inspect(connection).get_view_names()


def test_every_version_is_brought_over_as_it_was(home):
    before = old_versions(home)
    done = migrated(home)
    assert (done.before, done.after, done.versions) == ("0001", FORM, 2)
    query = (
        select(
            VersionTable.ordinal,
            RenditionTable.sha256,
            RenditionTable.media_type,
            RenditionTable.source,
            VersionTable.stored_at,
            VersionTable.json,
        )
        .join(RenditionTable, RenditionTable.version_no == VersionTable.no)
        .order_by(VersionTable.ordinal)
    )
    with Store.open(home=home) as store:
        with store.reading() as connection:
            after = connection.execute(query).all()
        for old, new in zip(before, after, strict=True):
            assert old[:4] == tuple(new[:4])
            assert new.stored_at.isoformat(sep=" ") == old[4]
            assert unpacked(new.json) == unpacked(old[5])
        assert [row.version for row in store.plans()] == [2]


def _facts(store: Store) -> dict[str, list[Any]]:
    """What is told of the plans, but for when it was written and the numbers of rows."""
    found: dict[str, list[Any]] = {}
    with store.reading() as connection:
        for table in (PlanTable, LabelTable, ActorTable, *TABLES):
            rows = connection.execute(select(table)).mappings().all()
            found[table.__tablename__] = sorted(
                str(sorted((k, str(v)) for k, v in row.items() if k not in ("no", "made_at"))) for row in rows
            )
    return found


def test_what_is_told_is_what_the_same_json_tells_when_stored_today(home, tmp_path_factory):
    plans = [unpacked(row[5]) for row in old_versions(home)]
    texts = [(ROOT / "tests/cases/plans/a3.txt").read_bytes(), b"the other bytes"]
    migrated(home)
    with Store.open(home=tmp_path_factory.mktemp("fresh")) as fresh:
        for plan, content in zip(plans, texts, strict=True):
            fresh.put(RawFile(content=content, media_type="text/plain", source="a3.txt"), plan)
        assert fresh.plans()[0].version == 2
        with Store.open(home=home) as store:
            assert _facts(store) == _facts(fresh)
            (plan_id,) = (row.id for row in store.plans())
            assert [interchange.dump(store.load(plan_id, v)) for v in (1, 2)] == [interchange.dump(p) for p in plans]
            found = store.search("chuyển đổi số", limit=5)
            assert found.total == fresh.search("chuyển đổi số", limit=5).total > 0


def test_a_copy_is_kept_beside_it_under_its_form(home):
    before = dump(home / NAME)
    told: list[Path] = []
    done = migration.migrate(locate(None, home), on_copy=told.append)
    assert done.copied_to is not None
    assert told == [done.copied_to]
    assert done.copied_to.parent == home
    assert done.copied_to.name.startswith("kehoach.form-0001.")
    assert dump(done.copied_to) == before
    assert done.copied_to.stat().st_mode == (home / NAME).stat().st_mode


def test_one_of_todays_form_is_left_as_it_is(home):
    migrated(home)
    before, files = dump(home / NAME), sorted(home.iterdir())
    assert migrated(home) == migration.Migration(database=str(home / NAME), before=FORM, after=FORM)
    assert dump(home / NAME) == before
    assert sorted(home.iterdir()) == files


def test_on_a_server_there_is_nothing_to_do_yet(postgres_url, tmp_path):
    with Store.open(postgres_url, tmp_path):
        pass
    done = migration.migrate(locate(postgres_url, tmp_path))
    assert (done.before, done.after, done.copied_to) == (FORM, FORM, None)


def test_a_migration_that_fails_changes_nothing(home):
    before = dump(home / NAME)

    class Fault(Exception):
        pass

    def fail(done: int, total: int) -> None:
        assert (done, total) == (1, 2)
        raise Fault

    with pytest.raises(Fault):
        migration.migrate(locate(None, home), fail)
    assert dump(home / NAME) == before


def test_no_database_is_made_where_there_is_none(tmp_path):
    with pytest.raises(UsageError, match="kehoach ingest"):
        migrated(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("read_only", [True, False])
def test_the_first_form_is_refused_by_all_else(home, read_only):
    with pytest.raises(StoreError, match=r"older kehoach.*kehoach migrate"):
        Store.open(home=home, read_only=read_only)


# The second form, on either engine: tables more, and nothing written anew.


@pytest.fixture
def second(tmp_path: Path, engine_url: str | None) -> tuple[str | None, Path]:
    put_second_form(tmp_path, engine_url)
    return engine_url, tmp_path


def _rows(at: tuple[str | None, Path]) -> dict[str, list[Any]]:
    """Every row of every table, but for the number of the form."""
    engine = database.connect(locate(*at), read_only=True, migrating=True)
    try:
        with engine.begin() as connection:
            names = set(inspect(connection).get_table_names()) - {"alembic_version"}
            return {n: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{n}"')))) for n in names}  # noqa: S608
    finally:
        engine.dispose()


def test_the_second_form_gets_tables_and_keeps_every_row(second, tmp_path_factory):
    before = _rows(second)
    assert sum(map(len, before.values())) > 100
    with pytest.raises(StoreError, match=r"older kehoach.*kehoach migrate"):
        Store.open(*second)
    told: list[tuple[int, int]] = []
    done = migration.migrate(locate(*second), lambda *at: told.append(at))
    assert (done.before, done.after, done.versions, told) == ("0002", FORM, 0, [])
    assert (done.copied_to is None) == (second[0] is not None)
    after = _rows(second)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == TABLES_OF_BACKUPS.keys() - tables_of("0002").keys()
    assert not any(after[name] for name in set(after) - set(before))
    with Store.open(*second) as store, store.reading() as connection:
        assert differences(connection) == []
        assert sorted(inspect(connection).get_view_names()) == sorted(VIEWS)


def test_what_was_of_the_second_form_is_asked_and_goes_on(second, make):
    migration.migrate(locate(*second))
    with Store.open(*second) as store:
        assert [(row.symbol, row.version) for row in store.plans()] == [("108/KH-UBND", 2), ("118/KH-UBND", 1)]
        assert store.load("ca-mau-2019-108-kh-ubnd").metadata.place.value == "An Biên"
        assert store.ask(Question.of(kind="criteria", words="danh hiệu")).total == 2
        assert store.put(*make()).status == "unchanged"
        assert store.put(*make(number=9, salt="ninth")).status == "stored"


def _set_form(url: str | None, home: Path, form: str) -> None:
    with Store.open(url, home) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :form"), {"form": form})


@pytest.mark.parametrize("open_it", [Store.open, lambda url, home: migration.migrate(locate(url, home))])
def test_a_newer_form_is_refused(engine_url, tmp_path, open_it: Callable[..., Any]):
    _set_form(engine_url, tmp_path, "9999")
    with pytest.raises(StoreError, match=r"newer kehoach.*9999.*update kehoach"):
        open_it(engine_url, tmp_path)


def test_an_older_form_is_refused_on_either_engine(engine_url, tmp_path):
    _set_form(engine_url, tmp_path, "0001")
    for read_only in (True, False):
        with pytest.raises(StoreError, match=r"older kehoach.*kehoach migrate"):
            Store.open(engine_url, tmp_path, read_only=read_only)


def test_a_migration_waits_for_no_one_for_ever(home):
    with closing(sqlite3.connect(home / NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreBusy, match="another process"):
            migration.migrate(locate(f"sqlite:///{home / NAME}?timeout=0.1", home))
    assert not list(home.glob("*.form-0001.*"))
    assert migrated(home).versions == 2
