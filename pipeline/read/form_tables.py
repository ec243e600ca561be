"""Tables that only set lines side by side: the header and the closing of a document, a frame around a text.

Nghị định 30/2020/NĐ-CP, Phụ lục I: the header stands in two columns (issuing body and số ký hiệu; quốc hiệu, place and
date), and so does the closing (nơi nhận; authority, position and name of who signs). Offices type both as tables
without borders. A real table has a grid of its own to say something with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from extractors.fold import fold

Lines = Sequence[str]
"""The printed lines of a cell."""
Rows = Sequence[Sequence[Lines]]
"""The rows of a table, each its own cells from left to right. A place that a merged cell above covers counts as an
empty cell, so that cells keep their columns; a cell merged over the whole width stands alone in its row."""
Place = tuple[int, int]
"""A cell: its row and its position in it, from 0."""
Form = Literal["header", "closing", "layout"]

_MOST_ROWS = 8  # of a header or a closing; Phụ lục I has five fields in a column at most
_MOST_FILLED = 3  # cells with words in a row of one: two columns, and now and then a second who signs
_MOTTO = re.compile(r"cong hoa xa hoi chu nghia|doc lap\W{1,5}tu do\W{1,5}hanh phuc|dang cong san viet nam$")
_NUMBER = re.compile(r"so\s*:")
_PLACE_AND_DATE = re.compile(r".{0,60}\bngay\b.{0,16}\bthang\b.{0,16}\bnam\b.{0,12}$")
_RECIPIENTS = re.compile(r"noi nhan\b\W{0,4}$|noi nhan\s*:")
# Quyền hạn, chức vụ of who signs (Nghị định 30/2020/NĐ-CP, Phụ lục I, mục II.7): in capitals.
_AUTHORITY = re.compile(r"(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s?\.\s?[^\W\d_]")
_POSITION = re.compile(
    r"(?:quyen |pho )?(?:chu tich|giam doc|tong giam doc|truong ban|truong phong|chanh van phong|cuc truong|"
    r"vu truong|bo truong|thu truong|chi cuc truong|truong tieu ban|bi thu|thu truong don vi|hieu truong)\b"
)
_LONGEST_SIGNED_LINE = 80  # characters
_MOST_SIGNED_LINES = 12
# The first heading of a list's table: its ordinal column.
_ORDINAL = re.compile(r"(?:stt|tt|so tt|so thu tu)\W*$")


def form_of(rows: Rows, *, ruled: bool) -> Form | None:
    """Whether a table is the header, the closing or a mere frame or layout; None for a real table.

    `ruled` tells whether lines are drawn between its cells.

    >>> form_of([[["UBND TỈNH A", "Số: 5/KH-UBND"], ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"]]], ruled=False)
    'header'
    >>> form_of([[["STT"], ["Nội dung"]], [["1"], ["Phát động"]]], ruled=False) is None
    True
    """
    rows = [row for row in rows if any(line.strip() for cell in row for line in cell)]
    filled = [[_folded(cell) for cell in row if any(line.strip() for line in cell)] for row in rows]
    widest = max(map(len, filled), default=0)
    if widest > _MOST_FILLED or _is_listing(filled):
        return None
    if len(rows) <= _MOST_ROWS:
        if _is_header(filled):
            return "header"
        if _is_closing(rows, filled, ruled=ruled):
            return "closing"
    if widest <= 1 and (len(rows) <= 1 or not ruled):
        return "layout"
    return "layout" if not ruled and _only_lays_out(rows, filled) else None


def columns_of(rows: Rows) -> list[list[Place]]:
    """The cells with words of a form table in the order of reading, a list for each column.

    Rows that stand side by side are read column by column; a cell over the whole width stands between them.
    """
    out: list[list[Place]] = []
    stretch: dict[int, list[Place]] = {}
    width = max(map(len, rows), default=0)
    for r, row in enumerate(rows):
        if len(row) == 1 < width:
            out += [stretch[c] for c in sorted(stretch)]
            stretch = {}
            out.append([(r, 0)])
            continue
        for c, cell in enumerate(row):
            if any(line.strip() for line in cell):
                stretch.setdefault(c, []).append((r, c))
    return out + [stretch[c] for c in sorted(stretch)]


def _folded(cell: Lines) -> list[str]:
    return [folded for line in cell if (folded := fold(line).strip())]


def _is_listing(filled: list[list[list[str]]]) -> bool:
    """Whether a row begins with the heading of an ordinal column."""
    return any(row and _ORDINAL.match(" ".join(row[0])) for row in filled)


def _is_header(filled: list[list[list[str]]]) -> bool:
    lines = [line for row in filled for cell in row for line in cell]
    if any(_MOTTO.match(line) for line in lines):
        return True
    return any(_NUMBER.match(line) for line in lines) and any(_PLACE_AND_DATE.fullmatch(line) for line in lines)


def _is_closing(rows: Rows, filled: list[list[list[str]]], *, ruled: bool) -> bool:
    if any(_RECIPIENTS.match(cell[0]) for row in filled for cell in row):
        return True
    return len(rows) <= (2 if ruled else 4) and any(_is_signed(cell) for row in rows for cell in row)


def _is_signed(cell: Lines) -> bool:
    """Whether a cell is nothing but an authority or position in capitals, a name and what stands around them."""
    lines = [line.strip() for line in cell if line.strip()]
    if not lines or len(lines) > _MOST_SIGNED_LINES or max(map(len, lines)) > _LONGEST_SIGNED_LINE:
        return False
    offices = [x for x in lines[:3] if x.isupper() and (_AUTHORITY.match(x) or _POSITION.match(fold(x)))]
    return bool(offices)


def _only_lays_out(rows: Rows, filled: list[list[list[str]]]) -> bool:
    """Without lines drawn: one row has nothing to compare; a header above a whole text is a page set as a table."""
    return len(rows) == 1 or _is_header(filled[:3])
