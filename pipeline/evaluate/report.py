"""Scores and falls as plain rows, as text tables, and as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from models.errors import UsageError
from pipeline.evaluate.confidence import BUCKETS, as_rows
from pipeline.evaluate.counts import KINDS, Counts, Scores
from pipeline.evaluate.perturb.report import MOST_FALL, PerturbReport

Row = tuple[str, ...]


class Table(list[Row]):
    """Rows of text; the first row is the head. Every row is of one length."""

    def __str__(self) -> str:
        widths = [max(len(cell) for cell in column) for column in zip(*self, strict=True)]
        return "\n".join(_justified(row, widths) for row in self)


def _justified(row: Row, widths: Sequence[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]).rstrip()


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _figures(name: str, counts: Counts) -> Row:
    ratios = (counts.precision, counts.recall, counts.f1)
    return (name, *map(_ratio, ratios), str(counts.gold), str(counts.predicted))


_HEAD = ("", "precision", "recall", "F1", "gold", "told")


def as_table(scores: Scores) -> Table:
    """Precision, recall, F1 and support by kind, over all plans."""
    return Table([_HEAD, *(_figures(kind, counts) for kind, counts in scores.totals.items())])


def fields_table(scores: Scores) -> Table:
    """The same by field, for the kinds that have fields."""
    return Table([_HEAD, *(_figures(name, counts) for name, counts in sorted(scores.fields.items()))])


def misses(scores: Scores, kind: str) -> list[str]:
    """What was missed and what was told too much of one kind, plan by plan. Raises UsageError on an unknown kind."""
    if kind not in KINDS:
        raise UsageError(f"no such kind: {kind!r}; one of {', '.join(KINDS)}")
    return [
        f"{plan.plan}: {sort} {line}"
        for plan in scores.plans
        for sort, lines in (("miss", plan.misses.get(kind, ())), ("extra", plan.extras.get(kind, ())))
        for line in lines
    ]


def as_json(scores: Scores) -> dict[str, Any]:
    """Figures by kind and field, what was invented, what failed; figures of each plan too."""
    return {
        "figures": _json_figures(scores.totals),
        "fields": _json_figures(scores.fields),
        "plans": {plan.plan: _json_figures(plan.counts) for plan in scores.plans},
        "invented": list(scores.invented),
        "failed": list(scores.failed),
    }


def _json_figures(counts: dict[str, Counts]) -> dict[str, Any]:
    return {
        name: {"precision": c.precision, "recall": c.recall, "f1": c.f1, "gold": c.gold, "predicted": c.predicted}
        for name, c in counts.items()
    }


def falls_table(report: PerturbReport) -> Table:
    """Faults down, kinds across: the mean fall of F1 in thousandths; `!` marks a fall over the bound."""
    kinds = [kind for kind in KINDS if any(cell.kind == kind for cell in report.cells)]
    by_fault: dict[str, dict[str, str]] = {}
    for cell in report.cells:
        said = f"{round(1000 * cell.fall)}{'!' if cell.flagged else ''}"
        by_fault.setdefault(cell.fault, {})[cell.kind] = said
    rows = [(fault, *(cells.get(kind, "–") for kind in kinds)) for fault, cells in by_fault.items()]
    return Table([("fall of F1, thousandths", *(_short(kind) for kind in kinds)), *rows])


def _short(kind: str) -> str:
    part, _, field = kind.partition(".")
    return f"{part[:4]}.{field[:4]}" if field else part[:8]


def flagged_lines(report: PerturbReport, over: float = MOST_FALL) -> list[str]:
    """Each cell that falls by more: its figures, the plan and seed that it is worst on, and examples."""
    lines = []
    for cell in (c for c in report.cells if c.fall > over):
        lines.append(
            f"{cell.fault} / {cell.kind}: {cell.clean:.3f} → {cell.mean:.3f} (worst {cell.worst:.3f}), "
            f"worst plan {cell.worst_plan}, seed {cell.worst_seed}"
        )
        lines += [f"    {example}" for example in cell.examples]
    return lines


def confidence_table(report: PerturbReport, *, rules: bool = False) -> Table:
    """The share that was right, and how many were told, by confidence; by kind, or by kind and rule."""
    rows: list[Row] = [("right of told, by confidence", *BUCKETS)]
    for row in report.confidence:
        if rules is (row.rule is not None):
            name = f"{row.kind} {row.rule}" if row.rule else row.kind
            rows.append((name, *(_share(row.buckets.get(b)) for b in BUCKETS)))
    return Table(rows)


def _share(bucket: tuple[int, int] | None) -> str:
    return f"{bucket[0] / bucket[1]:.3f} of {bucket[1]}" if bucket else "–"


def perturb_json(report: PerturbReport) -> dict[str, Any]:
    """Every cell with its figures, and the confidence table."""
    keys = ("fault", "kind", "clean", "mean", "worst", "fall", "flagged", "worst_plan", "worst_seed", "examples")
    cells: Iterable[dict[str, Any]] = ({k: getattr(c, k) for k in keys} for c in report.cells)
    return {
        "seeds": report.seeds,
        "runs": report.runs,
        "cells": list(cells),
        "confidence": as_rows(report.confidence),
        "invented": list(report.invented),
    }
