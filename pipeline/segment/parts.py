"""Paragraphs to the parts of the form: header, type, subject, preamble, body, signature, recipients, appendices.

Source: Nghị định 30/2020/NĐ-CP, Phụ lục I, and Thông tư 01/2011/TT-BNV before it: the same order, found from both
ends, because real files lose lines at either.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.fold import UPPER, fold
from extractors.type_line import is_type_line
from models.span import Flow, Span
from pipeline.segment.labels import BULLETS, Style
from pipeline.segment.lines import Line
from pipeline.segment.paragraphs import Paragraph

_PREAMBLE = re.compile(
    r"can cu|thuc hien|huong ung|nham|de |thi hanh|theo |trien khai|tiep tuc|xet |chao mung|phat huy|"
    r"lap thanh tich|uy ban nhan dan|ubnd|hoi dong|"
    r"chu tich|de nghi|so |ban |tren co so|nhan |trong |qua |phan dau|thiet thuc"
)
_ATTACHED = re.compile(
    r"\W*(?:duoc )?(?:ban hanh )?kem theo (?:quyet dinh|nghi quyet|cong van|ke hoach|to trinh|van ban)"
)
_RECIPIENTS = re.compile(r"noi nhan\b")
_ON_BEHALF = re.compile(r"(?:TM|T/M|KT|K/T|TL|T/L|TUQ|Q)(?:\s?[./]\s*|\s+)" + f"[{UPPER}]")
_POSITION = re.compile(
    r"(?:(?:pho|quyen) )?(?:chu tich|chu nhiem|giam doc|tong giam doc|bo truong|thu truong|chanh van phong|"
    r"truong ban|truong phong|cuc truong|"
    r"chi cuc truong|vien truong|hieu truong|tong cuc truong|vu truong|thu tuong|bi thu|thuong truc)\b.{0,60}"
)


@dataclass(frozen=True)
class Form:
    """The parts as ranges of paragraphs. A decision that wraps the plan has its own preamble, articles and closing
    before it."""

    header: range
    title: range
    subject: range
    preamble: list[int]
    articles: range
    body: range
    closing: list[int]
    """Signature and recipients."""
    appendices: range


def find_parts(paragraphs: list[Paragraph]) -> Form:
    """Where each part begins and ends. A part that is not there is empty."""
    total = len(paragraphs)
    first, title = _title(paragraphs)
    after = title.stop if title is not None else 0
    subject = _subject(paragraphs, after) if title is not None else range(after, after)
    body = _body_start(paragraphs, subject.stop)
    closing = _closing(paragraphs, body)
    appendices = _appendices(paragraphs, closing)
    top = first.start if first is not None else _header_end(paragraphs, body)
    grounds, articles, signed = _wrapper(paragraphs, first, title)
    if grounds or articles or signed:
        top = grounds.start  # the type and subject of the decision that wraps the plan stand in the header
    return Form(
        header=range(top),
        title=title or range(0),
        subject=subject,
        preamble=[*grounds, *range(subject.stop if title is not None else top, body)],
        articles=articles,
        body=range(body, closing),
        closing=[*signed, *range(closing, appendices)],
        appendices=range(appendices, total),
    )


def _title(paragraphs: list[Paragraph]) -> tuple[range | None, range | None]:
    """The first line that names a type, and the one that names the plan's. A decision that only wraps a plan is
    entered: the plan's is the type line that is followed by "(Ban hành kèm theo …)"."""
    first = found = None
    for k, paragraph in enumerate(paragraphs):
        if is_type_line(paragraph.text) and (found is None or _is_attached(paragraphs, k)):
            found = range(k, k + 1)
            first = first or found
        elif found is None and k > 60:
            break
    found = found or _title_with_subject(paragraphs)
    return first if first is not None else found, found


