"""The reader of Word documents (DOCX): paragraphs with the numbers that Word computes, tables, notes, boxes.

What is read and what is not: tracked changes as accepted; comments never; hidden text never; headers, footers and a
table of contents as noise. Files with macros, a document type or links that would have to be fetched bring nothing in.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from models.document import Document, RawFile, ReadProblem
from models.errors import NeedsPassword, NoTextFound
from pipeline.read.word.blocks import BlockReader
from pipeline.read.word.inline import Found
from pipeline.read.word.package import open_package
from pipeline.read.word.shapes import Block, Lines, Paragraph
from pipeline.read.word.symbols import UNKNOWN
from pipeline.read.word.tables import flat
from pipeline.read.word.writing import Writer

__all__ = ["read_docx", "refuse_encrypted"]


def read_docx(raw: RawFile) -> Document:
    """The document of a DOCX.

    Raises DamagedFile, NeedsPassword, NoTextFound, TooLarge or Unsafe, without the file's name.
    """
    parts, found = open_package(raw.content), Found()
    reader = BlockReader(parts, found)
    body = reader.body(parts.body)
    writer = Writer()
    writer.write([*_edges(parts.headers, reader), *body, *_edges(parts.footers, reader)])
    text = writer.text
    if not any(p.text for p in flat(body)):
        raise NoTextFound("it was read to its end and has no text; if it holds pictures of pages, send them as a PDF")
    return Document(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        text=text,
        tables=tuple(writer.tables),
        noise=tuple(writer.noise),
        generated=tuple(writer.generated),
        notes=tuple(_notes(found, text)),
        problems=tuple(_problems(found)),
    )


def refuse_encrypted(_raw: RawFile) -> Document:
    """An Office container that holds nothing but an encrypted package. Raises NeedsPassword, always."""
    raise NeedsPassword("it is protected by a password; save it without one")


def _edges(roots: tuple[_Element, ...], reader: BlockReader) -> list[Block]:
    """Headers or footers as noise, each text once; where the header of the document itself is typed there, as text."""
    out: list[Block] = []
    seen: set[str] = set()
    for root in roots:
        blocks = reader.blocks(root)
        if any(isinstance(block, Lines) and block.header for block in blocks):
            out += blocks
            continue
        for paragraph in flat(blocks):
            text = paragraph.text
            if text and text not in seen:
                seen.add(text)
                out.append(Paragraph(text, noise=True))
    return out


def _notes(found: Found, text: str) -> Iterator[str]:
    counts = found.counts
    if counts["inserted"] or counts["deleted"]:
        kept, left_out = counts["inserted"], counts["deleted"]
        yield f"tracked changes read as accepted: {kept} insertions kept, {left_out} deletions left out"
    if counts["hidden"]:
        yield f"hidden text left out in {counts['hidden']} places"
    for charset in sorted(found.charsets):
        yield f"text in legacy fonts converted from {charset}"
    if counts["notes"]:
        yield f"{counts['notes']} footnotes or endnotes, each after the paragraph that cites it"
    if lost := text.count(UNKNOWN):
        yield f"{lost} signs of picture fonts or lost characters are kept as U+FFFD"


def _problems(found: Found) -> Iterator[ReadProblem]:
    if chunks := found.counts["chunks"]:
        yield ReadProblem(reason=f"{chunks} embedded files that Word shows as part of the text were not read")
