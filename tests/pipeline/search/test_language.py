"""Whatever is typed is either read as a tree or refused with the place of what is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline.search.language import MAX_NESTING, MAX_TERMS, All, Either, Node, parsed
from pipeline.search.lexing import MAX_LENGTH, Leaf

CASES = tomllib.loads(Path(__file__).with_name("queries.toml").read_text(encoding="utf-8"))["query"]
PIECES = [
    "thi",
    "đua",
    "Hoà",
    "kh*",
    "khen_thưởng",
    "1/K-U",
    '"',
    "“",
    "(",
    ")",
    "-",
    "*",
    "AND",
    "OR",
    "NOT",
    " ",
    "%",
    "_",
    "ß",
    "İ",
    "\u0301",
]


def shown(node: Node) -> str:
    match node:
        case Leaf():
            star = "*" * node.begins
            joined = "".join(f"{{{word.plain}{'*' * word.begins}}}" for word in node.joined)
            return joined if node.only_joined else f"{'.'.join(node.plain)}{star}{joined}"
        case Either(parts):
            return f"(| {' '.join(map(shown, parts))})"
        case All(parts, without):
            return f"(& {' '.join([*map(shown, parts), *('!' + shown(part) for part in without)])})"


@pytest.mark.parametrize("case", [c for c in CASES if "read" in c], ids=lambda c: c["title"])
def test_what_is_typed_is_read(case):
    assert shown(parsed(case["typed"]).root) == case["read"]


@pytest.mark.parametrize("case", [c for c in CASES if "error" in c], ids=lambda c: c["title"])
def test_what_cannot_be_read_is_said_with_its_place(case):
    with pytest.raises(UsageError, match=case["error"]) as raised:
        parsed(case["typed"])
    assert "\n" not in str(raised.value)
    if "place" in case:
        assert f"character {case['place']} " in f"{raised.value} ".replace(";", " ")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("a" * (MAX_LENGTH + 1), "longer than"),
        ("a " * (MAX_TERMS + 1), "words"),
        ('"' + "a " * (MAX_TERMS + 1) + '"', "words"),
        ("(" * (MAX_NESTING + 1) + "a" + ")" * (MAX_NESTING + 1), "nested"),
    ],
)
def test_what_is_beyond_a_bound_is_refused(typed, said):
    with pytest.raises(UsageError, match=said):
        parsed(typed)


@pytest.mark.parametrize("typed", ["a" * MAX_LENGTH, "a " * MAX_TERMS, "(" * MAX_NESTING + "a" + ")" * MAX_NESTING])
def test_what_is_just_within_the_bounds_is_read(typed):
    assert shown(parsed(typed).root)


def refusal(typed: str) -> str | None:
    try:
        root = parsed(typed).root
    except UsageError as error:
        return str(error)
    assert not isinstance(root, All) or root.parts
    return None


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)))
@example("NOT(")
@example("-(-(")
def test_any_text_is_read_or_refused(typed):
    said = refusal(typed)
    assert said is None or (said and "\n" not in said)


@given(st.lists(st.sampled_from(["thi", "đua", "hoà", '"a b"', "(x OR y)", "-z"]), min_size=1, max_size=6))
def test_spaces_and_and_are_one(pieces):
    both = []
    for between in (" ", "  AND "):
        try:
            both.append(shown(parsed(between.join(pieces)).root))
        except UsageError:
            both.append("refused")
    assert both[0] == both[1]
