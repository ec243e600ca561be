"""Plans built from the gold annotations, so that comparison is tested apart from extraction."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from models.document import Document, RawFile
from models.outline import Clause, Outline
from models.path import ClausePath
from models.plan import Plan
from models.records import Award, Criterion, Milestone, record_id
from models.span import Evidence, Span
from pipeline.process import process
from pipeline.read.markdown import tables_in

CORPUS = Path(__file__).parents[3] / "corpus"
CA_MAU, LAI_CHAU, AN_BIEN = "ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd", "an-bien-2019-118-kh-ubnd"


@pytest.fixture(scope="session")
def gold_plan() -> Callable[[str], Plan]:
    return _gold_plan


@pytest.fixture(scope="session")
def civility_plans() -> tuple[Plan, Plan, Plan]:
    """The three plans of one movement whose criteria `corpus/gold/alignment.json` aligns."""
    return _gold_plan(CA_MAU), _gold_plan(LAI_CHAU), _gold_plan(AN_BIEN)


@pytest.fixture(scope="session")
def read_plan() -> Callable[[str], Plan]:
    """A plan of the corpus as the product reads it; `ntm/…` and `cds/…` are those of the annotated alignments."""
    return _read_plan


@cache
def _read_plan(name: str) -> Plan:
    folder = CORPUS / "alignment" if "/" in name else CORPUS / "plans"
    path = folder / f"{name}.txt"
    return process(RawFile(content=path.read_bytes(), media_type="text/plain", source=str(path)))


def _gold_plan(name: str) -> Plan:
    gold = json.loads((CORPUS / "gold" / f"{name}.json").read_text(encoding="utf-8"))
    text = (CORPUS / "plans" / f"{name}.txt").read_text(encoding="utf-8")
    document = Document(sha256=name, media_type="text/plain", source=name, text=text, tables=tables_in(text))
    clauses = {str(c.path): c for c in _clauses(document, gold["outline"])}
    return Plan(
        document=document,
        outline=Outline(clauses=tuple(clauses.values())),
        criteria=tuple(
            Criterion(
                **_base(clauses[c["path"]], "criteria", name),
                audience=c["audience"],
                levels=c["levels"],
                rounds=c["rounds"],
                group=c["group"] and ClausePath.parse(c["group"]),
                quantities=(),
            )
            for c in gold["criteria"]
        ),
        milestones=tuple(
            Milestone(
                **_base(clauses[m["path"]], str(k), name),
                **{f: m[f] for f in m if f in Milestone.model_fields and f not in Milestone.__base__.model_fields},
            )
            for k, m in enumerate(gold["milestones"])
        ),
        awards=tuple(
            Award(
                **_base(clauses[a["path"]], str(k), name),
                form=a["form"],
                authority=a["authority"],
                audience=a["audience"],
                round=a["round"],
            )
            for k, a in enumerate(gold["awards"])
        ),
    )


def _clauses(document: Document, outline: list[dict[str, Any]]) -> Iterator[Clause]:
    at = 0
    for entry in outline:
        start = document.text.index(entry["begin"], at)
        end = document.text.index(entry["finish"], start) + len(entry["finish"])
        at = start + 1
        pieces = _lines(document.text, start, end)
        text = document.flow(pieces).text.replace("**", "")
        yield Clause(
            path=ClausePath.parse(entry["path"]), label=entry["label"], label_span=None, spans=pieces, text=text
        )


def _lines(text: str, start: int, end: int) -> tuple[Span, ...]:
    pieces = []
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            pieces.append(Span(start, start + len(line.rstrip())))
        start += len(line)
    return tuple(pieces)


def _base(clause: Clause, kind: str, version: str) -> dict[str, Any]:
    evidence = (Evidence(clause=clause.path, spans=clause.spans),)
    return {
        "id": record_id(version, kind, evidence, clause.text),
        "text": clause.text,
        "evidence": evidence,
        "rule": "gold",
        "confidence": 1.0,
    }
