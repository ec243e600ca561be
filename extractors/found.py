"""What has been found so far: the metadata, and the records of the extractors that ran before."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from models.metadata import PlanMetadata
from models.path import ClausePath
from models.records import Quantity, Record, Reference
from models.span import Span

R = TypeVar("R", bound=Record)


@dataclass
class FoundSoFar:
    """Records by kind, in the order in which they were found."""

    metadata: PlanMetadata
    records: dict[str, list[Record]] = field(default_factory=dict)

    def of(self, kind: type[R]) -> list[R]:
        return [r for r in self.records.get(kind.kind_name, []) if isinstance(r, kind)]

    @cached_property
    def quantities_in(self) -> dict[ClausePath | None, list[Quantity]]:
        out: dict[ClausePath | None, list[Quantity]] = {}
        for quantity in self.of(Quantity):
            out.setdefault(quantity.path, []).append(quantity)
        return out

    @cached_property
    def _cited(self) -> list[Span]:
        return sorted(s for r in self.of(Reference) for mention in r.evidence for s in mention.spans)

    def is_cited(self, spans: tuple[Span, ...]) -> bool:
        """Whether a stretch begins inside the mention of another document."""
        at = bisect_right(self._cited, (spans[0].start, 1 << 60)) - 1 if spans else -1
        return at >= 0 and self._cited[at].end > spans[0].start
