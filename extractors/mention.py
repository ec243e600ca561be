"""One mention of a cited document, and what its numbered and its named forms have in common."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from extractors.reading import Passage
from extractors.times import times

LAWS = ("Luật", "Bộ luật", "Pháp lệnh")


@dataclass(frozen=True)
class Mention:
    """One mention of a document: where it stands with its title, and what it says."""

    passage: Passage
    start: int
    end: int
    """Behind symbol, date and issuer."""
    title_end: int
    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    name: str | None
    rule: str
    confidence: float


_DATE = re.compile(
    r"^\s*,?\s*(?:\(?ngay|ky ngay)\s+(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|"
    r"\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4})\)?"
)


def date_behind(folded: str, end: int, limit: int) -> tuple[date | None, int]:
    """The date of issue that is printed at `end` in a folded text, and where it ends."""
    match = _DATE.match(folded[end : min(limit, end + 80)])
    if not match:
        return None, end
    said = times(match.group())
    return (said[0].start if said else None), end + match.end()
