"""What each kind of source lists of what hosts answer: tests/cases/sources/listings.toml."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models import errors
from models.errors import SourceError
from pipeline.sources.config import parsed
from pipeline.sources.kinds import KINDS, kind_of
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Entry, Listed, Window
from tests.pipeline.sources.answers import Answers

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "sources" / "listings.toml").read_text(encoding="utf-8")
)["case"]


def source_of(text: str) -> SourceSettings:
    catalogue, faults = parsed(f'[[source]]\nname = "a"\n{text}', Path("/nowhere"))
    assert not faults, [str(fault) for fault in faults]
    return catalogue.sources[0]


def answers_of(case: dict[str, Any]) -> Answers:
    charset = case.get("charset", "utf-8")
    return Answers(
        {
            address: (_encoded(body, charset), f"text/html; charset={charset}")
            for address, body in case["answers"].items()
        }
    )


def _encoded(body: str, charset: str) -> bytes:
    if charset != "windows-1258":
        return body.encode(charset)
    import unicodedata

    # Windows writes the tones as marks of their own, the other accents with their letters.
    return b"".join(_of_1258(unicodedata.normalize("NFD", letter)) for letter in body)


def _of_1258(letter: str) -> bytes:
    import unicodedata

    tones = "\u0300\u0301\u0303\u0309\u0323"
    base = unicodedata.normalize("NFC", "".join(c for c in letter if c not in tones))
    return (base + "".join(c for c in letter if c in tones)).encode("cp1258")


def told(entry: Entry) -> str:
    said = [entry.symbol or "-", str(entry.issued or "-"), entry.title or "-", entry.key]
    return " | ".join([*said, " ".join(file.address for file in entry.attachments)]).strip()


def pages_of(case: dict[str, Any], reach: Answers) -> list[Listed]:
    source = source_of(case["source"])
    days = [date.fromisoformat(day) if day else None for day in case.get("window", ("", ""))]
    return list(kind_of(source).pages(source, reach, case.get("cursor"), Window(*days)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_listing(case: dict[str, Any]) -> None:
    reach = answers_of(case)
    if "failure" in case:
        with pytest.raises(SourceError) as failed:
            pages_of(case, reach)
        assert type(failed.value) is getattr(errors, case["failure"])
        assert "https://a.vn/" in str(failed.value)
        return
    found = pages_of(case, reach)
    assert [[told(entry) for entry in page.entries] for page in found] == case["entries"]
    if "forms" in case:
        assert reach.forms == case["forms"]


@pytest.mark.parametrize("case", [c for c in CASES if len(c.get("entries", ())) > 1], ids=lambda case: case["title"])
def test_another_process_goes_on_where_the_cursor_stands(case: dict[str, Any]) -> None:
    first, *rest = pages_of(case, answers_of(case))
    cursor = json.loads(json.dumps(first.cursor))
    reach = answers_of(case)
    again = pages_of({**case, "cursor": cursor}, reach)
    assert [page.entries for page in again][: len(rest)] == [page.entries for page in rest]


def test_every_kind_has_a_case_or_a_test_of_its_own() -> None:
    assert set(KINDS) - {source_of(case["source"]).kind for case in CASES} == {"folder", "replay"}
