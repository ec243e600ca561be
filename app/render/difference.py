"""What differs between two versions, readable without colour: `[-gone-]`, `{+new+}`, `(=old name→new name=)`; a line
that begins with `+`, `-`, `~` or `>` is added, dropped, changed or moved. Colour is an extra."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from app.render.records import number
from app.render.terminal import console, plain, show_day
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.compare.types import Column
    from pipeline.compare.versions import ClauseChange, Difference, RecordChange
    from pipeline.compare.wording import Piece
    from pipeline.renewing.difference import Change

_MARKS = {"appeared": ("+", "green"), "vanished": ("-", "red"), "changed": ("~", "yellow")}
_CUT = 300
"""Characters of a text that one line shows."""
_AROUND = 60
"""Characters of kept words that are shown on either side of what changed."""
_MOST_MOVED = 30
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def show_difference(found: Difference, names: tuple[str, str]) -> None:
    """All that differs, and how much is kept; or that nothing does."""
    out = console()
    for mark, name, side in zip("AB", names, (found.first, found.second), strict=True):
        out.print(plain(f"{mark}. {name}: {_known(side)}", "bold"))
    if found.same:
        out.print(plain(say("diff.same")))
        return
    _titled(out, say("show.metadata"), [_metadata(change) for change in found.metadata])
    _titled(out, say("show.outline"), list(_clauses(found.clauses)))
    _titled(out, say("diff.records"), [line for change in found.records for line in _record(change)])
    out.print()
    out.print(plain(_counted(found)))
    if any(piece.follows for clause in found.clauses for piece in clause.pieces):
        out.print(plain(say("diff.follows"), "dim"))


def _known(side: Column) -> str:
    parts = [side.symbol, side.unit, show_day(side.issued) if side.issued else None]
    return ", ".join(p for p in parts if p) or side.source


def _titled(out: Console, title: str, lines: Sequence[Text]) -> None:
    if not lines:
        return
    out.print()
    out.print(plain(title, "bold"))
    for line in lines:
        out.print(line)


def _counted(found: Difference) -> str:
    counts = [say(f"diff.{what.value}", count=n) for what, n in found.counts().items() if n]
    loose = sum(c.what == "kept" and not c.exact for c in found.clauses)
    return "; ".join([*counts, *([say("diff.loose", count=loose)] if loose else [])])


def _metadata(change: Change) -> Text:
    mark, style = _MARKS[change.what]
    values = next((f for f in change.fields if f.field == "value"), None)
    before, after = (_said(change.name, v) for v in ((values.before, values.after) if values else (None, None)))
    said = f"{before} → {after}" if values else change.text
    return plain(f"  {mark} {say(f'field.{change.name}')}: {said}", style)


def _clauses(changes: Iterable[ClauseChange]) -> Iterable[Text]:
    renumbered: list[str] = []
    for change in changes:
        if change.what == "added":
            yield plain(f"  + {_where(change)} {_short(change.second_text or '')}", "green")
        elif change.what == "dropped":
            yield plain(f"  - {_where(change)} {_short(change.first_text or '')}", "red")
        elif change.what == "reworded":
            yield plain(f"  ~ {_where(change)} ").append_text(marked(change.pieces))
        elif change.what == "moved" and not change.in_order:
            yield plain(f"  > {_where(change)} {_short(change.second_text or '')}")
        elif change.what == "moved":
            renumbered.append(f"{change.first_path} → {change.second_path}")
    if renumbered:
        left = len(renumbered) - _MOST_MOVED
        more = f"; {say('lineage.more', count=left)}" if left > 0 else ""
        paths = "; ".join(renumbered[:_MOST_MOVED])
        yield plain(f"  > {say('diff.renumbered', count=len(renumbered), paths=paths + more)}")


def _where(change: ClauseChange) -> str:
    if change.part == "preamble":
        return f"[{say('lineage.preamble')}]"
    paths = [str(p) for p in (change.first_path, change.second_path) if p]
    return f"[{' → '.join(dict.fromkeys(paths))}]"


def marked(pieces: Sequence[Piece]) -> Text:
    """A text in words with what changed; long stretches that are kept are cut in their middle."""
    line = Text()
    for k, piece in enumerate(pieces):
        if piece.kind == "same":
            line.append_text(plain(_kept(piece.text, first=k == 0, last=k == len(pieces) - 1)))
        elif piece.follows:
            name = piece.text.strip()
            line.append_text(plain(f"(={name}→" if piece.kind == "dropped" else f"{name}=)", "cyan"))
        elif piece.kind == "dropped":
            line.append_text(plain(f"[-{piece.text.strip()}-]", "red"))
        else:
            lead = " " if piece.text[:1].isspace() else ""
            line.append_text(plain(f"{lead}{{+{piece.text.strip()}+}}", "green"))
    return line


def _kept(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * _AROUND + 1:
        return text
    head = "" if first else _until(text[:_AROUND])
    tail = "" if last else text[-_AROUND:].partition(" ")[2]
    return f"{head} … {tail}" if head or tail else text[:_AROUND]


def _until(text: str) -> str:
    """Up to the last space: no syllable is cut."""
    return text.rpartition(" ")[0]


def _record(found: RecordChange) -> Iterable[Text]:
    change = found.change
    mark, style = _MARKS[change.what]
    path = f" [{change.path}]" if change.path else ""
    bearing = f" ({say(f'diff.{found.bearing}')})" if found.bearing else ""
    yield plain(f"  {mark} {say(f'kind.{change.kind}')}{path}: {_short(change.text)}{bearing}", style)
    if change.what == "changed":
        for field in change.fields:
            before, after = (_said(field.field, value) for value in (field.before, field.after))
            yield plain(f"      {say(f'diff_field.{field.field}')}: {before} → {after}")


_WORDS: dict[str, Callable[[str], str]] = {
    "audience": lambda value: say(f"audience.{value}"),
    "levels": lambda value: say(f"level.{value}"),
    "issuer_level": lambda value: say(f"level.{value}"),
    "rounds": lambda value: say(f"round.{value}"),
    "round": lambda value: say(f"round.{value}"),
    "comparator": lambda value: say(f"comparator.{value}"),
    "kind": lambda value: say(f"milestone.{value}"),
    "recurrence": lambda value: say(f"recurrence.{value}"),
    "role": lambda value: say(f"role.{value}"),
    "granularity": lambda value: say(f"diff_granularity.{value}"),
    "relation": lambda value: say(f"diff_relation.{value}"),
}
"""Fields whose values are words of an enumeration."""


def _said(field: str, value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, list):
        return ", ".join(_said(field, v) for v in value) or "—"
    return _WORDS[field](value) if field in _WORDS else _value(value)


def _value(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, dict):
        return "–".join(_value(v) for v in value.values())
    if isinstance(value, str) and _DAY.fullmatch(value):
        return show_day(date.fromisoformat(value))
    return _short(", ".join(_value(v) for v in value) if isinstance(value, list) else str(value))


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _CUT else f"{_until(line[:_CUT])} …"
