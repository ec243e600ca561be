"""Documents cited by their names alone: laws, and what only its full name tells (`Nghị quyết Đại hội … lần thứ XV`).

Plural generics and documents yet to be made are none."""

from __future__ import annotations

import re

from extractors import lexicon
from extractors.fold import UPPER, fold
from extractors.mention import LAWS, Mention, date_behind
from extractors.numbered import SYMBOL
from extractors.reading import Passage

# Named documents: a capitalised type, then what makes the name a document's own.
_NAME_ENDS = re.compile(
    r"[.;:()“”\"\n]|, (?!(?:khen thuong|tam nhin|the thao|phong, chong|chong|giai doan|sua doi|bo sung|nhiem vu|"
    r"giai phap|"
    r"muc tieu|chi tieu)\b)"
    r"|\s(?:da (?:de ra|duoc|ban hanh)|duoc|phu hop|theo|nham|de|hang nam|nay)\b"
    r"|\sva (?:cac|nhung|ke hoach|chuong trinh|nghi quyet|nghi dinh|thong tu|quyet dinh|chi thi|luat|phap lenh)\b|$"
)
# The title of a Đề án runs over its commas as long as nouns are listed.
_PROJECT_ENDS = re.compile(
    rf"[.;:()“”\"\n]|, (?=[{UPPER}]|(?:các|những|nhằm|góp phần|đưa|gắn|trong đó|để|tập trung|đảm bảo|bảo đảm|theo)\b)"
    r"|\s(?:đã (?:đề ra|được|ban hành)|được|nhằm|để|này)\b|\svà (?:các|những|Kế hoạch|Chương trình|Nghị quyết)\b|$"
)
_GOES_ON = re.compile(r"\s*(?:vao|trong|tu|den|tai|de|do|nham|theo|gui|truoc|cua minh|voi)\b")
# No document has a longer name (characters).
_LONGEST_NAME = 400
_INDEFINITE = re.compile(
    r"(?:\b(?:cac|nhung|moi|mot so|xay dung|soan thao|ban hanh|de ra|tham muu|lap|du thao|tren day la|noi dung|"
    r"trinh|thuc hien tot|hoan thien|trong|cung cac) )$"
)
_OWN = re.compile(
    r"(?:\bdai hoi\b.*\blan thu\b)|\blan thu [ivxl\d]+|(?:^| )(?:19|20)\d\d\b|\bthoi ky\b|\bdat chuan\b|"
    r"\bcua [^\W\d_]|\btai cac co quan\b|\bgiai doan\b|^\S+ (?:dai hoi|hoi nghi|hoi dong|ban chap hanh)"
)
_BODY = re.compile(
    r"^\s*(?:cua\s+)?(?P<issuer>(?:dai hoi|ban chap hanh|hoi dong nhan dan|uy ban nhan dan|ubnd|hdnd|chinh phu|"
    r"quoc hoi|bo chinh tri|ban bi thu|ban thuong vu|tinh uy|huyen uy|thu tuong|chu tich)\b.*?)(?=\s(?:ve|nam|"
    r"giai doan|da|nhiem ky (?!\d))\b|$)"
)


def named(passage: Passage) -> list[Mention]:
    """Documents cited by their names alone."""
    by_name = {t.name for t in lexicon.document_types().type if t.cited_by_name}
    out: list[Mention] = []
    for phrase in passage.phrases.get("type", []):
        if (
            phrase.label in by_name
            and passage.text[phrase.start].isupper()
            and (mention := _named_at(passage, phrase.start, phrase.end, phrase.label))
        ):
            out.append(mention)
    return out


def _named_at(passage: Passage, start: int, end: int, kind: str) -> Mention | None:
    text, folded = passage.text, passage.folded
    if (
        text[start:end].isupper()
        or SYMBOL.match(text, end + 1)
        or re.match(r"\s*(?:so\b|nay\b|:|\d+[-/])", folded[end:])
    ):
        return None
    limit = min(len(text), end + _LONGEST_NAME)
    match = _PROJECT_ENDS.search(text, end, limit) if kind == "Đề án" else _NAME_ENDS.search(folded, end, limit)
    stop = match.start() if match else limit
    name = text[start:stop].strip(" ,-")
    rest = fold(text[end:stop]).strip()
    law = kind in (*LAWS, "Hiến pháp")
    before = folded[max(0, start - 60) : start]
    opens = not before.strip() or before.rstrip().endswith(".")
    if not rest or len(rest) < 4 or (not law and _INDEFINITE.search(before)):
        return None
    if law:
        return _law(passage, start, end, stop, kind)
    if opens or _GOES_ON.match(rest) or not _is_own(kind, rest, fold(name)):
        return None  # at the head of a sentence a capital tells nothing
    body = _BODY.match(folded[end:stop])
    issuer = text[end + body.start("issuer") : end + body.end("issuer")].strip() if body else None
    return Mention(passage, start, stop, stop, kind, None, None, issuer, name, "reference.name", 0.8)


def _law(passage: Passage, start: int, end: int, stop: int, kind: str) -> Mention | None:
    """`Luật Tổ chức chính quyền địa phương ngày 19/6/2015`: a law by name, its date where printed."""
    text, folded = passage.text, passage.folded
    dated = re.compile(r"\s+(?:so \S+ )?(?:ngay \d|nam (?:19|20)\d\d)").search(folded, end, stop)
    name_end = dated.start() if dated else stop
    if folded[end:].lstrip().startswith("sua doi"):
        name_end = stop = _amended(folded, end)
    rest = text[end:name_end].strip()
    if not (rest[:1].isupper() or fold(rest).startswith("sua doi")):
        return None
    issued, finish = date_behind(folded, name_end, len(text)) if dated else (None, stop)
    return Mention(
        passage,
        start,
        finish,
        finish,
        kind,
        None,
        issued,
        None,
        text[start:name_end].strip(" ,-"),
        "reference.law",
        0.88,
    )


def _amended(folded: str, end: int) -> int:
    """The end of the title of a law that amends others, which it names: up to its date or the end of its sentence."""
    match = re.compile(r"[.;]|\sngay \d|$").search(folded, end, min(len(folded), end + _LONGEST_NAME))
    return match.start() if match else end + _LONGEST_NAME


def _is_own(kind: str, rest: str, name: str) -> bool:
    """Whether a name tells one document, as its ordinal, year, body or works do; "Quy chế hoạt động của Hội đồng"
    tells a kind."""
    if kind in ("Quy chế", "Điều lệ"):
        return "tai cac co quan" in rest or bool(re.search(r"\bcua (?:chinh phu|bo|uy ban nhan dan|ubnd)\b", rest))
    if kind == "Đề án":
        return len(rest.split()) >= 4
    return bool(_OWN.search(name))
