"""Full-text search of plans, clauses and records, whatever database holds them."""

from __future__ import annotations

from pipeline.search.entries import KINDS, Entry, Hit, Hits, State
from pipeline.search.highlight import highlight
from pipeline.search.index import SearchIndex
from pipeline.search.language import Query, parsed
from pipeline.search.words import segmented

__all__ = ["KINDS", "Entry", "Hit", "Hits", "Query", "SearchIndex", "State", "highlight", "parsed", "segmented"]
