"""The blocks of a Word document in the order of reading: paragraphs with their labels, tables, what is noise.

Where notes and text boxes stand: a text box after the paragraph that it is anchored to, a footnote or endnote after
the paragraph that cites it (after the table, where a cell does), without its mark.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from models.errors import TooLarge, Unsafe
from pipeline.read.word.inline import Found, InlineReader, Words, is_placeholder, one_form
from pipeline.read.word.names import (
    ALTERNATE_CONTENT,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    chosen,
    value,
    w,
)
from pipeline.read.word.numbering import Numbering
from pipeline.read.word.package import WordParts
from pipeline.read.word.shapes import Block, Paragraph
from pipeline.read.word.styles import ListPlace, Styles, list_place, look_of
from pipeline.read.word.tables import read_table

_MOST_PARAGRAPHS = 300_000
_DEEPEST = 40  # tables, boxes and notes within each other
_CONTROL, _CONTENT = w("sdt"), w("sdtContent")
_STYLE = w("pStyle")
_MARK_DELETED = (w("del"), w("moveFrom"))
_GALLERY = f"{w('sdtPr')}/{w('docPartObj')}/{w('docPartGallery')}"
_PASSED_OVER = frozenset({w("sectPr"), w("tblPr"), w("tblGrid"), w("trPr"), w("tcPr"), w("del"), w("moveFrom")})
# Separator lines between text and notes are notes by form only.
_NO_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})


@dataclass(frozen=True, slots=True)
class _Properties:
    """What a paragraph's properties say that matters here."""

    style: str | None = None
    place: ListPlace | None = None
    mark_deleted: bool = False
    capitals: bool | None = None
    hidden: bool = False


class BlockReader:
    """Reads the blocks of a document part after part: the counters of its lists run on through all of them."""

    def __init__(self, parts: WordParts, found: Found) -> None:
        self.found = found
        self.styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self.styles)
        self._inline = InlineReader(self.styles, found, looks=parts.looks)
        self._notes = {("footnote", identity): note for identity, note in _notes(parts.footnotes, "footnote")} | {
            ("endnote", identity): note for identity, note in _notes(parts.endnotes, "endnote")
        }
        self._cited: list[tuple[str, str]] = []
        self._carried = ""
        self._depth = 0
        self._within = 0
        """Cells, boxes and notes that are being read within each other; 0 in the running text."""
        self._count = 0

    def blocks(self, container: _Element) -> list[Block]:
        """The blocks of a body, a cell, a text box, a note, a header or a footer.

        Raises Unsafe where they stand in each other without measure, TooLarge beyond 300,000 paragraphs."""
        self._within += 1
        carried, self._carried = self._carried, ""
        out = list(self._nested(container, noise=False))
        if self._carried.strip():
            out.append(Paragraph(self._carried.strip()))
        self._carried = carried
        self._within -= 1
        return out

    def body(self, body: _Element) -> list[Block]:
        """The blocks of the main part, each note after the block that cites it."""
        return list(self._with_notes(body))

    def _with_notes(self, body: _Element) -> Iterator[Block]:
        for block in self._in(body, noise=False):
            yield block
            while self._cited:
                note = self._notes.pop(self._cited.pop(0), None)  # cited twice, it is printed once
                if note is not None:
                    self.found.counts["notes"] += 1
                    yield from self.blocks(note)
        if self._carried.strip():
            yield Paragraph(self._carried.strip())
            self._carried = ""

    def _in(self, container: _Element, *, noise: bool) -> Iterator[Block]:
        for child in container:
            tag = child.tag
            if tag == PARAGRAPH:
                yield from self._paragraph(child, noise=noise)
            elif tag == TABLE:
                yield from read_table(child, self.blocks, self.styles, self.found)
            elif tag == _CONTROL:
                content = child.find(_CONTENT)
                if content is not None and not is_placeholder(child):
                    yield from self._nested(content, noise=noise or _is_contents(child))
            elif tag == ALTERNATE_CONTENT:
                branch = chosen(child)
                if branch is not None:
                    yield from self._nested(branch, noise=noise)
            elif tag == w("altChunk"):
                self.found.counts["chunks"] += 1
            elif isinstance(tag, str) and tag not in _PASSED_OVER and len(child):
                yield from self._nested(child, noise=noise)

    def _nested(self, container: _Element, *, noise: bool) -> Iterator[Block]:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unsafe("its elements stand in each other without measure")
        yield from self._in(container, noise=noise)
        self._depth -= 1

    def _paragraph(self, element: _Element, *, noise: bool) -> Iterator[Block]:
        self._count += 1
        if self._count > _MOST_PARAGRAPHS:
            raise TooLarge(f"it has more than {_MOST_PARAGRAPHS:,} paragraphs; split it")
        properties = self._properties(element.find(PARAGRAPH_PROPERTIES))
        words = self._inline.read(element, properties.style)
        self._cited += words.notes
        if properties.mark_deleted:
            # Without its mark, what is left of it opens the paragraph that follows.
            self._carried += words.text
        else:
            yield from self._finished(properties, words, noise=noise)
        for box in words.boxes:
            yield from self.blocks(box)

    def _finished(self, properties: _Properties, words: Words, *, noise: bool) -> Iterator[Block]:
        text, self._carried = (self._carried + words.text).strip(), ""
        if properties.hidden and not text:
            return
        label = self._numbering.label(properties.place, properties.style, properties.capitals)
        # An empty paragraph with a label is a number in a cell; in the running text nobody means it.
        if not text and (label is None or self._within == 0):
            return
        noise = noise or words.only_page_number or self.styles.is_contents(properties.style)
        if label is None:
            yield Paragraph(text, noise=noise)
        else:
            attached = label.attached and text[:1] in _CLOSES_LABEL
            yield Paragraph(text, one_form(label.text), attached, noise)

    def _properties(self, root: _Element | None) -> _Properties:
        if root is None:
            return _NO_PROPERTIES
        style = value(root, _STYLE)
        mark = root.find(RUN_PROPERTIES)
        look = look_of(mark).over(self.styles.look(style))
        return _Properties(
            style=style,
            place=list_place(root),
            mark_deleted=mark is not None and any(mark.find(name) is not None for name in _MARK_DELETED),
            capitals=look.capitals,
            hidden=bool(look.hidden),
        )


_NO_PROPERTIES = _Properties()
_CLOSES_LABEL = frozenset(".):/")


def _is_contents(control: _Element) -> bool:
    gallery = control.find(_GALLERY)
    return gallery is not None and gallery.get(w("val")) == "Table of Contents"


def _notes(root: _Element | None, kind: str) -> Iterator[tuple[str, _Element]]:
    for note in root.findall(w(kind)) if root is not None else ():
        if note.get(w("type")) not in _NO_NOTES:
            yield note.get(w("id"), ""), note
