"""Awards: forms that the plan says may be given, by whom, to whom, on which occasion (DOMAIN.md, Award).

A form of the lexicon counts where an authority gives it: the authority stands before the verb (`UBND huyện tặng Giấy
khen`), before a letter (`gửi thư khen`), or behind the form (`Bằng khen của Chủ tịch UBND tỉnh`). One record a
combination, with every mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from extractors import lexicon
from extractors.audiences import given_to, named
from extractors.authorities import AUTHORITY
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Phrase, Reading
from extractors.scope import rounds_in
from models.records import Audience, Award, Round, record_id
from models.span import Evidence

_GIVES = r"(?:xet |quyet dinh |de nghi |se |duoc )*(?:tang thuong|trao tang|trao|tang|gui|co|khen thuong)"
_TITLE = r"(?:danh hieu |hinh thuc )?[“\"]?"
# `Chủ tịch UBND cấp huyện, Chủ tịch UBND cấp xã tặng Giấy khen`: each of them gives.
_GIVEN_BY = re.compile(
    rf"(?P<all>(?:{AUTHORITY})(?:(?:, | va | hoac |"
    rf"; )(?:cac )?(?:{AUTHORITY}))*)\s*,?\s*(?P<verb>{_GIVES})?\s*{_TITLE}$"
)
_ONE = re.compile(AUTHORITY)
_OF = re.compile(rf"[”\"]?\s+cua (?:cac )?(?P<all>(?:{AUTHORITY})(?:(?:, | va | hoac )(?:cac )?(?:{AUTHORITY}))*)")
_CLASS = re.compile(r"\s+(?P<class>hang (?:nhat|nhi|ba))\b")
_SAID_TO_BE_GIVEN = re.compile(rf"\b(?:tang thuong|tang|trao|trao tang|de nghi|xet tang|duoc)\s+{_TITLE}$")
_TO = re.compile(r"^[^;.]{0,60}?\bcho (?P<who>[^;.]*)")


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
        audiences = _announced_to(reading, passage)
        occasions = _rounds(passage) if audiences is not None else ()
        for given in _given(passage) if audiences is not None else ():
            if found.is_cited(passage.flow.spans(given.start, given.start + 1)):
                continue
            for audience, occasion in product(audiences or (_audience(given),), occasions):
                grouped.setdefault((given.form, given.authority, audience, occasion), []).append(given)
    for key, mentions in grouped.items():
        yield _award(reading, key, mentions)


def _award(reading: Reading, key: tuple[str, str | None, Audience, Round | None], mentions: list[_Given]) -> Award:
    form, authority, audience, occasion = key
    evidence: tuple[Evidence, ...] = tuple(m.passage.evidence(m.start, m.end) for m in mentions)
    first = mentions[0]
    sure = authority and occasion and audience is not Audience.UNSPECIFIED
    return Award(
        id=record_id(reading.document.sha256, "awards", evidence, "|".join(map(str, key))),
        text=first.passage.text[first.start : first.end],
        evidence=evidence,
        rule="award.given" if sure else "award.partly_told",
        confidence=0.85 if sure else 0.6,
        form=form,
        authority=authority,
        audience=audience,
        round=occasion,
    )


def _announced_to(reading: Reading, passage: Passage) -> tuple[Audience, ...] | None:
    """The audiences of an award that a heading names: those of the clauses below it. A heading over clauses that
    name awards themselves says only what they are about: None. Empty where the passage is no such heading."""
    clause = passage.clause
    if clause is None or not passage.phrases.get("award"):
        return None
    if not clause.is_only_heading:
        return ()
    below = [reading.by_path[c.path] for c in reading.outline.below(clause.path)]
    if not below:
        return ()
    if any(p.phrases.get("award") for p in below):
        return None
    audiences = {p.scope.audience for p in below if p.scope.audience}
    return (audiences.pop() if len(audiences) == 1 else Audience.BOTH,) if audiences else ()


def _given(passage: Passage) -> list[_Given]:
    out: list[_Given] = []
    for phrase in passage.phrases["award"]:
        if _HAD_OR_NOT.search(passage.folded, max(0, phrase.start - 80), phrase.start):
            continue
        stated = _stated(passage, phrase)
        if stated is None and out and _continues(passage, out[-1].end, phrase.start):
            last = out[-1]
            stated = [(g.authority, phrase.start, phrase.end) for g in out if g.end == last.end]
        for authority, start, end in stated or ():
            form, stop = _form(passage, phrase, end)
            out.append(_Given(passage, start, max(stop, phrase.end), form, authority))
    return _shared(passage, out)


def _shared(passage: Passage, given: list[_Given]) -> list[_Given]:
    """`tặng Cờ thi đua, Bằng khen của Chủ tịch UBND tỉnh`: whom the last form names gives those listed before it."""
    out = list(given)
    for k in range(len(out) - 2, -1, -1):
        following = out[k + 1]
        if out[k].authority is None and following.authority and _continues(passage, out[k].end, following.start):
            out[k] = replace(out[k], authority=following.authority)
    return out


# "đã được … tặng Bằng khen" is a condition; "không xét tặng" gives nothing.
_HAD_OR_NOT = re.compile(
    r"\bda (?:duoc )?[^;.]{0,60}?tang(?: thuong)? [^;.]{0,20}$|\bkhong (?:xet |de nghi )*tang [^;.]{0,20}$"
)


def _stated(passage: Passage, phrase: Phrase) -> list[tuple[str | None, int, int]] | None:
    """The authorities of an award and the stretch that says so; None where the words give nothing."""
    folded = passage.folded
    behind = _OF.match(folded, _class_end(folded, phrase.end))
    if behind:
        names = _each(passage, behind.start("all"), behind.end("all"))
        return [(name, phrase.start, behind.end("all")) for name in names]
    back = max(0, phrase.start - 240)
    for match in _ONE.finditer(folded, back, phrase.start):
        whole = _GIVEN_BY.match(folded, match.start(), phrase.start)
        if whole and (whole["verb"] or phrase.label == "Thư khen"):
            return [(n, whole.start("all"), phrase.end) for n in _each(passage, whole.start("all"), whole.end("all"))]
    given = _SAID_TO_BE_GIVEN.search(folded, max(0, phrase.start - 60), phrase.start)
    return [(None, given.start(), phrase.end)] if given else None


def _each(passage: Passage, start: int, end: int) -> list[str]:
    return [_printed(passage, m.start(), m.end()) for m in _ONE.finditer(passage.folded, start, end)]


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


def _audience(given: _Given) -> Audience:
    """To whom: the recipients behind the award's own "cho", else the scope's, else those that its sentence names
    before."""
    passage = given.passage
    to = _TO.match(passage.folded[given.end : given.end + 300])
    own = given_to(to["who"]) if to and not re.search(r"\b(?:tang|trao)\b", to.group()[: to.start("who")]) else None
    if own:
        return own
    if passage.scope.audience:
        return passage.scope.audience
    part = re.split(r"[;.]\s", passage.folded[max(0, given.start - 600) : given.start])[-1]
    return named(part) or named(passage.folded[:2000]) or Audience.UNSPECIFIED
