"""A plan is removed with all that is known of it, and nothing of another plan with it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.errors import StoreError, UsageError
from pipeline.store import putting
from pipeline.store.base import Base
from pipeline.store.correcting import correct
from pipeline.store.question import Question
from pipeline.store.removing import remove, sweep

WHO = {"by": "Nguyễn Văn A", "why": "xem bản giấy"}
SAME_WORDS = "- - -"
_OF_PLANS = {"plan_no", "version_no", "rendition_no", "key"}


def rows(store):
    """How many rows each table has that is of plans."""
    all_tables = Base.metadata.tables
    tables = [t for n, t in all_tables.items() if n == "plan" or (n != "change" and _OF_PLANS & set(t.columns.keys()))]
    with store.reading() as connection:
        return {t.name: len(connection.execute(select(t)).all()) for t in tables}


@pytest.fixture
def rich(store, make):
    """A plan with two versions, three renditions, a correction and links; its id and its samples."""
    samples = [make(), make(salt=SAME_WORDS), make(salt="điều mới " * 400)]
    (plan_id,) = {store.put(*s).plan_id for s in samples}
    correct(store, plan_id, {"place": "An Biên"}, **WHO)
    return plan_id, samples


def test_nothing_of_a_removed_plan_is_left(store, rich):
    plan_id, samples = rich
    done = remove(store, plan_id, originals=True)
    assert (done.versions, done.renditions, done.corrections) == (2, 3, 1)
    assert {name: count for name, count in rows(store).items() if count} == {}
    assert set(done.originals) == {s.raw.sha256 for s in samples}
    assert done.unused == ()
    assert list(store.originals.names()) == []
    assert store.search("khen").total == 0
    with pytest.raises(UsageError):
        store.find(plan_id)


def test_nothing_of_another_plan_goes_with_it(store, make, rich):
    plan_id, _ = rich
    alone = rows(store)
    other = store.put(*make(unit="tỉnh Hoà Bình", number=7, salt="khác hẳn " * 300)).plan_id
    twin = store.put(*make(number=200, salt=SAME_WORDS * 2)).plan_id  # of the same text: linked
    remove(store, other)
    remove(store, twin)
    assert rows(store) == alone
    assert store.find(plan_id).id == plan_id
    assert store.search("khen").total > 0


def test_a_removal_is_a_change_that_is_numbered(store, rich):
    before = store.ask(Question()).revision
    remove(store, rich[0])
    assert store.ask(Question()).revision == before + 1


def test_what_was_removed_can_be_stored_again(store, rich):
    plan_id, samples = rich
    remove(store, plan_id)
    again = store.put(*samples[0])
    assert (again.status, again.plan_id) == ("stored", plan_id)
    assert store.original(samples[0].plan).content == samples[0].raw.content
    assert store.find(plan_id).corrected == ()


def test_bytes_that_are_in_use_are_not_swept(store, make, rich):
    _, samples = rich
    names = [s.raw.sha256 for s in samples]
    unused = store.originals.keep(b"of nobody")
    assert sweep(store, [*names, unused]) == (unused,)
    assert set(store.originals.names()) == set(names)


def test_bytes_swept_while_they_are_stored_anew_are_kept(store, make, monkeypatch):
    """Another process removes the last plan with these bytes after they were kept, before they are of a plan."""
    sample = make()
    known, swept = putting.known, []

    def known_after_the_sweep(connection, sha256):
        if not swept:  # The first look, before the change begins, is of `has`.
            swept.append(None)
        elif len(swept) == 1:
            swept.append(store.originals.remove(sha256))
        return known(connection, sha256)

    monkeypatch.setattr(putting, "known", known_after_the_sweep)
    store.put(*sample)
    assert len(swept) == 2
    assert store.original(sample.plan).content == sample.raw.content


def test_originals_out_of_reach_do_not_bring_the_plan_back(store, rich, monkeypatch):
    def fails(sha256):
        raise StoreError("out of reach")

    monkeypatch.setattr(store.originals, "remove", fails)
    with pytest.raises(StoreError):
        remove(store, rich[0], originals=True)
    assert store.plans() == []


def test_the_bytes_stay_unless_they_are_asked_for(store, rich):
    plan_id, samples = rich
    done = remove(store, plan_id)
    names = sorted(s.raw.sha256 for s in samples)
    assert (list(done.unused), done.originals, sorted(store.originals.names())) == (names, (), names)


def test_an_unknown_plan(store, make):
    store.put(*make())
    with pytest.raises(UsageError, match="'none-such'"):
        remove(store, "none-such")
    assert len(store.plans()) == 1
