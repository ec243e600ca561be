"""A rule that changes for real: stored plans are made anew, and what they tell otherwise is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import select, update

from extractors import EXTRACTORS
from models.document import RawFile
from models.errors import UsageError
from models.plan import Plan
from models.records import KINDS
from pipeline import extract as extracting
from pipeline import rules
from pipeline.process import process
from pipeline.renewing import held
from pipeline.renewing.difference import difference, totals
from pipeline.renewing.renew import Asked, Renewal, renew
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.correcting import correct
from pipeline.store.packing import packed, unpacked
from pipeline.store.tables import ActorTable, ChangeTable, VersionTable

PLANS = Path(__file__).parents[2] / "cases" / "plans"


def raw_of(name: str, change: Callable[[str], str] = str) -> RawFile:
    content = change((PLANS / f"{name}.txt").read_text(encoding="utf-8")).encode()
    return RawFile(content=content, media_type="text/plain", source=f"{name}.txt")


@cache
def _plans() -> list[tuple[RawFile, Plan]]:
    without_appendix = raw_of("a3", lambda text: text.partition("## PHỤ LỤC")[0])
    return [(raw, process(raw)) for raw in (without_appendix, raw_of("a3"), raw_of("a1"))]


def fill(store: Store) -> None:
    for raw, plan in _plans():
        store.put(raw, plan)


@pytest.fixture
def store(tmp_path: Path, engine_url: str | None, begin_with: Callable[..., None]) -> Iterator[Store]:
    """Two plans as the rules of today read them, one in two versions."""
    begin_with(fill, tmp_path)
    with Store.open(engine_url, tmp_path) as opened:
        assert sorted(row.version for row in opened.plans()) == [1, 2]
        yield opened


def run(store: Store, **asked: object) -> Renewal:
    return renew(Asked.model_validate(asked), store, Settings(home=store.home))


@pytest.fixture
def other_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another rule set: awards are found without their rounds, every other milestone not at all."""

    def awards(reading, found):
        for award in dict(EXTRACTORS)["awards"](reading, found):
            yield award.model_copy(update={"round": None})

    def milestones(reading, found):
        yield from list(dict(EXTRACTORS)["milestones"](reading, found))[::2]

    mine = {"awards": awards, "milestones": milestones}
    changed = tuple((name, mine.get(name, extractor)) for name, extractor in EXTRACTORS)
    monkeypatch.setattr(extracting, "EXTRACTORS", changed)
    monkeypatch.setattr(rules, "extraction", lambda: "0.1.0+other")


def marks(store: Store) -> set[tuple[str, str]]:
    with store.reading() as connection:
        return set(connection.execute(select(VersionTable.reading_rules, VersionTable.extraction_rules)).tuples())


def changes(store: Store) -> list[tuple[int, str]]:
    with store.reading() as connection:
        return list(connection.execute(select(ChangeTable.no, ChangeTable.what).order_by(ChangeTable.no)).tuples())


def test_what_is_up_to_date_is_left_alone(store):
    before = changes(store)
    assert run(store) == Renewal(dry_run=False)
    assert changes(store) == before


