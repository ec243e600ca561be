"""Files into the store: what is found, that a bad file fails alone, and that a failing store ends the batch."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from models.errors import StoreBusy, UsageError
from pipeline.ingest import Outcome, discover, ingest, ingest_file
from pipeline.read.isolated import Isolated
from pipeline.settings import Settings
from pipeline.store import Store

PLANS = Path(__file__).parents[2] / "corpus" / "plans"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home")


@pytest.fixture
def store(settings: Settings):
    with Store.open(settings.database, settings.home) as opened:
        yield opened


@pytest.fixture(scope="module")
def reader():
    with Isolated() as isolated:
        yield isolated


def plan_text(number: int) -> str:
    return (
        f"ỦY BAN NHÂN DÂN\nTỈNH CÀ MAU\n\nSố: {number}/KH-UBND\n\nCà Mau, ngày 5 tháng 3 năm 2020\n\nKẾ HOẠCH\n\n"
        f"Phát động phong trào thi đua số {number}\n\nI. MỤC ĐÍCH\n\n1. Nâng cao nhận thức lần thứ {number}.\n"
    )


def write_plans(folder: Path, count: int) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{k:03}.txt" for k in range(1, count + 1)]
    for k, path in enumerate(paths, 1):
        path.write_text(plan_text(k), encoding="utf-8")
    return paths


def test_files_are_found_below_folders_sorted_and_once(tmp_path):
    for name in ("b.txt", "a/c.md", "a/.hidden.txt", ".git/config", ".cache/x.txt", "a/b/d"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "a" / "lost").symlink_to(tmp_path / "none")
    os.mkfifo(tmp_path / "a" / "pipe")
    found = discover([tmp_path, tmp_path / "b.txt", tmp_path / "a"])
    assert [str(p.relative_to(tmp_path)) for p in found] == ["a/b/d", "a/c.md", "b.txt"]
    assert discover([tmp_path / "a" / ".hidden.txt"]) == [tmp_path / "a" / ".hidden.txt"]  # named by the user


def test_the_own_data_folder_is_not_ingested(tmp_path: Path) -> None:
    home = tmp_path / "data"
    home.mkdir()
    (home / "kehoach.sqlite").write_bytes(b"SQLite format 3\0")
    (tmp_path / "a.txt").write_text("KẾ HOẠCH")
    assert discover([tmp_path], home) == [tmp_path / "a.txt"]


def test_the_own_data_folder_is_known_by_any_path_to_it(tmp_path: Path) -> None:
    home, below = tmp_path / "real" / "data", tmp_path / "real" / "sub"
    home.mkdir(parents=True)
    below.mkdir()
    (home / "kehoach.sqlite").write_bytes(b"SQLite format 3\0")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert discover([below / "..", tmp_path / "link"], home) == []


def test_a_path_that_is_missing_is_said_before_anything_is_done(store, settings, tmp_path):
    (good,) = write_plans(tmp_path, 1)
    with pytest.raises(UsageError, match="none-such"):
        ingest([good, tmp_path / "none-such"], store, settings)
    assert store.plans() == []


def test_the_real_plans_are_stored_once(store, settings):
    told: list[Outcome] = []
    first = ingest([PLANS], store, settings, told.append)
    assert list(first.outcomes) == told
    assert [(o.status, o.version) for o in told] == [("stored", 1)] * 5
    assert {row.id for row in store.plans()} == {o.plan_id for o in told}
    again = ingest([PLANS], store, settings)
    assert again.count("unchanged") == 5
    assert [(o.plan_id, o.version) for o in again.outcomes] == [(o.plan_id, o.version) for o in told]


def test_what_is_stored_is_what_was_read(store, settings, reader):
    path = sorted(PLANS.iterdir())[0]
    outcome = ingest_file(path, store, settings, reader)[0]
    plan = store.load(outcome.plan_id)
    assert plan.document.source == str(path)
    assert len(plan.outline.clauses) == store.plans()[0].counts["clauses"]


def test_one_bad_file_among_twenty_fails_alone(store, settings, tmp_path):
    paths = write_plans(tmp_path / "in", 19)
    (tmp_path / "in" / "bad.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "in" / "empty.txt").touch()
    done = ingest([tmp_path / "in"], store, settings)
    assert done.error is None
    assert done.count("stored") == len(paths)
    failed = {o.path.name: o.reason for o in done.outcomes if o.status == "failed"}
    assert set(failed) == {"bad.txt", "empty.txt"}
    assert all(name in reason for name, reason in failed.items())


def test_a_fault_of_the_rules_fails_one_file(store, settings, tmp_path, monkeypatch):
    from pipeline import ingest as module

    paths = write_plans(tmp_path / "in", 3)
    process = module.process

    def faulty(raw, **options):
        if raw.source.endswith("002.txt"):
            raise RecursionError("too deep")
        return process(raw, **options)

    monkeypatch.setattr(module, "process", faulty)
    done = ingest(paths, store, settings)
    assert [o.status for o in done.outcomes] == ["stored", "failed", "stored"]
    assert "RecursionError: too deep" in done.outcomes[1].reason
    assert "002.txt" in done.outcomes[1].reason


def test_a_store_that_fails_ends_the_batch_and_names_what_is_left(store, settings, tmp_path, monkeypatch):
    paths = write_plans(tmp_path / "in", 4)
    put = Store.put

    def failing(self, raw, plan):
        if raw.source.endswith("003.txt"):
            raise StoreBusy("the database is busy")
        return put(self, raw, plan)

    monkeypatch.setattr(Store, "put", failing)
    done = ingest(paths, store, settings)
    assert [o.status for o in done.outcomes] == ["stored", "stored"]
    assert done.error == "the database is busy"
    assert done.left == tuple(paths[2:])
    monkeypatch.undo()
    after = ingest(paths, store, settings)
    assert [o.status for o in after.outcomes] == ["unchanged", "unchanged", "stored", "stored"]


def test_of_a_classified_document_nothing_is_stored_unless_allowed(store, settings, reader, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("MẬT\n\n" + plan_text(7), encoding="utf-8")
    outcome = ingest_file(secret, store, settings, reader)[0]
    assert outcome.status == "failed"
    assert "secret.txt" in outcome.reason
    assert not (settings.home / "originals").exists()
    assert store.plans() == []
    allowed = settings.model_copy(update={"allow_classified": True})
    assert ingest_file(secret, store, allowed, reader)[0].status == "stored"


def test_another_wording_of_a_plan_is_its_next_version(store, settings, reader, tmp_path):
    (path,) = write_plans(tmp_path / "in", 1)
    first = ingest_file(path, store, settings, reader)[0]
    path.write_text(plan_text(1) + "\n2. Thêm một mục.\n", encoding="utf-8")
    second = ingest_file(path, store, settings, reader)[0]
    assert (second.status, second.plan_id, second.version) == ("new version", first.plan_id, 2)


def test_each_document_of_an_archive_is_an_outcome_of_its_own(store, settings, tmp_path):
    path = tmp_path / "plans.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thang 8/one.txt", plan_text(1))
        archive.writestr("two.txt", plan_text(2))
        archive.writestr("bad.exe", b"MZ\x90\x00\x03" + bytes(40))
    done = ingest([path], store, settings)
    assert {o.member: o.status for o in done.outcomes} == {
        "thang 8/one.txt": "stored",
        "two.txt": "stored",
        "bad.exe": "failed",
    }
    assert {o.path for o in done.outcomes} == {path}
    (reason,) = (o.reason for o in done.outcomes if o.status == "failed")
    assert reason.startswith(f"{path}!bad.exe: it is a program")
    assert {store.load(p.id).document.source for p in store.plans()} == {
        f"{path}!thang 8/one.txt",
        f"{path}!two.txt",
    }


def test_an_archive_with_nothing_in_it_says_so(store, settings, tmp_path):
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w"):
        pass
    (outcome,) = ingest([path], store, settings).outcomes
    assert (outcome.status, outcome.reason) == ("failed", f"{path}: it holds no file")
