"""`evaluate`, `schema` and `version`: what the product says about itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from app.exits import Exit
from app.options import AsJson
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.evaluate import PerturbReport, Scores
    from pipeline.evaluate.families_run import FamiliesScores
    from pipeline.evaluate.rendering import RenderingScores

RenderingWord = Literal["docx", "pdf", "scan"]  # Plain words: the enumeration would load the models for `--help`.

GOLD = Path(__file__).parents[2] / "corpus" / "gold"


def evaluate(  # noqa: PLR0913  (each is an option of the command)
    *,
    gold: Annotated[
        Path, typer.Argument(metavar="GOLD", help="The folder of gold annotations.", show_default="corpus/gold")
    ] = GOLD,
    plans: Annotated[
        Path | None,
        typer.Option(
            "--plans", metavar="DIR", help="The folder of the annotated texts; `plans` beside the gold where left out."
        ),
    ] = None,
    show: Annotated[
        str | None,
        typer.Option(
            "--show",
            metavar="KIND",
            help="Show what one kind misses and has too much of, such as criteria; with --families pairs, relations, "
            "twins, outsiders or across.",
        ),
    ] = None,
    perturb: Annotated[bool, typer.Option("--perturb", help="Score perturbed texts too.")] = False,
    seeds: Annotated[int, typer.Option("--seeds", min=1, max=1000, help="Seeds a fault.")] = 20,
    rendering: Annotated[
        RenderingWord | None,
        typer.Option("--rendering", help="Print each plan as DOCX, PDF or scan, read that back and score it."),
    ] = None,
    keep: Annotated[
        Path | None, typer.Option("--keep", metavar="DIR", help="Keep the printed files in this folder.")
    ] = None,
    look: Annotated[
        int,
        typer.Option(
            "--look",
            min=0,
            max=1000,
            help="How they look: 0 as Nghị định 30/2020/NĐ-CP has it; other numbers vary numbering, size, indents.",
        ),
    ] = 0,
    families: Annotated[
        bool,
        typer.Option("--families", help="Score the families of criteria against the alignments made by hand instead."),
    ] = False,
    leave_one_out: Annotated[
        bool,
        typer.Option(
            "--leave-one-out",
            help="With --families: choose the thresholds without each plan and each movement, and try them on it.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score the extraction against gold annotations, or the families of criteria against alignments."""
    from app.render.terminal import print_json
    from pipeline import evaluate as scoring
    from pipeline.evaluate import report

    texts = plans or gold.parent / "plans"
    if families or leave_one_out:
        _families_asked(families=families, perturb=perturb, rendering=rendering if leave_one_out else None)
        if leave_one_out:
            return _print_trials(gold, texts, as_json=as_json)
        found = _families(gold, texts, rendering, keep, look)
        return _print_families(found, show, as_json=as_json)
    if rendering:
        if perturb:
            raise typer.BadParameter(say("error.rendering_or_perturb"), param_hint="--perturb")
        return _print_rendering(_rendered(gold, texts, rendering, keep, look), show, as_json=as_json)
    if keep or look:
        raise typer.BadParameter(say("error.needs_rendering"), param_hint="--keep" if keep else "--look")
    scores = scoring.evaluate(gold, texts)
    falls = scoring.perturb(gold, texts, seeds) if perturb else None
    if as_json:
        print_json(report.as_json(scores) | ({"perturb": report.perturb_json(falls)} if falls else {}))
    else:
        _print_scores(scores, show)
        if falls:
            _print_falls(falls)
    return _end(scores)


def _rendered(gold: Path, texts: Path, kind: str, keep: Path | None, look: int) -> RenderingScores:
    from tempfile import TemporaryDirectory

    from pipeline.evaluate.rendering import STEPS, Kind, evaluate_rendering

    total = len(list(gold.glob("*.json"))) * STEPS
    with TemporaryDirectory(prefix="kehoach-") as passing, _bar(say("evaluate.rendering"), total) as step:
        return evaluate_rendering(gold, texts, Kind(kind), keep or Path(passing), look=look, step=step)


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar for work that takes a while."""
    from app.render.progress import bar

    with bar() as shown:
        task = shown.add_task(what, total=total)
        yield lambda: shown.update(task, advance=1)


def _families_asked(*, families: bool, perturb: bool, rendering: str | None) -> None:
    if not families:
        raise typer.BadParameter(say("families.needs_families"), param_hint="--leave-one-out")
    if perturb or rendering:
        hint = "--perturb" if perturb else "--rendering"
        raise typer.BadParameter(say("families.not_together"), param_hint=hint)


def _families(gold: Path, texts: Path, kind: str | None, keep: Path | None, look: int) -> FamiliesScores:
    from tempfile import TemporaryDirectory

    from pipeline.evaluate.families_run import RENDERED_STEPS, evaluate_families, evaluate_families_rendered
    from pipeline.evaluate.rendering import Kind

    if not kind:
        if keep or look:
            raise typer.BadParameter(say("error.needs_rendering"), param_hint="--keep" if keep else "--look")
        return evaluate_families(gold, texts)
    with TemporaryDirectory(prefix="kehoach-") as passing, _bar(say("evaluate.rendering"), RENDERED_STEPS) as step:
        return evaluate_families_rendered(gold, texts, Kind(kind), keep or Path(passing), look=look, step=step)


def _print_families(scores: FamiliesScores, show: str | None, *, as_json: bool) -> None:
    from app.render.terminal import print_json
    from pipeline.evaluate import families_report as report

    listed = report.misses(scores, show) if show else []
    if as_json:
        return print_json(report.as_json(scores))
    return _print_all(report.as_table(scores), "", report.thresholds(scores.tuning), *(["", *listed] if listed else []))


def _print_trials(gold: Path, texts: Path, *, as_json: bool) -> None:
    from app.render.terminal import print_json
    from pipeline.evaluate import families_report as report
    from pipeline.evaluate.families_tuning import leave_one_out, steps

    with _bar(say("families.choosing"), steps(gold, texts)) as step:
        trials = leave_one_out(gold, texts, step=step)
    if as_json:
        return print_json(report.trials_json(trials))
    return _print_all(report.trials_table(trials))


def _print_rendering(scores: RenderingScores, show: str | None, *, as_json: bool) -> None:
    from app.render.terminal import print_json
    from pipeline.evaluate import report
    from pipeline.evaluate.rendering import report as of_rendering

    if as_json:
        print_json(of_rendering.as_json(scores))
    else:
        _print_all(of_rendering.as_table(scores), "", of_rendering.errors_table(scores))
        _print_faults(scores.rendered)
        if show:
            _print_all("", *report.misses(scores.rendered, show))
    _end(scores.rendered)


def _print_faults(scores: Scores) -> None:
    for title, lines in (("invented", scores.invented), ("failed", scores.failed)):
        _print_all(*(f"{title}: {line}" for line in lines))


def _end(scores: Scores) -> None:
    if scores.invented or scores.failed:
        raise typer.Exit(Exit.FAILED_GOLD)


def _print_scores(scores: Scores, show: str | None) -> None:
    from pipeline.evaluate import report

    _print_all(report.as_table(scores), "", report.fields_table(scores))
    _print_faults(scores)
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
    """Print the JSON Schema of a plan."""
    from app.render.terminal import print_json
    from models.plan_json import schema as of_plan

    print_json(of_plan())


def version(as_json: AsJson = False) -> None:
    """Print the version."""
    if not as_json:
        print(f"kehoach {current()}")
        return
    from app.render.terminal import print_json

    print_json({"version": current()})


def current() -> str:
    """The version of the installed distribution."""
    from importlib.metadata import version as of

    return of("kehoach")
