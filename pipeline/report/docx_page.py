"""The page, as Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I sets it: A4, margins, where the page number stands."""

from __future__ import annotations

from models.base import Frozen
from pipeline.report.docx_xml import Element, val, w

PAGE_NUMBER_SIZE = 14
"""Points; the decree has 13 to 14."""

_SHORT, _LONG = 210.0, 297.0  # mm, A4
_TOP, _BOTTOM, _LEFT, _RIGHT = 20.0, 20.0, 30.0, 15.0  # mm; the decree has 20-25, 20-25, 30-35 and 15-20
_NUMBER_FROM_EDGE = 10.0  # mm; the number stands within the top margin


class Page(Frozen):
    """A4 upright, or across where tables are wide. Lengths in millimetres."""

    wide: bool = False

    @property
    def across(self) -> float:
        """What text may take from left to right."""
        return (_LONG if self.wide else _SHORT) - _LEFT - _RIGHT

    @property
    def down(self) -> float:
        return (_SHORT if self.wide else _LONG) - _TOP - _BOTTOM


def twips(millimetres: float) -> int:
    """Twentieths of a point.

    >>> twips(25.4)
    1440
    """
    return round(millimetres * 1440 / 25.4)


def section(page: Page, header: str | None) -> Element:
    """The properties of a section, which begins on a new page and counts on.

    `header`, the relation that has the page number, is given for the first section only: its first page shows no
    number, and the sections after it inherit the header.
    """
    reference = w("headerReference", {"type": "default", "r:id": header}) if header else None
    long, short = twips(_LONG), twips(_SHORT)
    size: dict[str, object] = {"w": long, "h": short, "orient": "landscape"} if page.wide else {"w": short, "h": long}
    margins: dict[str, object] = {
        "top": twips(_TOP),
        "right": twips(_RIGHT),
        "bottom": twips(_BOTTOM),
        "left": twips(_LEFT),
        "header": twips(_NUMBER_FROM_EDGE),
        "footer": twips(_NUMBER_FROM_EDGE),
        "gutter": 0,
    }
    title = w("titlePg") if header else None
    return w("sectPr", None, reference, val("type", "nextPage"), w("pgSz", size), w("pgMar", margins), title)
