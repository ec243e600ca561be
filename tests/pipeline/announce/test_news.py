"""What is news, and what is none: new plans, changed facts, removals, deadlines, criteria of one plan alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.announce import alone, deadlines, outbox, watches
from pipeline.announce import news as news_module
from pipeline.announce.changes import happened
from pipeline.announce.memory import Memory
from pipeline.announce.news import Asked, day_of, news
from pipeline.announce.types import Digest, Target
from pipeline.store import Store, correcting, removing
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import CRITERIA, SetClock, put

FEED = Target(kind="feed", to="/tmp/tin.xml")  # noqa: S108  (never written here)


BOTH = pytest.mark.parametrize("engine_url", ["sqlite", "postgres"], indirect=True)


class Reader:
    """Looks again and again, as a watch does."""

    def __init__(self, store: Store, clock: SetClock, question: Question, **more: Any) -> None:
        self.store, self.clock, self.name = store, clock, "w"
        watches.add(store, clock, self.name, question, [FEED], **more)

    def look(self) -> Digest:
        watch = watches.one(self.store, self.name)
        assert watch.question
        asked = Asked(watch.question, watch.seen, day_of(self.clock.now()), Memory.of(watch.memory), watch.name)
        found = news(self.store, asked)
        outbox.write(self.store, self.clock, watch, found)
        return found.digest


@pytest.fixture
def reader(store: Store, clock: SetClock) -> Reader:
    """Who watches all plans, and has read what there was."""
    made = Reader(store, clock, Question())
    made.look()
    return made


def test_what_was_there_before_is_no_news_and_what_comes_is_told_once(store, reader):
    assert reader.look().is_empty
    put(store, number=11)
    told = reader.look()
    assert [one.plan.symbol for one in told.new] == ["11/KH-UBND"]
    (plan,) = (one.plan for one in told.new)
    assert (plan.unit, plan.source, plan.version) == ("tỉnh Cà Mau", "kh-11.txt", 1)
    assert plan.subject == "Phát động phong trào thi đua “Công sở văn minh” năm 2026"
    again = reader.look()
    assert again.is_empty
    assert again.new == again.deadlines == ()


@pytest.mark.parametrize(
    ("since", "symbols"),
    [(None, set()), ("all", {"10/KH-UBND"}), (date(2000, 1, 1), {"10/KH-UBND"}), (date(9000, 1, 1), set())],
)
def test_a_watch_begins_where_it_is_told_to(store, clock, since, symbols):
    told = Reader(store, clock, Question(), since=since).look()
    assert {one.plan.symbol for one in told.new} == symbols


@BOTH
def test_a_new_version_tells_its_facts_against_the_version_before(store, reader):
    changed = (CRITERIA[0].replace("80%", "90%"), *CRITERIA[1:])
    assert put(store, source="sua-doi.txt", criteria=changed, due="10/12/2026").version == 2
    told = reader.look()
    assert told.new == told.alone == ()
    (one,) = told.changed
    assert (one.before, one.plan.version, one.plan.source) == (1, 2, "sua-doi.txt")
    facts = {fact.kind: fact for fact in one.facts}
    value = {f.field: (f.before, f.after) for f in facts["quantities"].fields}["value"]
    assert value == (80.0, 90.0)
    assert facts["quantities"].bearing == "stricter"
    assert facts["quantities"].passage.path == "II/1/-1"
    assert "ít nhất 90%" in facts["quantities"].passage.text
    assert {f.field: f.after for f in facts["milestones"].fields}["end"] == "2026-12-10"
    assert facts["milestones"].bearing == "earlier"
    assert one.clauses["reworded"] == 2
    assert reader.look().is_empty


def test_two_versions_between_two_looks_are_told_against_what_was_read(store, reader):
    put(store, source="2.txt", due="10/12/2026")
    put(store, source="3.txt", due="05/12/2026")
    (one,) = reader.look().changed
    assert (one.before, one.plan.version) == (1, 3)
    (fact,) = (f for f in one.facts if f.kind == "milestones")
    assert {f.field: (f.before, f.after) for f in fact.fields}["end"] == ("2026-12-15", "2026-12-05")


def test_a_correction_and_another_file_of_the_same_are_no_news(store, reader):
    assert put(store, source="ban-khac.txt", more=" ").status == "rendition"
    correcting.correct(store, store.plans()[0].id, {"signer": "Trần B"}, by="test", why="test")
    assert reader.look().is_empty


@BOTH
def test_a_removed_plan_is_told_as_removed_by_its_name(store, reader):
    known = store.plans()[0]
    removing.remove(store, known.id)
    (gone,) = reader.look().removed
    assert (gone.plan_id, gone.symbol, gone.unit) == (known.id, "10/KH-UBND", "tỉnh Cà Mau")
    assert reader.look().is_empty


def test_what_comes_and_goes_between_two_looks_never_was(store, reader):
    removing.remove(store, put(store, number=11).plan_id)
    assert reader.look().is_empty


def test_a_plan_that_takes_the_number_of_a_removed_one_is_new(store, reader):
    """SQLite gives the highest number again."""
    removing.remove(store, store.plans()[0].id)
    put(store, number=12)
    told = reader.look()
    assert [one.symbol for one in told.removed] == ["10/KH-UBND"]
    assert [one.plan.symbol for one in told.new] == ["12/KH-UBND"]


def test_only_what_meets_the_question_is_told(store, clock):
    reader = Reader(store, clock, Question(unit="Lai Châu"))
    put(store, number=11)
    put(store, number=12, place="Lai Châu")
    told = reader.look()
    assert [one.plan.symbol for one in told.new] == ["12/KH-UBND"]
    assert {one.plan.symbol for one in told.deadlines} == {"12/KH-UBND"}


@BOTH
def test_a_question_for_records_quotes_what_of_a_new_plan_meets_it(store, clock):
    reader = Reader(store, clock, Question(kind="criteria", words="thuốc lá"))
    put(store, number=11, criteria=CRITERIA[:2])
    put(store, number=12, place="Lai Châu")
    (one,) = reader.look().new
    assert (one.plan.symbol, one.answered) == ("12/KH-UBND", 1)
    assert one.answers[0].path == "II/1/-3"
    assert "thuốc lá" in one.answers[0].text


def test_a_plan_may_begin_and_cease_to_meet_the_question(store, clock):
    reader = Reader(store, clock, Question(kind="criteria", words="thuốc lá"))
    put(store, source="2.txt", criteria=CRITERIA[:2])
    (one,) = reader.look().changed
    assert (one.left, one.joined) == (True, False)
    put(store, source="3.txt", criteria=(CRITERIA[0], CRITERIA[2]))
    (one,) = reader.look().changed
    assert (one.left, one.joined) == (False, True)


def test_a_deadline_is_told_once_when_it_comes_within_thirty_days(store, clock):
    put(store, number=11, due="10/01/2027")
    reader = Reader(store, clock, Question())
    assert [(d.plan.symbol, d.due) for d in reader.look().deadlines] == [("10/KH-UBND", date(2026, 12, 15))]
    told = []
    for _ in range(60):
        clock.on(days=1)
        told += [(day_of(clock.now()), d.plan.symbol, d.due) for d in reader.look().deadlines]
    assert told == [(date(2026, 12, 11), "11/KH-UBND", date(2027, 1, 10))]


@BOTH
def test_a_deadline_that_moves_is_told_again_and_one_that_stays_is_not(store, reader):
    put(store, source="2.txt", more=" Thêm một câu khác hẳn.")
    assert reader.look().deadlines == ()
    put(store, source="3.txt", due="05/12/2026", more=" Thêm một câu khác hẳn.")
    assert [d.due for d in reader.look().deadlines] == [date(2026, 12, 5)]


def test_a_deadline_has_its_words_and_their_place(store, clock):
    (one,) = Reader(store, clock, Question(kind="milestones", actor="Sở Nội vụ")).look().deadlines
    assert one.passage.path == "III/1"
    assert "trước ngày 15/12/2026" in one.passage.text
    assert one.actor == "Sở Nội vụ"
    other = Asked(Question(kind="milestones", actor="Sở Y tế"), 0, date(2026, 11, 22))
    assert news(store, other).digest.deadlines == ()


def test_what_recurs_is_due_on_the_days_that_the_plan_prints_while_its_period_lasts(store, clock):
    put(store, number=11, place="Lai Châu", due="20 hàng tháng")
    reader = Reader(store, clock, Question(unit="Lai Châu"))
    told = []
    for _ in range(70):
        told += [(day_of(clock.now()), one) for one in reader.look().deadlines]
        clock.on(days=1)
    assert [(on, one.due) for on, one in told] == [(date(2026, 11, 22), date(2026, 12, 20))], "the plan is of 2026"
    assert told[0][1].printed == "trước ngày 20"
    assert "trước ngày 20 hàng tháng" in told[0][1].passage.text


def test_a_frequency_without_a_printed_day_names_no_deadline(store, clock):
    put(store, number=11, place="Lai Châu", due="họp giao ban hàng tháng")
    assert Reader(store, clock, Question(unit="Lai Châu")).look().deadlines == ()


def test_days_are_vietnams():
    assert day_of(datetime(2026, 11, 22, 16, 59)) == date(2026, 11, 22)
    assert day_of(datetime(2026, 11, 22, 17, 0)) == date(2026, 11, 23)


@BOTH
def test_a_criterion_that_no_other_plan_has_is_told(store, reader):
    own = "Tổ chức trồng và chăm sóc cây xanh trong khuôn viên trụ sở vào thứ Bảy hằng tuần."
    put(store, number=11, place="Lai Châu", criteria=(*CRITERIA, own))
    (one,) = reader.look().alone
    assert [(c.path, c.text) for c in one.criteria] == [("II/1/-4", own)]
    assert (one.compared, one.of, one.unread) == (1, 1, 0)


def test_a_comparison_is_bounded_and_says_so(store, reader, monkeypatch):
    monkeypatch.setattr(alone, "MOST_COMPARED", 1)
    monkeypatch.setattr(news_module, "MOST_ALONE", 1)
    put(store, number=11, place="Lai Châu")
    put(store, number=12, place="Bạc Liêu")
    told = reader.look()
    (one,) = told.alone
    assert (one.compared, one.of) == (1, 2)
    assert told.left_out == {"alone": 1}


def test_more_than_a_digest_names_is_counted_and_deadlines_follow(store, clock, reader, monkeypatch):
    monkeypatch.setattr(news_module, "MOST_NEW", 1)
    monkeypatch.setattr(deadlines, "MOST", 1)
    for number in (11, 12, 13):
        put(store, number=number)
    told = reader.look()
    assert (len(told.new), told.left_out) == (1, {"new": 2, "deadlines": 2})
    assert told.counts()["new"] == 3
    assert len(outbox.of_watch(store, "w")) == 2
    reader.look()
    assert len(outbox.of_watch(store, "w")) == 2, "one notice a day of one change"
    later = []
    for _ in range(3):
        clock.on(days=1)
        later.append(reader.look())
    assert [len(one.deadlines) for one in later] == [1, 1, 0]
    assert {d.plan.symbol for one in (told, *later) for d in one.deadlines} == {f"{n}/KH-UBND" for n in (11, 12, 13)}


WHATS = st.sampled_from(["stored", "new version", "rendition", "re-extracted", "corrected", "removed"])


@given(st.lists(st.tuples(st.integers(1, 4), WHATS), max_size=30), st.sets(st.integers(1, 4)))
def test_changes_summed_up_are_what_they_did(changes, there):
    """Against a plain walk: a number is free or taken, and by a plan that was there before or not."""
    valid, taken = [], dict.fromkeys(there, "old")
    versions: dict[int, int] = {}
    was = set()
    for no, what in changes:
        if (what == "stored") == (no in taken):
            continue
        valid.append((no, what))
        if what == "stored":
            taken[no], versions[no] = "new", 0
        elif what == "removed":
            was |= {no} if taken.pop(no) == "old" else set()
            versions[no] = 0
        elif what == "new version" and taken[no] == "old":
            versions[no] = versions.get(no, 0) + 1
    for one in happened(valid):
        assert one.is_new == (taken.get(one.plan_no) == "new")
        assert one.versions == versions.get(one.plan_no, 0)
        assert one.was_removed == (one.plan_no in was)
        assert one.is_there == (one.plan_no in taken)


def test_what_is_past_is_forgotten():
    memory = Memory(deadlines={"a": date(2026, 1, 1), "b": date(2026, 3, 1)})
    after = memory.after({}, {"c": date(2026, 3, 2)}, date(2026, 2, 1))
    assert after.deadlines == {"b": date(2026, 3, 1), "c": date(2026, 3, 2)}
    assert Memory.of(after.stored()) == after
    assert Memory.of({"plans": "nonsense"}) == Memory()
    assert timedelta(days=deadlines.DAYS) == timedelta(days=30)
