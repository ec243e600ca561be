"""What is new is told, once: watches are looked through, notices written, and what is due is sent.

Looking and sending are apart: what was found is written with the mark of what was looked at, in one transaction, before
anything is sent (see outbox).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.announce.channels import Sender
    from pipeline.announce.outlets import Outlets
    from pipeline.announce.sending import OnStep
    from pipeline.announce.types import Announced, ChannelKind
    from pipeline.clock import Clock
    from pipeline.settings import Settings
    from pipeline.store import Store


def announce(  # noqa: PLR0913  (what it works with, and what of it is asked for)
    store: Store,
    settings: Settings,
    clock: Clock,
    *,
    names: Sequence[str] = (),
    senders: Mapping[ChannelKind, Sender] | None = None,
    outlets: Outlets | None = None,
    on_step: OnStep | None = None,
    dry: bool = False,
) -> Announced:
    """Look through all watches, or those that are named, and send what is due. A `dry` one looks, and writes and sends
    nothing.

    `senders` take the place of channels, `outlets` that of the environment; `on_step` is told what is being done. What
    fails is in the answer, and is tried again by a later call. Raises UsageError for a name without a watch, StoreError
    where the store fails.
    """
    from pipeline.announce import outbox, watches
    from pipeline.announce.channels import Senders
    from pipeline.announce.channels.means import Means
    from pipeline.announce.looking import look
    from pipeline.announce.outlets import Outlets
    from pipeline.announce.sending import NOTHING, send
    from pipeline.announce.types import Announced

    step = on_step or (lambda _: None)
    wanted = watches.named(store, names)
    known = [watch.name for watch in wanted] if names else ()
    looked = look(store, clock, wanted, step, writing=not dry)
    means = Means(store, settings, clock, outlets or Outlets.from_environment())
    sent = NOTHING if dry else send(means, Senders(senders or {}), known, step)
    standing = outbox.counts(store, known)
    return Announced(
        watches=len(wanted),
        made=looked.made,
        sent=sent.notices,
        waiting=standing.get("waiting", 0),
        given_up=standing.get("given up", 0),
        failures=(*looked.failures, *sent.failures),
        digests=looked.digests,
    )
