"""Whether the text layer of a scan is that of its pictures.

A page under a whole picture shows the picture; its layer is what some program put there unseen, and a file that was put
together wrongly, or with intent, bears another document's. The first such page of a file is recognised and its pairs of
neighbouring words compared with the layer's: of one page they agree for nine tenths (one word in twenty misread), and
plans of one campaign, which copy each other, share six tenths at most. Pairs tell more than words, of which any two
plans share half, and unlike places they bear columns that are read in another order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from models.document import ReadProblem
from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.pdf.sheets import Sheet

AGREES = 0.7  # share of neighbouring pairs; what lies below is another document's or the work of a poor engine
SURE = 0.85  # confidence from which a recognised page can judge a layer
_ENOUGH = 40  # pairs; fewer say nothing
_MOST_TRIES = 3  # pages recognised until one can judge

_WORD = re.compile(r"[^\W\d_]+")


class Checking:
    """Lets the layers of a file's pages through, or sends those over pictures to be recognised.

    `recognize` gives a page as it is seen; `missing` says what this machine lacks for that, and then layers stand
    unchecked.
    """

    def __init__(self, recognize: Callable[[SeenPage], SeenPage], missing: Callable[[], str | None]) -> None:
        self._recognize, self._missing = recognize, missing
        self._agrees: bool | None = None
        self._tries = 0
        self._judged: tuple[int, float] = (0, 1.0)
        self._unchecked = False

    def __call__(self, sheet: Sheet) -> SeenPage:
        """The page as it is to be read."""
        page = sheet.page
        if not sheet.over_picture:
            return page
        if self._agrees is None:
            self._judge(page)
        if self._agrees is not False:
            return page
        why = f"its text layer is not that of its picture, as on page {self._judged[0]}; {page.why}"
        return replace(page, how="ocr", why=why, confidence=0.0, words=(), rulings=(), problem=None)

    @property
    def problems(self) -> tuple[ReadProblem, ...]:
        """What was found to be wrong with the layers."""
        if self._agrees is not False:
            return ()
        page, share = self._judged
        reason = (
            f"its text layer is not that of its picture ({share:.0%} of neighbouring words agree): another document's, "
            "or badly recognised; the pictures were read instead"
        )
        return (ReadProblem(reason=reason, page=page),)

    @property
    def notes(self) -> tuple[str, ...]:
        if not self._unchecked or self._agrees is not None:
            return ()
        reason = self._missing() or "no page is clear enough"
        return (f"the text layer over its pictures was used and could not be checked: {reason}",)

    def _judge(self, page: SeenPage) -> None:
        self._unchecked = True
        if self._tries == _MOST_TRIES or self._missing():
            return
        self._tries += 1
        seen = self._recognize(page)
        share = agreement(page.words, seen.words)
        if share is not None and seen.confidence >= SURE:
            self._agrees, self._judged = share >= AGREES, (page.number, share)


def agreement(layer: Iterable[SeenWord], seen: Iterable[SeenWord]) -> float | None:
    """The share of neighbouring pairs of words that two readings of a page have in common, of the shorter one's; None
    where there are too few to tell."""
    one, other = Counter(_pairs(layer)), Counter(_pairs(seen))
    least = min(one.total(), other.total())
    return (one & other).total() / least if least >= _ENOUGH else None


def _pairs(words: Iterable[SeenWord]) -> list[tuple[str, str]]:
    text = unicodedata.normalize("NFC", " ".join(w.text for w in words)).casefold()
    letters = _WORD.findall(text)
    return list(pairwise(letters))
