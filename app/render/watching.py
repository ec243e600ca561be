"""Watches, their notices, and what was announced."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.text import Text

from app.render.terminal import console, moment, plain, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.announce.types import Announced, Digest, Notice, Target, Watch


def watch_json(watch: Watch) -> dict[str, Any]:
    """A watch without what it remembers, which is no matter of its readers."""
    said = watch.model_dump(mode="json", exclude={"memory", "origin", "question"})
    question = watch.question.model_dump(mode="json", exclude_defaults=True) if watch.question else None
    return {**said, "question": question}


def notice_json(notice: Notice) -> dict[str, Any]:
    """A notice with what it tells of in figures."""
    return {**notice.model_dump(mode="json", exclude={"digest", "origin"}), "counts": notice.digest.counts()}


def announced_json(done: Announced) -> dict[str, Any]:
    digests = [{"counts": one.counts(), **one.model_dump(mode="json")} for one in done.digests]
    return {**done.model_dump(mode="json"), "digests": digests}


def show_watches(found: Sequence[Watch]) -> None:
    out = console()
    if not found:
        out.print(plain(say("watch.none")))
        return
    titles = ("name", "question", "channels", "seen", "waiting", "given_up")
    rows = [
        [
            plain(one.name, "bold"),
            plain(_asked(one)),
            plain("; ".join(_target(target) for target in one.targets)),
            plain(moment(one.seen_at)),
            plain(one.waiting),
            plain(one.given_up),
        ]
        for one in found
    ]
    out.print(table([say(f"watch.{title}") for title in titles], rows))


def show_watch(watch: Watch, notices: Sequence[Notice]) -> None:
    """The watch, and its notices, the newest first."""
    out = console()
    out.print(plain(watch.name, "bold"))
    out.print(plain(f"  {say('watch.question')}: {_asked(watch)}"))
    for target in watch.targets:
        out.print(plain(f"  {say('watch.channels')}: {_target(target)}"))
    out.print(plain(f"  {say('watch.seen')}: {moment(watch.seen_at)}"))
    out.print()
    if not notices:
        out.print(plain(say("watch.no_notices")))
        return
    titles = ("made", "channels", "told", "standing", "attempts", "reason")
    out.print(table([say(f"watch.{t}") for t in titles], [_notice(one) for one in notices], say("watch.notices")))


def show_announced(done: Announced, *, dry: bool) -> None:
    """What is new, watch by watch, and how it went."""
    out = console()
    for digest in done.digests:
        show_digest(digest)
        out.print()
    if not done.digests:
        out.print(plain(say("watch.nothing_new")))
    if dry:
        out.print(plain(say("watch.dry")))
        return
    counts = {name: getattr(done, name) for name in ("made", "sent", "waiting", "given_up")}
    out.print(plain(say("watch.announced", **counts)))


def show_digest(digest: Digest) -> None:
    from pipeline.announce import markdown
    from pipeline.announce.sheets import sheet

    console().print(plain(markdown.plain((sheet(digest),)).rstrip("\n")))


def digest_place(to: Path, day: date) -> Path:
    """The file that a digest is written to; in a folder one of the day. Raises UsageError."""
    from pipeline.announce.channels import file

    place = file.check(str(to))
    return Path(place) / f"{day.isoformat()}.html" if file.is_folder(place) else Path(place)


def write_digest(digest: Digest, to: Path) -> str:
    """Write it to a file; returns what to say of it. Raises UsageError, StoreError."""
    from pipeline.announce.channels import file
    from pipeline.announce.sheets import sheet
    from pipeline.report import writing

    writing.whole(to, file.rendered((digest,), to.suffix).encode())
    return say("watch.written", file=to, summary=sheet(digest).summary)


def _asked(watch: Watch) -> str:
    """The question as it would be typed."""
    if watch.question is None:
        return say("watch.unreadable", reason=watch.reason)
    said = watch.question.model_dump(mode="json", exclude_defaults=True)
    kind = watch.question.kind
    return " ".join([kind, *(f"{name}={shlex.quote(str(value))}" for name, value in said.items() if name != "kind")])


def _target(target: Target) -> str:
    return f"{say(f'watch.kind_{target.kind}')} {_shown(target.to)}"


def _shown(to: str) -> str:
    """Where a channel leads; what a webhook has behind its question mark may be a secret."""
    address, question, _ = to.partition("?")
    return f"{address}?…" if question and address.startswith("http") else to


def _notice(notice: Notice) -> list[Text]:
    from pipeline.announce.sheets import sheet

    at = moment(notice.sent_at) if notice.sent_at else ""
    standing = {
        "sent": say("watch.is_sent", at=at),
        "waiting": say("watch.is_waiting"),
        "given up": say("watch.is_given_up"),
    }[notice.standing]
    later = notice.next_at and notice.attempts and say("watch.next_at", at=moment(notice.next_at))
    reason = "; ".join(part for part in (told(notice.reason or ""), later or "") if part)
    return [
        plain(moment(notice.made_at)),
        plain(_target(notice.target)),
        plain(sheet(notice.digest).summary),
        plain(standing),
        plain(notice.attempts),
        plain(reason or "—"),
    ]
