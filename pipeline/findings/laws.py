"""Legal grounds that were no longer, or not yet, in force on the day of the plan that rests on them.

Only what `extractors/lexicon/laws_in_force.toml` knows is judged, and only grounds: a paragraph of the preamble that
opens with "Căn cứ". What a plan merely tells of ("tổng kết 5 năm thực hiện Luật …") may have ended long ago.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors import lexicon
from extractors.fold import fold
from extractors.lexicon.entries import LawInForce
from extractors.times import times
from models.metadata import Found
from models.plan import Plan
from models.records import Granularity, Reference
from models.span import Evidence
from pipeline.findings.mentions import mentions, symbol_key
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight, place_at

_GROUND = re.compile(r"\W*can cu\b")
_YEAR = re.compile(r"\s*,?\s*(?:nam )?((?:19|20)\d\d)\b")


def grounds(plan: Plan) -> Iterator[Finding]:
    """Grounds out of force on the plan's day, and known laws that are cited with a day which is not theirs."""
    yield from _wrong_days(plan)
    issued = plan.metadata.issued
    if not isinstance(issued, Found):
        return
    for reference in plan.references:
        evidence = next((e for e in reference.evidence if _is_ground(plan, e)), None)
        law = _known(plan, reference, evidence) if evidence else None
        if law is None or evidence is None or law.holds(issued.value):
            continue
        ended = law.until is not None and law.until < issued.value
        facts: Facts = {"document": _said(plan, evidence), "issued": issued.value}
        facts |= {"until": law.until or "", "by": law.by or "—"} if ended else {"since": law.since or ""}
        yield Finding(
            rule="ground_ended" if ended else "ground_early",
            weight=Weight.HIGH if ended else Weight.LOW,
            facts=facts,
            places=(place_at(plan, None, _said(plan, evidence), (evidence,)),),
            source=law.by if ended else None,
            confidence=sureness(plan, reference.confidence, issued.confidence, evidence=[evidence]),
        )


def _wrong_days(plan: Plan) -> Iterator[Finding]:
    by_symbol = {symbol_key(law.symbol): law for law in lexicon.laws_in_force()}
    for cited in mentions(plan):
        law = by_symbol.get(cited.key)
        # Of a day in another year the symbol itself shows the slip.
        if law and cited.day and cited.day != law.issued and cited.day.year == law.issued.year:
            yield Finding(
                rule="cited_law_date",
                weight=Weight.LOW,
                facts={"document": f"{cited.reference.type} {cited.printed}", "day": cited.day, "right": law.issued},
                places=(cited.place,),
                confidence=sureness(plan, cited.reference.confidence, evidence=[cited.evidence]),
            )


def _known(plan: Plan, reference: Reference, evidence: Evidence) -> LawInForce | None:
    """The law of the table that a mention names; none where several could be meant."""
    if reference.symbol:
        key = symbol_key(reference.symbol)
        return next((law for law in lexicon.laws_in_force() if symbol_key(law.symbol) == key), None)
    name, told = _plain(reference.name or ""), _told(plan, evidence)
    found = [law for law in lexicon.laws_in_force() if name in map(_plain, law.names) and _is_of(law, *told)]
    return found[0] if len(found) == 1 else None


def _told(plan: Plan, evidence: Evidence) -> tuple[date | None, int | None]:
    """The day that a mention prints, or the year that follows it ("Luật Đất đai năm 2013")."""
    folded = fold(plan.document.flow(evidence.spans).text)
    day = next((t.start for t in times(folded) if t.granularity is Granularity.DAY), None)
    end = evidence.spans[-1].end
    year = _YEAR.match(fold(plan.document.text[end : end + 20]))
    return day, int(year[1]) if year else None


def _is_of(law: LawInForce, day: date | None, year: int | None) -> bool:
    return day == law.issued if day else year == law.issued.year


def _plain(name: str) -> str:
    """A name as it is compared: folded, without the marks that are set or left out at will."""
    return re.sub(r"\s+", " ", re.sub(r"[,;\"“”-]", " ", fold(name))).strip()


def _is_ground(plan: Plan, evidence: Evidence) -> bool:
    """Whether a mention stands in a paragraph of the preamble that opens with "Căn cứ"."""
    if evidence.clause is not None:
        return False
    start = evidence.spans[0].start
    paragraphs = plan.outline.parts.preamble
    own = next((p for p in paragraphs if p and p[0].start <= start < p[-1].end), None)
    return own is not None and bool(_GROUND.match(fold(plan.document.flow(own).text)))


def _said(plan: Plan, evidence: Evidence) -> str:
    text = " ".join(plan.document.flow(evidence.spans).text.split())
    return text if len(text) <= 120 else f"{text[:120].rsplit(' ', 1)[0]} …"