def _wrapper(paragraphs: list[Paragraph], first: range | None, title: range | None) -> tuple[range, range, range]:
    """The preamble, articles and closing of a decision before the plan that it issues."""
    if first is None or title is None or first == title:
        return range(0), range(0), range(0)
    start, stop = _subject(paragraphs, first.stop).stop, title.start
    article = next((k for k in range(start, stop) if any(x.style is Style.ARTICLE for x in paragraphs[k].labels)), stop)
    signed = next((k for k in range(article, stop) if is_closing(paragraphs[k])), stop)
    return range(start, article), range(article, signed), range(signed, stop)


def _is_attached(paragraphs: list[Paragraph], k: int) -> bool:
    return any(_ATTACHED.match(fold(p.text)) for p in paragraphs[k + 1 : k + 5])


def _title_with_subject(paragraphs: list[Paragraph]) -> range | None:
    """`KẾ HOẠCH phát động …` on one line: the paragraph is type and subject at once."""
    for k, paragraph in enumerate(paragraphs[:40]):
        words = paragraph.text.split()
        if not paragraph.labels and len(words) > 2 and is_type_line(" ".join(words[:2])):
            return range(k, k)
    return None


def _subject(paragraphs: list[Paragraph], start: int) -> range:
    end = start
    while end < len(paragraphs) and end - start < 6:
        paragraph, text = paragraphs[end], paragraphs[end].text
        if _ATTACHED.match(fold(text)):
            return range(start, end)
        if _is_numbered(paragraph) or (
            end > start and (paragraph.gap or text.endswith((".", ";", ":", ",")) or _PREAMBLE.match(fold(text)))
        ):
            break
        if paragraph.text.endswith((";", ":")) or (end == start and text.endswith(".") and len(text) > 300):
            break
        end += 1
    return range(start, end)


def _is_numbered(paragraph: Paragraph) -> bool:
    return any(x.style not in BULLETS for x in paragraph.labels)


def _header_end(paragraphs: list[Paragraph], body: int) -> int:
    """Without a type line the header is what stands before the first full sentence."""
    for k in range(body):
        if len(paragraphs[k].text) > 100 or _is_numbered(paragraphs[k]):
            return k
    return body


_HEADINGS = {Style.PART, Style.CHAPTER, Style.SECTION, Style.ARTICLE, Style.UPPER, Style.ROMAN, Style.NUMBER}


def _body_start(paragraphs: list[Paragraph], start: int) -> int:
    """The first numbered heading; without any, the first paragraph after one that announces a list, or else the
    first label."""
    for k in range(start, len(paragraphs)):
        if _RECIPIENTS.match(fold(paragraphs[k].text)):
            break
        # Where the first page is lost the body begins at any number; its heading is in capitals then.
        if any(x.style in _HEADINGS and (x.ordinal <= 2 or paragraphs[k].text.isupper()) for x in paragraphs[k].labels):
            return k
    for k in range(start, len(paragraphs)):
        if _RECIPIENTS.match(fold(paragraphs[k].text)):
            break
        if paragraphs[k].labels or paragraphs[k].row is not None:
            return k
        if paragraphs[k].text.endswith(("như sau:", "sau đây:", "cụ thể:")):
            return k + 1
    return next((k for k in range(start, len(paragraphs)) if is_closing(paragraphs[k])), len(paragraphs))


def is_closing(paragraph: Paragraph) -> bool:
    """Whether a paragraph opens the recipients or the signature."""
    return bool(_RECIPIENTS.match(fold(paragraph.text))) or is_signature(paragraph.text)


def is_signature(text: str) -> bool:
    """Whether a line is of the signature: on whose behalf, in what capacity, which position."""
    return text.isupper() and len(text) < 80 and bool(_ON_BEHALF.match(text) or _POSITION.fullmatch(fold(text)))


def _closing(paragraphs: list[Paragraph], body: int) -> int:
    """Where the signature or the recipients begin: the last such place before an appendix."""
    limit = _first_appendix(paragraphs, body + 1)
    named = [k for k in range(body, limit) if _RECIPIENTS.match(fold(paragraphs[k].text))]
    signed = [k for k in range(body, limit) if is_signature(paragraphs[k].text)]
    if named:
        return min([named[-1], *(k for k in signed if named[-1] - 8 <= k)])
    if signed:
        return min(k for k in signed if signed[-1] - k <= 4)
    return limit


