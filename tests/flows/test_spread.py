"""Batches given out: each key is done, whoever ends; the one that ends its workers fails alone."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.spread.pool import pool
from flows.spread.spreading import DEATHS, batches, spread
from pipeline.settings import Settings
from tests.flows import deadly

SETTINGS = Settings(home=Path("nowhere"))


class Ended(Exception):
    """A worker of the engine below ended."""


class Mortal:
    """An engine whose workers end on some keys; `fuses` says on how many tries."""

    def __init__(self, slots: int, fuses: dict[int, int]) -> None:
        self.slots, self.fuses = slots, dict(fuses)
        self.done: Counter[int] = Counter()
        self.deaths: Counter[int] = Counter()

    def submit(self, _work: Callable[..., Any], _settings: Settings, keys: Sequence[int]) -> Future[Any]:
        future: Future[Any] = Future()
        for key in keys:
            if self.fuses.get(key, 0) > 0:
                self.fuses[key] -= 1
                self.deaths[key] += 1
                future.set_exception(Ended())
                return future
        self.done.update(keys)
        future.set_result(sum(keys))
        return future

    def died(self, error: BaseException) -> bool:
        return isinstance(error, Ended)

    def check(self) -> None:
        raise AssertionError("somebody is always there")


FOREVER = 99


@given(
    st.integers(0, 30),
    st.integers(1, 4),
    st.dictionaries(st.integers(0, 29), st.sampled_from([1, 2, FOREVER])),
)
def test_every_key_is_done_or_has_failed_by_itself(count: int, slots: int, fuses: dict[int, int]) -> None:
    engine = Mortal(slots, fuses)
    came = list(spread(deadly.done, batches(range(count), slots), SETTINGS, engine))
    assert Counter(key for done in came for key in done.keys) == Counter(range(count))
    failed = {key for done in came if done.result is None for key in done.keys}
    assert {key for key in range(count) if fuses.get(key) == FOREVER} <= failed
    assert all(key in fuses for key in failed)
    assert all(len(done.keys) == 1 for done in came if done.result is None)
    assert set(engine.done) == set(range(count)) - failed
    # A batch, and the key by itself.
    assert all(deaths <= 2 * DEATHS for deaths in engine.deaths.values())


@given(st.integers(0, 2000), st.integers(1, 16))
def test_batches_are_all_the_keys_in_order_and_none_is_large(count: int, slots: int) -> None:
    dealt = batches(range(count), slots)
    assert [key for batch in dealt for key in batch] == list(range(count))
    assert all(1 <= len(batch) <= 50 for batch in dealt)
    assert count < 4 * slots or len(dealt) >= 2 * slots  # Each worker has some, and the last is not waited for long.


def test_processes_that_are_killed_are_replaced(tmp_path: Path) -> None:
    keys = ["a", "once", "b", "deadly", "c", "d"]
    given = [("a", "once"), ("b", "deadly", "c"), ("d",)]
    with pool(2) as engine:
        came = list(spread(deadly.done, given, Settings(home=tmp_path), engine))
    results = {done.keys: done.result for done in came}
    assert sorted(key for key_s in results for key in key_s) == sorted(keys)
    assert results[("deadly",)] is None
    assert results[("a", "once")] == ["a done", "once done"]
    assert results[("b",)] == ["b done"]
    assert results[("d",)] == ["d done"]


def wrong_beside_slow(home: Path) -> None:
    """One process works for longer than anybody waits, another one raises."""
    with pool(2) as engine:
        engine.submit(deadly.slow, Settings(home=home), ["slow"])
        while not (home / "slow").exists() or not (home / "slow").read_text():
            time.sleep(0.05)
        list(spread(deadly.wrong, [("bad",)], Settings(home=home), engine))


def test_what_a_batch_raises_ends_the_rest_at_once(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(ValueError, match="bad"):
        wrong_beside_slow(tmp_path)
    assert time.monotonic() - begun < 60
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "slow").read_text()), 0)
