"""Where the words of a text end: the segmenter's answer, each phrase asked for once.

Plans of one movement share most of their phrases, and the segmenter is the slowest step of a comparison.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.words import words

_PHRASE = re.compile(r"[^,;:.]*[,;:.]?")


def word_ends(text: str) -> Iterator[int]:
    """The offsets at which the words of a text end, in order.

    >>> list(word_ends("thi đua, khen thưởng"))
    [7, 8, 20]
    """
    for match in _PHRASE.finditer(text):
        for end in _ends(match.group()):
            yield match.start() + end


@lru_cache(maxsize=100_000)
def _ends(phrase: str) -> tuple[int, ...]:
    return tuple(word.span.end for word in words(phrase))
