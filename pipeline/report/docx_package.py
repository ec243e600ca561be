"""The package around the text: properties, parts that no report needs, and bytes that are the same every time."""

from __future__ import annotations

import zipfile
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.report.docx_styles import FONT, numbering, styles
from pipeline.report.docx_words import Words
from pipeline.report.docx_xml import Element, paragraph, run, val, w
from pipeline.report.shown import fit
from pipeline.report.types import Report

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.opc.part import Part

_LEFT_OUT = ("/thumbnail", "/customXml", "/stylesWithEffects", "/webSettings", "/theme", "/fontTable")
"""How the types of relations end whose parts python-docx's template brings and no report needs."""
_PROGRAM = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>kehoach</Application></Properties>"
)
_LONGEST_PROPERTY = 255  # characters, what python-docx and Word take
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of a ZIP archive


def opened(report: Report, words: Words, font: str = FONT) -> Word:
    """An empty document with the styles, lists, settings and properties of a report."""
    from docx import Document

    document = Document()
    for part in (document.part, document.part.package):
        for name in [n for n, relation in part.rels.items() if relation.reltype.endswith(_LEFT_OUT)]:
            del part.rels[name]
    _fill(document.styles.element, styles(font, words.tongue))
    _fill(document.part.numbering_part.element, numbering())
    _fill(document.settings.element, _settings(words.tongue))
    _set_properties(document, report, words)
    return document


def numbered_header(document: Word) -> str:
    """The header that has the page number; the relation that names it."""
    part, relation = document.part.add_header_part()  # type: ignore[no-untyped-call]
    number = w("fldSimple", {"instr": " PAGE "}, run("2"))
    for child in list(part.element):
        part.element.remove(child)
    part.element.append(paragraph("Header", number))
    return str(relation)


def packed(document: Word) -> bytes:
    """The document's bytes: the same for the same content, whenever they are made."""
    made, fixed = BytesIO(), BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return fixed.getvalue()


def _fill(element: Element, content: Element) -> None:
    for child in list(element):
        element.remove(child)
    element.extend(list(content))


def _settings(tongue: str) -> Element:
    """Word lays the document out as its present self does, not as an old version did."""
    place = "http://schemas.microsoft.com/office/word"
    mode = w("compatSetting", {"name": "compatibilityMode", "uri": place, "val": 15})
    return w(
        "settings",
        None,
        w("zoom", {"percent": 100}),
        val("defaultTabStop", 720),
        val("characterSpacingControl", "doNotCompress"),
        w("compat", None, mode),
        w("themeFontLang", {"val": tongue}),
        val("decimalSymbol", ","),
        val("listSeparator", ";"),
    )


def _set_properties(document: Word, report: Report, words: Words) -> None:
    made = datetime.combine(report.made, time(), UTC)
    properties = document.core_properties
    properties.title = _property(": ".join(text for text in (report.title, report.subject) if text))
    properties.subject = _property(report.subject)
    properties.author = properties.last_modified_by = _property(report.signing.body or "kehoach")
    properties.language = words.tongue
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = made
    properties.revision = 1
    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("/extended-properties"):
            _replace(relation.target_part, _PROGRAM)


def _replace(part: Part, content: str) -> None:
    part._blob = content.encode()


def _property(text: str) -> str:
    return fit(text).replace("\n", " ")[:_LONGEST_PROPERTY]
