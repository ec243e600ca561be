"""An HTML page to a document."""

from __future__ import annotations

from typing import Any

from models.document import Document, RawFile
from models.errors import NoTextFound, UnknownEncoding
from pipeline.read.characters import CONTROLS, clean
from pipeline.read.html.article import article_of
from pipeline.read.html.flow import Block, Flow, Line
from pipeline.read.html.styles import Sheet, sheet_of
from pipeline.read.html.tree import parse, text_of
from pipeline.read.html.walk import Walked, walk
from pipeline.read.html.writing import write
from pipeline.read.legacy import convert_misread, weigh

_TO_SPACES = dict.fromkeys(map(ord, (*CONTROLS, "\v", "\x85", "\u2028", "\u2029", "\f", "\u00a0")), " ")
_MET = {
    "notes": "{} footnotes or endnotes, each after the paragraph that cites it",
    "deleted": "{} stretches of deleted text (tracked changes) are left out",
}


def read_html(raw: RawFile) -> Document:
    """The document that an HTML or XHTML page shows.

    Raises NoTextFound, EmptyFile, TooLarge, Unsafe, DamagedFile, UnknownEncoding or UnknownFormat, with the reason and
    without the file's name.
    """
    return document_of(raw, raw.content)


def document_of(raw: RawFile, content: bytes, declared: str | None = None) -> Document:
    """The document of a page that stands in a file, be it all of it; `declared` is an encoding told beside it."""
    source, known = text_of(content, declared)
    root = parse(source)
    sheet = _sheet(root)
    part, notes = article_of(root)
    walked = walk(part, sheet)
    _place_notes(walked)
    notes += _converted(walked, known=known)
    _tidy(walked.flow)
    written = write(walked.flow)
    if not written.text.strip():
        raise NoTextFound("the page shows no text; if it fills itself by a program, save it from a browser")
    text, replaced = clean(written.text)
    if text != written.text:  # each line is clean; marks that meet over a line end would move every offset
        raise NoTextFound("its characters cannot be brought into one form")
    return Document(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        text=text,
        tables=written.tables,
        noise=written.noise,
        generated=written.generated,
        notes=(*notes, *(_MET[what].format(n) for what, n in sorted(walked.met.items()) if n), *replaced),
    )


def _place_notes(walked: Walked) -> None:
    """Each note behind the paragraph, or the table, that cites it first; what is cited nowhere stays at the end."""
    walked.met["notes"] = len(walked.notes)
    pieces = []
    for piece in walked.flow.pieces:
        pieces.append(piece)
        for line in Flow([piece]).own_lines():
            for cited in line.cites:
                pieces += walked.notes.pop(cited, Flow()).pieces
    walked.flow.pieces = pieces + [piece for note in walked.notes.values() for piece in note.pieces]


def _sheet(root: Any) -> Sheet:
    return sheet_of("\n".join(style.text or "" for style in root.iter("style")))


def _converted(walked: Walked, *, known: bool) -> tuple[str, ...]:
    """Brings legacy text, told by its fonts or by its words, into Unicode; notes on it."""
    if walked.charsets:
        return tuple(f"converted from {name}, as its font tells" for name in sorted(walked.charsets))
    lines = list(walked.flow.own_lines())
    if not lines:
        return ()
    text = "\n".join(line.text.replace("\n", " ") for line in lines)
    converted, notes = convert_misread(text)
    for line, words in zip(lines, converted.split("\n"), strict=True):
        line.text = words
    if not (known or notes or text.isascii()) and not weigh(text).is_vietnamese:
        raise UnknownEncoding(
            "it does not say in which encoding it is, and its words are Vietnamese in none that is known; "
            "save it as UTF-8"
        )
    return notes


def _tidy(flow: Flow) -> None:
    """Every line in the one form of a text; what is then empty goes."""
    for line in flow.own_lines():
        line.text = _clean(line.text)
        line.label = _clean(line.label).rstrip() + " " if line.label.strip() else ""
        if not line.text:
            line.label = line.label.strip()
    for piece in flow.pieces:
        if isinstance(piece, Block):
            piece.lines = _worded(piece.lines)
        else:
            for cell in (c for row in piece.rows for c in row):
                cell.lines = _worded(cell.lines)
    flow.pieces = [p for p in flow.pieces if not isinstance(p, Block) or p.lines]


def _worded(lines: list[Line]) -> list[Line]:
    return [line for line in lines if line.whole]


def _clean(text: str) -> str:
    return clean(text.translate(_TO_SPACES))[0].strip()
