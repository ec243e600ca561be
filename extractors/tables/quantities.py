"""Quantities of a row: targets by their columns, and the points of a criterion."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors import lexicon
from extractors.fold import any_of, fold, spell
from extractors.lexicon.entries import ColumnRole
from extractors.reading import Passage, Reading
from extractors.tables.evidence import evidence_of
from extractors.tables.numbers import CellNumber, number_in
from extractors.tables.rows import Filled, RowKind, TableRow
from models.outline import Topic
from models.records import Comparator, Quantity, record_id

_CONFIDENCE = {"quantity.target_column": 0.88, "quantity.points_column": 0.9}
# So much less sure is a column that its look tells and not its heading.
_BY_CONTENT = 0.15
_YEAR = re.compile(r"(?:19|20)\d\d")
_TARGETS = re.compile(r"\b(?:chi tieu|muc tieu)\b")
_SCORING = re.compile(r"\b(?:cham diem|thang diem|bang diem|bieu diem|tieu chi|tieu chuan|tinh diem)\b")
# `Tỷ lệ hộ nghèo (%)`, `Số xã đạt chuẩn`: the words of a target may say what it is counted in.
_IN_BRACKETS = re.compile(r"\((?P<unit>[^()\d]{1,30})\)\s*$")
_COUNTED = re.compile(rf"(?:số(?: lượng)?|tổng số) (?P<unit>{any_of(map(spell, lexicon.comparators().units))})\b")
_PERCENT = re.compile(r"(?:tỷ lệ|tỉ lệ)\b[^%]*%")
_CHANGES = (
    (re.compile(r"giam\b(?! ngheo)"), Comparator.DECREASE_BY),
    (re.compile(r"tang (?:them|so|ty le|ti le|muc|thu nhap)\b"), Comparator.INCREASE_BY),
)


def is_scoring(passage: Passage, row: TableRow) -> bool:
    """Whether a row is of a table of points (bảng chấm điểm): its columns say criteria and points, or it stands under
    a title or a heading of them."""
    if not row.has(ColumnRole.POINTS):
        return False
    under = Topic.CRITERIA in passage.scope.topics or _SCORING.search(row.about)
    return row.has(ColumnRole.CRITERION) or bool(under)


def is_targets(passage: Passage, row: TableRow) -> bool:
    """Whether a row is of a table of targets, and not of costs or of what was reached."""
    if not row.has(ColumnRole.VALUE) or row.has(ColumnRole.MONEY, ColumnRole.POINTS):
        return False
    said = row.has(ColumnRole.TARGET) or any(
        c.role is ColumnRole.VALUE and _TARGETS.search(c.heading) for c in row.columns
    )
    return said or Topic.TARGETS in passage.scope.topics or bool(_TARGETS.search(row.about))


def row_quantities(reading: Reading, passage: Passage, row: TableRow, issued: date | None) -> Iterator[Quantity]:
    """The numbers that the columns of a row bind."""
    if row.kind is not RowKind.ITEM or not row.content or Topic.SITUATION in passage.scope.topics:
        return
    if is_scoring(passage, row):
        # The points of a row with parts are the sum of theirs.
        for cell in row.of(ColumnRole.POINTS) if not row.introduces else ():
            number = number_in(_words(reading, cell))
            if number:
                yield _quantity(reading, passage, row, _Told(cell, number, "điểm", "quantity.points_column"))
    elif is_targets(passage, row):
        yield from _targets(reading, passage, row, issued)


def _targets(reading: Reading, passage: Passage, row: TableRow, issued: date | None) -> Iterator[Quantity]:
    """The numbers of years to come; one of a past year was reached and binds nothing."""
    for cell in row.of(ColumnRole.VALUE):
        years = [int(y) for y in _YEAR.findall(cell.column.heading)]
        number = number_in(_words(reading, cell))
        # Which end of a range binds is not said.
        if number is None or number.low is not None or (issued and years and max(years) < issued.year):
            continue
        unit = number.unit or _unit(reading, row, cell)
        if unit:
            yield _quantity(reading, passage, row, _Told(cell, number, unit, "quantity.target_column"))


def _words(reading: Reading, cell: Filled) -> str:
    return reading.document.flow(reading.pieces(cell.span)).text


def _unit(reading: Reading, row: TableRow, cell: Filled) -> str | None:
    """The unit of a number that prints none: of its row, of its heading, of the words of its target."""
    for column in row.of(ColumnRole.UNIT):
        if said := _words(reading, column).strip(" ."):
            return said
    if "%" in cell.column.heading:
        return "%"
    target = _target(reading, row)
    for pattern in (_IN_BRACKETS, _COUNTED):
        if match := pattern.search(spell(target)):
            return target[match.start("unit") : match.end("unit")].strip()
    return None


def _target(reading: Reading, row: TableRow) -> str:
    return " ".join(reading.document.flow(reading.pieces(span)).text for span in row.duty)


@dataclass(frozen=True)
class _Told:
    """A number of a row: its cell, what it says, what it is counted in, and the rule."""

    cell: Filled
    number: CellNumber
    unit: str
    rule: str


def _quantity(reading: Reading, passage: Passage, row: TableRow, told: _Told) -> Quantity:
    of = _target(reading, row).strip(" .;:-+") or None
    comparator = _comparator(told, of or "")
    evidence, text = evidence_of(reading, passage, [told.cell.span])
    said = f"{passage.path}|{comparator}|{told.number.value}|{told.unit}"
    sure = _CONFIDENCE[told.rule]
    return Quantity(
        id=record_id(reading.document.sha256, "quantities", (evidence,), said),
        text=text,
        evidence=(evidence,),
        rule=told.rule,
        confidence=sure if told.cell.column.told else sure - _BY_CONTENT,
        comparator=comparator,
        value=told.number.value,
        unit=told.unit,
        of=of,
    )


def _comparator(told: _Told, of: str) -> Comparator:
    """What the cell prints, else what its heading does; of a change what the target's words say; else `reach`, since
    none is printed (DOMAIN.md, Quantity)."""
    heading = told.cell.column.heading
    if told.number.comparator:
        return told.number.comparator
    if "toi da" in heading:
        return Comparator.AT_MOST
    if "toi thieu" in heading:
        return Comparator.AT_LEAST
    if told.rule == "quantity.points_column":
        # `0 - 5`: the points go up to the upper end.
        return Comparator.AT_MOST if told.number.low is not None else Comparator.REACH
    folded = fold(of)
    return next((c for pattern, c in _CHANGES if pattern.match(folded)), Comparator.REACH)
