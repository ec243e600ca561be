"""The grammar of institutions: where the name of an actor begins and ends, and how a list of them parts.

A list is one institution as long as only level nouns follow the commas (`các sở, ban, ngành, đoàn thể tỉnh`); a determiner or a capitalised
head begins the next (`…, các doanh nghiệp Nhà nước`, `…, Đài Truyền hình`). A name ends where a verb of duty begins: in lower case, since
the same words inside names are capitalised (`Ban Kiểm tra`, `Sở Thông tin và Truyền thông`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors import lexicon
from extractors.fold import fold


@dataclass(frozen=True, slots=True)
class Actors:
    """Institutions named in one place: the whole stretch as printed, and each of them."""

    start: int
    end: int
    printed: str
    names: tuple[str, ...]


def _any(phrases: tuple[str, ...]) -> str:
    return "|".join(sorted({re.escape(fold(p)) for p in phrases}, key=len, reverse=True))


_AGENCIES, _WORDS = lexicon.agencies(), lexicon.words()
_DETERMINER = r"(?:tat ca |toan the )?(?:cac|nhung|moi|tung)"
_COMMON = rf"{_DETERMINER} (?:{_any(_AGENCIES.common + _AGENCIES.persons + _AGENCIES.proper)})\b"
_NAMED = rf"(?:{_any(_AGENCIES.proper + _AGENCIES.persons)})\b"
_PLAIN = r"(?:co quan|don vi|chinh quyen|thanh vien|can bo|cap uy|doanh nghiep|thu truong|chu tich|lanh dao)\b"
_HEAD = re.compile(rf"(?P<common>{_COMMON})|(?P<named>{_NAMED})|(?P<plain>{_PLAIN})")
_SEPARATOR = re.compile(r"\s*[,;]\s+(?:va |cung )?|\s+va\s+|\s+cung\s+(?=cac\b)")
# Verbs are matched as they are written: without accents `đưa` would be found in `thi đua`.
_DUTY = "|".join(sorted((re.escape(v) for v in _WORDS.duty_verbs + _WORDS.stops if v != "là"), key=len, reverse=True))
# `là trưởng các Khối` says which units are meant; it is no predicate.
_VERB = re.compile(rf"\b(?:{_DUTY})\b|\blà\b(?! (?:trưởng|phó|thành viên))")
_CLOSES = re.compile(r"[.:“”\"]")
_NOUN_BEFORE = re.compile(r"(?:\b(?:cac|nhung|moi|tung|cua|doi voi|thi dua,|thi dua -|thi dua|cong tac|nhiem vu|co quan|don vi|trung tam|to|ban|hoi dong|doan|bo phan) )$")


def actors_at(text: str, folded: str, at: int) -> Actors | None:
    """The institutions whose names begin at `at`; None where none does.

    >>> text = "Sở Thông tin và Truyền thông, các cơ quan có liên quan tham mưu"
    >>> actors_at(text, fold(text), 0).names
    ('Sở Thông tin và Truyền thông', 'các cơ quan có liên quan')
    """
    head = _head(text, folded, at)
    if head is None:
        return None
    end = _end(text, folded, at, head)
    names: list[tuple[int, int]] = []
    begin = at
    for separator in _separators(folded, at, end):
        following = _head(text, folded, separator.end())
        if following is not None and _begins_another(text, folded, begin, separator):
            names.append((begin, separator.start()))
            begin = separator.end()
    names.append((begin, end))
    clean = tuple(n for n in (text[a:b].strip(" ,;:-") for a, b in names) if n)
    return Actors(at, end, text[at:end].strip(" ,;:"), clean) if clean else None


def _head(text: str, folded: str, at: int) -> int | None:
    """The end of the word that begins an institution at `at`, if one does."""
    match = _HEAD.match(folded, at)
    if match is None:
        return None
    if match.lastgroup == "named" and not text[at].isupper():
        plain = re.compile(_PLAIN).match(folded, at)
        return plain.end() if plain else None
    return match.end()


def _separators(folded: str, at: int, end: int) -> list[re.Match[str]]:
    """The separators outside brackets."""
    out = []
    for match in _SEPARATOR.finditer(folded, at, end):
        before = folded[at : match.start()]
        one_name = before.endswith("thi dua") and folded.startswith("khen thuong", match.end())
        if before.count("(") <= before.count(")") and not one_name:
            out.append(match)
    return out


def _begins_another(text: str, folded: str, begin: int, separator: re.Match[str]) -> bool:
    """Whether the fragment behind a separator is an institution of its own, not one more noun of the list."""
    at = separator.end()
    fragment = folded[at : at + 40]
    joined_by_and = "," not in separator.group() and ";" not in separator.group()
    if re.match(_DETERMINER + r"\b", fragment):
        return not (joined_by_and and re.match(r"cac cap\b", fragment))
    if not text[at].isupper():
        return ";" in separator.group() or bool(re.match(r"(?:co quan|don vi) (?:lien quan|co lien quan|thuong truc)", fragment))
    # `các Cụm, Khối thi đua`: one noun more behind a common determiner.
    return not (re.match(r"(?:khoi|cum|to)\b", fragment) and re.match(_DETERMINER, folded[begin:at]))


def _end(text: str, folded: str, at: int, head: int) -> int:
    """Where the stretch of names ends: at a verb of duty, at a mark that closes, at a fragment that is no name."""
    closes = _closing(folded, head)
    verb = _first_verb(text, folded, head, closes)
    end = verb if verb is not None else closes
    for separator in _separators(folded, at, end):
        rest = folded[separator.end() : end]
        if separator.end() >= end or not _goes_on(text, folded, separator, rest):
            return separator.start()
    while end > head and text[end - 1] in " ,;:-–":
        end -= 1
    return end


def _closing(folded: str, head: int) -> int:
    for match in _CLOSES.finditer(folded, head):
        if match.group() == "." and re.search(r"\b(?:tp|t\.p|p|q|h|tx|tt|pct|ct)$", folded[: match.start()]):
            continue  # an abbreviation: TP. Hồ Chí Minh
        return match.start()
    return len(folded)


def _first_verb(text: str, folded: str, head: int, limit: int) -> int | None:
    for match in _VERB.finditer(text, head, limit):
        start = match.start()
        in_brackets = text.count("(", head, start) > text.count(")", head, start)
        if not in_brackets and not (match.group() in _NOUNS and _NOUN_BEFORE.search(folded[max(0, start - 14) : start])):
            return start
    return None


# Verbs that are nouns behind a determiner or in a name: `các tổ chức`, `Hội đồng Thi đua, khen thưởng`, `công tác kiểm tra`.
_NOUNS = {"tổ chức", "khen thưởng", "kiểm tra", "tuyên truyền", "phát động", "quản lý", "giám sát", "báo cáo", "sơ kết", "tổng kết", "tham mưu", "phối hợp"}


def _goes_on(text: str, folded: str, separator: re.Match[str], rest: str) -> bool:
    """Whether what stands behind a separator still is of the list."""
    at = separator.end()
    if ";" in separator.group() or "\n" in separator.group():
        return _head(text, folded, at) is not None or bool(re.match(r"(?:ubnd|uy ban|chu tich|cac)\b", rest))
    if text[at].isupper() or _head(text, folded, at) is not None:
        return True
    return bool(_LEVEL_NOUN.match(rest))


_LEVEL_NOUN = re.compile(
    rf"(?:{_any(_AGENCIES.common)}|nganh|doan the|to chuc|co lien quan|lien quan|khu pho|cu dan|cong chuc|vien chuc|nguoi lao dong|chien si|chien sy|ban nganh|thi)\b"
)

_HEADING_OPENS = re.compile(r"(?:giao |de nghi |trach nhiem (?:cua )?|nhiem vu cua |phan cong (?:cho )?|doi voi |ve phia )?")


def actors_of_heading(heading: str) -> Actors | None:
    """The institutions that a heading names as those who act; None where it names none or more than them."""
    folded = fold(heading)
    opens = _HEADING_OPENS.match(folded)
    at = opens.end() if opens else 0
    if heading.isupper():
        heading = heading[:at] + heading[at : at + 1] + heading[at + 1 :]
    if re.match(r"doi voi (?:tap the|ca nhan|can bo)", folded):
        return None
    found = actors_at(heading, folded, at)
    return found if found and len(heading) - found.end <= 2 else None
