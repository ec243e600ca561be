"""Reports with pictures that Word takes, and a look into the Word documents made of them."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from pipeline.report.types import Chart, Report, Section, Table
from tests.pipeline.report import contents

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def picture(width: int = 1200, height: int = 400) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "white").save(out, "PNG", dpi=(150, 150))
    return out.getvalue()


CHART = Chart(caption="Tiến độ", svg=contents.SVG, png=picture(), text="Sơ kết: tháng 6 năm 2022")

SECTIONS = (
    *contents.SECTIONS[:2],
    Section(name="timeline", title="Tiến độ", blocks=(CHART, CHART.model_copy(update={"png": picture(300, 1500)}))),
    Section(name="sources", title="Phụ lục", blocks=(contents.SOURCES,)),
)


def report(**more: Any) -> Report:
    return contents.report(**{"sections": SECTIONS, **more})


def of_table(table: Table, *, wide: bool = False) -> Report:
    return report(sections=(Section(name="only", title="Chỉ một", blocks=(table,), wide=wide),))


def opened(content: bytes) -> Any:
    """The document as python-docx reads it."""
    return Document(BytesIO(content))


def part(content: bytes, name: str) -> Any:
    """The root of an XML part of a package."""
    from lxml import etree

    with zipfile.ZipFile(BytesIO(content)) as package:
        return etree.fromstring(package.read(name))


def texts(element: Any) -> list[str]:
    """What each paragraph says, in the order of the document, deleted words left out."""
    return [text_of(p) for p in element.iter(f"{W}p")]


def text_of(paragraph: Any) -> str:
    said = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(node.text or "" if node.tag == f"{W}t" else said.get(node.tag, "") for node in paragraph.iter())


def decided(body: Any, *, accept: bool) -> Any:
    """The document with every tracked change accepted, or every one rejected (ISO/IEC 29500-1, 17.13.5)."""
    kept, gone = ("ins", "del") if accept else ("del", "ins")
    for mark in [m for m in body.iter(f"{W}{gone}") if m.getparent().tag == f"{W}rPr"]:
        _join_to_next(mark.getparent().getparent().getparent())
    for change in [c for c in body.iter(f"{W}{gone}") if c.getparent().tag == f"{W}p"]:
        change.getparent().remove(change)
    for change in [c for c in body.iter(f"{W}{kept}") if c.getparent().tag == f"{W}p"]:
        for run in list(change):
            for deleted in run.findall(f"{W}delText"):
                deleted.tag = f"{W}t"
            change.addprevious(run)
        change.getparent().remove(change)
    return body


def _join_to_next(paragraph: Any) -> None:
    """A paragraph whose mark goes runs on in the next one."""
    following = paragraph.getnext()
    assert following is not None, "the last mark of a cell cannot go"
    place = 1 if following.find(f"{W}pPr") is not None else 0
    for child in reversed([c for c in paragraph if c.tag != f"{W}pPr"]):
        following.insert(place, child)
    paragraph.getparent().remove(paragraph)


def value(element: Any, name: str) -> str | None:
    """An attribute of the element itself."""
    found = element.get(qn(name))
    return None if found is None else str(found)
