"""Part of a comparison: one topic, only what differs, only what someone is silent on."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from models.outline import Topic
from pipeline.compare.types import Comparison, Family, Relation, Silence


class Only(StrEnum):
    """Which rows are wanted."""

    DIFFERENCES = "differences"
    """Rows that not all plans say in the same words."""
    SILENCE = "silence"
    """Rows that some plan does not say."""


RECORDS = ("criteria", "timeline", "awards", "quantities", "assignments")
"""What is compared beside the other topics of the outline."""
TOPICS = (*RECORDS, *(t.value for t in Topic if t.value not in RECORDS))


def chosen(comparison: Comparison, topic: str | None = None, only: Only | None = None) -> Comparison:
    """The comparison with only the rows that are wanted. `topic` is one of TOPICS; `awards` gives the awards and what
    is said under that topic."""
    keep = keeper(only)
    rows = {
        name: tuple(f for f in getattr(comparison, name) if keep(f)) if topic in (None, name) else ()
        for name in RECORDS
    }
    topics = [t for t in comparison.topics if topic in (None, t.topic)]
    kept = [t.model_copy(update={"families": tuple(f for f in t.families if keep(f))}) for t in topics]
    shown = tuple(t for t in kept if t.families or any(t.silences))
    return comparison.model_copy(update={**rows, "topics": shown})


def keeper(only: Only | None) -> Callable[[Family[Any]], bool]:
    """Whether a row is wanted."""
    if only == Only.SILENCE:
        return _someone_is_silent
    if only == Only.DIFFERENCES:
        return lambda f: (
            _someone_is_silent(f) or any(link.as_text != Relation.IDENTICAL or link.directions for link in f.links)
        )
    return lambda _: True


def _someone_is_silent(family: Family[Any]) -> bool:
    return any(cell.silence == Silence.NOT_STATED for cell in family.cells)
