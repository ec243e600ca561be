"""`findings`: what an analyst should look at, in one plan or in several together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.commands.asking import stored
from app.exits import complain
from app.options import AsJson
from pipeline.messages import say

if TYPE_CHECKING:
    from models.plan import Plan
    from pipeline.findings.run import Examined

WeightWord = Literal["high", "medium", "low"]


def findings(
    plans: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PLAN",
            help="The plans to look at, alone and against each other; all plans of the store where none is named.",
        ),
    ] = None,
    rule: Annotated[
        list[str] | None, typer.Option("--rule", metavar="RULE", help="Only this rule; may be given several times.")
    ] = None,
    weight: Annotated[
        WeightWord | None, typer.Option("--weight", help="Only findings of this weight, and of greater ones.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show slips, what the law of the day forbids, and where plans of different levels disagree.

    A finding points at the words that show it and corrects nothing. docs/findings.md lists the rules.
    """
    from app.render.findings import as_values, show_findings
    from app.render.terminal import print_json
    from pipeline.findings.run import examine

    _check(rule or ())
    read = _read(plans or ())
    examined = _chosen(examine(read), rule, weight)
    for problem in examined.problems:
        complain(say("findings.failed", rule=problem.stage, reason=problem.reason))
    if as_json:
        print_json(as_values(examined, read))
    else:
        show_findings(examined.findings, read)


def _check(rules: list[str] | tuple[str, ...]) -> None:
    from pipeline.findings.registry import RULES

    for rule in rules:
        if rule not in RULES:
            raise typer.BadParameter(say("findings.no_rule", rule=rule, rules=", ".join(RULES)), param_hint="--rule")


def _read(named: list[str] | tuple[str, ...]) -> list[Plan]:
    """The plans that are named, in that order; all of the store, the oldest first, where none is."""
    with stored() as store:
        rows = [store.find(words) for words in named] if named else store.plans()
        return [store.load(row.id) for row in rows]


def _chosen(examined: Examined, rules: list[str] | None, weight: WeightWord | None) -> Examined:
    from pipeline.findings.types import Weight

    order = list(Weight)
    least = order.index(Weight(weight)) if weight else len(order)
    kept = tuple(f for f in examined.findings if (not rules or f.rule in rules) and order.index(f.weight) <= least)
    return examined.model_copy(update={"findings": kept})
