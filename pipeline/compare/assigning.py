"""One-to-one first: each plan in turn is set against the families of all the others, until nothing moves.

A plan's statements are assigned to the families best over all of them at once (Hungarian assignment). Plans order their
criteria differently (13 to 19 inversions between two of the annotated plans), so that order is evidence, not a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.outline import Topic
from models.records import Audience
from pipeline.compare.items import Item
from pipeline.compare.kinship import kinship
from pipeline.compare.similarity import Embedding, Similarity

_OPPOSITE = {Audience.COLLECTIVE: Audience.INDIVIDUAL, Audience.INDIVIDUAL: Audience.COLLECTIVE}
_ROUNDS = 5
"""Rounds of assignment; the annotated plans come to rest after two."""

_MOST_AROUND = 2.0
"""What surroundings add at most, before it is weighed: the lead above and both neighbours."""

Place = tuple[int, int]
"""A statement: which plan, and which of its items."""


@dataclass(frozen=True)
class Tuning:
    """What decides that two statements say the same; chosen by `kehoach evaluate --families`, shown in every answer."""

    alike: float = 0.4
    """Least likeness (0 to 1) of a statement to a family."""
    contained: float = 0.55
    """Least share (0 to 1) of a part's weight that its whole must have, beside what is already matched there."""
    structure: float = 0.1
    """What the same lead above adds to the likeness; half of it for each neighbour of the same family."""
    elsewhere: float = 0.55
    """Least likeness of statements under different topics."""
    strange: float = 0.65
    """Least likeness of statements of plans that are no kin (kinship.py), whatever their surroundings."""


TUNING = Tuning()


