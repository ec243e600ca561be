"""The scores of a rendering as rows and as JSON values."""

from __future__ import annotations

from typing import Any

from pipeline.evaluate import report
from pipeline.evaluate.rendering.run import RenderingScores
from pipeline.evaluate.report import Table


def as_table(scores: RenderingScores) -> Table:
    """The table of `pipeline.evaluate.report`, with the F1 of the texts and how much of it the rendering loses."""
    head, *rows = report.as_table(scores.rendered)
    texts = scores.text.totals
    return Table([(*head, "text F1", "lost"), *((*row, *_beside(scores, row[0], texts[row[0]].f1)) for row in rows)])


def _beside(scores: RenderingScores, kind: str, text: float | None) -> tuple[str, str]:
    lost = _lost(text, scores.rendered.totals[kind].f1)
    return ("–" if text is None else f"{text:.3f}", "–" if lost is None else f"{lost:.3f}")


def _lost(text: float | None, rendered: float | None) -> float | None:
    """What the text has more; below 0 where the rendering is better."""
    return None if text is None or rendered is None else round(text - rendered, 4) + 0.0


def errors_table(scores: RenderingScores) -> Table:
    """Character errors by plan and over all."""
    named = [*scores.errors.items(), ("", scores.all_errors)]
    rows = [(name, f"{100 * e.rate:.2f} %", str(e.wrong), str(e.printed)) for name, e in named]
    return Table([("", "character errors", "wrong", "printed"), *rows])


def as_json(scores: RenderingScores) -> dict[str, Any]:
    """The JSON of the rendering's scores; under `rendering` the texts' figures, what was lost, the character errors."""
    text, rendered = scores.text.totals, scores.rendered.totals
    errors = {name: {"wrong": e.wrong, "printed": e.printed, "rate": e.rate} for name, e in scores.errors.items()}
    return report.as_json(scores.rendered) | {
        "rendering": {
            "kind": scores.kind.value,
            "look": scores.look,
            "text": report.as_json(scores.text)["figures"],
            "lost": {kind: _lost(text[kind].f1, counts.f1) for kind, counts in rendered.items()},
            "character_errors": {"rate": scores.all_errors.rate, "plans": errors},
        }
    }
