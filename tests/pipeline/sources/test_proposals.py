"""The entries that are proposed for pages as portals lay them out: tests/cases/sources/proposals.toml."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import errors
from models.errors import SourceError, UsageError
from pipeline.sources.adding import append, free_name
from pipeline.sources.config import load
from pipeline.sources.proposing import absolute_of, name_of, propose, written
from tests.pipeline.sources.answers import Answers

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parents[2] / "cases" / "sources" / "proposals.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_proposal(case: dict[str, Any]) -> None:
    reach = Answers(case["answers"])
    if "failure" in case:
        with pytest.raises(SourceError) as failed:
            propose(case["address"], "a", reach)
        assert type(failed.value) is getattr(errors, case["failure"])
        return
    proposal = propose(case["address"], "a", reach)
    assert tomllib.loads(proposal.text)["source"] == [{"name": "a", **tomllib.loads(case["proposed"])}]
    said = [
        (e.symbol or e.title or e.key, wanted) for e, wanted in zip(proposal.listed.entries, case["lists"], strict=True)
    ]
    assert all(wanted in got for got, wanted in said)
    assert len(reach.asked) == len(set(reach.asked))  # Nothing is asked twice.


def test_names_and_addresses_as_people_type_them() -> None:
    assert absolute_of("camau.gov.vn/van-ban") == "https://camau.gov.vn/van-ban"
    assert name_of("https://www.sonoivu.camau.gov.vn:8080/x") == "sonoivu-camau-gov-vn"
    with pytest.raises(UsageError):
        absolute_of("ftp://camau.gov.vn/")


def test_an_entry_is_appended_and_what_stands_there_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new" / "sources.toml"
    entry = written({"name": "a", "kind": "feed", "address": "https://a.vn/rss"})
    append(path, entry)
    path.write_text(path.read_text() + "# ghi chú cuối, không xuống dòng", encoding="utf-8")
    assert free_name(path, "a") == "a-2"
    append(path, entry.replace('"a"', '"a-2"', 1))
    assert [source.name for source in load(path).sources] == ["a", "a-2"]
    assert "# ghi chú cuối, không xuống dòng\n\n[[source]]" in path.read_text(encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(UsageError, match="this name"):
        append(path, entry)
    assert path.read_bytes() == before
    assert [file.name for file in path.parent.iterdir()] == ["sources.toml"]


@given(st.text(st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_written_as_toml_that_reads_it(text: str) -> None:
    said = text.replace("\x7f", "")
    table = tomllib.loads(written({"name": text, "pager": {"by": text, "start": 3}, "list": [text], "none": None}))
    assert table["source"] == [{"name": said, "pager": {"by": said, "start": 3}, "list": [said]}]


@given(st.binary(max_size=200), st.sampled_from([b"", b"<table>", b"[{", b"<rss>", b"<urlset>"]))
def test_whatever_is_answered_is_proposed_or_refused(body: bytes, beginning: bytes) -> None:
    row = b"<tr><td>1/KH-UBND<td>05/03/2020<td><a href='%b'>%b</a></tr>" % (body, body)
    with suppress(SourceError):
        propose("https://a.vn/", "a", Answers({"https://a.vn/": (beginning + row + row + body, "")}))
