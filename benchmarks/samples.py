"""Files for the readers to be measured on: made of the plans' text in each format, or those of a folder."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import NamedTuple

from benchmarks import bare
from models.document import RawFile
from models.errors import ReadError
from pipeline.read import media_type_of, read_file

# Of fonts-liberation2: the first version lacks letters of Vietnamese.
_FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
_SIZE, _LEADING = 13, 18  # points (Nghị định 30/2020/NĐ-CP, Phụ lục I)
_LEFT, _RIGHT, _TOP, _BOTTOM = 85, 43, 57, 57
_PARAGRAPHS_A_PAGE = 7
_MARKS = dict.fromkeys(map(ord, "*#"))


class Sample(NamedTuple):
    """A file that is measured on; `images` are the pages of a scan as files of their own."""

    name: str
    path: Path
    raw: RawFile
    images: tuple[Path, ...] = ()


def given(folder: Path) -> Iterator[Sample]:
    """The files of a folder that can be opened."""
    for path in sorted(folder.iterdir()):
        try:
            yield Sample(path.name, path, read_file(path))
        except ReadError:
            continue


def made(raws: list[RawFile], pages: int, scans: int, folder: Path) -> Iterator[Sample]:
    """A born-digital PDF, DOCX and HTML of about `pages` pages, a DOC of the DOCX where LibreOffice is there, and a
    PDF of `scans` scanned pages."""
    text = paragraphs(raws)
    yield _sample(folder / f"{pages}-pages.pdf", pdf(text, pages))
    few = list(itertools.islice(itertools.cycle(text), pages * _PARAGRAPHS_A_PAGE))
    document = _sample(folder / "word.docx", docx(few))
    yield document
    yield _sample(folder / "word.htm", html(few))
    if bare.SOFFICE:
        bare.convert(document.path, "doc", folder)
        yield _sample(folder / "word.doc", (folder / "word.doc").read_bytes())
    images = tuple(scanned(pdf(text, scans), folder))
    yield _sample(folder / f"{scans}-scans.pdf", in_pdf(images))._replace(images=images)


def _sample(path: Path, content: bytes) -> Sample:
    path.write_bytes(content)
    return Sample(path.name, path, RawFile(content=content, media_type=media_type_of(content), source=path.name))


def paragraphs(raws: list[RawFile]) -> list[str]:
    """The plans' paragraphs, each on one line, without the marks of Markdown."""
    blocks = [block for raw in raws for block in raw.content.decode().translate(_MARKS).split("\n\n")]
    return [" ".join(block.split()) for block in blocks if block.strip()]


def pdf(text: list[str], pages: int) -> bytes:
    """Paragraphs with an indent, line by line, from the beginning again until the pages are full."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.utils import simpleSplit
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(TTFont("Serif", str(_FONT)))
    width, height = A4
    lines = (
        (28 if k == 0 else 0, line)
        for paragraph in itertools.cycle(text)
        for k, line in enumerate(simpleSplit(paragraph, "Serif", _SIZE, width - _LEFT - _RIGHT - 28))
    )
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for number in range(1, pages + 1):
        canvas.setFont("Serif", _SIZE)
        canvas.drawCentredString(width / 2, height - 40, str(number))
        for y in range(int(height) - _TOP - _LEADING, _BOTTOM, -_LEADING):
            indent, line = next(lines)
            canvas.drawString(_LEFT + indent, y, line)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def docx(text: list[str]) -> bytes:
    """The paragraphs, with a table of four columns after every fiftieth."""
    import docx

    document = docx.Document()
    for k, paragraph in enumerate(text, 1):
        document.add_paragraph(paragraph)
        if k % 50 == 0:
            table = document.add_table(rows=0, cols=4, style="Table Grid")
            for number in range(10):
                for cell, words in zip(table.add_row().cells, (str(number), *_thirds(paragraph)), strict=True):
                    cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _thirds(text: str) -> tuple[str, str, str]:
    third = len(text) // 3
    return text[:third], text[third : 2 * third], text[2 * third :]


def html(text: list[str]) -> bytes:
    body = "\n".join(f"<p style='text-indent:1cm'><span>{escape(paragraph)}</span></p>" for paragraph in text)
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'></head><body>{body}</body></html>".encode()


def scanned(content: bytes, folder: Path) -> Iterator[Path]:
    """The pages at 200 dpi, askew by a degree and with the noise of a scanner."""
    import numpy
    from PIL import Image

    noise = numpy.random.default_rng(7)
    for number, page in enumerate(bare.rendered(content), 1):
        grey = page.convert("L").rotate(1, resample=Image.Resampling.BICUBIC, fillcolor=255)
        speckled = numpy.asarray(grey, dtype=float) + noise.normal(0, 12, (grey.height, grey.width))
        path = folder / f"scan-{number:03d}.jpg"
        Image.fromarray(speckled.clip(0, 255).astype("uint8")).save(path, quality=85, dpi=(200, 200))
        yield path


def in_pdf(images: tuple[Path, ...]) -> bytes:
    """A PDF whose pages are the images, byte for byte."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for image in images:
        canvas.drawImage(str(image), 0, 0, *A4)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
