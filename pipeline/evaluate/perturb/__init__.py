"""The perturbation suite: the same plans, each with one fault that real files have, and gold that is right for it."""

from __future__ import annotations

from pipeline.evaluate.perturb.registry import FAULTS, Fault
from pipeline.evaluate.perturb.report import Cell, PerturbReport
from pipeline.evaluate.perturb.run import perturb

__all__ = ["FAULTS", "Cell", "Fault", "PerturbReport", "perturb"]
