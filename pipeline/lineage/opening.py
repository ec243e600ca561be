"""The sentence in which a plan names a document, and what its opening says: carried out, relied upon, or proposed.

A preamble lists what it names behind one opening ("Thực hiện Kế hoạch số …; Nghị quyết số …;"), which holds until
another one opens (Nghị định 30/2020/NĐ-CP, Phụ lục I: căn cứ, lời dẫn).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from extractors import lexicon
from extractors.fold import any_of, fold
from models.plan import Plan
from models.span import Evidence, Flow, Span

_SENTENCE = 2_000
"""Characters before and behind a mention that are looked at."""
_AROUND = 2 * _SENTENCE
"""Characters of the stored text, which may be parted by much white space, that the sentence is taken from."""
_ENDS = re.compile(r"[.;](?=\s|$)")


class Opening(StrEnum):
    CARRIES = "carries"
    BASIS = "basis"
    ASKED = "asked"


class Mentioned(NamedTuple):
    """A mention: what opens its sentence, and the sentence (up to the `;` that ends it) with the mention in it."""

    opening: Opening | None
    sentence: str


def mentioned(plan: Plan, mention: Evidence) -> Mentioned:
    """How a plan mentions a document."""
    paragraph, at = _paragraph(plan, mention)
    before, behind = paragraph[max(at - _SENTENCE, 0) : at], paragraph[at : at + _SENTENCE]
    folded = fold(before)
    ends = [m.end() for m in _ENDS.finditer(before)]
    stop = _ENDS.search(behind)
    sentence = before[ends[-1] if ends else 0 :] + (behind[: stop.start()] if stop else behind)
    return Mentioned(_opening(folded), " ".join(sentence.split()))


def _opening(before: str) -> Opening | None:
    """Of the openings before the mention the last one; a verb right before it says it best."""
    if _right_before().search(before):
        return Opening.CARRIES
    found = list(_openers().finditer(before))
    return Opening(str(found[-1].lastgroup)) if found else None


def _paragraph(plan: Plan, mention: Evidence) -> tuple[str, int]:
    """The paragraph around the mention on one line, and where the mention begins in it."""
    start = mention.spans[0].start
    first, last = start - _AROUND, start + _AROUND
    near = [p for p in _pieces(plan, mention) if p.start < last and p.end > first]
    pieces = [Span(max(p.start, first), min(p.end, last)) for p in near]
    before = [Span(p.start, min(p.end, start)) for p in pieces if p.start < start]
    whole = Flow(plan.document.text, pieces).text
    return whole, min(len(Flow(plan.document.text, before).text), len(whole))


def _pieces(plan: Plan, mention: Evidence) -> tuple[Span, ...]:
    if mention.clause is not None:
        clause = plan.outline.by_path.get(mention.clause)
        return clause.spans if clause else mention.spans
    start = mention.spans[0].start
    for paragraph in plan.outline.parts.preamble:
        if paragraph and paragraph[0].start <= start < paragraph[-1].end:
            return paragraph
    return mention.spans


@cache
def _openers() -> re.Pattern[str]:
    opens = lexicon.lineage().opens
    groups = "|".join(
        rf"(?P<{name}>{any_of(map(fold, getattr(opens, name)))})" for name in ("carries", "basis", "asked")
    )
    return re.compile(rf"(?:^|[.;:,]\s)\s*[-+*–•]?\s*(?:{groups})\b")


@cache
def _right_before() -> re.Pattern[str]:
    """ "… ban hành Kế hoạch thực hiện Quyết định số …": only adverbs stand between the verb and the document."""
    verbs = any_of(map(fold, lexicon.lineage().opens.carries))
    return re.compile(
        rf"\b(?:{verbs})(?: (?:co hieu qua|nghiem(?: tuc)?|tot|day du|kip thoi|dong bo|theo|cac)){{0,3}}\s*$"
    )
