"""The plans of a store as lineage needs them: what they say of themselves, and what they cite and where.

Of a plan only these parts are read into models, a quarter of the time of the whole; a plan whose text is compared is
loaded whole.
"""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from pydantic_core import from_json
from sqlalchemy import select

from models import interchange
from models.plan import Plan
from models.records import KINDS, Reference
from pipeline.lineage import lineage
from pipeline.lineage.taking import wanted, with_texts
from pipeline.lineage.types import Lineage
from pipeline.store import Store, corrections
from pipeline.store.tables import PlanTable, VersionTable

_AT_ONCE = 100
"""Plans that the database hands over at once."""


def gathered(store: Store) -> list[tuple[str, Plan]]:
    """Every plan in its latest version with its id, people's corrections laid over it. Raises StoreError."""
    query = (
        select(PlanTable.no, PlanTable.id, PlanTable.corrected, VersionTable.json)
        .join(VersionTable, (VersionTable.plan_no == PlanTable.no) & (VersionTable.ordinal == PlanTable.latest))
        .order_by(PlanTable.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    out: list[tuple[str, Plan]] = []
    corrected: dict[int, int] = {}
    with store.reading() as connection:
        for row in connection.execute(query):
            if row.corrected:
                corrected[len(out)] = row.no
            out.append((row.id, citing(row.json)))
        for k, plan_no in corrected.items():
            plan_id, plan = out[k]
            metadata = corrections.corrected(plan.metadata, corrections.in_force(connection, plan_no))
            out[k] = plan_id, plan.model_copy(update={"metadata": metadata})
    return out


def citing(content: bytes) -> Plan:
    """A packed plan with its references alone, and of its outline the clauses that they stand in or under."""
    data = from_json(zlib.decompress(content))
    wanted = set(_paths(data))
    left_out: dict[str, Any] = {kind.kind_name: [] for kind in KINDS if kind is not Reference}
    outline = [clause for clause in data["outline"] if clause["path"] in wanted]
    document = data["document"] | {"words": None, "tables": []}
    return interchange.load(data | left_out | {"outline": outline, "document": document})


def _paths(data: dict[str, Any]) -> Iterator[str]:
    for reference in data[Reference.kind_name]:
        for piece in reference["evidence"]:
            steps = (piece["path"] or "").split("/")
            yield from ("/".join(steps[:k]) for k in range(1, len(steps) + 1))


def of_store(store: Store, named: Sequence[str] = ()) -> Lineage:
    """The lineage of a whole store, or of the movements to which the plans with these ids belong, with what was taken
    over of the texts. Raises StoreError."""
    whole = lineage(gathered(store))
    found = restricted(whole, named) if named else whole
    keys = [key for _, keys in wanted(found, named) for key in keys]
    return with_texts(found, {key: store.load(key) for key in keys}, named)


def restricted(whole: Lineage, named: Collection[str]) -> Lineage:
    """The movements in which any of these plans stands, with all that is linked there."""
    kept = tuple(m for m in whole.movements if set(m.plans) & set(named))
    within = {key for movement in kept for key in movement.documents}
    edges = tuple(e for e in whole.edges if e.child in within)
    keys = within | {e.parent for e in edges}
    nodes = tuple(n for n in whole.nodes if n.key in keys)
    kin = tuple(k for k in whole.kin if k.first in within)
    return whole.model_copy(update={"nodes": nodes, "edges": edges, "movements": kept, "kin": kin})
