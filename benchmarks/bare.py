"""What the libraries and programs below the readers take alone, for the same file."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

SOFFICE = shutil.which("soffice")
TESSERACT = shutil.which("tesseract")

_DPI = 200
_PATIENCE = 300  # seconds


def character_boxes(content: bytes) -> None:
    """pypdfium2: the text of every page and the box of every character."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            for k in range(text.count_chars()):
                text.get_charbox(k)
            text.close()
            page.close()
    finally:
        document.close()


def paragraphs_and_cells(content: bytes) -> None:
    """python-docx: the text of every paragraph and cell."""
    import docx

    document = docx.Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        paragraph.text  # noqa: B018  (a property that does the work)
    for table in document.tables:
        for row in table.rows:
            for cell in row.cells:
                cell.text  # noqa: B018


def tree_and_text(content: bytes) -> None:
    """lxml.html: the tree, and its text."""
    from lxml import html

    html.document_fromstring(content).text_content()


def convert(path: Path, to: str, folder: Path) -> None:
    """LibreOffice in a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        own = f"-env:UserInstallation={Path(profile).as_uri()}"
        asked = ["--headless", "--convert-to", to, "--outdir", str(folder), str(path)]
        subprocess.run([SOFFICE or "soffice", own, *asked], check=True, capture_output=True, timeout=_PATIENCE)  # noqa: S603


def converted(path: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        convert(path, "docx", Path(folder))


def recognised(images: Sequence[Path]) -> None:
    """Tesseract on the images as they are, as many at a time as there are cores."""
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        list(pool.map(_recognised, images))


def _recognised(image: Path) -> None:
    subprocess.run(  # noqa: S603
        [TESSERACT or "tesseract", str(image), "stdout", "-l", "vie", "--psm", "6"],
        check=True,
        capture_output=True,
        timeout=_PATIENCE,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
    )


def rendered(content: bytes, numbers: Sequence[int] | None = None) -> Iterator[Image]:
    """Pages (counted from 1; all, if none are named) as images at 200 dpi."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        for number in numbers or range(1, len(document) + 1):
            yield document[number - 1].render(scale=_DPI / 72).to_pil()
    finally:
        document.close()
