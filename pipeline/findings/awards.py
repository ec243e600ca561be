"""Awards that the authority named may not give under the law in force on the plan's day.

Source: `extractors/lexicon/awarding_law.toml`. What is proposed to a higher authority ("đề nghị, trình … tặng") is not
given; where a sentence names several authorities, or one whose level does not show, nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractors import lexicon
from extractors.authorities import AUTHORITY
from extractors.fold import fold
from extractors.lexicon.entries import EndedGiver, Giver
from models.metadata import Found
from models.plan import Plan
from models.records import Award
from models.span import Evidence
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Weight, place_at

_AUTHORITY = re.compile(AUTHORITY)
# Between the authority and the award: what it proposes to others it does not give.
_PROPOSED = re.compile(r"\b(?:de nghi|trinh|kien nghi|de xuat|cap tren|cap co tham quyen)\b")
_CLASS = re.compile(r" hạng (?:Nhất|Nhì|Ba)$")
_COMMITTEE = r"(?:(?:pho )?chu tich )?(?:uy ban nhan dan|ubnd)(?: cac)?(?: cap)? "
_GIVERS: tuple[tuple[Giver, re.Pattern[str]], ...] = (
    ("president", re.compile(r"chu tich nuoc$")),
    ("government", re.compile(r"chinh phu$")),
    ("prime_minister", re.compile(r"thu tuong(?: chinh phu)?$")),
    ("minister", re.compile(r"bo truong\b")),
    ("department", re.compile(r"giam doc (?:cac )?so\b")),
    ("province", re.compile(_COMMITTEE + "tinh$")),
    ("district", re.compile(_COMMITTEE + r"(?:huyen|quan|thi xa)$")),
    ("commune", re.compile(_COMMITTEE + r"(?:xa|phuong|thi tran)$")),
)


def awards(plan: Plan) -> Iterator[Finding]:
    """Each award with an authority that the law of the day leaves without the power to give it."""
    issued = plan.metadata.issued
    if not isinstance(issued, Found):
        return
    for award in plan.awards:
        giver = giver_of(award.authority or "")
        given = next((e for e in award.evidence if _is_given(plan, e)), None) if giver else None
        if giver is None or given is None:
            continue
        facts: Facts = {"form": award.form, "authority": award.authority or "", "issued": issued.value}
        ended = _ended(giver, issued.value)
        law = ended.law if ended else _refused(award, giver, issued.value)
        if law:
            yield Finding(
                rule="award_level_ended" if ended else "award_refused",
                weight=Weight.HIGH,
                facts=facts | ({"ended": ended.since or "…"} if ended else {}),
                places=(place_at(plan, given.clause, _sentence(plan, given), (given,)),),
                source=law,
                confidence=sureness(plan, award.confidence, issued.confidence, evidence=[given]),
            )


def giver_of(authority: str) -> Giver | None:
    """What an authority is to the law; null where its name does not show it (`UBND thành phố` is a district's or a
    province's).

    >>> giver_of("Chủ tịch UBND huyện"), giver_of("UBND thành phố"), giver_of("Thủ tướng Chính phủ")
    ('district', None, 'prime_minister')
    """
    folded = fold(authority)
    return next((giver for giver, pattern in _GIVERS if pattern.match(folded)), None)


def _ended(giver: Giver, on: date) -> EndedGiver | None:
    return next((e for e in lexicon.awarding_law().ended if e.giver == giver and e.holds(on)), None)


def _refused(award: Award, giver: Giver, on: date) -> str | None:
    """The law that leaves an authority without the power to give an award; none where it does not say so."""
    form = _CLASS.sub("", award.form)
    for entry in lexicon.awarding_law().award:
        if form in entry.forms and entry.holds(on) and giver in entry.refused:
            return entry.law
    return None


def _is_given(plan: Plan, evidence: Evidence) -> bool:
    """Whether the mention gives: it proposes nothing, and its sentence names one authority only (`Chủ tịch UBND tỉnh,
    Chủ tịch UBND huyện tặng Bằng khen, Giấy khen` leaves open who gives which)."""
    named = {m.group() for m in _AUTHORITY.finditer(fold(_sentence(plan, evidence)))}
    return len(named) == 1 and not _PROPOSED.search(fold(plan.document.flow(evidence.spans).text))


def _sentence(plan: Plan, evidence: Evidence) -> str:
    """The sentence of the clause that a mention stands in, on one line."""
    said = " ".join(plan.document.flow(evidence.spans).text.split())
    clause = plan.outline.by_path.get(evidence.clause) if evidence.clause else None
    text = " ".join(clause.text.split()) if clause else said
    at = text.find(said)
    if at < 0:
        return text
    start = max(text.rfind(mark, 0, at) for mark in (". ", "; ")) + 1
    ends = [e for mark in (".", ";") if (e := text.find(mark, at + len(said))) >= 0]
    return text[start : min(ends, default=len(text))].strip(" ;.")
