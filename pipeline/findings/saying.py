"""A finding in words: the message of its rule, filled with its facts as they are written in Vietnam."""

from __future__ import annotations

from datetime import date

from models.plan import Plan
from pipeline.findings.types import Finding
from pipeline.messages import language, say
from pipeline.timeline.wording import shown


def sentence(finding: Finding) -> str:
    """What the finding says, in the language in use."""
    return say(f"finding.{finding.rule}", **{name: written(fact) for name, fact in finding.facts.items()})


def written(fact: str | int | float | date) -> str:
    """A fact as a reader expects it: days as 05/08/2019, decimals with a comma in Vietnamese.

    >>> written(date(2019, 8, 5)), written(50.0), written("II")
    ('05/08/2019', '50', 'II')
    """
    if isinstance(fact, date):
        return shown(fact)
    if isinstance(fact, float):
        said = f"{fact:.10g}"
        return said.replace(".", ",") if language() == "vi" else said
    return str(fact)


def plan_name(plan: Plan) -> str:
    """What names a plan in one line: its symbol and its unit, else where it came from."""
    metadata = plan.metadata
    said = [metadata.symbol.value, metadata.issuer_unit.value]
    return ", ".join(x for x in said if x) or plan.document.source.rsplit("/", 1)[-1]
