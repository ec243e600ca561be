"""What a file is, told from its content, never from its name: an ordered table of signatures, then text or not."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.read.characters import CONTROLS, too_many_controls
from pipeline.read.encodings import unicode_encoding
from pipeline.read.markup import is_page, message_of

PLAIN = "text/plain"
MARKDOWN = "text/markdown"
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
RTF = "application/rtf"
ODT = "application/vnd.oasis.opendocument.text"
HTML = "text/html"
MHTML = "multipart/related"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ZIP = "application/zip"
EMAIL = "message/rfc822"
ENCRYPTED_OFFICE = "application/x-encrypted-office"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
GIF, WEBP, BMP = "image/gif", "image/webp", "image/bmp"
BINARY = "application/octet-stream"

_HEAD = 1_024  # bytes in which a signature stands


class Signature(NamedTuple):
    """A format: its media type, its name in a message, and the pattern at the head of its files.

    `holds` are bytes that must be somewhere in the file too: what tells the formats within a container apart.
    """

    media_type: str
    name: str
    head: re.Pattern[bytes]
    holds: bytes = b""


def _starts(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL)


def _markup(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*+" + pattern, re.DOTALL | re.IGNORECASE)


_ZIP = _starts(rb"PK(?:\x03\x04|\x05\x06)")
_OLE2 = _starts(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
SIGNATURES = (
    Signature(PDF, "a PDF", _starts(rb"\s*+%PDF-")),
    Signature(ENCRYPTED_OFFICE, "an encrypted Office document", _OLE2, "EncryptedPackage".encode("utf-16-le")),
    Signature(DOC, "an old Word document (.doc)", _OLE2, "WordDocument".encode("utf-16-le")),
    Signature("application/x-ole-storage", "an old Office document", _OLE2),
    Signature(RTF, "a rich text file (RTF)", _starts(rb"\s*+\{\\rtf")),
    Signature(PNG, "an image (PNG)", _starts(rb"\x89PNG\r\n\x1a\n")),
    Signature(JPEG, "an image (JPEG)", _starts(rb"\xff\xd8\xff")),
    Signature(GIF, "an image (GIF)", _starts(rb"GIF8[79]a")),
    Signature(TIFF, "an image (TIFF)", _starts(rb"II[*+]\x00|MM\x00[*+]")),
    Signature(WEBP, "an image (WebP)", _starts(rb"RIFF.{4}WEBP")),
    Signature(BMP, "an image (BMP)", _starts(rb"BM.{4}\x00{4}")),
    Signature("image/vnd.djvu", "a DjVu document", _starts(rb"AT&TFORM")),
    Signature("application/postscript", "a PostScript file", _starts(rb"%!PS")),
    Signature("application/gzip", "a compressed file (gzip)", _starts(rb"\x1f\x8b\x08")),
    Signature("application/x-7z-compressed", "a compressed file (7z)", _starts(rb"7z\xbc\xaf\x27\x1c")),
    Signature("application/vnd.rar", "a compressed file (RAR)", _starts(rb"Rar!\x1a\x07")),
    Signature("application/vnd.sqlite3", "an SQLite database", _starts(rb"SQLite format 3\x00")),
    Signature("application/x-elf", "a program (ELF)", _starts(rb"\x7fELF")),
    Signature("application/vnd.microsoft.portable-executable", "a program (EXE)", _starts(rb"MZ.{0,60}\x00")),
    # Gateways put bytes before the header; PDF readers take it within the first 1,024 (ISO 32000-1, Annex H.3).
    Signature(PDF, "a PDF", _starts(rb".{0,1016}?%PDF-\d"), b"endobj"),
)  # fmt: skip

_WRITTEN = (
    Signature("application/xml", "an XML file", _markup(rb"<\?xml\s")),
    Signature("application/json", "JSON", _markup(rb"(?:\{\s*+[\"}]|\[\s*+[\[{\"\]])")),
)
_MESSAGES = {"mail": EMAIL, "web archive": MHTML}

_NAMES = {s.media_type: s.name for s in (*SIGNATURES, *_WRITTEN)} | {
    DOCX: "a Word document (DOCX)",
    XLSX: "an Excel workbook (XLSX)",
    ODT: "an OpenDocument text",
    ZIP: "a ZIP archive",
    MHTML: "a web archive (MHTML)",
    EMAIL: "an e-mail message",
    HTML: "an HTML page",
    PLAIN: "plain text",
    MARKDOWN: "Markdown",
    BINARY: "binary data of no known format",
}

_MARKDOWN = re.compile(rb"^ {0,3}#{1,6} \S|\*\*[^\s*)][^*]*\*\*", re.MULTILINE)
_CONTROL_BYTES = bytes(ord(c) for c in CONTROLS if ord(c) < 0x80)


def name_of(media_type: str) -> str:
    """A media type in words, as a message says it."""
    return _NAMES.get(media_type, media_type)


def media_type_of(content: bytes) -> str:
    """The media type that the content shows; that of binary data where it is neither a known format nor text."""
    if _ZIP.match(content):
        return _packed(content)
    wide = unicode_encoding(content) is not None
    head = content[:_HEAD]
    letters = head.replace(b"\x00", b"") if wide else head
    if found := _signed(SIGNATURES, content, head, letters):
        return found
    if message := message_of(content):
        return _MESSAGES[message]
    if is_page(content):
        return HTML
    if found := _signed(_WRITTEN, content, head, letters):
        return found
    if not wide and _is_binary(content):
        return BINARY
    return MARKDOWN if _MARKDOWN.search(content.replace(b"\x00", b"") if wide else content) else PLAIN


def _signed(signatures: Iterable[Signature], content: bytes, head: bytes, letters: bytes) -> str | None:
    for signature in signatures:
        if (signature.head.match(head) or signature.head.match(letters)) and signature.holds in content:
            return signature.media_type
    return None


_MOST_NAMES = 20_000
_PARTS = (
    (DOCX, "word/document.xml", b"word/document.xml"),
    (XLSX, "xl/workbook.xml", b"xl/workbook.xml"),
    (ODT, "content.xml", b"opendocument.text"),
)
"""What tells the formats within a ZIP apart: a member, and bytes of it for a file whose end is lost."""


def _packed(content: bytes) -> str:
    """The format of a ZIP by its own directory: an archive may hold a document that is stored as it is."""
    names: set[str] | None = None
    if content.count(b"PK\x01\x02") <= _MOST_NAMES:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                names = set(archive.namelist())
        except Exception:  # Whatever a broken directory makes of the library.
            names = None
    for media_type, member, mark in _PARTS:
        if (member in names) if names is not None else (mark in content):
            return media_type
    return ZIP


def _is_binary(content: bytes) -> bool:
    controls = len(content) - len(content.translate(None, delete=_CONTROL_BYTES))
    return too_many_controls(controls, len(content))
