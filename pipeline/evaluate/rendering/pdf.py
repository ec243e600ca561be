"""DOCX to PDF by LibreOffice: headless, in a profile of its own, within a time limit.

LibreOffice writes the time of the conversion into the file; it is set to a fixed one, so that the same DOCX gives the
same bytes under the same version of LibreOffice and the same fonts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from models.errors import DamagedFile, MissingTool, TookTooLong

SECONDS = 60
"""For starting LibreOffice, and as much again for every ten files."""

_DATED = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}")
_TRAILER_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)[0-9A-Fa-f]+")


def office() -> str:
    """The path of LibreOffice. Raises MissingTool."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        raise MissingTool(
            "LibreOffice is needed to render a PDF and is not installed; on Debian: apt-get install libreoffice-writer"
        )
    return found


def as_pdf(files: Sequence[Path], folder: Path) -> list[Path]:
    """The PDFs of DOCX files, of the same names, in a folder.

    Raises MissingTool without LibreOffice, TookTooLong where it does not end, DamagedFile where it made no PDF.
    """
    with TemporaryDirectory(prefix="kehoach-office-") as profile:
        command = [office(), f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--norestore"]
        command += ["--convert-to", "pdf:writer_pdf_Export", "--outdir", str(folder), *map(str, files)]
        limit = SECONDS * (1 + len(files) // 10)
        try:
            subprocess.run(command, capture_output=True, check=False, timeout=limit, stdin=subprocess.DEVNULL)  # noqa: S603
        except subprocess.TimeoutExpired as error:
            raise TookTooLong(f"LibreOffice did not render {len(files)} files within {limit} seconds") from error
    made = [folder / f"{file.stem}.pdf" for file in files]
    for file in made:
        if not file.exists():
            raise DamagedFile(f"LibreOffice made no {file.name} of {file.stem}.docx")
        file.write_bytes(_undated(file.read_bytes()))
    return made


def _undated(content: bytes) -> bytes:
    """The same PDF with a fixed date and identity; lengths are kept, as the file refers to itself by offsets."""
    content = _DATED.sub(rb"\g<1>20000101000000", content)
    content = _TRAILER_ID.sub(lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", m.group()), content)
    return _CHECKSUM.sub(lambda m: m.group(1) + b"0" * (len(m.group()) - len(m.group(1))), content)
