"""The channels: one file a kind, one row of the registry. Adding one is a file with `check` and `send`, and its row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.announce.channels import feed, file, mail, webhook
from pipeline.announce.channels.means import Means
from pipeline.announce.types import ChannelKind, Notice, Target

Sender = Callable[[Notice, Means], None]
"""Brings a notice to where its target leads. Raises AnnounceError."""


class Channel(NamedTuple):
    """A kind of channel: what makes a target fit to be kept (raises UsageError), what sends, and whether it is a file
    that it writes whole, which two watches cannot share."""

    check: Callable[[str], str]
    send: Sender
    is_file: bool


CHANNELS: dict[ChannelKind, Channel] = {
    "feed": Channel(feed.check, feed.send, is_file=True),
    "mail": Channel(mail.check, mail.send, is_file=False),
    "webhook": Channel(webhook.check, webhook.send, is_file=False),
    "digest": Channel(file.check, file.send, is_file=True),
}


@dataclass(frozen=True)
class Senders:
    """What sends over each kind of channel; a test may put its own in the place of one."""

    replaced: Mapping[ChannelKind, Sender]

    def of(self, target: Target) -> Sender:
        return self.replaced.get(target.kind) or CHANNELS[target.kind].send


def checked(target: Target) -> Target:
    """A target as it is kept. Raises UsageError for one that cannot be used."""
    return Target(kind=target.kind, to=CHANNELS[target.kind].check(target.to))


def is_file(target: Target) -> bool:
    """Whether it is a file of its watch alone; a folder takes the files of many."""
    return CHANNELS[target.kind].is_file and not (target.kind == "digest" and file.is_folder(target.to))
