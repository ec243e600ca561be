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


def _option(flag: str, said: str, kind: Any, **more: Any) -> Any:
    return Annotated[kind, typer.Option(flag, help=said, **more)]


def _options() -> dict[str, Any]:
    """By the name of the filter, in the order of the help."""
    text = {"metavar": "TEXT"}
    a_day = {"metavar": "DAY", "parser": day}
    share = {"min": 0.0, "max": 1.0, "metavar": "0..1"}
    return {
        "plan": OnlyPlan,
        "unit": Unit,
        "as_of": _option(
            "--as-of",
            "Take --unit as the unit of that day (19/08/2019, 2019-08-19, today), with the units before it.",
            date | None,
            **a_day,
        ),
        "unit_level": UnitLevel,
        "year": Year,
        "movement": _option("--movement", "The movement (phong trào).", str | None, **text),
        "cites": _option(
            "--cites", "Only plans that refer to the document of this symbol.", str | None, metavar="SYMBOL"
        ),
        "topic": _option("--topic", "The topic in force at the clause.", TopicWord | None),
        "audience": Audience,
        "level": Level,
        "round": Round,
        "form": Form,
        "authority": Authority,
        "comparator": _option("--comparator", "How the number binds, such as at_least.", ComparatorWord | None),
        "value_from": _option("--value-from", "Values from this one up.", float | None, metavar="NUMBER"),
        "value_to": _option("--value-to", "Values up to this one.", float | None, metavar="NUMBER"),
        "counted_in": _option("--counted-in", "What is counted in, such as %.", str | None, **text),
        "event": Milestone,
        "deadline_from": _option("--from", "Deadlines from this day on.", date | None, **a_day),
        "deadline_to": _option("--to", "Deadlines up to this day.", date | None, **a_day),
        "actor": Actor,
        "own_only": _option("--own", "Not what falls on it as one of a collective (các sở, ban, ngành).", bool),
        "role": Role,
        "symbol": Symbol,
        "reference_role": ReferenceRole,
        "confidence_from": _option("--confidence-from", "Confidence from this up.", float | None, **share),
        "confidence_to": _option("--confidence-to", "Confidence up to this.", float | None, **share),
        "words": Search,
        "sort": _option(
            "--sort",
            "Sort by this column (falling with a - before it); may be repeated.",
            list[str] | None,
            metavar="COLUMN",
        ),
        "limit": _option("--limit", "Rows of a page.", int | None, min=0, max=10_000),
        "offset": _option("--offset", "Rows to pass over.", int, min=0),
        "facets": _option(
            "--facet",
            "Count the answers by unit, unit_level, year, movement, topic, audience, level, round, form, authority, "
            "comparator, event, role, actor or type; may be repeated.",
            list[str] | None,
            metavar="NAME",
        ),
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
    """The question that a command line asks. Raises UsageError, and BadParameter for several plans at once."""
    from pipeline.store.question import Question

    plans = [*(asked.get("plans") or []), *filter(None, [asked.get("plan")])]
    if len(plans) > 1:
        raise typer.BadParameter(say("timeline.one_plan"), param_hint="PLAN")
    asked = asked | {"plan": plans[0] if plans else None}
    return Question.of(kind=kind, **{name: asked.get(name) for name in FILTERS[kind]})


def command(
    name: str, kind: Kind, said: str, run: Callable[[Kind, dict[str, Any]], None], extra: dict[str, Any] | None = None
) -> Callable[..., None]:
    """The command of a kind: it hands what was typed to `run`. `said` is its help, `extra` are options beside the
    filters, with defaults of None or False."""

    def asking(**asked: Any) -> None:
        run(kind, asked)

    options = _options()
    types = {n: options[n] for n in FILTERS[kind]} | (extra or {}) | {"as_json": AsJson}
    defaults = {"own_only": False, "as_json": False, "offset": 0, "force": False, "excel": False}
    asking.__name__ = name
    asking.__doc__ = said
    asking.__annotations__ = types
    asking.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter(n, inspect.Parameter.KEYWORD_ONLY, default=defaults.get(n), annotation=kind_)
            for n, kind_ in types.items()
        ]
    )
    return asking


as_of_option = _options()["as_of"]
Output = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write to a file instead: .json, .jsonl, .csv, .xlsx, .parquet."),
]
Force = Annotated[bool, typer.Option("--force", help="Overwrite the file that is there.")]
Excel = Annotated[bool, typer.Option("--excel", help="CSV for Excel: with a BOM, no cell taken for a formula.")]
