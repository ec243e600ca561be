"""Every sentence that an error is raised with is known again and said in Vietnamese, and nothing else is kept."""

from __future__ import annotations

import ast
import errno
import os
import sqlite3
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from models import errors as tree
from pipeline import messages
from pipeline.messages.errors import Template, told

ROOT = Path(__file__).parents[3]
ROOMS = ("models", "extractors", "pipeline", "flows", "app")
ERRORS = {name for name, kind in vars(tree).items() if isinstance(kind, type) and issubclass(kind, Exception)}
DOUBTS = {"ReadProblem", "Outcome", "Refusal"}
"""What else bears such a sentence, as its `reason`."""

# Sentences that are made of parts: the fixed ones alone would not tell what stands in the places.
MADE_OF_PARTS = {
    "{}: {}": ["a.txt: it is empty", "a: b.zip!c.pdf: it is encrypted; unpack it with its password"],
    "there is no {}; list the plans with: kehoach plans": [
        "there is no plan 'x'; list the plans with: kehoach plans",
        "there is no version 3 of plan 'x'; list the plans with: kehoach plans",
    ],
    "{} with {}; list a plan's with: kehoach show PLAN --evidence": [
        "no record's id begins with 'x'; list a plan's with: kehoach show PLAN --evidence",
        "the ids of 2 records begin with 'x'; list a plan's with: kehoach show PLAN --evidence",
    ],
}
# Sentences in which a part is chosen by the code, and not a thing that varies.
CHOSEN = {
    "write one of: any words",
    "no outline found: this may be no plan",
    "no type of document found: this may be no plan",
    "no outline and no type of document found: this may be no plan",
    "a row of x.csv is none: it ends within a quote",
    "charts need a font with the letters of Vietnamese, and none is installed; install one of Tinos; "
    "on Debian or Ubuntu: sudo apt-get install fonts-liberation2",
    *(
        f"needs OCR: page 2; {lack}; install tesseract-ocr and tesseract-ocr-vie (Debian, Ubuntu: make system)"
        for lack in ("tesseract is not installed", "tesseract has no Vietnamese data (vie)")
    ),
}
# What is said by what is not ours.
FOREIGN = {os.strerror(number) for number in errno.errorcode} | {
    "file is not a database",
    "unable to open database file",
}


