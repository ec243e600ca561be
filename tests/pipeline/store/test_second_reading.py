"""What no plan of the corpus has, nobody types on purpose, or only one of the two engines refuses."""

from __future__ import annotations

import random

import pytest
import typer
from sqlalchemy import update

from app.questions import day
from models.errors import StoreError, UsageError
from models.metadata import Absent
from pipeline.search import index as search_index
from pipeline.search.folder import NothingIndexed
from pipeline.store import Store, sql
from pipeline.store.correcting import correct
from pipeline.store.database import locate
from pipeline.store.question import Question
from pipeline.store.tables import VersionTable

LONG = "".join(random.Random(1).choice("ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệ ") for _ in range(2_000))  # noqa: S311
"""Letters that no compression makes short, of three bytes most."""

NO_TEXT = ("\ud800", "thi \udcff", "thi\0đua", "", " ")


@pytest.mark.parametrize("year", [0, -1, 10_000, 3 * 10**9, 10**20])
def test_a_year_is_one_of_the_calendar(year):
    with pytest.raises(UsageError, match="year"):
        Question.of(kind="plans", year=year)


@pytest.mark.parametrize("typed", [*NO_TEXT, "a " * 1_200, "a" * 60_000])
def test_what_is_no_text_finds_nothing_and_is_said(stored, typed):
    for ask in (stored.find, stored.record, stored.load):
        with pytest.raises(UsageError):
            ask(typed)


@pytest.mark.parametrize("typed", ["SELECT '\ud800'", "SELECT 'a\0b'"])
def test_what_is_no_text_is_no_sql(stored, tmp_path, engine_url, typed):
    with Store.open(engine_url, tmp_path, read_only=True) as reading, pytest.raises(UsageError):
        sql.ask(reading, typed, seconds=5, limit=10)


def test_as_many_words_as_may_be_typed_are_looked_for(stored):
    with pytest.raises(UsageError, match="no plan matches"):
        stored.find("a " * 500)
    many = Question.of(kind="clauses", unit="a " * 500, movement="b " * 500, words="c")
    assert stored.ask(many).total == 0


def test_the_id_of_a_record_is_the_same_on_either_engine(stored):
    record_id = stored.ask(Question(kind="criteria")).rows[0].id
    assert stored.record(record_id)[1].id == record_id
    assert record_id.upper() != record_id
    with pytest.raises(UsageError, match="no record's id"):
        stored.record(record_id.upper())


def test_a_record_that_stands_twice_in_a_plan_is_shown(store, make):
    raw, plan = make()
    twice = plan.model_copy(update={"criteria": (plan.criteria[0], *plan.criteria)})
    store.put(raw, twice)
    assert store.ask(Question(kind="criteria")).total == 3
    assert store.record(plan.criteria[0].id)[1] == plan.criteria[0]


@pytest.mark.parametrize("field", ["movement", "issuer_unit", "place", "symbol", "signer"])
def test_a_name_longer_than_any_is_no_value(stored, field):
    plan = stored.plans()[0].id
    with pytest.raises(UsageError, match=field):
        correct(stored, plan, {field: LONG}, by="An", why="thử")


def test_the_longest_values_are_kept(stored):
    plan = stored.plans()[0].id
    name = LONG[:300].strip().replace(" ", "ạ")
    values = dict.fromkeys(("movement", "issuer_unit", "place", "symbol", "signer"), name) | {"subject": LONG.strip()}
    done = correct(stored, plan, values, by="An", why="thử")
    assert {change.field: change.after for change in done.changes if change.field in values} == values


@pytest.mark.parametrize("who", [{"by": "A\ud800", "why": "b"}, {"by": "a", "why": "\udcff b"}])
def test_who_and_why_are_text(stored, who):
    with pytest.raises(UsageError):
        correct(stored, stored.plans()[0].id, {"signer": "An"}, **who)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@h/x?timeout=abc",
        "postgresql://u:secret@h:port/x",
        "sqlite://u:secret@/x?timeout=a",
        "mysql://u:secret@h/x",
        "postgresql+foo://u:secret@h/x",
        "postgresql://u:secret@h",
    ],
)
def test_no_error_tells_a_password(tmp_path, url):
    with pytest.raises(UsageError) as told:
        locate(url, tmp_path)
    assert "secret" not in str(told.value)
    assert told.value.__cause__ is None


