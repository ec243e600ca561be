"""Lines to paragraphs: hard-wrapped lines and page cuts are joined, as spans.

In the genre a paragraph opens with a capital, a label or a quotation mark and closes with `.`, `;`, `:` or `./.`; a
heading closes with nothing. What contradicts both on the two sides of a line end is a break that is not the author's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.fold import fold, spell
from extractors.type_line import is_type_line
from models.document import Document
from models.span import Flow, Span
from pipeline.segment.labels import KEYWORDED, Label
from pipeline.segment.lines import Line, full, noise, read_lines, wrap_width

_ENDS = re.compile(r"[.;:!?…]['\"”’)*\]]*$|\./\.?\s*$")
# Words that cannot end a paragraph: what they govern must follow.
_GOVERNS = frozenset(
    [
        "và",
        "của",
        "các",
        "những",
        "cho",
        "tại",
        "với",
        "về",
        "trong",
        "theo",
        "để",
        "từ",
        "đến",
        "do",
        "là",
        "được",
        "hoặc",
        "ở",
        "trên",
        "dưới",
        "bằng",
        "nhằm",
        "như",
        "cùng",
        "khi",
        "mà",
        "mỗi",
        "gồm",
        "bị",
        "bởi",
        "vào",
    ]
)
# Lines of a paragraph that are looked back on: a page of them, so that an endless one costs no more.
_RECENT = 40
_BEFORE_NUMBERS = frozenset(
    ["ngày", "số", "năm", "tháng", "khoản", "điều", "điểm", "mục", "thứ", "quý", "đợt", "khóa", "kỳ"]
)
_OFFICE = re.compile(
    r"(?:TM|KT|TL|TUQ|Q|T/M|K/T)\s?\.|(?:PHÓ )?(?:CHỦ TỊCH|GIÁM ĐỐC|BỘ TRƯỞNG|THỨ TRƯỞNG|CHÁNH VĂN PHÒNG|"
    r"TRƯỞNG BAN|CỤC TRƯỞNG)"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: the flow of its words, and how its first line stood."""

    flow: Flow
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return self.flow.text

    @property
    def labels(self) -> tuple[Label, ...]:
        return self.lines[0].labels

    @property
    def gap(self) -> bool:
        return self.lines[0].gap

    @property
    def row(self) -> int | None:
        return self.lines[0].row


def paragraphs(document: Document) -> tuple[list[Paragraph], list[Span]]:
    """The paragraphs of a document in order, and the spans of its noise."""
    lines, scraps = read_lines(document)
    width = None if document.words is not None else wrap_width(lines)
    dropped = noise(lines, width)
    parted = _parts_paragraphs(lines)
    out: list[list[Line]] = []
    cut = False
    for k, line in enumerate(lines):
        if k in dropped:
            cut = True
            continue
        # The subject, below the type, ends without a mark; what stands behind a stamp there is the preamble.
        titled = len(out) > 1 and is_type_line(out[-2][-1].text)
        if out and _continues(out[-1], line, width, cut=(cut or (parted and not line.gap)) and not titled):
            out[-1].append(line)
        else:
            out.append([line])
        cut = False
    scraps += [s for k in dropped for s in lines[k].flow.pieces]
    return [_joined(document, group) for group in out], scraps


def _parts_paragraphs(lines: list[Line]) -> bool:
    """Whether empty lines part the paragraphs of a source, so that a mere line end is a break within one."""
    return sum(line.gap for line in lines) > 0.5 * len(lines)


def _joined(document: Document, group: list[Line]) -> Paragraph:
    if len(group) == 1:
        return Paragraph(group[0].flow, tuple(group))
    pieces: list[Span] = []
    for piece in (p for line in group for p in line.flow.pieces):
        # One span runs over a mere line end; marks, page numbers and empty lines keep the pieces apart.
        if pieces and document.text[pieces[-1].end : piece.start] in ("\n", " \n"):
            pieces[-1] = Span(pieces[-1].start, piece.end)
        else:
            pieces.append(piece)
    return Paragraph(document.flow(pieces), tuple(group))


def _continues(group: list[Line], line: Line, width: int | None, *, cut: bool) -> bool:
    """Whether a line belongs to the paragraph that is being read; `cut` tells that noise stands between,
    or that the source parts its paragraphs by empty lines and has none here."""
    last = group[-1]
    if _is_office(last.text) and _is_rest_of_office(line):
        return True
    if (
        line.row is not None
        or last.row is not None
        or is_type_line(last.text)
        or _is_office(last.text)
        or _is_office(line.text)
        or _is_form_line(last.flow.raw, line.flow.raw)
    ):
        return False
    ended, whole = bool(_ENDS.search(last.text)), full(last, line, width) and not line.gap
    if line.labels:
        return not ended and not line.gap and _label_by_accident(last, line, whole)
    if line.text[0].islower() or line.text[0] in ",;.:)%”":
        return not (ended and line.gap and last.text.endswith((":", "./.")))
    if last.opens_bold and not line.gap and not ended:
        return not _OFFICE.match(line.text)
    if line.text[0].isdigit():
        return line.runs_on or (not ended and (whole or not _is_heading(group) or _counts(last.text)))
    return _capital_continues(group, line, ended=ended, whole=whole, cut=cut)


def _is_office(text: str) -> bool:
    """Whether a line is a capacity or position of the signature: each stands on a line of its own (Nghị định
    30/2020/NĐ-CP, Phụ lục I)."""
    return text.isupper() and len(text) < 60 and bool(_OFFICE.match(text))


