"""Small indexes of texts that a test names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.search import Entry, SearchIndex

STORE = "store-of-tests"


def make_entry(key: int, text: str, words: str = "", kind: str = "clauses", alone: bool = True) -> Entry:
    """An entry of plan `key // 10`."""
    return Entry.model_validate(
        {"key": key, "plan_no": key // 10, "kind": kind, "alone": alone, "text": text, "words": words}
    )


@pytest.fixture
def entry() -> Callable[..., Entry]:
    return make_entry


@pytest.fixture
def indexed(tmp_path: Path) -> Callable[..., SearchIndex]:
    def made(*texts: str | Entry) -> SearchIndex:
        index = SearchIndex.open(tmp_path / "index", patience=0.2)
        entries = [make_entry(k, text) if isinstance(text, str) else text for k, text in enumerate(texts)]
        assert index.rebuild(STORE, 1, entries).revision == 1
        return index

    return made
