"""Who gives an award: the names of authorities, and their levels."""

from __future__ import annotations

import re

from models.records import Level

# Folded text throughout. "Ủy ban nhân dân" with its abbreviation; the unit behind it tells the level.
_UBND = r"(?:uy ban nhan dan|ubnd|hoi dong nhan dan|hdnd)"
_UNITS = r"(?:cac )?(?:cap )?(?:tinh|huyen|quan|thi xa|xa|phuong|thi tran|thanh pho|dac khu)"
AUTHORITY = (
    rf"(?:(?:pho )?chu tich )?{_UBND}(?: {_UNITS}\b(?:, {_UNITS}\b)*)?"
    r"|chu tich nuoc|thu tuong(?: chinh phu)?|chinh phu|quoc hoi|(?:bo truong|"
    r"thu truong) (?:cac )?bo\b(?: [\w ]{2,30})?|bo truong"
    r"|giam doc (?:cac )?so\b|thu truong (?:cac )?(?:co quan|don vi|so)\b|so, ban, nganh(?:, doan the)?(?: cap)? tinh"
)
_LEVELS = (
    (Level.STATE, re.compile(r"\b(?:nha nuoc|trung uong|chinh phu|thu tuong|chu tich nuoc|quoc hoi|bo truong)\b")),
    (
        Level.PROVINCE,
        re.compile(
            r"\btinh\b|\bcac so\b|\bso, ban\b|\bso, nganh\b|\bgiam doc so\b|(?<!, )(?:ubnd|"
            r"nhan dan) thanh pho\b(?! thuoc)|\bcap thanh pho\b"
        ),
    ),
    (Level.DISTRICT, re.compile(r"\b(?:huyen|quan|thi xa)\b")),
    (Level.COMMUNE, re.compile(r"\b(?:xa|phuong|thi tran|dac khu)\b")),
)


def levels_of(folded: str) -> tuple[Level, ...]:
    """The levels that the name of an authority tells, in order of rank."""
    return tuple(level for level, pattern in _LEVELS if pattern.search(re.sub(r"\bthi xa\b", "huyen", folded)))


_BY_LEVEL = re.compile(
    r"\bcap ((?:nha nuoc|trung uong|tinh|thanh pho|huyen|quan|xa|phuong|co so)(?:(?:,| va|, cap| va cap) (?:tinh|"
    r"thanh pho|huyen|quan|xa|phuong|co so))*)"
)
_AUTHORITY = re.compile(AUTHORITY)
_GIVEN_OF = re.compile(
    r"(?:bang khen|giay khen|co thi dua|thu khen|huan chuong|khen thuong|bieu duong)[^.;:]{0,40}? cua (?:cac )?$"
)
_GIVES = re.compile(
    r"(?! giao| phat dong| ban hanh)[^.;:]{0,60}?\b(?:tang|khen thuong|gui thu|co thu|bieu duong|xet khen|"
    r"xet tang|khen)\b"
)
_MORE_UNITS = re.compile(r"(?:(?:, | va |; )(?:cac )?(?:huyen|thanh pho|xa|phuong|thi tran|thi xa|quan)\b)*")


def levels_of_heading(folded: str) -> tuple[Level, ...]:
    """The levels of the awarding authorities that a heading or a lead-in names; none where it does not speak of
    rewarding."""
    if "khen" not in folded and "tang" not in folded and "thuong" not in folded:
        return ()
    out: set[Level] = set(awarding_levels(folded))
    for match in _BY_LEVEL.finditer(folded):
        out |= set(levels_of(match.group(1)))
    return _ordered(out)


def awarding_levels(folded: str) -> tuple[Level, ...]:
    """The levels of the authorities that a sentence has give an award."""
    out: set[Level] = set()
    listed: list[str] = []
    end = -1
    for match in _AUTHORITY.finditer(folded):
        before = folded[max(0, match.start() - 70) : match.start()]
        if match.start() > end + 6 or any(c in folded[end : match.start()] for c in ".:"):
            listed = []  # not of the list of authorities before it
        more = _MORE_UNITS.match(folded, match.end())
        end = more.end() if more else match.end()
        listed.append(folded[match.start() : end])
        # "đã được Chủ tịch UBND tỉnh tặng …" is a condition, not who gives now.
        if re.search(r"\bda (?:duoc )?$", before):
            continue
        if _GIVEN_OF.search(before) or _GIVES.match(folded, end):
            out |= {level for name in listed for level in levels_of(name)}
    return _ordered(out)


def _ordered(levels: set[Level]) -> tuple[Level, ...]:
    return tuple(level for level in Level if level in levels)
