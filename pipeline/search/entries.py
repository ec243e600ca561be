"""What the index is given and what it answers."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from models.base import Frozen
from pipeline.store.keys import Kind

KINDS: frozenset[str] = frozenset(get_args(Kind))

_KEYS = 1 << 63


class Entry(Frozen):
    """One thing that can be found. `key` is unique in the store; `plan_no` is the plan that it goes and comes with.

    `words` is `segmented(text)`. `alone` is False for a record that only repeats the words of its clause: a search that
    names no kind passes over it, one that names its kind finds it.
    """

    key: int = Field(ge=0, lt=_KEYS)
    plan_no: int = Field(ge=0, lt=_KEYS)
    kind: Kind
    alone: bool
    text: str
    words: str


class State(Frozen):
    """Which store the index holds, as it was after which of its changes. `store` is None where it holds nothing."""

    store: str | None = None
    revision: int = 0
    why: Literal["absent", "other form", "damaged"] | None = None
    """Why it holds nothing: never built, written by another version of the program, or unreadable."""


class Hit(Frozen):
    """`score` compares within one search and one tier; `exact`: it matches with just the accents that were typed."""

    key: int
    score: float
    exact: bool


class Hits(Frozen):
    """One page of what was found, and how much was found in all."""

    total: int
    hits: tuple[Hit, ...]
