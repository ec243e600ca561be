"""Capitals that only a font showed.

TCVN3 (VN3) has no toned capital letters: fonts named .Vn…H draw small letters as capitals, so the bytes of `KẾ HOẠCH`
read `Kế HOạCH`. Where the neighbours tell, the capitals are put back.
"""

from __future__ import annotations

import re

_CAPITALS = "A-ZĂÂÊÔƠƯĐ"  # all that VN3 has
_SMALL = "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_MIXED = re.compile(f"[{_SMALL}][{_CAPITALS}]|[{_CAPITALS}]{{2}}[{_SMALL}]")
_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile("[0-9:.;]")
_PLAIN_SMALL = re.compile("[a-z]")


def restore_capitals(text: str) -> str:
    """Small toned letters as capitals in each run of words without a plain small letter, one of them mixed.

    >>> restore_capitals("Số 5 Kế HOạCH của tỉnh")
    'Số 5 KẾ HOẠCH của tỉnh'
    """
    return "\n".join(_in_line(line) if _MIXED.search(line) else line for line in text.split("\n"))


def _in_line(line: str) -> str:
    out, end = [], 0
    for start, stop in _runs(line):
        run = line[start:stop]
        out += [line[end:start], run.upper() if _MIXED.search(run) else run]
        end = stop
    return "".join([*out, line[end:]])


def _runs(line: str) -> list[tuple[int, int]]:
    """The stretches of neighbouring words that have no plain small letter; a number or a stop ends one."""
    runs: list[tuple[int, int]] = []
    joins = False
    for word in _WORD.finditer(line):
        if _PLAIN_SMALL.search(word[0]):
            joins = False
            continue
        if joins and not _BREAK.search(line, runs[-1][1], word.start()):
            runs[-1] = (runs[-1][0], word.end())
        else:
            runs.append(word.span())
        joins = True
    return runs
