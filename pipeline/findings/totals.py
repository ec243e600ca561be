"""A table whose last row gives a total that its rows do not add up to.

Only a flat table is judged: rows numbered 1, 2, 3 … and one row that says `Tổng cộng` below them. Where rows are
grouped, or a cell is no plain number, which rows make up the total does not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.fold import fold
from models.plan import Plan
from models.span import Evidence, Span
from models.table import Cell, Row, Table
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Finding, Weight, place_at

_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong)\b\W*$")
_WHOLE = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,12}")
_BROKEN = re.compile(r"\d{1,12},\d{1,2}")
_SURE = 0.8
_FEWEST = 2


def totals(plan: Plan) -> Iterator[Finding]:
    """Each column of a flat table whose total is not the sum of what stands above it."""
    for table in plan.document.tables:
        last = table.rows[-1]
        rows = _items(plan, table)
        if len(rows) < _FEWEST or not _is_total(plan, last):
            continue
        for cell in last.cells:
            said = _number(plan, cell)
            parts = [_number(plan, c) for row in rows for c in row.cells if c.column == cell.column]
            known = [p for p in parts if p is not None]
            if said is not None and cell.columns == 1 and len(known) == len(rows) == len(parts) and sum(known) != said:
                yield _finding(plan, last, said, sum(known, Decimal(0)))


def _items(plan: Plan, table: Table) -> list[Row]:
    """The rows above the total where they are numbered 1, 2, 3 …; none where any is not, headings apart."""
    numbered = [row for row in table.rows[:-1] if _ordinal(plan, row) is not None]
    if [_ordinal(plan, row) for row in numbered] != list(range(1, len(numbered) + 1)):
        return []
    first = table.rows.index(numbered[0]) if numbered else 0
    return numbered if len(numbered) == len(table.rows) - 1 - first else []


def _ordinal(plan: Plan, row: Row) -> int | None:
    said = _said(plan, row.cells[0]).rstrip(".") if row.cells and row.cells[0].column == 0 else ""
    return int(said) if re.fullmatch(r"\d{1,3}", said) else None


def _is_total(plan: Plan, row: Row) -> bool:
    return any(_TOTAL.match(fold(_said(plan, cell))) for cell in row.cells[:2])


def _number(plan: Plan, cell: Cell) -> Decimal | None:
    """A cell's number as it is written in Vietnam: dots or commas between thousands, a comma before a fraction."""
    said = _said(plan, cell)
    if _BROKEN.fullmatch(said):
        return Decimal(said.replace(",", "."))
    return Decimal(re.sub(r"[.,]", "", said)) if _WHOLE.fullmatch(said) and cell.column > 0 else None


def _said(plan: Plan, cell: Cell) -> str:
    return " ".join(cell.span.of(plan.document.text).replace("*", "").split())


def _finding(plan: Plan, row: Row, said: Decimal, summed: Decimal) -> Finding:
    clause = next((c for c in plan.outline.clauses if _holds(c.spans, row.span)), None)
    path = clause.path if clause else None
    evidence = Evidence(clause=path, spans=(row.span,))
    quote = " | ".join(_said(plan, cell) for cell in row.cells)
    return Finding(
        rule="total_differs",
        weight=Weight.MEDIUM,
        facts={"said": float(said), "summed": float(summed)},
        places=(place_at(plan, path, quote, (evidence,)),),
        confidence=sureness(plan, _SURE, evidence=[evidence]),
    )


def _holds(spans: tuple[Span, ...], row: Span) -> bool:
    return any(row.start <= span.start and span.end <= row.end for span in spans)
