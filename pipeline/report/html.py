"""A report as one page of HTML that asks nothing of any other place, for the screen and for the printer."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.report import legend
from pipeline.report.html_view import parts
from pipeline.report.saying import dated, speaker
from pipeline.report.shown import MOST, bounded, fit, runs_of
from pipeline.report.types import Cell, Line, Report, Run
from pipeline.report.writing import whole

if TYPE_CHECKING:
    from jinja2 import Environment

_SAID: dict[str, str] = {
    "skip": "html.skip",
    "contents": "html.contents",
    "to_contents": "html.to_contents",
    "nation": "html.nation",
    "motto": "html.motto",
    "number": "html.number",
    "by_hand": "html.by_hand",
    "legend": "html.legend",
    "legend_lead": "html.legend_lead",
    "recipients": "html.recipients",
    "filter": "html.filter",
    "all": "html.filter_all",
    "differing": "html.filter_differing",
    "silent": "html.filter_silent",
    "scrolls": "html.scrolls",
    "in_words": "html.in_words",
    "source": "html.source",
}
"""What the page says of its own, by the names that the templates use."""

_OWN_ANCHORS = frozenset({"top", "main", "contents", "legend"})


def write(report: Report, path: Path) -> None:
    """Write the report as one HTML file, whole or not at all; equal reports give equal bytes.

    Raises UsageError, StoreError or one of its kinds as `writing.whole` does.
    """
    whole(path, page(report).encode())


def page(report: Report) -> str:
    """The report as HTML. Head, signature and printed page are set as Nghị định 30/2020/NĐ-CP, Phụ lục I, says.

    Raises ValueError for a table in which a row has more cells than there are columns.
    """
    from markupsafe import Markup

    say = speaker(report.language)
    words = legend.status_words(say)
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            report=report,
            parts=parts(report, _OWN_ANCHORS),
            said={name: say(key) for name, key in _SAID.items()},
            # Our own files, and SVG that was copied from a list of what only draws: the only texts not escaped.
            style=Markup(files(__package__).joinpath("templates", "report.css").read_text(encoding="utf-8")),  # noqa: S704
            safe=Markup,
            date=dated(report.made, report.language),
            marks=legend.mark_words(say),
            statuses=words,
            symbols=legend.SYMBOLS,
            used_marks=legend.used_marks(report),
            used_statuses=legend.used_statuses(report),
            label=lambda cell: legend.label(cell, words),
            lines=lambda lines: _lines(lines, say("html.cut")),
            lang_of=lambda cell: _language(cell, report),
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("pipeline.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _shown(value: Any) -> Any:
    """What a template prints: any text that is not our own markup is fit to be shown and not beyond measure."""
    if not isinstance(value, str) or hasattr(value, "__html__"):
        return value
    return fit(value if len(value) <= MOST else value[:MOST] + "…")


def _lines(lines: tuple[Line, ...], more: str) -> list[list[Run]]:
    return [runs_of(line) for line in bounded(lines, more)]


def _language(cell: Cell, report: Report) -> str | None:
    """The language of a cell's words where it is not the report's: what has a source is quoted from a plan."""
    return "vi" if cell.source and report.language != "vi" else None
