"""Documents cited by their symbols (`733/QĐ-TTg`): the type before it, the date and the body behind it, its subject.

Source of the symbols: Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW (2018) for those of the Party."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors import lexicon
from extractors.fold import LOWER, UPPER, fold
from extractors.mention import LAWS, Mention, date_behind
from extractors.reading import Passage

# Số và ký hiệu: 733/QĐ-TTg, 02-CT/TU, 01/2016/NQ-HĐND, 06/2022/QH15.
SYMBOL = re.compile(
    r"(?<![\w/-])(?P<symbol>\d{1,5}(?:/\d{4})?\s?[-–/]\s?(?=[A-ZĐa-zđ]*[A-ZĐ])[A-ZĐ][A-Za-zĐđ]{0,6}\d{0,2}(?:\s?[-–/]\s?[A-ZĐ][A-Za-zĐđ]{0,9}\d{0,2})*)(?![\w/])"
)
_BEFORE_SYMBOL = re.compile(r"\bso\s*:?\s*$")
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
_ENDS_TITLE = re.compile(
    r", (?=(?:uy ban nhan dan|ubnd)[^,;.]{0,60}\b(?:ban hanh|xay dung|trien khai|phat dong|to chuc)\b)|"
    r"[.;\n](?=\s|$)|, (?=(?:chi thi|quyet dinh|nghi quyet|nghi dinh|thong tu|ke hoach|luat|cong van|"
    r"huong dan) (?:so )?\d)|$"
)
_OPENS_SUBJECT = re.compile(
    r"(?:ve viec|v/v|ve|ban hanh|quy dinh|thuc hien|phe duyet|huong dan|sua doi|phat dong|thong qua|tiep tuc|"
    r"trien khai)\b|[“\"]"
)


def numbered(passage: Passage) -> list[Mention]:
    """The documents that a passage cites by symbol, in order; none that stands only in another's title."""
    out: list[Mention] = []
    done = 0
    listed: tuple[str, str | None] | None = None
    for match in SYMBOL.finditer(passage.text):
        listed = _list_head(passage, done, match.start()) or listed
        mention = _numbered(passage, match, len(passage.text), listed)
        done = match.end()
        if mention is None or (out and mention.start < out[-1].title_end and not _is_next(mention)):
            continue
        if out:  # a title ends where the next document of the list begins
            out[-1] = replace(out[-1], title_end=max(out[-1].end, min(out[-1].title_end, mention.start)))
        out.append(mention)
    return out


def _is_next(mention: Mention) -> bool:
    """Whether a document that opens within a title is next in the list: behind a comma or "và"."""
    return bool(_NEXT_IN_LIST.search(mention.passage.folded[max(0, mention.start - 20) : mention.start]))


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
    issued, end = date_behind(folded, end, limit)
    issuer, end = _issuer(text, end, limit)
    if issuer is None:
        before_it = _ISSUER_BEFORE.search(text, max(0, start - 140), start)
        issuer = (
            (before_it["issuer"] if before_it else None)
            or _issuer_of_symbol(symbol)
            or (listed[1] if listed and fold(kind) == listed[0] else None)
        )
    name, title_end = _subject(text, folded, end, limit)
    if kind in LAWS and start < at and (own := text[start:at].strip()) != kind:
        name = own
    return Mention(passage, start, end, title_end, kind, symbol, issued, issuer, name, "reference.symbol", 0.97)


def _type_before(passage: Passage, at: int) -> tuple[int, str | None]:
    """The type that stands before a symbol; a law's name may stand between (`Luật Điện lực số 61/2024/QH15`)."""
    for phrase in reversed(passage.within("type", at - 150, at)):
        between = passage.text[phrase.end : at].strip()
        if not between or (phrase.label in LAWS and _LAW_NAME.fullmatch(between)):
            return phrase.start, phrase.label
    return at, None


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