def test_a_changed_rule_is_applied_and_told(store, other_rules):
    before = {row.id: store.load(row.id) for row in store.plans()}
    done = run(store)
    assert [(r.how, r.latest) for r in done.renewed] == [("extracted", False), ("extracted", True), ("extracted", True)]
    assert (done.failed, done.elsewhere, done.left, done.error) == ((), 0, 0, None)
    assert marks(store) == {(rules.reading(), "0.1.0+other")}
    for one in done.renewed[1:]:
        plan, was = store.load(one.plan_id), before[one.plan_id]
        lost = {m.id for m in was.milestones} - {m.id for m in plan.milestones}
        assert len(lost) == len(was.milestones) // 2
        told = one.changes or ()
        assert {c.name for c in told if c.kind == "milestones"} == lost
        assert {c.what for c in told if c.kind == "milestones"} <= {"vanished"}
        unrounded = [a for a in was.awards if a.round]
        awards = [c for c in told if c.kind == "awards"]
        assert len(awards) == len(unrounded)
        for change, award in zip(awards, unrounded, strict=True):
            (field,) = change.fields
            assert (change.what, change.name) == ("changed", award.id)
            assert (field.field, field.before, field.after) == ("round", award.round, None)
        assert {c.kind for c in told} <= {"awards", "milestones"}
    assert done.totals["milestones"]["vanished"] > 0
    # What is asked of the store is what the new rules found.
    rows = store.ask(held_question("milestones")).rows
    assert {row.id for row in rows} == {m.id for p in before for m in store.load(p).milestones}
    assert run(store) == Renewal(dry_run=False)


def held_question(kind):
    from pipeline.store.question import Question

    return Question(kind=kind)


def test_a_dry_run_tells_the_same_and_writes_nothing(store, other_rules):
    before, marked = changes(store), marks(store)
    told = run(store, dry_run=True)
    assert (changes(store), marks(store)) == (before, marked)
    assert run(store).renewed == told.renewed


def test_only_the_plan_that_is_asked_for(store, other_rules):
    first = store.plans()[0].id
    assert {r.plan_id for r in run(store, plan=first).renewed} == {first}
    assert {r.plan_id for r in run(store).renewed} == {row.id for row in store.plans()} - {first}


def test_a_run_that_ends_early_is_gone_on_with(store, other_rules):
    class Ended(BaseException):
        pass

    def end(done: int, _total: int) -> None:
        if done == 2:
            raise Ended

    with pytest.raises(Ended):
        renew(Asked(batch=1), store, Settings(home=store.home), end)
    assert len(run(store).renewed) == 2  # The first batch stands.
    assert run(store).renewed == ()


def test_a_batch_of_none_is_refused(store):
    with pytest.raises(UsageError, match="--batch"):
        run(store, batch=0)


def test_rules_of_reading_that_changed_read_the_file_again(store, monkeypatch):
    monkeypatch.setattr(rules, "reading", lambda: "0.1.0+other")
    done = run(store)
    assert {(r.how, r.changes) for r in done.renewed} == {("read", ())}
    assert marks(store) == {("0.1.0+other", rules.extraction())}


def test_asked_to_it_reads_what_is_up_to_date(store):
    assert {r.how for r in run(store, reread=True).renewed} == {"read"}


def test_a_file_that_is_gone_fails_alone(store, monkeypatch):
    monkeypatch.setattr(rules, "reading", lambda: "0.1.0+other")
    plan = store.load(store.plans()[0].id)
    store.originals.remove(plan.document.sha256)
    done = run(store)
    assert [(f.plan_id, plan.document.sha256 in f.reason) for f in done.failed] == [(store.plans()[0].id, True)]
    assert len(done.renewed) == 2
    assert store.load(store.plans()[0].id) == plan
    assert len(run(store).failed) == 1  # Still out of date: it is tried again.


def test_what_another_process_changed_meanwhile_is_left_to_it(store, other_rules):
    def change(done: int, total: int) -> None:
        if done == total:
            with store.writing() as connection:
                connection.execute(update(VersionTable).values(extraction_rules="of the other"))

    done = renew(Asked(), store, Settings(home=store.home), change)
    assert (done.renewed, done.elsewhere) == ((), 3)
    assert {extraction for _, extraction in marks(store)} == {"of the other"}


def test_corrections_outlive_it(store, other_rules):
    plan_id = store.plans()[0].id
    correct(store, plan_id, {"number": "4711"}, by="An", why="seen on paper")
    run(store)
    row = next(r for r in store.plans() if r.id == plan_id)
    assert row.symbol.startswith("4711")
    assert store.load(plan_id).metadata.number.value == 4711