@pytest.mark.parametrize("timeout", ["inf", "nan", "-1", "1e300", "soon"])
def test_a_wait_is_a_number_of_seconds(engine_url, tmp_path, timeout):
    with pytest.raises(UsageError, match="timeout"):
        locate(f"{engine_url or 'sqlite:///x.sqlite'}?timeout={timeout}", tmp_path)


def test_no_wait_is_none_on_either_engine(store, engine_url, tmp_path, make):
    """On PostgreSQL a bound of zero is no bound at all."""
    url = engine_url or f"sqlite:///{tmp_path / 'kehoach.sqlite'}"
    with Store.open(f"{url}?timeout=0", tmp_path) as impatient, store.writing(), pytest.raises(StoreError):
        impatient.put(*make())


def test_an_original_that_was_lost_is_kept_again_with_its_file(store, make):
    sample = make()
    store.put(*sample)
    store.originals.remove(sample.raw.sha256)
    assert store.put(*sample).status == "unchanged"
    assert store.original(sample.plan).content == sample.raw.content


def test_an_index_that_cannot_be_read_though_it_was_built_is_said(stored, monkeypatch):
    """Rather than built anew for ever."""

    def unreadable(*_: object) -> None:
        raise NothingIndexed("damaged")

    monkeypatch.setattr(search_index, "opened", unreadable)
    with pytest.raises(StoreError, match="index"):
        stored.search("thi đua")
    with pytest.raises(StoreError, match="index"):
        stored.searcher.rebuild()


@pytest.mark.parametrize(("facet", "kinds"), [("level", {"criteria"}), ("round", {"criteria", "awards"})])
def test_answers_are_counted_by_what_they_can_have(stored, facet, kinds):
    for kind in ("plans", "clauses", "criteria", "quantities", "milestones", "awards", "references", "assignments"):
        question = Question(kind=kind, facets=(facet,))
        if kind in kinds:
            assert stored.ask(question).facets[facet]
        else:
            with pytest.raises(UsageError, match=facet):
                stored.ask(question)


@pytest.mark.parametrize("typed", ["99999999999999999999/1/2020", "1/1/99999999999999999999", "0/0/0", "1/1", "x/y/z"])
def test_what_is_no_day_is_wrong_usage(typed):
    with pytest.raises(typer.BadParameter):
        day(typed)


HEADER = ("number", "symbol", "issuer_unit", "issuer_level", "place", "issued", "subject")


def unread(sample, *names):
    """The sample as a scan of it reads whose fields of these names cannot be read."""
    lost = dict.fromkeys(names, Absent(reason="not readable"))
    metadata = sample.plan.metadata.model_copy(update=lost)
    return sample._replace(plan=sample.plan.model_copy(update={"metadata": metadata}))


def test_a_scan_without_header_of_a_text_that_many_copied_is_nobodys(store, make):
    for k in range(34):
        store.put(*make(unit=f"tỉnh Số {k}", number=k + 1, salt="!" * k))
    done = store.put(*unread(make(salt="?"), *HEADER))
    assert (done.status, done.version) == ("stored", 1)
    assert len(store.plans()) == 35


def test_a_scan_without_header_of_a_text_that_one_has_is_its(store, make):
    first = store.put(*make())
    assert store.put(*unread(make(salt="?"), *HEADER)) == first.model_copy(update={"status": "rendition"})


def test_what_a_scan_says_tells_whose_it_is_of_many(store, make):
    for k in range(60):
        store.put(*make(unit=f"tỉnh Số {k}", number=k + 1, salt="!" * k))
    scan = unread(make(unit="tỉnh Số 57", salt="?"), "number", "symbol", "subject")
    done = store.put(*scan)
    assert (done.status, done.plan_id) == ("rendition", "so-57-2019-58-kh-ubnd")
    # Nor does one that nobody could tell stand in the way of those that say more.
    store.put(*unread(make(salt="!?"), *HEADER))
    again = store.put(*unread(make(unit="tỉnh Số 31", salt="??"), "number", "symbol", "subject"))
    assert (again.status, again.plan_id) == ("rendition", "so-31-2019-32-kh-ubnd")


def test_a_stored_plan_that_cannot_be_loaded_keeps_no_other_out(store, make):
    store.put(*make())
    with store.writing() as connection:
        connection.execute(update(VersionTable).values(json=b"damaged"))
    assert store.put(*make(unit="tỉnh Hoà Bình", salt="x")).status == "stored"
