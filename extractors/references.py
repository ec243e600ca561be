"""References: other documents that the text names (DOMAIN.md, Reference). One a document, with all its mentions.

A symbol tells a document (`733/QĐ-TTg`); the type before it, the date and the body behind it, and its subject belong
to the mention. Without a symbol a document is known by type and full name, and only where the name is a document's
own (`Luật Thi đua, khen thưởng`, `Nghị quyết Đại hội … lần thứ XV`): plural generics and documents yet to be made
are none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from extractors import lexicon
from extractors.fold import LOWER, UPPER, fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Reading
from extractors.times import times
from models.records import Reference, ReferenceRole, record_id
from models.span import Evidence


@dataclass(frozen=True)
class Mention:
    """One mention of a document: where it stands with its title, and what it says."""

    passage: Passage
    start: int
    end: int
    """Behind symbol, date and issuer."""
    title_end: int
    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    name: str | None
    rule: str
    confidence: float


@dataclass
class _Document:
    """A document with its mentions so far."""

    first: Mention
    mentions: list[Mention] = field(default_factory=list)


def references(reading: Reading, found: FoundSoFar) -> Iterable[Reference]:
    """Every document that the preamble and the clauses name, in the order of first mention."""
    documents: list[_Document] = []
    for passage in reading.passages():
        for mention in _mentions(passage):
            if not _is_itself(mention, found):
                _add(documents, mention)
    for document in documents:
        yield _reference(reading, document)


def _is_itself(mention: Mention, found: FoundSoFar) -> bool:
    """Whether a mention is of this very document: its symbol, or its own subject as the name."""
    if mention.symbol:
        return fold(mention.symbol) == fold(str(found.metadata.symbol.value or "")).replace(" ", "")
    subject = fold(str(found.metadata.subject.value or ""))
    own = mention.type == str(found.metadata.document_type.value or "")
    name = fold(mention.name or "").removeprefix(fold(mention.type)).strip()
    return own and bool(subject) and (name in subject or subject in name)


def _add(documents: list[_Document], mention: Mention) -> None:
    for document in documents:
        if _same(document.first, mention):
            document.mentions.append(mention)
            first = document.first
            known = {k: getattr(first, k) or getattr(mention, k) for k in ("issued", "issuer", "name")}
            if first.symbol is None and mention.symbol:
                return
            document.first = replace(first, **known)
            return
    documents.append(_Document(mention, [mention]))


_ORDINAL = re.compile(r"\blan thu [ivxl\d]+\b")


def _same(known: Mention, other: Mention) -> bool:
    """Whether two mentions name one document: by symbol, by name, or a shorter naming of what was named in full."""
    if known.symbol and other.symbol:
        return _key(known.symbol) == _key(other.symbol)
    if known.type != other.type or (known.symbol is None and other.symbol):
        return False
    a, b = fold(known.name or ""), fold(other.name or "")
    if a and a == b and (known.symbol is None or known.type in _LAWS):
        return True
    ordinals = _ORDINAL.search(a), _ORDINAL.search(b)
    if ordinals[0] and ordinals[1]:
        return ordinals[0].group() == ordinals[1].group() and _bodies_agree(a, b)
    unqualified = not re.search(r"\b(?:ve|so|lan thu|nam)\b|\d", b)
    body = fold(other.issuer or "")
    return (
        unqualified
        and bool(body)
        and (body == fold(known.issuer or "") or (known.symbol is None and _bodies_agree(a, b)))
    )


def _bodies_agree(a: str, b: str) -> bool:
    """Whether the shorter naming has no word that the longer lacks."""
    short, long = sorted((set(a.split()), set(b.split())), key=len)
    return short <= long


def _key(symbol: str) -> str:
    return re.sub(r"\s", "", symbol).upper().replace("–", "-")


# Số và ký hiệu: 733/QĐ-TTg, 02-CT/TU, 01/2016/NQ-HĐND, 06/2022/QH15.
_SYMBOL = re.compile(
    r"(?<![\w/-])(?P<symbol>\d{1,5}(?:/\d{4})?\s?[-–/]\s?(?=[A-ZĐa-zđ]*[A-ZĐ])[A-ZĐ][A-Za-zĐđ]{0,6}\d{0,2}(?:\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ]{0,9}\d{0,2})*)(?![\w/])"
)
_BEFORE_SYMBOL = re.compile(r"\bso\s*:?\s*$")
_DATE = re.compile(
    r"^\s*,?\s*(?:\(?ngay|ky ngay)\s+(?:\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}|"
    r"\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+\d{4})\)?"
)
# Small letters that end the name of an issuer; the same letters inside a name have a capital (`Bộ Tài chính`).
_ISSUER = re.compile(
    r"^,?\s*của\s+(?P<issuer>(?:[^().;:,“”\"\n]|, (?=Bộ |Ban )|\((?:Khóa|khóa|Khoá|khoá|lần|"
    r"nhiệm kỳ) [^()]{1,30}\)){2,160}?)"
    r"(?=\s(?:về|v/v|V/v|Về|ban hành|quy định|thực hiện|hướng dẫn|phê duyệt|sửa đổi|phát động|triển khai|tại|đã|để|"
    r"nhằm|thống nhất|"
    r"giao|tiếp tục|trong|thông qua|năm \d{4}|ký ngày|theo|phù hợp|bảo đảm|cho)\b"
    rf"|\svà (?=[{LOWER}])|\s(?:ngày|số) \d|[.;:)\n“”\"]|,(?! (?:Bộ|Ban) )|\((?!Khóa|khóa|Khoá|khoá|lần|nhiệm)"
    rf"|\s-\s(?=[{LOWER}])|$)"
)
# `theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số …`, `do Thủ tướng Chính phủ phát động tại Quyết định số …`
_ISSUER_BEFORE = re.compile(
    rf"\b(?:của|do)\s+(?P<issuer>[{UPPER}][^.;:,]{{2,90}}?)\s+(?:phát động |ban hành |nêu )?tại\s+$"
)
_SUBJECT = re.compile(
    r"^[,\s]*(?P<about>ve viec|v/v|ve)?\s*(?=[“\"]|ban hanh|quy dinh|thuc hien|phe duyet|huong dan|sua doi|\S)"
)
_ENDS_TITLE = re.compile(
    r", (?=(?:uy ban nhan dan|ubnd)[^,;.]{0,60}\b(?:ban hanh|xay dung|trien khai|phat dong|to chuc)\b)|"
    r"[.;\n](?=\s|$)|, (?=(?:chi thi|quyet dinh|nghi quyet|nghi dinh|thong tu|ke hoach|luat|cong van|"
    r"huong dan) (?:so )?\d)|$"
)
_OPENS_SUBJECT = re.compile(
    r"(?:ve viec|v/v|ve|ban hanh|quy dinh|thuc hien|phe duyet|huong dan|sua doi|phat dong|thong qua|tiep tuc|"
    r"trien khai)\b|[“\"]"
)


def _mentions(passage: Passage) -> list[Mention]:
    out: list[Mention] = []
    done = 0
    numbered = list(_SYMBOL.finditer(passage.text))
    listed: tuple[str, str | None] | None = None
    taken: list[tuple[int, int]] = []
    for match in numbered:
        listed = _list_head(passage, done, match.start()) or listed
        mention = _numbered(passage, match, len(passage.text), listed)
        done = match.end()
        if mention is None or _inside(mention, taken):
            continue
        if taken:  # a title ends where the next document of the list begins
            taken[-1] = (taken[-1][0], min(taken[-1][1], mention.start))
            out[-1] = replace(out[-1], title_end=max(out[-1].end, taken[-1][1]))
        out.append(mention)
        taken.append((mention.start, mention.title_end))
    begun = {start for start, _ in taken}
    done = -1
    for mention in _named(passage):
        if mention.start >= done and mention.start not in begun and not _inside(mention, taken):
            out.append(mention)
            done = mention.title_end
    return sorted(out, key=lambda m: m.start)


def _inside(mention: Mention, taken: list[tuple[int, int]]) -> bool:
    """A document named in another's title is none of its own, except a law (DOMAIN.md). One that opens behind a
    comma or "và" with a number of its own is not in the title, but next in the list."""
    listed = mention.symbol is not None and _NEXT_IN_LIST.search(
        mention.passage.folded[max(0, mention.start - 20) : mention.start]
    )
    return mention.type not in ("Luật", "Bộ luật") and not listed and _covers(taken, mention.start)


def _covers(taken: list[tuple[int, int]], at: int) -> bool:
    k = bisect_right(taken, (at, 1 << 60)) - 1
    return k >= 0 and at < taken[k][1]


_NEXT_IN_LIST = re.compile(r"(?:[,;.:]|\bva|\bcung)\s+(?:cac )?$")


_LIST_HEAD = re.compile(
    r"\b(?:cac|nhung) (?P<type>quyet dinh|nghi quyet|chi thi|ke hoach|cong van|nghi dinh|thong tu|"
    r"van ban)(?: cua (?P<issuer>[^:;.]{3,90}?))?\s*:"
)


def _list_head(passage: Passage, done: int, start: int) -> tuple[str, str | None] | None:
    """`các Quyết định của Chủ tịch UBND tỉnh: Số 70/QĐ-UBND …; số 680/QĐ-UBND …`: type and body of all that follow."""
    match = _LIST_HEAD.search(passage.folded, done, start)
    if not match:
        return None
    issuer = passage.text[match.start("issuer") : match.end("issuer")] if match["issuer"] else None
    return match["type"], issuer


def _numbered(
    passage: Passage, match: re.Match[str], limit: int, listed: tuple[str, str | None] | None
) -> Mention | None:
    text, folded = passage.text, passage.folded
    symbol = re.sub(r"\s", "", match["symbol"]).replace("–", "-")
    before = _BEFORE_SYMBOL.search(folded, max(0, match.start() - 12), match.start())
    at = before.start() if before else match.start()
    start, kind = _type_before(passage, at)
    kind = kind or _type_of_symbol(symbol)
    if kind is None:
        return None
    end = match.end()
    issued, end = _issued(folded, end, limit)
    issuer, end = _issuer(text, end, limit)
    if issuer is None:
        before_it = _ISSUER_BEFORE.search(text, max(0, start - 140), start)
        issuer = (
            (before_it["issuer"] if before_it else None)
            or _issuer_of_symbol(symbol)
            or (listed[1] if listed and fold(kind) == listed[0] else None)
        )
    name, title_end = _subject(text, folded, end, limit)
    if kind in _LAWS and start < at and (own := text[start:at].strip()) != kind:
        name = own
    return Mention(passage, start, end, title_end, kind, symbol, issued, issuer, name, "reference.symbol", 0.97)


def _type_before(passage: Passage, at: int) -> tuple[int, str | None]:
    """The type that stands before a symbol; a law's name may stand between (`Luật Điện lực số 61/2024/QH15`)."""
    for phrase in reversed(passage.within("type", at - 150, at)):
        between = passage.text[phrase.end : at].strip()
        if not between or (phrase.label in _LAWS and _LAW_NAME.fullmatch(between)):
            return phrase.start, phrase.label
    return at, None


