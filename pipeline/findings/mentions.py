"""Every mention of a cited document, with the date and the title that this mention prints.

A record of a reference gathers all mentions and keeps one date; what its mentions print may differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.fold import fold
from extractors.mention import date_behind
from extractors.numbered import SYMBOL
from models.plan import Plan
from models.records import Reference
from models.span import Evidence
from pipeline.findings.types import Place, place_at

_TITLE = re.compile(
    r"\b(?:ve viec|v/v|ve|ban hanh|quy dinh|phe duyet|thuc hien|huong dan|phat dong|to chuc|trien khai)\b"
)
_YEAR = re.compile(r"/(\d{4})/")


@dataclass(frozen=True)
class Cited:
    """One mention of a numbered document."""

    plan: Plan
    reference: Reference
    key: str
    """The symbol in capitals without spaces, one dash for all."""
    printed: str
    """The symbol as this mention prints it."""
    day: date | None
    title: str
    """The folded words of the title, as far as this mention prints it; empty where it does not."""
    body: str
    """The issuer as this mention names it, folded; empty where it does not."""
    evidence: Evidence

    @property
    def place(self) -> Place:
        quote = " ".join(self.plan.document.flow(self.evidence.spans).text.split())
        return place_at(self.plan, self.evidence.clause, quote, (self.evidence,))

    @property
    def year(self) -> int | None:
        """The year within the symbol (`91/2017/NĐ-CP`); null where it has none."""
        match = _YEAR.search(self.key)
        return int(match[1]) if match else None


def symbol_key(symbol: str) -> str:
    """A symbol in the one way of writing in which symbols are compared.

    >>> symbol_key("05 –CT/TW")
    '05-CT/TW'
    """
    return re.sub(r"\s", "", symbol).upper().replace("–", "-")


def mentions(plan: Plan) -> Iterator[Cited]:
    """The mentions of every numbered document that a plan cites, in the order of the references."""
    for reference in plan.references:
        for evidence in reference.evidence if reference.symbol else ():
            if found := _read(plan, reference, evidence):
                yield found


def _body(reference: Reference, between: str) -> str:
    """The issuer between date and title; else that of the reference, where no other mention can have given it."""
    said = re.sub(r"^\W*cua\s+|[\W_]+$", "", between)
    if said and re.match(r"\W*cua\b", between):
        return said
    return fold(reference.issuer or "") if len(reference.evidence) == 1 else ""


def _read(plan: Plan, reference: Reference, evidence: Evidence) -> Cited | None:
    text = plan.document.flow(evidence.spans).text
    key = symbol_key(reference.symbol or "")
    match = next((m for m in SYMBOL.finditer(text) if symbol_key(m["symbol"]) == key), None)
    if match is None:
        return None
    folded = fold(text)
    day, end = date_behind(folded, match.end(), len(folded))
    opens = _TITLE.search(folded, end)
    return Cited(
        plan=plan,
        reference=reference,
        key=key,
        printed=re.sub(r"\s", "", match["symbol"]),
        day=day,
        title=folded[opens.start() :] if opens else "",
        body=_body(reference, folded[end : opens.start() if opens else len(folded)]),
        evidence=evidence,
    )
