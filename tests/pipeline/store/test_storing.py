"""Versions, identities, and that what is stored is what was given."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import pytest

from models.errors import StoreError, UsageError
from models.metadata import GovernmentLevel
from pipeline.store import originals
from pipeline.store.identity import plan_id
from pipeline.store.originals import Folder
from pipeline.store.question import Question

TABLES = {
    "clauses": "clause",
    "criteria": "criterion",
    "quantities": "quantity",
    "milestones": "milestone",
    "awards": "award",
    "references": "reference",
    "assignments": "assignment",
}


def test_a_plan_comes_back_as_it_was(store, make):
    raw, plan = make()
    done = store.put(raw, plan)
    assert (done.status, done.plan_id, done.version) == ("stored", "ca-mau-2019-108-kh-ubnd", 1)
    assert store.load(done.plan_id) == plan


def test_the_same_bytes_are_one_version(store, make):
    raw, plan = make()
    first = store.put(raw, plan)
    again = store.put(raw.model_copy(update={"source": "elsewhere.txt"}), plan)
    assert (again.status, again.plan_id, again.version) == ("unchanged", first.plan_id, 1)
    assert store.has(raw.sha256) == again
    assert store.has("0" * 64) is None


def test_other_bytes_are_a_new_version_and_the_old_one_is_kept(store, make):
    old, new = make(), make(salt="signed", subject="Phát động phong trào thi đua văn hoá công sở.")
    store.put(*old)
    done = store.put(*new)
    assert (done.status, done.version) == ("new version", 2)
    assert store.load(done.plan_id) == new.plan
    assert store.load(done.plan_id, version=1) == old.plan
    (row,) = store.plans()
    assert (row.version, row.source) == (2, "signed.txt")
    assert store.ask(Question(kind="criteria")).total == len(new.plan.criteria)  # of the latest version alone


def test_a_version_that_is_not_there_is_said(store, make):
    done = store.put(*make())
    with pytest.raises(UsageError, match="version 7"):
        store.load(done.plan_id, version=7)
    with pytest.raises(UsageError, match="'none-such'"):
        store.load("none-such")


def test_rows_are_those_of_the_plan(store, make):
    raw, plan = make()
    store.put(raw, plan)
    (row,) = store.plans()
    with store.reading() as connection:
        found = {k: connection.exec_driver_sql(f"SELECT count(*) FROM {t}").scalar_one() for k, t in TABLES.items()}  # noqa: S608
        acting = "SELECT actor.name FROM acting JOIN actor ON actor.no = actor_no ORDER BY key, position"
        actors = connection.exec_driver_sql(acting).scalars().all()
        text = connection.exec_driver_sql("SELECT text FROM version").scalar_one()
    assert found == row.counts
    assert row.counts["assignments"] == 2
    assert row.problems == 1
    assert actors == ["Sở Nội vụ", "Sở Nội vụ", "Ban Thi đua - Khen thưởng tỉnh", "Văn phòng UBND tỉnh"]
    assert text == plan.document.text


def test_the_original_is_kept_by_its_content(store, make, tmp_path):
    raw, plan = make()
    store.put(raw, plan)
    kept = Folder(tmp_path / "originals").place(raw.sha256)
    assert sha256(kept.read_bytes()).hexdigest() == kept.name
    assert kept.relative_to(tmp_path).parts[:3] == ("originals", raw.sha256[:2], raw.sha256[2:4])
    assert [p.name for p in kept.parent.iterdir()] == [kept.name]  # no temporary file is left
    assert store.original(plan).content == raw.content


@pytest.mark.parametrize("where", ["folder", "memory://kept", "local"])
def test_originals_at_a_folder_or_url(tmp_path, make, where):
    place = {"folder": str(tmp_path), "local": f"file://{tmp_path}"}.get(where, where)
    kept, raw = originals.at(place), make(salt=where).raw
    assert kept.keep(raw.content) == kept.keep(raw.content) == raw.sha256
    assert kept.read(raw.sha256) == raw.content
    assert raw.sha256 in list(kept.names())
    kept.remove(raw.sha256)
    assert raw.sha256 not in list(kept.names())
    with pytest.raises(StoreError):
        kept.read(raw.sha256)
    with pytest.raises(ValueError, match="SHA-256"):
        kept.read("../" * 10 + "etc/passwd")


def test_an_original_that_is_no_longer_itself_is_said(tmp_path, make):
    raw, kept = make().raw, Folder(tmp_path)
    kept.keep(raw.content)
    kept.place(raw.sha256).write_bytes(b"x" * len(raw.content))
    with pytest.raises(StoreError, match="no longer what it was"):
        kept.read(raw.sha256)


@pytest.mark.parametrize("url", ["nosuch://x", "s3x://bucket"])
def test_a_url_of_originals_of_no_use(url):
    with pytest.raises(UsageError, match="KEHOACH_ORIGINALS"):
        originals.at(url)


def test_a_cut_original_is_written_again(tmp_path, make):
    raw, kept = make().raw, Folder(tmp_path)
    kept.keep(raw.content)
    kept.place(raw.sha256).write_bytes(b"cut")
    kept.keep(raw.content)
    assert kept.read(raw.sha256) == raw.content


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, "ca-mau-2019-108-kh-ubnd"),
        ({"unit": "Thành phố Hồ Chí Minh"}, "ho-chi-minh-2019-108-kh-ubnd"),
        ({"unit": "TP. Đà Nẵng"}, "da-nang-2019-108-kh-ubnd"),
        ({"unit": "TP. Cà Mau", "level": GovernmentLevel.DISTRICT}, "thanh-pho-ca-mau-2019-108-kh-ubnd"),
        ({"unit": "huyện An Biên", "level": GovernmentLevel.DISTRICT}, "huyen-an-bien-2019-108-kh-ubnd"),
        ({"unit": None, "level": None}, "ca-mau-2019-108-kh-ubnd"),  # the place line
    ],
)
def test_readable_ids(make, said, expected):
    assert plan_id(make(**said).plan) == expected


def test_a_plan_without_its_number_keeps_its_id_over_versions(make):
    one, other = make(number=None).plan, make(number=None, salt="scanned again").plan
    assert plan_id(one) == plan_id(other)
    assert plan_id(one).startswith("ca-mau-2019-kh-ubnd-")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"number": None}, {"number": None, "subject": "Cải cách hành chính năm 2019"}),
        ({"number": None}, {"number": None, "issued": date(2019, 9, 1)}),
        ({"issued": None}, {"issued": None, "salt": "x"}),
        ({"subject": None, "number": None}, {"subject": None, "number": None, "salt": "x"}),
        ({}, {"issued": date(2020, 8, 19)}),
        ({}, {"level": GovernmentLevel.DISTRICT, "unit": "thành phố Cà Mau"}),
    ],
)
def test_what_may_be_another_plan_is_another_plan(make, one, other):
    assert plan_id(make(**one).plan) != plan_id(make(**other).plan)


@pytest.mark.parametrize(
    "other",
    [
        {"subject": "Cải cách hành chính và chuyển đổi số"},
        {"parent": "tỉnh Đồng Tháp"},
    ],
)
def test_one_name_on_two_plans_is_two_plans(store, make, other):
    same = {"unit": "huyện Châu Thành", "level": GovernmentLevel.DISTRICT, "parent": "tỉnh An Giang"}
    first, second = store.put(*make(**same)), store.put(*make(**{**same, **other, "salt": "x"}))
    assert (second.status, second.version) == ("stored", 1)
    assert second.plan_id.startswith(first.plan_id + "-")
    third = store.put(*make(**{**same, **other, "salt": "y"}))
    assert (third.plan_id, third.version) == (second.plan_id, 2)


def test_a_document_that_says_nothing_of_itself_is_stored(store, make):
    sample = make(unit=None, level=None, number=None, issued=None, subject=None)
    bare = sample.plan.model_copy(update={"metadata": type(sample.plan.metadata)()})
    done = store.put(sample.raw, bare)
    assert done.plan_id == f"plan-{sample.raw.sha256[:8]}"
    assert store.load(done.plan_id) == bare
