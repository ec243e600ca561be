"""Processes killed at every stage, and many at once: the store opens, holds whole plans only, and the next run
completes."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import inspect, select, text, update

from models import interchange
from models.document import RawFile
from models.plan import Plan
from pipeline import rules
from pipeline.maintaining.manifest import tables_of
from pipeline.process import process
from pipeline.search import parsed
from pipeline.store import Store, keys, parts, write
from pipeline.store.corrections import corrected, in_force
from pipeline.store.database import FORM, connect, form_of, locate
from pipeline.store.facts import plan_facts
from pipeline.store.packing import packed, unpacked
from pipeline.store.tables import (
    ActingTable,
    ActorTable,
    ChangeTable,
    PlanTable,
    RenditionTable,
    VersionTable,
)
from tests.pipeline.store.forms import put_second_form

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")

KILLS = 10
"""That must land in each stage, on each engine."""

TRIES = 60
SEED = 20190819
HERE = Path(__file__).parent
ROOT = HERE.parents[2]
PLANS = ROOT / "tests" / "cases" / "plans"
FIRST_FORM = ROOT / "tests" / "cases" / "store" / "form-0001.sql"


class Running:
    """A stage in a process of its own."""

    def __init__(self, ask: Callable[[dict[str, Any]], int], request: dict[str, Any]) -> None:
        self._ask, self._begun, self._said = ask, Path(request["begun"]), Path(request["said"])
        self._begun.unlink(missing_ok=True)
        self._pid = ask(request)

    def begun(self) -> None:
        until = time.monotonic() + 60
        while not self._begun.exists():
            assert time.monotonic() < until, self.said
            time.sleep(0.001)

    def kill(self) -> bool:
        """Whether the kill landed: the stage had not ended. It is dead when this returns."""
        os.kill(self._pid, signal.SIGKILL)
        return self.ended() == -signal.SIGKILL

    def ended(self) -> int:
        return self._ask({"wait": self._pid})

    @property
    def said(self) -> str:
        return self._said.read_text() if self._said.exists() else ""


Start = Callable[..., Running]


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[dict[str, Any]], int]]:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, str(HERE / "killing.py")],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdin
        assert server.stdout

        def asked(request: dict[str, Any]) -> int:
            print(json.dumps(request), file=server.stdin, flush=True)
            return int(server.stdout.readline())

        yield asked
        server.stdin.close()


@pytest.fixture
def start(ask: Callable[[dict[str, Any]], int], tmp_path: Path, engine_url: str | None) -> Start:
    """Start a stage on the store of the test."""
    names = iter(range(10_000))

    def started(stage: str, **more: Any) -> Running:
        name = next(names)
        paths = {"said": str(tmp_path / f"said-{name}"), "begun": str(tmp_path / f"begun-{name}")}
        return Running(ask, {"stage": stage, "url": engine_url, "home": str(tmp_path), **paths, **more})

    return started


@pytest.fixture
def tell(tell: Callable[[str], None], engine_url: str | None) -> Callable[[str, int, int], None]:
    engine = "postgresql" if engine_url else "sqlite"
    return lambda stage, landed, tried: tell(f"{landed} kills landed in {stage} ({engine}), {tried} sent")


def kill_at_random(run: Callable[[int], Running], check: Callable[[], None]) -> tuple[int, int]:
    """Run a stage again and again, and kill it at random points until enough kills have landed; returns how many
    landed of how many. `check` is asked after each."""
    chance = random.Random(SEED)  # noqa: S311  (no secret)
    begun = run(0)
    begun.begun()
    at = time.monotonic()
    assert begun.ended() == 0, begun.said
    lasts = time.monotonic() - at
    landed = 0
    for tried in range(1, TRIES + 1):
        stage = run(tried)
        stage.begun()
        time.sleep(chance.uniform(0, lasts))
        landed += stage.kill()
        check()
        if landed == KILLS:
            return landed, tried
    raise AssertionError(f"only {landed} of {TRIES} kills landed")


def kill_at_statements(run: Callable[[int], Running], check: Callable[[], None], every: int = 1) -> int:
    """Kill a transaction before its first statement, its second, …, and before its commit; returns how many kills
    landed. The last run, with fewer statements than that, completes."""
    for count, at in enumerate(range(0, 10_000, every)):
        code = (stage := run(at)).ended()
        check()
        if code == 0:
            return count
        assert code == -signal.SIGKILL, stage.said
    raise AssertionError("the transaction never ends")


def wrongs(store: Store) -> list[str]:
    """All that is not whole in a store: rows that are not those of the stored JSON, versions without exactly one
    leading file, files without their bytes, changes out of count."""
    with store.reading() as connection:
        found = [*_wrong_files(store, connection), *_wrong_counts(connection)]
        for plan in connection.execute(select(PlanTable)).mappings().all():
            found += _wrong_rows(connection, dict(plan))
    if store.place.file:
        with closing(sqlite3.connect(store.place.file)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def _wrong_files(store: Store, connection: Any) -> Iterator[str]:
    leading: dict[int, int] = {no: 0 for (no,) in connection.execute(select(VersionTable.no))}
    columns = (RenditionTable.sha256, RenditionTable.version_no, RenditionTable.leading)
    for sha256, version_no, leads in connection.execute(select(*columns)):
        store.originals.read(sha256)  # Raises where they are not what they were.
        leading[version_no] += leads
    yield from (f"version {no}: {count} leading files" for no, count in leading.items() if count != 1)


def _wrong_counts(connection: Any) -> Iterator[str]:
    numbers = list(connection.execute(select(ChangeTable.no).order_by(ChangeTable.no)).scalars())
    if numbers != list(range(1, len(numbers) + 1)):
        yield f"changes {numbers}"
    for no, counts, content in connection.execute(select(VersionTable.no, VersionTable.counts, VersionTable.json)):
        if counts != write.counts(unpacked(content)):
            yield f"version {no}: counts {counts}"


def _wrong_rows(connection: Any, stored: dict[str, Any]) -> Iterator[str]:
    number = stored["no"]
    versions = select(VersionTable.ordinal).where(VersionTable.plan_no == number).order_by(VersionTable.ordinal)
    ordinals = list(connection.execute(versions).scalars())
    if ordinals != list(range(1, stored["latest"] + 1)):
        yield f"{stored['id']}: versions {ordinals}"
        return
    plan = write.latest_of(connection, number)
    made = in_force(connection, number)
    facts = plan_facts(stored["id"], corrected(plan.metadata, made), tuple(c.field for c in made))
    yield from (f"{stored['id']}: {name}" for name, value in facts.items() if stored[name] != value)
    draft = _draft(packed(interchange.dump(plan)))
    shift = keys.span(number)[0]
    for table, rows in draft.tables:
        if _stored_rows(connection, table, number) != _as_stored(rows, number, shift):
            yield f"{stored['id']}: {table.__tablename__}"
    acting = select(ActingTable.key, ActingTable.position, ActorTable.name).join(ActorTable)
    first, after = keys.span(number)
    there = connection.execute(acting.where(ActingTable.key >= first, ActingTable.key < after))
    if sorted(map(tuple, there)) != sorted((k + shift, n, name) for k, n, name in draft.acting):
        yield f"{stored['id']}: acting"


@cache
def _draft(content: bytes) -> parts.Draft:
    """Worked out once for each plan: it takes longer than all the rest."""
    return parts.draft(unpacked(content))


def _stored_rows(connection: Any, table: Any, number: int) -> list[str]:
    first, after = keys.span(number)
    query = select(table).where(table.key >= first, table.key < after)
    return sorted(json.dumps(dict(row), sort_keys=True, default=str) for row in connection.execute(query).mappings())


def _as_stored(rows: list[dict[str, Any]], number: int, shift: int) -> list[str]:
    placed = []
    for row in rows:
        numbered = {"key": row["key"] + shift} | ({"plan_no": number} if "plan_no" in row else {})
        if row.get("clause_key") is not None:
            numbered["clause_key"] = row["clause_key"] + shift
        placed.append(row | numbered)
    return sorted(json.dumps(row, sort_keys=True, default=str) for row in placed)


def found_by(store: Store) -> list[tuple[int, int]]:
    """What the index finds, caught up to the store."""
    store.searcher.catch_up()
    searched = [parsed(words) for words in ("thi đua", "tập thể", "sở OR phường OR bằng khen", "plan")]
    return [
        (k, key)
        for k, asked in enumerate(searched)
        for key in sorted(hit.key for hit in store.searcher.index.search(asked, limit=1000, offset=0).hits)
    ]


def is_whole(store: Store) -> None:
    """Nothing is wrong, and the index that caught up finds what one built anew finds."""
    assert wrongs(store) == []
    caught_up = found_by(store)
    store.searcher.rebuild()
    assert found_by(store) == caught_up
    assert caught_up


@pytest.fixture
def check(tmp_path: Path, engine_url: str | None) -> Callable[[], None]:
    """Opens the store anew, as the next run does."""

    def checked() -> None:
        with Store.open(engine_url, tmp_path) as store:
            assert wrongs(store) == []

    return checked


def test_killed_while_it_stores(tmp_path, engine_url, start, check, tell):
    each, runs = 4, KILLS + 1
    tell("ingest", *kill_at_random(lambda k: start("ingest", first=k * each, count=each), check))
    done = start("ingest", first=0, count=runs * each)
    assert done.ended() == 0, done.said
    with Store.open(engine_url, tmp_path) as store:
        assert {row.version for row in store.plans()} == {1}
        assert len(store.plans()) >= runs * each
        is_whole(store)


def test_killed_at_each_statement_of_what_it_stores(tmp_path, engine_url, start, check, tell, make):
    with Store.open(engine_url, tmp_path) as store:
        store.put(*make(number=1, salt="another text of the same plan " * 50))
    landed = kill_at_statements(lambda at: start("ingest", first=0, count=1, at=at), check)
    assert landed > len(parts.TABLES)  # a statement a table at least
    tell("ingest, statement by statement", landed, landed)
    with Store.open(engine_url, tmp_path) as store:
        assert store.plans()[0].version == 2
        is_whole(store)


def outdate(store: Store) -> None:
    """As if other rules had extracted everything."""
    with store.writing() as connection:
        connection.execute(update(VersionTable).values(extraction_rules="older"))


@cache
def _read() -> list[tuple[RawFile, Plan]]:
    """Two plans, one of them in two versions."""
    texts = {name: (PLANS / f"{name}.txt").read_text(encoding="utf-8") for name in ("a3", "b3")}
    texts = {"without appendix": texts["a3"].partition("## PHỤ LỤC")[0]} | texts
    raws = [RawFile(content=said.encode(), media_type="text/plain", source=name) for name, said in texts.items()]
    return [(raw, process(raw)) for raw in raws]


@pytest.fixture
def outdated(tmp_path: Path, engine_url: str | None) -> Callable[[], None]:
    """Makes every version of the store one of older rules."""
    with Store.open(engine_url, tmp_path) as store:
        for raw, plan in _read():
            store.put(raw, plan)

    def again() -> None:
        with Store.open(engine_url, tmp_path) as store:
            outdate(store)

    return again


def test_killed_while_it_extracts_anew(tmp_path, engine_url, start, check, tell, outdated):
    def run(_k: int) -> Running:
        outdated()
        return start("reextract", batch=1)

    tell("reextract", *kill_at_random(run, check))
    _completes(start, tmp_path, engine_url)


def test_killed_at_each_statement_of_what_it_extracts_anew(tmp_path, engine_url, start, check, tell, outdated):
    outdated()
    landed = kill_at_statements(lambda at: start("reextract", batch=20, at=at), check, every=5)
    tell("reextract, every fifth statement", landed, landed)
    assert landed >= KILLS
    _completes(start, tmp_path, engine_url)


def _completes(start: Start, home: Path, url: str | None) -> None:
    """The next run leaves nothing of older rules, and no version lost or doubled."""
    done = start("reextract", batch=50)
    assert done.ended() == 0, done.said
    with Store.open(url, home) as store:
        is_whole(store)
        with store.reading() as connection:
            marks = connection.execute(select(VersionTable.extraction_rules)).scalars().all()
        assert len(marks) == 3
        assert set(marks) == {rules.extraction()}


@pytest.mark.parametrize("engine_url", [None], ids=["sqlite"])  # The first form was SQLite alone.
def test_killed_while_it_migrates(tmp_path, engine_url, start, tell):
    before = _first_form(tmp_path)

    def run(_k: int) -> Running:
        _first_form(tmp_path)
        return start("migrate")

    def whole() -> None:
        """Of the first form as it was, or of today's."""
        with closing(sqlite3.connect(tmp_path / "kehoach.sqlite")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            tables = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
            if "alembic_version" not in tables:
                assert list(database.iterdump()) == before
                return
        with Store.open(home=tmp_path) as store:
            assert len(store.plans()) == 1
            assert not tables & {"form1_version", "form1_plan"}

    tell("migrate", *kill_at_random(run, whole))
    done = run(0)
    assert done.ended() == 0, done.said
    whole()
    for copy in tmp_path.glob("kehoach.form-0001.*.sqlite"):
        with closing(sqlite3.connect(copy)) as database:
            assert list(database.iterdump()) == before


def _first_form(home: Path) -> list[str]:
    """Put a database of the first form there; returns what is in it."""
    for old in home.glob("kehoach.sqlite*"):
        old.unlink()
    with closing(sqlite3.connect(home / "kehoach.sqlite")) as database:
        database.executescript(FIRST_FORM.read_text(encoding="utf-8"))
        database.execute("PRAGMA journal_mode = WAL")
        return list(database.iterdump())


def test_killed_at_each_statement_of_a_migration(tmp_path, engine_url, postgres_server, start, tell):
    """From the second form, on either engine: it is as it was, or of today's form and whole."""
    begin = postgres_server.database() if engine_url else None
    put_second_form(tmp_path, begin)

    def run(at: int) -> Running:
        if engine_url:
            postgres_server.replace(engine_url, begin)
        else:
            put_second_form(tmp_path, None)
        return start("migrate", at=at)

    def whole() -> None:
        place = locate(engine_url, tmp_path)
        engine = connect(place, read_only=True, migrating=True)
        try:
            with engine.begin() as connection:
                form, names = form_of(connection), set(inspect(connection).get_table_names())
        finally:
            engine.dispose()
        forms.add(form)
        assert names - {"alembic_version", "store"} == tables_of(form).keys()

    forms: set[str] = set()
    landed = kill_at_statements(run, whole, every=6)
    tell("migrate from the second form, every sixth statement", landed, landed)
    assert landed >= KILLS
    assert forms == {"0002", FORM}
    with Store.open(engine_url, tmp_path) as store:
        assert len(store.plans()) == 2


def test_killed_while_it_exports(tmp_path, engine_url, start, tell, stored):
    to = tmp_path / "out" / "clauses.jsonl"
    to.parent.mkdir()
    to.write_text("what was there before")
    sizes = {to.stat().st_size}

    def run(_k: int) -> Running:
        to.write_text("what was there before")
        return start("export", to=str(to), times=2000)

    def whole() -> None:
        sizes.add(to.stat().st_size)
        assert [p.name for p in to.parent.iterdir() if not p.name.startswith(".")] == [to.name]

    first = run(0)
    assert first.ended() == 0, first.said
    sizes.add(to.stat().st_size)
    tell("export", *kill_at_random(run, whole))
    assert len(sizes) == 2  # The old file, or the whole new one.
    shutil.rmtree(to.parent)


@pytest.mark.parametrize("writers", [2, 8])
def test_many_at_once_store_each_plan_once(tmp_path, engine_url, start, writers):
    """All from the first moment, when there is no database yet; each stores the same plans and some of its own."""
    running = [start("ingest", first=k * 2, count=8) for k in range(writers)]
    for one in running:
        assert one.ended() == 0, one.said
    with Store.open(engine_url, tmp_path) as store:
        assert [row.version for row in store.plans()] == [1] * (8 + (writers - 1) * 2)
        is_whole(store)


def test_many_at_once_extract_each_version_once(tmp_path, engine_url, start, outdated):
    outdated()
    with Store.open(engine_url, tmp_path) as store, store.reading() as connection:
        before = connection.execute(text("SELECT count(*) FROM change")).scalar_one()
    running = [start("reextract", batch=2) for _ in range(3)] + [start("ingest", first=100, count=10)]
    for one in running:
        assert one.ended() == 0, one.said
    with Store.open(engine_url, tmp_path) as store:
        is_whole(store)
        with store.reading() as connection:
            after = connection.execute(text("SELECT count(*) FROM change")).scalar_one()
        assert after - before == 3 + 10