class Work:
    """Families while they are made. `label` gives the family of each statement."""

    def __init__(
        self, plans: Sequence[Sequence[Item]], tuning: Tuning, embedding: Embedding | None, *, by_kin: bool = False
    ) -> None:
        self.plans = plans
        self.tuning = tuning
        wordings: dict[tuple[tuple[str, ...], Audience, frozenset[Topic]], int] = {}
        self.wording = [
            [wordings.setdefault((item.words, item.audience, item.topics), len(wordings)) for item in plan]
            for plan in plans
        ]
        self.audience = [audience for _, audience, _ in wordings]
        self.topics = [topics for _, _, topics in wordings]
        self.similarity = Similarity([words for words, _, _ in wordings], embedding)
        self.kin = kinship(self.wording, self.similarity) if by_kin else [0 for _ in plans]
        self._kin_of = [set[int]() for _ in wordings]
        for plan, own in enumerate(self.wording):
            for wording in own:
                self._kin_of[wording].add(self.kin[plan])
        self.alike = self._alike()
        self.label: dict[Place, int] = {}
        self._at: list[Counter[int]] = [Counter() for _ in wordings]
        self._members: dict[int, set[Place]] = {}
        # How many members of a family stand where: counted as plans are placed, since a family may be as large as a
        # movement, and every statement asks several families.
        self._around: dict[int, Counter[tuple[str, int]]] = {}
        self._next = 0

    def assign(self) -> None:
        """Set each plan against the others, again and again until nothing moves."""
        for plan in range(len(self.plans)):
            self._place(plan, structure=0.0)
        before: frozenset[frozenset[Place]] = frozenset()
        for _ in range(_ROUNDS):
            for plan in range(len(self.plans)):
                self._place(plan, structure=self.tuning.structure)
            now = frozenset(frozenset(m) for m in self._members.values())
            if now == before:
                break
            before = now

    def families(self) -> list[set[Place]]:
        """The families as they stand."""
        return [self._members[k] for k in sorted(self._members)]

    def terms(self, place: Place) -> Counter[str]:
        """What a statement is compared by."""
        return self.similarity.terms[self.wording[place[0]][place[1]]]

    def may_meet(self, one: int, other: int) -> bool:
        """Whether two wordings may say the same: what is asked of collectives is not asked of persons."""
        return _OPPOSITE.get(self.audience[one]) != self.audience[other]

    def _alike(self) -> list[dict[int, float]]:
        found = self.similarity.neighbours()
        for i, near in enumerate(found):  # One by one: two copies of them all would be the most that is ever held.
            found[i] = {i: 1.0} | {j: s for j, s in near.items() if self.may_meet(i, j) and s >= self._least(i, j)}
        return found

    def _least(self, one: int, other: int) -> float:
        """The least likeness of two wordings, by the topics that they stand under."""
        apart = self.topics[one] and self.topics[other] and not self.topics[one] & self.topics[other]
        return self.tuning.elsewhere if apart else 0.0

    def _place(self, plan: int, *, structure: float) -> None:
        """Take the statements of a plan out of their families and assign them anew."""
        count = len(self.plans[plan])
        placed = (plan, 0) in self.label
        near = self._surroundings(plan) if placed else []
        for k in range(count):
            if placed:
                self._around[self.label[plan, k]].subtract(near[k].counted())
        for k in range(count):
            self._remove((plan, k))
        likeness: dict[int, dict[int, float]] = {}  # A plan may say one wording many times.
        for wording in self.wording[plan]:
            if wording not in likeness:
                likeness[wording] = self._likeness(wording, self.kin[plan])
        scores = [
            self._scores(likeness[self.wording[plan][k]], near[k] if structure else None, structure)
            for k in range(count)
        ]
        for k, family in _assigned(scores):
            self._add((plan, k), family)
        for k in range(count):
            if (plan, k) not in self.label:
                self._add((plan, k), self._next)
                self._next += 1
        for k, there in enumerate(self._surroundings(plan)):
            self._around.setdefault(self.label[plan, k], Counter()).update(there.counted())

    def _likeness(self, wording: int, kin: int) -> dict[int, float]:
        """How well a wording fits each family: halfway between its likest member and the mean of those alike.

        What only plans say that are no kin of the one that says it counts where it is very like."""
        found: dict[int, list[float]] = {}
        for other, score in self.alike[wording].items():
            if score < self.tuning.strange and kin not in self._kin_of[other]:
                continue
            for family in self._at[other]:
                found.setdefault(family, []).append(score)
        return {family: (max(scores) + sum(scores) / len(scores)) / 2 for family, scores in found.items()}

    def _scores(self, likeness: dict[int, float], near: _Surroundings | None, structure: float) -> dict[int, float]:
        """The families that a statement fits well enough: by its words, and by what stands around it."""
        least = self.tuning.alike
        if near is None:
            return {family: score for family, score in likeness.items() if score >= least}
        counted = near.counted()
        out = {}
        for family, score in likeness.items():
            if score + structure * _MOST_AROUND >= least:
                whole = score + structure * self._in_place(counted, family)
                if whole >= least:
                    out[family] = whole
        return out

    def _surroundings(self, plan: int) -> list[_Surroundings]:
        """The families above, before and after each statement of a plan, as they stand."""
        items = self.plans[plan]
        labels = [self.label[plan, k] for k in range(len(items))]
        return [
            _Surroundings(
                None if item.above is None else labels[item.above],
                labels[k - 1] if k else None,
                labels[k + 1] if k + 1 < len(items) else None,
            )
            for k, item in enumerate(items)
        ]

    def _in_place(self, near: Sequence[tuple[str, int]], family: int) -> float:
        """The share of a family's members with the same surroundings: 1 for the lead above, ½ for each neighbour."""
        around = self._around[family]
        total = 0.0
        for place in near:
            count = around.get(place)
            if count:
                total += (0.5 if place[0] != "above" else 1.0) * count
        return total / len(self._members[family])

    def _add(self, place: Place, family: int) -> None:
        self.label[place] = family
        self._members.setdefault(family, set()).add(place)
        self._at[self.wording[place[0]][place[1]]][family] += 1

    def _remove(self, place: Place) -> None:
        family = self.label.pop(place, None)
        if family is None:
            return
        self._members[family].discard(place)
        if not self._members[family]:
            del self._members[family]
            del self._around[family]
        at = self._at[self.wording[place[0]][place[1]]]
        at[family] -= 1
        if not at[family]:
            del at[family]


@dataclass(frozen=True, slots=True)
class _Surroundings:
    above: int | None
    before: int | None
    after: int | None

    def counted(self) -> list[tuple[str, int]]:
        """The families that there are, each with where it is."""
        there = (("above", self.above), ("before", self.before), ("after", self.after))
        return [(where, family) for where, family in there if family is not None]


def _assigned(scores: Sequence[dict[int, float]]) -> Iterator[tuple[int, int]]:
    """The assignment of rows to families with the highest sum; each row and each family once at most."""
    import numpy
    from scipy.optimize import linear_sum_assignment

    rows = [k for k, found in enumerate(scores) if found]
    families = sorted({family for found in scores for family in found})
    if not rows:
        return
    place = {family: n for n, family in enumerate(families)}
    matrix = numpy.zeros((len(rows), len(families)))
    for n, k in enumerate(rows):
        for family, score in scores[k].items():
            matrix[n, place[family]] = score
    for n, m in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
        if matrix[n, m] > 0:
            yield rows[n], families[m]