_LAWS = ("Luật", "Bộ luật", "Pháp lệnh")
_LAW_NAME = re.compile(r"[^\W\d_][^.;:()]{2,120}")


def _type_of_symbol(symbol: str) -> str | None:
    parts = re.split(r"[-/]", symbol)
    for kind in lexicon.document_types().type:
        if any(part == a for part in parts for a in kind.abbreviations):
            return kind.name
    return "Luật" if re.search(r"/QH\d+$", symbol) else None


def _issuer_of_symbol(symbol: str) -> str | None:
    last = re.split(r"[-/]", symbol)[-1].rstrip("0123456789")
    return lexicon.document_types().symbol_issuers.get(last)


def _issued(folded: str, end: int, limit: int) -> tuple[date | None, int]:
    match = _DATE.match(folded[end : min(limit, end + 80)])
    if not match:
        return None, end
    said = times(match.group())
    return (said[0].start if said else None), end + match.end()


def _issuer(text: str, end: int, limit: int) -> tuple[str | None, int]:
    rest = text[end : min(limit, end + 400)]
    match = _ISSUER.match(rest)
    if not match:
        return None, end
    return match["issuer"].strip(), end + match.end("issuer")


def _subject(text: str, folded: str, end: int, limit: int) -> tuple[str | None, int]:
    """The subject of a mention and where it ends; quotation marks are set aside where they are the whole."""
    rest = folded[end : end + 80]
    blank = len(rest) - len(rest.lstrip(" ,"))
    opens = _OPENS_SUBJECT.match(rest[blank:])
    if not opens:
        return None, end
    begin = end + blank + (opens.end() if opens.group() in ("ve viec", "v/v", "ve") else 0)
    stop = _title_stop(folded, begin, limit)
    name = text[begin:stop].strip(" ,")
    whole = re.fullmatch(r"[“\"]([^“”\"]+)[”\"]", name)
    return (whole.group(1) if whole else name) or None, stop


