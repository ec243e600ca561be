"""Which printed labels a word processor can compute, and in which format."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.segment.labels import BULLETS, Style, labels

_FORMATS = {
    Style.ROMAN: "upperRoman",
    Style.UPPER: "upperLetter",
    Style.LOWER_ROMAN: "lowerRoman",
    Style.LETTER: "lowerLetter",
    Style.NUMBER: "decimal",
    Style.PAREN_NUMBER: "decimal",
    Style.DECIMAL2: "decimal",
    Style.DECIMAL3: "decimal",
    Style.DECIMAL4: "decimal",
    Style.ARTICLE: "decimal",
}
"""ST_NumberFormat (ECMA-376, 17.18.59) by the style of a label."""

_LATIN = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an automatic label: `before` and `after` stand around its last number; a bullet has no number."""

    style: Style
    before: str
    after: str
    prefix: tuple[int, ...] = ()
    """The numbers of the labels above that stand in it: (2,) in 2.1."""

    @property
    def format(self) -> str:
        return "bullet" if self.style in BULLETS else _FORMATS[self.style]


@dataclass(frozen=True, slots=True)
class Automatic:
    """A label that a word processor computes: its form and its number (0 of a bullet)."""

    form: Form
    number: int


def automatic(label: str) -> Automatic | None:
    """How the label can be computed; None where it cannot, such as `đ)` (no word processor counts in the Vietnamese
    alphabet), `- +` or `Phần I`.

    >>> automatic("2.1.").form.prefix, automatic("c)").number, automatic("đ)"), automatic("- +")
    ((2,), 3, None, None)
    """
    readings = labels(f"{label} X")
    if not readings or readings[0].printed != label:
        return None
    reading = readings[0]
    if reading.style in BULLETS:
        return Automatic(Form(reading.style, label, ""), 0) if len(label) == 1 else None
    match = re.fullmatch(r"(.*?)(\d+|[IVXLC]+|[A-ZĐa-zđ]|[ivx]+)([.):/]*)", label)
    if reading.style not in _FORMATS or not match:
        return None
    before, counter, after = match.groups()
    form = Form(reading.style, before, after, reading.prefix)
    number = _LATIN.find(counter.lower()) + 1 if form.format.endswith("Letter") else reading.ordinal
    return Automatic(form, number) if number and not (counter.isdigit() and counter != str(number)) else None
