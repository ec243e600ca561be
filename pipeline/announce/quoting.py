"""Words of plans as an announcement quotes them, and the plans that they are told of."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection

from pipeline.announce.types import Passage, Told
from pipeline.report.shown import fit
from pipeline.store import keys, query
from pipeline.store.keys import Kind
from pipeline.store.rows import PlanRow

LONGEST = 400
"""Characters of a quote; the whole stands in the store, at the clause that is named."""


def quoted(text: str, most: int = LONGEST) -> str:
    """A text on one line, without characters that harm a page or a database, cut between words where it is long.

    >>> quoted("sơ kết\\nphong trào", 10)
    'sơ kết …'
    """
    line = " ".join(unicodedata.normalize("NFC", fit(text)).split())
    if len(line) <= most:
        return line
    return f"{line[:most].rpartition(' ')[0] or line[:most]} …"


def passage(row: Any, kind: Kind) -> Passage:
    """Of a clause or record of the store."""
    return Passage(kind=kind, path=row.path, page=row.page, text=quoted(getattr(row, "quote", None) or row.text))


def told(row: PlanRow) -> Told:
    return Told(
        plan_id=row.id,
        version=row.version,
        symbol=row.symbol,
        unit=row.issuer_unit,
        issued=row.issued,
        subject=quoted(row.subject) if row.subject else None,
        source=row.source,
    )


def plan_rows(connection: Connection, numbers: Collection[int]) -> dict[int, PlanRow]:
    """Plans by their number, in the order in which they are asked for."""
    wanted = [keys.key(number, "plans", 0) for number in numbers]
    found = query.by_key(connection, wanted)
    rows = ((keys.parts(key).plan_no, found.get(key)) for key in wanted)
    return {number: row for number, row in rows if isinstance(row, PlanRow)}
