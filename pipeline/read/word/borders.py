"""Whether lines are drawn between the cells of a table: by the table, its style, or its cells."""

from __future__ import annotations

from lxml.etree import _Element

from pipeline.read.word.names import VAL, value, w
from pipeline.read.word.styles import Styles

_NONE = frozenset({None, "nil", "none"})
_PROPERTIES, _CELL_PROPERTIES = w("tblPr"), w("tcPr")
_BORDERS, _CELL_BORDERS = w("tblBorders"), w("tcBorders")
# `start` and `end` are the newer names of `left` and `right` (ISO/IEC 29500-1).
_SIDES = ((w("left"), w("start"), w("insideV")), (w("right"), w("end"), w("insideV")))
_ENDS = ((w("top"), w("insideH")), (w("bottom"), w("insideH")))
_LOOKED_AT = 200  # cells: a table is drawn in one way


def is_ruled(table: _Element, styles: Styles) -> bool:
    """Whether most cells have a line at one of their sides and one above or below: a line under a motto rules none."""
    properties = table.find(_PROPERTIES)
    drawn = _drawn_by_table(properties, styles)
    by_table = (
        any(drawn.get(name) for side in _SIDES for name in side),
        any(drawn.get(name) for end in _ENDS for name in end),
    )
    ruled = looked_at = 0
    for cell in table.iterfind(f"{w('tr')}/{w('tc')}"):
        looked_at += 1
        ruled += _is_ruled_cell(cell, by_table)
        if looked_at == _LOOKED_AT:
            break
    return 2 * ruled > looked_at


def _drawn_by_table(properties: _Element | None, styles: Styles) -> dict[str, bool]:
    own = properties.find(_BORDERS) if properties is not None else None
    levels = ([own] if own is not None else []) + styles.table_borders(value(properties, w("tblStyle")))
    drawn: dict[str, bool] = {}
    for borders in reversed(levels):
        drawn |= {str(line.tag): line.get(VAL) not in _NONE for line in borders}
    return drawn


def _is_ruled_cell(cell: _Element, by_table: tuple[bool, bool]) -> bool:
    own = cell.find(f"{_CELL_PROPERTIES}/{_CELL_BORDERS}")
    if own is None:
        return all(by_table)
    said = {str(line.tag): line.get(VAL) not in _NONE for line in own}
    return _any(said, _SIDES, default=by_table[0]) and _any(said, _ENDS, default=by_table[1])


def _any(said: dict[str, bool], edges: tuple[tuple[str, ...], ...], *, default: bool) -> bool:
    """Whether a line is drawn at one of the edges: as the cell says, else as the table does."""
    answers = [next((said[name] for name in names if name in said), default) for names in edges]
    return any(answers)
