"""What people set right, look at and remove, through the real command."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from models.plan_json import schema
from pipeline.store.corrections import FIELDS
from tests.app.conftest import PLANS, Run

WHO = ("--by", "Lê An", "--why", "số viết tay, xem bản giấy")


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """A home of its own with the five plans."""
    shutil.copytree(filled, tmp_path / "home")
    return tmp_path / "home"


def ask(kehoach: Run, home: Path, *arguments: str) -> Any:
    done = kehoach(*arguments, "--json", home=home)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def unnumbered(kehoach: Run, home: Path) -> str:
    """The id of the plan of the corpus whose number could not be read."""
    return str(next(r["id"] for r in ask(kehoach, home, "plans") if r["symbol"] == "KH-UBND"))


def test_a_correction_is_shown_marked_and_found(kehoach: Run, home: Path, unnumbered: str) -> None:
    done = kehoach("correct", unnumbered, "number=127", *WHO, home=home)
    assert done.returncode == 0, done.stderr
    assert "127/KH-UBND" in done.stdout
    plan = ask(kehoach, home, "show", "127/KH-UBND")
    jsonschema.validate(plan, schema())
    assert (plan["metadata"]["number"], plan["metadata"]["symbol"]) == (127, "127/KH-UBND")
    sources = plan["metadata"]["sources"]
    assert {sources["number"]["rule"], sources["symbol"]["rule"]} == {"correction"}
    (said,) = plan["corrections"]
    assert (said["field"], said["value"], said["by"]) == ("number", "127", "Lê An")
    printed = kehoach("show", "127/KH-UBND", home=home).stdout
    line = next(x for x in printed.splitlines() if "Lê An" in x)
    assert "số viết tay, xem bản giấy" in line
    (row,) = (r for r in ask(kehoach, home, "plans") if r["id"] == unnumbered)
    assert row["corrected"] == ["number"]


def test_history_tells_what_was_read_and_what_was_taken_back(kehoach: Run, home: Path, unnumbered: str) -> None:
    kehoach("correct", unnumbered, "number=127", "place=", *WHO, home=home)
    kehoach("correct", unnumbered, "number", "--revoke", "--by", "Trần B", "--why", "nhầm", home=home)
    told = ask(kehoach, home, "history", unnumbered)
    assert [(c["field"], c["value"], c["standing"]) for c in told["corrections"]] == [
        ("number", "127", "revoked"),
        ("place", None, "in force"),
    ]
    assert told["read"]["number"] == {
        "value": None, "reason": "not readable", "rule": None, "confidence": None, "quote": None,
    }  # fmt: skip
    assert told["read"]["place"]["value"]
    assert [c["what"] for c in told["changes"]] == ["stored", "corrected", "corrected"]
    printed = kehoach("history", unnumbered, home=home).stdout
    assert all(said in printed for said in ("Lê An", "Trần B", "nhầm", "127", told["read"]["place"]["value"]))
    assert [c["standing"] for c in ask(kehoach, home, "correct", unnumbered)] == ["revoked", "in force"]


def test_a_plan_that_becomes_another_is_told(kehoach: Run, home: Path) -> None:
    other = ("number=108", "issued=19/08/2019", "issuer_unit=tỉnh Cà Mau", "issuer_level=province")
    done = kehoach("correct", "77/KH-UBND", *other, *WHO, home=home)
    assert done.returncode == 0, done.stderr
    assert "kehoach compare ca-mau-2023-77-kh-ubnd ca-mau-2019-108-kh-ubnd" in done.stdout
    assert len(ask(kehoach, home, "plans")) == 5
    doubts = [d for d in ask(kehoach, home, "review") if d["kind"] == "same identity"]
    assert [{d["plan_id"], d["other"]} for d in doubts] == [{"ca-mau-2023-77-kh-ubnd", "ca-mau-2019-108-kh-ubnd"}]


@pytest.mark.parametrize(
    "arguments",
    [
        ("number=127", "--by", "Lê An"),
        ("number=127", "--why", "x"),
        ("number=127", "--by", " ", "--why", "x"),
        ("colour=red", *WHO),
        ("number=nhiều", *WHO),
        ("issued=31/02/2019", *WHO),
        ("issuer_level=hamlet", *WHO),
        ("number", *WHO),
        ("number=1", "number=2", *WHO),
        ("colour", "--revoke", *WHO),
        ("--revoke", *WHO),
        WHO,
    ],
)
def test_wrong_usage_changes_nothing(kehoach: Run, filled: Path, arguments: tuple[str, ...]) -> None:
    done = kehoach("correct", "108/KH-UBND", *arguments, home=filled)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert ask(kehoach, filled, "correct", "108/KH-UBND") == []


def test_revoking_what_is_not_corrected_is_said(kehoach: Run, filled: Path) -> None:
    done = kehoach("correct", "108/KH-UBND", "number", "--revoke", *WHO, home=filled)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)


def test_review_lists_the_worst_first_with_what_to_type(kehoach: Run, home: Path, unnumbered: str) -> None:
    doubts = ask(kehoach, home, "review")
    assert [d["sure"] for d in doubts] == sorted(d["sure"] for d in doubts)
    number = next(d for d in doubts if (d["plan_id"], d["name"]) == (unnumbered, "number"))
    assert number["reason"] == "not readable"
    typed = shlex.split(number["type"].replace("…", "127"))
    assert kehoach(*typed[1:], home=home).returncode == 0
    record = next(d for d in doubts if d["kind"] == "record")
    assert record["sure"] < 0.8
    assert kehoach(*shlex.split(record["type"])[1:], home=home).returncode == 0
    after = ask(kehoach, home, "review")
    assert [d for d in after if d["name"] == "number"] == []
    assert len(after) == len(doubts) - 1


def test_review_is_narrowed(kehoach: Run, filled: Path) -> None:
    everything = ask(kehoach, filled, "review", "--below", "1")
    assert ask(kehoach, filled, "review", "--below", "1", "--limit", "2") == everything[:2]
    of_one = ask(kehoach, filled, "review", "--below", "1", "--plan", "108/KH-UBND")
    assert of_one == [d for d in everything if d["symbol"] == "108/KH-UBND"]
    assert 0 < len(of_one) < len(everything)
    assert all(d["sure"] == 0 for d in ask(kehoach, filled, "review", "--below", "0"))
    printed = kehoach("review", "--below", "1", "--limit", "2", home=filled).stdout
    assert f"2 trong {len(everything)}" in printed


def test_remove_asks_and_takes_everything(kehoach: Run, home: Path) -> None:
    plan = ask(kehoach, home, "show", "108/KH-UBND")
    kept = home / "originals" / plan["document"]["sha256"][:2] / plan["document"]["sha256"][2:4]
    refused = kehoach("remove", "108/KH-UBND", home=home)
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    assert len(list(kept.iterdir())) == 1
    done = ask(kehoach, home, "remove", "108/KH-UBND", "--yes", "--originals")
    assert done["originals"] == [plan["document"]["sha256"]]
    assert list(kept.iterdir()) == []
    assert kehoach("show", "108/KH-UBND", home=home).returncode == 1
    assert all(h["plan_symbol"] != "108/KH-UBND" for h in ask(kehoach, home, "clauses", "--search", "thi đua"))
    again = kehoach("ingest", str(PLANS), "--json", home=home)
    assert sorted(o["status"] for o in json.loads(again.stdout)["outcomes"]) == ["stored", *["unchanged"] * 4]


def test_remove_says_where_the_files_are_left(kehoach: Run, home: Path) -> None:
    done = kehoach("remove", "108/KH-UBND", "--yes", home=home)
    assert done.returncode == 0, done.stderr
    assert "doctor --clean" in done.stdout
    assert len([f for f in (home / "originals").rglob("*") if f.is_file()]) == 5


def test_plans_say_why_they_are_plans(kehoach: Run, home: Path, unnumbered: str, tmp_path: Path) -> None:
    source = next(PLANS.glob("*108*"))
    copy = tmp_path / "bản sao.txt"
    copy.write_bytes(source.read_bytes() + b"\n\n")
    kehoach("ingest", str(copy), home=home)
    rows = {r["id"]: r["why"] for r in ask(kehoach, home, "plans", "--why")}
    assert len(rows) == 5
    two = rows["ca-mau-2019-108-kh-ubnd"]
    assert two["identity"] == "ca-mau|108-kh-ubnd|2019-08-19"
    assert [(f["why"], f["version"]) for f in two["renditions"]] == [
        ("new, with identity", 1),
        ("same identity, same text", 1),
    ]
    assert (rows[unnumbered]["identity"], rows[unnumbered]["lacks"]) == (None, ["number"])
    printed = kehoach("plans", "--why", home=home).stdout
    assert "bản sao.txt" in printed
    assert "100%" in next(x for x in printed.splitlines() if "bản sao.txt" in x)
    assert kehoach("plans", "--why", "--out", str(tmp_path / "x.csv"), home=home).returncode == 2


@pytest.mark.parametrize("command", ["history", "review", "plans --why", "correct 108/KH-UBND"])
def test_both_languages(kehoach: Run, filled: Path, command: str) -> None:
    typed = shlex.split(command) + (["108/KH-UBND"] if command == "history" else [])
    said = [kehoach("--lang", lang, *typed, home=filled) for lang in ("vi", "en")]
    assert {d.returncode for d in said} == {0}
    assert said[0].stdout != said[1].stdout


def test_every_field_has_a_name_on_the_screen() -> None:
    from pipeline.messages import names

    assert set(FIELDS) <= names("field")
