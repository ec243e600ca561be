"""What a search found, saved questions, and the answer to SQL of one's own."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from rich.text import Text

from app.render.records import counted
from app.render.terminal import console, plain, show_day, table
from pipeline.messages import say

if TYPE_CHECKING:
    from models.span import Span
    from pipeline.store.saved import Saved
    from pipeline.store.searching import Found, FoundRow
    from pipeline.store.sql import Table

_AROUND = 120
"""Characters shown before and after the first match of a long text."""


def found_json(found: Found) -> dict[str, Any]:
    """The hits with what they were met in; `marks` are pieces of `text` in characters."""
    hits = [
        {
            "kind": hit.kind,
            "plan_id": getattr(hit.row, "plan_id", None) or getattr(hit.row, "id", None),
            "path": getattr(hit.row, "path", None),
            "page": getattr(hit.row, "page", None),
            "text": hit.text,
            "marks": [[mark.start, mark.end] for mark in hit.marks],
            "highlight": _marked(hit.text, hit.marks, "**"),
            "exact": hit.exact,
            "score": hit.score,
            "row": hit.row.model_dump(mode="json"),
        }
        for hit in found.rows
    ]
    return {"words": found.words, "total": found.total, "hits": hits}


def show_found(found: Found, offset: int) -> None:
    """The hits, the best first, each with its plan, clause and page."""
    out = console()
    if not found.rows:
        out.print(plain(say("show.none")))
        return
    titles = [say(f"column.{t}") for t in ("plan", "kind", "path", "page", "text")]
    out.print(table(titles, [_line(hit) for hit in found.rows]))
    if offset or found.total > len(found.rows):
        out.print(plain(say("show.from_to", first=offset + 1, last=offset + len(found.rows), count=found.total)))
    else:
        out.print(plain(counted(len(found.rows), found.total)))
    if any(not hit.exact for hit in found.rows) and any(hit.exact for hit in found.rows):
        out.print(plain(say("show.other_accents"), "dim"))


def _line(hit: FoundRow) -> list[Text]:
    row: Any = hit.row
    symbol, unit = (row.symbol, row.issuer_unit) if hit.kind == "plans" else (row.plan_symbol, row.plan_unit)
    named = ", ".join(part for part in (symbol or (row.id if hit.kind == "plans" else row.plan_id), unit) if part)
    path, page = getattr(row, "path", None), getattr(row, "page", None)
    return [plain(named), plain(say(f"kind.{hit.kind}")), plain(path or "—"), plain(page or "—"), _text(hit)]


def _text(hit: FoundRow) -> Text:
    """The words around the first match, the matches marked; for a reader without colour, between angle quotes."""
    first = hit.marks[0].start if hit.marks else 0
    last = hit.marks[0].end if hit.marks else 0
    start, end = max(0, first - _AROUND), min(len(hit.text), last + _AROUND)
    said = Text("…" if start else "")
    at = start
    for mark in hit.marks:
        if mark.end > end:
            break
        said.append_text(plain(hit.text[at : mark.start]))
        said.append_text(plain(f"«{hit.text[mark.start : mark.end]}»", "bold yellow"))
        at = mark.end
    said.append_text(plain(hit.text[at:end]))
    return said.append("…" if end < len(hit.text) else "")


def _marked(text: str, marks: tuple[Span, ...], sign: str) -> str:
    pieces, at = [], 0
    for mark in marks:
        pieces += [text[at : mark.start], sign, text[mark.start : mark.end], sign]
        at = mark.end
    return "".join([*pieces, text[at:]])


def show_saved(known: list[Saved]) -> None:
    """The saved questions."""
    out = console()
    if not known:
        out.print(plain(say("show.none")))
        return
    rows = [[plain(one.name), plain(_asked(one)), plain(show_day(one.saved_at.date()))] for one in known]
    out.print(table([say(f"column.{t}") for t in ("name", "question", "saved")], rows))


def _asked(one: Saved) -> str:
    filters = one.question.model_dump(mode="json", exclude_defaults=True, exclude={"kind"})
    return " ".join([say(f"kind.{one.question.kind}"), *(f"{name}={value}" for name, value in filters.items())])


def table_json(answer: Table) -> list[dict[str, Any]]:
    """A row an object, by the names of the columns; dates in ISO 8601."""
    return [dict(zip(answer.columns, map(_plain_value, row), strict=True)) for row in answer.rows]


def _plain_value(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return say("sql.bytes", count=len(value))
    return value if isinstance(value, str | int | float | bool | list | dict | None) else str(value)


def show_table(answer: Table) -> None:
    """The answer to a question in SQL."""
    out = console()
    if not answer.rows:
        out.print(plain(say("show.none")))
        return
    out.print(table(answer.columns, [[plain(_cell(value)) for value in row] for row in answer.rows]))
    count = len(answer.rows)
    out.print(plain(say("sql.more", count=count) if answer.more else say("show.total", count=count)))


def _cell(value: Any) -> Any:
    if isinstance(value, date):
        return show_day(value)
    return "—" if value is None else _plain_value(value)
