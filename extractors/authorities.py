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
_OF = re.compile(
    rf"(?:bang khen|giay khen|co thi dua|thu khen|huan chuong|khen thuong|"
    rf"bieu duong)[^.;:]{{0,40}}? cua (?:cac )?({AUTHORITY})"
)
_GIVES = re.compile(
    rf"((?:cac )?(?:{AUTHORITY})(?:(?:, | va |; )(?:cac )?(?:{AUTHORITY}|huyen|thanh pho|xa|phuong|"
    rf"thi tran))*)(?! giao| phat dong| ban hanh)[^.;:]{{0,60}}?"
    r"\b(?:tang|khen thuong|gui thu|co thu|bieu duong|xet khen|xet tang|khen)\b"
)


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
    for pattern in (_OF, _GIVES):
        for match in pattern.finditer(folded):
            # "đã được Chủ tịch UBND tỉnh tặng …" is a condition, not who gives now.
            if not re.search(r"\bda (?:duoc )?$", folded[max(0, match.start() - 12) : match.start()]):
                out |= set(levels_of(match.group(1)))
    return _ordered(out)


def _ordered(levels: set[Level]) -> tuple[Level, ...]:
    return tuple(level for level in Level if level in levels)
