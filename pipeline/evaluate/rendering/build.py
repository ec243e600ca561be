"""Annotated plans to files: one DOCX, PDF or scan a plan, in a folder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from models.errors import MissingTool
from pipeline.evaluate.gold import GoldPlan
from pipeline.evaluate.rendering.compose import compose
from pipeline.evaluate.rendering.look import look_of
from pipeline.evaluate.rendering.sheet import Columns, Sheet


class Kind(StrEnum):
    """What a plan is rendered as; each is made of the one before."""

    DOCX = "docx"
    PDF = "pdf"
    SCAN = "scan"


class Rendered(NamedTuple):
    """A plan, the sheet that was printed, and the file."""

    plan: GoldPlan
    sheet: Sheet
    file: Path


Step = Callable[[], None]
"""Called after each step of the work."""


def require(kind: Kind) -> None:
    """Raise MissingTool where a program is not installed that rendering as `kind`, or reading that, needs."""
    if kind is not Kind.DOCX:
        from pipeline.office import program

        program()
    if kind is Kind.SCAN:
        from pipeline.evaluate.rendering.stamps import font
        from pipeline.read.scan.tesseract import missing_ocr

        font(10)
        if lacks := missing_ocr():
            raise MissingTool(lacks)


def render(
    plans: Sequence[GoldPlan], kind: Kind, folder: Path, look: int = 0, step: Step | None = None
) -> list[Rendered]:
    """Write `<plan>.docx`, or `<plan>.pdf` for the other two kinds, into a folder. `look` is the seed of how they look
    (0: as the decree has it). `step` is called once a plan.

    Raises MissingTool, TookTooLong or DamagedFile where a program is missing or fails; UsageError where a quote of the
    gold is not in its text.
    """
    require(kind)
    folder.mkdir(parents=True, exist_ok=True)
    sheets = [compose(plan) for plan in plans]
    files = list(map(_writer(folder, look), sheets))
    if kind is not Kind.DOCX:
        from pipeline.office import as_pdf

        words, files = files, as_pdf(files, folder)
        for file in words:
            file.unlink()
    for sheet, file in zip(sheets, files, strict=True):
        if kind is Kind.SCAN:
            _scan(sheet, file, look)
        if step:
            step()
    return [Rendered(*each) for each in zip(plans, sheets, files, strict=True)]


def _writer(folder: Path, look: int) -> Callable[[Sheet], Path]:
    from pipeline.evaluate.rendering.word import as_word

    def write(sheet: Sheet) -> Path:
        file = folder / f"{sheet.name}.docx"
        file.write_bytes(as_word(sheet, look_of(look, sheet.name)))
        return file

    return write


def _scan(sheet: Sheet, file: Path, look: int) -> None:
    from pipeline.evaluate.rendering.scan import as_scan

    header = next(block for block in sheet.blocks if isinstance(block, Columns))
    body = " ".join(line for line in header.left if line.isupper() and "/" not in line)
    file.write_bytes(as_scan(file.read_bytes(), body, seed=look))