def _is_rest_of_office(line: Line) -> bool:
    """One word in capitals: `PHÓ CHỦ TỊCH THƯỜNG / TRỰC`. The name that follows a position has two at least."""
    return not line.gap and line.text.isupper() and line.text.isalpha()


def _capital_continues(group: list[Line], line: Line, *, ended: bool, whole: bool, cut: bool) -> bool:
    """Whether a line that opens with a capital or a quotation mark goes on with what stands before it."""
    last = group[-1]
    if _awaits_title(group):
        open_ended = not ended or last.text.endswith(":")  # `Phụ lục số 01:`
        return open_ended and len(line.text) < 200 and not line.text.endswith((".", ";"))
    if whole:
        return not last.text.endswith(("./.", "./"))
    if last.text.isupper() and not line.text.isupper():
        return False  # a heading in capitals does not go on in small letters
    if line.text.startswith("Căn cứ "):
        return False  # each ground of the preamble opens a line of its own (Nghị định 30/2020/NĐ-CP, Phụ lục I)
    return not ended and (_hangs(group) or _cut_in_two(group, line, cut=cut))


def _cut_in_two(group: list[Line], line: Line, *, cut: bool) -> bool:
    """Whether a capital goes on with what stands before: a heading in capitals over two lines, a sentence cut by
    noise."""
    text = group[-1].text
    if not _is_heading(group):
        return cut and len(text) > 40
    in_capitals = text.isupper() and line.text.isupper() and not _OFFICE.match(line.text)
    return in_capitals and not line.gap and bool(group[0].labels)


def _awaits_title(group: list[Line]) -> bool:
    """`Phần I` or `Phụ lục 01` alone on its line: the title follows."""
    line = group[0]
    return len(group) == 1 and any(x.style in KEYWORDED.values() and x.end == len(line.text) for x in line.labels)


def _label_by_accident(last: Line, line: Line, whole: bool) -> bool:
    """A dash or a number that a wrap happened to bring to the beginning of a line: `Thi đua / - Khen thưởng`."""
    label = line.labels[0]
    rest = line.text[label.end :]
    if label.step == "-" and re.match(r"\d{4}", rest) and last.text[-1].isdigit():
        return True
    if label.step == "-" and ((last.opens_bold and line.closes_bold) or last.text.count("(") > last.text.count(")")):
        return True
    if not whole or last.text.isupper() or last.titled:
        return False
    return label.step == "-" or _governs(last.text) or label.step.isdigit()


# In the time to come: here `đến` governs nothing.
_TO_COME = re.compile(r"(?:thời gian|năm|tháng|kỳ|giai đoạn) đến$")


def _governs(text: str) -> bool:
    return _last_word(text) in _GOVERNS and not _TO_COME.search(spell(text[-20:]))


def _counts(text: str) -> bool:
    """Whether a number must follow: `ngày`, `số`, `năm` …"""
    return _last_word(text) in _BEFORE_NUMBERS or _governs(text)


def _last_word(text: str) -> str:
    return spell(text[-12:]).rsplit(None, 1)[-1]


def _hangs(group: list[Line]) -> bool:
    """Whether what was read cannot be the end: a comma, a dash, a governing word, a quotation or bracket left open."""
    text = group[-1].text
    if text.endswith((",", "-", "–", "(", "“")) or _governs(text):
        return True
    whole = " ".join(x.text for x in group[-_RECENT:])
    return whole.count("“") > whole.count("”") or whole.count("(") > whole.count(")")


def _is_heading(group: list[Line]) -> bool:
    """Whether what was read so far looks like a heading rather than the beginning of a sentence."""
    first, text = group[0], " ".join(x.text for x in group[:_RECENT])
    body = text[first.labels[0].end :] if first.labels else text
    return first.titled or body.isupper() or len(body) <= 90


_COLUMNS = re.compile(r"\S(?:\t|\s{3,})\S")
_FORM_COLUMN = re.compile(r"cong hoa xa hoi|doc lap - tu do|ngay .{0,12}thang .{0,12}nam|noi nhan|\b(?:tm|kt|tl|tuq)\.")
_SYMBOL_LINE = re.compile(r"so\s*[:.]")
_DATE_LINE = re.compile(
    r"[^\W\d][\w .'-]{1,40}?,?\s+(?<!den )(?<!tu )(?<!truoc )ngay\b[\s\d.…_]{0,12}thang[\s\d.…_]{0,12}nam\b.{0,12}$"
)


def _is_form_line(last: str, line: str) -> bool:
    """Lines of the header, each of its own: nothing is joined to the symbol, the place and date, or the motto."""
    above, below = fold(last), fold(line)
    columns = _COLUMNS.search(last) or _COLUMNS.search(line)
    return bool(
        (columns and (_FORM_COLUMN.search(above) or _FORM_COLUMN.search(below)))
        or _SYMBOL_LINE.match(above)
        or (_SYMBOL_LINE.match(below) and not line[:1].islower())
        or (len(above) < 60 and _DATE_LINE.fullmatch(above))
        or (len(below) < 60 and _DATE_LINE.fullmatch(below) and not line[:1].islower())
        or below.startswith(("cong hoa xa hoi", "doc lap - tu do", "noi nhan"))
        or above.startswith(("doc lap - tu do", "noi nhan"))
    )
