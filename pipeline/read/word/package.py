"""A DOCX taken apart safely: only the parts that hold text are expanded, within bounds, before any library sees them.

The parts are handed to python-docx in a package of their own, without pictures, programs, embedded files or links
outwards. Nothing is written, no name of the archive becomes a path, nothing outside is fetched.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from docx.opc.exceptions import OpcError
from docx.opc.packuri import PACKAGE_URI, PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.package import Package
from lxml import etree

from models.errors import DamagedFile, NeedsPassword, TooLarge, Unsafe

MAX_EXPANDED = 64 * 1024 * 1024  # bytes of XML; a plan of 500 pages has about 10 MiB
_MAX_MARKS = 5_000_000  # opening angle brackets: a tree takes some 100 bytes for each
_MAX_RATIO = 200  # text in XML shrinks ten to fifty times; a repeated letter a thousand times
_RATIO_FROM = 16 * 1024 * 1024  # bytes below which the ratio tells nothing
_MAX_DECLARED = 2 * 1024 * 1024 * 1024  # bytes that the directory says, pictures included
_MAX_PARTS = 10_000
_MAX_DIRECTORY = 2 * 1024 * 1024  # bytes: some 20,000 names
_CHUNK = 256 * 1024

_CONTENT_TYPES = "[Content_Types].xml"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_READ = ("styles", "numbering", "footnotes", "endnotes", "header", "footer")
_TRANSITIONAL = "http://schemas.openxmlformats.org/"
# ISO/IEC 29500 "strict" has names of its own for the same things; python-docx knows the transitional ones.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", b"officeDocument/2006/relationships"),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"officeDocument/2006/math"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing", b"drawingml/2006/wordprocessingDrawing"),
)
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.-]{1,40})[\"']")
# What in a part tells that the looks of runs matter: capitals, hiding, legacy and picture fonts.
_LOOKS = (b"aps", b"anish", b".Vn", b".VN", b".vn", b"VNI", b"Vni", b"vni", b"ymbol", b"ingdings", b"ebdings")
_DIRECTORY_END = b"PK\x05\x06"


@dataclass(frozen=True, slots=True)
class WordParts:
    """The parts of a Word document that hold text, as python-docx gives their elements."""

    body: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None
    footnotes: etree._Element | None
    endnotes: etree._Element | None
    headers: tuple[etree._Element, ...]
    footers: tuple[etree._Element, ...]
    looks: bool
    """Whether the looks of runs can matter: capitals, hiding, or a picture or legacy font is named anywhere."""


def open_package(content: bytes) -> WordParts:
    """The parts of a DOCX.

    Raises DamagedFile, NeedsPassword, or Unsafe where it expands without measure, carries macros or a document type.
    """
    with _translated():
        small, parts = _without_the_rest(*_opened(content))
        return _parts(Package.open(io.BytesIO(small)), parts)


def check_archive(content: bytes) -> None:
    """Whether another program may be given a package (an OpenDocument): its XML expands within the same bounds.

    Raises DamagedFile, NeedsPassword or Unsafe.
    """
    with _translated():
        archive, infos = _opened(content)
        expand = _Expander(archive, infos)
        for name in infos:
            if name.endswith(".xml"):
                expand(name)


@contextmanager
def _translated() -> Iterator[None]:
    """What the libraries raise on broken packages as what this reader raises."""
    try:
        yield
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, OverflowError) as error:
        raise DamagedFile(f"its ZIP container is broken ({error}); ask for the file again") from error
    except (etree.XMLSyntaxError, OpcError, KeyError, ValueError, AttributeError, TypeError) as error:
        raise DamagedFile(f"its parts are not those of a Word document ({error}); ask for the file again") from error


def _opened(content: bytes) -> tuple[ZipFile, dict[str, ZipInfo]]:
    _check_directory(content)
    archive = ZipFile(io.BytesIO(content))
    infos = {info.filename: info for info in archive.infolist()}
    _check_members(infos)
    return archive, infos


def _check_directory(content: bytes) -> None:
    """The directory is parsed whole when the archive is opened: how long it is must be known before."""
    at = content.rfind(_DIRECTORY_END, max(0, len(content) - 65_557))
    if at < 0 or at + 22 > len(content):
        raise BadZipFile("its end is missing")
    if struct.unpack_from("<I", content, at + 12)[0] > _MAX_DIRECTORY:
        raise Unsafe("its container names too many parts to be a Word document")


def _without_the_rest(archive: ZipFile, infos: dict[str, ZipInfo]) -> tuple[bytes, dict[str, bytes]]:
    """The package with nothing but its text parts, not compressed, and those parts by name."""
    expand = _Expander(archive, infos)
    parts = {_CONTENT_TYPES: _without_macros(expand(_CONTENT_TYPES))}
    root, root_parts = _relations(expand("_rels/.rels"), PACKAGE_URI, ("officeDocument",))
    if not root_parts:
        raise DamagedFile("its main part, the document itself, is missing")
    main = PackURI(f"/{root_parts[0]}")
    parts |= {"_rels/.rels": root, main.membername: expand(main.membername)}
    relations = main.rels_uri.membername
    if relations in infos:
        parts[relations], names = _relations(expand(relations), main.baseURI, _READ, infos)
        parts |= {name: expand(name) for name in names}
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as small:
        for name, blob in parts.items():
            small.writestr(ZipInfo(name), blob)
    return out.getvalue(), parts


def _check_members(infos: dict[str, ZipInfo]) -> None:
    if "EncryptedPackage" in infos or any(info.flag_bits & 1 for info in infos.values()):
        raise NeedsPassword("it is encrypted; save it without a password")
    if any(name.lower().endswith("vbaproject.bin") for name in infos):
        raise Unsafe("it carries macros; save it as .docx without them")
    if len(infos) > _MAX_PARTS or sum(info.file_size for info in infos.values()) > _MAX_DECLARED:
        raise Unsafe("it expands beyond any Word document; it was not opened")


def _without_macros(types: bytes) -> bytes:
    if b"macroEnabled" in types:
        raise Unsafe("it is a document with macros; save it as .docx without them")
    # A template (.dotx) is a document in all but this name.
    return types.replace(b"wordprocessingml.template.main+xml", b"wordprocessingml.document.main+xml")


class _Expander:
    """Expands parts one by one, in chunks, and stops at the bounds whatever sizes the directory declares."""

    def __init__(self, archive: ZipFile, infos: dict[str, ZipInfo]) -> None:
        self._archive = archive
        self._infos = infos
        self._total = 0
        self._marks = 0

    def __call__(self, name: str) -> bytes:
        info = self._infos.get(name)
        if info is None:
            raise DamagedFile(f"its part {name[:80]!r} is missing")
        chunks, size = [], 0
        with self._archive.open(info) as member:
            while chunk := member.read(_CHUNK):
                size += len(chunk)
                self._total += len(chunk)
                self._check(size, info)
                chunks.append(chunk)
        blob = b"".join(chunks)
        self._marks += blob.count(b"<")
        if self._marks > _MAX_MARKS:
            raise TooLarge("it has more parts of paragraphs than a plan of thousands of pages; split it")
        return _in_known_names(_plain_xml(blob))

    def _check(self, size: int, info: ZipInfo) -> None:
        if self._total > MAX_EXPANDED or (size > _RATIO_FROM and size > _MAX_RATIO * max(info.compress_size, 1)):
            raise Unsafe("it expands beyond any Word document; reading it was stopped")


def _plain_xml(blob: bytes) -> bytes:
    """XML in UTF-8 or UTF-16 (all that the Open Packaging Conventions allow), without a document type."""
    letters = blob.replace(b"\x00", b"") if b"\x00" in blob[:4] else blob
    told = _ENCODING.search(letters[:300])
    if told and told[1].lower() not in (b"utf-8", b"utf-16", b"us-ascii", b"utf8"):
        raise DamagedFile("its XML is in an encoding that Word documents never have")
    if b"<!DOCTYPE" in letters or b"<!ENTITY" in letters:
        raise Unsafe("its XML names a document type or entities, which a Word document never does")
    if not letters.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<"):
        raise DamagedFile("a part that must be XML is something else")
    return blob


def _in_known_names(blob: bytes) -> bytes:
    if b"purl.oclc.org" in blob:
        for strict, transitional in _STRICT:
            blob = blob.replace(strict, _TRANSITIONAL.encode() + transitional)
    return blob


def _relations(
    blob: bytes, base: str, kinds: tuple[str, ...], there: dict[str, ZipInfo] | None = None
) -> tuple[bytes, list[str]]:
    """The relationships that lead to parts of these kinds within the package, and those parts' names, once each."""
    root = parse_xml(blob)
    names: list[str] = []
    for relation in list(root):
        name = _target(relation, base, kinds)
        if name is None or (there is not None and name not in there):
            root.remove(relation)
        elif name not in names:
            names.append(name)
    return etree.tostring(root), names


