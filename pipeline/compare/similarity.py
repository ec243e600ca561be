"""How alike criteria are: by their words (TF-IDF over words and pairs of words) and by their letters (edit ratio).

Words find the same requirement in another order, letters tell close wordings apart; neither alone is as good on the
annotated alignment (corpus/gold/alignment.json). Numbers and dates are masked: two plans that ask the same of another
year or percentage are to be set side by side, and the difference shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import hypot, log
from typing import Any

from pipeline.words import words

LONGEST = 5_000
"""Characters of a criterion that are compared: the edit ratio is quadratic, and no real criterion is so long."""
_WORDS_SHARE = 0.5
_NUMBER = re.compile(r"\d+(?:[./-]\d+)*")


class Similarity:
    """The likeness of any two of some texts. Texts are told by their place in the sequence."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._words = [_masked_words(t) for t in texts]
        self._lines = [" ".join(w) for w in self._words]
        self._terms = _weigh(self._words)

    def between(self, rows: Sequence[int], columns: Sequence[int]) -> Any:
        """A matrix of likeness, 0 to 1, of some texts (rows) and others (columns)."""
        from rapidfuzz.fuzz import ratio
        from rapidfuzz.process import cdist

        by_words = (self._terms[rows] @ self._terms[columns].T).toarray()
        by_letters = cdist([self._lines[k] for k in rows], [self._lines[k] for k in columns], scorer=ratio) / 100
        return _WORDS_SHARE * by_words + (1 - _WORDS_SHARE) * by_letters

    def containment(self, rows: Sequence[int], columns: Sequence[int]) -> Any:
        """A matrix of the share, 0 to 1, of each row text's weight that stands in the column text too."""
        terms = self._terms[rows]
        shared = (terms @ (self._terms[columns] > 0).T.astype(float)).toarray()
        total = terms.sum(axis=1)
        return shared / total.reshape(-1, 1).clip(min=1e-9)


def letters(text: str) -> str:
    """The letters and digits of a text without case, diacritics, marks and spaces.

    >>> letters("Thực hiện: “Chỉ thị 05-CT/TW”;")
    'thuchienchithi05cttw'
    """
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in bare if c.isalnum())


def numbers(text: str) -> set[str]:
    """The numbers and dates that a text prints.

    >>> sorted(numbers("giảm 10% so với ngày 01/9/2019"))
    ['01/9/2019', '10']
    """
    return set(_NUMBER.findall(text))


def masked(text: str) -> str:
    """The text as it is compared: of bounded length, in lower case, each number or date a `0`."""
    return _NUMBER.sub("0", text[:LONGEST]).lower()


def _masked_words(text: str) -> list[str]:
    return [w.form for w in words(masked(text)) if any(c.isalnum() for c in w.form)]


def _weigh(texts: list[list[str]]) -> Any:
    """TF-IDF weights, smoothed: a row of unit length for each text; a text without words is a row of zeros.

    They are those of scikit-learn's TfidfVectorizer (a test says so), without the seconds that it takes to import.
    """
    import numpy
    from scipy.sparse import csr_matrix

    counts = [Counter(_terms_of(text)) for text in texts]
    spread = Counter(term for count in counts for term in count)
    place = {term: k for k, term in enumerate(sorted(spread))}
    weights = [{t: n * (log((1 + len(texts)) / (1 + spread[t])) + 1) for t, n in c.items()} for c in counts]
    lengths = [hypot(*row.values()) for row in weights]
    values = [w / length for row, length in zip(weights, lengths, strict=True) for w in row.values()]
    columns = [place[term] for row in weights for term in row]
    starts = numpy.cumsum([0, *map(len, weights)])
    return csr_matrix((numpy.array(values, dtype=float), columns, starts), shape=(len(texts), max(len(place), 1)))


def _terms_of(text: list[str]) -> list[str]:
    return [*text, *(" ".join(pair) for pair in pairwise(text))]
