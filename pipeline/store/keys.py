"""One number for every clause and record of a store: which plan, which kind, which place in it.

The key is the primary key of its row and what the full-text index answers; plan and kind are read off it without
a look at the database.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

Kind = Literal["plans", "clauses", "criteria", "quantities", "milestones", "awards", "references", "assignments"]
KINDS: tuple[Kind, ...] = get_args(Kind)
"""In the order of their numbers: never changed, only added to."""

_KIND_BITS, _ORDINAL_BITS = 4, 20
_PLAN_SHIFT = _KIND_BITS + _ORDINAL_BITS


class Key(NamedTuple):
    """The parts of a key; `ordinal` counts from 1 within the plan and kind, 0 is the plan itself."""

    plan_no: int
    kind: Kind
    ordinal: int


def key(plan_no: int, kind: Kind, ordinal: int) -> int:
    """Raises ValueError where a plan has more parts of a kind than the numbers hold (over a million).

    >>> key(1, "clauses", 2) < key(1, "criteria", 1) < key(2, "plans", 0)
    True
    """
    if not 0 <= ordinal < 1 << _ORDINAL_BITS:
        raise ValueError(f"{ordinal} is beyond the parts of one kind that a plan may have")
    return plan_no << _PLAN_SHIFT | KINDS.index(kind) << _ORDINAL_BITS | ordinal


def parts(value: int) -> Key:
    """The inverse of `key`.

    >>> parts(key(7, "awards", 3))
    Key(plan_no=7, kind='awards', ordinal=3)
    """
    kind = KINDS[value >> _ORDINAL_BITS & (1 << _KIND_BITS) - 1]
    return Key(value >> _PLAN_SHIFT, kind, value & (1 << _ORDINAL_BITS) - 1)


def span(plan_no: int) -> tuple[int, int]:
    """The first key of a plan, and the first after its last."""
    return plan_no << _PLAN_SHIFT, plan_no + 1 << _PLAN_SHIFT
