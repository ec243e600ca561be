"""What the rules of today tell otherwise, plan by plan and in all; and what became of a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console

from app.render.terminal import console, plain, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pipeline.renewing.difference import Change, FactChange
    from pipeline.renewing.migration import Migration
    from pipeline.renewing.renew import Renewal, Renewed

_CUT = 160
"""Characters of a text that one line shows."""

_MARKS = {"appeared": ("+", "green"), "vanished": ("-", "red"), "changed": ("~", "yellow")}
_METADATA = "metadata"


def show_renewal(done: Renewal) -> None:
    """Each version that tells anything otherwise, those that failed, the totals by kind, and how many were done."""
    out = console()
    for one in done.renewed:
        _show_version(out, one)
    for failed in done.failed:
        version = say("ingest.version", plan=failed.plan_id, version=failed.version)
        out.print(plain(say("renew.failed", version=version, reason=told(failed.reason)), "red"))
    _show_totals(out, done)
    if not done.renewed and not done.failed and not done.elsewhere and not done.left:
        out.print(plain(say("renew.nothing")))
        return
    unchanged = sum(one.changes == () for one in done.renewed)
    message = "renew.would" if done.dry_run else "renew.done"
    out.print(plain(say(message, count=len(done.renewed), unchanged=unchanged, failed=len(done.failed))))
    if done.elsewhere:
        out.print(plain(say("renew.elsewhere", count=done.elsewhere)))
    if done.left:
        out.print(plain(say("renew.left", count=done.left), "red"))


def _show_version(out: Console, one: Renewed) -> None:
    if one.changes == () and not one.problems:
        return
    version = say("ingest.version", plan=one.plan_id, version=one.version)
    out.print(plain(f"{version}: {say(f'renew.{one.how}')}", "bold"))
    if one.changes is None:
        out.print(plain(f"  {say('renew.unknown')}"))
    for change in one.changes or ():
        mark, style = _MARKS[change.what]
        out.print(plain(f"  {mark} {_said(change)}", style))
        if change.what == "changed":
            for field in change.fields:
                out.print(plain(f"      {_field(field)}"))
    if one.problems:
        out.print(plain(f"  {say('renew.problems', count=one.problems)}", "red"))


def _said(change: Change) -> str:
    if change.kind == _METADATA:
        name = say(f"field.{change.name}")
        return f"{say('show.metadata')}: {name}: {_short(change.text)}"
    path = f" [{change.path}]" if change.path else ""
    return f"{say(f'kind.{change.kind}')}{path} {change.name}: {_short(change.text)}"


def _field(field: FactChange) -> str:
    return f"{field.field}: {_value(field.before)} → {_value(field.after)}"


def _value(value: Any) -> str:
    if value is None:
        return "—"
    return _short(", ".join(_value(v) for v in value) if isinstance(value, list) else str(value))


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _CUT else f"{line[: _CUT - 1]}…"


def _show_totals(out: Console, done: Renewal) -> None:
    totals = done.totals
    if not totals:
        return
    titles = [say("column.kind"), *(say(f"renew.{what}") for what in _MARKS)]
    rows = []
    for kind, counts in totals.items():
        name = say("show.metadata") if kind == _METADATA else say(f"kind.{kind}")
        rows.append([plain(name), *(plain(counts[what], style) for what, (_, style) in _marked())])
    out.print(table(titles, rows, title=say("renew.totals")))


def _marked() -> list[tuple[Any, tuple[str, str]]]:
    return list(_MARKS.items())


def show_migration(done: Migration) -> None:
    """What was done to the database, or that nothing had to be."""
    out = console()
    if done.before == done.after:
        out.print(plain(say("renew.current", form=done.after)))
        return
    out.print(plain(say("renew.migrated", before=done.before, after=done.after, count=done.versions)))
    if done.versions:
        out.print(plain(say("renew.then")))
