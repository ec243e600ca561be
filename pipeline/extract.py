"""Document and outline to plan: run every extractor in order. A failing one is a problem on the plan; the rest stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from extractors import EXTRACTORS
from extractors.found import FoundSoFar
from extractors.metadata import metadata
from extractors.reading import Reading
from models.document import Document
from models.metadata import PlanMetadata
from models.outline import Outline
from models.plan import Plan, Problem
from models.records import Record

T = TypeVar("T")

RULES_VERSION = "1"
"""Raised with every change of a rule, so that stored plans tell by which rules they were read."""


def extract(document: Document, outline: Outline) -> Plan:
    """Everything the extractors find. Never raises on any text: what fails is a problem on the plan."""
    problems: list[Problem] = []
    reading = Reading(document, outline)
    found = FoundSoFar(_tried("metadata", lambda: metadata(reading), PlanMetadata(), problems))
    for name, extractor in EXTRACTORS:
        records: list[Record] = []
        _tried(name, lambda run=extractor, out=records: out.extend(run(reading, found)), None, problems)
        found.records[name] = _once(records)
    return Plan(
        document=document,
        outline=outline,
        metadata=found.metadata,
        problems=tuple(problems),
        **{name: tuple(records) for name, records in found.records.items()},
    )


def _tried(stage: str, run: Callable[[], T], otherwise: T, problems: list[Problem]) -> T:
    try:
        return run()
    except Exception as error:  # the boundary at which any failure of a rule becomes a recorded problem
        problems.append(Problem(stage=stage, reason=f"{type(error).__name__}: {error}"))
        return otherwise


def _once(records: list[Record]) -> list[Record]:
    """Records with one id are one statement on one stretch of text."""
    return list({r.id: r for r in records}.values())
