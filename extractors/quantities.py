"""Quantities: numbers that bind (DOMAIN.md, Quantity).

A per cent binds by itself. A plain count binds only where a comparator stands before it (`không quá 02 cá nhân`) or
where a target is announced by a colon (`giải quyết việc làm: 37.500 lao động`); counts of listed things, dates,
references and slogans bind nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors import lexicon
from extractors.fold import any_of, spell
from extractors.found import FoundSoFar
from extractors.numerals import value_of
from extractors.reading import Passage, Reading
from extractors.tables.columns import CONTENT
from extractors.tables.quantities import is_targets, row_quantities
from extractors.tables.rows import RowKind, TableRow
from models.outline import Topic
from models.records import Comparator, Quantity, record_id

# Accents count here: `dựng` is no `đúng`. All patterns run on spelled text.
_LEXICON = lexicon.comparators()
_COMPARATOR = {spell(w): c for c, words in _LEXICON.words.items() for w in words}
_AFTER = {spell(w): c for c, words in _LEXICON.after.items() for w in words}
_NUMBER = r"(?<![\d/.,-])(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/]|[.,]\d)"
_PER_WHAT = r"(?:\s?/\s?(?:năm|tháng|quý|người|hộ|ngày)){0,2}"
# `giảm ít nhất 5%`: a change with a bound is a change.
_CHANGE = r"(?P<change>giảm|cắt giảm|tăng(?: thêm)?)(?: bình quân)? (?:ít nhất|tối thiểu|trên|từ) "
# `giảm từ 4% xuống 2,5%`: where it ends is what binds.
_FROM_TO = r"(?P<turn>giảm|tăng|nâng)[^.;:\d]{0,60}? từ [\d.,]+ ?%? ?(?:xuống|lên|còn)(?: còn| đến)? "
_QUANTITY = re.compile(
    rf"(?:\b(?:{_FROM_TO}|{_CHANGE}|(?P<word>{any_of(_COMPARATOR)})\s+))?(?P<announced>:\s+)?{_NUMBER}\s*"
    rf"(?P<unit>{any_of(map(spell, _LEXICON.units))})(?!\w){_PER_WHAT}"
    rf"(?P<rest>(?:\s[^\s.;,:()\d]+){{0,6}}?\s+(?:{any_of(_AFTER)}))?"
)
# What is counted is named in fewer characters than this.
_LONGEST_OF = 300
_PER = re.compile(_PER_WHAT)
_NOT_OF = re.compile(r"(?:trong|so với|vào|đến|từ|hàng|hằng|mỗi|trở lên|theo|ở|tại|năm)\b")
# What is counted runs to the end of its phrase.
_OF_END = re.compile(
    r"[.;:()]|,? (?:hoặc|đồng thời|trong đó|sẽ được|đề nghị|để|nhằm|trở lên|trở xuống)\b"
    r"|,? và (?=thực hiện|hoàn thành|đạt|giảm|tăng|không quá|\d)|,\s(?=\d|từ |đạt |giảm |tăng |nâng |trong đó)|$"
)
_OF_BEFORE = re.compile(
    r"(?:^|[.;:,]\s|\b(?:thực hiện|phấn đấu|bảo đảm|đảm bảo|tổ chức thực hiện)\s)"
    r"(?P<of>(?:tỷ lệ|số|mức|tốc độ|giá trị|diện tích|sản lượng)?\s?[^.;:,]{3,80}?)\s*$"
)
# Verbs whose object is a target of its own: `giải quyết việc làm cho 30.000 lao động`.
_ACHIEVES = re.compile(
    r"\b(?:giải quyết việc làm(?: mới)?(?: cho)?|tạo việc làm(?: mới)?(?: cho)?|đào tạo(?: nghề)?(?: cho)?|"
    r"xây dựng(?: mới)?"
    r"|thành lập(?: mới)?|sửa chữa|hỗ trợ|trồng(?: mới)?|vận động|giao)\s+$"
)
# Words that bind a plain count only where targets or thresholds are spoken of: elsewhere they have other senses.
_WEAK = {"trên", "từ", "đúng", "bằng", "dưới", "hơn", "còn", "tăng", "giảm"}
_NO_TARGETS = {Topic.SUBJECTS, Topic.SITUATION, Topic.TIME}


def quantities(reading: Reading, found: FoundSoFar) -> Iterable[Quantity]:
    """Every binding number of the clauses, in document order."""
    issued = found.metadata.issued.value
    for clause in reading.clauses:
        row = reading.row(clause)
        if row is not None:
            yield from row_quantities(reading, clause, row, issued)
        for passage in _said_in(reading, clause, row):
            yield from _in_passage(reading, found, passage)


def _said_in(reading: Reading, passage: Passage, row: TableRow | None) -> list[Passage]:
    """Where numbers are said in words: the passage, of a row what it is about."""
    if row is None:
        return [passage]
    if row.kind is not RowKind.ITEM or is_targets(passage, row):
        return []
    return [reading.cell(passage, c.span) for c in row.of(*CONTENT) if c.span in row.own]


def _in_passage(reading: Reading, found: FoundSoFar, passage: Passage) -> Iterable[Quantity]:
    if passage.clause is None or not _DIGIT.search(passage.text):
        return
    before: Quantity | None = None
    end = 0
    for match in _QUANTITY.finditer(passage.spelled):
        quantity = _quantity(reading, passage, match, _goes_on(passage, before, end, match))
        if quantity and not found.is_cited(quantity.evidence[0].spans):
            yield quantity
            before, end = quantity, match.end()


_DIGIT = re.compile(r"\d")


def _goes_on(passage: Passage, before: Quantity | None, end: int, match: re.Match[str]) -> Comparator | None:
    """The comparator of the number before, where this one is listed beside it: `không quá 03 tập thể, 05 cá nhân`."""
    if (
        before is None
        or match["word"]
        or match["change"]
        or before.comparator not in (Comparator.AT_LEAST, Comparator.AT_MOST)
    ):
        return None
    between = passage.spelled[end : match.start("value")]
    return before.comparator if before.unit != "%" and _LISTED.fullmatch(between) else None


_LISTED = re.compile(r"(?:\s[^\s.;:\d]+){0,4}?(?:,| và|, và| hoặc)\s+")


def _comparator(match: re.Match[str], listed: Comparator | None) -> Comparator:
    word, rest = match["word"], (match["rest"] or "").strip()
    if match["turn"]:
        return Comparator.DECREASE_TO if match["turn"] == "giảm" else Comparator.INCREASE_TO
    if match["change"]:
        return Comparator.INCREASE_BY if match["change"].startswith("tăng") else Comparator.DECREASE_BY
    after = next((c for w, c in _AFTER.items() if rest.endswith(w)), None)
    if after or listed:
        return after or listed or Comparator.REACH
    return _COMPARATOR.get(word or "", Comparator.REACH)


def _binds(passage: Passage, match: re.Match[str], listed: Comparator | None) -> float | None:
    """How sure a plain count binds; None where it does not."""
    word, topics = match["word"], set(passage.scope.topics)
    if match["rest"] or listed or match["change"] or match["turn"] or (word and word not in _WEAK):
        return 0.8
    if topics & {Topic.TARGETS, Topic.CRITERIA, Topic.AWARDS} and word:
        return 0.8
    if topics & _NO_TARGETS:
        return None
    if Topic.TARGETS in topics or match["announced"] is not None:
        return 0.75
    return 0.7 if _ACHIEVES.search(passage.spelled, max(0, match.start("value") - 40), match.start("value")) else None


def _quantity(reading: Reading, passage: Passage, match: re.Match[str], listed: Comparator | None) -> Quantity | None:
    unit = match["unit"]
    percent = unit in ("%", "phần trăm")
    sure = 0.93 if percent else _binds(passage, match, listed)
    if sure is None:
        return None
    comparator, value = _comparator(match, listed), value_of(match["value"])
    begin = min(match.start(g) for g in ("word", "change", "turn", "value") if match[g])
    of, begin, end = _of(passage, match, begin)
    end = max(end, match.end())
    evidence = (passage.evidence(begin, end),)
    return Quantity(
        id=record_id(reading.document.sha256, "quantities", evidence, f"{comparator}|{value}|{unit}"),
        text=passage.text[begin:end],
        evidence=evidence,
        rule="quantity.percent" if percent else "quantity.count",
        confidence=sure,
        comparator=comparator,
        value=value,
        unit="%" if percent else passage.text[match.start("unit") : match.end("unit")],
        of=of,
    )


def _of(passage: Passage, match: re.Match[str], begin: int) -> tuple[str | None, int, int]:
    """What is counted, and the stretch from it to the number: behind the number, else before it (`tỷ lệ hộ nghèo
    giảm 1,5%`)."""
    text, spelled = passage.text, passage.spelled
    end = match.end("unit") + len(_PER.match(spelled, match.end("unit")).group())  # type: ignore[union-attr]  # it matches anywhere
    limit = min(len(text), end + _LONGEST_OF)
    closes = _OF_END.search(spelled, end, limit)
    behind = text[end : closes.start() if closes else limit].strip(" ,")
    is_percent = match["unit"] in ("%", "phần trăm")
    if behind and not match["rest"] and is_percent and not _NOT_OF.match(spell(behind)):
        return behind, begin, end + len(text[end : closes.start() if closes else limit].rstrip(" ,"))
    if not is_percent and match["announced"] is None:
        stop = closes.start() if closes else limit
        unit_start = match.start("unit")
        return text[unit_start:stop].strip(" ,") or None, begin, unit_start + len(text[unit_start:stop].rstrip(" ,"))
    stop = begin if match["announced"] is None else match.start()
    back = max(0, stop - 200)
    before = _OF_BEFORE.search(spelled[back:stop].rstrip(" :"))
    if before:
        start = back + before.start("of")
        return text[start : back + before.end("of")].strip(), start, match.end()
    return (None if _NOT_OF.match(spell(behind)) else behind or None), begin, match.end()
