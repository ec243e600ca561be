"""What the doctor found: each finding in a line, and under it what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.render.terminal import console, plain
from pipeline.messages import amounts, names, say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from rich.progress import Progress

    from pipeline.maintaining.findings import Finding, Health

_SIGNS = {"good": "✓", "note": "•", "missing": "—", "bad": "✗"}
_STYLES = {"good": "green", "note": "", "missing": "yellow", "bad": "bold red"}


def show_health(health: Health) -> None:
    """All findings by their area, and the sum of them."""
    out, area = console(), None
    for finding in health.findings:
        if finding.area != area:
            area = finding.area
            out.print(plain(say(f"area.{area}"), "bold"), soft_wrap=True)
        out.print(plain(f"  {_SIGNS[finding.state]} {said(finding)}", _STYLES[finding.state]), soft_wrap=True)
        for one in finding.which:
            out.print(plain(f"      {one}"), soft_wrap=True)
        if (remedy := what_to_do(finding)) is not None:
            out.print(plain(f"    → {remedy}"), soft_wrap=True)
    out.print(plain(say("maintain.whole" if health.whole else "maintain.not_whole"), "bold"), soft_wrap=True)


def said(finding: Finding) -> str:
    """A finding in words."""
    values = {name: told(str(value)) if name == "reason" else value for name, value in finding.values.items()}
    counts: dict[str, int] = {name: int(values[name]) for name in ("plans", "versions") if name in values}
    return say(f"doctor.{finding.what}", **(values | amounts(counts)))


def what_to_do(finding: Finding) -> str | None:
    """What to do about a finding; None where nothing is to be done."""
    return say(f"remedy.{finding.what}") if finding.what in names("remedy") else None


def as_json(health: Health) -> dict[str, Any]:
    """For programs: the findings as they are, with their words."""
    findings = [
        finding.model_dump(mode="json") | {"says": said(finding), "do": what_to_do(finding)}
        for finding in health.findings
    ]
    return {"whole": health.whole, "findings": findings}


class Looking:
    """A bar that says what is looked at."""

    def __init__(self, shown: Progress) -> None:
        self._shown = shown
        self._task = shown.add_task(say("maintain.looking"), total=None)

    def begin(self, what: str, of: int) -> None:
        self._shown.reset(self._task, total=of or None, description=say(f"looking.{what}"))

    def step(self) -> None:
        self._shown.update(self._task, advance=1)
