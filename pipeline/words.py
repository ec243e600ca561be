"""Vietnamese words with exact character offsets: for comparison and search, never on the extraction path.

underthesea segments well but answers in its own spelling (`Uỷ` becomes `Ủy`) and drops spaces, so its tokens cannot be
found again in the text. Here its tokenizer's pattern runs over the original line, its tagger reads normalised copies of
the tokens, and what is merged into words are the spans of the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from models.span import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

COMPONENT = "kehoach_words"
"""The name of the spaCy component, and of the group of spans that it fills."""

_LINE = re.compile(r"[^\n]+")
_LONG_RUN = re.compile(r"\S{200}")
_SHORT_PIECE = re.compile(r"\S{1,199}")
_INSIDE = "I-W"
"""The tagger's label of a token that continues the word before it."""


class Word(NamedTuple):
    """A word and where it stands: `form` is its lower-case normal spelling, its syllables joined by one space."""

    span: Span
    form: str


def words(text: str) -> list[Word]:
    """The words of a text in order; marks are words of their own, spaces belong to none. Never raises.

    >>> [w.form for w in words("phong trào thi  đua, Hội đồng thuỷ lợi")]
    ['phong trào', 'thi đua', ',', 'hội đồng', 'thủy lợi']
    """
    return [word for line in _LINE.finditer(text) for word in _words_of_line(text, *line.span())]


def register() -> str:
    """Make the component known to spaCy and return its name, for `Language.add_pipe`.

    It fills `doc.spans[COMPONENT]` with the words, each widened to whole tokens of the pipeline's own tokenizer.
    """
    from spacy.language import Language

    if not Language.has_factory(COMPONENT):
        Language.component(COMPONENT, func=_component)
    return COMPONENT


def _component(doc: Doc) -> Doc:
    spans = (doc.char_span(*w.span, label=w.form, alignment_mode="expand") for w in words(doc.text))
    doc.spans[COMPONENT] = [s for s in spans if s is not None]
    return doc


def _words_of_line(text: str, start: int, end: int) -> Iterator[Word]:
    spans = list(_tokens(text, start, end))
    if not spans:
        return
    forms = [_normal(s.of(text)) for s in spans]
    first = 0
    for k, tag in enumerate([*_tag(forms)[1:], "B-W"], 1):
        if tag != _INSIDE:
            yield Word(Span(spans[first].start, spans[k - 1].end), " ".join(forms[first:k]).lower())
            first = k


def _tokens(text: str, start: int, end: int) -> Iterator[Span]:
    """The tokens of a line. A run without spaces is read in bounded pieces: the pattern is quadratic in its length."""
    pieces = [(start, end)]
    if _LONG_RUN.search(text, start, end):
        pieces = [m.span() for m in _SHORT_PIECE.finditer(text, start, end)]
    for piece in pieces:
        for match in _pattern().finditer(text, *piece):
            yield Span(*match.span())


@cache
def _pattern() -> re.Pattern[str]:
    """The tokenizer's pattern without its rule for web addresses, whose time is exponential on hostile text.

    It is compiled here from the list of rules: the compiled one there changes when a caller passes `fixed_words`.
    A character that no rule knows (an underscore alone, a combining mark) is a token of its own.
    """
    from underthesea.pipeline.word_tokenize import regex_tokenize

    rules = [rule for rule in regex_tokenize.regex_patterns if rule != regex_tokenize.url]
    return re.compile("|".join([*rules, r"\S"]), re.VERBOSE)


@cache
def _normaliser() -> Callable[[str], str]:
    from underthesea.pipeline.text_normalize import token_normalize

    normalise: Callable[[str], str] = token_normalize
    return normalise


@lru_cache(maxsize=50_000)
def _normal(token: str) -> str:
    return str(_normaliser()(unicodedata.normalize("NFC", token)))


def _tag(forms: Sequence[str]) -> Sequence[str]:
    tags: Sequence[str] = _tagger()([[form] for form in forms])
    return tags


@cache
def _tagger() -> Callable[[list[list[str]]], Sequence[str]]:
    """underthesea's word tagger, loaded on first use (about a second); its model comes inside the package."""
    from importlib.resources import as_file, files

    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    tagger = FastCRFSequenceTagger()
    with as_file(files("underthesea.pipeline.word_tokenize") / "models" / "ws_crf_vlsp2013_20230727") as folder:
        tagger.load(str(folder))
    predict: Callable[[list[list[str]]], Sequence[str]] = tagger.predict
    return predict
