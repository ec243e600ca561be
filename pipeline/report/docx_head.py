"""The head of the report as Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, 1-5 lays it out, and the key to its marks.

What the office has not configured is a dotted line, to be filled by hand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.report import docx_measure as measure
from pipeline.report.docx_page import Page, twips
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, val, w
from pipeline.report.legend import used_marks, used_statuses
from pipeline.report.tracked import Marked
from pipeline.report.types import Line, Mark, Report, Run, Signing

BLANK, SHORT_BLANK = "…" * 12, "…" * 7
"""Where something is to be filled in by hand."""
_LEFT_SHARE = 0.4  # of the page; the state's name in 13 points takes 95 of the 99 mm that this leaves
_OF_THE_LINE = 0.4  # the rule below the issuing body and below the subject: a third to a half of the line above
_ONE_LINE = 62.0  # mm
# A committee's or council's unit begins a line of its own where the whole name does not fit in one.
_UNIT = re.compile(
    r"(?<=nhân dân)\s+(?=(?:tỉnh|thành phố|huyện|quận|thị xã|phường|xã|thị trấn|đặc khu)\s)", re.IGNORECASE
)


def head(report: Report, words: Words) -> Iterator[Element]:
    """The two columns, the kind of document and its subject."""
    yield _columns(report, words)
    kind = words.say("docx.kind")
    titled = report.title.casefold().startswith(kind.casefold())
    yield paragraph("Title", run(report.title if titled else kind))
    lines = [text for text in (None if titled else report.title, report.subject) if text]
    for text in lines:
        yield paragraph("Subtitle", run(text))
    yield rule(_OF_THE_LINE * min(measure.width(lines[-1], 14), 120) if lines else 40, Page().across)


def rule(length: float, across: float) -> Element:
    """A line `length` millimetres long in the middle of a column `across` millimetres wide."""
    indent = twips(max(0, across - length) / 2)
    line = w("top", {"val": "single", "sz": 6, "space": 1, "color": "auto"})
    spacing = w("spacing", {"before": 40, "after": 120})
    return paragraph("Rule", properties=(w("pBdr", None, line), spacing, w("ind", {"left": indent, "right": indent})))


def legend(report: Report, marked: Marked, words: Words) -> Iterator[Element]:
    """The key to the marks and signs that the report makes use of; nothing where it has none."""
    marks = dict.fromkeys(used_marks(report))
    shown: list[list[Element]] = []
    if marked.tracks and marks.keys() & {Mark.ADDED, Mark.DROPPED}:
        shown.append([run(words.say("docx.tracked"))])
        marks = {mark: None for mark in marks if mark is Mark.FOLLOWS}
    look, said = Marked(), words.marks()
    shown += [[*look.runs(Line(runs=(Run(text=said[mark], mark=mark),)))] for mark in marks]
    shown += [[run(words.status(status))] for status in used_statuses(report)]
    if not shown:
        return
    parts = [run(words.say("docx.legend"), "Strong"), run(" ")]
    for k, sample in enumerate(shown):
        parts += [*sample, run("; " if k + 1 < len(shown) else ".")]
    yield paragraph("Legend", *parts)


def _columns(report: Report, words: Words) -> Element:
    left = Page().across * _LEFT_SHARE
    right = Page().across - left
    number = report.signing.symbol or words.say("docx.unnumbered")
    motto = words.say("docx.motto")
    state = [
        paragraph("State", run(words.say("docx.state"))),
        paragraph("Motto", run(motto)),
        rule(measure.width(motto, 14), right),
    ]
    first = layout_row((left, _bodies(report.signing, left)), (right, state))
    second = layout_row(
        (left, [paragraph("Symbol", run(words.say("docx.number", symbol=number)))]),
        (right, [paragraph("PlaceAndDate", run(_place_and_date(report, words)))]),
    )
    return plain_table((left, right), first, second)


def _bodies(signing: Signing, across: float) -> list[Element]:
    body = _in_lines(signing.body) if signing.body else BLANK
    length = measure.width(body.upper().split("\n")[-1], 13)
    above = [paragraph("ParentBody", run(_in_lines(signing.parent_body)))] if signing.parent_body else []
    if not signing.body and not signing.parent_body:
        above = [paragraph("ParentBody", run(BLANK))]
    return [*above, paragraph("IssuingBody", run(body)), rule(max(10, _OF_THE_LINE * min(length, across)), across)]


def _in_lines(body: str) -> str:
    """The body's name, in two lines where it does not fit in one.

    >>> _in_lines("Ủy ban nhân dân tỉnh Cà Mau").split("\\n"), _in_lines("Sở Nội vụ")
    (['Ủy ban nhân dân', 'tỉnh Cà Mau'], 'Sở Nội vụ')
    """
    if measure.width(body.upper(), 13) <= _ONE_LINE:
        return body
    return _UNIT.sub("\n", body, count=1)


def _place_and_date(report: Report, words: Words) -> str:
    """The place and day of the report; days below 10 and the months 1 and 2 have a nought before them (II, 4)."""
    return words.say(
        "docx.place_and_date",
        place=report.signing.place or SHORT_BLANK,
        day=f"{report.made.day:02}",
        month=words.say("docx.months").split()[report.made.month - 1],
        year=report.made.year,
    )


def plain_table(widths: tuple[float, float], *rows: Element) -> Element:
    """A table for layout: no borders, no padding, widths in millimetres."""
    sides = [w(side, {"w": 0, "type": "dxa"}) for side in ("left", "right")]
    properties = w(
        "tblPr",
        None,
        w("tblW", {"w": twips(sum(widths)), "type": "dxa"}),
        w("tblLayout", {"type": "fixed"}),
        w("tblCellMar", None, *sides),
        w("tblLook", {"val": "0000"}),
    )
    grid = w("tblGrid", None, *(w("gridCol", {"w": twips(width)}) for width in widths))
    return w("tbl", None, properties, grid, *rows)


def layout_row(*cells: tuple[float, list[Element]]) -> Element:
    """A row that stays in one piece: widths in millimetres, and what stands in each cell."""
    made = [
        w("tc", None, w("tcPr", None, w("tcW", {"w": twips(width), "type": "dxa"}), val("vAlign", "top")), *content)
        for width, content in cells
    ]
    return w("tr", None, w("trPr", None, w("cantSplit")), *made)
