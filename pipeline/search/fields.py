"""What is indexed of an entry. The texts themselves are not kept here: the store has them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.folding import both
from pipeline.search.entries import Entry
from pipeline.search.lexing import joined

if TYPE_CHECKING:
    from tantivy import Document, Schema

ALONE, AGAIN = "alone", "again"
"""What stands for itself and what repeats a clause are indexed apart: the first are searched without a filter."""

STATE = "state"
"""The kind of the one document that says which store the index holds, and the name of its field."""


@cache
def field(side: str, name: str, exact: bool) -> str:
    """The field of `syllables`, of `pairs` of neighbouring ones or of joined `words`, with or without accents.

    Pairs answer phrases: most words of the language are of two syllables, each of which is in a third of all clauses.
    """
    return f"{side}_{name}_{'exact' if exact else 'plain'}"


@cache
def schema() -> Schema:
    from tantivy import SchemaBuilder

    build = SchemaBuilder()
    for side in (ALONE, AGAIN):
        for exact in (False, True):
            # Our tokens hold no white space, so splitting there keeps them as they are.
            for name, holds in (("syllables", "freq"), ("pairs", "position"), ("words", "freq")):
                build.add_text_field(field(side, name, exact), tokenizer_name="whitespace", index_option=holds)
    build.add_unsigned_field("key", fast=True, indexed=True)
    build.add_unsigned_field("plan_no", indexed=True)
    build.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    build.add_text_field(STATE, stored=True, tokenizer_name="raw", index_option="basic")
    return build.build()


def document(entry: Entry) -> Document:
    from tantivy import Document

    made = Document()
    made.add_unsigned("key", entry.key)
    made.add_unsigned("plan_no", entry.plan_no)
    made.add_text("kind", entry.kind)
    side = ALONE if entry.alone else AGAIN
    words = [joined(word) for word in entry.words.split() if "_" in word]
    for exact, syllables in zip((False, True), both(entry.text), strict=True):
        made.add_text(field(side, "syllables", exact), " ".join(syllables))
        made.add_text(field(side, "pairs", exact), " ".join(map("_".join, pairwise(syllables))))
        made.add_text(field(side, "words", exact), " ".join(word[exact] for word in words))
    return made


def state_document(store: str, revision: int) -> Document:
    from tantivy import Document

    made = Document()
    made.add_text("kind", STATE)
    made.add_unsigned("key", 0)  # What is sorted by it must have one.
    made.add_text(STATE, f"{revision} {store}")
    return made
