"""Numbers written by hand into a printed header: the document's number, the day and the month.

The engine knows print. Of a hand's digits it gives some digits or other, at a low confidence, but it gives that to some
printed digits as well. What tells them apart is a second look: print reads the same at every size, a hand does not. A
number that does not is not readable: it is replaced by `…`, and what was read is kept as the word's raw text. A number
that was read with a letter in it stands corrected where all other readings agree on its digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pipeline.read.scan.tesseract import Recognized

UNREADABLE = "…"
_UNREADABLE_WHY = "written by hand or unclear: it does not read the same twice"
_AGREED_WHY = "no number as it was read; every other reading of the place gives this one"
_UNREADABLE_CONFIDENCE = 0.3

_HEADER = 0.4  # share of the page's height, from the top, in which a header stands
_SURE = 0.9  # printed words of a good scan lie at 0.93 and above

# `Số: 672/KH-UBND`, in one word or several; the number may be anything, or nothing. The words around a slot are told
# with a slip of the engine in them.
_NUMBER = re.compile(r"(?P<before>\bS[^\W\d_]{0,2}\s*[:;.])(?P<slot>.{0,14}?)(?P<after>\s*/\s*[A-ZĐÐ]{2,})")
_THANG, _NAM = "[Tt]h[aáàảãạăắằẳẵặâấầẩẫậ]ng", "n[aăâ]m"
_DAY = re.compile(rf"(?P<before>\b[nN]g[aàáảãạ]y\s)(?P<slot>.{{0,8}}?)(?P<after>\s?\b{_THANG}\b)")
_MONTH = re.compile(rf"(?P<before>{_THANG}\s)(?P<slot>.{{0,8}}?)(?P<after>\s?\b{_NAM}\b)")
_SLOTS = (_NUMBER, _DAY, _MONTH)
_PLACE_LINE = re.compile(rf",\s*ngày\b.*\b{_NAM}\b")
_DIGITS = re.compile(r"\d{1,5}")
_LETTERS_FOR_DIGITS = str.maketrans("lI|]![Oo", "11111100")

Reread = Callable[[int, int, int, int], Sequence[str]]
"""The line in a box of pixels, read anew in several ways."""


@dataclass(frozen=True, slots=True)
class Marked:
    """A word as recognised, and where it was changed what was read before and why."""

    word: Recognized
    raw: str | None = None
    why: str | None = None


def mark_handwriting(words: Sequence[Recognized], height: int, reread: Reread) -> list[Marked]:
    """The words, those numbers of the header that do not read the same twice marked as unreadable.

    `height` is the picture's; `reread` is asked only for lines that hold a doubtful number.
    """
    marked: list[Marked] = []
    for _, line in groupby(words, key=lambda w: w.line):
        marked += _line(list(line), height, reread)
    return marked


def _line(words: list[Recognized], height: int, reread: Reread) -> list[Marked]:
    kept = [Marked(w) for w in words]
    if words[0].top > height * _HEADER:
        return kept
    for pattern in _SLOTS:
        text, starts = _joined(kept)
        found = pattern.search(text)
        if found is None or (pattern is not _NUMBER and not _PLACE_LINE.search(text)):
            continue
        first, last = _at(starts, found.start("before")), _at(starts, max(found.end() - 1, found.start()))
        within = [m.word for m in kept[first : last + 1]]
        slot = found["slot"].strip()
        if _DIGITS.fullmatch(slot) and min(w.confidence for w in within) >= _SURE:
            continue
        agreed = _agreed(pattern, within, reread) if slot else slot
        if agreed is None or (agreed != slot and _DIGITS.fullmatch(slot)):
            kept = _replaced(kept, starts, found.span("slot"), UNREADABLE, _UNREADABLE_WHY)
        elif agreed != slot:
            kept = _replaced(kept, starts, found.span("slot"), agreed, _AGREED_WHY)
    return kept


def _agreed(pattern: re.Pattern[str], words: Sequence[Recognized], reread: Reread) -> str | None:
    """The digits that stand in the slot by every other reading of the same place; None where they differ."""
    x0, top = min(w.x0 for w in words), min(w.top for w in words)
    x1, bottom = max(w.x1 for w in words), max(w.bottom for w in words)
    found = [pattern.search(text) for text in reread(x0, top, x1, bottom)]
    slots = {f["slot"].strip().translate(_LETTERS_FOR_DIGITS) if f else "" for f in found}
    agreed = slots.pop() if len(slots) == 1 else ""
    return agreed if _DIGITS.fullmatch(agreed) else None


def _joined(line: Sequence[Marked]) -> tuple[str, list[int]]:
    """The line's text and where each word begins in it."""
    starts, text = [], ""
    for marked in line:
        starts.append(len(text))
        text += marked.word.text + " "
    return text, starts


def _at(starts: Sequence[int], place: int) -> int:
    return sum(start <= place for start in starts) - 1


def _replaced(line: list[Marked], starts: Sequence[int], slot: tuple[int, int], by: str, why: str) -> list[Marked]:
    """The line with the slot's characters, in whichever words they stand, replaced in the first of these."""
    out: list[Marked] = []
    for marked, start in zip(line, starts, strict=True):
        text = marked.word.text
        a, b = max(slot[0] - start, 0), min(slot[1] - start, len(text))
        if a >= b or not text[a:b].strip():
            out.append(marked)
        elif new := text[:a] + by + text[b:]:
            out.append(Marked(_with_text(marked.word, new, by), marked.raw or text, why))
            by = ""
    return out


def _with_text(word: Recognized, text: str, by: str) -> Recognized:
    confidence = min(word.confidence, _UNREADABLE_CONFIDENCE) if by == UNREADABLE else word.confidence
    return Recognized(text, word.x0, word.top, word.x1, word.bottom, confidence, word.line)
