import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.read.scan.repair import repair, repaired

ROOT = Path(__file__).parents[4]
CASES = tomllib.loads((ROOT / "tests/cases/read/repairs.toml").read_text(encoding="utf-8"))["repair"]
WORDS = st.sampled_from(
    [
        "tố",
        "chức",
        "Kê",
        "hoạch",
        "ngày",
        "3l",
        "31",
        "tháng",
        "l.",
        "II.",
        "MỤC",
        "ĐÍCH",
        "a)",
        "€)",
        "~",
        "27⁄QÐ-TTg",
        "108/KH.UBND",
        "UBND",
        "Đắk",
        ",",
        "",
    ]
)


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["title"])
def test_only_what_cannot_be_right_is_changed(case: dict[str, str]) -> None:
    assert repaired(case["before"])[0] == case.get("after", case["before"])


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["title"])
def test_what_is_repaired_needs_no_repair(case: dict[str, str]) -> None:
    text = repaired(case["before"])[0]
    assert repaired(text) == (text, [])


@given(st.lists(st.lists(WORDS, min_size=1, max_size=8), max_size=8))
def test_every_change_is_listed_and_no_digit_of_a_number_changes(lines: list[list[str]]) -> None:
    changes = repair(lines)
    places = [(c.line, c.word) for c in changes]
    assert len(places) == len(set(places))
    for change in changes:
        assert lines[change.line][change.word] == change.before != change.after
        assert change.why
        if re.fullmatch(r"[\d./]+", change.before):
            pytest.fail(f"{change.before} was a number")


def test_the_corpus_gives_no_cause() -> None:
    """Five plans of clean text: whatever is changed in them is a false repair."""
    for plan in sorted((ROOT / "corpus/plans").glob("*.txt")):
        for paragraph in re.split(r"\n\s*\n", plan.read_text(encoding="utf-8")):
            words = re.sub("[*#|]", "", paragraph).split()
            assert not [c for c in repair([words]) if c.word], plan.name
