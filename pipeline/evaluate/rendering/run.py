"""Score the plans as rendered: each is printed, read like any file, and scored beside its text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

from models.base import Frozen
from pipeline.evaluate.counts import Scores
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.rendering.build import Kind, Rendered, render
from pipeline.evaluate.rendering.errors import document_errors
from pipeline.evaluate.score import evaluate

STEPS = 3
"""Of work on each plan: printing it, reading its text, reading its rendering."""


class Errors(NamedTuple):
    """The character errors of one plan: how many, of how many characters that were printed."""

    wrong: int
    printed: int

    @property
    def rate(self) -> float:
        return self.wrong / self.printed if self.printed else 0.0


class RenderingScores(Frozen):
    """The scores of the plans as rendered, and those of their texts; character errors by plan."""

    kind: Kind
    look: int
    rendered: Scores
    text: Scores
    errors: dict[str, Errors]

    @property
    def all_errors(self) -> Errors:
        return Errors(sum(e.wrong for e in self.errors.values()), sum(e.printed for e in self.errors.values()))


def evaluate_rendering(
    gold: Path,
    plans: Path,
    kind: Kind,
    folder: Path,
    *,
    look: int = 0,
    step: Callable[[], None] | None = None,
) -> RenderingScores:
    """Render every annotated plan into a folder and score what is read from the files. `step` is called `STEPS` times a
    plan.

    A plan that cannot be read has a score of nothing found and no character errors. Raises what `render` raises.
    """
    done = step or (lambda: None)
    rendered = {r.plan.name: r for r in render(load_gold(gold, plans), kind, folder, look, done)}
    reading = _Reading(rendered, done)
    return RenderingScores(
        kind=kind,
        look=look,
        rendered=evaluate(gold, plans, reading.rendering),
        text=evaluate(gold, plans, reading.text),
        errors=reading.errors,
    )


class _Reading:
    """Reads the plans in the place of the scorer's own reading, and counts character errors on the way."""

    def __init__(self, rendered: dict[str, Rendered], done: Callable[[], None]) -> None:
        self.rendered, self.done = rendered, done
        self.errors: dict[str, Errors] = {}

    def rendering(self, text: Path) -> dict[str, Any]:
        found = self.rendered[text.stem]
        try:
            return self._read(found.file, found)
        finally:
            self.done()

    def text(self, text: Path) -> dict[str, Any]:
        try:
            return self._read(text)
        finally:
            self.done()

    def _read(self, file: Path, rendered: Rendered | None = None) -> dict[str, Any]:
        from models.interchange import dump
        from pipeline.process import process
        from pipeline.read import read_file

        plan = process(read_file(file))
        if rendered:
            counted = document_errors(rendered.sheet, plan.document, plan.outline)
            self.errors[rendered.plan.name] = Errors(*counted)
        return dump(plan)
