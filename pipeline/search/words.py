"""The words of a text as they are indexed beside its syllables."""

from __future__ import annotations

import re
import unicodedata

from pipeline.words import words

_BETWEEN = re.compile(r"[\W_]+")


def segmented(text: str) -> str:
    """The words of a text with one space between them, the syllables of each joined by `_`, lower case, no marks.

    They are segmented by underthesea, at some 140,000 characters a second: work it out once and keep it.

    >>> segmented("Phong trào thi  đua, Hội đồng")
    'phong_trào thi_đua hội_đồng'
    """
    plain = (
        _BETWEEN.sub("_", unicodedata.normalize("NFC", w.span.of(text).casefold())).strip("_") for w in words(text)
    )
    return " ".join(filter(None, plain))
