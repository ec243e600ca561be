"""Answers of the store on a terminal: rows, counts by facet, which page this is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.render.plans import show_plans
from app.render.records import show_clauses, show_rows
from app.render.terminal import console, plain, table
from pipeline.messages import names, say

if TYPE_CHECKING:
    from pipeline.store.facets import Count
    from pipeline.store.query import Answer

_GROUPS = {"unit_level": "level", "event": "milestone"}
"""Where the words of a facet stand in the catalogue, where its name does not tell."""


def show_answer(answer: Answer) -> None:
    """The rows of an answer as a table, then the facets that were asked for."""
    rows: Any = answer.rows
    match answer.question.kind:
        case "plans":
            show_plans(rows, answer.total)
        case "clauses":
            show_clauses(rows, answer.total)
        case kind:
            show_rows(kind, rows, answer.total)
    for name, counts in answer.facets.items():
        _show_facet(name, counts)


def _show_facet(name: str, counts: tuple[Count, ...]) -> None:
    words = names(_GROUPS.get(name, name))
    rows = [
        [plain(say(f"{_GROUPS.get(name, name)}.{c.value}") if c.value in words else c.value or "—"), plain(c.count)]
        for c in counts
    ]
    console().print(table([say(f"facet.{name}"), say("column.count")], rows))
