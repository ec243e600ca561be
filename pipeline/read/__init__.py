"""File to document: bytes within bounds, a media type by content, one reader a format, secrecy before anything else.

A new format is one new file here and one row of `READERS`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from models.document import Document, RawFile
from models.errors import Classified, ReadError, UnknownFormat
from pipeline.read.formats import MARKDOWN, PLAIN, media_type_of, name_of
from pipeline.read.opening import MAX_BYTES, read_file
from pipeline.read.secrecy import secrecy_of
from pipeline.read.text import read_text

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
    media_type: str
    read: Callable[[RawFile], Document]


READERS = (
    Reader(PLAIN, read_text),
    Reader(MARKDOWN, read_text),
)


def read(raw: RawFile, *, allow_classified: bool = False) -> Document:
    """The document of a file.

    Raises a ReadError that names the file: EmptyFile, TooLarge, UnknownFormat, UnknownEncoding, or Classified where it
    bears a degree of secrecy and those are not allowed.
    """
    try:
        document = _reader_of(raw.media_type)(raw)
        degree = secrecy_of(document.text)
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
    readable = " and ".join(name_of(r.media_type) for r in READERS)
    raise UnknownFormat(f"it is {name_of(media_type)}; this version reads {readable}. Save its text as one of them")
