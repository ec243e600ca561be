"""Number and ký hiệu in one symbol (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II mục 3): `08/KH-UBND`."""

from __future__ import annotations

import re

_SYMBOL = re.compile(r"(?P<number>\d{1,9})(?P<slash>[/-])(?P<sign>.+)", re.DOTALL | re.ASCII)


def number_of(symbol: str) -> int | None:
    """The number that a symbol begins with; None where it is only the ký hiệu.

    >>> number_of("108/KH-UBND"), number_of("KH-UBND")
    (108, None)
    """
    found = _SYMBOL.fullmatch(symbol)
    return int(found["number"]) if found else None


def renumbered(symbol: str, number: int | None) -> str:
    """The symbol with another number, one below ten with the zero that the decree asks for; None leaves the ký hiệu.

    >>> renumbered("KH-UBND", 127), renumbered("108/KH-UBND", 8), renumbered("8/KH-UBND", 8)
    ('127/KH-UBND', '08/KH-UBND', '8/KH-UBND')
    >>> renumbered("108/KH-UBND", None)
    'KH-UBND'
    """
    if number_of(symbol) == number:
        return symbol
    found = _SYMBOL.fullmatch(symbol)
    sign, slash = (found["sign"], found["slash"]) if found else (symbol, "/")
    return sign if number is None else f"{number:02}{slash}{sign}"
