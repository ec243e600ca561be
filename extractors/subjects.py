"""The subject of a sentence that lays a duty: which institutions act, found by where a sentence lets a subject
stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.actors import Actors, actors_at
from extractors.reading import Passage

# A new subject may begin the text, a sentence, or a part behind `;`.
_BEGINS = re.compile(r"(?:;|(?<!\bTP)(?<!\bv\.v)\.)[”\")]?\s+(?=\S)")
_ADJUNCT = re.compile(
    r"(?:(?:dinh ky,? )?(?:hang nam|hang thang|hang quy|moi nam)[,:]?\s+|nam (?:19|20)\d\d\s*[,:]?\s+|"
    r"quy [ivx\d]+[/ ](?:nam )?\d{4}[,:]\s+|trong (?:nam|thang)[^,;.:]{0,30},\s+"
    r"|dong thoi,?\s+|ngoai ra,?\s+|rieng,?\s+|cung voi do,\s+|tren co so do,\s+|qua do,\s+|truoc mat,\s+)*"
)
# An adjunct that ends at the comma before the subject: "Căn cứ vào …, Thủ trưởng các sở …".
_TIME_ADJUNCT = re.compile(
    r"(?:truoc|tu|den|trong|vao|cham nhat|dinh ky|ngay|thang|quy|cuoi|dau|khoang|"
    r"sau)\b(?! qua trinh)[^,;.:]{0,70}[,:]\s+"
)
_RUN_IN = re.compile(r"[^:;.“”]{2,80}:\s+(?=\S)")
_LONG_ADJUNCT = re.compile(
    r"(?:can cu|tren co so|trong qua trinh|qua trinh|nham|de|theo|thuc hien|trong truong hop|khi|neu|sau khi|"
    r"truoc khi)\b"
)
_ORDERS = re.compile(r"(?:giao(?: nhiem vu)? (?:cho )?|de nghi |yeu cau |phan cong |uy quyen (?:cho )?)")
_BY = re.compile(r"\bdo (?=\S)")
_REQUIRES = re.compile(r"\b(?:uy ban nhan dan|ubnd|chu tich)\b[^.;]{0,50}? (?:yeu cau|de nghi|giao) (?=\S)")
# Within so many characters of its beginning a sentence names its subject.
_LONGEST = 3000
_PREDICATE = re.compile(r"\s*(?:[,;:]\s+)?(?=[^\W\d_])")


@dataclass(frozen=True)
class Subject:
    """Who acts in a sentence of a passage; `predicate` is where what they do begins."""

    actors: Actors
    predicate: int


def subjects(passage: Passage) -> Iterator[Subject]:
    """The subjects of a passage in order; none where its sentences have none."""
    done = -1
    for begin in _sentence_starts(passage):
        found = _subject_at(passage.text, passage.folded, begin) if begin > done else None
        if found and found.actors.start > done:
            done = found.actors.end
            yield found


def _sentence_starts(passage: Passage) -> list[int]:
    text = passage.text
    starts = [m.end() for m in _BEGINS.finditer(text) if m.group()[0] == ";" or text[m.end()].isupper()]
    heading = passage.clause.heading if passage.clause else None
    opening = _RUN_IN.match(text)
    if opening:
        starts.append(opening.end())
    if heading and text[len(heading) : len(heading) + 1] == ":":
        behind = len(heading) + 1
        starts.append(behind + len(text[behind:]) - len(text[behind:].lstrip()))
    return sorted({*starts, 0}) if text else []


def _subject_at(text: str, folded: str, begin: int) -> Subject | None:
    stop = min(_sentence_end(folded, begin), begin + _LONGEST)
    adjunct = _ADJUNCT.match(folded, begin)
    at = adjunct.end() if adjunct else begin
    timed = _TIME_ADJUNCT.match(folded, at)
    if timed and actors_at(text, folded, timed.end()):
        at = timed.end()
    closing = folded.startswith("tren day la", at)
    requires = _REQUIRES.search(folded, at, stop) if closing else _REQUIRES.match(folded, at)
    if requires:
        return _with_predicate(text, folded, requires.end())
    orders = _ORDERS.match(folded, at)
    if orders:
        return _with_predicate(text, folded, orders.end())
    if _LONG_ADJUNCT.match(folded, at):
        return _behind_adjunct(text, folded, at, stop)
    if folded.startswith(("rieng doi voi", "doi voi"), at):
        by = _BY.search(folded, at, stop)
        return _with_predicate(text, folded, by.end()) if by else None
    return _with_predicate(text, folded, at)


def _sentence_end(folded: str, begin: int) -> int:
    match = re.compile(r"[.;](?=\s|$)").search(folded, begin)
    return match.start() if match else len(folded)


def _behind_adjunct(text: str, folded: str, at: int, stop: int) -> Subject | None:
    """The subject behind a long adjunct: after the first of its commas, outside brackets, that an institution with a
    predicate follows. Where a verb follows instead, the sentence has no subject."""
    for comma in re.finditer(r", ", folded[at:stop]):
        begin = at + comma.end()
        if folded.count("(", at, begin) > folded.count(")", at, begin):
            continue
        if _NO_SUBJECT.match(folded, begin):
            return None
        found = _with_predicate(text, folded, begin)
        if found:
            return found
    return None


_NO_SUBJECT = re.compile(r"(?:kip thoi|de nghi (?!cac|uy ban|ubnd|so |ban )|phan anh|bao cao)\b")
# Behind a subject stands what it does; these words go on with something else.
_NO_PREDICATE = re.compile(r"(?:de|ve|nham|qua|voi|cho|cua|tai|bang|boi|nhu)\b")


def _with_predicate(text: str, folded: str, at: int) -> Subject | None:
    actors = actors_at(text, folded, at)
    if actors is None:
        return None
    match = _PREDICATE.match(text, actors.end)
    if match is None or match.end() >= len(text) or _NO_PREDICATE.match(folded, match.end()):
        return None
    if text[actors.end : match.end()].strip() == ";" and not text[match.end()].islower():
        return None
    return Subject(actors, match.end())
