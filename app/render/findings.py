"""Findings in words: weight, sentence, the words that show it with their place, and the law that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.padding import Padding

from app.render.terminal import console, plain
from pipeline.messages import say

if TYPE_CHECKING:
    from models.plan import Plan
    from pipeline.findings.run import Examined
    from pipeline.findings.types import Finding, Place

_STYLE = {"high": "bold red", "medium": "bold yellow", "low": "bold"}
_QUOTE = 200
"""Characters of a quote that are shown; the whole stands in the JSON and in the plan."""


def show_findings(findings: Sequence[Finding], plans: Sequence[Plan]) -> None:
    """Every finding in the order given, and how many there are."""
    from pipeline.findings.saying import plan_name

    out = console()
    names = {plan.document.sha256: plan_name(plan) for plan in plans}
    for finding in findings:
        _show(out, finding, names)
    told = say("findings.count", count=len(findings), plans=len(plans))
    out.print(plain(told if findings else say("findings.none", plans=len(plans))))


def as_values(examined: Examined, plans: Sequence[Plan]) -> dict[str, Any]:
    """Findings with their sentences, the plans that were looked at, and the rules that failed."""
    from pipeline.findings.saying import plan_name, sentence

    return {
        "plans": [
            {"version": plan.document.sha256, "name": plan_name(plan), "source": plan.document.source} for plan in plans
        ],
        "findings": [{"sentence": sentence(f), **f.model_dump(mode="json")} for f in examined.findings],
        "problems": [p.model_dump(mode="json") for p in examined.problems],
    }


def _show(out: Console, finding: Finding, names: dict[str, str]) -> None:
    from pipeline.findings.saying import sentence

    sure = say("findings.sure", sure=f"{finding.confidence:.0%}")
    line = plain(f"[{say(f'weight.{finding.weight.value}')}] ", _STYLE[finding.weight.value])
    line.append_text(plain(sentence(finding)))
    line.append_text(plain(f"  ({finding.rule}; {sure})", "dim"))
    out.print(line)
    for place in finding.places:
        _indented(out, f"{_where(place, names)}: «{_shortened(place.quote)}»")
    if not finding.places:
        for version in finding.silent:
            _indented(out, f"{names.get(version, version)}: {say('findings.silent')}")
    if finding.source:
        _indented(out, say("findings.source", source=finding.source))
    out.print()


def _indented(out: Console, line: str) -> None:
    """A line below its finding, indented also where it wraps."""
    out.print(Padding(plain(line), (0, 0, 0, 4), expand=False))


def _where(place: Place, names: dict[str, str]) -> str:
    pages = say("findings.page", pages=", ".join(map(str, place.pages))) if place.pages else None
    path = str(place.path) if place.path else None
    return " · ".join(x for x in (names.get(place.version, place.version), path, pages) if x)


def _shortened(quote: str) -> str:
    line = " ".join(quote.split())
    return line if len(line) <= _QUOTE else f"{line[:_QUOTE].rsplit(' ', 1)[0]} …"
