"""Which criteria of several plans say the same requirement.

Each two plans are matched one to one, best over all (Hungarian assignment; the order of criteria is not the same in
every plan, so it is not used). Matches join into families, the surest first, never two criteria of one plan. Then a
family that a plan is silent on may be a part of a longer criterion there: it joins the family that contains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations
from typing import Any, NamedTuple

from models.records import Audience, Criterion
from pipeline.compare.similarity import Similarity

# On corpus/gold/alignment.json any threshold from 0.45 to 0.6 gives no wrong pair; at the lower end most are found.
ALIKE = 0.45
# A part shares most of its words with the whole; parts of the annotated splits share two thirds and more.
CONTAINED = 0.6
_OPPOSITE = {frozenset((Audience.COLLECTIVE, Audience.INDIVIDUAL))}


class _Edge(NamedTuple):
    score: float
    first: int
    second: int

    def order(self) -> tuple[float, int, int]:
        """The surest first; equal ones in the order of the plans."""
        return (-self.score, self.first, self.second)


def families(plans: Sequence[Sequence[Criterion]]) -> list[list[list[int]]]:
    """Families as the places of their criteria in each plan: `family[plan] == [place, …]`, empty where silent.

    Plans must come in an order that does not depend on the caller; the answer is then the same for any order.
    """
    owner = [k for k, plan in enumerate(plans) for _ in plan]
    place = [k for plan in plans for k in range(len(plan))]
    groups = _Groups(owner)
    if len(set(owner)) > 1:
        alike = _Alike(plans)
        for edge in sorted(alike.matches(), key=_Edge.order):
            groups.join(edge.first, edge.second)
        groups.absorb(sorted(alike.parts(groups), key=_Edge.order))
    return [[[place[i] for i in group if owner[i] == plan] for plan in range(len(plans))] for group in groups.members()]


class _Alike:
    """The likeness of criteria across plans, with criteria numbered through."""

    def __init__(self, plans: Sequence[Sequence[Criterion]]) -> None:
        self._all = [c for plan in plans for c in plan]
        self._ranges: list[range] = []
        for plan in plans:
            start = self._ranges[-1].stop if self._ranges else 0
            self._ranges.append(range(start, start + len(plan)))
        self._similarity = Similarity([c.text for c in self._all])

    def matches(self) -> Iterator[_Edge]:
        """One-to-one matches of each two plans."""
        from scipy.optimize import linear_sum_assignment

        for rows, columns in combinations(self._ranges, 2):
            if not rows or not columns:
                continue
            scores = self._similarity.between(rows, columns)
            scores[(scores < ALIKE) | ~self._compatible(rows, columns)] = 0
            for i, j in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
                if scores[i, j]:
                    yield _Edge(float(scores[i, j]), rows[i], columns[j])

    def parts(self, groups: _Groups) -> Iterator[_Edge]:
        """For each criterion and each plan that its family is silent on, the criterion there that best contains it."""
        for rows, columns in permutations(self._ranges, 2):
            if not rows or not columns:
                continue
            shares = self._similarity.containment(rows, columns)
            shares[~self._compatible(rows, columns)] = 0
            for i, row in enumerate(rows):
                j = int(shares[i].argmax())
                if shares[i, j] >= CONTAINED and groups.is_silent(row, columns[j]):
                    yield _Edge(float(shares[i, j]), row, columns[j])

    def _compatible(self, rows: range, columns: range) -> Any:
        import numpy

        return numpy.array(
            [
                [frozenset((self._all[i].audience, self._all[j].audience)) not in _OPPOSITE for j in columns]
                for i in rows
            ]
        )


class _Groups:
    """Criteria in disjoint groups; a group is named by its smallest member."""

    def __init__(self, owner: Sequence[int]) -> None:
        self._owner = owner
        self._group = list(range(len(owner)))
        self._members = {i: [i] for i in range(len(owner))}

    def members(self) -> list[list[int]]:
        return [sorted(group) for _, group in sorted(self._members.items())]

    def is_silent(self, member: int, other: int) -> bool:
        """Whether the group of `member` has nothing from the plan of `other`."""
        return self._owner[other] not in self._plans(self._group[member])

    def join(self, a: int, b: int) -> None:
        """Join two groups unless a plan is in both."""
        one, two = self._group[a], self._group[b]
        if one != two and not self._plans(one) & self._plans(two):
            self._merge(one, two)

    def absorb(self, parts: Sequence[_Edge]) -> None:
        """Join each group to the one that contains a member of it; what has parts is not itself a part."""
        wholes: set[int] = set()
        for part in parts:
            one, two = self._group[part.first], self._group[part.second]
            if one != two and one not in wholes:
                wholes.add(self._merge(one, two))

    def _plans(self, group: int) -> set[int]:
        return {self._owner[i] for i in self._members[group]}

    def _merge(self, one: int, two: int) -> int:
        kept, gone = min(one, two), max(one, two)
        for i in self._members[gone]:
            self._group[i] = kept
        self._members[kept] += self._members.pop(gone)
        return kept