def _first_appendix(paragraphs: list[Paragraph], start: int) -> int:
    """The first appendix that follows a signature or recipients; a mention of one in the body is none."""
    closed = False
    for k, paragraph in enumerate(paragraphs):
        if closed and k >= start and opens_appendix(paragraphs, k):
            return k
        closed = closed or is_closing(paragraph)
    return len(paragraphs)


def opens_appendix(paragraphs: list[Paragraph], k: int) -> bool:
    """Whether an appendix opens behind the closing: `Phụ lục 1`, or a title in capitals over `(Kèm theo Kế hoạch …)` or
    over a table."""
    if _is_labelled_appendix(paragraphs[k]):
        return True
    if not _is_title(paragraphs, k) or any(
        _is_labelled_appendix(paragraphs[j]) or _is_title(paragraphs, j) for j in range(max(k - 2, 0), k)
    ):
        return False  # a title of two lines opens one appendix
    if _APPENDIX.match(fold(paragraphs[k].text)):
        return True
    after = k + 1
    while after < min(k + _MOST_TITLES, len(paragraphs)) and _is_title(paragraphs, after):
        after += 1
    if after == len(paragraphs):
        return False
    follows = paragraphs[after]
    return follows.row is not None or bool(_ATTACHED.match(fold(follows.text)))


_APPENDIX = re.compile(r"phu luc\b")
# The title of an appendix takes so many lines at most.
_MOST_TITLES = 4


def _is_title(paragraphs: list[Paragraph], k: int) -> bool:
    """A line in capitals that is neither of the closing nor the name that stands below a position there."""
    paragraph = paragraphs[k]
    if paragraph.row is not None or paragraph.labels or not paragraph.text.isupper() or is_closing(paragraph):
        return False
    signed = k > 0 and is_signature(paragraphs[k - 1].text)
    return len(paragraph.text.split()) >= (_LONGEST_NAME + 1 if signed else 2)


# A person's name has so many words at most.
_LONGEST_NAME = 5


def _is_labelled_appendix(paragraph: Paragraph) -> bool:
    return any(x.style is Style.APPENDIX for x in paragraph.labels)


def _appendices(paragraphs: list[Paragraph], closing: int) -> int:
    return next((k for k in range(closing, len(paragraphs)) if opens_appendix(paragraphs, k)), len(paragraphs))


# Two columns on one line, as a conversion leaves the header and the signature (Nghị định 30/2020/NĐ-CP, Phụ lục I).
# The blanks of `Số:      /KH-UBND` and `ngày      tháng      năm 2022` part no columns.
_COLUMN_GAP = re.compile(r"(?<!ngày)(?<!tháng)(?<!Số:)(?<!\s)(?:\t\s*|\s{3,})(?!\s|tháng|năm|[/-])")


def columns(line: Line) -> list[Flow]:
    """The columns of a line of the header or the closing: cells of a table row, else what wide gaps keep apart."""
    flow = line.flow
    if line.row is not None:
        return [flow.only(piece) for piece in flow.pieces]
    # A tab is a gap, but a space in the flow: where the line is one piece, its offsets are those of the stored text.
    cuts = [m.span() for m in _COLUMN_GAP.finditer(flow.raw if len(flow.pieces) == 1 else flow.text)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(flow.text)]
    return [flow.cut(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if flow.text[a:b].strip()]


def spans_of(paragraphs: list[Paragraph], part: range) -> tuple[Span, ...]:
    """One span for each line of a part; of lines in columns the first column, then the second."""
    found = [columns(line) for k in part for line in paragraphs[k].lines]
    widest = max(map(len, found), default=0)
    ordered = (row[k] for k in range(widest) for row in found if k < len(row))
    return tuple(Span(flow.pieces[0].start, flow.pieces[-1].end) for flow in ordered)
