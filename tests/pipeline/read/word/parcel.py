"""Small DOCX files of known content, written part by part."""

from __future__ import annotations

import io
from zipfile import ZIP_DEFLATED, ZipFile

from models.document import Document, RawFile
from pipeline.read.word import read_docx

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = (
    f'xmlns:w="{_W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header1": "hdr",
    "header2": "hdr",
    "footer1": "ftr",
}


def p(text: str = "", properties: str = "", run: str = "") -> str:
    """A paragraph of one run."""
    words = f'<w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{words}</w:p>"


def listed(text: str, number: int = 1, level: int = 0) -> str:
    """A paragraph in a list."""
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def tc(content: str, properties: str = "") -> str:
    """A cell; its content is a text or paragraphs."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; its cells are texts or cells."""
    inside = "".join(c if c.startswith("<w:tc>") else tc(c) for c in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inside}</w:tr>"


BORDERS = (
    "<w:tblBorders>"
    + "".join(f'<w:{side} w:val="single"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    + "</w:tblBorders>"
)


def tbl(*rows: str, ruled: bool = True) -> str:
    return f"<w:tbl><w:tblPr>{BORDERS if ruled else ''}</w:tblPr>{''.join(rows)}</w:tbl>"


def level(at: int, text: str, number_format: str = "decimal", more: str = "", start: int | None = 1) -> str:
    begins = "" if start is None else f'<w:start w:val="{start}"/>'
    return f'<w:lvl w:ilvl="{at}">{begins}<w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/></w:lvl>'


def abstract(*levels: str, identity: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{identity}">{more}{"".join(levels)}</w:abstractNum>'


def num(identity: int = 1, of: int = 1, overrides: str = "") -> str:
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def parts(body: str, **others: str) -> dict[str, str]:
    """The parts of a DOCX by name: the body, and the inside of others (`styles`, `numbering`, `header1` …)."""
    kinds = {name: name.rstrip("12") for name in others}
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for name, kind in [("document", "document.main"), *kinds.items()]
    )
    relations = "".join(
        f'<Relationship Id="rId{k}" Type="{_RELATION}{kind}" Target="{name}.xml"/>'
        for k, (name, kind) in enumerate(kinds.items(), 1)
    )
    package = "http://schemas.openxmlformats.org/package/2006/"
    out = {
        "[Content_Types].xml": f'{_DECLARATION}<Types xmlns="{package}content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": f'{_DECLARATION}<Relationships xmlns="{package}relationships"><Relationship Id="rId1" '
        f'Type="{_RELATION}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{_DECLARATION}<Relationships xmlns="{package}relationships">{relations}'
        "</Relationships>",
        "word/document.xml": f"{_DECLARATION}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    for name, inside in others.items():
        out[f"word/{name}.xml"] = f"{_DECLARATION}<w:{_ROOTS[name]} {NAMES}>{inside}</w:{_ROOTS[name]}>"
    return out


def packed(members: dict[str, str | bytes]) -> bytes:
    """Members as a ZIP archive."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(body: str, **others: str) -> bytes:
    return packed({**parts(body, **others)})


def read_bytes(content: bytes) -> Document:
    return read_docx(RawFile(content=content, media_type="application/test", source="test.docx"))


def read(body: str, **others: str) -> Document:
    return read_bytes(docx(body, **others))


def blocks(document: Document) -> list[str]:
    return document.text.split("\n\n")
