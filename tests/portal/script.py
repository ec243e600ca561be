"""The script of the days: which document stands where from which day on, what changes, and which trap is set when.

It is data (tests/cases/portal/days.toml); day 0 is that of the first run. What must be in the store at the end follows
from it alone.
"""

from __future__ import annotations

import tomllib
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from models.base import Frozen

DAYS = Path(__file__).parents[1] / "cases" / "portal" / "days.toml"
START = datetime(2026, 3, 1, 22, 30)
"""The first run: half past five of the second of March in Vietnam, in UTC."""
FIRST = date(2026, 3, 2)

SITES = ("plain", "webforms", "sharepoint", "liferay", "vnpt", "feed")
UNITS = dict(
    zip(
        SITES,
        ("tỉnh Cà Mau", "tỉnh An Giang", "tỉnh Lào Cai", "tỉnh Quảng Trị", "tỉnh Tây Ninh", "tỉnh Thái Nguyên"),
        strict=True,
    )
)

SiteName = Literal["plain", "webforms", "sharepoint", "liferay", "vnpt", "feed"]
Form = Literal["txt", "html", "docx", "pdf"]


class Document(Frozen):
    """A document that a site lists from a day on."""

    site: SiteName
    number: int
    day: int
    """The first day on which it is listed; issued the day before."""
    type: Literal["plan", "decision", "department", "letter"] = "plan"
    """A plan of the People's Committee; a decision of it; the plan of a department; a letter whose listing does not
    say that it is none."""
    form: Form = "txt"
    also: tuple[Form, ...] = ()
    """Other forms of the same text, such as the editable one beside the signed one."""
    annex: bool = False
    changes: tuple[int, ...] = ()
    """Days on which its file is replaced by one that says something else, under the same address."""
    withdrawn: int | None = None
    """The day from which it is neither listed nor there."""
    times: int = 1
    """How often the listing has it."""
    grows: bool = False
    """It appears while the listing is read: after the first page was asked for."""
    same_as: tuple[str, int] | None = None
    """The document of another site whose very file this is."""
    private: bool = False
    """Its file lies where robots.txt asks not to go."""
    where: Literal["listing", "sitemap", "both"] = "listing"
    """Of a site with a sitemap: which of the two has it."""

    def selected(self) -> bool:
        return self.type == "plan"

    @property
    def issued(self) -> date:
        return FIRST + timedelta(days=self.day - 1)

    @property
    def symbol(self) -> str:
        marks = {"plan": "KH-UBND", "decision": "QĐ-UBND", "department": "KH-SNV", "letter": "UBND-NV"}
        return f"{self.number}/{marks[self.type]}"

    @property
    def main(self) -> Form:
        """The form that is read: the signed one where there is one."""
        return "pdf" if "pdf" in self.also else self.form

    def revision(self, day: int) -> int:
        return sum(changed <= day for changed in self.changes)


class Trap(Frozen):
    """Something wrong with a site on some days. `failure` is what the collector must call it, at `stage`; None where
    it must cope."""

    site: SiteName
    days: tuple[int, ...]
    what: str
    on: Literal["listing", "file", "any"] = "listing"
    number: int | None = None
    """Of the document whose file is meant."""
    stage: Literal["discover", "fetch", "ingest"] = "discover"
    failure: str | None = None


class Script(Frozen):
    days: int
    documents: tuple[Document, ...]
    traps: tuple[Trap, ...] = ()

    @cached_property
    def by_place(self) -> dict[tuple[str, int], Document]:
        return {(d.site, d.number): d for d in self.documents}

    def listed(self, site: str, day: int, *, grown: bool = True, where: str = "listing") -> list[Document]:
        """What a site lists on a day, the newest first; what appears while it is read only if it has `grown`."""
        there = [
            d
            for d in self.documents
            if d.site == site and d.day <= day and (d.withdrawn is None or day < d.withdrawn)
            if d.where in (where, "both")
            if not (d.grows and d.day == day and not grown)
        ]
        newest = sorted(there, key=lambda d: (-d.day, -d.number))
        return [d for d in newest for _ in range(d.times)]

    def wanted(self) -> list[Document]:
        """The documents that must be stored at the end; what two sites list is one of them."""
        lost = {(t.site, t.number) for t in self.traps if t.failure and not t.days}
        return [
            d
            for d in self.documents
            if d.selected() and d.same_as is None and not d.private and (d.site, d.number) not in lost
        ]

    def expected(self) -> dict[tuple[str, str], int]:
        """Issuer and symbol of each plan that must be stored at the end, and how many versions of it."""
        return {(UNITS[d.site], d.symbol): 1 + len(d.changes) for d in self.wanted()}


def load(path: Path = DAYS, **more: Any) -> Script:
    return Script.model_validate(tomllib.loads(path.read_text(encoding="utf-8")) | more)