def test_what_models_of_today_cannot_hold_is_read_from_its_file(store):
    plan_id = store.plans()[0].id
    with store.writing() as connection:
        connection.execute(
            update(VersionTable).values(json=packed({"schema": "of another time"}), extraction_rules="x")
        )
    done = run(store)
    assert {(r.how, r.changes) for r in done.renewed} == {("read", None)}
    assert store.load(plan_id).criteria


def test_names_of_actors_are_known_as_the_lexicon_of_today_has_them(store, other_rules):
    with store.writing() as connection:
        connection.execute(update(ActorTable).values(agency="of another lexicon"))
    run(store)
    with store.reading() as connection:
        assert held.actors_known_otherwise(connection) == []


# The difference by itself.


@pytest.fixture(scope="module")
def plan():
    return process(raw_of("a1"))


def test_nothing_differs_from_itself_stored_and_loaded(plan):
    from models import interchange

    assert difference(plan, unpacked(packed(interchange.dump(plan)))) == ()


@pytest.mark.parametrize("kind", [kind.kind_name for kind in KINDS])
def test_what_is_left_out_has_vanished_and_what_is_added_has_appeared(plan, kind):
    records = getattr(plan, kind)
    less = plan.model_copy(update={kind: records[1:]})
    (gone,) = [c for c in difference(plan, less) if c.kind == kind]
    assert (gone.what, gone.name, gone.text) == ("vanished", records[0].id, records[0].text)
    (new,) = [c for c in difference(less, plan) if c.kind == kind]
    assert (new.what, new.name) == ("appeared", records[0].id)


def test_a_record_under_another_id_on_the_same_words_has_changed(plan):
    first = plan.assignments[0]
    other = first.model_copy(update={"id": "0" * 16, "actors": ("Ai đó",)})
    changed = plan.model_copy(update={"assignments": (other, *plan.assignments[1:])})
    (change,) = difference(plan, changed)
    assert (change.what, change.kind, change.name) == ("changed", "assignments", "0" * 16)
    assert [(f.field, f.before, f.after) for f in change.fields] == [("actors", list(first.actors), ["Ai đó"])]


def test_a_text_read_otherwise_moves_records_and_changes_none():
    before = process(raw_of("a1"))
    longer = process(raw_of("a1", lambda text: "TRANG BÌA\n\n" + text.replace("phong trào", "phong  trào", 3)))
    kinds = {kind.kind_name for kind in KINDS}
    assert before.document.text != longer.document.text
    assert {r.id for r in before.records()}.isdisjoint(r.id for r in longer.records())
    moved = [c for c in difference(before, longer) if c.kind in kinds]
    assert [c for c in moved if c.what != "changed"] == []
    assert len(moved) <= 3  # The paragraphs whose words were read otherwise.


def test_a_word_read_otherwise_changes_what_stands_on_it(plan):
    (award, *_) = plan.awards
    start, _ = award.evidence[0].spans[0]
    text = plan.document.text
    word = text[start:].split()[0]
    garbled = process(
        RawFile(content=(text[:start] + "X" + text[start:]).encode(), media_type="text/plain", source="garbled.txt")
    )
    told = difference(plan, garbled)
    assert word
    assert told
    assert sum(of["appeared"] + of["vanished"] + of["changed"] for of in totals(told).values()) == len(told)


def test_metadata_that_is_found_lost_or_read_otherwise(plan):
    from models.metadata import Absent

    metadata = plan.metadata.model_copy(update={"place": Absent(reason="not readable"), "recipients": ()})
    less = plan.model_copy(update={"metadata": metadata})
    told = {c.name: c for c in difference(plan, less)}
    assert set(told) == {"place", "recipients"}
    assert (told["place"].what, told["place"].text) == ("vanished", plan.metadata.place.value)
    back = {c.name: c.what for c in difference(less, plan)}
    assert back == {"place": "appeared", "recipients": "changed"}
