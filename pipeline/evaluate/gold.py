"""Gold annotations: reading them (their form is told in corpus/README.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from models.errors import UsageError


class GoldPlan(NamedTuple):
    """The annotations of one plan and the text that they were made on."""

    name: str
    gold: dict[str, Any]
    text: str
    file: Path


def load_gold(folder: Path, plans: Path) -> tuple[GoldPlan, ...]:
    """Every annotated plan of a folder, by name. Raises UsageError where there is none, or one without its text."""
    found = tuple(_annotated(folder, plans))
    if not found:
        raise UsageError(f"{folder}: no gold annotations (JSON files with an outline) here")
    return found


def _annotated(folder: Path, plans: Path) -> Iterator[GoldPlan]:
    for path in sorted(folder.glob("*.json")):
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            if "outline" in gold:
                file = plans / f"{path.stem}.txt"
                yield GoldPlan(path.stem, gold, file.read_text(encoding="utf-8"), file)
        except (OSError, ValueError) as error:
            raise UsageError(f"{path}: {error}") from error


def clause_spans(gold: dict[str, Any], text: str, *, apart: bool = False) -> list[tuple[int, int]]:
    """Where each gold clause stands in the text, from its begin to its finish quote.

    The quote of a short clause may stand inside the clause before it too; with `apart` a clause is looked for behind
    the one before it only. Raises UsageError where a quote does not stand in the text.
    """
    out, at = [], 0
    for clause in gold["outline"]:
        begin = _find(text, clause["begin"], at, clause)
        end = _find(text, clause["finish"], begin, clause) + len(clause["finish"])
        out.append((begin, end))
        at = end if apart else begin + 1
    return out


def _find(text: str, quote: str, at: int, clause: dict[str, Any]) -> int:
    found = text.find(quote, at)
    if found < 0:
        raise UsageError(f"gold clause {clause['path']}: the text has no {quote!r} behind the clause before it")
    return found


def clause_texts(gold: dict[str, Any], text: str) -> dict[str, str]:
    """The full text of each gold clause by its path: as given under `text`, or cut from the plan's text."""
    if all("text" in clause for clause in gold["outline"]):
        return {clause["path"]: clause["text"] for clause in gold["outline"]}
    spans = clause_spans(gold, text)
    return {clause["path"]: text[slice(*span)] for clause, span in zip(gold["outline"], spans, strict=True)}
