"""The language of a search: words, "phrases", beginnings*, words_joined, AND, OR, NOT, -without and brackets.

    query  = all { "OR" all }
    all    = item { [ "AND" ] item }          at least one of them without NOT
    item   = [ "NOT" | "-" ] ( "(" query ")" | "phrase" | word )

What is typed is read here into a tree and nowhere handed on as text, so nothing in it can be taken for a command.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from models.errors import UsageError
from pipeline.search.lexing import Leaf, Token, lexed

MAX_TERMS = 64
MAX_NESTING = 16


@dataclass(frozen=True, slots=True)
class All:
    """Every one of `parts` (never empty), and none of `without`."""

    parts: tuple[Node, ...]
    without: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the parts, of which there are two or more."""

    parts: tuple[Node, ...]


Node = Leaf | All | Either


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, read. `accents`: some word of it bears an accent, so that exact spellings come first."""

    typed: str
    root: Node
    accents: bool


@lru_cache(256)
def parsed(typed: str) -> Query:
    """The query that a person typed.

    Raises UsageError, which names the place (characters from 1), where it cannot be read: brackets or quotes left open,
    AND, OR or NOT without what it joins, only what is to be left out, too long, or no word at all.

    >>> parsed("thi đua OR 108/KH-UBND").root.parts[1].plain
    ('108', 'kh', 'ubnd')
    >>> parsed("thi (đua")
    Traceback (most recent call last):
    models.errors.UsageError: the bracket opened at character 5 is not closed; close it, or leave it out
    """
    tokens = lexed(typed)
    terms = [t.leaf for t in tokens if t.leaf]
    if sum(len(leaf.plain) for leaf in terms) > MAX_TERMS:
        raise UsageError(f"the search has more than {MAX_TERMS} words; leave some out")
    reader = _Reader(tokens)
    root = reader.either()
    if left := reader.next:  # Only a closing bracket ends a query before its end.
        raise UsageError(f"the bracket closed at character {left.place} was never opened; open it, or leave it out")
    return Query(typed, root, any(leaf.accents for leaf in terms))


class _Reader:
    """Recursive descent over the tokens; its depth is bounded by MAX_NESTING."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def next(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _took(self, kind: str) -> Token | None:
        token = self.next
        if token is None or token.kind != kind:
            return None
        self._at += 1
        return token

    def either(self) -> Node:
        parts = [self._all()]
        while self._took("OR"):
            parts.append(self._all())
        return Either(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Node:
        begin = self.next
        parts: list[Node] = []
        without: list[Node] = []
        while True:
            away = self._took("NOT")
            (without if away else parts).append(self._one(away))
            joined = self._took("AND")
            if not joined and (self.next is None or self.next.kind in ("OR", ")")):
                break
        if not parts:
            raise UsageError(
                f"at character {begin.place if begin else 1} there is only what to leave out; "
                "add a word to search for, as in: khen thưởng NOT huân chương"
            )
        return parts[0] if len(parts) == 1 and not without else All(tuple(parts), tuple(without))

    def _one(self, away: Token | None) -> Node:
        if token := self._took("leaf"):
            assert token.leaf is not None  # noqa: S101  (what the kind says, for the type checker)
            return token.leaf
        if bracket := self._took("("):
            return self._within(bracket)
        raise self._missing(away)

    def _within(self, bracket: Token) -> Node:
        self._depth += 1
        if self._depth > MAX_NESTING:
            raise UsageError(f"the brackets are nested more than {MAX_NESTING} deep at character {bracket.place}")
        inner = self.either()
        if not self._took(")"):
            raise UsageError(
                f"the bracket opened at character {bracket.place} is not closed; close it, or leave it out"
            )
        self._depth -= 1
        return inner

    def _missing(self, away: Token | None) -> UsageError:
        before = self._tokens[self._at - 1] if self._at else None
        here = self.next
        if before is None and here is None:
            return UsageError("there is no word to search for")
        if away:
            return UsageError(f"{away.shown} at character {away.place} must stand before a word, a phrase or a bracket")
        if here and here.kind in ("AND", "OR"):
            return UsageError(f"{here.kind} at character {here.place} has nothing before it; write a word on each side")
        if before and before.kind in ("AND", "OR"):
            return UsageError(
                f"{before.kind} at character {before.place} has nothing after it; write a word on each side"
            )
        if before and before.kind == "(":
            return UsageError(f"the brackets opened at character {before.place} hold nothing; write a word in them")
        place = here.place if here else 1
        return UsageError(f"the bracket closed at character {place} was never opened; open it, or leave it out")
