"""Stored text to lines: Markdown marks and table bars set aside, noise told from text.

A line keeps the pieces of the stored text that are its words; nothing is rewritten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.fold import fold
from extractors.tables.headings import heading_rows
from models.document import Document
from models.span import Flow, Span
from models.table import Row, Table
from pipeline.segment.labels import Label, labels

_HTML = r"</?(?:b|i|u|em|strong|br|p|span|sup|sub|center|div|font)\b[^<>\n]{0,200}>"
_MARKS = re.compile(
    rf"""
    ^[ \t]*(?:>[ ]?)+                     # a quotation
  | ^[ \t]*\#{{1,6}}(?=[ \t]|\*|$)[ \t]*  # a heading
  | (?<=\*\*)[ \t]*\#{{1,6}}[ \t]+
  | ^[ \t]*\*\*(?=\*[ \t])                # bold that opens before a star bullet
  | \*{{2,}}                              # bold, bold italic
  | (?<=[^\s*])\*(?![\w(“"])                # the end of emphasis
  | (?<!\()(?<!^)(?<![*])\*(?=[\w(“"])    # its beginning
  | (?<=\()\*(?=\w)
  | ^[ \t]*\*(?=\w)
  | (?<!\w)_{{1,2}}(?=\w) | (?<=[\w.;:,!?)”"])_{{1,2}}(?!\w)
  | __+
  | \\(?=[.()\[\]\-+*\#_>!|~`])           # an escape
  | `+ | ~~+
  | {_HTML}
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MAY_BE_MARKED = re.compile(r"[*#_>\\`~<|]")
_RULE = re.compile(r"[\W_]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line with words: its pieces, the words on one line, and how it stood in the stored text."""

    flow: Flow
    length: int
    """Characters of the line as stored, marks included: what a hard wrap counted."""
    first_word: int
    """Characters of its first word as stored."""
    gap: bool
    """Whether an empty line stands before it."""
    runs_on: bool
    """Whether the layout shows that it goes on with the line before; false where the source has no layout."""
    opens_bold: bool
    """Whether bold that opened before its end is still open there."""
    closes_bold: bool
    """Whether it ends bold that it did not open."""
    titled: bool
    """Whether it is marked as a heading: `#`, or bold as a whole."""
    row: int | None
    """The ordinal of the table row it is; 0 for a heading row."""
    labels: tuple[Label, ...]

    @property
    def text(self) -> str:
        return self.flow.text


def read_lines(document: Document) -> tuple[list[Line], list[Span]]:
    """The lines with words in order, and the spans of what is only marks (bars, rules) or noise to the reader."""
    source, laid_out = document.text, document.words is not None
    out: list[Line] = []
    scraps = list(document.noise)
    gap, bold = True, False
    for start, end, row in _stretches(document):
        raw = source[start:end]
        stripped = raw.strip()
        if not stripped:
            gap = True
            continue
        if _RULE.fullmatch(stripped):
            bold = False
            if stripped.strip("*#_ "):
                scraps.append(_trim(source, start, end))
            continue
        flow = Flow(source, _pieces(source, raw, start) if row is None else _cells(source, row[1]))
        if not flow.text:
            gap = True
            continue
        odd = raw.count("**") % 2 == 1
        titled = stripped.startswith("#") or (stripped.startswith("**") and stripped.endswith("**") and not odd)
        closes = odd and ((bold and not gap) or stripped.endswith("**"))
        bold = (odd and not closes) or (bold and not odd and not gap)
        words = stripped.split(None, 1)
        out.append(
            Line(
                flow=flow,
                length=len(raw.rstrip()),
                first_word=len(words[0]),
                gap=gap,
                runs_on=laid_out and not gap,
                opens_bold=bold,
                closes_bold=closes,
                titled=titled,
                row=row and row[0],
                labels=() if row else tuple(labels(flow.text)),
            )
        )
        gap = False
    return out, scraps


def _stretches(document: Document) -> Iterator[tuple[int, int, tuple[int, Row] | None]]:
    """The lines of the text that are no noise, a row of a table in one piece with its ordinal (0: a heading row)."""
    rows = [r for table in document.tables for r in _ordinals(document.text, table)]
    noise = sorted(document.noise)
    at = k = n = 0
    while at <= len(document.text):
        end = document.text.find("\n", at)
        end = len(document.text) if end < 0 else end
        row = rows[k] if k < len(rows) and rows[k][1].span.start <= end else None
        if row is not None:
            end = row[1].span.end
            k += 1
        while n < len(noise) and noise[n].end <= at:
            n += 1
        if n == len(noise) or noise[n].start > at or noise[n].end < end:
            yield at, end, row
        at = end + 1


def _ordinals(source: str, table: Table) -> Iterator[tuple[int, Row]]:
    """The rows of a table with their ordinals among those that are no headings; a heading row has 0."""
    headings, n = heading_rows(source, table), 0
    for k, row in enumerate(table.rows):
        n += k not in headings
        yield 0 if k in headings else n, row


def _cells(source: str, row: Row) -> list[Span]:
    """The words of a row's cells, line by line."""
    out = []
    for cell in row.cells:
        at = cell.span.start
        for line in cell.span.of(source).split("\n"):
            out += [p for p in _pieces(source, line, at) if p.start < p.end]
            at += len(line) + 1
    return out


def _pieces(source: str, raw: str, start: int) -> list[Span]:
    """The stretches of a line between its marks, trimmed."""
    if not _MAY_BE_MARKED.search(raw):
        return [_trim(source, start, start + len(raw))]
    out, last = [], 0
    cuts = [m.span() for m in _MARKS.finditer(raw)]
    cuts += [m.span() for m in re.finditer(r"\|", raw)]  # a bar alone is a frame that a scan drew
    for cut_start, cut_end in sorted(cuts):
        if cut_start > last:
            out.append(_trim(source, start + last, start + cut_start))
        last = max(last, cut_end)
    out.append(_trim(source, start + last, start + len(raw)))
    return [p for p in out if p.start < p.end]


def _trim(source: str, start: int, end: int) -> Span:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return Span(start, end)


# What is printed on a page but belongs to no part of the document.
_PAGE_NUMBER = re.compile(
    r"[-–—\s]*\d{1,3}[-–—\s]*|(?:trang|tr\.|page)\s*\d{1,3}(?:\s*(?:/|tren|of)\s*\d{1,3})?|\d{1,3}\s*/\s*\d{1,3}"
)
# Dấu "Đến" of an incoming document (Nghị định 30/2020/NĐ-CP, Phụ lục IV) and the panel of a digital signature.
_STAMP = re.compile(
    r"(?:cong van )?den(?:\s+(?:ngay|so|gio)\b.{0,40}|\s*[:.]?)$"
    r"|(?:so|so den|so cong van den)\s*[:.]?\s*\d{0,6}$"
    r"|(?:ngay|ngay den|gio|vao luc)\s*[:.]\s*[\d/.\-: h]{0,24}$"
    r"|(?:chuyen|kinh chuyen)\s*:.{0,60}$"
    r"|luu ho so(?: so)?\s*:.*$"
    r"|(?:nguoi ky|ky boi|ky ngay|ngay ky|thoi gian ky|chu ky so|co quan ky|duoc ky boi)\s*:.{0,120}$"
)
_STAMP_CORE = re.compile(
    r"(?:cong van )?den\b|luu ho so|chuyen\s*:|(?:so|ngay) den|nguoi ky|ky boi|thoi gian ky|ky ngay"
)


def noise(lines: list[Line], width: int | None) -> set[int]:
    """The indexes of the lines that are page numbers, stamps or running heads."""
    folded = [fold(x.text) for x in lines]
    out = {k for k, x in enumerate(lines) if x.row is None and _is_page_number(lines, folded, k, width)}
    stamps = _stamps(lines, folded)
    for k in range(1, len(lines)):
        if k - 1 in stamps and _runs_over(lines[k - 1], lines[k], width):
            stamps.add(k)
    return out | stamps | _running_heads(lines, folded, out, width)


def _runs_over(line: Line, following: Line, width: int | None) -> bool:
    return (
        full(line, following, width) and not following.gap and not following.labels and not following.text[0].isupper()
    )


def _is_page_number(lines: list[Line], folded: list[str], k: int, width: int | None) -> bool:
    if not _PAGE_NUMBER.fullmatch(folded[k]):
        return False
    # A wrapped paragraph may end in a number of its own: its line before is full and says nothing to its end.
    ends_paragraph = k + 1 == len(lines) or lines[k + 1].gap or bool(lines[k + 1].labels)
    own_words = (
        k > 0
        and not lines[k].gap
        and full(lines[k - 1], lines[k], width)
        and not lines[k - 1].text.endswith((".", ";", ":"))
    )
    return not (own_words and ends_paragraph)


def _stamps(lines: list[Line], folded: list[str]) -> set[int]:
    """Blocks of stamp lines: two or more together, one of which no text would have."""
    out: set[int] = set()
    k = 0
    while k < len(lines):
        end = k
        while end < len(lines) and _is_stamp_line(lines[end], folded[end]):
            end += 1
        block = range(k, end)
        if len(block) >= 2 and (any(_STAMP_CORE.match(folded[i]) for i in block) or _is_office(lines, folded, k - 1)):
            out.update(block)
            above = k - 1
            while above >= 0 and k - above <= 2 and _is_office(lines, folded, above):
                out.add(above)
                above -= 1
        k = max(end, k + 1)
    return out


def _is_stamp_line(line: Line, folded: str) -> bool:
    if not _STAMP.match(folded):
        return False
    return not folded.startswith("den") or line.text.startswith("ĐẾN") or folded.rstrip(" :.") == "den"


def _is_office(lines: list[Line], folded: list[str], k: int) -> bool:
    """A short line in capitals above a stamp: the office that received the document, or the name of its stamp."""
    if k < 0 or lines[k].labels or lines[k].titled:
        return False
    text = re.sub(r"\S*/\S*", "", lines[k].text)
    return (
        text.isupper() and len(text) <= 60 and not folded[k].startswith(("ke hoach", "cong hoa", "uy ban", "hoi dong"))
    )


def _running_heads(lines: list[Line], folded: list[str], numbers: set[int], width: int | None) -> set[int]:
    """Short lines that stand again and again, apart from their numbers, and end no sentence."""
    places: dict[str, list[int]] = {}
    for k, line in enumerate(lines):
        if line.labels or line.row is not None or k in numbers or len(line.text) > 90 or line.text[:1].islower():
            continue
        if line.opens_bold:
            continue  # its bold goes on in the next line
        if line.text.endswith((".", ";", ":", ",", "”", '"')) or (width and line.length > 0.8 * width):
            continue
        places.setdefault(re.sub(r"\d+", "0", folded[k]), []).append(k)
    beside = Counter(key for key, ks in places.items() for k in ks if {k - 1, k + 1} & numbers)
    return {k for key, ks in places.items() if len(ks) >= (2 if beside[key] else 3) for k in ks if len(key) > 3}


# No page of the genre is set narrower or wider than this (characters): A4 with the margins of Nghị định
# 30/2020/NĐ-CP at 13 to 14 points holds about 75; shorter lines are short items, longer ones whole paragraphs.
_NARROWEST, _WIDEST = 45, 130


def wrap_width(lines: list[Line]) -> int | None:
    """The column at which paragraphs were broken (characters), or None where lines are whole paragraphs.

    A typist or a conversion that wraps does so for the whole document: hardly a line is longer than the widest
    ordinary one, and that is narrower than any paragraph of the genre.
    """
    lengths = sorted(x.length for x in lines if x.row is None)
    if len(lengths) < 5:
        return None
    widest = lengths[-1 - len(lengths) // 50]
    return widest if _NARROWEST <= widest <= _WIDEST else None


def full(line: Line, following: Line, width: int | None) -> bool:
    """Whether a wrap at `width` had to break the line before the first word of the following one."""
    return following.runs_on or (width is not None and line.length + 1 + following.first_word >= width)
