"""The issuing body: as the header prints it, else as the text names it, and the unit, level and parent that follow.

A header that a scan lost leaves the place line (
    "Cà Mau, ngày …"
) and the text ("Ủy ban nhân dân tỉnh Cà Mau ban hành …"). Where only the
level is said ("UBND huyện xây dựng Kế hoạch") the unit is inferred from level and place, and marked so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from extractors.fold import UPPER, fold
from extractors.reading import Reading
from models.metadata import Absent, Found, GovernmentLevel, Text
from models.span import Flow

_PRINTED = {fold(w): w for w in ("tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu")}
_UNIT_WORDS = {
    "tinh": GovernmentLevel.PROVINCE,
    "thanh pho": GovernmentLevel.PROVINCE,
    "huyen": GovernmentLevel.DISTRICT,
    "quan": GovernmentLevel.DISTRICT,
    "thi xa": GovernmentLevel.DISTRICT,
    "xa": GovernmentLevel.COMMUNE,
    "phuong": GovernmentLevel.COMMUNE,
    "thi tran": GovernmentLevel.COMMUNE,
    "dac khu": GovernmentLevel.COMMUNE,
}
# Cities run centrally (Luật Tổ chức chính quyền địa phương); every other thành phố was of a province, at district
# level, until 1 July 2025.
_CENTRAL_CITIES = {"ha noi", "ho chi minh", "hai phong", "da nang", "can tho", "hue"}
_WORD = "|".join([*_UNIT_WORDS, r"tp\.?"])
_BODY = re.compile(
    rf"(?:uy ban nhan dan|ubnd)\s+(?P<word>{_WORD})(?!\w)(?:\s+(?P<name>[^\W_]+(?:(?:[ '-]| - )[^\W_]+){{0,4}}))?"
)
# In the header any body of the unit: its council, election committee, fatherland front, an office of one of them.
_HEADED = re.compile(
    rf"(?:uy ban|ubnd|hoi dong|hdnd|van phong|ban|so|hoi|lien doan|mat tran|mttq|cong an|thanh tra)\b.{{0,80}}?"
    rf"\b(?P<word>{_WORD})\s+(?P<name>[^\W_]+(?:(?:[ '-]| - )[^\W_]+){{0,4}})"
)
_NAME = re.compile(rf"(?:[{UPPER}][^\W\d_]*(?:(?: | ?- ?)[{UPPER}][^\W\d_]*){{0,4}}(?: \d{{1,2}}\b)?|\d{{1,2}}\b)")


@dataclass(frozen=True)
class _Named:
    """A mention of a people's committee: as printed, its level word, and the name of its unit."""

    flow: Flow
    start: int
    end: int
    word: str
    name: str | None
    in_full: bool

    @property
    def body(self) -> str:
        return self.flow.text[self.start : self.end]


def issuer(reading: Reading, header: list[Flow], place: Text) -> dict[str, Any]:
    """The four fields of the issuer."""
    named = _in_header(reading, header) or _in_text(reading, place)
    if named is None:
        return {}
    inferred = not named.in_full
    name = named.name or (_title(str(place.value)) if isinstance(place, Found) else None)
    name = name and _spelled(reading, name, place)
    level = _level(named.word, name)
    out: dict[str, Any] = {
        "issuer_body": _found(
            named.body, named, "issuer.header" if named.in_full else "issuer.text", inferred=inferred
        ),
        "issuer_level": _found(level, named, "issuer.level", inferred=inferred),
    }
    if name:
        out["issuer_unit"] = _found(f"{_PRINTED[named.word]} {name}", named, "issuer.unit", inferred=inferred)
    out["issuer_parent"] = _parent(reading, header, level, name)
    return out


def _found(value: Any, named: _Named, rule: str, *, inferred: bool) -> Found[Any]:
    spans = named.flow.spans(named.start, named.end)
    return Found(value=value, evidence=spans, rule=rule, confidence=0.85 if inferred else 0.95, inferred=inferred)


def _unit_word(printed: str) -> str:
    """`TP.` is thành phố."""
    return "thanh pho" if printed.startswith("tp") else printed


def _level(word: str, name: str | None) -> GovernmentLevel:
    if word == "thanh pho" and (name is None or fold(name) not in _CENTRAL_CITIES):
        return GovernmentLevel.DISTRICT
    return _UNIT_WORDS[word]


