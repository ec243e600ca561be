"""The commands that put a question to the store: their options are the filters that a Question of their kind has.

Each filter is said once, in `_OPTIONS`; a command is made of those that its kind is meant for.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from app.options import (
    Actor,
    AsJson,
    Audience,
    Authority,
    ComparatorWord,
    Form,
    Level,
    Milestone,
    OnlyPlan,
    ReferenceRole,
    Role,
    Round,
    Search,
    Symbol,
    TopicWord,
    Unit,
    UnitLevel,
    Year,
)
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.store.question import Question

Kind = Literal["plans", "clauses", "criteria", "quantities", "milestones", "awards", "references", "assignments"]


KindWord = Kind


def day(typed: str) -> date:
    """A day as it is written in Vietnam (19/08/2019), as in ISO 8601, or `today`."""
    if typed.strip().lower() in ("today", "hôm nay"):
        return date.today()
    parts = typed.strip().split("/")
    try:
        return date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(typed.strip())
    except (ValueError, OverflowError):
        raise typer.BadParameter(say("error.no_day", typed=typed)) from None


def _option(flag: str, key: str, kind: Any, **more: Any) -> Any:
    return Annotated[kind, typer.Option(flag, help=say(f"option.{key}"), **more)]


def _options() -> dict[str, Any]:
    """By the name of the filter, in the order of the help."""
    text = {"metavar": "TEXT"}
    a_day = {"metavar": "DAY", "parser": day}
    share = {"min": 0.0, "max": 1.0, "metavar": "0..1"}
    return {
        "plan": OnlyPlan,
        "unit": Unit,
        "as_of": _option("--as-of", "as_of", date | None, **a_day),
        "unit_level": UnitLevel,
        "year": Year,
        "movement": _option("--movement", "movement", str | None, **text),
        "cites": _option("--cites", "cites", str | None, metavar="SYMBOL"),
        "topic": _option("--topic", "topic", TopicWord | None),
        "audience": Audience,
        "level": Level,
        "round": Round,
        "form": Form,
        "authority": Authority,
        "comparator": _option("--comparator", "comparator", ComparatorWord | None),
        "value_from": _option("--value-from", "value_from", float | None, metavar="NUMBER"),
        "value_to": _option("--value-to", "value_to", float | None, metavar="NUMBER"),
        "counted_in": _option("--counted-in", "counted_in", str | None, **text),
        "event": Milestone,
        "deadline_from": _option("--from", "deadline_from", date | None, **a_day),
        "deadline_to": _option("--to", "deadline_to", date | None, **a_day),
        "actor": Actor,
        "own_only": _option("--own", "own_only", bool),
        "role": Role,
        "symbol": Symbol,
        "reference_role": ReferenceRole,
        "confidence_from": _option("--confidence-from", "confidence_from", float | None, **share),
        "confidence_to": _option("--confidence-to", "confidence_to", float | None, **share),
        "words": Search,
        "sort": _option("--sort", "sort", list[str] | None, metavar="COLUMN"),
        "limit": _option("--limit", "limit", int | None, min=0, max=10_000),
        "offset": _option("--offset", "offset", int, min=0),
        "facets": _option("--facet", "facet", list[str] | None, metavar="NAME"),
    }


_OF_EVERY = ("plan", "unit", "as_of", "unit_level", "year", "movement", "cites")
_PAGE = ("words", "sort", "limit", "offset", "facets")
_SURE = ("confidence_from", "confidence_to")

FILTERS: dict[Kind, tuple[str, ...]] = {
    "plans": (*_OF_EVERY[1:], *_SURE, *_PAGE),
    "clauses": (*_OF_EVERY, "topic", *_PAGE),
    "criteria": (*_OF_EVERY, "topic", "audience", "level", "round", *_SURE, *_PAGE),
    "quantities": (*_OF_EVERY, "topic", "comparator", "value_from", "value_to", "counted_in", *_SURE, *_PAGE),
    "milestones": (
        *_OF_EVERY,
        "topic",
        "event",
        "deadline_from",
        "deadline_to",
        "actor",
        "own_only",
        *_SURE,
        *_PAGE,
    ),
    "awards": (*_OF_EVERY, "topic", "audience", "round", "form", "authority", *_SURE, *_PAGE),
    "references": (*_OF_EVERY, "topic", "symbol", "reference_role", *_SURE, *_PAGE),
    "assignments": (*_OF_EVERY, "topic", "actor", "own_only", "role", *_SURE, *_PAGE),
}
"""What each kind is asked by; a test holds this to what a Question takes."""


def question(kind: Kind, asked: dict[str, Any]) -> Question:
    """The question that a command line asks. Raises UsageError."""
    from pipeline.store.question import Question

    return Question.of(kind=kind, **{name: asked.get(name) for name in FILTERS[kind]})


def command(
    name: str, kind: Kind, run: Callable[[Kind, dict[str, Any]], None], extra: dict[str, Any] | None = None
) -> Callable[..., None]:
    """The command of a kind: it hands what was typed to `run`. `extra` are options beside the filters, with defaults
    of None or False."""

    def asking(**asked: Any) -> None:
        run(kind, asked)

    options = _options()
    types = {n: options[n] for n in FILTERS[kind]} | (extra or {}) | {"as_json": AsJson}
    defaults = {"own_only": False, "as_json": False, "offset": 0, "force": False, "excel": False}
    asking.__name__ = name
    asking.__annotations__ = types
    asking.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(n), annotation=kind_)
            for n, kind_ in types.items()
        ]
    )
    return asking


as_of_option = _options()["as_of"]
Output = Annotated[Path | None, typer.Option("--out", metavar="FILE", help=say("option.export_to"))]
Force = Annotated[bool, typer.Option("--force", help=say("option.force"))]
Excel = Annotated[bool, typer.Option("--excel", help=say("option.excel"))]
