"""A report as a PDF: its Word document drawn by LibreOffice, with the fonts embedded.

Nghị định 30/2020/NĐ-CP sets Times New Roman, which many machines have not. What stands in is chosen here, among the
fonts that have every Vietnamese letter, and said: LibreOffice left to itself mixes faces or draws boxes.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from models.errors import MissingTool
from pipeline.report.types import Report

PRESCRIBED = "Times New Roman"
_STAND_INS = (
    "Liberation Serif",  # as wide as Times New Roman, letter for letter
    "Tinos",  # likewise
    "TeX Gyre Termes",
    "Nimbus Roman",
    "FreeSerif",
    "Noto Serif",
    "DejaVu Serif",
)
"""Faces with serifs, the nearest to Times New Roman first."""

_SECONDS = 120
"""For an ordinary report."""
_BYTES_A_SECOND = 20_000
"""Of a packed document, which LibreOffice draws in a second more, on a slow machine."""
_PATIENCE = 30  # seconds for the list of fonts
# Tagged, so that it can be read aloud and its headings found; bookmarks are those headings.
_EXPORT = {
    name: {"type": "boolean", "value": "true"}
    for name in ("UseTaggedPDF", "ExportBookmarks", "DisplayPDFDocumentTitle")
}
# PDF 32000-1, 9.6.4: six capitals and a plus before the name of a face of which a part is embedded; its cut after it.
_EMBEDDED = re.compile(rb"/BaseFont\s*/[A-Z]{6}\+([A-Za-z0-9]+)")
_GRAPHIC_FACE = re.compile(r"symbol|dingbat|emoji|math", re.IGNORECASE)


def write(report: Report, path: Path) -> tuple[str, ...]:
    """Write the report to `path`, whole or not at all; what the reader should know of the fonts, in its language.

    Raises MissingTool where LibreOffice or a font with Vietnamese letters is missing, TookTooLong or DamagedFile where
    LibreOffice fails, UsageError where no file can be written there, StoreError and its kinds for a disk that fails.
    """
    from pipeline.office import as_pdf, program
    from pipeline.report import docx
    from pipeline.report.docx_words import Words
    from pipeline.report.writing import whole

    program()
    known = families()
    font = face(known)
    content = docx.made(report, font=font)
    with tempfile.TemporaryDirectory(prefix="kehoach-report-") as folder:
        file = Path(folder, "report.docx")
        file.write_bytes(content)
        seconds = _SECONDS + len(content) // _BYTES_A_SECOND
        [drawn] = as_pdf([file], Path(folder), seconds, json.dumps(_EXPORT), report.made)
        made = drawn.read_bytes()
        whole(path, made)
    stand_in = font if known is not None else _drawn_in(made)
    if stand_in == PRESCRIBED:
        return ()
    return (Words(report).say("pdf.stand_in", font=PRESCRIBED, stand_in=stand_in),)


def face(known: Sequence[str] | None) -> str:
    """The face to set the report in: Times New Roman, or what comes nearest among those that are `known` to have every
    Vietnamese letter. Where nothing can be known of fonts, Times New Roman is asked for.

    >>> face(["DejaVu Sans", "Liberation Serif"]), face(["Arial"]), face(None)
    ('Liberation Serif', 'Arial', 'Times New Roman')
    """
    if known is None or PRESCRIBED in known:
        return PRESCRIBED
    nearest = [name for name in _STAND_INS if name in known]
    others = sorted(name for name in known if not _GRAPHIC_FACE.search(name))
    with_serifs = [name for name in others if "serif" in name.casefold() and "sans" not in name.casefold()]
    for name in (*nearest, *with_serifs, *others):
        return name
    raise MissingTool(
        "no font with Vietnamese letters is installed, and a PDF would show boxes; "
        "on Debian: apt-get install fonts-liberation2 (or `make system`)"
    )


def _drawn_in(content: bytes) -> str:
    """The face of a PDF by what it embeds: Times New Roman where that is there or nothing can be told."""
    names = {name.decode() for name in _EMBEDDED.findall(content)}
    if not names or any(name.startswith(PRESCRIBED.replace(" ", "")) for name in names):
        return PRESCRIBED
    return ", ".join(sorted(names))


def families() -> list[str] | None:
    """The families of fonts on this machine that have every Vietnamese letter; None where it cannot be told.

    Fontconfig knows, which LibreOffice itself asks wherever it is not on Windows or macOS; those bring such fonts.
    """
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program and fixed words
            [program, ":lang=vi", "family"],
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    return sorted({name.strip() for line in lines for name in line.split(",") if name.strip()})