def _in_header(reading: Reading, header: list[Flow]) -> _Named | None:
    """The body on one or two lines above the motto: `ỦY BAN NHÂN DÂN` / `TỈNH LAI CHÂU`. Of several the last: the
    body whose document it is stands below the one it belongs to (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
    spans = reading.outline.parts.header
    found: _Named | None = None
    for k in range(len(header)):
        for count in (1, 2):
            flow = reading.document.flow(spans[k : k + count])
            named = _whole_line(flow)
            if named:
                below = _body_below(header[k + count :])
                found = replace(named, flow=below, start=0, end=len(below.text)) if below else named
                break
    return found


_SPECKS = " /\\|.,'`*-_~"  # what a slip of the hand or a scanner leaves before a line


def _whole_line(flow: Flow) -> _Named | None:
    folded = fold(flow.text)
    at = len(folded) - len(folded.lstrip(_SPECKS))
    match = _BODY.match(folded, at) or (_HEADED.match(folded, at) if flow.text.isupper() else None)
    if match is None or not match["name"] or match.end() < len(folded.rstrip(" .-_")) - 1:
        return None
    name = _title(flow.text[match.start("name") : match.end("name")])
    return _Named(flow, match.start(), match.end(), _unit_word(match["word"]), name, in_full=True)


# The body whose document it is stands below the one it belongs to (Nghị định 30/2020/NĐ-CP, Phụ lục I): `UBND TỈNH
# …` / `SỞ …`.
_OFFICE = re.compile(
    r"(?:so|ban|tieu ban|phong|van phong|chi cuc|thanh tra|trung tam|bao|dai|truong|hoi dong)\b (?!\W*$)"
    r"|van phong\W*$"
)


def _body_below(following: list[Flow]) -> Flow | None:
    if following and following[0].text.isupper() and _OFFICE.match(fold(following[0].text)):
        return following[0]
    return None


def _in_text(reading: Reading, place: Text) -> _Named | None:
    """The body that the preamble says issues the plan: in full if its unit is named and agrees with the place line,
    else inferred."""
    where = fold(str(place.value)) if isinstance(place, Found) else None
    mentions = [m for p in reading.preamble for m in _mentions(p.flow)]
    own = [m for m in mentions if m.name and (where is None or fold(m.name) == where)]
    if own:
        return own[-1]
    bare = [m for m in mentions if m.name is None]
    if not bare and where:
        bare = [m for p in reading.clauses for m in _mentions(p.flow) if m.name is None or fold(m.name) == where][:1]
    return bare[-1] if bare else None


def _mentions(flow: Flow) -> list[_Named]:
    out = []
    for match in _BODY.finditer(fold(flow.text)):
        name = _NAME.match(flow.text, match.start("name")) if match["name"] else None
        end = name.end() if name else match.end("word")
        out.append(
            _Named(
                flow,
                match.start(),
                end,
                _unit_word(match["word"]),
                name.group() if name else None,
                in_full=name is not None,
            )
        )
    return out


def _title(name: str) -> str:
    """A unit's name in ordinary capitals: `LAI CHÂU` is Lai Châu."""
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), name) if name.isupper() else name


def _spelled(reading: Reading, name: str, place: Text) -> str:
    """A name whose spaces or marks a scan lost in capitals (`HƯNGYÊN`, `QUANG NGAI`) as the place line or the text
    writes it; else as it is."""
    letters = name.replace(" ", "")
    if not letters.isalpha() or (" " in name and not name.isascii()):
        return name
    if isinstance(place, Found) and fold(place.value).replace(" ", "") == fold(letters):
        return _title(place.value)
    pattern = r"\s?".join(map(re.escape, fold(letters)))
    mention = re.compile(rf"\b(?:{_WORD})\s+(?P<name>{pattern})\b")
    for passage in reading.passages():
        for match in mention.finditer(passage.folded):
            said = passage.text[match.start("name") : match.end("name")]
            if said != name and said.istitle() and (" " in said or " " not in name):
                return said
    return name


_ABOVE = {
    GovernmentLevel.DISTRICT: re.compile(r"\b(?P<word>tinh|thanh pho)\s+(?=\S)"),
    GovernmentLevel.COMMUNE: re.compile(r"\b(?P<word>tinh|thanh pho|huyen|quan|thi xa)\s+(?=\S)"),
}


def _parent(reading: Reading, header: list[Flow], level: GovernmentLevel, name: str | None) -> Text:
    """The unit that the text names above a district or commune: in the header, else of the body whose plan it is
    that is carried out. A city may have its province's name (thành phố Cà Mau, tỉnh Cà Mau)."""
    pattern = _ABOVE.get(level)
    if pattern is None:
        return Absent()
    for flow in [*header, *(p.flow for p in reading.preamble)]:
        for match in pattern.finditer(fold(flow.text)):
            named = _NAME.match(flow.text, match.end())
            if named and (match["word"] == "tinh" or name is None or fold(named.group()) != fold(name)):
                value = f"{_PRINTED[match['word']]} {_title(named.group())}"
                spans = flow.spans(match.start(), named.end())
                return Found(value=value, evidence=spans, rule="issuer.parent", confidence=0.85, inferred=True)
    return Absent()
