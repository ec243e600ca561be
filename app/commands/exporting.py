"""Answers into files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from app.messages import language, say

if TYPE_CHECKING:
    from pipeline.store.query import Answer


def write_answer(answer: Answer, to: Path, *, force: bool, excel: bool) -> None:
    """Write the rows of an answer; the file's suffix says how. What is written is what was counted."""
    from app.exits import complain
    from pipeline.export import Options, table, write

    options = Options(lang=language(), excel=excel)
    count = write(table(answer.question.kind), answer.rows, to, options=options, force=force)
    complain(say("export.written", count=count, file=to))
