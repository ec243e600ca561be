"""Batches that end the process that does them, for other processes to import."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.settings import Settings


def done(settings: Settings, keys: Sequence[str]) -> list[str]:
    """What was done, written down in the home; a key `deadly…` ends the process, `once…` only the first time."""
    for key in keys:
        mark = settings.home / key
        if key.startswith("deadly") or (key.startswith("once") and not mark.exists()):
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return [f"{key} done" for key in keys]


def wrong(_settings: Settings, keys: Sequence[str]) -> None:
    raise ValueError(keys[0])


def slow(settings: Settings, keys: Sequence[str]) -> Path:
    """Say who works, and go on for longer than anybody waits."""
    (settings.home / keys[0]).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(600)
    return settings.home
