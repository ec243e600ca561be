"""Where plans are kept: SQLite tables that an analyst can query, and the original bytes."""

from pipeline.store.rows import PlanRow, RecordRow, Stored
from pipeline.store.store import Store

__all__ = ["PlanRow", "RecordRow", "Store", "Stored"]
