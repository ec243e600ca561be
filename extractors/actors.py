"""The grammar of institutions: where the name of an actor begins and ends, and how a list of them parts.

A list is one institution as long as only level nouns follow the commas (`các sở, ban, ngành, đoàn thể tỉnh`); a
determiner or a capitalised head begins the next (`…, các doanh nghiệp Nhà nước`, `…, Đài Truyền hình`). A name ends
where a verb of duty begins: in lower case, since the same words inside names are capitalised (`Ban Kiểm tra`, `Sở
Thông tin và Truyền thông`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from extractors import lexicon
from extractors.fold import LOWER, UPPER, any_of, fold, spell


@dataclass(frozen=True, slots=True)
class Actors:
    """Institutions named in one place: the whole stretch as printed, and each of them."""

    start: int
    end: int
    printed: str
    names: tuple[str, ...]


_AGENCIES, _WORDS = lexicon.agencies(), lexicon.words()
# Words that begin as an institution does and are none: `Tổ chức thực hiện`, `Ban hành`, `Báo cáo`, `Phong trào` read
# without accents.
_NOT_HEADS = (
    "tổ chức", "ban hành", "báo cáo", "phong trào", "công tác", "công nhận", "hội nghị", "đoàn kết", "bộ máy",
    "bộ phận", "phòng, chống", "phòng chống", "chủ tịch hồ chí minh", "bộ tiêu chí", "hội thi", "báo cáo viên",
    "đội ngũ", "cộng đồng", "trung tâm là", "đơn vị nào",
)  # fmt: skip
# … even behind a determiner.
_NEVER = (
    "trường hợp", "cơ sở dữ liệu", "cơ sở vật chất", "cơ sở hạ tầng", "quan điểm", "quan hệ", "khối lượng", "hội thi",
    "hội nghị", "bộ tiêu chí", "bản kế hoạch", "cấp độ", "đội ngũ", "báo cáo", "bộ phận",
)  # fmt: skip
_DETERMINERS = ("các", "những", "mỗi", "từng", "tất cả các", "toàn thể")
_PLAIN = (
    "cơ quan",
    "đơn vị",
    "chính quyền",
    "thành viên",
    "cán bộ",
    "cấp ủy",
    "doanh nghiệp",
    "thủ trưởng",
    "chủ tịch",
    "lãnh đạo",
)


def _heads(form: Callable[[str], str]) -> re.Pattern[str]:
    """What begins an institution, on text spelled (`spell`) or folded (`fold`) by `form`."""
    determiner = any_of(map(form, _DETERMINERS))
    common = any_of(map(form, _AGENCIES.common + _AGENCIES.persons + _AGENCIES.proper))
    named = any_of(map(form, _AGENCIES.proper + _AGENCIES.persons))
    not_heads, never = any_of(map(form, _NOT_HEADS)), any_of(map(form, _NEVER))
    return re.compile(
        rf"(?P<common>(?:{determiner}) (?!(?:{never})\b)(?:(?:{common})\b|\w+(?=, (?:ban|nganh|ngành|"
        rf"doan the|đoàn thể)\b)))|(?!(?:{not_heads})\b)(?:(?P<named>(?:{named})\b)|"
        rf"(?P<plain>(?:{any_of(map(form, _PLAIN))})\b))"
    )


_Form = Callable[[str], str]
_HEADS: dict[_Form, re.Pattern[str]] = {form: _heads(form) for form in (spell, fold)}
_PLAIN_HEAD: dict[_Form, re.Pattern[str]] = {
    form: re.compile(rf"(?:{any_of(map(form, _PLAIN))})\b") for form in (spell, fold)
}
_DETERMINER = re.compile(rf"(?:{any_of(map(spell, _DETERMINERS))})\b")
_SEPARATOR = re.compile(r"\s*[,;]\s+(?:va |cung )?|\s+va\s+|\s+cung\s+(?=cac\b)")
# Verbs are matched as they are written: without accents `đưa` would be found in `thi đua`.
_DUTY = any_of(v for v in _WORDS.duty_verbs + _WORDS.stops if v != "là")
# `là trưởng các Khối` says which units are meant; it is no predicate.
_VERB = re.compile(
    rf"\b(?:{_DUTY})\b|\bcó\b(?! (?:liên quan|thẩm quyền|vốn|trụ sở|chức năng|tên))|\blà\b(?! (?:trưởng|phó|"
    rf"thành viên))"
)
_CLOSES = re.compile(r"[.:“”\"]")
_ABBREVIATION = re.compile(r"\b(?:tp|p|q|h|tx|tt|pct|ct)$")
_NOUN_BEFORE = re.compile(
    r"(?:\b(?:cac|nhung|moi|tung|cua|doi voi|thi dua,|thi dua -|thi dua|cong tac|nhiem vu|to|ban|hoi dong|doan|"
    r"bo phan) )$"
)
# `cơ quan quản lý nhà nước`, `đơn vị tham mưu`: what an office is for, not what it must do here.
_OFFICE_FOR = re.compile(r"\b(?:co quan|don vi) $")
_OFFICE_NOUNS = {"quản lý", "tham mưu", "kiểm tra", "giám sát"}


@dataclass(frozen=True, slots=True)
class _Text:
    """A text in the forms that the patterns need; `heads` is the form in which institutions are recognised."""

    text: str
    folded: str
    heads: str
    form: Callable[[str], str]

    def head(self, at: int) -> int | None:
        """The end of the word that begins an institution at `at`, if one does."""
        match = _HEADS[self.form].match(self.heads, at)
        if match is None:
            return None
        if match.lastgroup == "named" and not self.text[at].isupper():
            match = _PLAIN_HEAD[self.form].match(self.heads, at)
        return match.end() if match else None


def actors_at(text: str, folded: str, at: int, *, accents: bool = True, any_head: bool = False) -> Actors | None:
    """The institutions whose names begin at `at`; None where none does. Without `accents` heads are told without
    them (headings suffer most from OCR, and hold few other words).

    >>> text = "Sở Thông tin và Truyền thông, các cơ quan có liên quan tham mưu"
    >>> actors_at(text, fold(text), 0).names
    ('Sở Thông tin và Truyền thông', 'các cơ quan có liên quan')
    """
    form = spell if accents else fold
    window = text[at : at + _LONGEST]
    found = _read(_Text(window, folded[at : at + _LONGEST], form(window), form), any_head=any_head)
    return found and replace(found, start=at, end=at + found.end)


def begins_institution(text: str, *, only: bool = False) -> bool:
    """Whether a text begins as the name of an institution does; with `only`, whether it is no more than such a
    beginning (`Văn phòng`, `Chủ tịch`).

    >>> begins_institution("Sở Nội vụ"), begins_institution("vụ"), begins_institution("Văn phòng", only=True)
    (True, False, True)
    """
    window = text[:_LONGEST]
    end = _Text(window, fold(window), spell(window), spell).head(0)
    return end is not None and (not only or not window[end:].strip())


# No list of institutions is longer (characters); what follows is not looked at.
_LONGEST = 1200


def _read(t: _Text, *, any_head: bool) -> Actors | None:
    at = 0
    head = t.head(at)
    if head is None and any_head and (t.text[:1].isupper() or _DETERMINER.match(spell(t.text[:12]))):
        word = _WORD.match(t.text)
        head = word.end() if word else None
    if head is None:
        return None
    end = _end(t, at, head)
    names: list[tuple[int, int]] = []
    begin = at
    for separator in _separators(t, at, end):
        if t.head(separator.end()) is not None and _begins_another(t, begin, separator):
            names.append((begin, separator.start()))
            begin = separator.end()
    names.append((begin, end))
    clean = tuple(n for n in (t.text[a:b].strip(" ,;:-") for a, b in names) if n)
    return Actors(at, end, t.text[at:end].strip(" ,;:"), clean) if clean else None


def _separators(t: _Text, at: int, end: int) -> list[re.Match[str]]:
    """The separators outside brackets."""
    out = []
    depth, counted = 0, at
    for match in _SEPARATOR.finditer(t.folded, at, end):
        start = match.start()
        depth += t.folded.count("(", counted, start) - t.folded.count(")", counted, start)
        counted = start
        one_name = any(
            t.folded.startswith(a, start - len(a)) and t.folded.startswith(b, match.end()) for a, b in _ONE_NAME
        )
        if depth <= 0 and not one_name:
            out.append(match)
    return out


# Two words with a separator between them that are one name: Hội đồng Thi đua, Khen thưởng; Văn phòng HĐND và UBND.
_ONE_NAME = (
    ("thi dua", "khen thuong"),
    ("hdnd", "ubnd"),
    ("hoi dong nhan dan", "uy ban nhan dan"),
    ("dbqh", "hdnd"),
    ("doan dai bieu quoc hoi", "hoi dong nhan dan"),
)
_WORD = re.compile(r"\w+")


def _begins_another(t: _Text, begin: int, separator: re.Match[str]) -> bool:
    """Whether the fragment behind a separator is an institution of its own, not one more noun of the list."""
    at = separator.end()
    joined_by_and = "," not in separator.group() and ";" not in separator.group()
    if _DETERMINER.match(spell(t.text[at : at + 12])):
        return not (joined_by_and and t.folded.startswith("cac cap", at))
    if not t.text[at].isupper():
        return ";" in separator.group()
    # `các Cụm, Khối thi đua`: one noun more behind a common determiner.
    return not (
        re.match(r"(?:khoi|cum|to)\b", t.folded[at : at + 5]) and _DETERMINER.match(spell(t.text[begin : begin + 12]))
    )


def _end(t: _Text, at: int, head: int) -> int:
    """Where the stretch of names ends: at a verb of duty, at a mark that closes, at a fragment that is no name."""
    closes = _closing(t.folded, head)
    verb = _first_verb(t, head, closes)
    end = verb if verb is not None else closes
    for separator in _separators(t, at, end):
        if separator.end() >= end or not _goes_on(t, separator, end):
            return separator.start()
    while end > head and t.text[end - 1] in " ,;:-–":
        end -= 1
    return end


def _closing(folded: str, head: int) -> int:
    for match in _CLOSES.finditer(folded, head):
        if match.group() == "." and _ABBREVIATION.search(folded, head, match.start()):
            continue  # TP. Hồ Chí Minh
        return match.start()
    return len(folded)


def _first_verb(t: _Text, head: int, limit: int) -> int | None:
    for match in _VERB.finditer(t.text, head, limit):
        start = match.start()
        in_brackets = t.text.count("(", head, start) > t.text.count(")", head, start)
        before = t.folded[max(0, start - 14) : start]
        noun = (match.group() in _NOUNS and _NOUN_BEFORE.search(before)) or (
            match.group() in _OFFICE_NOUNS and _OFFICE_FOR.search(before)
        )
        if not in_brackets and not noun:
            return min(start, _behind_known(t, head, start))
    behind = _behind_known(t, head, limit)
    return behind if behind < limit else None


def _behind_known(t: _Text, head: int, limit: int) -> int:
    """Where a department with a name that the law knows is followed by a small letter that continues no name: a verb
    that the lexicon lacks (`Sở Công Thương đấu tranh …`)."""
    for match in (*_DEPARTMENT.finditer(t.text, 0, limit), *_LEVEL_WORD.finditer(t.text, head, limit)):
        following = _SMALL.match(t.text, match.end(), limit)
        if match.end() >= head and following and following["word"] not in _CONTINUES:
            return match.end()
    return limit


_DEPARTMENT = re.compile(
    rf"\b(?:Sở|Phòng|Ban|Bộ) (?:{any_of(_AGENCIES.departments)})\b"
    rf"(?: (?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?: [{UPPER}]\w*)*)?(?: \([^()]{{1,60}}\))?"
)
_LEVEL_WORD = re.compile(r"(?<!các )\b(?:tỉnh|huyện|cấp xã|cấp huyện|cấp tỉnh|thị trấn|Nhà nước)\b")
_SMALL = re.compile(rf" (?P<word>[{LOWER}]\w*)")
_CONTINUES = {
    "và", "cùng", "của", "thuộc", "có", "liên", "là", "tỉnh", "thành", "huyện", "quận", "thị", "xã", "phường",
    "các", "trực", "khu", "phụ", "đặc", "biên", "miền", "nông", "trên", "đóng", "hoặc", "giao", "theo",
}  # fmt: skip


# Verbs that are nouns behind a determiner or in a name: `các tổ chức`, `Hội đồng Thi đua, khen thưởng`, `công tác
# kiểm tra`.
_NOUNS = {
    "tổ chức",
    "khen thưởng",
    "kiểm tra",
    "tuyên truyền",
    "phát động",
    "quản lý",
    "giám sát",
    "báo cáo",
    "sơ kết",
    "tổng kết",
    "tham mưu",
    "phối hợp",
}


def _goes_on(t: _Text, separator: re.Match[str], end: int) -> bool:
    """Whether what stands behind a separator still is of the list."""
    at = separator.end()
    if ";" in separator.group():
        return t.head(at) is not None
    lost = t.text.startswith("thị ", at)  # `xã, thị trấn` or `xã, thị xã` with a word lost
    return t.text[at].isupper() or t.head(at) is not None or lost or bool(_LEVEL_NOUN.match(t.folded, at, end))


_LEVEL_NOUN = re.compile(
    rf"(?:{any_of(map(fold, _AGENCIES.common))}|nganh|doan the|to chuc|co lien quan|lien quan|khu pho|cu dan|cong chuc|"
    rf"vien chuc|nguoi lao dong|chien si|chien sy|ban nganh)\b"
)

_HEADING_OPENS = re.compile(
    r"(?:giao |de nghi |trach nhiem (?:cua )?|nhiem vu cua |phan cong (?:cho )?|doi voi |ve phia )?"
)


def actors_of_heading(heading: str, *, topical: bool = False) -> Actors | None:
    """The institutions that a heading names as those who act; None where it names none or more than them. In a
    heading that announces topics accents count: `ĐỐI TƯỢNG` is no `Đội`."""
    folded = fold(heading)
    opens = _HEADING_OPENS.match(folded)
    at = opens.end() if opens else 0
    if re.match(r"doi voi (?:tap the|ca nhan|can bo)", folded):
        return None
    found = actors_at(heading, folded, at) or (None if topical else actors_at(heading, folded, at, accents=False))
    return found if found and len(heading) - found.end <= 2 else None
