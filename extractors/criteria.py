"""Criteria: conditions to be met, and limits on who may be proposed (DOMAIN.md, Criterion)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.audiences import named
from extractors.authorities import awarding_levels
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.lexicon.entries import ColumnRole
from extractors.reading import Passage, Reading
from extractors.tables.quantities import is_scoring
from extractors.tables.rows import RowKind, TableRow
from models.outline import Clause, Outline, Topic
from models.path import ClausePath
from models.records import Audience, Criterion, Level, record_id

_SENTENCES = re.compile(r"(?<=[^.\d])[.!?]\s+(?=[^\W\d_])")
_INTRODUCES = re.compile(r"^(?:cu the|nhu sau|sau|sau day|gom|bao gom|trong do)\W*$")
# A recipient who must have done or be something; "thành tích tiêu biểu, xuất sắc" alone is said of every recipient.
_QUALIFIED = re.compile(
    r"\b(?:tap the|ca nhan|co quan|don vi|ho gia dinh|can bo|nguoi)\b(?:[^.;:]{0,60}?)\b(?:co|dat|dap ung|"
    r"hoan thanh|thuc hien|la)\b (?P<what>[^.;]*)"
)
_GENERAL = re.compile(
    r"^(?:(?:nhung|nhieu|cac) )?(?:thanh tich|ket qua)?(?: ?(?:tieu bieu|xuat sac|nhat|noi bat|cao|tot|dac biet|"
    r",|va))*(?: (?:trong|theo|de|cho|va lua chon|qua|khi|duoc|nhan)\b.*)?$"
)
_MEETS = re.compile(
    r"\b(?:dap ung|dat) (?:du |day du )?(?:mot trong )?(?:cac |nhung )?(?:tieu chuan|tieu chi|dieu kien)"
)


_SCORED = "criterion.row_with_points"
_CONFIDENCE = {"criterion.condition_in_awards": 0.85, "criterion.under_heading": 0.97, _SCORED: 0.9}


def criteria(reading: Reading, found: FoundSoFar) -> Iterable[Criterion]:
    """Every clause that states a criterion, in document order."""
    for passage in reading.clauses:
        clause, row = passage.clause, reading.row(passage)
        if clause is None:
            continue
        scored = row is not None and is_scoring(passage, row)
        if row is not None and not _may_be_criterion(passage, row, scored=scored):
            continue
        if not scored and not _states_criterion(reading, found, passage, clause):
            continue
        evidence = (passage.evidence(),)
        combined = _combined(reading.outline, passage)
        rule = _SCORED if scored else "criterion.condition_in_awards" if combined else "criterion.under_heading"
        yield Criterion(
            id=record_id(reading.document.sha256, "criteria", evidence, "criterion"),
            text=clause.text,
            evidence=evidence,
            rule=rule,
            confidence=_CONFIDENCE[rule],
            audience=_audience(passage),
            levels=_levels(passage),
            rounds=passage.scope.rounds,
            group=_group(reading.outline, clause.path),
            quantities=tuple(q.id for q in found.quantities_in.get(clause.path, ())),
        )


def _may_be_criterion(passage: Passage, row: TableRow, *, scored: bool) -> bool:
    """Whether a row says something to be met: no title over others, no total, no member of a list, and of the rows
    with parts only one that says more than what it introduces."""
    if row.kind is not RowKind.ITEM or not row.content or row.has(ColumnRole.PERSON):
        return False
    if row.introduces:
        return len(_SENTENCES.split(passage.text)) > 1
    return not scored or bool(row.of(ColumnRole.POINTS))


def _states_criterion(reading: Reading, found: FoundSoFar, passage: Passage, clause: Clause) -> bool:
    if not _in_criteria(reading.outline, passage):
        return False
    children = reading.outline.children(clause.path)
    if children:
        return _is_more_than_introduction(clause, children)
    if clause.is_only_heading:
        return False
    if clause.path.is_paragraph and clause.text.endswith(":"):
        return False
    return not _combined(reading.outline, passage) or _states_condition(reading.outline, found, passage, clause)


def _in_criteria(outline: Outline, passage: Passage) -> bool:
    """Whether the nearest heading with topics is one of criteria, or one of awards under a combined heading that
    tells nothing apart."""
    return Topic.CRITERIA in passage.scope.topics or _combined(outline, passage)


def _combined(outline: Outline, passage: Passage) -> bool:
    """Whether a clause stands under awards, below a heading of criteria and awards whose children do not tell the
    two apart."""
    chain = passage.scope.chain
    if not chain or Topic.CRITERIA in chain[0][1] or Topic.AWARDS not in chain[0][1]:
        return False
    for k, (path, topics) in enumerate(chain):
        if Topic.CRITERIA in topics:
            return not any(Topic.CRITERIA in c.topics for c in outline.children(path))
        if Topic.AWARDS not in topics or k > 6:
            return False
    return False


def _is_more_than_introduction(clause: Clause, children: list[Clause]) -> bool:
    if all(c.path.is_paragraph for c in children):
        return not clause.text.endswith(":") and clause.heading is None
    sentences = [s for s in _SENTENCES.split(clause.text) if not _INTRODUCES.match(fold(s))]
    return len(sentences) > 1 or (";" in clause.text and clause.heading is None)


def _states_condition(outline: Outline, found: FoundSoFar, passage: Passage, clause: Clause) -> bool:
    """Whether a clause among awards says what must be met, or how many may be proposed."""
    quantities = found.quantities_in.get(clause.path, ())
    if quantities or _MEETS.search(passage.folded):
        return True
    if not any(Topic.AWARDS in topics and Topic.CRITERIA in topics for _, topics in passage.scope.chain):
        return not _GIVES.search(
            passage.folded
        )  # all that stands under a heading of criteria alone, if it gives no award
    if any(_announces_conditions(c) for c in outline.ancestors(clause.path)):
        return not _GIVES.search(passage.folded)
    return any(not _GENERAL.match(m["what"].strip()) for m in _QUALIFIED.finditer(passage.folded))


# `Đối với tập thể:`, or a lead-in that names standards: what stands below is what must be met, unless it gives an
# award.
_FOR_WHOM = re.compile(r"doi voi (?!cac truong hop).{2,120}|(?:cac |nhung )?(?:tap the|ca nhan|ho gia dinh)\b.{0,120}")
_GIVES = re.compile(
    r"\b(?:tang|trao|xet|de nghi)\b[^.;]{0,120}\b(?:bang khen|giay khen|co thi dua|huan chuong|thu khen)\b"
)


# `Bằng khen của Chủ tịch UBND tỉnh:` over a list says what the list is for.
_NAMED_AWARD = re.compile(r"(?:tieu chuan )?(?:xet |de nghi |tang )*(?:bang khen|giay khen|co thi dua|huan chuong)\b")


def _announces_conditions(clause: Clause) -> bool:
    folded = fold(clause.text)
    if clause.heading is not None and _NAMED_AWARD.match(folded):
        return True
    if clause.heading is not None and _FOR_WHOM.fullmatch(fold(clause.heading)):
        return True
    return folded.endswith(":") and bool(_MEETS.search(folded))


def _audience(passage: Passage) -> Audience:
    return passage.scope.audience or named(passage.folded) or Audience.UNSPECIFIED


def _levels(passage: Passage) -> tuple[Level, ...]:
    named = set(passage.scope.levels) | set(awarding_levels(passage.folded))
    return tuple(level for level in Level if level in named)


def _group(outline: Outline, path: ClausePath) -> ClausePath | None:
    """The nearest bullet above that has bullets below it."""
    for above in outline.ancestors(path):
        if above.path.is_bullet and any(c.path.is_bullet for c in outline.children(above.path)):
            return above.path
    return None
