"""Every rule over every plan. A rule that fails is recorded, and the rest stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from models.base import Frozen
from models.plan import Plan, Problem
from pipeline.findings.registry import OF_ONE, OF_SEVERAL
from pipeline.findings.types import Finding, Weight

_WEIGHTS = {weight: k for k, weight in enumerate(Weight)}


class Examined(Frozen):
    """What was found, and which rules failed on the way (`stage` is the family of rules)."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...] = ()


def examine(plans: Sequence[Plan]) -> Examined:
    """The findings on these plans in order, and the failures. A plan given twice counts once."""
    once = list({plan.document.sha256: plan for plan in plans}.values())
    problems: list[Problem] = []
    found: list[Finding] = []
    for plan in once:
        for name, rule, _ in OF_ONE:
            found += _run(name, partial(rule, plan), problems)
    for name, together, _ in OF_SEVERAL:
        found += _run(name, partial(together, once), problems)
    return Examined(findings=tuple(_ordered(found, once)), problems=tuple(problems))


def _run(name: str, rule: partial[Iterator[Finding]], problems: list[Problem]) -> Iterator[Finding]:
    """What a family of rules finds, up to where it fails."""
    try:
        yield from rule()
    except Exception as error:  # the boundary at which any failure of a rule becomes a recorded problem
        problems.append(Problem(stage=name, reason=f"{type(error).__name__}: {error}"))


def _ordered(found: list[Finding], plans: Sequence[Plan]) -> list[Finding]:
    turn = {plan.document.sha256: k for k, plan in enumerate(plans)}

    def place(finding: Finding) -> tuple[int, int, int, str, str]:
        version = finding.places[0].version if finding.places else next(iter(finding.silent), "")
        starts = [span.start for p in finding.places[:1] for e in p.evidence for span in e.spans]
        facts = str(sorted((k, str(v)) for k, v in finding.facts.items()))
        return _WEIGHTS[finding.weight], turn.get(version, len(plans)), min(starts, default=-1), finding.rule, facts

    return sorted(found, key=place)
