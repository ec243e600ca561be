"""Batches over processes of this machine.

Each process is a pool of its own: where one ends, it is known what it was doing, and the others go on. The standard
pool of several gives up all that any of them was doing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

R = TypeVar("R")


class Here:
    """Batches in this process, one after the other."""

    slots = 1

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(work(*arguments))
        except Exception as error:
            future.set_exception(error)
        return future

    def died(self, _error: BaseException) -> bool:
        return False

    def check(self) -> None:
        """This process is there."""


class Pool:
    """Batches in `slots` processes, which begin when they are first needed."""

    def __init__(self, slots: int) -> None:
        self.slots = slots
        self._idle: list[ProcessPoolExecutor] = []
        self._busy: dict[Future[Any], ProcessPoolExecutor] = {}
        self._children: set[BaseProcess] = set()

    def submit(self, work: Callable[..., R], *arguments: Any) -> Future[R]:
        self._reclaim()
        pool = self._idle.pop() if self._idle else _pool()
        before = set(multiprocessing.active_children())
        future = pool.submit(work, *arguments)
        self._children |= set(multiprocessing.active_children()) - before
        self._busy[future] = pool
        return future

    def died(self, error: BaseException) -> bool:
        return isinstance(error, BrokenProcessPool)

    def check(self) -> None:
        """A process that ends says so by itself."""

    def close(self, *, at_once: bool) -> None:
        """End the processes: `at_once`, whatever they are doing."""
        if at_once:
            for child in self._children:
                child.terminate()
        self._reclaim()
        for pool in (*self._idle, *self._busy.values()):
            pool.shutdown(cancel_futures=True)

    def _reclaim(self) -> None:
        """Take back the processes that have done their batch; those that ended are let go."""
        for future in [f for f in self._busy if f.done()]:
            pool = self._busy.pop(future)
            if not future.cancelled() and isinstance(future.exception(), BrokenProcessPool):
                pool.shutdown(wait=False)
            else:
                self._idle.append(pool)


@contextmanager
def pool(processes: int) -> Iterator[Pool]:
    """Processes for as long as they are needed; what is under way when an error or an interruption comes is ended."""
    made = Pool(processes)
    ended = False
    try:
        yield made
        ended = True
    finally:
        made.close(at_once=not ended)


def _pool() -> ProcessPoolExecutor:
    # Forked processes would share the connections and locks of this one.
    fresh = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(1, mp_context=fresh, initializer=_prepare, initargs=(os.getpid(),))


def _prepare(parent: int) -> None:
    """In the process: an interruption at the terminal is the parent's to handle, whose end is this one's too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGKILL)
