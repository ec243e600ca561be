"""Pages, and what is wrong with them, as a message says it: many pages in one short line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.document import ReadProblem

_FIGURE = re.compile(r"\d+\.\d+")


def named(numbers: Sequence[int]) -> str:
    """Pages as a message names them.

    >>> named([3, 4, 5, 9])
    'pages 3–5, 9'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = ", ".join(f"{a}–{b}" if a < b else str(a) for a, b in ranges)
    return f"page {said}" if len(numbers) == 1 else f"pages {said}"


def summarised(problems: Iterable[ReadProblem]) -> list[str]:
    """One line for each thing that is wrong, with the pages where it is, in the order in which they came up.

    >>> low = [ReadProblem(reason=f"low confidence {c}", page=n) for n, c in ((3, 0.69), (4, 0.61), (9, 0.7))]
    >>> summarised([*low, ReadProblem(reason="needs OCR: page 2")])
    ['pages 3–4, 9: low confidence 0.61–0.7', 'needs OCR: page 2']
    """
    alike: dict[str, list[ReadProblem]] = {}
    for problem in problems:
        kind = _FIGURE.sub("#", problem.reason) if problem.page else problem.reason
        alike.setdefault(kind, []).append(problem)
    return [_line(group) for group in alike.values()]


def _line(group: Sequence[ReadProblem]) -> str:
    pages = sorted({p.page for p in group if p.page})
    reason = _reason([p.reason for p in group])
    return f"{named(pages)}: {reason}" if pages else reason


def _reason(reasons: Sequence[str]) -> str:
    """One reason for many that differ in a figure: from the least to the most."""
    if len(set(reasons)) == 1:
        return reasons[0]
    figures = sorted((f for r in reasons for f in _FIGURE.findall(r)), key=float)
    return _FIGURE.sub(f"{figures[0]}–{figures[-1]}", reasons[0])
