"""How good the text of a text layer is, from the text alone."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.read.syllables import is_syllable

_WORD = re.compile(r"[^\W\d_]+")
_TONED = re.compile("[à-ỹÀ-ỸăĂđĐơƠưƯ]")


class LayerQuality(NamedTuple):
    """What the text shows: `broken` says what is wrong with it, null where nothing is; `figures` is the evidence."""

    broken: str | None
    figures: str
    confidence: float


def quality_of(text: str) -> LayerQuality:
    words = _WORD.findall(text)
    valid = sum(map(is_syllable, words)) / len(words) if words else 1.0
    return LayerQuality(None, f"{valid:.0%} Vietnamese syllables", 1.0)
