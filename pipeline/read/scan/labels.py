"""Labels at the beginning of lines that the engine misread, where the labels about them prove what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV"]
_LETTERS = "abcdđeghiklmnopqrstuvxy"  # of the Vietnamese alphabet

# `1.`, `l.`, `|.`, `1I.`, `V1.`: a Roman label with an upright stroke read as something else.
_ROMAN_LIKE = re.compile(r"(?=[IVXl1|]*[Il1|])[IVXl1|]{1,5}\.")
_STROKES = str.maketrans("l1|", "III")
_LETTER_LIKE = re.compile(r"[^\s)]\)")
# What letters are read as: no digit is a label of its own with a bracket between `e)` and `h)`.
_READ_AS = {"g": "ø9ợọ8q", "c": "€e", "d": "đ", "đ": "d", "l": "1I|", "i": "í¡ì1", "b": "6", "o": "0", "a": "ạ"}


class Relabelled(NamedTuple):
    """A line whose first word is a label, and how that must read."""

    line: int
    after: str
    why: str


def relabel(lines: Sequence[Sequence[str]]) -> Iterator[Relabelled]:
    """The lines that begin with a misread label: Roman numbers, letters, and the dash of a list."""
    yield from _romans(lines)
    yield from _lettered(lines)
    yield from _dashes(lines)
    yield from _specked(lines)


def _romans(lines: Sequence[Sequence[str]]) -> Iterator[Relabelled]:
    """Where the label before or behind it, among the headings in capitals, is its neighbour in the sequence; one that
    is so proved proves the next."""
    headed = [(at, words[0]) for at, words in enumerate(lines) if len(words) > 1 and _is_title(words[1:])]
    labels = [(at, word) for at, word in headed if _value(word) or _ROMAN_LIKE.fullmatch(word)]
    meant = [word.translate(_STROKES) for _, word in labels]
    proved = [_value(word) for _, word in labels]
    for _ in labels:
        for place, word in enumerate(meant):
            due = {proved[place - 1] + 1 if place and proved[place - 1] else 0}
            due.add(proved[place + 1] - 1 if place + 1 < len(labels) and proved[place + 1] else 0)
            if not proved[place] and _value(word) in due - {0}:
                proved[place] = _value(word)
    for (at, word), after, value in zip(labels, meant, proved, strict=True):
        if value and after != word:
            yield Relabelled(at, after, f"“{word}” stands where only “{after}” can: the labels about it are Roman")


def _value(word: str) -> int:
    bare = word.removesuffix(".")
    return _ROMAN.index(bare) + 1 if word.endswith(".") and bare in _ROMAN else 0


def _is_title(words: Sequence[str]) -> bool:
    letters = [c for word in words for c in word if c.isalpha()]
    return len(letters) > 3 and sum(map(str.isupper, letters)) > 0.8 * len(letters)


def _lettered(lines: Sequence[Sequence[str]]) -> Iterator[Relabelled]:
    """Where it can only be the letter after the one before."""
    before = ""
    for at, words in enumerate(lines):
        if len(words) < 2 or not _LETTER_LIKE.fullmatch(words[0]):
            continue
        letter = words[0][0]
        due = _LETTERS[_LETTERS.index(before) + 1 :][:1] if before else ""
        if due and letter != due and letter in _READ_AS.get(due, "") and not _goes_on_from(lines, at, letter):
            yield Relabelled(at, f"{due})", f"“{words[0]}” stands where only “{due})” can: “{before})” is before it")
            letter = due
        before = letter if letter in _LETTERS else ""


def _goes_on_from(lines: Sequence[Sequence[str]], at: int, letter: str) -> bool:
    """Whether the next label goes on from the letter as it was read (`d)` left out, `đ)` and `e)` after it)."""
    behind = next((w[0] for w in lines[at + 1 :] if len(w) > 1 and _LETTER_LIKE.fullmatch(w[0])), "")
    following = _LETTERS[_LETTERS.index(letter) + 1 :][:1] if letter in _LETTERS else ""
    return bool(behind and behind == f"{following})")


def _dashes(lines: Sequence[Sequence[str]]) -> Iterator[Relabelled]:
    """A mark that opens no line of Vietnamese, before a capital, in the place of a list's dash."""
    for at, words in enumerate(lines):
        if len(words) > 1 and words[0] in ("~", "¬", "=") and words[1][:1].isupper():
            yield Relabelled(at, "-", f"“{words[0]}” opens no line; a list's dash does")


# No line of Vietnamese opens with one of these against its first letter.
_SPECK = re.compile(r"(?!\.\.)[.,:;'`´_]+(?=[^\W\d_]{2})")


def _specked(lines: Sequence[Sequence[str]]) -> Iterator[Relabelled]:
    """A speck of dirt read as a mark before the first letter of a line."""
    for at, words in enumerate(lines):
        speck = _SPECK.match(words[0]) if words else None
        if speck:
            yield Relabelled(
                at, words[0][speck.end() :], f"“{speck[0]}” opens no line: a speck before its first letter"
            )
