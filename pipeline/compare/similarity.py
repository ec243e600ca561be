"""How alike statements are: by their words (TF-IDF over words and pairs of words) and by their letters (edit ratio).

Words find the same requirement in another order, letters tell close wordings apart; neither alone is as good on the
annotated alignments (`kehoach evaluate --families`). Only pairs that share rare words are looked at: time and memory
grow with the number of statements, not with its square.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from math import log
from typing import Any, Protocol

from extractors.lexicon import function_words

WORDS_SHARE = 0.7
"""Share of the words in the likeness, the rest is that of the letters; chosen with the thresholds of aligning.py."""
NEAREST = 32
"""Neighbours of a wording that are looked at. Wordings that are the same word for word are one, so that even a
movement of hundreds of plans leaves room for the different ones."""
_FEW = 2_000
"""Up to so many wordings every pair that shares words is looked at."""
_SHARED = 0.12
"""Below this cosine of the words nothing is alike."""
_CHUNK = 2_048
_PRODUCT = 8_000_000
"""Pairs that are held at once: a chunk has fewer rows where there are more wordings, so that memory stays the same."""


class Embedding(Protocol):
    """A model that the user names: texts to rows of unit length. Off unless named; nothing is ever downloaded."""

    def __call__(self, texts: Sequence[str]) -> Any: ...


class Similarity:
    """The likeness of some wordings, each a sequence of words and told by its place."""

    def __init__(self, wordings: Sequence[Sequence[str]], embedding: Embedding | None = None) -> None:
        self.terms = [Counter(_terms_of(w)) for w in wordings]
        self.weights = _rarity(self.terms)
        self._lines = [" ".join(w) for w in wordings]
        self._vectors = embedding([line or " " for line in self._lines]) if embedding else None

    def neighbours(self) -> list[dict[int, float]]:
        """For each wording the others that are alike, and how much (0 to 1)."""
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import cpdist

        out: list[dict[int, float]] = [{} for _ in self._lines]
        for rows, columns, cosines in self._candidates(self._unit, self._unit.T):
            ones = [self._lines[i] for i in rows]
            ratios = cpdist(ones, [self._lines[j] for j in columns], scorer=ratio) / 100
            scores = WORDS_SHARE * cosines + (1 - WORDS_SHARE) * ratios
            if self._vectors is not None:
                scores = (scores + (self._vectors[rows] * self._vectors[columns]).sum(axis=1)) / 2
            for i, j, score in zip(rows.tolist(), columns.tolist(), scores.tolist(), strict=True):
                out[i][j] = out[j][i] = max(score, out[i].get(j, 0.0))
        return out

    def containers(self, at_least: float) -> Iterator[tuple[int, int]]:
        """Pairs of a wording and another that has at least such a share (0 to 1) of its weight in common."""
        presence = (self.matrix > 0).astype(float)
        for rows, columns, _ in self._candidates(self._shares, presence.T, at_least):
            yield from zip(rows.tolist(), columns.tolist(), strict=True)

    def contained(self, part: int, whole: Counter[str]) -> float:
        """The share (0 to 1) of a wording's weight that stands in these terms, each as often as it is there."""
        terms, weights = self.terms[part], self.weights
        total = sum(weights[t] * n for t, n in terms.items())
        return sum(weights[t] * min(n, whole[t]) for t, n in terms.items() if t in whole) / total if total else 0.0

    def _candidates(self, left: Any, right: Any, floor: float = _SHARED) -> Iterator[tuple[Any, Any, Any]]:
        """Pairs above a floor, in chunks of rows; where there are many wordings only the nearest of each."""
        import numpy

        count = left.shape[0]
        step = max(1, min(_CHUNK, _PRODUCT // max(count, 1)))
        right = right.tocsr()  # Once, not in every product.
        for start in range(0, count, step):
            block = (left[start : start + step] @ right).tocsr()
            rows = numpy.repeat(numpy.arange(start, start + block.shape[0]), numpy.diff(block.indptr))
            columns, values = block.indices, block.data
            kept = (values >= floor) & (rows != columns)
            rows, columns, values = rows[kept], columns[kept], values[kept]
            if count > _FEW:
                rows, columns, values = _nearest(rows, columns, values)
            if len(rows):
                yield rows, columns, values

    @cached_property
    def matrix(self) -> Any:
        """Weights: a row a wording, a column a term."""
        import numpy
        from scipy.sparse import csr_matrix

        place = {term: k for k, term in enumerate(sorted(self.weights))}
        values = [n * self.weights[t] for terms in self.terms for t, n in terms.items()]
        columns = [place[t] for terms in self.terms for t in terms]
        starts = numpy.cumsum([0, *map(len, self.terms)])
        return csr_matrix((numpy.array(values, float), columns, starts), shape=(len(self.terms), max(len(place), 1)))

    @cached_property
    def _unit(self) -> Any:
        """Rows of unit length; a wording without words is a row of zeros."""
        import numpy

        return _scaled(self.matrix, numpy.sqrt(self.matrix.multiply(self.matrix).sum(axis=1)))

    @cached_property
    def _shares(self) -> Any:
        """Rows that sum to one."""
        return _scaled(self.matrix, self.matrix.sum(axis=1))


def _scaled(matrix: Any, lengths: Any) -> Any:
    """Each row divided by its length."""
    import numpy

    made = matrix.copy()
    divisors = numpy.maximum(numpy.asarray(lengths).ravel(), 1e-9)
    made.data *= numpy.repeat(1 / divisors, numpy.diff(made.indptr))
    return made


def _nearest(rows: Any, columns: Any, values: Any) -> tuple[Any, Any, Any]:
    """The NEAREST highest of each row, equal ones by their place."""
    import numpy

    order = numpy.lexsort((columns, -values, rows))
    rows, columns, values = rows[order], columns[order], values[order]
    first = numpy.r_[0, numpy.flatnonzero(numpy.diff(rows)) + 1]
    rank = numpy.arange(len(rows)) - numpy.repeat(first, numpy.diff(numpy.r_[first, len(rows)]))
    kept = rank < NEAREST
    return rows[kept], columns[kept], values[kept]


def _terms_of(words: Sequence[str]) -> list[str]:
    """Words that demand something, and pairs of them."""
    empty = function_words()
    kept = [w for w in words if w not in empty.plain and w not in empty.measures and w != "0"]
    return [*kept, *(f"{a}_{b}" for a, b in pairwise(kept))]


def _rarity(counts: Sequence[Counter[str]]) -> dict[str, float]:
    """How rare each term is among the wordings: smoothed inverse document frequency, as scikit-learn has it."""
    spread = Counter(term for count in counts for term in count)
    return {term: log((1 + len(counts)) / (1 + n)) + 1 for term, n in spread.items()}
