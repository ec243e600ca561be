"""The cells of an old Word file's last table, where the file ends with that table.

A Word document ends with a paragraph (MS-DOC 2.4.1); a program may write a file without it. LibreOffice then makes
paragraphs of the table's last row, and of the end of a cell and the beginning of the next one line. The file's own text
still has the cell mark (U+0007) between them.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from lxml.etree import _Element

from pipeline.read.word.names import PARAGRAPH, TABLE, w

_MARK = "\x07"
_AROUND = 16  # characters on either side of a mark that tell its place
_LINE_END = re.compile(r"[\x00-\x1f]")
_BODY, _TEXT, _TAB = w("body"), w("t"), w("tab")
_SHOWN = (_TEXT, _TAB, w("br"), w("cr"))
_BREAKS = "\n\t"
_MAIN = "word/document.xml"
_MOST_PARAGRAPHS = 100  # behind the last table: its cells, and hardly more


def part_cells(converted: bytes, original: bytes) -> bytes:
    """The DOCX that LibreOffice made of an old Word file, its lines parted where the file has a cell mark."""
    marks = list(_marks(original))
    if not marks:
        return converted
    with ZipFile(io.BytesIO(converted)) as archive:
        root = etree.fromstring(archive.read(_MAIN), etree.XMLParser(resolve_entities=False, no_network=True))
        body = root.find(_BODY)
        parted = 0 if body is None else sum(_part(paragraph, marks) for paragraph in _behind_tables(body))
        if not parted:
            return converted
        out = io.BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as changed:
            for name in archive.namelist():
                changed.writestr(name, etree.tostring(root) if name == _MAIN else archive.read(name))
    return out.getvalue()


def _marks(original: bytes) -> Iterator[tuple[str, str]]:
    """What stands in its line before and behind each mark; the text of the stream is UTF-16 (MS-DOC 2.9.73)."""
    text = original[: len(original) // 2 * 2].decode("utf-16-le", "replace")
    at = text.find(_MARK)
    while at >= 0:
        before = _LINE_END.split(text[max(0, at - _AROUND) : at])[-1]
        behind = _LINE_END.split(text[at + 1 : at + 1 + _AROUND])[0]
        if before and behind:
            yield before, behind
        at = text.find(_MARK, at + 1)


def _behind_tables(body: _Element) -> list[_Element]:
    last = max((k for k, child in enumerate(body) if child.tag == TABLE), default=-1)
    return [child for child in body[last + 1 :] if child.tag == PARAGRAPH][-_MOST_PARAGRAPHS:]


def _part(paragraph: _Element, marks: list[tuple[str, str]]) -> int:
    """Part a paragraph at the marks within it; how many there were."""
    text = "".join(_shown(each) for each in paragraph.iter(*_SHOWN))
    places = sorted({at for mark in marks if (at := _place(text, *mark)) is not None}, reverse=True)
    for at in places:
        behind = copy.deepcopy(paragraph)
        _keep(paragraph, 0, at)
        _keep(behind, at, len(text))
        paragraph.addnext(behind)
    return len(places)


def _place(text: str, before: str, behind: str) -> int | None:
    """Where the two meet in a line; what is shorter than the bound must be all of the line on its side."""
    found = text.find(before + behind)
    if found < 0:
        return None
    end = found + len(before) + len(behind)
    begins = len(before) >= _AROUND or not text[:found] or text[found - 1] in _BREAKS
    ends = len(behind) >= _AROUND or not text[end:] or text[end] in _BREAKS
    return found + len(before) if begins and ends else None


def _keep(paragraph: _Element, start: int, end: int) -> None:
    """Take out of a paragraph the words and breaks before one place and from another on."""
    at = 0
    for each in list(paragraph.iter(*_SHOWN)):
        words = _shown(each)
        kept = words[max(0, start - at) : max(0, end - at)]
        at += len(words)
        parent = each.getparent()
        if each.tag == _TEXT:
            each.text = kept
        elif not kept and parent is not None:
            parent.remove(each)


def _shown(element: _Element) -> str:
    return (element.text or "") if element.tag == _TEXT else "\t" if element.tag == _TAB else "\n"
