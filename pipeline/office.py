"""LibreOffice, run without a screen: in a folder and a profile of its own that are gone afterwards, for a bounded time.

Macros are off there, and nothing that a document links to is fetched. LibreOffice writes the time of a conversion into
a PDF; it is set to a given one, so that the same DOCX gives the same bytes under the same version of LibreOffice and
the same fonts.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from models.errors import DamagedFile, MissingTool, TookTooLong

SECONDS = 60
"""For starting LibreOffice, and as much again for every ten files."""

_MOST_SAID = 10_000  # bytes of its messages that are looked at
_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>0</value></prop></item>
</oor:items>
"""

_DAY = date(2000, 1, 1)
_DATED = re.compile(rb"(/(?:CreationDate|ModDate)\s*\(D:)\d{14}")
_TRAILER_ID = re.compile(rb"/ID\s*\[\s*<[0-9A-Fa-f]*>\s*<[0-9A-Fa-f]*>\s*\]")
_CHECKSUM = re.compile(rb"(/DocChecksum\s*/)[0-9A-Fa-f]+")


def found() -> str | None:
    """The path of LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def run(program: str, arguments: Sequence[str], folder: Path, limit: float) -> str:
    """What LibreOffice says to `arguments` in `folder`, which is to be gone afterwards.

    It runs in a process group of its own, which ends as a whole when its time, `limit` seconds, is over; TimeoutError
    is raised then.
    """
    profile = _profile(folder / "profile")
    command = [program, f"-env:UserInstallation={profile.as_uri()}", *_OPTIONS, *arguments]
    # Its helpers ask where a home is; theirs is the folder that is gone afterwards.
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(  # noqa: S603 - a fixed program, and names that are made here
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            process.wait(limit)
        except subprocess.TimeoutExpired:
            raise TimeoutError from None
        finally:
            _end(process)
        said.seek(0)
        return said.read(_MOST_SAID).decode("utf-8", "replace")


def _profile(folder: Path) -> Path:
    """A profile of one's own, with macros off and links left alone."""
    user = folder / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    return folder


def _end(process: subprocess.Popen[bytes]) -> None:
    """End whatever of the group still runs: `soffice` starts others and may go before them."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def program() -> str:
    """The path of LibreOffice. Raises MissingTool."""
    path = found()
    if path is None:
        raise MissingTool(
            "LibreOffice is needed to render a PDF and is not installed; on Debian: apt-get install libreoffice-writer"
        )
    return path


def as_pdf(
    files: Sequence[Path], folder: Path, seconds: int = SECONDS, export: str = "", day: date = _DAY
) -> list[Path]:
    """The PDFs of DOCX files, of the same names, in a folder. `export`: what the export filter is told, as JSON; `day`:
    the day that they say they were made.

    Raises MissingTool without LibreOffice, TookTooLong where it does not end, DamagedFile where it made no PDF.
    """
    path = program()
    limit = seconds * (1 + len(files) // 10)
    into = f"pdf:writer_pdf_Export{':' + export if export else ''}"
    arguments = ["--convert-to", into, "--outdir", str(folder.absolute()), *(str(file.absolute()) for file in files)]
    with tempfile.TemporaryDirectory(prefix="kehoach-office-") as own:
        try:
            run(path, arguments, Path(own), limit)
        except TimeoutError as error:
            raise TookTooLong(f"LibreOffice did not render {len(files)} files within {limit} seconds") from error
    made = [folder / f"{file.stem}.pdf" for file in files]
    for file in made:
        if not file.exists():
            raise DamagedFile(f"LibreOffice made no {file.name} of {file.stem}.docx")
        file.write_bytes(_dated(file.read_bytes(), day))
    return made


def _dated(content: bytes, day: date) -> bytes:
    """The same PDF with a given date and identity; lengths are kept, as the file refers to itself by offsets."""
    content = _DATED.sub(rb"\g<1>" + f"{day:%Y%m%d}000000".encode(), content)
    content = _TRAILER_ID.sub(lambda m: re.sub(rb"[0-9A-Fa-f](?=[0-9A-Fa-f]*>)", b"0", m.group()), content)
    return _CHECKSUM.sub(lambda m: m.group(1) + b"0" * (len(m.group()) - len(m.group(1))), content)
