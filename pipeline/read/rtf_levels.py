"""The levels of list paragraphs that LibreOffice's RTF leaves out where a list is linked to headings.

Such a paragraph names its list (`\\ls`), shows its label (`\\listtext`) and has its level's indent, but no level
(`\\ilvl`), which then counts as the top one (RTF 1.9.1, paragraph formatting). The indent of the level tells it.
"""

from __future__ import annotations

import re

_TABLE = re.compile(rb"\{\\\*\\listtable")
_OVERRIDES = re.compile(rb"\\listid(-?\d+)\\listoverridecount\d+\\ls(\d+)")
_LIST_ID = re.compile(rb"\\listid(-?\d+)")
_INDENT = re.compile(rb"\\li(-?\d+)")
_LISTED = re.compile(rb"\\ls(\d+) ?\\li(-?\d+)")
_LABEL, _LEVEL = rb"{\listtext", rb"\ilvl"


def with_levels(content: bytes) -> bytes:
    """The RTF with the level of each paragraph that has a label and an indent of its list, but no level."""
    table = _TABLE.search(content)
    end = content.find(rb"{\listoverridetable", table.end()) if table else -1
    if table is None or end < 0:
        return content
    indents: dict[bytes, list[bytes]] = {}
    for one in content[table.end() : end].split(rb"{\list" + b"\\")[1:]:
        levels = [found[1] if (found := _INDENT.search(x)) else b"" for x in one.split(rb"{\listlevel")[1:]]
        if identity := _LIST_ID.search(one):
            indents[identity[1]] = levels
    lists = {number: indents.get(identity, []) for identity, number in _OVERRIDES.findall(content, end)}
    return content[:end] + b"\n".join(_levelled(line, lists) for line in content[end:].split(b"\n"))


def _levelled(line: bytes, lists: dict[bytes, list[bytes]]) -> bytes:
    label = line.find(_LABEL)
    if label < 0 or _LEVEL in line or line.count(_LABEL) > 1:
        return line
    listed = _LISTED.search(line, label)
    levels = lists.get(listed[1], []) if listed else []
    if listed is None or levels.count(listed[2]) != 1:
        return line
    return line[: listed.start()] + b"\\ilvl%d" % levels.index(listed[2]) + line[listed.start() :]
