"""When two texts say the same words: what the scorer compares by."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

_WORD = re.compile(r"\w+|%")


@lru_cache(maxsize=16_384)
def fold(text: str | None) -> str:
    """The words alone: case, the code form of accents, punctuation and white space aside.

    >>> fold("**Uỷ ban nhân dân** tỉnh, đạt 50 %")
    'ubnd tỉnh đạt 50 %'
    """
    words = " ".join(_WORD.findall(unicodedata.normalize("NFC", text or "").casefold()))
    return words.replace("ủy ban nhân dân", "ubnd").replace("uỷ ban nhân dân", "ubnd")


def same(one: str, other: str, least: float = 0.9) -> bool:
    """Whether two paragraphs are the same but for a few letters; one whose tail is missing is not.

    >>> same("Thực hiện tốt Phương châm ba có, ba không.", "thực hiên tốt phương châm “ba có, ba không”")
    True
    >>> same("Năm 2022: tiến hành sơ kết, đánh giá kết quả", "Năm 2022: tiến hành sơ kết")
    False
    """
    a, b = fold(one), fold(other)
    if a == b:
        return True
    if not a or not b or min(len(a), len(b)) / max(len(a), len(b)) < least - 0.1:
        return False
    if a.split()[-3:] != b.split()[-3:] and _matcher(a[-30:], b[-30:]).ratio() < 0.75:
        return False
    matcher = _matcher(a, b)
    # The two cheap ratios are upper bounds of the real one.
    return matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least


def _matcher(a: str, b: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, a, b, autojunk=False)
