"""Elements of WordprocessingML (ISO/IEC 29500-1), and what text may stand in them."""

from __future__ import annotations

import re
from typing import Any

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from pipeline.report.shown import fit

Element = Any
"""An lxml element; lxml is published without types."""

_PIECES = re.compile(r"[^\t\n]+|[\t\n]")


def w(tag: str, attributes: dict[str, object] | None = None, /, *children: Element | None) -> Element:
    """An element `w:tag`; attributes without a prefix are of its namespace too, children that are None are left out."""
    made: Element = OxmlElement(f"w:{tag}")
    for name, value in (attributes or {}).items():
        made.set(qn(name if ":" in name else f"w:{name}"), str(value))
    made.extend([child for child in children if child is not None])
    return made


def val(tag: str, value: object) -> Element:
    """An element that has one value.

    >>> val("jc", "center").xml.split("w:val=")[1]
    '"center"/>\\n'
    """
    return w(tag, {"val": value})


def words(text: str, *, deleted: bool = False) -> list[Element]:
    """What a run holds for a text: `w:t` (`w:delText` in a deletion), line breaks and tabs."""
    made = []
    for piece in _PIECES.findall(fit(text)):
        if piece in "\t\n":
            made.append(w("br" if piece == "\n" else "tab"))
            continue
        held = w("delText" if deleted else "t", {"xml:space": "preserve"})
        held.text = piece
        made.append(held)
    return made


def run(text: str, style: str | None = None, *properties: Element) -> Element:
    """A run of a text in a character style, with further properties in the order that the schema asks."""
    given = [val("rStyle", style)] if style else []
    given.extend(properties)
    return w("r", None, w("rPr", None, *given) if given else None, *words(text))


def paragraph(style: str, *content: Element, properties: tuple[Element, ...] = ()) -> Element:
    """A paragraph in a style; `properties` are those of the paragraph, in the order that the schema asks."""
    return w("p", None, w("pPr", None, val("pStyle", style), *properties), *content)
