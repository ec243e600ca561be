"""The members of a ZIP archive, in bounded chunks."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from models.errors import DamagedFile, EmptyFile, NeedsPassword, ReadError, UnknownFormat, Unsafe
from pipeline.read.archives.limits import Budget
from pipeline.read.archives.members import Member, is_no_document

ZIP = "application/zip"

_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_ENTRY = b"PK\x01\x02"
_MOST_ENTRIES = 20_000  # of the directory, folders and scraps included: it is read before anything else
_METHODS = frozenset([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, LookupError, OverflowError, RuntimeError)


def members_of_zip(content: bytes, budget: Budget) -> Iterator[Member]:
    """The files in it. Raises DamagedFile without a directory, Unsafe with too long a one, EmptyFile without files."""
    if content.count(_ENTRY) > _MOST_ENTRIES:
        raise Unsafe(f"its directory has more than {_MOST_ENTRIES:,} entries")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*_BROKEN, NotImplementedError) as error:
        raise DamagedFile("its directory is broken or cut off; pack it again") from error
    with archive:
        infos = [i for i in archive.infolist() if not i.is_dir() and not is_no_document(i.filename)]
        if not infos:
            raise EmptyFile("it holds no file")
        for info in infos:
            budget.open_member()
            yield Member(_name(info), _content(archive, info, budget))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes | ReadError:
    if info.flag_bits & _ENCRYPTED:
        return NeedsPassword("it is encrypted; unpack it with its password")
    if info.compress_type not in _METHODS:
        return UnknownFormat("it is packed by a method that is not read here; unpack it, or pack it as ordinary ZIP")
    try:
        return _expanded(archive, info, budget) or EmptyFile("it is empty")
    except ReadError as error:
        return error
    except (*_BROKEN, NotImplementedError):
        return DamagedFile("it is damaged in the archive; pack it again")


def _expanded(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    out = io.BytesIO()
    with archive.open(info) as file:
        while chunk := file.read(_CHUNK):
            out.write(chunk)
            budget.expand(len(chunk), out.tell(), max(1, info.compress_size))
    return out.getvalue()


def _name(info: zipfile.ZipInfo) -> str:
    """The name; programs that do not say so write UTF-8 all the same, which the standard reads as code page 437."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename
