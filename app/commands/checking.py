"""`evaluate`, `schema` and `version`: what the product says about itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.exits import Exit
from app.messages import say
from app.options import AsJson

if TYPE_CHECKING:
    from pipeline.evaluate import PerturbReport, Scores

GOLD = Path(__file__).parents[2] / "corpus" / "gold"


def evaluate(
    *,
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help=say("option.gold"), show_default="corpus/gold")] = GOLD,
    plans: Annotated[Path | None, typer.Option("--plans", metavar="DIR", help=say("option.gold_plans"))] = None,
    show: Annotated[str | None, typer.Option("--show", metavar="KIND", help=say("option.show_misses"))] = None,
    perturb: Annotated[bool, typer.Option("--perturb", help=say("option.perturb"))] = False,
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=1000, help=say("option.seeds"))] = 20,
    as_json: AsJson = False,
) -> None:
    from app.render.terminal import print_json
    from pipeline import evaluate as scoring
    from pipeline.evaluate import report

    texts = plans or gold.parent / "plans"
    scores = scoring.evaluate(gold, texts)
    falls = scoring.perturb(gold, texts, seeds) if perturb else None
    if as_json:
        print_json(report.as_json(scores) | ({"perturb": report.perturb_json(falls)} if falls else {}))
    else:
        _print_scores(scores, show)
        if falls:
            _print_falls(falls)
    if scores.invented or scores.failed:
        raise typer.Exit(Exit.FAILED_GOLD)


def _print_scores(scores: Scores, show: str | None) -> None:
    from pipeline.evaluate import report

    _print_all(report.as_table(scores), "", report.fields_table(scores))
    for title, lines in (("invented", scores.invented), ("failed", scores.failed)):
        _print_all(*(f"{title}: {line}" for line in lines))
    if show:
        _print_all("", *report.misses(scores, show))


def _print_falls(falls: PerturbReport) -> None:
    from pipeline.evaluate import report

    _print_all("", report.falls_table(falls), *report.flagged_lines(falls))
    _print_all(*(f"invented: {line}" for line in falls.invented))
    _print_all("", report.confidence_table(falls), "", report.confidence_table(falls, rules=True))


def _print_all(*lines: object) -> None:
    from app.render.terminal import console, plain

    out = console()
    for line in lines:
        out.print(plain(line), soft_wrap=True)


def schema(as_json: AsJson = False) -> None:  # noqa: ARG001  (it is JSON in any case)
    from app.render.terminal import print_json
    from models.interchange import schema as of_plan

    print_json(of_plan())


def version(as_json: AsJson = False) -> None:
    if not as_json:
        print(f"kehoach {current()}")
        return
    from app.render.terminal import print_json

    print_json({"version": current()})


def current() -> str:
    """The version of the installed distribution."""
    from importlib.metadata import version as of

    return of("kehoach")
