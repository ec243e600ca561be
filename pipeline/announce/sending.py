"""Notices on their way: each taken, sent and marked; one that fails is left for later, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.errors import AnnounceError
from pipeline.announce import outbox
from pipeline.announce.channels import Senders
from pipeline.announce.channels.means import Means
from pipeline.announce.types import Failure, Notice

OnStep = Callable[[str], None]
"""Told what is being done, as `watch: channel`."""


class Sent(NamedTuple):
    """How many notices went, and what did not."""

    notices: int
    failures: tuple[Failure, ...]


NOTHING = Sent(0, ())


def send(means: Means, senders: Senders, watches: Sequence[str], on_step: OnStep) -> Sent:
    """Send what is due, the oldest first, of some watches or of all. Raises StoreError where the store fails."""
    count, failures = 0, []
    closed: set[tuple[str, str]] = set()
    for one in outbox.due(means.store, means.clock, watches):
        lane = one.watch, one.channel
        # What comes behind one that failed waits too, or a reader would read the later first.
        notice = None if lane in closed else outbox.claim(means.store, means.clock, one.no)
        if notice is None:
            closed.add(lane)
            continue
        on_step(f"{one.watch}: {one.channel}")
        error = _attempt(notice, means, senders)
        if error is None:
            outbox.sent(means.store, means.clock, one.no)
            count += 1
            continue
        given_up = outbox.failed(means.store, means.clock, notice, error)
        if not given_up:
            closed.add(lane)
        failures.append(_failure(notice, error, given_up=given_up))
    return Sent(count, tuple(failures))


def _attempt(notice: Notice, means: Means, senders: Senders) -> AnnounceError | None:
    """What went wrong, if it did. Nothing that a channel does wrong may stop the others, a fault of ours no more than
    one of theirs."""
    try:
        senders.of(notice.target)(notice, means)
    except AnnounceError as error:
        return error
    except Exception as error:
        return AnnounceError(
            f"{notice.target.kind}: it failed in a way that is not known ({type(error).__name__}: {error})"
        )
    return None


def _failure(notice: Notice, error: AnnounceError, *, given_up: bool) -> Failure:
    return Failure(
        watch=notice.watch,
        channel=notice.target.name,
        failure=type(error).__name__,
        reason=str(error),
        given_up=given_up,
    )
