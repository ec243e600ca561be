"""The names of WordprocessingML (ISO/IEC 29500-1) that the readers look for."""

from __future__ import annotations

from lxml.etree import _Element

_MAIN = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

MATH_TEXT = _MATH + "t"
ALTERNATE_CONTENT = _COMPATIBILITY + "AlternateContent"
CHOICE = _COMPATIBILITY + "Choice"
FALLBACK = _COMPATIBILITY + "Fallback"


def w(name: str) -> str:
    """A name of the main namespace as lxml writes it."""
    return _MAIN + name


VAL = w("val")
PARAGRAPH = w("p")
PARAGRAPH_PROPERTIES = w("pPr")
RUN = w("r")
RUN_PROPERTIES = w("rPr")
TABLE = w("tbl")
TEXT_BOX = w("txbxContent")

OFF = frozenset({"0", "false", "off"})


def value(parent: _Element | None, name: str) -> str | None:
    """The `w:val` of a child; None where there is no such child or it has none."""
    child = parent.find(name) if parent is not None else None
    return child.get(VAL) if child is not None else None


def number(parent: _Element | None, name: str) -> int | None:
    """The whole number in the `w:val` of a child; None where there is none, or none that a file may mean."""
    return whole(value(parent, name))


def whole(written: str | None) -> int | None:
    """A whole number of at most nine digits; None for anything else."""
    if written is None or len(written) > 10 or not written.removeprefix("-").isdecimal():
        return None
    return int(written)


def is_on(parent: _Element, name: str) -> bool | None:
    """Whether a switch is on: it is there and does not say otherwise. None where it is not there."""
    child = parent.find(name)
    return None if child is None else child.get(VAL) not in OFF


def chosen(alternate: _Element) -> _Element | None:
    """The one branch of alternative content that is read: the first choice, else the fallback."""
    choice = alternate.find(CHOICE)
    return choice if choice is not None else alternate.find(FALLBACK)
