"""The reader of PDFs: text layers, recognised pages where a layer will not do, and their layout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from models.document import Document, RawFile, ReadProblem
from models.errors import NeedsOcr
from pipeline.read.paged.compose import compose
from pipeline.read.paged.page import SeenPage
from pipeline.read.progress import tell

if TYPE_CHECKING:
    import pypdfium2

__all__ = ["read_pdf"]


def read_pdf(raw: RawFile) -> Document:
    """Raises NeedsPassword, DamagedFile, TooLarge (over 1,000 pages), NeedsOcr (without OCR on the machine, where no
    page has a usable text layer) or NoTextFound, with the reason and without the file's name."""
    from pipeline.read.pdf.opening import opened

    with opened(raw.content) as (pdf, notes):
        pages, problems = _pages(pdf)
        return compose(raw, pages, notes, problems)


def _pages(pdf: pypdfium2.PdfDocument) -> tuple[list[SeenPage], list[ReadProblem]]:
    from pipeline.read.pdf.sheets import read_layer, recognized

    total = len(pdf)
    pages: list[SeenPage] = []
    for number in range(1, total + 1):
        pages.append(read_layer(pdf, number))
        tell(number, total)
    wanted = [p for p in pages if p.how == "ocr"]
    if not wanted:
        return pages, []
    from pipeline.read.scan import missing_ocr, ocr_available

    if not ocr_available():
        reason = f"needs OCR: {named([p.number for p in wanted])}; {missing_ocr()}"
        if not any(p.words for p in pages if p.how == "layer"):
            raise NeedsOcr(reason)
        return pages, [ReadProblem(reason=reason)]
    return list(_in_place(pages, recognized(pdf, wanted))), []


def _in_place(pages: Sequence[SeenPage], recognized: Iterator[SeenPage]) -> Iterator[SeenPage]:
    """The pages, those to recognise replaced by what was recognised, which comes in order."""
    for page in pages:
        if page.how == "ocr":
            yield next(recognized)
            tell(page.number, len(pages))
        else:
            yield page


def named(numbers: Sequence[int]) -> str:
    """Pages as a message names them.

    >>> named([3, 4, 5, 9])
    'pages 3–5, 9'
    """
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    said = ", ".join(f"{a}–{b}" if a < b else str(a) for a, b in ranges)
    return f"page {said}" if len(numbers) == 1 else f"pages {said}"
