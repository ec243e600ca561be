"""Where plans are kept: tables that an analyst can query, and the original bytes.

What is named here is imported when it is asked for: the modules below are used without all that the store needs.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.store.rows import PlanRow, RecordRow, Stored
    from pipeline.store.store import Store

__all__ = ["PlanRow", "RecordRow", "Store", "Stored"]

_MODULES = {"Store": "store", "PlanRow": "rows", "RecordRow": "rows", "Stored": "rows"}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
