"""Quantities: numbers that bind (DOMAIN.md, Quantity).

A per cent binds by itself. A plain count binds only where a comparator stands before it (`không quá 02 cá nhân`) or
where a target is announced by a colon (`giải quyết việc làm: 37.500 lao động`); counts of listed things, dates,
references and slogans bind nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors import lexicon
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Reading
from models.outline import Topic
from models.records import Comparator, Quantity, record_id


def _any(phrases: Iterable[str]) -> str:
    return "|".join(re.escape(p) for p in sorted(map(fold, phrases), key=len, reverse=True))


_LEXICON = lexicon.comparators()
_WORDS = [(c, w) for c, words in _LEXICON.words.items() for w in map(fold, words)]
_COMPARATOR = {w: c for c, w in sorted(_WORDS, key=lambda x: len(x[1]))}
_AFTER = {fold(w): c for c, words in _LEXICON.after.items() for w in words}
_NUMBER = r"(?<![\d/.,-])(?P<value>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?![\d/]|[.,]\d)"
_PER_WHAT = r"(?:\s?/\s?(?:nam|thang|quy|nguoi|ho|ngay))?"
_QUANTITY = re.compile(
    rf"(?:\b(?P<word>{_any(w for _, w in _WORDS)})\s+)?(?P<announced>:\s+)?{_NUMBER}\s*"
    rf"(?P<unit>{_any(_LEXICON.units)})(?!\w){_PER_WHAT}(?P<rest>\s*(?:{_any(_AFTER)}))?"
)
_PER = re.compile(_PER_WHAT)
_NOT_OF = re.compile(r"(?:trong|so voi|vao|den|tu|hang|moi|tro len|theo|o|tai|nam)\b")
# What is counted runs to the end of its phrase.
_OF_END = re.compile(
    r"[.;:()]|,? (?:hoac|dong thoi|trong do|se duoc|de nghi|de|nham|va (?:thuc hien|hoan thanh|dat|giam|tang))\b|"
    r",\s(?=\d|tu |dat |giam |tang |nang |trong do)|$"
)
_OF_BEFORE = re.compile(
    r"(?:^|[.;:,]\s|\b(?:thuc hien|phan dau|bao dam|dam bao|to chuc thuc hien)\s)(?P<of>(?:ty le|so|muc|toc do|"
    r"gia tri|dien tich|san luong)?\s?[^.;:,]{3,80}?)\s*$"
)


def quantities(reading: Reading, found: FoundSoFar) -> Iterable[Quantity]:
    """Every binding number of the clauses, in document order."""
    for passage in reading.clauses:
        if passage.clause is None or not any(c.isdigit() for c in passage.text):
            continue
        for match in _QUANTITY.finditer(passage.folded):
            quantity = _quantity(reading, passage, match)
            if quantity and not found.is_cited(quantity.evidence[0].spans):
                yield quantity


def _quantity(reading: Reading, passage: Passage, match: re.Match[str]) -> Quantity | None:
    word, unit, rest = match["word"], match["unit"], (match["rest"] or "").strip()
    percent = unit in ("%", "phan tram")
    # A count in a list of targets is one; elsewhere one that a colon announces.
    target = Topic.TARGETS in passage.scope.topics or (
        match["announced"] is not None and Topic.SUBJECTS not in passage.scope.topics
    )
    if not percent and not word and not target and not rest:
        return None
    if (
        not percent
        and word in ("tren", "tu", "dung", "bang", "duoi", "hon", "con", "tang", "giam")
        and not rest
        and not _is_target(passage)
    ):
        return None
    comparator = _AFTER.get(rest) or _COMPARATOR.get(word or "", Comparator.REACH)
    if word == "tu" and not rest:
        comparator = Comparator.REACH
    value = _value(match["value"])
    begin = match.start("word") if word else match.start("value")
    of, begin, end = _of(passage, match, begin)
    evidence = (passage.evidence(begin, max(end, match.end())),)
    says = f"{comparator}|{value}|{unit}"
    return Quantity(
        id=record_id(reading.document.sha256, "quantities", evidence, says),
        text=passage.text[begin : max(end, match.end())],
        evidence=evidence,
        rule="quantity.percent" if percent else "quantity.count",
        confidence=0.95 if word or percent else 0.85,
        comparator=comparator,
        value=value,
        unit="%" if percent else passage.text[match.start("unit") : match.end("unit")],
        of=of,
    )


def _is_target(passage: Passage) -> bool:
    return bool({Topic.TARGETS, Topic.CRITERIA, Topic.AWARDS} & set(passage.scope.topics))


def _value(printed: str) -> float:
    """Vietnamese writes thousands with dots and decimals with a comma; a single dot before other than three digits
    is a decimal.

    >>> _value("37.500"), _value("11,8"), _value("02"), _value("1.5")
    (37500.0, 11.8, 2.0, 1.5)
    """
    if re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?", printed):
        printed = printed.replace(".", "")
    return float(printed.replace(",", "."))


def _of(passage: Passage, match: re.Match[str], begin: int) -> tuple[str | None, int, int]:
    """What is counted, and the stretch from it to the number: behind the number, else before it (`tỷ lệ hộ nghèo
    giảm 1,5%`)."""
    text, folded = passage.text, passage.folded
    end = match.end("unit") + len(_PER.match(folded, match.end("unit")).group())  # type: ignore[union-attr]  # it matches anywhere
    closes = _OF_END.search(folded, end)
    behind = text[end : closes.start() if closes else len(text)].strip(" ,")
    is_percent = match["unit"] in ("%", "phan tram")
    if behind and not match["rest"] and is_percent and not _NOT_OF.match(fold(behind)):
        return behind, begin, end + len(text[end : closes.start() if closes else len(text)].rstrip(" ,"))
    if not is_percent and match["announced"] is None:
        stop = closes.start() if closes else len(text)
        unit_start = match.start("unit")
        return text[unit_start:stop].strip(" ,") or None, begin, unit_start + len(text[unit_start:stop].rstrip(" ,"))
    stop = begin if match["announced"] is None else match.start()
    back = max(0, stop - 200)
    before = _OF_BEFORE.search(folded[back:stop].rstrip(" :"))
    if before:
        start = back + before.start("of")
        return text[start : back + before.end("of")].strip(), start, match.end()
    return behind or None, begin, match.end()
