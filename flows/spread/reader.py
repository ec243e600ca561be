"""One reader a process, kept from batch to batch: its start is a second, and two processes read on two cores."""

from __future__ import annotations

import atexit
from functools import cache

from pipeline.read.isolated import Isolated


@cache
def reader() -> Isolated:
    """The reader of this process. It ends with it: where the process is killed, because nobody asks any more."""
    made = Isolated()
    atexit.register(made.close)
    return made
