"""The plans of the corpus, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.plan import Plan
from tests.pipeline.lineage.texts import plan_of

CORPUS = Path(__file__).parents[3] / "corpus"

Named = dict[str, Plan]


def _read(folder: str) -> Named:
    return {file.stem: plan_of(file.read_text(encoding="utf-8")) for file in sorted((CORPUS / folder).glob("*.txt"))}


@pytest.fixture(scope="session")
def corpus() -> Named:
    return _read("plans")


@pytest.fixture(scope="session")
def countryside() -> Named:
    return _read("alignment/ntm")


@pytest.fixture(scope="session")
def administration() -> Named:
    return _read("alignment/cds")
