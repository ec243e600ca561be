"""What styles say of a paragraph and a run: its list, capitals, hiding and font, through `basedOn` and the defaults."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml.etree import _Element

from pipeline.read.word.names import OFF, RUN_PROPERTIES, VAL, number, value, w

_LONGEST_CHAIN = 30  # styles, each based on the next; Word allows eleven
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
_CAPITALS, _SMALL_CAPITALS, _HIDDEN, _FONTS = w("caps"), w("smallCaps"), w("vanish"), w("rFonts")
_FONT_NAMES = (w("hAnsi"), w("ascii"))
_FONT_THEMES = (w("hAnsiTheme"), w("asciiTheme"))


class Look(NamedTuple):
    """How a run is shown, as far as it changes what is read; None where this place does not say."""

    capitals: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """This, and what is below where this does not say."""
        return Look(
            _either(self.capitals, below.capitals),
            _either(self.hidden, below.hidden),
            self.font if self.font is not None else below.font,
        )


PLAIN = Look()


class ListPlace(NamedTuple):
    """The list instance and the level (from 0) that `w:numPr` names; None where it does not say."""

    number_id: int | None
    level: int | None


def look_of(properties: _Element | None) -> Look:
    """What run properties say themselves."""
    if properties is None or not len(properties):
        return PLAIN
    capitals = small = hidden = font = None
    for child in properties:
        tag = child.tag
        if tag == _FONTS:
            font = _font(child)
        elif tag == _CAPITALS:
            capitals = child.get(VAL) not in OFF
        elif tag == _SMALL_CAPITALS:
            small = child.get(VAL) not in OFF
        elif tag == _HIDDEN:
            hidden = child.get(VAL) not in OFF
    return Look(True if capitals or small else _either(capitals, small), hidden, font)


def _either(one: bool | None, other: bool | None) -> bool | None:
    return one if one is not None else other


def _font(fonts: _Element) -> str | None:
    """The font of letters beyond ASCII, which legacy sets use; that of a theme is never a legacy one."""
    if any(fonts.get(theme) for theme in _FONT_THEMES):
        return ""
    return next((name for attribute in _FONT_NAMES if (name := fonts.get(attribute))), None)


def list_place(properties: _Element | None) -> ListPlace | None:
    """The list that paragraph properties name; None where they name none."""
    found = properties.find(w("numPr")) if properties is not None else None
    return None if found is None else ListPlace(number(found, w("numId")), number(found, w("ilvl")))


class Styles:
    """The styles of a document, each resolved once."""

    def __init__(self, root: _Element | None) -> None:
        styles = [] if root is None else root.findall(w("style"))
        self._by_id = {style.get(w("styleId"), ""): style for style in styles}
        self._default = next(
            (s.get(w("styleId")) for s in styles if s.get(w("type")) == "paragraph" and s.get(w("default")) == "1"),
            None,
        )
        defaults = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{RUN_PROPERTIES}")
        self._defaults = look_of(defaults)
        self._chains: dict[str | None, tuple[_Element, ...]] = {}
        self._looks: dict[tuple[str | None, str | None], Look] = {}
        self._places: dict[str | None, tuple[ListPlace, str] | None] = {}
        self._contents: dict[str | None, bool] = {}

    def look(self, paragraph_style: str | None, run_style: str | None = None) -> Look:
        """How a run of these styles is shown where it says nothing itself."""
        key = (paragraph_style, run_style)
        if key not in self._looks:
            below = self._along(paragraph_style or self._default)
            above = self._along(run_style)
            # Switches of a character style turn those of the paragraph style over (ISO/IEC 29500-1 17.7.3).
            if above.capitals and below.capitals:
                above = above._replace(capitals=False)
            self._looks[key] = above.over(below).over(self._defaults)
        return self._looks[key]

    def list_place(self, style: str | None) -> tuple[ListPlace, str] | None:
        """The list that a paragraph style puts its paragraphs in, and the style of the chain that says so."""
        if style not in self._places:
            self._places[style] = self._find_place(style or self._default)
        return self._places[style]

    def is_contents(self, style: str | None) -> bool:
        """Whether a paragraph style is one of a table of contents."""
        if style not in self._contents:
            own = self._by_id.get(style or "")
            self._contents[style] = bool(_CONTENTS.match(value(own, w("name")) or "")) if own is not None else False
        return self._contents[style]

    def table_borders(self, style: str | None) -> list[_Element]:
        """The `w:tblBorders` of a table style and of those that it is based on, the nearest first."""
        found = (s.find(f"{w('tblPr')}/{w('tblBorders')}") for s in self._chain(style))
        return [borders for borders in found if borders is not None]

    def _along(self, style: str | None) -> Look:
        look = PLAIN
        for each in self._chain(style):
            look = look.over(look_of(each.find(RUN_PROPERTIES)))
        return look

    def _find_place(self, style: str | None) -> tuple[ListPlace, str] | None:
        for each in self._chain(style):
            place = list_place(each.find(w("pPr")))
            if place is not None and place.number_id is not None:
                return place, each.get(w("styleId"), "")
        return None

    def _chain(self, style: str | None) -> tuple[_Element, ...]:
        if style not in self._chains:
            chain: list[_Element] = []
            at = self._by_id.get(style or "")
            while at is not None and at not in chain and len(chain) < _LONGEST_CHAIN:
                chain.append(at)
                based = at.find(w("basedOn"))
                at = self._by_id.get(based.get(VAL, "")) if based is not None else None
            self._chains[style] = tuple(chain)
        return self._chains[style]
