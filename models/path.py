"""The path of a clause, from the root of the outline: `V/1/a/-1/+2`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import total_ordering
from typing import Any

from pydantic_core import core_schema

_STEP = re.compile(r"(?P<mark>[-+*¶]|row)?(?P<rest>[^/~]*)(?:~(?P<again>\d+))?")
_BULLETS = "-+*"


@total_ordering
@dataclass(frozen=True, slots=True)
class ClausePath:
    """Steps from the root, each as DOMAIN.md writes it. Ordered as the steps read, numbers by value.

    >>> path = ClausePath.parse("V/1/a/-1/+2")
    >>> str(path.parent), path.is_bullet, path.depth
    ('V/1/a/-1', True, 5)
    >>> ClausePath.parse("I/2") < ClausePath.parse("I/10")
    True
    """

    steps: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> ClausePath:
        """Read a path. Raises ValueError where a step is empty."""
        steps = tuple(text.split("/"))
        if not all(steps):
            raise ValueError(f"a clause path has no empty step: {text!r}")
        return cls(steps)

    def __str__(self) -> str:
        return "/".join(self.steps)

    def child(self, step: str) -> ClausePath:
        return ClausePath((*self.steps, step))

    @property
    def parent(self) -> ClausePath | None:
        return ClausePath(self.steps[:-1]) if len(self.steps) > 1 else None

    @property
    def depth(self) -> int:
        return len(self.steps)

    @property
    def is_bullet(self) -> bool:
        return self.steps[-1][0] in _BULLETS

    @property
    def is_paragraph(self) -> bool:
        """An unlabelled paragraph."""
        return self.steps[-1][0] == "¶"

    def is_under(self, other: ClausePath) -> bool:
        """Whether this path is that of the other clause or of one below it."""
        return self.steps[: len(other.steps)] == other.steps

    def _key(self) -> tuple[tuple[object, ...], ...]:
        return tuple(_step_key(s) for s in self.steps)

    def __lt__(self, other: ClausePath) -> bool:
        return self._key() < other._key()

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            lambda v: v if isinstance(v, cls) else cls.parse(v),
            serialization=core_schema.to_string_ser_schema(),
        )


_ALPHABET = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def _roman(text: str) -> int:
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN[letter]
        total += -value if following and _ROMAN[following] > value else value
    return total


def _step_key(step: str) -> tuple[object, ...]:
    match = _STEP.fullmatch(step)
    mark, rest, again = (match["mark"] or "", match["rest"], int(match["again"] or 1)) if match else ("", step, 1)
    if rest and set(rest) <= set(_ROMAN):
        return (mark, (_roman(rest),), "", again)
    if len(rest) == 1 and rest in _ALPHABET:
        return (mark, (_ALPHABET.index(rest),), "", again)
    numbers = tuple(int(n) for n in re.findall(r"\d{1,9}", rest))
    return (mark, numbers, rest if not numbers else "", again)
