"""Versions, identities, and that what is stored is what was given."""

from __future__ import annotations

import sqlite3
from datetime import date
from hashlib import sha256

import pytest

from models.errors import UsageError
from models.metadata import GovernmentLevel
from pipeline.store import originals
from pipeline.store.identity import plan_id

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
    assert len(store.criteria()) == len(new.plan.criteria)  # of the latest version alone


def test_a_version_that_is_not_there_is_said(store, make):
    done = store.put(*make())
    with pytest.raises(UsageError, match="version 7"):
        store.load(done.plan_id, version=7)
    with pytest.raises(UsageError, match="'none-such'"):
        store.load("none-such")


def test_rows_are_those_of_the_plan(store, make, tmp_path):
    raw, plan = make()
    store.put(raw, plan)
    (row,) = store.plans()
    with sqlite3.connect(tmp_path / "kehoach.sqlite") as database:
        found = {k: database.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for k, t in TABLES.items()}  # noqa: S608
        actors = database.execute("SELECT actor FROM assignment_actor ORDER BY ordinal, position").fetchall()
        stored_at, text = database.execute("SELECT stored_at, text FROM version").fetchone()
    database.close()
    assert found == row.counts
    assert row.counts["assignments"] == 2
    assert row.problems == 1
    assert [a for (a,) in actors] == ["Sở Nội vụ", "Ban Thi đua - Khen thưởng tỉnh", "Văn phòng UBND tỉnh"]
    assert text == plan.document.text
    assert stored_at[:2] == "20"


def test_the_original_is_kept_by_its_content(store, make, tmp_path):
    raw, plan = make()
    store.put(raw, plan)
    kept = originals.place(tmp_path, raw.sha256)
    assert sha256(kept.read_bytes()).hexdigest() == kept.name
    assert kept.relative_to(tmp_path).parts[:3] == ("originals", raw.sha256[:2], raw.sha256[2:4])
    assert [p.name for p in kept.parent.iterdir()] == [kept.name]  # no temporary file is left


def test_a_cut_original_is_written_again(tmp_path, make):
    raw = make().raw
    originals.keep(tmp_path, raw).write_bytes(b"cut")
    assert originals.keep(tmp_path, raw).read_bytes() == raw.content


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
