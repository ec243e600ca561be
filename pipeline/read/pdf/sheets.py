"""One page of a PDF after the other: its layer read or its picture made, everything of it closed before the next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import pypdfium2
from pypdfium2 import raw as pdfium

from pipeline.read.paged.page import SeenPage
from pipeline.read.pdf.drawn import drawn_on
from pipeline.read.pdf.layer import Layer
from pipeline.read.pdf.view import View
from pipeline.read.progress import tell
from pipeline.read.scan import PageImage, decide, recognize, recognize_all
from pipeline.read.scan.stamps import secrecy_stamped

_DPI = 200
_MOST_PIXELS = 40_000_000  # of a picture: A3 at 400 dpi is 31 million
_SIDEWAYS = "its text stands sideways and is taken for marginal notes; turn the page and read the file again"
_DAMAGED = "the page is damaged and cannot be read"
_WHOLLY = 0.9  # share of a page under pictures from which they are the page


class Sheet(NamedTuple):
    """A page by its text layer, or without words and `how` being `ocr` where it has to be recognised; and whether its
    layer lies over a picture of the whole page, which it may or may not be the text of."""

    page: SeenPage
    over_picture: bool = False


def read_sheet(pdf: pypdfium2.PdfDocument, number: int) -> Sheet:
    """A page of the file, from 1. What is wrong with it is the page's problem."""
    try:
        page = pdf[number - 1]
    except pypdfium2.PdfiumError:
        return Sheet(SeenPage(number, 0.0, 0.0, "layer", _DAMAGED, 0.0, (), problem=_DAMAGED))
    try:
        if pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
            page = _flattened(pdf, page, number)
        return _read_sheet(page, number)
    except pypdfium2.PdfiumError:
        width, height = page.get_size()
        return Sheet(SeenPage(number, width, height, "layer", _DAMAGED, 0.0, (), problem=_DAMAGED))
    finally:
        page.close()


def _flattened(pdf: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> pypdfium2.PdfPage:
    """The page with what its annotations show in its content.

    An office that numbers and dates a signed file stamps both on it as annotations, which are no part of the layer.
    """
    if pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page
    page.close()
    return pdf[number - 1]


def _read_sheet(page: pypdfium2.PdfPage, number: int) -> Sheet:
    view = View.of(page)
    width, height = view.size
    textpage = page.get_textpage()
    try:
        layer = Layer(textpage, view)
        words = tuple(w for w in layer.words() if w.x1 >= 0 and w.x0 <= width and w.bottom >= 0 and w.top <= height)
    finally:
        textpage.close()
    drawn = drawn_on(page, view)
    decision = decide(layer.codes, len(words), drawn.image_share, paths=drawn.paths)
    if decision.how == "ocr" and width and height:
        return Sheet(SeenPage(number, width, height, "ocr", decision.why, 0.0, ()))
    problem = _SIDEWAYS if 2 * sum(not w.upright for w in words) > len(words) else None
    seen = SeenPage(number, width, height, "layer", decision.why, decision.confidence, words, drawn.rulings, problem)
    return Sheet(seen, bool(words) and drawn.image_share >= _WHOLLY)


def recognized(pdf: pypdfium2.PdfDocument, pages: Sequence[SeenPage]) -> Iterator[SeenPage]:
    """The pages recognised, in order; a picture is made when its turn comes."""
    return recognize_all((_image(pdf, page) for page in pages), lambda page: tell(page.number, len(pdf)))


def as_seen(pdf: pypdfium2.PdfDocument, page: SeenPage) -> SeenPage:
    """One page recognised, whatever its layer says."""
    job = _image(pdf, page)
    return recognize(job.image, number=job.number, width=job.width, height=job.height, why=job.why)


def stamps_on(pdf: pypdfium2.PdfDocument, page: SeenPage) -> tuple[str, ...]:
    """What is to be noted of the stamps on a page."""
    return secrecy_stamped(_image(pdf, page).image, page.width)


def _image(pdf: pypdfium2.PdfDocument, seen: SeenPage) -> PageImage:
    page = pdf[seen.number - 1]
    try:
        scale = min(_DPI / 72, (_MOST_PIXELS / (seen.width * seen.height)) ** 0.5)
        bitmap = page.render(scale=scale)
        try:
            image = bitmap.to_pil().convert("RGB")
        finally:
            bitmap.close()
    finally:
        page.close()
    return PageImage(image, seen.number, seen.width, seen.height, seen.why)
