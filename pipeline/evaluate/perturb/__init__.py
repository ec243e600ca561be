"""The perturbation suite: the same plans, each with one fault that real files have, and gold that is right for it."""

from __future__ import annotations

from pipeline.evaluate.perturb.registry import FAULTS, Fault

__all__ = ["FAULTS", "Fault"]
