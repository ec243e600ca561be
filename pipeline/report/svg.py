"""A chart's SVG made fit to stand inside a page: copied element by element from a list of what only draws.

Source of the names: SVG 1.1 (Second Edition), W3C. What is on no list (scripts, foreign elements, animation, style
sheets, pictures, links) is left out with all that it holds.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.report.shown import fit

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"

_DRAWING = (
    "svg g defs path rect circle ellipse line polyline polygon text tspan clipPath mask pattern marker symbol use "
    "linearGradient radialGradient stop"
)
_ELEMENTS = frozenset(_DRAWING.split())

_LOOKS = (
    "id d x y x1 y1 x2 y2 cx cy r rx ry fx fy dx dy width height viewBox points transform rotate preserveAspectRatio "
    "fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray stroke-dashoffset stroke-linecap "
    "stroke-linejoin stroke-miterlimit opacity display visibility font-family font-size font-weight font-style "
    "text-anchor dominant-baseline text-decoration letter-spacing textLength lengthAdjust clip-path clip-rule mask "
    "patternUnits patternContentUnits patternTransform gradientUnits gradientTransform spreadMethod offset stop-color "
    "stop-opacity clipPathUnits markerWidth markerHeight markerUnits refX refY orient marker-start marker-mid "
    "marker-end"
)
_ATTRIBUTES = frozenset(_LOOKS.split())

_INSIDE = re.compile(r"#([\w.:-]+)", re.ASCII)
_URL = re.compile(r"url\(\s*['\"]?#([\w.:-]+)['\"]?\s*\)", re.ASCII | re.IGNORECASE)
_OUTSIDE = re.compile(r"url\(|\\|@import|expression|javascript:|data:", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")

MOST_BYTES = 4 << 20
MOST_DEPTH = 100


def inline(svg: str, name: str, caption: str, text: str) -> str | None:
    """The picture as an element of HTML, all its ids beginning with `name`, with a title and a description for who
    cannot see it; None for what is no SVG, is larger than MOST_BYTES or nested deeper than MOST_DEPTH."""
    from lxml import etree

    if len(svg.encode(errors="replace")) > MOST_BYTES:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(svg.encode(errors="replace"), parser)
    except etree.XMLSyntaxError:
        return None
    if root.tag != f"{_NAMESPACE}svg" or root.getroottree().docinfo.doctype:
        return None
    copy = _copied(root, name, 0)
    if copy is None:
        return None
    _scaled(copy)
    _described(copy, name, caption, text)
    return str(etree.tostring(copy, encoding="unicode"))


def _copied(element: Any, name: str, depth: int) -> Any | None:
    """The element with what it may hold; None where it, or one inside it, is nested too deep to be a drawing."""
    from lxml import etree

    copy = etree.Element(element.tag.removeprefix(_NAMESPACE))
    for attribute, value in _kept(element, name):
        copy.set(attribute, value)
    copy.text = fit(element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag.removeprefix(_NAMESPACE) in _ELEMENTS:
            inner = _copied(child, name, depth + 1) if depth < MOST_DEPTH else None
            if inner is None:
                return None
            copy.append(inner)
        if child.tail and len(copy):
            copy[-1].tail = (copy[-1].tail or "") + fit(child.tail)
    return copy


def _kept(element: Any, name: str) -> list[tuple[str, str]]:
    kept = []
    for attribute, value in sorted(element.attrib.items()):
        if attribute in ("href", _XLINK):
            inside = _INSIDE.fullmatch(value.strip())
            kept += [("href", f"#{name}-{inside[1]}")] if inside else []
        elif attribute == "id":
            kept += [("id", f"{name}-{value}")] if _INSIDE.fullmatch(f"#{value}") else []
        elif attribute in _ATTRIBUTES and not _OUTSIDE.search(_URL.sub("", value)):
            kept.append((attribute, _URL.sub(rf"url(#{name}-\1)", fit(value))))
    return kept


def _scaled(root: Any) -> None:
    """A picture that takes the width it is given, in its own proportions."""
    size = [_NUMBER.match(root.get(side, "")) for side in ("width", "height")]
    if root.get("viewBox") is None and all(size):
        root.set("viewBox", " ".join(["0 0", *(each[0] for each in size if each)]))


def _described(root: Any, name: str, caption: str, text: str) -> None:
    from lxml import etree

    root.set("role", "img")
    root.set("aria-labelledby", f"{name}-title")
    root.set("aria-describedby", f"{name}-desc")
    for place, (tag, said) in enumerate((("title", caption), ("desc", text))):
        element = etree.Element(tag, id=f"{name}-{tag}")
        element.text = fit(said)
        root.insert(place, element)
