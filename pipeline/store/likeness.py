"""Whether two documents hold one text: renditions of a version, versions of a plan, plans alike, or neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio

from models.base import Frozen
from pipeline.store.slips import Piece, digits, excuse, is_number, joined, shape
from pipeline.store.wording import CERTAIN, SAID, Content

SAME_PLAN = 0.85
ALIKE = 0.4
READABLE = 0.7
"""Share of the words from which a scan can be taken for a rendition of a text."""

MOST_ON_A_PAGE = 800
"""Words that a page that could not be read may have held."""

MOST_MOVED = 100
"""Unexcused differences up to which lines that were read in another place are sought."""

MOST_BETWEEN = 20
"""Runs between the place of a word and the place to which a reader moved it."""

MOST_SHOWN = 200
"""Differing runs that a verdict lists; it counts them all."""


SAME_LINE = 0.8
"""Share of letters that a line read in another place has in common with the line."""


LINE = 6
"""Letters from which a piece can be told for a line of signature or recipients."""

MOST_IN_A_LINE = 60
"""Words of what a reader put in another place."""


class Likeness(StrEnum):
    """How one text is to another."""

    SAME = "same"
    """Near-equal: a rendition of the same version."""
    CHANGED = "changed"
    """The same plan otherwise worded: another version."""
    ALIKE = "alike"
    """A good part in common: a draft and what was issued, or the next year's plan."""
    DIFFERENT = "different"


class Difference(Frozen):
    """A run of words that differs; `excuse` says why it is the reading's and not the text's, null where it is not."""

    first: str
    second: str
    excuse: str | None


class Verdict(Frozen):
    """How alike two texts are: `common` is the share (0 to 1) of their words that they have in common, in order.

    `differences` are the runs that differ, those of the text before those of the reading, at most MOST_SHOWN;
    `changed` and `excused` count them all. Texts that are different are not aligned: they have none.
    """

    likeness: Likeness
    common: float
    differences: tuple[Difference, ...] = ()
    changed: int = 0
    excused: int = 0


class _Run(NamedTuple):
    """A stretch that differs, as the places of its words on either side."""

    a: range
    b: range


def compare(a: Content, b: Content) -> Verdict:
    """How alike two contents are; which of them comes first changes only the sides of what is listed.

    The words are aligned by the least number of edits (bit-parallel, in memory linear in their number): those of the
    text, and, where these differ, with what either side shows as label or noise. What explains most is taken.
    """
    bound = _common_in_any_order(a, b)
    if bound < ALIKE:
        return Verdict(likeness=Likeness.DIFFERENT, common=round(bound, 4))
    best = _verdict(a.without_aside(), b.without_aside())
    for one, other in _with_aside(a, b):
        if not 0 < best.changed <= MOST_SHOWN or best.common < READABLE:
            break
        best = min(best, _verdict(one, other), key=lambda verdict: verdict.changed)
    return best


def _with_aside(a: Content, b: Content) -> Iterator[tuple[Content, Content]]:
    """The two with what either shows as label or noise: of both, of one, of the other."""
    plain = a.without_aside(), b.without_aside()
    if plain[0] is not a and plain[1] is not b:
        yield a, b
    if plain[1] is not b:
        yield plain[0], b
    if plain[0] is not a:
        yield a, plain[1]


def _verdict(a: Content, b: Content) -> Verdict:
    runs = list(_runs(a, b))
    common = _common(a, b, runs)
    found = [*_judged(a, b, runs, readable=common >= READABLE), *_judged_whole(a, b)]
    changed = [d for d in found if d.excuse is None]
    excused = [d for d in found if d.excuse is not None]
    return Verdict(
        likeness=_likeness(common, same=not changed),
        common=round(common, 4),
        differences=tuple([*changed, *excused][:MOST_SHOWN]),
        changed=len(changed),
        excused=len(excused),
    )


def _likeness(common: float, *, same: bool) -> Likeness:
    if same and common >= READABLE:
        return Likeness.SAME
    if not same and common >= SAME_PLAN:
        return Likeness.CHANGED
    return Likeness.ALIKE if common >= ALIKE else Likeness.DIFFERENT


def _common_in_any_order(a: Content, b: Content) -> float:
    """What the words have in common at most: cheap, and enough to tell that two texts are different."""
    one, other = Counter(a.said), Counter(b.said)
    return 2 * (one & other).total() / max(one.total() + other.total(), 1)


def _common(a: Content, b: Content, runs: list[_Run]) -> float:
    """The share of the words of both texts that stand in no run that differs."""
    said = a.kinds.count(SAID) + b.kinds.count(SAID)
    differ = sum(a.kinds.count(SAID, r.a.start, r.a.stop) + b.kinds.count(SAID, r.b.start, r.b.stop) for r in runs)
    return (said - differ) / max(said, 1)


def _runs(a: Content, b: Content) -> Iterator[_Run]:
    numbers: dict[str, int] = {}
    one, other = ("".join(chr(numbers.setdefault(w, len(numbers))) for w in side.words) for side in (a, b))
    last: _Run | None = None
    for op in Levenshtein.opcodes(one, other):
        if op.tag == "equal":
            continue
        if last and last.a.stop == op.src_start and last.b.stop == op.dest_start:
            last = _Run(range(last.a.start, op.src_end), range(last.b.start, op.dest_end))
            continue
        if last:
            yield last
        last = _Run(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end))
    if last:
        yield last


