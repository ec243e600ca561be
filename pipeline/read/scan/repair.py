"""What OCR read and cannot be right, set right with its reason: words, labels, symbols and dates. Pure, text to text.

Every change is listed with what stood there; a number is only ever changed where a letter stands among its digits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.read.scan.labels import relabel
from pipeline.read.scan.spelling import respell
from pipeline.read.scan.symbols import reset


class Change(NamedTuple):
    """A word (of a line, both from 0) that was changed, what it was, what it is now, and why."""

    line: int
    word: int
    before: str
    after: str
    why: str


def repair(lines: Sequence[Sequence[str]]) -> list[Change]:
    """The changes that the lines of a page need, in their order; no word is changed twice.

    >>> [c.after for c in repair([["KÉ", "HOẠCH"], ["Tố", "chức", "ngày", "3l", "tháng", "12"]])]
    ['KẾ', 'Tổ', '31']
    """
    changes: dict[tuple[int, int], Change] = {}
    for line, word, after, why in _found(lines):
        changes.setdefault((line, word), Change(line, word, lines[line][word], after, why))
    return [changes[place] for place in sorted(changes)]


def repaired(text: str) -> tuple[str, list[Change]]:
    """A text of lines with its changes made, and these.

    >>> repaired("~ Thúc đấy")[0]
    '- Thúc đẩy'
    """
    lines = [line.split(" ") for line in text.split("\n")]
    changes = repair(lines)
    for change in changes:
        lines[change.line][change.word] = change.after
    return "\n".join(" ".join(words) for words in lines), changes


def _found(lines: Sequence[Sequence[str]]) -> Iterator[tuple[int, int, str, str]]:
    for found in relabel(lines):
        yield found.line, 0, found.after, found.why
    for line, words in enumerate(lines):
        for symbol in reset(words):
            yield line, symbol.at, symbol.after, symbol.why
    # A word may go on over the end of a line: the lines are spelt as one.
    places = [(line, word) for line, words in enumerate(lines) for word in range(len(words))]
    for respelt in respell([lines[line][word] for line, word in places]):
        yield *places[respelt.at], respelt.after, respelt.why
