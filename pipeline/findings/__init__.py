"""What an analyst should look at: within one plan, between levels, against the law and the form of its day.

`findings` is all that others need; what a finding is stands in `types`, which rules there are in `registry`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.plan import Plan
    from pipeline.findings.types import Finding

__all__ = ["findings"]


def findings(plans: Sequence[Plan]) -> tuple[Finding, ...]:
    """Every finding on these plans, each alone and together: by weight, then in the plans' order, then by place.

    The same plans in the same order give the same findings. Never raises on any plan: `run.examine` also tells which
    rules failed.
    """
    from pipeline.findings.run import examine

    return examine(plans).findings
