"""A store as a data package: what is in it is what was counted, anyone can read it, and it imports back as it was."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
import pytest
from frictionless import validate
from hypothesis import HealthCheck, given, settings
from sqlalchemy import select, update

from models.document import RawFile
from models.errors import KehoachError, ReadError, StoreError, UnknownFormat, UsageError
from pipeline.export import cells, csv, table, write
from pipeline.export.package.importing import load
from pipeline.export.package.resources import DESCRIPTOR, FILES, LAYOUT, RESOURCES
from pipeline.export.package.writing import export
from pipeline.export.table import ROWS
from pipeline.settings import Settings
from pipeline.store import Store, keys
from pipeline.store.question import Question
from pipeline.store.removing import remove
from pipeline.store.tables import PlanTable
from pipeline.store.write import refresh
from tests.pipeline.export.samples import tables_with_rows
from tests.pipeline.store.conftest import make_sample
from tests.pipeline.store.test_backup import answers, everything, fill, holds

HOSTILE = "../../etc/=CON|\r\n\"x\",'y'"
"""The id of a plan as nobody means well: a path, a device, a formula, an end of line, quotes."""


def filled(store: Store) -> None:
    """What `fill` has, a second file of a version, hostile names, and a plan that was removed."""
    fill(store, make_sample)
    sample = make_sample()
    raw = RawFile(content=sample.raw.content + b" \n", media_type="text/plain", source="=1+1\n../../CON\t;,\"'")
    document = sample.plan.document.model_copy(update={"sha256": raw.sha256, "source": raw.source})
    assert store.put(raw, sample.plan.model_copy(update={"document": document})).status == "rendition"
    gone = store.put(*make_sample(number=999, salt="removed later"))
    last = store.put(*make_sample(number=7, salt="hostile"))
    remove(store, gone.plan_id)
    with store.writing() as connection:
        renamed = update(PlanTable).where(PlanTable.id == last.plan_id).values(id=HOSTILE).returning(PlanTable.no)
        refresh(connection, connection.execute(renamed).scalar_one())


@pytest.fixture
def store(tmp_path, engine_url, begin_with):
    """A filled store, on each engine in turn."""
    begin_with(filled, tmp_path / "source")
    with Store.open(engine_url, tmp_path / "source") as opened:
        yield opened


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path, postgres_server):
    """The settings of an empty store on each engine."""
    url = None if request.param == "sqlite" else postgres_server.database()
    yield Settings(home=tmp_path / "target", database=url)
    if url:
        postgres_server.drop(url)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A package of a SQLite store."""
    home = tmp_path_factory.mktemp("whole")
    with Store.open(home=home / "store") as opened:
        filled(opened)
        export(opened, home / "package")
    return home / "package"