def pieces(node: ast.expr, scope: ast.AST) -> Iterator[tuple[str, ...]]:
    """What is fixed in the string that an expression makes: of each string, if it makes one or another."""
    match node:
        case ast.Constant(value=str(text)):
            yield (text,)
        case ast.JoinedStr(values=parts):
            yield fixed_in(parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            second = next(pieces(right, scope), ("", ""))
            for first in pieces(left, scope):
                yield (*first[:-1], first[-1] + second[0], *second[1:])
        case ast.IfExp(body=one, orelse=other):
            yield from (*pieces(one, scope), *pieces(other, scope))
        case ast.Name(id=name):
            yield from assigned(name, scope)


def fixed_in(parts: list[ast.expr]) -> tuple[str, ...]:
    made = [""]
    for part in parts:
        if isinstance(part, ast.Constant):
            made[-1] += str(part.value)
        else:
            made.append("")
    return tuple(made)


def assigned(name: str, scope: ast.AST) -> Iterator[tuple[str, ...]]:
    """Of a string that has a name before it is raised."""
    for each in ast.walk(scope):
        if isinstance(each, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in each.targets):
            yield from pieces(each.value, each)


def sentences(tree_of: ast.AST) -> Iterator[tuple[str, ...]]:
    """Of every error that is made in a module, and of every doubt."""
    functions = [n for n in ast.walk(tree_of) if isinstance(n, ast.FunctionDef)]
    for scope in functions or [tree_of]:
        for call in ast.walk(scope):
            if not isinstance(call, ast.Call):
                continue
            name = getattr(call.func, "id", None) or getattr(call.func, "attr", None)
            again = isinstance(call.func, ast.Call) and getattr(call.func.func, "id", "") == "type"
            if (name in ERRORS or again) and call.args:
                yield from pieces(call.args[0], scope)
            if name in DOUBTS:
                for given_as in call.keywords:
                    if given_as.arg == "reason":
                        yield from pieces(given_as.value, scope)


@cache
def modules() -> tuple[ast.Module, ...]:
    files = (file for room in ROOMS for file in sorted((ROOT / room).rglob("*.py")))
    return tuple(ast.parse(file.read_text(encoding="utf-8")) for file in files)


RAISED = sorted({found for module in modules() for found in sentences(module)})


@cache
def entries() -> dict[str, str]:
    with (ROOT / "pipeline" / "messages" / "vi" / "errors.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


@pytest.fixture(autouse=True)
def vietnamese() -> Iterator[None]:
    before = messages.language()
    messages.use("vi")
    yield
    messages.use(before)


def test_the_sentences_of_the_code_are_found() -> None:
    assert len(RAISED) > 150
    assert ("it is empty",) in RAISED


@pytest.mark.parametrize("fixed", RAISED, ids=lambda fixed: "{}".join(fixed)[:60])
def test_every_sentence_is_said_in_vietnamese(fixed: tuple[str, ...]) -> None:
    for english in MADE_OF_PARTS.get("{}".join(fixed), ["17".join(fixed)]):
        assert told(english) != english


def test_nothing_is_kept_that_nobody_says() -> None:
    literal = "\0".join(
        str(node.value) for module in modules() for node in ast.walk(module) if isinstance(node, ast.Constant)
    )
    unsaid = [
        sentence
        for sentence in entries()
        if sentence not in FOREIGN and not all(piece in literal for piece in Template.of(sentence).pieces)
    ]
    made = CHOSEN.union(*MADE_OF_PARTS.values())
    assert [s for s in unsaid if all(Template.of(s).held(one) is None for one in made)] == []


def test_both_languages_have_the_same_places_and_the_foreign_is_known() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}

    for english, said in entries().items():
        assert places(english) == places(said), english
        named = [name for _, name, _, _ in string.Formatter().parse(english) if name is not None]
        assert len(named) == len(set(named)), english
    with pytest.raises(sqlite3.DatabaseError, match="file is not a database"):
        sqlite3.connect(Path(__file__)).execute("SELECT * FROM sqlite_master")


def test_english_has_no_entry_and_stays_as_it_was_said() -> None:
    with (ROOT / "pipeline" / "messages" / "en" / "errors.po").open("rb") as file:
        assert [entry.id for entry in read_po(file) if entry.id] == []
    messages.use("en")
    assert told("a.txt: it is empty") == "a.txt: it is empty"


@pytest.mark.parametrize(
    ("english", "said"),
    [
        ("/a/b: c.pdf: it is empty", "/a/b: c.pdf: tệp rỗng"),
        ("thi đua.txt: nothing we know of", "thi đua.txt: nothing we know of"),
        ("nothing we know of; it is empty", "nothing we know of; tệp rỗng"),
        ("pages 3–4, 9: low confidence 0.61–0.7; page 5: no text found", None),
        ("x: it is an image (PNG), not one document; `kehoach ingest` reads what is in it", None),
        ("/x: cannot be read: Permission denied", "/x: không đọc được: không có quyền truy cập"),
    ],
)
def test_sentences_about_something_and_several_at_once(english: str, said: str | None) -> None:
    assert told(english) == (said or told(english)) != ("" if said == english else english)
    if said is None:
        assert not {"low", "page", "pages", "image", "not"} & set(told(english).replace(":", " ").split())


@given(st.text(max_size=300), st.sampled_from(sorted(RAISED)))
def test_whatever_stands_in_the_places_comes_out_again(value: str, fixed: tuple[str, ...]) -> None:
    told(value)
    told(value.join(fixed))
    if len(fixed) == 2 and value.isalnum():
        assert value in told(value.join(fixed))


def test_a_hostile_sentence_takes_no_time() -> None:
    hostile = "a: b; {0} {x.__class__} " * 160
    assert told(hostile) == hostile
    assert told("{x!r:>{9}}: it is empty") == "{x!r:>{9}}: tệp rỗng"
