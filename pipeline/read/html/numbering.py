"""The labels that a browser prints before the items of a list (HTML Standard, 4.4.5 and 4.4.8; CSS Counter Styles)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_MOST_ROMAN = 3999
# A browser draws disc, circle, square by depth. The genre's marks for the same depths are written instead, because a
# circle and a disc are one mark to a reader of text (`-`, `+`, `*`: the order in which the plans nest them).
BULLETS = ("-", "+", "*")


def _roman(n: int) -> str:
    """
    >>> _roman(14)
    'xiv'
    """
    if not 0 < n <= _MOST_ROMAN:
        return str(n)
    out = ""
    for value, letters in _ROMAN:
        out += letters * (n // value)
        n %= value
    return out


def _alphabetic(n: int) -> str:
    """
    >>> _alphabetic(3), _alphabetic(27)
    ('c', 'aa')
    """
    if n < 1:
        return str(n)
    out = ""
    while n:
        n, rest = divmod(n - 1, 26)
        out = chr(ord("a") + rest) + out
    return out


_NUMERALS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimal-leading-zero": lambda n: f"{n:02}",
    "lower-alpha": _alphabetic,
    "lower-latin": _alphabetic,
    "upper-alpha": lambda n: _alphabetic(n).upper(),
    "upper-latin": lambda n: _alphabetic(n).upper(),
    "lower-roman": _roman,
    "upper-roman": lambda n: _roman(n).upper(),
}
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_BULLETS = frozenset(["disc", "circle", "square"])
_LARGEST = 1_000_000


def style_of(type_attribute: str, told: str) -> str | None:
    """The style that `list-style(-type)` or, without it, a `type` attribute tells; None where neither does.

    >>> style_of("a", ""), style_of("", "upper-roman inside"), style_of("a", "none")
    ('lower-alpha', 'upper-roman', 'none')
    """
    for word in told.split():
        if word in _NUMERALS or word in _BULLETS or word == "none":
            return word
    if type_attribute.lower() in _BULLETS:
        return type_attribute.lower()
    return _TYPES.get(type_attribute.strip())


@dataclass(slots=True)
class Numbering:
    """A list as it is being read: its style, how deep a bullet list stands in others, and the next ordinal."""

    ordered: bool
    style: str
    depth: int = 0
    at: int = 1
    step: int = 1

    @classmethod
    def ordered_list(cls, style: str | None, start: int | None, items: int, *, backwards: bool) -> Numbering:
        """`items` is how many it has: where a list that counts down begins."""
        first = start if start is not None else (items if backwards else 1)
        return cls(True, style or "decimal", 0, first, -1 if backwards else 1)

    def label(self, value: int | None = None, style: str | None = None) -> str:
        """The label of the next item, with a space behind it; empty where the list shows none."""
        ordinal = self.at if value is None else value
        self.at = ordinal + self.step
        style = style or self.style
        if style == "none":
            return ""
        if style in _NUMERALS:
            return _NUMERALS[style](ordinal) + ". "
        return BULLETS[min(self.depth, len(BULLETS) - 1)] + " "


def whole_number(text: str | None) -> int | None:
    """An attribute's integer; None where it is none, or beyond a million.

    >>> whole_number(" 4"), whole_number("x"), whole_number("-2")
    (4, None, -2)
    """
    try:
        number = int(text.strip()) if text and len(text) < 20 else None
    except ValueError:
        return None
    return number if number is not None and abs(number) <= _LARGEST else None
