"""Document and outline to plan: run every extractor in order. A failing one is a problem on the plan; the rest
stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors import EXTRACTORS, Extractor
from extractors.found import FoundSoFar
from extractors.metadata import metadata
from extractors.reading import Passage, Reading
from models.document import Document
from models.metadata import PlanMetadata
from models.outline import Outline
from models.plan import Plan, Problem
from models.records import Record
from pipeline.read.saying import summarised


def extract(document: Document, outline: Outline) -> Plan:
    """Everything the extractors find. Never raises on any text: what fails is a problem on the plan."""
    problems = [Problem(stage="read", reason=reason) for reason in summarised(document.problems)]
    reading = Reading(document, outline)
    found = FoundSoFar(_metadata(reading, problems))
    for name, extractor in EXTRACTORS:
        found.records[name] = _once(_run(name, extractor, reading, found, problems))
    return Plan(
        document=document,
        outline=outline,
        metadata=found.metadata,
        problems=tuple(problems),
        **{name: tuple(records) for name, records in found.records.items()},
    )


def _run(
    name: str, extractor: Extractor, reading: Reading, found: FoundSoFar, problems: list[Problem]
) -> Iterator[Record]:
    """What one extractor finds, up to where it fails."""
    try:
        yield from extractor(reading, found)
    except Exception as error:  # the boundary at which any failure of a rule becomes a recorded problem
        problems.append(_problem(name, error, reading.clauses.at))


def _metadata(reading: Reading, problems: list[Problem]) -> PlanMetadata:
    try:
        return metadata(reading)
    except Exception as error:  # as above
        problems.append(_problem("metadata", error))
        return PlanMetadata()


def _problem(stage: str, error: Exception, at: Passage | None = None) -> Problem:
    return Problem(stage=stage, reason=f"{type(error).__name__}: {error}", clause=at.path if at else None)


def _once(records: Iterable[Record]) -> list[Record]:
    """Records with one id are one statement on one stretch of text."""
    return list({r.id: r for r in records}.values())