def _title_stop(folded: str, begin: int, limit: int) -> int:
    """A title ends with its sentence or at the next `;` outside quotation marks, and where it is quoted whole, with
    the quotation."""
    ahead = folded[begin : begin + 40]
    blank = len(ahead) - len(ahead.lstrip())
    if folded[begin + blank : begin + blank + 1] in ("“", '"'):
        closing = re.compile(r"[”\"]").search(folded, begin + blank + 1)
        if closing:
            return closing.end()
    match = _ENDS_TITLE.search(folded, begin)
    return match.start() if match else limit


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


def _named(passage: Passage) -> list[Mention]:
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
        or _SYMBOL.match(text, end + 1)
        or re.match(r"\s*(?:so\b|nay\b|:|\d+[-/])", folded[end:])
    ):
        return None
    limit = min(len(text), end + _LONGEST_NAME)
    match = _PROJECT_ENDS.search(text, end, limit) if kind == "Đề án" else _NAME_ENDS.search(folded, end, limit)
    stop = match.start() if match else limit
    name = text[start:stop].strip(" ,-")
    rest = fold(text[end:stop]).strip()
    law = kind in (*_LAWS, "Hiến pháp")
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
    issued, finish = _issued(folded, name_end, len(text)) if dated else (None, stop)
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


def _reference(reading: Reading, document: _Document) -> Reference:
    first = document.first
    evidence: tuple[Evidence, ...] = tuple(
        m.passage.evidence(m.start, m.title_end if m.symbol else m.end) for m in document.mentions
    )
    basis = any(m.passage.clause is None for m in document.mentions)
    own = document.mentions[0]
    return Reference(
        id=record_id(reading.document.sha256, "references", evidence, first.symbol or first.name or ""),
        text=own.passage.text[own.start : own.title_end if own.symbol else own.end],
        evidence=evidence,
        rule=first.rule,
        confidence=first.confidence,
        type=first.type,
        symbol=first.symbol,
        issued=first.issued,
        issuer=first.issuer,
        name=first.name,
        role=ReferenceRole.BASIS if basis else ReferenceRole.CITES,
    )
