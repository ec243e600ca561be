"""Which plans belong together by what they demand: plans of one movement share most of their rare words.

A likeness that is enough between two plans of one movement is chance between two of different movements, where the same
office style makes any two criteria somewhat alike. Between strangers a statement must be liker.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.compare.similarity import Similarity

KIN = 1 / 3
"""Least cosine of the words of all their statements (weighted by rarity) for two plans to be kin. Of the annotated
plans those of one movement have 0.39 and more, those of different movements 0.28 and less."""
_CHUNK = 256


def kinship(wording: Sequence[Sequence[int]], similarity: Similarity) -> list[int]:
    """A number for each plan, the same for those that are kin, directly or through others; `wording` are its
    statements as wordings of `similarity`."""
    rows = _unit_rows(wording, similarity)
    kin = list(range(len(wording)))
    for start in range(0, len(wording), _CHUNK):
        near = (rows[start : start + _CHUNK] @ rows.T).tocoo()
        for one, other, cosine in zip(near.row, near.col, near.data, strict=True):
            if cosine >= KIN:
                _join(kin, start + int(one), int(other))
    return [_root(kin, plan) for plan in range(len(kin))]


def _unit_rows(wording: Sequence[Sequence[int]], similarity: Similarity) -> Any:
    """A row a plan: the weights of all its terms, of unit length; a plan that says nothing is a row of zeros."""
    import numpy
    from scipy.sparse import csr_matrix

    columns = [w for own in wording for w in own]
    starts = numpy.cumsum([0, *map(len, wording)])
    said = csr_matrix((numpy.ones(len(columns)), columns, starts), shape=(len(wording), len(similarity.terms)))
    rows = (said @ similarity.matrix).tocsr()
    lengths = numpy.sqrt(numpy.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    rows.data /= numpy.repeat(numpy.maximum(lengths, 1e-9), numpy.diff(rows.indptr))
    return rows


def _join(kin: list[int], one: int, other: int) -> None:
    a, b = _root(kin, one), _root(kin, other)
    kin[max(a, b)] = min(a, b)


def _root(kin: list[int], plan: int) -> int:
    while kin[plan] != plan:
        kin[plan] = kin[kin[plan]]
        plan = kin[plan]
    return plan
