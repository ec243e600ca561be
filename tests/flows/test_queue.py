"""Sources dealt to tasks: each is looked at and fetched from once, also where a try fails and is made again."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

import pytest

from flows.sources.queue import Sources
from models.errors import StoreBusy

NAMES = [f"nguon-{k}" for k in range(20)]


def looked_at(sources: Sources) -> list[str]:
    names = []
    while True:
        with sources.look() as name:
            if name is None:
                return names
            sources.looked(name)
            names.append(name)


def fetched(sources: Sources, into: list[str]) -> None:
    while True:
        with sources.fetch() as name:
            if name is None:
                return
            into.append(name)


def test_every_source_is_dealt_once_and_all_tasks_end() -> None:
    sources, had = Sources(NAMES), [[], [], []]
    tasks = [Thread(target=fetched, args=(sources, into)) for into in had]
    for task in tasks:
        task.start()
    assert looked_at(sources) == NAMES
    sources.close(len(tasks))
    for task in tasks:
        task.join(10)
        assert not task.is_alive()
    assert sorted(name for into in had for name in into) == sorted(NAMES)


@pytest.mark.parametrize("closed", [False, True])
def test_what_failed_is_dealt_again_even_after_the_end_was_told(closed: bool) -> None:
    sources, had = Sources(NAMES[:2]), []
    with suppress(StoreBusy), sources.look() as first:
        raise StoreBusy("held")
    assert sorted(looked_at(sources)) == NAMES[:2]
    assert first in NAMES[:2]
    if closed:
        sources.close(1)
    with suppress(StoreBusy), sources.fetch() as failed:
        raise StoreBusy("held")
    if not closed:
        sources.close(1)
    fetched(sources, had)
    assert had[0] == failed
    assert sorted(had) == NAMES[:2]
