"""From sources to the store: discover what is listed, fetch it, read and store it; each step remembered in the store.

These are plain functions; `flows` runs them on a schedule. Whatever fails in one source or document is recorded with
its reason, and the rest goes on. A run that is killed anywhere is continued by the next one.
"""

from __future__ import annotations

from pipeline.collect.running import backfill, collect

__all__ = ["backfill", "collect"]