def _target(relation: etree._Element, base: str, kinds: tuple[str, ...]) -> str | None:
    kind = relation.get("Type", "").rsplit("/", 1)[-1]
    if relation.tag != _RELATIONSHIP or kind not in kinds or relation.get("TargetMode") == "External":
        return None
    return str(PackURI.from_rel_ref(base, relation.get("Target", "")).membername)


def _parts(package: Package, blobs: dict[str, bytes]) -> WordParts:
    main = package.main_document_part
    body = main.element.body
    if body is None:
        raise DamagedFile("its main part has no text body")
    worded = [blob for name, blob in blobs.items() if "numbering" not in name.lower()]
    related = {kind: list(_related(main, kind)) for kind in _READ}
    return WordParts(
        body=body,
        styles=next(iter(related["styles"]), None),
        numbering=next(iter(related["numbering"]), None),
        footnotes=next(iter(related["footnotes"]), None),
        endnotes=next(iter(related["endnotes"]), None),
        headers=tuple(related["header"]),
        footers=tuple(related["footer"]),
        looks=any(mark in blob for blob in worded for mark in _LOOKS) or any(b"\x00" in blob for blob in worded),
    )


def _related(main: Part, kind: str) -> Iterator[etree._Element]:
    for relation in main.rels.values():
        if relation.reltype.rsplit("/", 1)[-1] == kind:
            part = relation.target_part
            yield part.element if hasattr(part, "element") else parse_xml(part.blob)
