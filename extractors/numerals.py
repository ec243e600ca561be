"""Numbers as Vietnamese writes them."""

from __future__ import annotations

import re


def value_of(printed: str) -> float:
    """Vietnamese writes thousands with dots and decimals with a comma; a single dot before other than three digits
    is a decimal.

    >>> value_of("37.500"), value_of("11,8"), value_of("02"), value_of("1.5")
    (37500.0, 11.8, 2.0, 1.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))
