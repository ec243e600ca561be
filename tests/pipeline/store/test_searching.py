"""Full text over a store: the same set on either engine, never behind the store and never ahead of it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

from models.errors import UsageError
from pipeline.process import process
from pipeline.read import read_file
from pipeline.store import Store
from pipeline.store.question import Question
from tests.pipeline.store.conftest import leave_empty

ROOT = Path(__file__).parents[3]


@cache
def read():
    raws = [read_file(path) for path in sorted((ROOT / "corpus" / "plans").glob("*.txt"))]
    return [(raw, process(raw)) for raw in raws]


@pytest.fixture
def documents():
    return read()


def fill(store: Store) -> None:
    for document in read():
        store.put(*document)


@pytest.fixture
def begins(request):
    return fill if "full" in request.fixturenames else leave_empty


@pytest.fixture
def full(store: Store) -> Store:
    """The five plans."""
    return store


def places(found):
    return {
        (hit.kind, getattr(hit.row, "plan_id", None) or hit.row.id, getattr(hit.row, "path", None))
        for hit in found.rows
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('"thi đua"', '"thi dua"'),
        ('"văn hoá"', '"văn hóa"'),
        ('"Uỷ ban"', '"ỦY BAN"'),
        ("thi AND đua", "đua thi"),
        ("khen_thưởng", "khen_thuong"),
        ("NOT thi đua", "đua -thi"),
    ],
)
def test_spellings_of_one_question_find_one_set(full, one, other):
    first, second = (full.search(words, limit=1000) for words in (one, other))
    assert first.total == second.total > 0
    assert places(first) == places(second)


def test_what_is_found_holds_the_words(full):
    found = full.search("khen thưởng", limit=1000)
    assert found.total == len(found.rows)
    for hit in found.rows:
        assert hit.marks
        met = {mark.of(hit.text).casefold() for mark in hit.marks}
        assert met >= {"khen", "thưởng"} or any("khen" in m for m in met)
    exact = [hit.exact for hit in found.rows]
    assert exact == sorted(exact, reverse=True)  # with the accents that were typed first


def test_every_clause_that_holds_the_words_is_found(full, documents):
    expected = {
        (plan.metadata.symbol.value, str(clause.path))
        for _, plan in documents
        for clause in plan.outline.clauses
        if "trang phục" in clause.text.casefold()
    }
    found = full.search('"trang phục"', "clauses", limit=1000)
    assert {(hit.row.plan_symbol, hit.row.path) for hit in found.rows} == expected


def test_a_search_can_be_narrowed_by_plan(full):
    every = full.search("thi đua", limit=1000)
    mine = full.search("thi đua", limit=1000, unit="Lai Châu")
    assert 0 < mine.total < every.total
    assert {hit.row.plan_unit if hit.kind != "plans" else hit.row.issuer_unit for hit in mine.rows} == {"tỉnh Lai Châu"}
    assert full.search("thi đua", limit=1000, unit="Nơi Nào").total == 0


def test_pages_of_a_search_are_parts_of_the_whole(full):
    whole = full.search("thi đua", limit=60)
    parts = [
        hit for first in range(0, 60, 7) for hit in full.search("thi đua", limit=min(7, 60 - first), offset=first).rows
    ]
    assert [hit.row for hit in parts] == [hit.row for hit in whole.rows]


@pytest.mark.parametrize("words", ["", '"thi', "(a", "NOT thi", "a AND", "* ", "OR OR"])
def test_a_malformed_search_is_said(full, words):
    with pytest.raises(UsageError):
        full.search(words)
    with pytest.raises(UsageError):
        full.ask(Question.of(kind="criteria", words=words or " "))


def test_words_are_a_filter_like_others(full):
    answer = full.ask(Question.of(kind="criteria", words="trang phuc", facets=("unit",)))
    assert answer.total == len(answer.rows) == sum(count.count for count in answer.facets["unit"])
    assert all("trang phục" in row.text.casefold() for row in answer.rows)
    assert full.ask(Question.of(kind="criteria", words="trăng phúc")).total == 0


def test_the_index_follows_the_store(store, documents):
    assert store.search("thi đua").total == 0
    store.put(*documents[0])
    once = store.search("thi đua").total
    store.put(*documents[1])
    assert store.search("thi đua").total > once > 0


def test_another_process_sees_what_was_written(store, documents, engine_url, tmp_path):
    with Store.open(engine_url, tmp_path) as other:
        other.search("thi đua")
        store.put(*documents[0])
        assert other.search("thi đua").total == store.search("thi đua").total > 0


def test_a_lost_index_is_built_anew(full, tmp_path, engine_url):
    before = full.search("thi đua", limit=1000)
    shutil.rmtree(tmp_path / "index")
    with Store.open(engine_url, tmp_path, read_only=True) as again:
        assert places(again.search("thi đua", limit=1000)) == places(before)


def test_hosts_that_share_a_store_have_an_index_each(full, tmp_path, engine_url):
    url = engine_url or f"sqlite:///{tmp_path / 'kehoach.sqlite'}"
    with Store.open(url, tmp_path / "another host", read_only=True) as other:
        assert other.search("thi đua").total == full.search("thi đua").total
    assert (tmp_path / "another host" / "index").is_dir()


def test_what_is_put_as_another_version_is_found_and_the_old_one_no_longer(store, make):
    store.put(*make(salt="tranh thêu"))
    assert store.search('"thi đua văn hóa"').total == 1
    store.put(*make(subject="Phát động phong trào thi đua văn hoá đọc", salt="tranh thêu khác"))
    assert store.search('"văn hóa đọc"').total == 1
    assert store.search('"văn hóa công sở"').total == 0
