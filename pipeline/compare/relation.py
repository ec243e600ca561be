"""What the statements of one plan are to those of another in the same family, and what changed between them.

Identical: the same but for case, punctuation, spacing and slips of the reader. Minor: another wording without
substance. Modified: substance (DOMAIN.md, Alignment). Substance is what adds, drops or replaces words that demand
something: a number, a word that turns or binds a duty, or more than a word on either side; function words, and the date
of a document that both cite by its symbol, are none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from extractors.fold import any_of, spell
from extractors.lexicon import function_words
from pipeline.compare.items import compared
from pipeline.compare.types import Relation
from pipeline.compare.wording import Piece, PieceKind, Reading, changes, syllables

_WORDS = 1
"""Words of substance that may come or go in a mere rewording: an adverb more (`khoa học, hợp lý`), a synonym."""
_NUMBER = re.compile(r"\d+(?:[.,/-]\d+)*")
_SYMBOL_BEFORE = re.compile(r"\d[\w.]{0,20}[/-][\w/.-]{0,30}\w\W{0,3}$")
_DATE_ONLY = re.compile(r"\W*(?:ngày\s*)?\d{1,2}(?:[/.-]\d{1,2}[/.-]\d{4}|\s*tháng\s*\d{1,2}\s*năm\s*\d{4})\W*")


class Related(NamedTuple):
    """`as_text` is the relation of the texts read as one, also where the statements are split or merged."""

    relation: Relation
    as_text: Relation
    likeness: float
    pieces: tuple[Piece, ...]


def relate(
    first: Sequence[str], second: Sequence[str], read: tuple[Reading, Reading] = (syllables, syllables)
) -> Related:
    """The relation read from the first plan's statements to the second's, how alike they are (0 to 1), what changed.

    >>> relate(["Không gây phiền hà;"], ["không gây phiên hà."]).relation.value
    'identical'
    >>> relate(["giảm ít nhất 10% chi phí"], ["giảm ít nhất 15% chi phí"]).relation.value
    'modified'
    >>> relate(["Làm việc khoa học."], ["Luôn làm việc khoa học."]).relation.value
    'minor'
    """
    pieces = changes(" ".join(first), " ".join(second), read=read, forgive=True)
    relation = as_text = _judged(pieces)
    if len(first) != len(second) and 1 in (len(first), len(second)):
        relation = Relation.SPLIT if len(first) == 1 else Relation.MERGED
    return Related(relation, as_text, _likeness(pieces), pieces)


def _judged(pieces: Sequence[Piece]) -> Relation:
    changed = [k for k, p in enumerate(pieces) if p.kind != PieceKind.SAME]
    if not changed:
        return Relation.IDENTICAL
    said = {kind: _Said(0, ()) for kind in PieceKind}
    for k in changed:
        if not pieces[k].follows and not _dates_a_citation(pieces, k):
            said[pieces[k].kind] = said[pieces[k].kind].and_(_substance(pieces[k].text))
    added, dropped = said[PieceKind.ADDED], said[PieceKind.DROPPED]
    rebound = Counter(added.binding) != Counter(dropped.binding)
    return Relation.MODIFIED if rebound or max(added.words, dropped.words) > _WORDS else Relation.MINOR


class _Said(NamedTuple):
    """How many words demand something, and the numbers and binding words among them."""

    words: int
    binding: tuple[str, ...]

    def and_(self, other: _Said) -> _Said:
        return _Said(self.words + other.words, self.binding + other.binding)


@lru_cache(maxsize=50_000)
def _substance(text: str) -> _Said:
    """What a piece demands; words that bind alike (`không`, `chưa`; `từ … trở lên`, `ít nhất`) are told by what they
    do. They are found as they are written: the segmenter joins them to their neighbours now and then."""
    binds = _binding()
    line = spell(" ".join(text.split()))
    bound = [binds[m.group()] for m in _phrases(frozenset(binds)).finditer(line)]
    numbers = [number.lstrip("0") for number in _NUMBER.findall(line)]
    known = function_words()
    left = _phrases(known.measures).sub(" ; ", _phrases(frozenset(binds)).sub(" ; ", line))
    plain = [w for w in compared(left, syllables) if w not in known.plain and not w.startswith("0")]
    return _Said(len(plain), (*bound, *numbers))


@cache
def _binding() -> dict[str, str]:
    return {word: kind for kind, words in function_words().binding.items() for word in words}


@cache
def _phrases(words: frozenset[str]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)")


def _dates_a_citation(pieces: Sequence[Piece], k: int) -> bool:
    """Whether a piece only gives the date of a document that both cite by its symbol: the symbol says which it is."""
    before = pieces[k - 1] if k else None
    replaced = any(
        0 <= n < len(pieces) and pieces[n].kind not in (PieceKind.SAME, pieces[k].kind) for n in (k - 1, k + 1)
    )
    return (
        not replaced
        and before is not None
        and before.kind == PieceKind.SAME
        and _DATE_ONLY.fullmatch(pieces[k].text) is not None
        and _SYMBOL_BEFORE.search(before.text[-60:]) is not None
    )


def _likeness(pieces: Sequence[Piece]) -> float:
    """The share of letters that are kept, counted over both texts."""
    kept = sum(len(p.text) for p in pieces if p.kind == PieceKind.SAME or p.follows)
    changed = sum(len(p.text) for p in pieces if p.kind != PieceKind.SAME and not p.follows)
    return 2 * kept / (2 * kept + changed) if kept + changed else 1.0
