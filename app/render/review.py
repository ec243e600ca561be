"""What a person should look at, as a table: the worst first, each with what to type about it."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import join
from typing import TYPE_CHECKING

from app.render.records import confidence, counted
from app.render.terminal import console, plain, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.store.review import Doubt


def show_doubts(doubts: Sequence[Doubt], total: int) -> None:
    """A table of doubts, the first of a `total`."""
    out = console()
    if not doubts:
        out.print(plain(say("review.nothing")))
        return
    titles = [say(f"column.{t}") for t in ("plan", "what", "said", "confidence", "type")]
    rows = [[plain(d.plan_id), plain(what(d)), plain(_said(d)), confidence(d.sure), plain(as_typed(d))] for d in doubts]
    out.print(table(titles, rows))
    out.print(plain(counted(len(doubts), total)))


def what(doubt: Doubt) -> str:
    """The kind of doubt in words."""
    match doubt.kind:
        case "field":
            return say(f"field.{doubt.name}")
        case "record":
            return f"{say(f'kind.{doubt.name}')} {doubt.path or ''}".strip()
        case "problem":
            return say("review.problem", stage=doubt.name, path=doubt.path or "").strip()
        case "pages":
            return say("review.pages")
        case "same identity":
            return say("review.same_identity")
    return say("review.same_text")


def _said(doubt: Doubt) -> str:
    if doubt.kind == "field" and doubt.reason:
        return say(f"absent.{doubt.reason.replace(' ', '_')}")
    return told(doubt.reason or "") or doubt.other or doubt.said or "—"


def as_typed(doubt: Doubt) -> str:
    """The command that sets it right, or shows what is needed to."""
    match doubt.kind:
        case "field":
            blanks = ["--by", say("review.name"), "--why", say("review.reason")]
            return join(["kehoach", "correct", doubt.plan_id, f"{doubt.name}=…", *blanks])
        case "record":
            return join(["kehoach", "evidence", str(doubt.record)])
        case "same text" | "same identity":
            return join(["kehoach", "compare", doubt.plan_id, str(doubt.other)])
        case "pages":
            return join(["kehoach", "ingest", say("review.file")])
    return join(["kehoach", "show", doubt.plan_id])
