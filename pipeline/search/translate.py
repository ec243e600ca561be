"""A query's tree as queries of Tantivy, built of terms: nothing that was typed is parsed there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from models.errors import UsageError
from pipeline.search.beginnings import begins, letters
from pipeline.search.fields import AGAIN, ALONE, field
from pipeline.search.language import All, Either, Node
from pipeline.search.lexing import Joined, Leaf

if TYPE_CHECKING:
    from tantivy import Occur, Query, Schema, Searcher

_NUMBERS = 1 << 63
_RANKED = 1_024
"""Words that a beginning may stand for and still be ranked by how rare they are; more are found, but not ranked."""
_PHRASES = 512
"""Words that a beginning at the end of a phrase may stand for."""


class Translator:
    """For one state of an index. `kinds`: None for what stands for itself, else everything of those kinds."""

    def __init__(self, schema: Schema, searcher: Searcher, kinds: Collection[str] | None) -> None:
        import tantivy

        self._make, self._occur = tantivy.Query, tantivy.Occur
        self._schema, self._searcher = schema, searcher
        self._sides = (ALONE,) if kinds is None else (ALONE, AGAIN)
        self._kinds = kinds

    def query(self, root: Node, exact: bool, filters: Sequence[Query] = ()) -> Query:
        """What the tree finds: all, or (`exact`) what bears just the accents that were typed."""
        found = self._of(root, exact, True)
        return self._all([found, *filters]) if filters else found

    def filters(self, plans: Collection[int] | None, keys: Collection[int] | None) -> list[Query]:
        """Which entries may be found at all; these add nothing to a score."""
        made = []
        if self._kinds is not None:
            made.append(self._either([self._term("kind", kind) for kind in sorted(self._kinds)]))
        for name, numbers in (("plan_no", plans), ("key", keys)):
            if numbers is not None:
                made.append(
                    self._make.term_set_query(self._schema, name, sorted(n for n in numbers if 0 <= n < _NUMBERS))
                )
        return [self._make.const_score_query(query, 0.0) for query in made]

    def without(self, found: Query, less: Query) -> Query:
        return self._make.boolean_query([(self._occur.Must, found), (self._occur.MustNot, less)])

    def _of(self, node: Node, exact: bool, wanted: bool) -> Query:
        match node:
            case Leaf():
                # What is left out is just what was typed: an accent spares all that is spelt otherwise.
                return self._leaf(node, exact if wanted else node.accents)
            case Either(parts):
                return self._either([self._of(part, exact, wanted) for part in parts])
            case All(parts, without):
                found = [(self._occur.Must, self._of(part, exact, wanted)) for part in parts]
                less = [(self._occur.MustNot, self._of(part, exact, not wanted)) for part in without]
                return self._make.boolean_query(found + less)

    def _leaf(self, leaf: Leaf, exact: bool) -> Query:
        return self._either([self._on_side(side, leaf, exact) for side in self._sides])

    def _on_side(self, side: str, leaf: Leaf, exact: bool) -> Query:
        words = [self._word(side, word, exact) for word in leaf.joined]
        if leaf.only_joined:
            return words[0]
        syllables = leaf.exact if exact else leaf.plain
        if len(syllables) > 1:
            return self._all([self._phrase(field(side, "pairs", exact), syllables, leaf.begins), *words])
        name = field(side, "syllables", exact)
        return self._begun(name, syllables[0]) if leaf.begins else self._term(name, syllables[0])

    def _word(self, side: str, word: Joined, exact: bool) -> Query:
        name, form = field(side, "words", exact), word.exact if exact else word.plain
        return self._begun(name, form) if word.begins else self._term(name, form)

    def _phrase(self, name: str, syllables: tuple[str, ...], beginning: bool) -> Query:
        """Pairs that together hold every syllable: each second one, and the last."""
        last = len(syllables) - 2
        pairs = [(k, "_".join(syllables[k : k + 2])) for k in (*range(0, last, 2), last)]
        if not beginning:
            return self._pairs(name, pairs)
        ends = self._expanded(name, pairs[-1][1])
        if len(pairs) > 1 and len(ends) > _PHRASES:
            raise UsageError(
                f"too many words begin with {syllables[-1]!r} after such words; write more of the last word"
            )
        if len(pairs) == 1:
            return self._any_of(name, ends)
        return self._either([self._pairs(name, [*pairs[:-1], (last, end)]) for end in ends])

    def _pairs(self, name: str, pairs: list[tuple[int, str]]) -> Query:
        if len(pairs) == 1:
            return self._term(name, pairs[0][1])
        return self._make.phrase_query(self._schema, name, list(pairs))

    def _begun(self, name: str, beginning: str) -> Query:
        return self._any_of(name, self._expanded(name, beginning))

    def _expanded(self, name: str, beginning: str) -> list[str]:
        """The words of the index that begin so; a tone counts only where one was typed."""
        terms: Iterable[str] = (term for term, _ in self._searcher.terms_with_prefix(name, letters(beginning)))
        return [term for term in terms if begins(term, beginning)]

    def _any_of(self, name: str, terms: list[str]) -> Query:
        if len(terms) > _RANKED:
            return self._make.term_set_query(self._schema, name, terms)
        return self._either(list(map(partial(self._term, name), terms)))

    def _term(self, name: str, form: str) -> Query:
        return self._make.term_query(self._schema, name, form)

    def _all(self, queries: Sequence[Query]) -> Query:
        return queries[0] if len(queries) == 1 else self._joined(self._occur.Must, queries)

    def _either(self, queries: Sequence[Query]) -> Query:
        if not queries:
            return self._make.empty_query()
        return queries[0] if len(queries) == 1 else self._joined(self._occur.Should, queries)

    def _joined(self, occur: Occur, queries: Sequence[Query]) -> Query:
        return self._make.boolean_query([(occur, query) for query in queries])
