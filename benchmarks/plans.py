"""The plans that are measured on, and longer and further ones made of them."""

from __future__ import annotations

import re
from pathlib import Path

from models.document import RawFile
from pipeline.read import read, read_file
from pipeline.segment import segment

_NUMBER = re.compile(r"(Số:\s*)\d+(?=\s*/)")


def corpus(folder: Path) -> list[RawFile]:
    return [read_file(path) for path in sorted(folder.glob("*.txt"))]


def lengthened(raw: RawFile, times: int) -> RawFile:
    """The plan with its body repeated; header, signature and recipients once."""
    document = read(raw)
    clauses = segment(document).clauses
    start = (clauses[0].label_span or clauses[0].spans[0]).start
    start, end = document.text.rfind("\n", 0, start) + 1, clauses[-1].spans[-1].end
    body = document.text[start:end]
    text = document.text[:start] + "\n\n".join([body] * times) + document.text[end:]
    return RawFile(content=text.encode(), media_type=raw.media_type, source=raw.source)


def copies(raws: list[RawFile], count: int, folder: Path) -> list[Path]:
    """`count` plans in a folder, the given ones in turn, each with another number."""
    paths = []
    for k in range(count):
        text = raws[k % len(raws)].content.decode()
        numbered, found = _NUMBER.subn(rf"\g<1>{k + 1}", text, count=1)
        paths.append(folder / f"{k:05d}.txt")
        paths[-1].write_text(numbered if found else f"Số: {k + 1}/KH-UBND\n{text}", encoding="utf-8")
    return paths