@pytest.fixture
def package(whole, tmp_path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(whole, tmp_path / "package")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a package; of the descriptor what it says, but for the moment."""
    found = {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}
    said = json.loads(found[DESCRIPTOR])
    said.pop("created")
    return found | {DESCRIPTOR: json.dumps(said).encode()}


def problems(folder: Path) -> list[str]:
    """What the library of the standard finds wrong."""
    return [str(found) for found in validate(str(folder / DESCRIPTOR)).flatten(["type", "message"])]


def test_it_imports_back_as_it_was_on_every_engine(store, target, tmp_path):
    first = export(store, tmp_path / "first")
    told = load(tmp_path / "first", target)
    assert (told.plans, told.versions, told.missing) == (4, 5, 0)
    with Store.open(target.database, target.home) as back:
        export(back, tmp_path / "second")
        assert contents(tmp_path / "second") == contents(tmp_path / "first")
        assert answers(back) == answers(store)
        before, after = everything(store), everything(back)
        for name in ("plan", "clause", "criterion", "assignment", "correction", "link", "saved", "change"):
            assert after[name] == before[name], name
        for plan in store.plans():
            assert back.load(plan.id) == store.load(plan.id)
            assert back.original(back.load(plan.id)).content == store.original(store.load(plan.id)).content
        assert back.put(*make_sample()).status == "unchanged"
        assert back.put(*make_sample(number=500, salt="new")).status == "stored"
        assert back.ask(Question.of(kind="plans", words="thi đua")).total == first.mark.plans + 1


def test_what_is_exported_is_what_was_counted(store, tmp_path):
    made = export(store, tmp_path / "p")
    for kind in keys.KINDS:
        assert made.rows[kind] == store.ask(Question.of(kind=kind)).total
    tables = everything(store)
    for name in ("version", "rendition", "correction", "link", "change", "label", "acting"):
        assert made.rows[name if name in ("acting",) else f"{name}s"] == len(tables[name])
    assert made.rows["questions"] == len(tables["saved"])
    for resource in RESOURCES:
        assert pl.read_csv(tmp_path / "p" / resource.path, infer_schema=False).height == made.rows[resource.name]
    assert {p.name for p in (tmp_path / "p").iterdir()} == {*FILES.values(), DESCRIPTOR, "originals"}
    assert sorted(p.name for p in (tmp_path / "p" / "originals").iterdir()) == sorted(
        row["sha256"] for row in tables["rendition"]
    )


def test_the_same_store_is_the_same_package(store, tmp_path):
    export(store, tmp_path / "one")
    export(store, tmp_path / "other")
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


def test_it_is_valid_with_its_keys_and_hashes(store, tmp_path):
    export(store, tmp_path / "p")
    assert problems(tmp_path / "p") == []
    said = json.loads((tmp_path / "p" / DESCRIPTOR).read_bytes())
    assert all(r["title"] and r["hash"] and r["bytes"] for r in said["resources"])
    assert all(f["title"] for r in said["resources"] for f in r.get("schema", {}).get("fields", []))
    assert said["licenses"]
    assert said["sources"]


def test_a_package_of_an_empty_store_is_one(tmp_path):
    with Store.open(home=tmp_path / "s") as empty:
        export(empty, tmp_path / "p")
    assert problems(tmp_path / "p") == []
    assert load(tmp_path / "p", Settings(home=tmp_path / "t")).plans == 0


def reseal(folder: Path, name: str, change) -> None:
    """Another content of a resource, with a descriptor that agrees: as one would do who means harm."""
    path = folder / FILES[name]
    before = path.read_bytes()
    content = change(before)
    assert content != before
    path.write_bytes(content)
    said = json.loads((folder / DESCRIPTOR).read_bytes())
    one = next(r for r in said["resources"] if r["name"] == name)
    one |= {"hash": f"sha256:{sha256(content).hexdigest()}", "bytes": len(content)}
    lines = content.count(b"\n") - (not path.name.endswith("l"))
    one["lines" if "lines" in one else "rows"] = lines
    (folder / DESCRIPTOR).write_text(json.dumps(said))


def test_broken_keys_and_hashes_are_found_by_the_library(package):
    reseal(
        package,
        "links",
        lambda c: c.replace(b"\r\n", b"\r\nno-such-plan,no-such-plan,issued,0.5,2026-01-01T00:00:00Z\r\n", 1),
    )
    assert any("foreign-key" in found for found in problems(package))
    (package / FILES["documents"]).write_bytes(b"{}\n")
    assert any("hash" in found for found in problems(package))


def refused(folder: Path, home: Path, kind: type[KehoachError] = ReadError) -> str:
    """Refused, with one line, and nothing of it is in the store."""
    with pytest.raises(kind) as met:
        load(folder, Settings(home=home))
    assert "\n" not in str(met.value)
    assert holds(home) == 0
    return str(met.value)


@pytest.mark.parametrize("name", [*FILES, "original"])
def test_a_changed_byte_anywhere_is_found_before_anything_is_made(package, tmp_path, name):
    path = package / FILES[name] if name in FILES else next((package / "originals").iterdir())
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    refused(package, tmp_path / "target")
    assert not (tmp_path / "target").exists()


@pytest.mark.parametrize("name", [*FILES, "original"])
def test_a_file_that_is_cut_gone_or_a_link_is_refused(package, tmp_path, name):
    path = package / FILES[name] if name in FILES else next((package / "originals").iterdir())
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    refused(package, tmp_path / "target")
    path.unlink()
    refused(package, tmp_path / "target")
    (tmp_path / "outside").write_bytes(content)
    path.symlink_to(tmp_path / "outside")
    assert "ordinary" in refused(package, tmp_path / "target")


def test_a_folder_of_originals_that_is_a_link_is_refused(package, tmp_path):
    (package / "originals").rename(tmp_path / "elsewhere")
    (package / "originals").symlink_to(tmp_path / "elsewhere")
    assert "ordinary" in refused(package, tmp_path / "target")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such files here")
def test_a_pipe_for_a_file_is_not_waited_for(package, tmp_path):
    (package / FILES["labels"]).unlink()
    os.mkfifo(package / FILES["labels"])
    refused(package, tmp_path / "target")


DESCRIPTORS = {
    "a path out of it": lambda said: said["resources"][0].update(path="../../etc/passwd"),
    "another name": lambda said: said["resources"][0].update(name="../plans"),
    "a resource less": lambda said: said["resources"].pop(),
    "a resource twice": lambda said: said["resources"].append(said["resources"][0]),
    "resources that are none": lambda said: said.update(resources=[1]),
    "a negative size": lambda said: said["resources"][0].update(bytes=-1),
    "no hash": lambda said: said["resources"][0].pop("hash"),
    "another digest": lambda said: said["resources"][0].update(hash="md5:0"),
    "another package": lambda said: said.pop("kehoach"),
    "no numbers": lambda said: said["kehoach"].update(plans="many"),
}


@pytest.mark.parametrize("change", DESCRIPTORS.values(), ids=DESCRIPTORS)
def test_a_descriptor_that_says_otherwise_is_refused(package, tmp_path, change):
    said = json.loads((package / DESCRIPTOR).read_bytes())
    change(said)
    (package / DESCRIPTOR).write_text(json.dumps(said))
    refused(package, tmp_path / "target")


def test_what_is_no_package_is_refused(package, tmp_path):
    refused(tmp_path / "none", tmp_path / "target", UsageError)
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", tmp_path / "target", UnknownFormat)
    (package / DESCRIPTOR).write_bytes(b"[" * 100_000)
    refused(package, tmp_path / "target")
    (package / DESCRIPTOR).write_bytes(b" " * (5 << 20))
    assert "larger" in refused(package, tmp_path / "target")


def test_a_newer_form_is_refused(package, tmp_path):
    said = json.loads((package / DESCRIPTOR).read_bytes())
    said["kehoach"] |= {"package": LAYOUT + 1, "something": "new"}
    (package / DESCRIPTOR).write_text(json.dumps(said))
    assert "newer" in refused(package, tmp_path / "target", UsageError)


def without_last(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:-1])


def twice(content: bytes) -> bytes:
    return content + content.splitlines(keepends=True)[-1]


ROWS_THAT_CANNOT_BE = {
    "a version less": ("versions", without_last),
    "a version twice": ("versions", twice),
    "a document less": ("documents", without_last),
    "a document that is none": ("documents", lambda c: b'{"plan_id":"x","version":1,"plan":{}}\n' + c),
    "a document of another form": ("documents", lambda c: c.replace(b'"schema_version":1', b'"schema_version":9')),
    "not JSON": ("documents", lambda c: b"{" + c),
    "a deep document": ("documents", lambda c: b'{"plan_id":"x","version":1,"plan":{"a":' + b"[" * 9999 + b"\n" + c),
    "not base64": ("contents", lambda c: c.replace(b'"content":"', b'"content":"?')),
    "no contents": ("contents", lambda c: c.replace(b'"content":"', b'"content":"AAAA')),
    "a content less": ("contents", without_last),
    "no leading file": ("renditions", lambda c: c.replace(b",true,", b",false,")),
    "an original elsewhere": ("renditions", lambda c: c.replace(b"originals/", b"../../etc/")),
    "no hash for a name": ("renditions", lambda c: c.replace(b"originals/", b"originals/..")),
    "no number": ("plans", lambda c: c.replace(b"\r\n", b"\r\n=1+1", 1)),
    "a plan twice": ("plans", twice),
    "no such plan": ("links", lambda c: c.replace(b"\r\n", b"\r\na,b,issued,0.5,2026-01-01T00:00:00+00:00\r\n", 1)),
    "no such link": ("links", lambda c: c.replace(b"same text", b"'; DROP TABLE plan; --")),
    "no such field": ("corrections", lambda c: c.replace(b",signer,", b",__class__,")),
    "a change out of count": ("changes", twice),
    "other columns": ("questions", lambda c: c.replace(b"name,", b"title,", 1)),
    "an open quote": ("questions", lambda c: c + b'"'),
    "not UTF-8": ("questions", lambda c: c + b"\xff\r\n"),
    "a clause less": ("clauses", without_last),
}


@pytest.mark.parametrize(("name", "change"), ROWS_THAT_CANNOT_BE.values(), ids=ROWS_THAT_CANNOT_BE)
def test_rows_that_cannot_be_are_refused_although_sealed(package, tmp_path, name, change):
    reseal(package, name, change)
    refused(package, tmp_path / "target")


def test_a_text_that_postgresql_cannot_hold_is_the_fault_of_the_package(package, tmp_path, postgres_url):
    reseal(package, "questions", lambda c: c.replace("hỏi".encode(), b"\x00"))
    with pytest.raises(ReadError, match="nothing was imported"):
        load(package, Settings(home=tmp_path / "target", database=postgres_url))


def test_a_store_that_is_not_empty_is_left_alone(package, tmp_path):
    with Store.open(home=tmp_path / "t") as other:
        other.put(*make_sample(number=1, salt="of its own"))
        before = everything(other)
        with pytest.raises(UsageError, match="not empty"):
            load(package, Settings(home=tmp_path / "t"))
        assert everything(other) == before


def test_originals_may_be_left_out_or_lost_and_are_said_to_be_missing(store, tmp_path):
    made = export(store, tmp_path / "p", originals=False)
    assert (made.mark.originals, made.mark.left_out) == (0, made.rows["renditions"])
    assert not (tmp_path / "p" / "originals").exists()
    assert problems(tmp_path / "p") == []
    told = load(tmp_path / "p", Settings(home=tmp_path / "t"))
    assert (told.originals, told.missing) == (0, made.rows["renditions"])
    with Store.open(home=tmp_path / "t") as back:
        assert answers(back) == answers(store)
        with pytest.raises(StoreError):
            back.original(back.load(HOSTILE))
    lost, changed, *_ = (row["sha256"] for row in everything(store)["rendition"])
    store.originals.place(lost).unlink()
    store.originals.place(changed).write_bytes(b"?")
    assert export(store, tmp_path / "q").mark.left_out == 2
    assert load(tmp_path / "q", Settings(home=tmp_path / "u")).missing == 2


def test_no_name_of_the_data_is_a_name_of_a_file(whole):
    """Names are fixed, or hashes; what a plan or file is called stands in the tables, exactly."""
    names = {p.name for p in whole.rglob("*")} - {*FILES.values(), DESCRIPTOR, "originals"}
    assert all(len(name) == 64 and set(name) <= set("0123456789abcdef") for name in names)
    plans = pl.read_csv(whole / "plans.csv", infer_schema=False)
    assert HOSTILE in plans["id"].to_list()
    renditions = pl.read_csv(whole / "renditions.csv", infer_schema=False)
    assert "=1+1\n../../CON\t;,\"'" in renditions["source"].to_list()
    resource = next(r for r in validate(str(whole / DESCRIPTOR)).tasks if r.name == "plans")
    assert resource.valid


def test_a_place_that_is_taken_is_not_touched(store, tmp_path):
    to = tmp_path / "p"
    with pytest.raises(UsageError, match="make it first"):
        export(store, to / "deeper")
    to.mkdir()
    with pytest.raises(UsageError, match="--force"):
        export(store, to)
    (to / "photo.jpg").write_bytes(b"dear")
    with pytest.raises(UsageError, match="no data package"):
        export(store, to, force=True)
    assert (to / "photo.jpg").read_bytes() == b"dear"
    (to / "photo.jpg").unlink()
    export(store, to, force=True)
    (to / "stale").write_bytes(b"")
    export(store, to, force=True)
    assert not (to / "stale").exists()
    assert problems(to) == []
    (tmp_path / "link").symlink_to(to)
    with pytest.raises(UsageError, match="no folder"):
        export(store, tmp_path / "link", force=True)
    (tmp_path / "file").write_bytes(b"dear")
    with pytest.raises(UsageError, match="no folder"):
        export(store, tmp_path / "file", force=True)
    assert not list(tmp_path.glob(".new-*"))


def test_what_fails_leaves_nothing_behind(store, tmp_path):
    def fail(_done: int, _of: int) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StoreError, match="no room"):
        export(store, tmp_path / "p", step=fail)
    assert [p.name for p in tmp_path.iterdir()] == ["source"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables_with_rows())
def test_csv_reads_back_as_it_was_written(given):
    kind, rows = given
    made = table(kind)
    with TemporaryDirectory() as folder:
        write(made, iter(rows), Path(folder) / "x.csv")
        content = (Path(folder) / "x.csv").read_bytes()
    names, *lines = csv.read(line.decode() for line in io.BytesIO(content))
    assert names == [column.name for column in made.columns]
    read = [{c.name: cells.value(c, text) for c, text in zip(made.columns, line, strict=True)} for line in lines]
    assert [ROWS[kind].model_validate(values) for values in read] == rows


# Real kills: a process ends itself by SIGKILL, which nothing in it can catch, at one of the steps that it is told of.

WORK = """
import json, os, signal, sys
from pathlib import Path
from pipeline.export.package import writing
from pipeline.export.package.importing import load
from pipeline.settings import Settings
from pipeline.store import Store
writing._TOLD = 1

def work(what, folder, home, database, kill_at):
    count = [0]
    def step(*_):
        count[0] += 1
        if count[0] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
    if what == "export":
        with Store.open(database, Path(home), read_only=True) as store:
            writing.export(store, Path(folder), force=True, step=step)
    else:
        load(Path(folder), Settings(home=Path(home), database=database), step)
    return count[0]

for line in sys.stdin:
    reading, writing_end = os.pipe()
    child = os.fork()
    if not child:
        try:
            steps = work(*json.loads(line))
            os.write(writing_end, str(steps).encode())
        except BaseException as error:
            print(repr(error), file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    os.close(writing_end)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    print(json.dumps([code, int(os.read(reading, 99) or 0)]), flush=True)
    os.close(reading)
"""
KILLS = 12


@pytest.fixture(scope="module")
def work():
    """Export or import in a process of its own, killed at the n-th step; answers how it ended and the steps it took."""
    with subprocess.Popen(  # noqa: S603  (our own code)
        [sys.executable, "-c", WORK], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:

        def run(what: str, folder: Path, home: Path, url: str | None, kill_at: int = 0) -> tuple[int, int]:
            print(json.dumps([what, str(folder), str(home), url, kill_at]), file=process.stdin, flush=True)
            code, steps = json.loads(process.stdout.readline())
            return code, steps

        yield run
        process.stdin.close()


def spread(steps: int) -> list[int]:
    """The first step, the last, and as many between that there are KILLS."""
    return sorted({1 + k * (steps - 1) // (KILLS - 1) for k in range(KILLS)})


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_killed_while_it_exports(store, tmp_path, work, tell):
    """Neither a new folder nor what it would replace is ever half."""
    url = store.place.url.render_as_string(hide_password=False)
    to = tmp_path / "out" / "p"
    to.parent.mkdir()
    code, steps = work("export", tmp_path / "out" / "first", store.home, url)
    assert code == 0
    landed = 0
    for at in spread(steps):
        landed += work("export", to, store.home, url, at)[0] == -signal.SIGKILL
        assert not to.exists()
    export(store, to)
    before = contents(to)
    for at in spread(steps):
        landed += work("export", to, store.home, url, at)[0] == -signal.SIGKILL
        assert contents(to) == before
    tell(f"{landed} kills landed in export of a package ({store.engine.dialect.name})")
    assert landed >= 2 * 10
    assert problems(to) == []
    store.put(*make_sample(number=44, salt="the store is not locked"))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no such signal here")
def test_killed_while_it_imports(target, whole, tmp_path, work, tell):
    """Nothing of it is in the store, and the next run completes."""
    code, steps = work("import", whole, tmp_path / "first", None)
    assert code == 0
    landed = 0
    for at in spread(steps):
        landed += work("import", whole, target.home, target.database, at)[0] == -signal.SIGKILL
        assert holds(target.home, target.database) == 0
    tell(f"{landed} kills landed in import of a package ({'postgresql' if target.database else 'sqlite'})")
    assert landed >= 10
    assert work("import", whole, target.home, target.database)[0] == 0
    with Store.open(target.database, target.home) as back:
        export(back, tmp_path / "again")
        with back.reading() as connection:
            assert len(connection.execute(select(PlanTable.no)).all()) == 4
    assert contents(tmp_path / "again") == contents(whole)
