"""What the criteria of one plan are to those of another in the same family."""

from __future__ import annotations

from collections.abc import Sequence

from models.records import Criterion
from pipeline.compare.similarity import LONGEST, letters, masked, numbers
from pipeline.compare.types import Relation

# Measured on corpus/gold/alignment.json: a change of wording touches up to about one letter in twenty.
_MINOR = 0.945


def relate(first: Sequence[Criterion], second: Sequence[Criterion]) -> tuple[Relation, float]:
    """The relation read from the first to the second, and the likeness of their texts (0 to 1)."""
    from rapidfuzz.fuzz import ratio

    one, two = (" ".join(c.text for c in side)[:LONGEST] for side in (first, second))
    likeness = ratio(masked(one), masked(two)) / 100
    if len(first) != len(second) and 1 in (len(first), len(second)):
        return (Relation.SPLIT if len(first) == 1 else Relation.MERGED), likeness
    return _relate_texts(one, two, likeness), likeness


def _relate_texts(one: str, two: str, likeness: float) -> Relation:
    """Identical but for one letter (a slip of the reader); minor if the wording is close and no number is replaced.

    >>> _relate_texts("Không gây phiền hà;", "không gây phiên hà.", 0.9).value
    'identical'
    >>> _relate_texts("giảm ít nhất 10% chi phí", "giảm ít nhất 15% chi phí", 0.96).value
    'modified'
    """
    from rapidfuzz.distance import Levenshtein

    said, says = numbers(one), numbers(two)
    if said == says and Levenshtein.distance(letters(one), letters(two), score_cutoff=1) <= 1:
        return Relation.IDENTICAL
    only_added = said <= says or says <= said
    return Relation.MINOR if likeness >= _MINOR and only_added else Relation.MODIFIED
