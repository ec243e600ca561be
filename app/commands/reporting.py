"""`report`: compared plans written down in a file."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.commands.asking import stored, version_of
from app.exits import complain
from app.options import AsJson
from pipeline.messages import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.report.types import Report

_KINDS = (".html", ".docx", ".xlsx", ".md", ".pdf")
Day = Annotated[
    datetime | None,
    typer.Option("--day", metavar="YYYY-MM-DD", formats=["%Y-%m-%d"], help="The day of the report, if not today."),
]


def report(  # noqa: PLR0913  (each is an option of the command)
    *,
    plans: Annotated[
        list[str],
        typer.Argument(metavar="PLAN", help="Two plans or more (PLAN@N: a version); rows are read against the first."),
    ],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where to write: .html, .docx, .xlsx, .md or .pdf.")],
    signing: Annotated[
        Path | None,
        typer.Option("--signing", metavar="FILE", help="Issuing body and signer (TOML); else that of KEHOACH_REPORT."),
    ] = None,
    tracked: Annotated[
        bool, typer.Option("--tracked", help="Changes of the second of two plans as tracked changes (.docx).")
    ] = False,
    day: Day = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write a comparison of plans as a report: findings, tables, charts, sources."""
    if len(plans) < 2:
        raise typer.BadParameter(say("error.one_plan"))
    kind = _checked(to, tracked=tracked, force=force)
    from pipeline.report.build import build
    from pipeline.report.signing import read

    signed = signing or (Path(os.environ["KEHOACH_REPORT"]) if os.environ.get("KEHOACH_REPORT") else None)
    by = read(signed) if signed else None
    with stored() as store:
        read_plans = [version_of(store, words)[1] for words in plans]
    made = build(read_plans, day.date() if day else date.today(), by)
    for warning in _write(made, to, kind, tracked=tracked):
        complain(warning)
    _told(to, made, as_json=as_json)


def _checked(to: Path, *, tracked: bool, force: bool) -> str:
    """The kind of file, before any work is done."""
    kind = to.suffix.lower()
    if kind not in _KINDS:
        raise typer.BadParameter(say("report.unknown_kind", kinds=", ".join(_KINDS)), param_hint="--to")
    if tracked and kind != ".docx":
        raise typer.BadParameter(say("report.tracked_in_docx"), param_hint="--tracked")
    if to.exists() and not to.is_dir() and not force:
        raise typer.BadParameter(say("report.exists", file=to), param_hint="--to")
    return kind


def _write(made: Report, to: Path, kind: str, *, tracked: bool) -> Sequence[str]:
    """Write the file; what comes back is to be told to whoever asked for it."""
    from pipeline.report import docx, html, markdown, pdf, xlsx

    if kind == ".docx":
        docx.write(made, to, tracked=tracked)
        return ()
    if kind == ".pdf":
        return pdf.write(made, to) or ()
    {".html": html, ".md": markdown, ".xlsx": xlsx}[kind].write(made, to)
    return ()


def _told(to: Path, made: Report, *, as_json: bool) -> None:
    from app.render.terminal import console, plain, print_json

    tables = sum(block.block == "table" for section in made.sections for block in section.blocks)
    if as_json:
        print_json({"file": str(to), "sections": len(made.sections), "tables": tables})
    else:
        console().print(plain(say("report.written", file=to, sections=len(made.sections), tables=tables)))
