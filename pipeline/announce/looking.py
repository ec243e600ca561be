"""Every watch looked through; one that fails is told, and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.errors import UsageError
from pipeline.announce import outbox
from pipeline.announce.memory import Memory
from pipeline.announce.news import Asked, Compared, News, day_of, news
from pipeline.announce.types import Digest, Failure, Watch
from pipeline.clock import Clock
from pipeline.store import Store, query


class Looked(NamedTuple):
    """How many notices were made, the digests that tell something, and the watches that could not be looked at."""

    made: int
    digests: tuple[Digest, ...]
    failures: tuple[Failure, ...]


def look(
    store: Store, clock: Clock, watches: Sequence[Watch], on_step: Callable[[str], None], *, writing: bool = True
) -> Looked:
    """Look through watches, and write what is to be sent unless only that is asked. Raises StoreError."""
    compared = Compared()
    made, digests, failures = 0, [], []
    for watch in watches:
        on_step(watch.name)
        if _is_idle(store, clock, watch):
            continue
        try:
            found = _news(store, clock, watch, compared)
        except UsageError as error:
            failures.append(Failure(watch=watch.name, failure=type(error).__name__, reason=str(error)))
            continue
        written = outbox.write(store, clock, watch, found) if writing else len(watch.targets)
        if written and not found.digest.is_empty:
            digests.append(found.digest)
            made += written if writing else 0
    return Looked(made, tuple(digests), tuple(failures))


def _is_idle(store: Store, clock: Clock, watch: Watch) -> bool:
    """Whether nothing can be new: nothing changed, and no day has begun, since the watch was last looked at."""
    if watch.seen_at == watch.made_at or day_of(watch.seen_at) != day_of(clock.now()):
        return False
    with store.reading() as connection:
        return query.revision(connection) == watch.seen


def _news(store: Store, clock: Clock, watch: Watch, compared: Compared) -> News:
    if watch.question is None:
        raise UsageError(
            f"the question of the watch {watch.name!r} can no longer be asked ({watch.reason}); make it anew"
        )
    asked = Asked(
        question=watch.question,
        since=watch.seen,
        day=day_of(clock.now()),
        memory=Memory.of(watch.memory),
        watch=watch.name,
    )
    return news(store, asked, compared)
