"""Which paragraph of one version is which of another: the same words in order, the same words elsewhere, the likest.

Unlike plans of different issuers, versions of one plan keep their order but for what was moved; that is why they are
not aligned as families are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pipeline.compare.wording import syllables

_LIKE = 0.5
"""Least likeness of two paragraphs, 0 to 1, of which one is the other reworded; what speaks for it below is added."""
_SAME_PATH, _SAME_GAP = 0.1, 0.1
"""What the same path, and standing between the same neighbours, add to the likeness."""
_MOST_PAIRS = 100_000
"""Pairs of paragraphs that are compared at once; beyond, only those between the same neighbours."""
_LONGEST = 400
"""Syllables of a paragraph that are compared for likeness."""

Paragraph = tuple[str, str]
"""Path (empty for one without) and text."""


class Match(NamedTuple):
    """Two paragraphs by their places; `in_order`: they stand in the order of the others that match."""

    first: int
    second: int
    in_order: bool


def matches(first: Sequence[Paragraph], second: Sequence[Paragraph]) -> list[Match]:
    """Each paragraph at most once, in the order of the first.

    >>> matches([("I", "Mục đích"), ("II", "Nội dung")], [("I", "Nội dung"), ("II", "Mục tiêu mới")])
    [Match(first=1, second=0, in_order=True)]
    """
    keys = [_keys(text) for _, text in first], [_keys(text) for _, text in second]
    found = _same_in_order(*keys)
    found |= _same_elsewhere(keys, found, (first, second))
    found |= _likest(keys, found, (first, second))
    ordered = _rising(found, (first, second))
    return [Match(k, j, (k, j) in ordered) for k, j in sorted(found.items())]


def _keys(text: str) -> tuple[str, ...]:
    return tuple(s.key for s in syllables(text)) or (text.strip(),)


Keys = Sequence[tuple[str, ...]]


def _same_in_order(first: Keys, second: Keys) -> dict[int, int]:
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(first, second).as_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _same_elsewhere(
    keys: tuple[Keys, Keys], found: dict[int, int], sides: tuple[Sequence[Paragraph], Sequence[Paragraph]]
) -> dict[int, int]:
    """What says the same words at another place: under the same path first, then in order."""
    taken = set(found.values())
    by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, words in enumerate(keys[1]):
        if j not in taken:
            by_words[words].append(j)
    out: dict[int, int] = {}
    for k, words in enumerate(keys[0]):
        free = by_words.get(words) if k not in found else None
        if free:
            same_path = (j for j in free if sides[1][j][0] == sides[0][k][0])
            j = next(same_path, free[0])
            free.remove(j)
            out[k] = j
    return out


class _Sides(NamedTuple):
    """Paragraphs of both texts, what they are compared by, and between which neighbours they stand."""

    paragraphs: tuple[Sequence[Paragraph], Sequence[Paragraph]]
    keys: tuple[Keys, Keys]
    gaps: tuple[list[int], list[int]]


def _likest(
    keys: tuple[Keys, Keys], found: dict[int, int], paragraphs: tuple[Sequence[Paragraph], Sequence[Paragraph]]
) -> dict[int, int]:
    """Of what is left the pairs that are most alike over all, not those found first."""
    from scipy.optimize import linear_sum_assignment

    taken = set(found.values())
    sides = _Sides(paragraphs, keys, _gaps(found, paragraphs))
    rows = [k for k in range(len(keys[0])) if k not in found]
    columns = [j for j in range(len(keys[1])) if j not in taken]
    out: dict[int, int] = {}
    for some, others in _parcels(rows, columns, sides.gaps):
        scores = _scores(some, others, sides)
        for n, m in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
            if scores[n, m]:
                out[some[n]] = others[m]
    return out


def _scores(some: Sequence[int], others: Sequence[int], sides: _Sides) -> Any:
    """How much each of some paragraphs speaks for being each of the others; 0 below _LIKE."""
    import numpy

    out = numpy.zeros((len(some), len(others)))
    words = [set(keys) for keys in sides.keys[1]] if some else []
    for n, k in enumerate(some):
        own = set(sides.keys[0][k])
        for m, j in enumerate(others):
            # Texts with so few words in common are not alike; most pairs end here.
            if len(own & words[j]) * 8 >= len(own) + len(words[j]):
                score = _score(k, j, sides)
                out[n, m] = score if score >= _LIKE else 0
    return out


def _score(k: int, j: int, sides: _Sides) -> float:
    from rapidfuzz.distance import Indel

    (old, _), (new, _) = sides.paragraphs[0][k], sides.paragraphs[1][j]
    if bool(old) != bool(new):  # A paragraph of the preamble becomes no clause.
        return 0.0
    one, other = sides.keys[0][k][:_LONGEST], sides.keys[1][j][:_LONGEST]
    near = _SAME_PATH * (old == new) + _SAME_GAP * (sides.gaps[0][k] == sides.gaps[1][j])
    return float(Indel.normalized_similarity(one, other)) + near


def _parcels(
    rows: Sequence[int], columns: Sequence[int], gaps: tuple[list[int], list[int]]
) -> Iterator[tuple[list[int], list[int]]]:
    """What is compared together: all, or where that is too much what stands between the same neighbours."""
    if not rows or not columns:
        return
    if len(rows) * len(columns) <= _MOST_PAIRS:
        yield list(rows), list(columns)
        return
    by_gap: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, places in enumerate((rows, columns)):
        for place in places:
            by_gap[gaps[side][place]][side].append(place)
    most = int(_MOST_PAIRS**0.5)
    for some, others in by_gap.values():
        for start in range(0, max(len(some), len(others)), most):
            parcel = some[start : start + most], others[start : start + most]
            if all(parcel):
                yield parcel


def _gaps(
    found: dict[int, int], paragraphs: tuple[Sequence[Paragraph], Sequence[Paragraph]]
) -> tuple[list[int], list[int]]:
    """For each paragraph how many matches in order stand before it: between the same two the number is the same."""
    ordered = _rising(found, paragraphs)
    begins = {k for k, _ in ordered}, {j for _, j in ordered}
    out: tuple[list[int], list[int]] = ([], [])
    for side, all_of_it in enumerate(paragraphs):
        passed = 0
        for place in range(len(all_of_it)):
            passed += place in begins[side]
            out[side].append(passed)
    return out


def _rising(
    found: dict[int, int], paragraphs: tuple[Sequence[Paragraph], Sequence[Paragraph]]
) -> frozenset[tuple[int, int]]:
    """The longest run of pairs that stand in the same order in both; of two that changed places the one that kept its
    path stands."""
    pairs = sorted(found.items())
    best = _Highest(max(found.values(), default=0) + 1)
    before: list[int | None] = []
    for n, (k, j) in enumerate(pairs):
        length, last = best.below(j)
        before.append(last)
        best.put(j, length + (3 if paragraphs[0][k][0] == paragraphs[1][j][0] else 2), n)
    run: list[tuple[int, int]] = []
    at = best.below(best.size)[1]
    while at is not None:
        run.append(pairs[at])
        at = before[at]
    return frozenset(run)


class _Highest:
    """The highest length put at any place below another (a Fenwick tree), and what it was put for."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._tree: list[tuple[int, int | None]] = [(0, None)] * (size + 1)

    def put(self, place: int, length: int, what: int) -> None:
        at = place + 1
        while at <= self.size:
            if length > self._tree[at][0]:
                self._tree[at] = (length, what)
            at += at & -at

    def below(self, place: int) -> tuple[int, int | None]:
        found: tuple[int, int | None] = (0, None)
        at = place
        while at > 0:
            if self._tree[at][0] > found[0]:
                found = self._tree[at]
            at -= at & -at
        return found
