"""The rules in their order: those that read one plan, and those that set several side by side.

A new rule is one function in a file of its family, one row here, one message `finding.<rule>` in each language and one
line in docs/findings.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from models.plan import Plan
from pipeline.findings.awards import awards
from pipeline.findings.citations import cited_variously
from pipeline.findings.counts import counts
from pipeline.findings.days import days
from pipeline.findings.deadlines import deadlines
from pipeline.findings.form import components
from pipeline.findings.laws import grounds
from pipeline.findings.levels import levels
from pipeline.findings.numbering import numbering
from pipeline.findings.references import references
from pipeline.findings.totals import totals
from pipeline.findings.types import Finding

OnePlan = Callable[[Plan], Iterator[Finding]]
Together = Callable[[Sequence[Plan]], Iterator[Finding]]

OF_ONE: tuple[tuple[str, OnePlan, tuple[str, ...]], ...] = (
    ("awards", awards, ("award_refused", "award_level_ended")),
    ("grounds", grounds, ("ground_ended", "ground_early", "cited_law_date")),
    ("deadlines", deadlines, ("deadline_passed", "milestone_outside")),
    ("days", days, ("no_such_day", "weekday_differs")),
    ("references", references, ("cited_later", "cited_year")),
    ("counts", counts, ("count_differs",)),
    ("totals", totals, ("total_differs",)),
    (
        "components",
        components,
        (
            "missing_motto",
            "missing_issuer",
            "missing_number",
            "missing_date",
            "missing_subject",
            "missing_position",
            "missing_signer",
            "missing_recipients",
        ),
    ),
    ("numbering", numbering, ("numbering_repeated", "numbering_skipped", "numbering_prefix")),
)
"""Families of one plan: a name, the function, and the rules that its findings name."""

OF_SEVERAL: tuple[tuple[str, Together, tuple[str, ...]], ...] = (
    (
        "levels",
        levels,
        (
            "later_launch",
            "later_preliminary_review",
            "later_final_review",
            "later_report",
            "later_award_round",
            "threshold_lower",
            "cited_otherwise",
        ),
    ),
    ("citations", cited_variously, ("cited_dates", "cited_names", "cited_symbols", "cited_signs")),
)
"""Families that read all the plans at once; what a single plan says in two ways is found here too."""

RULES: tuple[str, ...] = tuple(rule for _, _, rules in (*OF_ONE, *OF_SEVERAL) for rule in rules)
"""Every rule by the name that a finding and its message bear."""
