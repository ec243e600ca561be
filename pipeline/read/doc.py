"""The reader of what only a word processor reads (old Word, RTF, OpenDocument): LibreOffice makes a DOCX of it.

How it is run, `pipeline/office.py` says. Numbering, tables and notes are then those of the DOCX reader; what is kept
and shown is the original.
"""

from __future__ import annotations

import struct
import tempfile
from pathlib import Path

from models.document import Document, RawFile
from models.errors import DamagedFile, MissingTool, NeedsPassword, TookTooLong
from pipeline import office
from pipeline.read.formats import DOC, ODT, RTF
from pipeline.read.rtf_levels import with_levels

TIME_LIMIT = 120.0
"""Seconds for one conversion; an ordinary one takes one or two."""
_MAX_CONVERTED = 64 * 1024 * 1024  # bytes
_ENDINGS = {DOC: "doc", RTF: "rtf", ODT: "odt"}
# LibreOffice guesses for whatever it does not know; each file is opened as what its content showed it to be.
_IMPORT_FILTERS = {DOC: "MS Word 97", RTF: "Rich Text Format", ODT: "writer8"}
_EXPORT_FILTER = "docx:Office Open XML Text"

_DIRECTORY_ENTRY = 128  # bytes (MS-CFB 2.6)
_ENCRYPTED = 0x0100  # FibBase.fEncrypted (MS-DOC 2.5.2)
_MACROS = "_VBA_PROJECT".encode("utf-16-le")
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WORD_STREAM = "WordDocument".encode("utf-16-le")


def read_doc(raw: RawFile) -> Document:
    """The document of an old Word file, an RTF or an OpenDocument text.

    Raises MissingTool where LibreOffice is not installed, NeedsPassword, TookTooLong, DamagedFile where LibreOffice
    makes nothing of it, Unsafe where an OpenDocument expands without measure, and what `read_docx` raises.
    """
    from pipeline.read.word import read_docx
    from pipeline.read.word.dissolved import part_cells
    from pipeline.read.word.package import check_archive

    if is_encrypted(raw):
        raise NeedsPassword("it is protected by a password; save it without one")
    if raw.media_type == ODT:
        check_archive(raw.content)
    converted = _to_docx(raw)
    if raw.media_type == DOC:
        converted = part_cells(converted, raw.content)
    document = read_docx(raw.model_copy(update={"content": converted}))
    notes = ["read by way of LibreOffice, which made a DOCX of it"]
    if raw.media_type == DOC and _MACROS in raw.content:
        notes.append("it carries macros; they were left out and never run")
    return document.model_copy(update={"sha256": raw.sha256, "notes": (*notes, *document.notes)})


def is_encrypted(raw: RawFile) -> bool:
    """Whether an old Word file says that its text is encrypted.

    The directory of the container names the stream `WordDocument` and the sector where it begins; the stream's head
    says so itself (MS-CFB 2.6.1, MS-DOC 2.5.2).
    """
    content = raw.content
    if raw.media_type != DOC:
        return False
    if _PACKAGE in content:
        return True
    name = content.find(_WORD_STREAM + b"\x00\x00")
    if name < 0 or name % _DIRECTORY_ENTRY or name + _DIRECTORY_ENTRY > len(content):
        return False
    shift = struct.unpack_from("<H", content, 30)[0]
    sector = struct.unpack_from("<I", content, name + 116)[0]
    at = (sector + 1) << min(shift, 12)
    if at + 12 > len(content):
        return False
    return bool(struct.unpack_from("<H", content, at + 10)[0] & _ENCRYPTED)


def _to_docx(raw: RawFile) -> bytes:
    program = office.found()
    if program is None:
        raise MissingTool(
            "reading it needs LibreOffice; install it with `apt-get install libreoffice-writer` (or `make system`), "
            "or save the file as .docx"
        )
    with tempfile.TemporaryDirectory(prefix="kehoach-") as folder:
        source = Path(folder, f"in.{_ENDINGS[raw.media_type]}")
        source.write_bytes(with_levels(raw.content) if raw.media_type == RTF else raw.content)
        what = [f"--infilter={_IMPORT_FILTERS[raw.media_type]}", "--convert-to", _EXPORT_FILTER]
        try:
            said = office.run(program, [*what, "--outdir", folder, str(source)], Path(folder), TIME_LIMIT)
        except TimeoutError:
            raise TookTooLong(f"LibreOffice did not end within {TIME_LIMIT:.0f} seconds; save it as .docx") from None
        return _result(Path(folder, "in.docx"), said)


def _result(path: Path, said: str) -> bytes:
    if not path.is_file():
        if "password" in said.lower():
            raise NeedsPassword("it is protected by a password; save it without one")
        raise DamagedFile("LibreOffice could make nothing of it; it is broken, or protected by a password")
    if path.stat().st_size > _MAX_CONVERTED:
        raise DamagedFile("what LibreOffice made of it is larger than any document; it was not read")
    return path.read_bytes()
