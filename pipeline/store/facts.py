"""What the table of plans says of a plan: the fields of its metadata, and what a search reads of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from extractors.units import resolve
from models.metadata import Found, PlanMetadata
from pipeline.folding import fold
from pipeline.search.words import segmented
from pipeline.store.identity import identity
from pipeline.store.rows import PLAN_SEARCHED, said


def plan_facts(plan_id: str, metadata: PlanMetadata, corrected: Sequence[str]) -> dict[str, Any]:
    """The columns of a plan's row, but for its numbers. `corrected` are the fields that a person set."""
    values = {name: field.value for name, field in metadata.fields()}
    period, issued = values.pop("period"), values["issued"]
    year = issued and issued.year
    words = {**values, "id": plan_id, "year": year and str(year)}
    return {
        **values,
        "identity": identity(metadata),
        "year": year,
        "period_start": period and period.start,
        "period_end": period and period.end,
        "unit_code": unit_code(metadata),
        "corrected": list(corrected),
        "confidence": min((f.confidence for _, f in metadata.fields() if isinstance(f, Found)), default=None),
        "words": segmented(" ".join(str(values[n]) for n in ("symbol", "issuer_unit", "subject") if values[n])),
        "folded_symbol": fold(values["symbol"] or ""),
        "folded_unit": fold(values["issuer_unit"] or values["place"] or ""),
        "folded_movement": fold(values["movement"] or ""),
        "folded": fold(said(words, PLAN_SEARCHED)),
    }


def unit_code(metadata: PlanMetadata) -> str | None:
    """The code of the issuing unit on the day of issue; None where it cannot be told."""
    name = metadata.issuer_unit.value
    if name is None:
        return None
    found = resolve(
        name, level=metadata.issuer_level.value, parent=metadata.issuer_parent.value, on=metadata.issued.value
    )
    return found.unit.code if found.unit else None
