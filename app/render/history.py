"""What became of a plan, told in words: versions and their files, corrections, links, changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import floor
from typing import TYPE_CHECKING, Any

from rich.console import Console

from app.render.terminal import console, moment, plain, show_day, table
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.store.correcting import Outcome
    from pipeline.store.history import History, Identified, MachineReading, RenditionKept, VersionKept
    from pipeline.store.removing import Removed

_SHORT = 12
"""Characters of a SHA-256 and of a rule set's mark that people compare."""


def show_history(history: History) -> None:
    """Everything that became of a plan."""
    out = console()
    out.print(plain(f"{history.symbol or '—'}  {history.plan_id}", "bold"))
    out.print(plain(identity_said(history.identity, history.lacks)))
    for version in history.versions:
        _version(out, version)
    if history.corrections:
        _titled(out, say("history.corrections"))
        show_corrections([c.model_dump(mode="json") for c in history.corrections], history.read)
    if history.links:
        _titled(out, say("history.links"))
        for link in history.links:
            kind = say(f"link.{link.kind.replace(' ', '_')}", plan=f"{link.symbol or '—'} {link.plan_id}")
            out.print(plain(f"  {kind} ({shared(link.share)}; {moment(link.at)})"))
    _titled(out, say("history.changes"))
    for change in history.changes:
        out.print(plain(f"  {moment(change.at)}  {say(f'change.{_key(change.what)}')}"))


def _version(out: Console, version: VersionKept) -> None:
    title = say("history.version", version=version.ordinal, at=moment(version.stored_at))
    _titled(out, f"{title} {say('history.latest')}" if version.latest else title)
    rules = {"reading": version.reading_rules[:_SHORT], "extraction": version.extraction_rules[:_SHORT]}
    out.print(plain("  " + say("history.read", at=moment(version.read_at), **rules)))
    counts = "; ".join(f"{say(f'kind.{k}')} {n}" for k, n in version.counts.items() if k != "clauses")
    clauses = say("history.clauses", count=version.counts.get("clauses", 0))
    out.print(plain(f"  {clauses}; {counts}; {say('show.problems')} {version.problems}"))
    several = len(version.renditions) > 1
    for file in version.renditions:
        out.print(plain(f"  {'*' if file.leading else '-'} {rendition_said(file, several=several)}"))


def rendition_said(file: RenditionKept, *, several: bool) -> str:
    """A file, how it was read, which of several leads, and why it is of its version."""
    ways = ", ".join(say(f"way.{way}") for way in file.ways)
    sure = "" if file.confidence is None else f" {file.confidence:.0%}"
    read = f"; {ways}{sure}" if ways else ""
    leads = f"; {say('history.leading')}" if file.leading and several else ""
    return f"{file.source} ({file.media_type}, {file.sha256[:_SHORT]}{read}{leads}): {why_said(file)}"


def why_said(file: RenditionKept) -> str:
    """Why a file is of its plan and version (see pipeline.store.deciding)."""
    share = "" if file.share is None else f" ({say('why.share', share=shared(file.share))})"
    return say(f"why.{_key(file.why.replace(',', ''))}") + share


def identity_said(identity: str | None, lacks: Sequence[str]) -> str:
    """The identity of a plan, or what it lacks for one."""
    if identity is not None:
        return say("why.identity", identity=identity)
    return say("why.no_identity", lacks=", ".join(say(f"field.{name}") for name in lacks))


def show_identified(plan: Identified) -> None:
    """Why a plan is one, and each file of it."""
    out = console()
    out.print()
    out.print(plain(plan.plan_id, "bold"))
    out.print(plain(f"  {identity_said(plan.identity, plan.lacks)}"))
    versions = [file.version for file in plan.renditions]
    for file in plan.renditions:
        version = say("ingest.version", plan="", version=file.version).strip()
        said_of = rendition_said(file, several=versions.count(file.version) > 1)
        out.print(plain(f"  {version} {said_of}"))


def show_corrections(made: Sequence[dict[str, Any]], read: dict[str, MachineReading] | None = None) -> None:
    """A table of corrections in the order in which they were made, the revoked ones too."""
    out = console()
    if not made:
        out.print(plain(say("correct.none")))
        return
    titles = [
        say(f"column.{t}") for t in ("field", "value", "standing", "by", "at", "reason", *(["read"] if read else []))
    ]
    rows = []
    for c in made:
        value = say("absent.not_printed") if c["value"] is None else c["value"]
        cells = [say(f"field.{c['field']}"), value, _standing(c), c["by"], _moment(c["at"]), c["why"]]
        rows.append([plain(cell) for cell in (*cells, *([_machine(c["field"], read)] if read else []))])
    out.print(table(titles, rows))


def _machine(field: str, read: dict[str, MachineReading]) -> str:
    found = read.get(field)
    if found is None:
        return "—"
    if found.value is None:
        return say(f"absent.{_key(found.reason or 'not printed')}")
    return f"{said(found.value)} ({found.rule}, {found.confidence:.0%})"


def _standing(correction: dict[str, Any]) -> str:
    standing = say(f"standing.{_key(correction['standing'])}")
    if not correction["revoked_at"]:
        return standing
    return f"{standing}: {correction['revoked_by']}, {_moment(correction['revoked_at'])}: {correction['revoked_why']}"


def show_outcome(outcome: Outcome) -> None:
    """What a correction changed, and the plans with which this one now shares its identity."""
    out = console()
    if not outcome.changes:
        out.print(plain(say("correct.same", plan=outcome.plan_id)))
    for change in outcome.changes:
        before, after = said(change.before), said(change.after)
        out.print(plain(say("correct.changed", field=say(f"field.{change.field}"), before=before, after=after)))
    for other in outcome.same_identity:
        out.print(plain(say("correct.same_identity", plan=outcome.plan_id, other=other), "yellow"))


def show_removed(removed: Removed) -> None:
    """What was removed."""
    counts = {"versions": removed.versions, "files": removed.renditions, "corrections": removed.corrections}
    out = console()
    out.print(plain(say("remove.done", plan=removed.plan_id, **counts)))
    if removed.originals:
        out.print(plain(say("remove.originals", count=len(removed.originals))))
    if removed.unused:
        out.print(plain(say("remove.unused", count=len(removed.unused))))


def said(value: Any) -> str:
    """A value of a field as it is written in Vietnam."""
    if value is None:
        return "—"
    if isinstance(value, date):
        return show_day(value)
    if hasattr(value, "start"):
        return f"{show_day(value.start)}–{show_day(value.end)}"
    return str(value)


def _moment(at: str) -> str:
    return moment(datetime.fromisoformat(at))


def _titled(out: Console, title: str) -> None:
    out.print()
    out.print(plain(title, "bold"))


def _key(words: str) -> str:
    return words.replace("-", "_").replace(" ", "_")


def shared(share: float) -> str:
    """A share of words, rounded down: what is not all is never said to be all.

    >>> shared(0.99994), shared(1.0)
    ('99.9%', '100%')
    """
    return f"{floor(share * 1000) / 10:g}%"
