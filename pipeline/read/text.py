"""The reader of plain text and Markdown. Form feeds, as a conversion from PDF leaves them, are page breaks."""

from __future__ import annotations

from models.document import Document, Page, RawFile
from models.errors import EmptyFile
from models.span import Span
from pipeline.read.characters import clean
from pipeline.read.encodings import decode
from pipeline.read.markdown import tables_in


def read_text(raw: RawFile) -> Document:
    """Raises EmptyFile, TooLarge, UnknownEncoding or UnknownFormat, with the reason and without the file's name."""
    decoded, converted = decode(raw.content)
    text, replaced = clean(decoded)
    if not text.strip():
        raise EmptyFile("it holds only white space")
    # One character for one: the pages keep their offsets, and every line end in the text is the same.
    one_flow = text.replace("\f", "\n")
    return Document(
        sha256=raw.sha256,
        media_type=raw.media_type,
        source=raw.source,
        text=one_flow,
        pages=_pages(text),
        tables=tables_in(one_flow),
        notes=(*converted, *replaced),
    )


def _pages(text: str) -> tuple[Page, ...]:
    """The pages between form feeds; none where there is no form feed. What is blank after the last is no page."""
    sheets = text.split("\f")
    if len(sheets) > 1 and not sheets[-1].strip():
        sheets.pop()
    if "\f" not in text:
        return ()
    pages, start = [], 0
    for number, sheet in enumerate(sheets, 1):
        end = min(start + len(sheet) + 1, len(text))
        pages.append(Page(number=number, span=Span(start, end), how="text", confidence=1.0))
        start = end
    return tuple(pages)
