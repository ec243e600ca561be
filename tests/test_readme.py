"""What the README says is so: its commands run and print what it shows, and what it names exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
import typer

from app.cli import build
from pipeline.evaluate import evaluate
from pipeline.evaluate.perturb.registry import FAULTS
from tests import sharing
from tests.app import conftest as command_line

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ROOMS = ("models", "extractors", "pipeline", "flows", "app")
WRITTEN = ("--to", "--digest")
"""Options that name a file to be written."""
TO_BE_WRITTEN = {"extractors/fundings.py", "sources.toml"}
"""The file that "How to add a record kind" tells to write, and the one that an office writes."""

start, kehoach = command_line.start, command_line.kehoach


class Shown(NamedTuple):
    """A command of the tour and the lines shown under it."""

    arguments: tuple[str, ...]
    lines: tuple[str, ...]

    @property
    def title(self) -> str:
        return shlex.join(self.arguments)


def tour() -> Iterator[Shown]:
    for block in re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL):
        for run in re.split(r"^\$ kehoach ", block, flags=re.MULTILINE)[1:]:
            command, *lines = run.splitlines()
            yield Shown(tuple(shlex.split(command)), tuple(lines))


TOUR = tuple(tour())
PROSE = re.sub(r"^```.*?^```", "", README, flags=re.MULTILINE | re.DOTALL)
SPOKEN = re.findall(r"`([^`\n]+)`", PROSE)
"""What stands between backticks in the running text."""


@cache
def commands() -> dict[str, typer.core.TyperCommand]:
    return typer.main.get_command(build()).commands


@pytest.fixture(scope="module")
def printed(kehoach, tmp_path_factory):
    """Of each command of the tour what it prints, run in their order in one home, in which the files are written."""

    def toured():
        home = tmp_path_factory.mktemp("toured")
        out = {}
        for shown in TOUR:
            arguments = [str(home / a) if before in WRITTEN else a for before, a in pairwise(("", *shown.arguments))]
            done = kehoach(*arguments, home=home, KEHOACH_LANG="en")
            assert done.returncode == 0, (shown.title, done.stderr)
            out[shown.title] = " ".join(done.stdout.split())
        return out

    return sharing.once("tour", toured)


def test_the_tour_shows_every_command_or_the_text_tells_of_it():
    pages = [README, (ROOT / "docs" / "store.md").read_text(encoding="utf-8")]
    told = {name for page in pages for name in re.findall(r"`kehoach ([a-z]+)", page)}
    assert {shown.arguments[0] for shown in TOUR} | told >= set(commands()) - {"version"}


@pytest.mark.parametrize("shown", TOUR, ids=lambda shown: shown.title)
def test_the_tour_prints_what_is_shown(printed, shown):
    """`…` stands for what is left out; spaces do not count."""
    left = printed[shown.title]
    for line in shown.lines:
        for piece in filter(None, (" ".join(p.split()) for p in line.split("…"))):
            assert piece in left, line
            left = left.partition(piece)[2]


@pytest.mark.parametrize("said", [s for s in SPOKEN if s.startswith("kehoach ")])
def test_commands_in_the_text_can_be_typed(said):
    name, *arguments = shlex.split(said)[1:]
    assert name in commands()
    commands()[name].make_context(name, [a for a in arguments if a != "--help"])


@pytest.mark.parametrize("flag", sorted({f for s in SPOKEN for f in re.findall(r"--[a-z-]+", s)} - {"--help"}))
def test_flags_in_the_text_exist(flag):
    known = {o for c in commands().values() for p in c.params for o in p.opts}
    known |= {o for p in typer.main.get_command(build()).params for o in p.opts}
    assert flag in known


def test_every_variable_of_the_code_is_told_and_no_other():
    in_code = {
        name
        for room in ROOMS
        for file in (ROOT / room).rglob("*.py")
        for name in re.findall(r"\bKEHOACH_[A-Z_]+[A-Z]\b", file.read_text(encoding="utf-8"))
    }
    assert set(re.findall(r"\bKEHOACH_[A-Z_]+[A-Z]\b", README)) == in_code


def paths() -> Iterator[str]:
    yield from re.findall(r"\]\(([^)#]+)\)", README)
    folders = {p.name for p in ROOT.iterdir() if p.is_dir()} - {"data"}
    for said in SPOKEN:
        if re.fullmatch(r"[\w./-]+", said) and (
            said.split("/")[0] in folders or re.search(r"\.(py|toml|txt|md)$", said)
        ):
            yield said


@pytest.mark.parametrize("path", sorted(set(paths()) - TO_BE_WRITTEN))
def test_files_that_are_named_exist(path):
    """A name without its folder stands in the folder that its sentence names."""
    assert (ROOT / path).exists() or any(any((ROOT / room).rglob(path)) for room in ROOMS)


def test_targets_of_make_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^\s*make ([a-z]+)", README, re.MULTILINE)) | set(re.findall(r"`make ([a-z]+)`", README))
    assert targets >= {"demo", "test"}
    assert targets <= set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))


def test_exit_codes_are_all_told():
    from app.exits import Exit

    assert set(re.findall(r"^\| (\d+) \|", README, re.MULTILINE)) == {str(int(code)) for code in Exit}


def test_the_number_of_faults_is_right():
    told = re.search(r"\((\d+) kinds: ", README)
    assert told
    assert int(told[1]) == len(FAULTS)


def figures() -> dict[str, list[tuple[float, int]]]:
    rows = re.findall(r"^\| ([a-z.]+) \| (\d\.\d{3}) \((\d+)\) \| (\d\.\d{3}) \((\d+)\) \|$", README, re.MULTILINE)
    return {kind: [(float(a), int(n)), (float(b), int(m))] for kind, a, n, b, m in rows}


@pytest.mark.parametrize(
    ("column", "gold", "plans"),
    [
        (0, "corpus/gold", "corpus/plans"),
        (1, "tests/cases/plans", "tests/cases/plans"),
    ],
    ids=["corpus", "synthetic"],
)
def test_figures_claim_no_more_than_is_measured(column, gold, plans):
    """Nor are they long out of date."""
    scores = evaluate(ROOT / gold, ROOT / plans)
    assert len(figures()) == 12
    for kind, row in figures().items():
        claimed, support = row[column]
        counts = scores.totals[kind]
        assert counts.f1 - 0.05 <= claimed <= counts.f1 + 0.005, kind
        if kind != "evidence":  # counts what was told, not what the gold has
            assert support == counts.gold, kind
