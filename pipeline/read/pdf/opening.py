"""Bytes to an open PDF, within bounds; what pdfium says becomes a ReadError."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pypdfium2
from pypdfium2 import raw as pdfium

from models.errors import DamagedFile, NeedsPassword, TooLarge

MAX_PAGES = 1_000
# ISO 32000-1, Annex H.3 (implementation note 13): readers accept the header anywhere in the first 1,024 bytes. Mail
# and web gateways put more before it now and then.
_HEADER_WITHIN = 8_192
_HEADER = b"%PDF-"


@contextmanager
def opened(content: bytes) -> Iterator[tuple[pypdfium2.PdfDocument, tuple[str, ...]]]:
    """The PDF in the bytes, with notes on what was put right; it is closed at the end.

    Raises NeedsPassword where it does not open without one, DamagedFile where pdfium finds no PDF or no page in it,
    TooLarge beyond 1,000 pages.
    """
    document, notes = _open(content)
    try:
        pages = len(document)
        if pages > MAX_PAGES:
            raise TooLarge(f"it has {pages:,} pages, and at most {MAX_PAGES:,} are read; split it")
        if not pages:
            raise DamagedFile("the PDF has no page that can be read; get the file again from where it came")
        yield document, notes
    finally:
        document.close()


def _open(content: bytes) -> tuple[pypdfium2.PdfDocument, tuple[str, ...]]:
    junk = content.find(_HEADER, 0, _HEADER_WITHIN)
    if junk > 0:
        try:
            return _load(content[junk:]), (f"{junk} bytes before the PDF's header were left out",)
        except DamagedFile:
            # The offsets within may count the bytes before the header.
            return _load(content), (f"{junk} bytes stand before the PDF's header",)
    return _load(content), ()


def _load(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if error.err_code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise NeedsPassword(
                "the PDF is encrypted and opens only with a password; save a copy without one"
            ) from error
        raise DamagedFile(
            "the PDF is broken or cut off and cannot be opened; get the file again from where it came"
        ) from error