def _judged(a: Content, b: Content, runs: list[_Run], *, readable: bool) -> Iterator[Difference]:
    """The differences; excuses are sought only between texts that can be renditions of one."""
    reasons = [_reason(a, b, run) if readable else None for run in runs]
    searched = (a.recognized or b.recognized) and reasons.count(None) <= MOST_MOVED
    moved = set(_moved(a, b, runs, reasons)) if searched and readable else set()
    for k, (run, reason) in enumerate(zip(runs, reasons, strict=True)):
        said = [" ".join(Piece.of(side, place).words) for side, place in ((a, run.a), (b, run.b))]
        if any(said):
            yield Difference(first=said[0], second=said[1], excuse="moved" if k in moved else reason)


def _judged_whole(a: Content, b: Content) -> Iterator[Difference]:
    """What is not compared word by word."""
    if a.rest != b.rest:
        yield Difference(first="…", second="…", excuse=None)
    if a.closing and b.closing and not (a.recognized or b.recognized):
        one, other = Counter(a.closing), Counter(b.closing)
        if one != other:
            yield Difference(
                first=" ".join((one - other).elements()), second=" ".join((other - one).elements()), excuse=None
            )


def _reason(a: Content, b: Content, run: _Run) -> str | None:
    """Why a run is no difference of the text; None where it is one."""
    one, other = Piece.of(a, run.a), Piece.of(b, run.b)
    if not one.words and not other.words:
        return "aside"
    wholes = Piece.of(a, run.a, aside=True), Piece.of(b, run.b, aside=True)
    if {joined(one.words), joined(wholes[0].words)} & {joined(other.words), joined(wholes[1].words)}:
        return "spacing"
    if not (_recognized(a, run.a) or _recognized(b, run.b)):
        return None
    if _lost(a, run.a, other) or _lost(b, run.b, one):
        return "page not read"
    return excuse(one, other) or _closes(a, b, one, other)


def _closes(a: Content, b: Content, one: Piece, other: Piece) -> str | None:
    """Words of signature or recipients on one side, taken for text on the other."""
    if bool(one.words) == bool(other.words):
        return None
    piece, there, here = (one, b.closing, a.closing) if one.words else (other, a.closing, b.closing)
    said = shape(piece.sure_words)
    found = len(said) >= LINE and _is_in(said, shape(there)) and not _is_in(said, shape(here))
    return "closing" if found else None


def _is_in(said: str, text: str) -> bool:
    return partial_ratio(said, text) >= 100 * SAME_LINE if len(said) <= len(text) else False


def _recognized(side: Content, place: range) -> bool:
    """Whether OCR read a stretch, or what stands around it."""
    return any(sure != CERTAIN for sure in side.sureness[max(place.start - 1, 0) : place.stop + 1])


def _lost(side: Content, place: range, missing: Piece) -> bool:
    """Whether what is missing can have stood on the pages that could not be read there."""
    pages = sum(place.start <= lost <= place.stop for lost in side.lost)
    return len(missing.words) <= pages * MOST_ON_A_PAGE and pages > 0


def _moved(a: Content, b: Content, runs: list[_Run], reasons: list[str | None]) -> Iterator[int]:
    """The runs of words that OCR read in another place near by: at the edge of the page, in a line of their own."""
    for k, run in enumerate(runs):
        if reasons[k] is not None:
            continue
        near = range(max(k - MOST_BETWEEN, 0), min(k + MOST_BETWEEN + 1, len(runs)))
        for m in near:
            if m != k and reasons[m] in (None, "aside", "scrap") and (moved := _is_moved(a, b, run, runs[m])):
                yield k
                if moved == "whole":
                    yield m
                break


def _is_moved(a: Content, b: Content, run: _Run, there: _Run) -> str | None:
    """Whether the words of a run, which OCR lacks there, are the `whole` or a `part` of what it has elsewhere."""
    for one, other, here, away in ((a, b, (run.a, run.b), (there.a, there.b)), (b, a, run[::-1], there[::-1])):
        missing, found = Piece.of(one, here[0]), Piece.of(other, away[1], aside=True)
        if not missing.words or not found.words or Piece.of(other, here[1]).words or Piece.of(one, away[0]).words:
            continue
        if CERTAIN in found.sureness or len(found.words) > MOST_IN_A_LINE:
            continue
        said = Piece.of(other, away[1])
        if _alike(missing, said):
            return "whole"
        if any(_alike(missing, part) for part in found.parts(len(missing.words))):
            return "part"
    return None


def _alike(one: Piece, other: Piece) -> bool:
    """Whether two pieces are the same words but for letters misread; their numbers are the same. One short word that is
    no number stands anywhere."""
    shapes, numbers = (shape(one.words), shape(other.words)), is_number(one.words[-1])
    if not other.words or (len(one.words) == 1 and not numbers):
        return False
    if shapes[0] == shapes[1] or excuse(one, other) == "strokes":
        return True
    return digits(one.words) == digits(other.words) and Levenshtein.normalized_similarity(*shapes) >= SAME_LINE
