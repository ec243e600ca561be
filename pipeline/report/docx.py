"""A report as a Word document in the form of Nghị định 30/2020/NĐ-CP, Phụ lục I.

Real styles, lists and headings, so that it can be worked on as if it had been typed; no field needs updating. A wide
section stands on landscape pages; the appendices come after the signature.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from models.errors import UsageError
from pipeline.report.types import Report, Section

if TYPE_CHECKING:
    from pathlib import Path

APPENDICES = frozenset({"appendix", "sources"})
"""Names of sections that are appendices where they close a report."""


def write(report: Report, path: Path, tracked: bool = False) -> None:
    """Write the report to `path`, whole or not at all.

    `tracked`: added and dropped words become tracked changes; only for a report on a pair of plans. Raises UsageError
    where it is on none, or where no file can be written there; StoreError and its kinds for a disk that fails.
    """
    from pipeline.report.writing import whole

    whole(path, made(report, tracked=tracked))


def made(report: Report, *, tracked: bool = False, font: str | None = None) -> bytes:
    """The bytes of the document; `font` stands in for Times New Roman where a page is to be drawn here."""
    from pipeline.report.docx_body import Body
    from pipeline.report.docx_package import numbered_header, opened, packed
    from pipeline.report.docx_styles import FONT
    from pipeline.report.docx_words import Words
    from pipeline.report.tracked import Marked, Tracked

    if tracked and not report.pair:
        raise UsageError("tracked changes show one plan against one other; name two plans, or leave them out")
    words = Words(report)
    document = opened(report, words, font or FONT)
    marked = Tracked(report.signing.body or "kehoach", report.made) if tracked else Marked()
    body = Body(document.part, words, marked)
    main, appendices = parted(report.sections)
    body.open(report)
    for section in main:
        body.add(section, numbered=_wants_numbers(main))
    body.sign(report.signing)
    for section in appendices:
        body.add(section, appendix=True)
    body.into(document, numbered_header(document))
    return packed(document)


def parted(sections: Sequence[Section]) -> tuple[Sequence[Section], Sequence[Section]]:
    """The sections before the signature, of which there is one at least, and those after it."""
    end = len(sections)
    while end > 1 and sections[end - 1].name in APPENDICES:
        end -= 1
    return sections[:end], sections[end:]


def _wants_numbers(sections: Sequence[Section]) -> bool:
    """Whether headings are to be numbered: not where titles bring numbers of their own."""
    return not any(_is_numbered(section.title) for section in sections)


def _is_numbered(title: str) -> bool:
    """
    >>> [_is_numbered(title) for title in ("I. Phạm vi", "2) Kết quả", "Ma trận", "Vi phạm")]
    [True, True, False, False]
    """
    label = title.split(maxsplit=1)[0] if title.strip() else ""
    return label.endswith((".", ")")) and (label[:-1].isdigit() or set(label[:-1]) <= set("IVXLC") != set())
