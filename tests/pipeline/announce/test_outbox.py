"""Notices: written once with the mark of what was looked at, sent in their order, retried, given up, never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from models.errors import AnnounceError, StoreBusy, UsageError
from pipeline.announce import announce, looking, outbox, watches
from pipeline.announce.channels.means import hopeless
from pipeline.announce.memory import Memory
from pipeline.announce.news import Asked, day_of, news
from pipeline.announce.types import Announced, Notice, Target
from pipeline.store import Store
from pipeline.store.arriving_tables import NoticeTable, WatchTable
from pipeline.store.question import Question
from tests.pipeline.announce.conftest import put

ADDRESS = "so@noivu.vn"


class Post:
    """Takes mails, and fails as it is told to."""

    def __init__(self) -> None:
        self.got: list[Notice] = []
        self.error: Exception | None = None

    def __call__(self, notice: Notice, _means: object) -> None:
        if self.error:
            raise self.error
        self.got.append(notice)

    @property
    def symbols(self) -> list[list[str | None]]:
        return [[one.plan.symbol for one in notice.digest.new] for notice in self.got]


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def run(store: Store, settings, clock, post: Post) -> Callable[..., Announced]:
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="mail", to=ADDRESS)])

    def announced(**more) -> Announced:
        return announce(store, settings, clock, senders={"mail": post}, **more)

    return announced


def arrive(store: Store, number: int) -> None:
    put(store, number=number, place="Lai Châu", due="15/12/2020")


def test_without_news_nothing_is_written_or_sent(store, run, post):
    done = run()
    assert (done.watches, done.made, done.sent, done.waiting, post.got) == (1, 0, 0, 0, [])
    put(store, number=11)  # Not of the question.
    assert run().made == 0
    assert outbox.of_watch(store, "w") == []
    assert watches.one(store, "w").seen == 2, "what was looked at is not looked at again"


def test_a_watch_that_has_nothing_to_look_for_is_passed_over_until_a_day_begins(store, run, clock, monkeypatch):
    clock.on(minutes=1)
    run()
    asked = []
    monkeypatch.setattr(looking, "news", lambda *given: asked.append(given) or news(*given))
    clock.on(hours=1)
    run()
    assert asked == []
    clock.on(days=1)
    run()
    assert len(asked) == 1
    run()
    arrive(store, 11)
    assert (run().sent, len(asked)) == (1, 2)


def test_what_is_new_is_sent_once(store, run, post):
    arrive(store, 11)
    first, second = run(), run()
    assert (first.made, first.sent, first.waiting, first.failures) == (1, 1, 0, ())
    assert (second.made, second.sent) == (0, 0)
    assert post.symbols == [["11/KH-UBND"]]
    (kept,) = outbox.of_watch(store, "w")
    assert (kept.standing, kept.attempts, kept.reason, kept.identity) == ("sent", 1, None, post.got[0].identity)


def test_a_dry_run_tells_and_leaves_all_as_it_was(store, run, post):
    arrive(store, 11)
    told = run(dry=True)
    assert [len(d.new) for d in told.digests] == [1]
    assert (told.made, told.sent, post.got, outbox.of_watch(store, "w")) == (0, 0, [], [])
    assert run().sent == 1


def test_a_failure_is_kept_and_tried_again_after_growing_waits(store, run, post, clock):
    arrive(store, 11)
    post.error = AnnounceError("no answer")
    (failure,) = run().failures
    assert (failure.watch, failure.channel, failure.reason, failure.given_up) == (
        "w",
        f"mail {ADDRESS}",
        "no answer",
        False,
    )
    waits = []
    for _ in range(5):
        (kept,) = outbox.of_watch(store, "w")
        assert (kept.standing, kept.reason) == ("waiting", "no answer")
        waits.append(kept.next_at - clock.now())
        assert run().failures == (), "not before its time"
        clock.at = kept.next_at
        run()
    assert waits == [timedelta(minutes=5 * 2**k) for k in range(5)]
    post.error = None
    clock.on(days=1)
    assert (run().sent, post.symbols) == (1, [["11/KH-UBND"]])


def test_later_notices_wait_behind_one_that_failed_and_come_in_their_order(store, run, post, clock):
    post.error = AnnounceError("no answer")
    for number in (11, 12, 13):
        arrive(store, number)
        assert len(run().failures) == (1 if number == 11 else 0)
    assert run().waiting == 3
    post.error = None
    clock.on(hours=1)
    assert run().sent == 3
    assert post.symbols == [["11/KH-UBND"], ["12/KH-UBND"], ["13/KH-UBND"]]


@pytest.mark.parametrize(
    ("error", "attempts"),
    [(hopeless("no such address"), outbox.MOST_HOPELESS), (AnnounceError("no answer"), outbox.MOST_ATTEMPTS)],
    ids=["what cannot pass", "what may pass"],
)
def test_what_fails_too_often_is_given_up_and_told_until_somebody_asks_again(store, run, post, clock, error, attempts):
    arrive(store, 11)
    post.error = error
    tried = 0
    while outbox.of_watch(store, "w") == [] or outbox.of_watch(store, "w")[0].standing == "waiting":
        done = run()
        tried += len(done.failures)
        clock.on(days=1)
    assert tried == attempts
    assert done.failures[0].given_up
    (kept,) = outbox.of_watch(store, "w")
    assert (kept.standing, kept.reason, kept.next_at) == ("given up", str(error), None)
    assert (run().given_up, watches.one(store, "w").given_up) == (1, 1)
    post.error = None
    assert outbox.again(store, clock, ["w"]) == 1
    assert (run().sent, post.symbols) == (1, [["11/KH-UBND"]])


def test_a_fault_of_ours_in_one_channel_does_not_stop_the_others(store, run, settings, clock, tmp_path, post):
    watches.add(store, clock, "v", Question(unit="Lai Châu"), [Target(kind="digest", to=str(tmp_path / "tin.md"))])
    arrive(store, 11)
    post.error = ZeroDivisionError("oh")
    done = run()
    assert (done.sent, [f.watch for f in done.failures]) == (1, ["w"])
    assert "ZeroDivisionError" in done.failures[0].reason
    assert "11/KH-UBND" in (tmp_path / "tin.md").read_text(encoding="utf-8")


def test_a_question_that_can_no_longer_be_asked_fails_alone(store, run, clock, post):
    watches.add(store, clock, "v", Question(), [Target(kind="mail", to="b@c.vn")])
    with store.writing() as connection:
        old = update(WatchTable).where(WatchTable.name == "v").values(question={"no_such_filter": 1})
        connection.execute(old)
    arrive(store, 11)
    done = run()
    assert [(f.watch, f.channel) for f in done.failures] == [("v", None)]
    assert post.symbols == [["11/KH-UBND"]]
    assert watches.one(store, "v").seen == 1, "it is looked at once it can be asked again"


def test_one_that_was_quicker_leaves_nothing_to_write(store, run, clock):
    arrive(store, 11)
    watch = watches.one(store, "w")
    asked = Asked(Question(unit="Lai Châu"), watch.seen, day_of(clock.now()), Memory.of(watch.memory), "w")
    found = news(store, asked)
    assert outbox.write(store, clock, watch, found) == 1
    assert outbox.write(store, clock, watch, found) == 0
    assert len(outbox.of_watch(store, "w")) == 1


def test_a_lease_keeps_others_away_until_it_runs_out(store, run, post, clock):
    post.error = StoreBusy("as if killed")
    arrive(store, 11)
    run()
    post.error = None
    with store.writing() as connection:
        connection.execute(update(NoticeTable).values(next_at=clock.now(), reason=None))
    (one,) = outbox.due(store, clock)
    taken = outbox.claim(store, clock, one.no)
    assert taken
    assert outbox.claim(store, clock, one.no) is None
    assert outbox.again(store, clock) == 0, "what is being sent is not sent twice"
    assert (run().sent, post.got) == (0, [])
    clock.at += outbox.LEASE
    assert (run().sent, post.got[0].identity) == (1, taken.identity)


def test_a_watch_that_ends_takes_its_notices_along(store, run, post, clock):
    arrive(store, 11)
    post.error = AnnounceError("no answer")
    run()
    watches.remove(store, "w")
    clock.on(days=2)
    assert (run().watches, run().waiting) == (0, 0)
    with pytest.raises(UsageError, match="there is no watch 'w'"):
        watches.remove(store, "w")


def test_a_watch_made_anew_has_notices_of_its_own(store, run, post, clock, settings):
    """A receiver that drops what it has seen must not drop those."""
    arrive(store, 11)
    run()
    watches.remove(store, "w")
    clock.on(minutes=1)
    watches.add(store, clock, "w", Question(unit="Lai Châu"), [Target(kind="mail", to=ADDRESS)], since="all")
    run()
    assert post.symbols == [["11/KH-UBND"]] * 2
    assert post.got[0].identity != post.got[1].identity


@pytest.mark.parametrize(
    ("name", "targets", "wrong"),
    [
        ("w\n", [], "needs somewhere"),
        ("\0", [Target(kind="mail", to=ADDRESS)], "a name has 1 to 100"),
        ("x" * 101, [Target(kind="mail", to=ADDRESS)], "a name has 1 to 100"),
        ("x", [Target(kind="mail", to="a@b.vn\nBcc: c@d.vn")], "no e-mail address"),
        ("x", [Target(kind="mail", to="a@b.vn, c@d.vn")], "no e-mail address"),
        ("x", [Target(kind="mail", to="Ông A <a@b.vn>")], "no e-mail address"),
        ("x", [Target(kind="feed", to="/nowhere/tin.xml")], "there is no folder /nowhere"),
        ("x", [Target(kind="feed", to="tin.txt")], "ends in .xml"),
        ("x", [Target(kind="digest", to="tin.docx")], "ends in .html or .md"),
        ("x", [Target(kind="digest", to="a\0.md")], "no name of a file"),
        ("x", [Target(kind="webhook", to="file:///etc/passwd")], "http:// or https://"),
        ("x", [Target(kind="webhook", to="https://me:secret@b.vn/x")], "not sent"),
    ],
)
def test_what_cannot_be_watched_is_refused_in_words(store, clock, name, targets, wrong):
    with pytest.raises(UsageError, match=wrong) as error:
        watches.add(store, clock, name, Question(), targets)
    assert "secret" not in str(error.value)
    assert watches.every(store) == []


def test_two_watches_do_not_write_one_file_but_may_share_a_folder_and_an_address(store, clock, tmp_path: Path):
    file = Target(kind="digest", to=str(tmp_path / "tin.html"))
    shared = [Target(kind="digest", to=f"{tmp_path}/"), Target(kind="mail", to=ADDRESS)]
    watches.add(store, clock, "a", Question(), [file, *shared])
    watches.add(store, clock, "b", Question(), shared)
    with pytest.raises(UsageError, match="the watch 'a' writes this file"):
        watches.add(store, clock, "c", Question(), [file])
    with pytest.raises(UsageError, match="there is a watch 'a' already"):
        watches.add(store, clock, "a", Question(), shared)


def test_a_plan_is_watched_by_its_id(store, clock):
    watches.add(store, clock, "a", Question(kind="clauses", plan="10/KH-UBND"), [Target(kind="mail", to=ADDRESS)])
    made = watches.one(store, "a").question
    assert made
    assert made.plan == store.plans()[0].id


def test_a_clock_that_has_jumped_since_keeps_no_notice_waiting(store, run, post, clock):
    arrive(store, 11)
    clock.on(days=400)
    post.error = AnnounceError("no answer")
    run()
    post.error = None
    clock.on(days=-400)
    assert (run().sent, post.symbols) == (1, [["11/KH-UBND"]])
