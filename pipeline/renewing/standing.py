"""Which records of two readings of one file stand on the same words.

Where the text is the same, its words are numbered alike. Where another reading changed it, the words before and after
are aligned, and what is between them has moved; a paragraph that went elsewhere is known by its words alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

from models.document import Document
from models.records import Record

_WORD = re.compile(r"\w+")
_MOST_CELLS = 25_000_000
"""Pairs of words that are aligned at most (some seconds): of what differs beyond that, each word for itself is lost."""

Standing = frozenset[int]
"""The words of the later text, by number, on which a record stands."""


def pairs(
    before: Sequence[Record], first: Document, after: Sequence[Record], second: Document
) -> Iterator[tuple[int, int]]:
    """The places (from 0) of records that stand on words in common, or else say the same words; each at most once,
    those first that have most in common."""
    if not before or not after:
        return
    moved = None if first.text == second.text else _moved(first.text, second.text)
    olds = _standings(before, first.text, moved)
    news = _standings(after, second.text, None)
    taken: tuple[set[int], set[int]] = set(), set()
    for k, j in (*_nearest(before, olds, after, news), *_same_words(before, first, after, second)):
        if k not in taken[0] and j not in taken[1]:
            taken[0].add(k)
            taken[1].add(j)
            yield k, j


def _standings(records: Sequence[Record], text: str, moved: Mapping[int, int] | None) -> list[Standing]:
    words = [m.span() for m in _WORD.finditer(text)]
    starts, ends = [s for s, _ in words], [e for _, e in words]
    found = []
    for record in records:
        numbers: set[int] = set()
        for mention in record.evidence:
            for start, end in mention.spans:
                numbers.update(range(bisect_left(ends, start + 1), bisect_left(starts, end)))
        found.append(frozenset(numbers if moved is None else (moved[n] for n in numbers if n in moved)))
    return found


def _nearest(
    before: Sequence[Record], olds: list[Standing], after: Sequence[Record], news: list[Standing]
) -> Iterator[tuple[int, int]]:
    """Pairs with words in common: by the share of them, then by how much else they say alike, then in order."""
    by_word: dict[int, list[int]] = defaultdict(list)
    for j, standing in enumerate(news):
        for word in standing:
            by_word[word].append(j)
    scored = []
    for k, standing in enumerate(olds):
        common = Counter(j for word in standing for j in by_word[word])
        for j, count in common.items():
            share = count / len(standing | news[j])
            scored.append((-share, -_alike(before[k], after[j]), k, j))
    yield from ((k, j) for _, _, k, j in sorted(scored))


def _alike(one: Record, other: Record) -> int:
    """How many fields say the same."""
    return sum(value == getattr(other, name) for name, value in one)


def _same_words(
    before: Sequence[Record], first: Document, after: Sequence[Record], second: Document
) -> Iterator[tuple[int, int]]:
    """What says the same words elsewhere, in order."""
    by_words: dict[Hashable, list[int]] = defaultdict(list)
    for j, record in enumerate(after):
        by_words[_words(record, second)].append(j)
    for k, record in enumerate(before):
        yield from ((k, j) for j in by_words[_words(record, first)])


def _words(record: Record, document: Document) -> tuple[str, ...]:
    said = (document.flow(mention.spans).text for mention in record.evidence)
    return tuple(word for text in said for word in _WORD.findall(text.casefold()))


def _moved(before: str, after: str) -> dict[int, int]:
    """The number that each word of the first text has in the second; those that are not in it are left out."""
    from rapidfuzz.distance import LCSseq

    one, other = _WORD.findall(before), _WORD.findall(after)
    head = next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest = min(len(one), len(other)) - head
    tail = next((k for k in range(rest) if one[-1 - k] != other[-1 - k]), rest)
    moved = {k: k for k in range(head)}
    moved |= {len(one) - k: len(other) - k for k in range(1, tail + 1)}
    middle = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(middle[0]) * len(middle[1]) <= _MOST_CELLS:
        at = (0, 0)
        for block in LCSseq.opcodes(*middle).as_matching_blocks():
            # A word that was read otherwise stands between the same neighbours.
            between = min(block.a - at[0], block.b - at[1])
            moved |= {head + at[0] + k: head + at[1] + k for k in range(between)}
            moved |= {head + block.a + k: head + block.b + k for k in range(block.size)}
            at = (block.a + block.size, block.b + block.size)
    return moved
