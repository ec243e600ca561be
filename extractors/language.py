"""The Vietnamese `Language`: syllables with exact character offsets, and the lexicon's phrases as spans.

A syllable, a number or a symbol such as `733/QĐ-TTg` is a token. Phrases are matched on the folded form (`NORM`), so
that accents and case do not count. underthesea's words are not needed here: they are a component of
`pipeline.words`, for comparison and search.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import spacy
from spacy.attrs import NORM
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extractors import lexicon
from extractors.fold import fold

_TOKEN = re.compile(r"\d+(?:[.,/]\d+)*(?:[/-][A-ZĐ]+\w*(?:[-/][A-ZĐ]+\w*)*)?|[^\W\d_]+|\s+|[^\w\s]|_|\d")

GROUPS = ("award", "type", "event", "recurrence")


class SyllableTokenizer:
    """Cuts text into syllables, numbers, symbols and marks; joined again they are the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for piece in _TOKEN.findall(text):
            if piece == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@Language.factory("lexicon_spans")
class LexiconSpans:
    """Puts the phrases of the lexicon into `doc.spans`, a group each; the label of a span is the entry's name."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.name = name
        self.matcher = PhraseMatcher(nlp.vocab, attr="NORM")
        self.labels: dict[int, tuple[str, str]] = {}
        for group, entries in _entries().items():
            for label, phrases in entries:
                key = f"{group}:{label}"
                self.matcher.add(key, list(map(nlp.tokenizer, phrases)))
                self.labels[nlp.vocab.strings[key]] = (group, label)

    def __call__(self, doc: Doc) -> Doc:
        found: dict[str, list[Any]] = {group: [] for group in GROUPS}
        for key, start, end in self.matcher(doc):
            group, label = self.labels[key]
            found[group].append(spacy.tokens.Span(doc, start, end, label=label))
        for group, spans in found.items():
            doc.spans[group] = _longest(spans)
        return doc


def _longest(spans: list[Any]) -> list[Any]:
    """Of overlapping spans the longest; two that are the same words both stay (`sơ, tổng kết` is two events)."""
    kept: list[Any] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if not kept or span.start >= kept[-1].end or (span.start, span.end) == (kept[-1].start, kept[-1].end):
            kept.append(span)
    return kept


def _entries() -> dict[str, list[tuple[str, list[str]]]]:
    words = lexicon.words()
    return {
        "award": [(a.form, list(a.phrases)) for a in lexicon.awards()],
        "type": [(t.name, [t.name]) for t in lexicon.document_types().type],
        "event": [(kind.value, list(phrases)) for kind, phrases in words.events.items()],
        "recurrence": [(kind.value, list(phrases)) for kind, phrases in words.recurrence.items()],
    }


@cache
def vietnamese() -> Language:
    """The pipeline, made once a process."""
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"use_pyvi": False}}})
    nlp.vocab.lex_attr_getters[NORM] = fold
    nlp.tokenizer = SyllableTokenizer(nlp.vocab)
    nlp.add_pipe("lexicon_spans")
    nlp.max_length = 50_000_000
    return nlp
