"""Awards: forms that the plan says may be given, by whom, to whom, on which occasion (DOMAIN.md, Award).

A form of the lexicon counts where an authority gives it: the authority stands before the verb (`UBND huyện tặng Giấy
khen`), before a letter (`gửi thư khen`), or behind the form (`Bằng khen của Chủ tịch UBND tỉnh`). One record a
combination, with every mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from extractors import lexicon
from extractors.authorities import AUTHORITY
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Phrase, Reading
from extractors.scope import rounds_in
from models.records import Audience, Award, Round, record_id
from models.span import Evidence

_GIVES = r"(?:xet |quyet dinh |de nghi |se |duoc )*(?:tang thuong|trao tang|trao|tang|gui|co|khen thuong)"
_GIVEN_BY = re.compile(rf"(?P<authority>{AUTHORITY})\s*,?\s*(?P<verb>{_GIVES})?\s*(?:danh hieu |hinh thuc )?$")
_OF = re.compile(rf"\s+(?:cap (?P<level>nha nuoc|tinh|huyen|xa|co so)|cua (?:cac )?(?P<authority>{AUTHORITY}))")
_CLASS = re.compile(r"\s+(?P<class>hang (?:nhat|nhi|ba))\b")
_LETTER = re.compile(rf"(?P<authority>{AUTHORITY})\s+(?:se )?(?:gui|co|tang)\s+thu (?:bieu duong|khen ngoi|khen)")


@dataclass(frozen=True)
class _Given:
    """An award in one place."""

    passage: Passage
    start: int
    end: int
    form: str
    authority: str | None


def awards(reading: Reading, found: FoundSoFar) -> Iterable[Award]:
    """Every award that the clauses say may be given, one record a combination of form, authority, audience and
    round."""
    grouped: dict[tuple[str, str | None, Audience, Round | None], list[_Given]] = {}
    for passage in reading.clauses:
        if not passage.phrases.get("award") or _only_announces(reading, passage):
            continue
        for given in _given(passage):
            if found.is_cited(passage.flow.spans(given.start, given.start + 1)):
                continue
            for occasion in _rounds(passage):
                grouped.setdefault((given.form, given.authority, _audience(passage), occasion), []).append(given)
    for (form, authority, audience, occasion), mentions in grouped.items():
        evidence: tuple[Evidence, ...] = tuple(m.passage.evidence(m.start, m.end) for m in mentions)
        first = mentions[0]
        yield Award(
            id=record_id(reading.document.sha256, "awards", evidence, f"{form}|{authority}|{audience}|{occasion}"),
            text=first.passage.text[first.start : first.end],
            evidence=evidence,
            rule="award.given" if authority else "award.no_authority",
            confidence=0.95 if authority and occasion else 0.85,
            form=form,
            authority=authority,
            audience=audience,
            round=occasion,
        )


def _only_announces(reading: Reading, passage: Passage) -> bool:
    """A heading that stands over clauses says what they are about; they say what is given."""
    clause = passage.clause
    return (
        clause is not None
        and clause.heading is not None
        and clause.heading == clause.text.rstrip(": .")
        and bool(reading.outline.children(clause.path))
    )


def _given(passage: Passage) -> list[_Given]:
    out: list[_Given] = []
    authority: str | None = None
    for phrase in passage.phrases["award"]:
        stated = _stated(passage, phrase)
        if stated is None and out and _continues(passage, out[-1].end, phrase.start):
            stated = (out[-1].authority, phrase.start, phrase.end)
        if stated is None:
            continue
        authority, start, end = stated
        form, end = _form(passage, phrase, end)
        out.append(_Given(passage, start, max(end, phrase.end), form, authority))
    return out


def _stated(passage: Passage, phrase: Phrase) -> tuple[str | None, int, int] | None:
    """The authority of an award and the stretch that says so; None where the words give nothing."""
    folded = passage.folded
    behind = _OF.match(folded, _class_end(folded, phrase.end))
    if behind and behind["authority"]:
        return (
            _printed(passage, behind.start("authority"), behind.end("authority")),
            phrase.start,
            behind.end("authority"),
        )
    before = None
    for match in re.finditer(AUTHORITY, folded[max(0, phrase.start - 160) : phrase.start]):
        at = max(0, phrase.start - 160) + match.start()
        whole = _GIVEN_BY.match(folded, at, phrase.start)
        if whole and (whole["verb"] or phrase.label == "Thư khen"):
            before = whole
    if before:
        return (
            _printed(passage, before.start("authority"), before.end("authority")),
            before.start("authority"),
            phrase.end,
        )
    back = max(0, phrase.start - 60)
    given = _SAID_TO_BE_GIVEN.search(folded[back : phrase.start])
    return (None, back + given.start(), phrase.end) if given else None


_SAID_TO_BE_GIVEN = re.compile(
    r"\b(?:tang thuong|tang|trao|trao tang|de nghi|xet tang|duoc)\s+(?:danh hieu |hinh thuc )?$"
)


def _continues(passage: Passage, end: int, start: int) -> bool:
    """`tặng Cờ thi đua, Bằng khen`: one verb, several forms."""
    return passage.folded[end:start].strip() in (",", "hoac", "va", "/", "")


def _class_end(folded: str, end: int) -> int:
    match = _CLASS.match(folded, end)
    return match.end() if match else end


def _form(passage: Passage, phrase: Phrase, end: int) -> tuple[str, int]:
    """The canonical form, with its class (hạng) where one is printed."""
    match = _CLASS.match(passage.folded, phrase.end)
    entry = next(a for a in lexicon.awards() if a.form == phrase.label)
    if not match:
        return entry.form, end
    printed = next((c for c in entry.classes if fold(c) == match["class"]), None)
    return (f"{entry.form} {printed}" if printed else entry.form), max(end, match.end())


def _printed(passage: Passage, start: int, end: int) -> str:
    """An authority as printed, its committee abbreviated (DOMAIN.md)."""
    text = passage.text[start:end]
    for match in reversed(list(re.finditer("uy ban nhan dan", passage.folded[start:end]))):
        text = text[: match.start()] + "UBND" + text[match.end() :]
    return text


def _rounds(passage: Passage) -> tuple[Round | None, ...]:
    return passage.scope.rounds or rounds_in(passage.folded) or (None,)


def _audience(passage: Passage) -> Audience:
    if passage.scope.audience:
        return passage.scope.audience
    folded = passage.folded
    collective, individual = re.search(r"\btap the\b", folded), re.search(r"\bca nhan\b", folded)
    if collective and individual:
        return Audience.BOTH
    if collective or individual:
        return Audience.COLLECTIVE if collective else Audience.INDIVIDUAL
    return Audience.UNSPECIFIED
