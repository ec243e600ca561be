"""Web archives (MHTML, RFC 2557): the page that a browser saved with its pictures as one MIME message."""

from __future__ import annotations

from email.message import Message

from models.document import Document, RawFile
from models.errors import DamagedFile
from pipeline.read.archives.mime import parsed, payload
from pipeline.read.html.page import document_of


def read_web_archive(raw: RawFile) -> Document:
    """The document that the archive's page shows.

    Raises DamagedFile without a page in it, Unsafe where it has too many parts, and what `read_html` raises.
    """
    page = page_of(parsed(raw.content))
    if page is None:
        raise DamagedFile("it is a web archive without a page in it; save the page again")
    return document_of(raw, payload(page), page.get_content_charset())


def page_of(message: Message) -> Message | None:
    """The root of a `multipart/related` (the part its `start` names, else the first page)."""
    start = message.get_param("start")
    pages = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    for page in pages:
        if start and str(page.get("Content-ID", "")).strip() == str(start).strip():
            return page
    return pages[0] if pages else None
