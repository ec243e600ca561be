"""The list of plans, and what became of files that were ingested."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.render.records import COLUMNS, counted, nothing
from app.render.terminal import console, plain, show_day, table
from pipeline.messages import amounts, say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.ingest import Summary
    from pipeline.store.rows import PlanRow


def show_plans(rows: Sequence[PlanRow], total: int) -> None:
    """A table of stored plans, some of a `total`."""
    out = console()
    if not rows:
        out.print(plain(nothing(total)))
        return
    titles = ("symbol", "issued", "unit", "subject", "counts", "id")
    out.print(table([say(f"column.{t}") for t in titles], [[plain(v) for v in _line(row)] for row in rows]))
    out.print(plain(counted(len(rows), total)))


def _line(row: PlanRow) -> tuple[str, ...]:
    records = str(sum(row.counts.get(kind, 0) for kind in COLUMNS))
    return (row.symbol or "—", show_day(row.issued), row.issuer_unit or "—", row.subject or "—", records, row.id)


def show_summary(summary: Summary) -> None:
    """A table of what was stored, changed or failed, and why."""
    out = console()
    titles = [say(f"ingest.{t}") for t in ("file", "status", "plan", "why")]
    rows = []
    for o in summary.outcomes:
        failed = o.status == "failed"
        version = say("ingest.version", plan=o.plan_id, version=o.version) if o.plan_id else "—"
        status = plain(say(f"status.{o.status.replace(' ', '_')}"), "red" if failed else "green")
        file = f"{o.path}!{o.member}" if o.member else o.path
        rows.append([plain(file), status, plain(version), plain(told(o.reason or ""))])
    out.print(table(titles, rows))
    statuses = [o.status.replace(" ", "_") for o in summary.outcomes]
    counts = {s: statuses.count(s) for s in ("stored", "new_version", "rendition", "unchanged", "failed")}
    worded = amounts({name: counts[name] for name in ("new_version", "rendition")})
    out.print(plain(say("ingest.total", **(counts | worded))))
