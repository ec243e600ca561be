"""What the index finds is what a plain evaluation of the query over every text finds."""

from __future__ import annotations

import re
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline.folding import accented, fold
from pipeline.search import Entry, SearchIndex, parsed
from pipeline.search.language import All, Either, Node
from pipeline.search.lexing import Joined, Leaf

WORDS = [
    "thi",
    "đua",
    "dua",
    "thì",
    "hoà",
    "hòa",
    "hoa",
    "khen",
    "thưởng",
    "thương",
    "1/K-U",
    "80%",
    "thi_đua",
    "khen_thưởng",
]
ASKED = [*WORDS, "kh*", "thưở*", "th*", "khen_th*", '"thi đua"', '"hoa thi dua"', '"thi đua kh*"', '"đua khen_thưởng"']
TONES = "\u0300\u0301\u0303\u0309\u0323"

texts = st.lists(st.sampled_from(WORDS), min_size=0, max_size=7)
queries = st.recursive(
    st.sampled_from(ASKED),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(" ".join),
        st.tuples(inner, inner).map(" OR ".join).map("({})".format),
        st.tuples(inner, inner).map(" NOT ".join).map("({})".format),
        st.tuples(inner, inner).map("{0[0]} -({0[1]})".format),
    ),
    max_leaves=6,
)


def holds(node: Node, pieces: list[str], exact: bool, wanted: bool = True) -> bool:
    """Whether a text, given as words whose syllables may be joined, matches."""
    match node:
        case Leaf():
            return stands(node, pieces, exact if wanted else node.accents)
        case Either(parts):
            return any(holds(part, pieces, exact, wanted) for part in parts)
        case All(parts, without):
            return all(holds(part, pieces, exact, wanted) for part in parts) and not any(
                holds(part, pieces, exact, not wanted) for part in without
            )


def stands(leaf: Leaf, pieces: list[str], exact: bool) -> bool:
    spelt = accented if exact else fold
    words = ["_".join(spelt(piece.replace("_", " ")).split()) for piece in pieces if "_" in piece]
    if not all(any(is_word(word, joined, exact) for word in words) for joined in leaf.joined):
        return False
    have, want = spelt(" ".join(pieces)).split(), leaf.exact if exact else leaf.plain
    return leaf.only_joined or any(
        len(have[k:]) >= len(want)
        and have[k : k + len(want) - 1] == list(want[:-1])
        and (begins(have[k + len(want) - 1], want[-1]) if leaf.begins else have[k + len(want) - 1] == want[-1])
        for k in range(len(have))
    )


def is_word(word: str, joined: Joined, exact: bool) -> bool:
    form = joined.exact if exact else joined.plain
    return begins(word, form) if joined.begins else word == form


def begins(word: str, beginning: str) -> bool:
    """By a pattern: the letters, then whatever, and the tone, where there is one, at the end of that syllable."""
    letters = beginning.rstrip(TONES)
    tone = beginning[len(letters) :]
    return re.match(re.escape(letters) + (f"[^_]*{tone}(_|$)" if tone else ""), word) is not None


@settings(max_examples=60, deadline=None)
@given(st.lists(texts, min_size=1, max_size=12), st.lists(queries, min_size=1, max_size=12))
def test_the_index_finds_what_plain_evaluation_finds(tmp_path_factory, samples, typed):
    index = SearchIndex.open(tmp_path_factory.mktemp("oracle"))
    index.rebuild("oracle", 1, entries(samples))
    for said in typed:
        try:
            query = parsed(said)
        except UsageError:
            continue
        loose = [k for k, pieces in enumerate(samples) if holds(query.root, pieces, False)]
        exact = {k for k, pieces in enumerate(samples) if holds(query.root, pieces, True)}
        found = index.search(said, limit=100)
        assert index.keys(said) == sorted(hit.key for hit in found.hits) == loose, said
        assert found.total == index.count(said) == len(loose)
        if query.accents:
            assert {hit.key for hit in found.hits if hit.exact} == exact, said
        flags = [hit.exact for hit in found.hits]
        assert flags == sorted(flags, reverse=True)


def entries(samples: list[list[str]]) -> list[Entry]:
    numbers = count()
    return [
        Entry(
            key=next(numbers),
            plan_no=0,
            kind="clauses",
            alone=True,
            text=" ".join(s).replace("_", " "),
            words=" ".join(s),
        )
        for s in samples
    ]


SPELLINGS = [
    ["thi đua", "THI ĐUA", "thi  đua", "Thi Dua", "thi dua"],
    ["hoà", "hòa", "Hoà", "hoa", "ho\u00e0"],
    ["uỷ", "ủy", "UY"],
]


@pytest.mark.parametrize("same", SPELLINGS, ids=lambda s: s[0])
def test_queries_that_fold_alike_find_the_same(tmp_path, same):
    index = SearchIndex.open(tmp_path)
    index.rebuild("oracle", 1, entries([spelling.split() for group in SPELLINGS for spelling in group]))
    assert len({tuple(index.keys(typed)) for typed in same}) == 1
    assert len({tuple(index.keys(f'"{typed}"')) for typed in same}) == 1
    assert index.keys(same[0])
