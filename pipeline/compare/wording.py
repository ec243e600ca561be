"""What changed between two texts, in words: what is kept, dropped and added, never cutting a syllable.

The texts are aligned word by word over their *keys*: case, punctuation, spacing and the place of a tone mark
are no change of wording. A name that follows the issuer (`names.py`) has the same key in both texts, so that it is told
apart from what changes the substance.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from extractors.fold import fold, spell
from models.base import Frozen
from models.span import Span
from pipeline.compare.segmenting import word_ends

LONGEST = 20_000
"""Characters of a text that are compared in words; what is longer is compared up to there and then as one piece."""
_SYLLABLE = re.compile(r"\d[\w./%-]*[\w%]|[\d%]|[^\W\d_]+")
# An island of so few kept words between two changes reads as confetti; it is told as part of the change.
_ISLAND = 1
SHORT = 2_000
"""Characters of a text whose words are remembered; a criterion has some hundreds."""
# A letter makes another number of one of these, and `không` turns a duty around.
_NUMERALS = frozenset(
    re.findall(r"\w+", "không một mốt hai ba bốn tư năm lăm sáu bảy bẩy tám chín mười mươi trăm nghìn ngàn triệu tỷ")
)


_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))


class PieceKind(StrEnum):
    SAME = "same"
    DROPPED = "dropped"
    ADDED = "added"


class Piece(Frozen):
    """A run of words. The pieces that are kept or added, in order, are the second text to the letter; what is dropped
    stands where it stood in the first. `follows`: the change is a name that merely follows the issuer."""

    kind: PieceKind
    text: str
    follows: bool = False


class _Raw(NamedTuple):
    """A piece while it is made."""

    kind: PieceKind
    text: str
    follows: bool = False


class Syllable(NamedTuple):
    """A syllable, number or symbol of a text: where it stands and what it is compared by."""

    span: Span
    key: str
    follows: bool = False


Reading = Callable[[str], Sequence[Syllable]]
"""How the texts of a plan are read; `names.reader` gives one that knows its issuer."""


def syllables(text: str) -> list[Syllable]:
    """The syllables, numbers and symbols of a text, up to LONGEST characters.

    >>> [s.key for s in syllables("Chỉ thị số 05-CT/TW; hoà giải 10%.")]
    ['chỉ', 'thị', 'số', '05-ct/tw', 'hòa', 'giải', '10%']
    """
    end = min(len(text), LONGEST)
    return [Syllable(Span(*m.span()), spell(m.group())) for m in _SYLLABLE.finditer(text, 0, end)]


def worded(text: str, read: Reading = syllables) -> tuple[Syllable, ...]:
    """The words of a text, each as one syllable of several: what the segmenter joins is never parted, but for
    numbers and names that follow the issuer, which are words by themselves.

    >>> [w.key for w in worded("Xây dựng phong trào thi đua")]
    ['xây dựng', 'phong trào', 'thi đua']
    """
    return _remembered(text, read) if len(text) <= SHORT else _worded(text, read)


@lru_cache(maxsize=4_096)
def _remembered(text: str, read: Reading) -> tuple[Syllable, ...]:
    """A statement is set beside several others; a long text is not kept, since it may be anything."""
    return _worded(text, read)


def _worded(text: str, read: Reading) -> tuple[Syllable, ...]:
    ends = iter(word_ends(text[:LONGEST]))
    end = next(ends, 0)
    out: list[Syllable] = []
    held: list[Syllable] = []
    for syllable in read(text):
        if held and (end <= syllable.span.start or _stands_alone(syllable) or _stands_alone(held[-1])):
            out.append(_joint(held))
            held = []
        while end <= syllable.span.start:
            end = next(ends, LONGEST)
        held.append(syllable)
    return (*out, _joint(held)) if held else tuple(out)


def _stands_alone(syllable: Syllable) -> bool:
    """Numbers, symbols and names that follow the issuer are words of their own, whatever the segmenter does."""
    return syllable.follows or syllable.key[0].isdigit()


def _joint(parts: Sequence[Syllable]) -> Syllable:
    span = Span(parts[0].span.start, parts[-1].span.end)
    return Syllable(span, " ".join(p.key for p in parts), any(p.follows for p in parts))


def changes(
    first: str, second: str, *, read: tuple[Reading, Reading] = (syllables, syllables), forgive: bool = False
) -> tuple[Piece, ...]:
    """The second text as pieces kept and added, with what it drops of the first. No word is cut.

    `read` turns each text into syllables; `names.reader` gives one that knows its issuer. `forgive` takes a slip of the
    reader (`vôi vĩnh`, `vòi vĩnh`) for the same word.

    >>> [(p.kind.value, p.text) for p in changes("giảm ít nhất 10% chi phí", "giảm ít nhất 15% chi phí.")]
    [('same', 'giảm ít nhất '), ('dropped', '10%'), ('added', '15%'), ('same', ' chi phí.')]
    >>> [(p.kind.value, p.text) for p in changes("Nhiệm vụ của Chính phủ", "nhiệm vụ của chính quyền")]
    [('same', 'nhiệm vụ của '), ('dropped', 'Chính phủ'), ('added', 'chính quyền')]
    """
    one, two = worded(first, read[0]), worded(second, read[1])
    out: list[_Raw] = []
    at = 0
    for same, old, new in _blocks(one, two, forgive=forgive):
        if same:
            at = _same(out, (first, one[old.start : old.end]), (second, two[new.start : new.end]), at)
            continue
        if new.start < new.end:
            at = _gap(out, second, at, two[new.start].span.start)
        if old.start < old.end:
            out.append(_Raw(PieceKind.DROPPED, _slice(first, one[old.start : old.end])))
        if new.start < new.end:
            end = two[new.end - 1].span.end
            out.append(_Raw(PieceKind.ADDED, second[at:end]))
            at = end
    _gap(out, second, at, min(len(second), LONGEST))
    if first[LONGEST:] != second[LONGEST:]:
        out += [
            _Raw(kind, rest[LONGEST:])
            for kind, rest in ((PieceKind.DROPPED, first), (PieceKind.ADDED, second))
            if rest[LONGEST:]
        ]
    else:
        _gap(out, second, min(len(second), LONGEST), len(second))
    return tuple(Piece.model_construct(kind=p.kind, text=p.text, follows=p.follows) for p in _joined(out))


def is_slip(one: str, two: str) -> bool:
    """Whether two keys may be one word read differently: OCR loses accents and mistakes a letter within a word.

    Numbers and numerals are never slips. Of words of two letters only the tone may be misread: any other letter makes
    another word.

    >>> is_slip("vòi", "vùi"), is_slip("năm", "tám"), is_slip("10%", "15%"), is_slip("có", "cơ"), is_slip("kỷ", "kỹ")
    (True, False, False, False, True)
    """
    if one[0].isdigit() or two[0].isdigit() or {one, two} & _NUMERALS:
        return False
    if len(one) < 3 or len(two) < 3:
        return _toneless(one) == _toneless(two)
    bare, other = fold(one), fold(two)
    return bare == other or (bare[0] == other[0] and _one_letter_apart(bare, other))


def _toneless(key: str) -> str:
    return unicodedata.normalize("NFD", key).translate(_TONES)


def _one_letter_apart(one: str, two: str) -> bool:
    from rapidfuzz.distance import Levenshtein

    return bool(Levenshtein.distance(one, two, score_cutoff=1) <= 1)


def _blocks(one: Sequence[Syllable], two: Sequence[Syllable], *, forgive: bool) -> Iterator[tuple[bool, Span, Span]]:
    """Runs that are the same and runs that are not, in order, as pieces of the two sequences."""
    from rapidfuzz.distance import Indel

    keys = [s.key for s in one], [s.key for s in two]
    found: list[tuple[bool, Span, Span]] = []
    old = new = 0
    for code in Indel.opcodes(*keys):
        if code.tag != "equal":
            continue
        found += _changed(keys, Span(old, code.src_start), Span(new, code.dest_start), forgive=forgive)
        found.append((True, Span(code.src_start, code.src_end), Span(code.dest_start, code.dest_end)))
        old, new = code.src_end, code.dest_end
    found += _changed(keys, Span(old, len(one)), Span(new, len(two)), forgive=forgive)
    return _without_islands(found)


def _changed(
    keys: tuple[list[str], list[str]], old: Span, new: Span, *, forgive: bool
) -> list[tuple[bool, Span, Span]]:
    """A run that differs; or that is the same, cut otherwise by the segmenter, or but for slips."""
    if old.start == old.end and new.start == new.end:
        return []
    one, two = (" ".join(k[s.start : s.end]).split() for k, s in zip(keys, (old, new), strict=True))
    alike = one == two or (forgive and len(one) == len(two) and all(map(_same_or_slip, one, two)))
    return [(alike, old, new)]


def _same_or_slip(one: str, two: str) -> bool:
    return one == two or is_slip(one, two)


def _without_islands(blocks: Sequence[tuple[bool, Span, Span]]) -> Iterator[tuple[bool, Span, Span]]:
    """A lone kept word between two replacements joins them; between plain additions or omissions it stays."""
    held: tuple[bool, Span, Span] | None = None
    for k, block in enumerate(blocks):
        same, old, new = block
        if held is None:
            held = block
        elif same == held[0]:
            held = (same, Span(held[1].start, old.end), Span(held[2].start, new.end))
        elif same and k + 1 < len(blocks) and new.end - new.start <= _ISLAND and _replaces(held, blocks[k + 1]):
            held = (False, Span(held[1].start, old.end), Span(held[2].start, new.end))
        else:
            yield held
            held = block
    if held is not None:
        yield held


def _replaces(*blocks: tuple[bool, Span, Span]) -> bool:
    return all(old.start < old.end and new.start < new.end for _, old, new in blocks)


def _same(
    out: list[_Raw], first: tuple[str, Sequence[Syllable]], second: tuple[str, Sequence[Syllable]], at: int
) -> int:
    """A kept run; names in it that follow the issuer are told. Returns how far the second text has been told."""
    if len(first[1]) != len(second[1]):  # The segmenter cut the same syllables otherwise.
        return _gap(out, second[0], at, second[1][-1].span.end)
    for a, b in zip(first[1], second[1], strict=True):
        told = first[0][slice(*a.span)]
        says = second[0][slice(*b.span)]
        if a.follows and b.follows and spell(told) != spell(says):
            at = _gap(out, second[0], at, b.span.start)
            out.append(_Raw(PieceKind.DROPPED, told, follows=True))
            out.append(_Raw(PieceKind.ADDED, says, follows=True))
            at = b.span.end
        else:
            at = _gap(out, second[0], at, b.span.end)
    return at


def _gap(out: list[_Raw], text: str, start: int, end: int) -> int:
    if start < end:
        out.append(_Raw(PieceKind.SAME, text[start:end]))
    return max(start, end)


def _slice(text: str, run: Sequence[Syllable]) -> str:
    return text[run[0].span.start : run[-1].span.end]


def _joined(pieces: Sequence[_Raw]) -> Iterator[_Raw]:
    """Neighbours that are kept as one piece."""
    for kept, run in groupby(pieces, key=lambda piece: piece.kind == PieceKind.SAME):
        if kept:
            yield _Raw(PieceKind.SAME, "".join(piece.text for piece in run))
        else:
            yield from run
