"""docs/sources.md: every entry in it can be used, and every key is in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.fetch.types import Manners
from pipeline.sources.config import load
from pipeline.sources.kinds import KINDS, settings_of
from pipeline.sources.settings import Select

DOCS = (Path(__file__).parents[3] / "docs" / "sources.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```", DOCS, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.split("\n")[1])
def test_every_entry_can_be_used(block: str, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text(block, encoding="utf-8")
    catalogue = load(path)
    assert len(catalogue.sources) == block.count("[[source]]")


def test_every_key_of_every_kind_is_shown() -> None:
    tables: list[dict[str, Any]] = [tomllib.loads(block) for block in BLOCKS]
    entries = [entry for table in tables for entry in table.get("source", [])]
    anywhere = {key for entry in entries for key in entry}
    for kind in KINDS:
        shown = {key for entry in entries if entry["kind"] == kind for key in entry}
        of_all = set(settings_of("folder").__mro__[1].model_fields)  # What every source has is shown once.
        assert set(settings_of(kind).model_fields) - of_all - shown <= {"days", "behind"} & anywhere
        assert of_all <= anywhere
    assert set(Select.model_fields) <= {key for entry in entries for key in entry.get("select", {})}
    assert set(Manners.model_fields) <= set(tables[0]["fetch"]) | {"certificates"}
