"""What the doctor finds. What a finding says, and what to do about it, stands in the catalogue of messages."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from models.base import Frozen

Area = Literal["installed", "settings", "store", "originals", "index", "rules", "disk"]
State = Literal["good", "note", "missing", "bad"]
"""`note`: worth knowing, nothing is wrong; `missing`: a tool that some work needs is not there; `bad`: the store is not
whole."""


class Finding(Frozen):
    """`what` names the message, `values` fill it; `which` are the things it is about, the first of them."""

    area: Area
    state: State
    what: str
    values: dict[str, str | int] = Field(default_factory=dict)
    which: tuple[str, ...] = ()


class Health(Frozen):
    """All findings, in the order in which they were made."""

    findings: tuple[Finding, ...]

    @property
    def whole(self) -> bool:
        return all(finding.state != "bad" for finding in self.findings)


LISTED = 20
"""Things that a finding names at most; `values` says how many there are."""


def found(area: Area, what: str, of: list[str], state: State = "bad", **values: Any) -> Finding:
    """A finding about several things."""
    return Finding(area=area, state=state, what=what, values={"count": len(of), **values}, which=tuple(of[:LISTED]))
