"""How good the extraction is: scores against gold annotations, on the texts as found and on perturbed ones."""

from __future__ import annotations

from pipeline.evaluate.counts import Counts, PlanScore, Scores
from pipeline.evaluate.perturb import PerturbReport, perturb
from pipeline.evaluate.score import evaluate, score_plan

__all__ = ["Counts", "PerturbReport", "PlanScore", "Scores", "evaluate", "perturb", "score_plan"]
