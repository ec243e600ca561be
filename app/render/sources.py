"""Sources in words: how each stands, what is wrong with the file, what a look would take."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.console import Console

from app.render.terminal import console, moment, plain, show_day, table
from pipeline.messages import say
from pipeline.messages.errors import told

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.sources.config import Catalogue
    from pipeline.sources.faults import Fault
    from pipeline.sources.proposing import Proposal
    from pipeline.sources.settings import SourceSettings
    from pipeline.sources.trying import Tried, Weighed
    from pipeline.sources.types import Entry

_SHOWN = 10
"""Entries of a page that are shown, of those taken and of those passed over; the JSON has all."""
State = Mapping[str, Any]


def show_sources(catalogue: Catalogue, known: Mapping[str, State]) -> None:
    """A table of the sources, and under it why those that failed did."""
    out = console()
    if not catalogue.sources:
        out.print(plain(say("sources.none")))
        return
    titles = ["name", "kind", "every", "looked_at", "entries", "standing"]
    rows = [
        [
            plain(source.name, "bold"),
            plain(source.kind),
            plain(source.every),
            plain(moment(state["looked_at"]) if state.get("looked_at") else "—"),
            plain("—" if state.get("entries") is None else state["entries"]),
            plain(*_standing(source, state)),
        ]
        for source in catalogue.sources
        for state in [known.get(source.name, {})]
    ]
    out.print(table([say(f"sources.column_{title}") for title in titles], rows))
    for source in catalogue.sources:
        if reason := known.get(source.name, {}).get("reason"):
            out.print(plain(f"{source.name}: {told(str(reason))}"), soft_wrap=True)


def sources_json(path: Path, catalogue: Catalogue, known: Mapping[str, State]) -> dict[str, Any]:
    """The sources as they are set, and what is remembered of each."""
    return {
        "path": str(path),
        "sources": [
            {**source.model_dump(mode="json"), "state": _state_json(known.get(source.name))}
            for source in catalogue.sources
        ],
    }


def show_check(path: Path, chosen: Sequence[SourceSettings], faults: Sequence[Fault]) -> None:
    """Every fault in a line, or that there is none."""
    out = console()
    for fault in faults:
        out.print(plain(f"✗ {told(str(fault))}", "bold red"), soft_wrap=True)
    if faults:
        out.print(plain(say("sources.faulty", path=path, count=len(faults))), soft_wrap=True)
    else:
        out.print(plain(say("sources.sound", path=path, count=len(chosen))), soft_wrap=True)


def show_tried(one: Tried) -> None:
    """What a look would take, what it passes over and why, or how it failed."""
    out = console()
    out.print()
    if one.failure:
        out.print(plain(f"✗ {one.name}: {told(str(one.reason))}", "bold red"), soft_wrap=True)
        return
    taken = [weighed for weighed in one.weighed if weighed.passed_over is None]
    passed = [weighed for weighed in one.weighed if weighed.passed_over is not None]
    out.print(
        plain(
            say("sources.tried", name=one.name, count=len(one.weighed), taken=len(taken), passed=len(passed)), "bold"
        ),
        soft_wrap=True,
    )
    if one.behind:
        out.print(plain(f"  ✗ {told(one.behind)}", "bold red"), soft_wrap=True)
    _show_entries(out, taken)
    _show_entries(out, passed)
    if one.more:
        out.print(plain(f"  {say('sources.more_pages')}"))


def check_json(
    path: Path, chosen: Sequence[SourceSettings], faults: Sequence[Fault], looks: Sequence[Tried]
) -> dict[str, Any]:
    """The faults, and what the looks found."""
    return {
        "path": str(path),
        "faults": [fault.model_dump(mode="json") for fault in faults],
        "sources": [source.name for source in chosen],
        "looks": [one.model_dump(mode="json") for one in looks],
    }


def show_proposal(path: Path, proposal: Proposal, *, written: bool) -> None:
    """The entry as it is to be copied, what it would list, and where it was written."""
    out = console()
    out.print(plain(proposal.text), soft_wrap=True)
    entries = proposal.listed.entries
    out.print(plain(say("sources.would_list", count=len(entries)), "bold"))
    for entry in entries[:_SHOWN]:
        out.print(plain(f"  {_line(entry)}"), soft_wrap=True)
    if len(entries) > _SHOWN:
        out.print(plain(f"  {say('sources.more', count=len(entries) - _SHOWN)}"))
    if proposal.feed:
        out.print(plain(say("sources.has_feed", feed=proposal.feed)), soft_wrap=True)
    if written:
        out.print(plain(say("sources.written", path=path, name=proposal.source.name)), soft_wrap=True)
    else:
        out.print(plain(say("sources.not_written", path=path)), soft_wrap=True)


def proposal_json(path: Path, proposal: Proposal, *, written: bool) -> dict[str, Any]:
    """The proposal with its first page."""
    return {"path": str(path), "written": written, **proposal.model_dump(mode="json")}


def _standing(source: SourceSettings, state: State) -> tuple[str, str]:
    if not source.enabled:
        return say("sources.disabled"), "dim"
    if not state.get("looked_at"):
        return say("sources.never"), ""
    if state.get("failure"):
        return say("sources.failed", count=int(state.get("failures") or 0), failure=state["failure"]), "bold red"
    return say("sources.well"), "green"


def _state_json(state: State | None) -> dict[str, Any] | None:
    if state is None:
        return None
    kept = ("looked_at", "well_at", "walked_at", "entries", "failures", "failure", "reason")
    return {name: at.isoformat() if hasattr(at := state[name], "isoformat") else at for name in kept}


def _show_entries(out: Console, weighed: Sequence[Weighed]) -> None:
    for one in weighed[:_SHOWN]:
        sign, style = ("+", "") if one.passed_over is None else ("–", "dim")
        why = "" if one.passed_over is None else f" ({told(one.passed_over)})"
        out.print(plain(f"  {sign} {_line(one.entry)}{why}", style), soft_wrap=True)
        for file in one.entry.attachments:
            out.print(plain(f"      {file.name or file.address}", "dim"), soft_wrap=True)
    if len(weighed) > _SHOWN:
        out.print(plain(f"  {say('sources.more', count=len(weighed) - _SHOWN)}"))


def _line(entry: Entry) -> str:
    """Symbol, day and title; without a title what it is known by."""
    day = show_day(entry.issued) if entry.issued else None
    said = [part for part in (entry.symbol, day, entry.title) if part]
    return " · ".join(said) if entry.title else " · ".join([*said, entry.key])
