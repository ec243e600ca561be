"""The reader of PDFs: text layers, recognised pages where a layer will not do, and their layout."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from models.document import Document, RawFile, ReadProblem
from models.errors import NeedsOcr
from pipeline.read.paged.arranging import Waiting
from pipeline.read.paged.compose import compose_waiting
from pipeline.read.progress import tell
from pipeline.read.saying import named

if TYPE_CHECKING:
    import pypdfium2

__all__ = ["named", "read_pdf"]


def read_pdf(raw: RawFile) -> Document:
    """Raises NeedsPassword, DamagedFile, TooLarge (over 1,000 pages), NeedsOcr (without OCR on the machine, where no
    page has a usable text layer) or NoTextFound, with the reason and without the file's name."""
    from pipeline.read.pdf.opening import opened

    with opened(raw.content) as (pdf, notes):
        pages, more, problems = _pages(pdf)
        return compose_waiting(raw, pages, (*notes, *more), problems)


def _pages(pdf: pypdfium2.PdfDocument) -> tuple[Iterator[Waiting], tuple[str, ...], list[ReadProblem]]:
    """The pages, and what is to be noted and what is wrong with them."""
    from pipeline.read.pdf.checking import Checking
    from pipeline.read.pdf.sheets import as_seen, read_sheet, recognized, stamps_on
    from pipeline.read.scan import missing_ocr

    total = len(pdf)
    check = Checking(partial(as_seen, pdf), missing_ocr)
    pages: deque[Waiting] = deque()
    for number in range(1, total + 1):
        pages.append(Waiting(check(read_sheet(pdf, number))))
        tell(number, total)
    problems = list(check.problems)
    wanted = [p.page for p in pages if p.page.how == "ocr"]
    if not wanted:
        return _drained(pages, iter(())), check.notes, problems
    if missing := missing_ocr():
        reason = f"needs OCR: {named([p.number for p in wanted])}; {missing}"
        if not any(p.has_words for p in pages if p.page.how == "layer"):
            raise NeedsOcr(reason)
        return _drained(pages, iter(())), check.notes, [*problems, ReadProblem(reason=reason)]
    stamps = stamps_on(pdf, wanted[0]) if wanted[0].number == 1 else ()
    return _drained(pages, map(Waiting, recognized(pdf, wanted))), (*check.notes, *stamps), problems


def _drained(pages: deque[Waiting], recognized: Iterator[Waiting]) -> Iterator[Waiting]:
    """The pages, given away one by one, those to recognise replaced by what was recognised, which comes in order."""
    while pages:
        waiting = pages.popleft()
        found = next(recognized, None) if waiting.page.how == "ocr" else None
        yield found or waiting
