"""What a channel sends with."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import AnnounceError
from pipeline.announce.outlets import Outlets
from pipeline.clock import Clock
from pipeline.settings import Settings
from pipeline.store import Store


@dataclass(frozen=True)
class Means:
    """The store (for what was announced before), the settings, the clock, and what the office set for sending."""

    store: Store
    settings: Settings
    clock: Clock
    outlets: Outlets


def hopeless(reason: str) -> AnnounceError:
    """What a receiver will not take however often it is sent."""
    error = AnnounceError(reason)
    error.passing = False
    return error
