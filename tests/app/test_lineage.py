"""`kehoach lineage` and `kehoach diff` over stored plans."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.conftest import PLANS, Run

Ask = Callable[..., Any]
Shown = Callable[..., str]
PLAN = "77/KH-UBND"


def lines(printed: str) -> list[str]:
    return [" ".join(line.split()) for line in printed.splitlines()]


def test_the_tree_shows_the_chain_and_what_is_not_in_the_store(shown: Shown) -> None:
    printed = shown("lineage", "118/KH-UBND")
    heads = [line for line in lines(printed) if "KH-UBND," in line or "QĐ-TTg," in line]
    order = [next(k for k, line in enumerate(heads) if said in line) for said in ("733/", "127/", "118/")]
    assert order == sorted(order)
    for symbol, missing in (("733/QĐ-TTg", True), ("127/KH-UBND", True), ("118/KH-UBND", False)):
        (head,) = [line for line in lines(printed) if f"─ {symbol}" in line]
        assert ("chưa có trong kho" in head) is missing
    assert "15/KH-UBND" not in printed


def test_the_whole_store_is_shown_where_no_plan_is_named(shown: Shown, answer: Ask) -> None:
    printed = shown("lineage")
    found = answer("lineage")
    assert sum(len(m["plans"]) for m in found["movements"]) == 5
    assert all(node["plan_id"] is None or node["plan_id"] in printed for node in found["nodes"])


def test_json_says_why_each_link_is_one_and_where(answer: Ask) -> None:
    found = answer("lineage", "118/KH-UBND")
    nodes = {node["key"]: node for node in found["nodes"]}
    told = {
        (nodes[e["child"]]["symbol"], nodes[e["parent"]]["symbol"]): (e["standing"], e["lag_days"])
        for e in found["edges"]
    }
    assert told["118/KH-UBND", "127/KH-UBND"] == ("parent", 29)
    assert told["127/KH-UBND", "733/QĐ-TTg"] == ("inferred", 66)
    assert told["118/KH-UBND", "733/QĐ-TTg"] == ("through", 95)
    assert all(e["reasons"] and e["places"] and 0 < e["confidence"] < 1 for e in found["edges"])
    assert len(found["kin"]) == 3
    for kin in found["kin"]:
        t = kin["taken"]
        assert t["first"]["words"] == sum(t[what]["words"] for what in ("kept", "adapted", "dropped"))


def test_the_tree_can_be_read_in_ascii(kehoach: Run, filled: Path) -> None:
    done = kehoach("--lang", "en", "lineage", "118/KH-UBND", home=filled, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "733/" in done.stdout
    assert "not in the store" in done.stdout


def test_an_empty_store_and_an_unknown_plan_are_told(kehoach: Run, filled: Path) -> None:
    assert kehoach("lineage").returncode == 1
    done = kehoach("lineage", "999/KH-UBND", home=filled)
    assert (done.returncode, done.stdout) == (1, "")
    assert "999/KH-UBND" in done.stderr


@pytest.fixture(scope="module")
def versions(kehoach: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a plan in two versions."""
    home, files = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("files")
    text = (PLANS / "ca-mau-2023-77-kh-ubnd.txt").read_text(encoding="utf-8")
    later = (
        text.replace("tối thiểu 50%", "tối thiểu 60%")
        .replace("ngày 30 tháng 6 năm 2023", "ngày 15 tháng 6 năm 2023")
        .replace("- Tổ chức đánh giá đúng", "- Bảo đảm tiết kiệm, chống lãng phí.\n\n- Tổ chức đánh giá đúng")
    )
    for name, said in (("first", text), ("second", later)):
        (files / f"{name}.txt").write_text(said, encoding="utf-8")
        done = kehoach("ingest", files / f"{name}.txt", home=home)
        assert done.returncode == 0, done.stderr
    return home


def test_what_a_version_changed_is_read_without_colour(kehoach: Run, versions: Path) -> None:
    done = kehoach("--lang", "en", "diff", f"{PLAN}@1", f"{PLAN}@2", home=versions)
    assert done.returncode == 0, done.stderr
    printed = lines(done.stdout)
    assert "+ [I/2/-3] Bảo đảm tiết kiệm, chống lãng phí." in printed
    assert any("[-50%-]{+60%+}" in line for line in printed)
    assert any(line.startswith("~ Quantities") and line.endswith("(stricter)") for line in printed)
    assert any(line.startswith("~ Milestones") and line.endswith("(earlier)") for line in printed)
    assert any("I/2/-3 → I/2/-4" in line for line in printed)
    assert "\x1b" not in done.stdout


def test_a_plan_without_a_number_is_its_latest_version(kehoach: Run, versions: Path) -> None:
    told = [kehoach("diff", f"{PLAN}@1", second, home=versions).stdout for second in (f"{PLAN}@2", PLAN)]
    assert told[0] == told[1]


def test_two_that_are_the_same_are_told_so(kehoach: Run, versions: Path) -> None:
    done = kehoach("--lang", "en", "diff", PLAN, f"{PLAN}@2", home=versions)
    assert done.returncode == 0
    assert "The two say the same, to the letter." in done.stdout
    assert json.loads(kehoach("diff", PLAN, PLAN, "--json", home=versions).stdout)["same"] is True


@pytest.mark.parametrize("version", ["0", "3", "99999999999999999999"])
@pytest.mark.parametrize(("language", "said"), [("vi", "từ 1 đến 2"), ("en", "its versions are 1 to 2")])
def test_an_unknown_version_says_which_there_are(
    kehoach: Run, versions: Path, version: str, language: str, said: str
) -> None:
    done = kehoach("--lang", language, "diff", f"{PLAN}@1", f"{PLAN}@{version}", home=versions)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert said in line


def test_two_plans_of_different_issuers_may_be_compared(kehoach: Run, filled: Path) -> None:
    done = kehoach("diff", "lai chau 2019", "118/KH-UBND", "--json", home=filled)
    found = json.loads(done.stdout)
    kinds = {c["what"] for c in found["clauses"]}
    assert {"reworded", "added", "dropped"} <= kinds
    assert {c["name"] for c in found["metadata"]} >= {"issued", "issuer_unit", "signer"}
    printed = kehoach("--lang", "en", "diff", "lai chau 2019", "118/KH-UBND", home=filled).stdout
    assert "(=tỉnh→huyện=)" in printed


def test_wrong_usage_ends_with_2(kehoach: Run, filled: Path) -> None:
    assert kehoach("diff", "118/KH-UBND", home=filled).returncode == 2
