"""What stands in the document, in order: paragraphs, lists, tables, pictures, and the sections that turn the page."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.report.docx_head import head, legend
from pipeline.report.docx_page import Page, section
from pipeline.report.docx_signature import signature
from pipeline.report.docx_styles import ROMAN
from pipeline.report.docx_table import tables
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, val, w
from pipeline.report.shown import fit
from pipeline.report.tracked import Marked
from pipeline.report.types import Block, Bullet, Bullets, Chart, Paragraph, Report, Section, Signing

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.parts.document import DocumentPart

_PICTURE_SHARE = 0.8
"""Of the page's height: with its heading and caption a picture stays on one page."""


class Body:
    """The elements of a document's body, in the order in which they are added."""

    def __init__(self, part: DocumentPart, words: Words, marked: Marked) -> None:
        self._part, self._words, self._marked = part, words, marked
        self._page = Page()
        self._elements: list[Element] = []
        self._ended: list[tuple[int, Page]] = []
        self._pictures = 0

    def open(self, report: Report) -> None:
        """The head, what the report is about, and the key to its marks."""
        self._elements += head(report, self._words)
        self._elements += [paragraph("BodyText", *self._marked.runs(line)) for line in report.scope]
        self._elements += legend(report, self._marked, self._words)

    def add(self, section: Section, *, numbered: bool = False, appendix: bool = False) -> None:
        """A section under its heading, upright or across; an appendix begins on a new page."""
        self._turn(Page(wide=section.wide), always=appendix)
        number = (w("numPr", None, val("ilvl", 0), val("numId", ROMAN)),) if numbered else ()
        middle = (val("jc", "center"),) if appendix else ()
        self._elements.append(paragraph("Heading1", run(section.title), properties=(*number, *middle)))
        for block in section.blocks:
            self._elements += self._block(block)

    def sign(self, signing: Signing) -> None:
        """The closing words and the signature, which stay together: no signature stands alone on a page."""
        stays = (w("keepNext"),)
        self._elements.append(paragraph("BodyText", run(self._words.say("docx.closing")), properties=stays))
        self._elements.append(signature(signing, self._page, self._words))

    def into(self, document: Word, header: str) -> None:
        """Put everything into the document; `header` is the relation of the header that has the page number."""
        body = document.element.body
        for child in list(body):
            body.remove(child)
        first = True
        ends = dict(self._ended)
        for k, element in enumerate(self._elements):
            body.append(element)
            if k + 1 in ends:
                _end_section(element, section(ends[k + 1], header if first else None), body)
                first = False
        if self._elements[-1].tag.endswith("}tbl"):
            body.append(paragraph("Rule"))
        body.append(section(self._page, header if first else None))

    def _turn(self, page: Page, *, always: bool) -> None:
        if page != self._page or always:
            self._ended.append((len(self._elements), self._page))
            self._page = page

    def _block(self, block: Block) -> list[Element]:
        if isinstance(block, Paragraph):
            return [paragraph("BodyText", *self._marked.runs(block.line))]
        if isinstance(block, Bullets):
            return [element for item in block.items for element in self._bullet(item)]
        if isinstance(block, Chart):
            return self._chart(block)
        return list(tables(block, self._page, self._marked, self._words))

    def _bullet(self, item: Bullet) -> list[Element]:
        label = [run(f"{item.label}: ", "Strong")] if item.label else []
        stays = (w("keepNext"),) if item.details else ()
        made = [paragraph("ListBullet", *label, *self._marked.runs(item.line), properties=stays)]
        for number, line in enumerate(item.details, start=1):
            stays = (w("keepNext"),) if number < len(item.details) else ()
            made.append(paragraph("Detail", *self._marked.runs(line), properties=stays))
        return made

    def _chart(self, chart: Chart) -> list[Element]:
        """The picture with its text alternative, as large as the page allows, its caption below."""
        from docx.shared import Mm

        inline = self._part.new_pic_inline(BytesIO(chart.png), width=Mm(round(self._page.across)))
        most = Mm(round(self._page.down * _PICTURE_SHARE))
        if inline.extent.cy > most:
            inline = self._part.new_pic_inline(BytesIO(chart.png), height=most)
        about = inline.docPr
        self._pictures += 1
        about.set("id", str(self._pictures))  # python-docx counts those that stand in the document already
        about.set("descr", fit(chart.text))
        about.set("title", fit(chart.caption))
        picture = w("r", None, w("drawing", None, inline))
        return [paragraph("Figure", picture), paragraph("FigureCaption", run(chart.caption))]


def _end_section(last: Element, properties: Element, body: Element) -> None:
    """End a section at its last paragraph; after a table it needs one of its own."""
    if last.tag.endswith("}tbl"):
        last = paragraph("Rule")
        body.append(last)
    last.get_or_add_pPr().append(properties)
