"""File to document: bytes within bounds, a media type by content, one reader a format, secrecy before anything else.

A new format is one new file here and one row of `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from models.document import Document, RawFile
from models.errors import Classified, ReadError, UnknownFormat
from pipeline.read.formats import (
    BMP,
    DOC,
    DOCX,
    EMAIL,
    ENCRYPTED_OFFICE,
    GIF,
    HTML,
    JPEG,
    MARKDOWN,
    MHTML,
    ODT,
    PDF,
    PLAIN,
    PNG,
    RTF,
    TIFF,
    WEBP,
    ZIP,
    media_type_of,
    name_of,
)
from pipeline.read.opening import MAX_BYTES, read_file
from pipeline.read.secrecy import secrecy_of, stamped

__all__ = [
    "MAX_BYTES",
    "READERS",
    "media_type_of",
    "read",
    "read_file",
    "read_path",
    "secrecy_of",
]


class Reader(NamedTuple):
    """The function `(RawFile) -> Document` of a format, by its name: what it stands on is heavy, and loaded when the
    first file of that format comes."""

    media_type: str
    module: str
    function: str

    @property
    def read(self) -> Callable[[RawFile], Document]:
        function: Callable[[RawFile], Document] = getattr(import_module(f"pipeline.read.{self.module}"), self.function)
        return function


READERS = (
    Reader(PLAIN, "text", "read_text"),
    Reader(MARKDOWN, "text", "read_text"),
    Reader(PDF, "pdf", "read_pdf"),
    Reader(DOCX, "word", "read_docx"),
    Reader(DOC, "doc", "read_doc"),
    Reader(RTF, "doc", "read_doc"),
    Reader(ODT, "doc", "read_doc"),
    Reader(ENCRYPTED_OFFICE, "word", "refuse_encrypted"),
    Reader(HTML, "html", "read_html"),
    Reader(MHTML, "html", "read_web_archive"),
    *(Reader(picture, "image", "read_image") for picture in (PNG, JPEG, TIFF, GIF, WEBP, BMP)),
)


def read(raw: RawFile, *, allow_classified: bool = False) -> Document:
    """The document of a file.

    Raises a ReadError that names the file: EmptyFile, TooLarge, UnknownFormat, UnknownEncoding, or Classified where it
    bears a degree of secrecy and those are not allowed.
    """
    try:
        document = _reader_of(raw.media_type)(raw)
        degree = secrecy_of(document.text) or stamped(document.notes)
        if degree and not allow_classified:
            raise Classified(
                f"it is marked {degree.upper()}; nothing of it was kept. Set KEHOACH_ALLOW_CLASSIFIED=1 only where the "
                "office may process such documents on this machine"
            )
    except ReadError as error:
        raise type(error)(f"{raw.source}: {error}") from error
    return document


def read_path(path: Path, *, allow_classified: bool = False) -> Document:
    """`read` of `read_file`."""
    return read(read_file(path), allow_classified=allow_classified)


def _reader_of(media_type: str) -> Callable[[RawFile], Document]:
    for reader in READERS:
        if reader.media_type == media_type:
            return reader.read
    if media_type in (ZIP, EMAIL):
        raise UnknownFormat(f"it is {name_of(media_type)}, not one document; `kehoach ingest` reads what is in it")
    raise UnknownFormat(
        f"it is {name_of(media_type)}; what is read is text, PDF, Word, HTML, and pictures of pages. Save it as one"
    )
