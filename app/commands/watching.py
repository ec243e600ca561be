"""`watch`, `announce` and `digest`: what is new, told once to whoever wants to know."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.commands.asking import stored
from app.exits import Exit, complain
from app.options import AsJson
from app.questions import day
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.announce.types import Announced, Target
    from pipeline.store import Store
    from pipeline.store.question import Question

Name = Annotated[str, typer.Argument(metavar="NAME", help="The name of the watch.")]
_MORE = typer.Option
Saved = Annotated[str | None, _MORE("--query", metavar="SAVED", help="A saved question (kehoach save).")]


def add(  # noqa: PLR0913  (each is an option of the command)
    context: typer.Context,
    name: Name,
    asked: Annotated[
        list[str] | None,
        typer.Argument(metavar="COMMAND FILTERS…", help="A command and its filters, such as: plans --unit 'Cà Mau'."),
    ] = None,
    *,
    query: Saved = None,
    feed: Annotated[list[str] | None, _MORE("--feed", metavar="FILE.xml", help="An Atom feed.")] = None,
    mail: Annotated[list[str] | None, _MORE("--mail", metavar="ADDRESS", help="A mail; may be repeated.")] = None,
    webhook: Annotated[list[str] | None, _MORE("--webhook", metavar="URL", help="A signed webhook.")] = None,
    digest: Annotated[
        list[str] | None, _MORE("--digest", metavar="FILE.html|.md|FOLDER", help="A page, or one each in a folder.")
    ] = None,
    since: Annotated[Any, _MORE("--since", metavar="DAY", parser=day, help="Tell what came from this day on.")] = None,
    everything: Annotated[bool, _MORE("--all", help="Tell all that is in the store, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Watch a question: its news are announced from now on."""
    from app.render.terminal import console, plain, print_json
    from app.render.watching import watch_json
    from pipeline.announce import watches
    from pipeline.clock import SystemClock

    if since and everything:
        raise typer.BadParameter(say("watch.since_or_all"), param_hint="--since")
    targets = _targets(feed=feed, mail=mail, webhook=webhook, digest=digest)
    with stored(read_only=False) as store:
        question = _question(store, context, query, asked)
        made = watches.add(store, SystemClock(), name, question, targets, since="all" if everything else since)
    if as_json:
        print_json(watch_json(made))
    else:
        console().print(plain(say("watch.added", name=made.name, seen=made.seen)))


def list_(as_json: AsJson = False) -> None:
    """List what is watched."""
    from app.render.terminal import print_json
    from app.render.watching import show_watches, watch_json
    from pipeline.announce import watches

    with stored() as store:
        found = watches.every(store)
    if as_json:
        print_json([watch_json(one) for one in found])
    else:
        show_watches(found)


def show(name: Name, as_json: AsJson = False) -> None:
    """Show a watch: what is waiting, what was sent, what failed."""
    from app.render.terminal import print_json
    from app.render.watching import notice_json, show_watch, watch_json
    from pipeline.announce import outbox, watches

    with stored() as store:
        found = watches.one(store, name)
        notices = outbox.of_watch(store, found.name)
    if as_json:
        print_json({**watch_json(found), "notices": [notice_json(one) for one in notices]})
    else:
        show_watch(found, notices)


def remove(name: Name, as_json: AsJson = False) -> None:
    """Stop watching; what waits to be sent is not sent."""
    from app.render.terminal import console, plain, print_json
    from pipeline.announce import watches

    with stored(read_only=False) as store:
        watches.remove(store, name)
    if as_json:
        print_json({"name": name, "removed": True})
    else:
        console().print(plain(say("watch.removed", name=name)))


def announce(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="These watches; all where none is named.")
    ] = None,
    dry_run: Annotated[bool, _MORE("--dry-run", help="Show what would be told; write and send nothing.")] = False,
    again: Annotated[bool, _MORE("--again", help="Send what failed or was given up now, too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Look for news and send them now."""
    from app.render.terminal import print_json
    from app.render.watching import announced_json, show_announced

    done = _previewed(names or ()) if dry_run else _announced(names or (), again=again)
    if as_json:
        print_json(announced_json(done))
    else:
        show_announced(done, dry=dry_run)
    _complained(done)


def digest(
    query: Saved = None,
    days: Annotated[int, _MORE("--days", min=1, max=3650, help="What came in so many days.")] = 7,
    to: Annotated[Path | None, _MORE("--to", metavar="FILE", help="Write it to a file: .html or .md.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is new, without a watch and as often as asked."""
    from app.render.terminal import print_json
    from app.render.watching import digest_place, show_digest, write_digest
    from pipeline.announce.news import Asked, day_of, news, since_days
    from pipeline.clock import SystemClock
    from pipeline.store import saved
    from pipeline.store.question import Question

    now = SystemClock().now()
    place = digest_place(to, day_of(now)) if to else None
    with stored() as store:
        question = saved.question(store, query) if query else Question()
        found = news(store, Asked(question, since_days(store, now, days), day_of(now))).digest
    if place:
        complain(write_digest(found, place))
    if as_json:
        print_json({"counts": found.counts(), **found.model_dump(mode="json")})
    elif not place:
        show_digest(found)


def _previewed(names: Sequence[str]) -> Announced:
    from pipeline.announce import announce as tell
    from pipeline.clock import SystemClock
    from pipeline.settings import Settings

    with stored() as store:
        return tell(store, Settings.from_environment(), SystemClock(), names=names, dry=True)


def _announced(names: Sequence[str], *, again: bool) -> Announced:
    """As a run of its own, so that `kehoach runs` tells of it."""
    from pipeline.announce import outbox, watches
    from pipeline.collect.running import announce_all, running
    from pipeline.collect.work import Work
    from pipeline.settings import Settings

    with Work.open(Settings.from_environment()) as work:
        known = [watch.name for watch in watches.named(work.store, names)] if names else []
        if again:
            outbox.again(work.store, work.clock, known)
        with running(work, "announce", []):
            return announce_all(work, known)


def _targets(**given: list[str] | None) -> list[Target]:
    from models.errors import UsageError
    from pipeline.announce.types import Target

    if any(not to.strip() for tos in given.values() for to in tos or ()):
        raise UsageError("a watch needs somewhere to announce to: --feed, --mail, --webhook or --digest")
    return [Target.model_validate({"kind": kind, "to": to}) for kind, tos in given.items() for to in tos or ()]


def _question(store: Store, context: typer.Context, query: str | None, asked: list[str] | None) -> Question:
    """The question that is saved under a name, or that the command line asks; all plans where neither is given."""
    from app.commands.searching import typed
    from pipeline.store import saved

    if query and asked:
        raise typer.BadParameter(say("watch.two_questions"), param_hint="--query")
    if query:
        return saved.question(store, query)
    question: Question = typed(context, asked or ["plans"])
    return question


def _complained(done: Announced) -> None:
    """What failed, a line each; where nothing else was done, that is what the command ends with."""
    for failure in done.failures:
        reason = told(failure.reason)
        if failure.channel is None:
            complain(say("watch.failed", name=failure.watch, reason=reason))
        else:
            complain(say("watch.failed_channel", name=failure.watch, channel=failure.channel, reason=reason))
    if done.failures:
        raise typer.Exit(Exit.NOTHING)
