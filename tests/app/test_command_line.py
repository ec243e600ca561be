"""The command itself: help, language, exit codes, pipes, and what stays out of its start-up."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from enum import EnumMeta
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import pytest

from app import options
from models.records import AssignmentRole, Audience, Level, MilestoneKind, Round
from tests.app.conftest import PLANS, ROOT, Run, python

COMMANDS = (
    "ingest",
    "extract",
    "plans",
    "show",
    "evidence",
    "criteria",
    "timeline",
    "awards",
    "references",
    "assignments",
    "quantities",
    "compare",
    "evaluate",
    "schema",
    "version",
)
HEAVY = {
    "spacy",
    "underthesea",
    "sklearn",
    "scipy",
    "numpy",
    "prefect",
    "sqlalchemy",
    "pydantic",
    "rich",
    "rapidfuzz",
    "babel",
}


def test_help_lists_every_command_and_the_exit_codes(kehoach: Run) -> None:
    done = kehoach("--help")
    assert done.returncode == 0
    for command in COMMANDS:
        assert re.search(rf"^  {command} +[A-Z]", done.stdout, re.MULTILINE)
    for code in ("0", "1", "2", "3", "130"):
        assert re.search(rf"^    {code} ", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_json(kehoach: Run, command: str) -> None:
    done = kehoach(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert re.search(rf"^    kehoach {command}\b", done.stdout, re.MULTILINE)
    assert "--json" in done.stdout


def test_help_is_english_whatever_the_language(kehoach: Run) -> None:
    for asked in ([], ["ingest"], ["timeline"], ["doctor"]):
        said = {kehoach("--lang", language, *asked, "--help").stdout for language in ("vi", "en")}
        assert len(said) == 1, asked
    first = kehoach("--help", KEHOACH_LANG="vi").stdout.splitlines()
    assert any(line.startswith("  ingest ") and "Read files or folders" in line for line in first)


def test_help_imports_nothing_heavy() -> None:
    seen = (
        "import sys; from app import cli; sys.argv = ['kehoach', '--help']\ntry: cli.main()\nexcept SystemExit: pass\n"
    )
    done = python("-c", f"{seen}print('loaded', *sys.modules)")
    loaded = set(done.stdout.rpartition("loaded ")[2].split())
    assert "typer" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize(
    "wrong",
    [
        ["no-such-command"],
        ["plans", "--no-such-option"],
        ["plans", "--year", "soon"],
        ["criteria", "--audience", "everybody"],
        ["compare", "108/KH-UBND"],
        ["--lang", "fr", "plans"],
        ["extract"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(kehoach: Run, wrong: list[str]) -> None:
    done = kehoach(*wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["show", "999/KH-UBND"], "999/KH-UBND"),
        (["show", "kh-ubnd 2019"], "kh-ubnd 2019"),
        (["compare", "108/KH-UBND", "999/KH-UBND"], "999/KH-UBND"),
        (["criteria", "--plan", "không có"], "không có"),
    ],
    ids=["unknown", "ambiguous", "unknown in comparison", "unknown in list"],
)
def test_a_plan_that_is_not_one_ends_with_1_and_one_line(
    kehoach: Run, filled: Path, asked: list[str], said: str
) -> None:
    done = kehoach(*asked, "--json", home=filled)
    assert (done.returncode, done.stdout) == (1, "")
    (line,) = done.stderr.splitlines()
    assert line.startswith("kehoach: ")
    assert said in line


def test_asking_an_empty_home_says_how_to_fill_it(kehoach: Run) -> None:
    done = kehoach("plans")
    assert done.returncode == 1
    assert "kehoach ingest" in done.stderr


def test_a_reader_that_leaves_early_is_no_error(filled: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "criteria", "--json"]
    environment = os.environ | {"KEHOACH_HOME": str(filled)}
    with subprocess.Popen(  # noqa: S603  (our own command)
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0


def test_an_unexpected_error_is_one_line_unless_debugging() -> None:
    broken = (
        "import sys; from app import cli; from app.commands import checking\n"
        "checking.current = lambda: 1 / 0\n"
        "sys.argv = ['kehoach', 'version']; cli.main()"
    )

    quiet, loud = (python("-c", broken, KEHOACH_DEBUG=debug) for debug in ("0", "1"))
    assert quiet.returncode == loud.returncode == 1
    (line,) = quiet.stderr.splitlines()
    assert "ZeroDivisionError" in line
    assert "KEHOACH_DEBUG=1" in line
    assert "Traceback" in loud.stderr


def test_version_is_that_of_the_distribution(kehoach: Run) -> None:
    assert kehoach("--version").stdout == kehoach("version").stdout == f"kehoach {version('kehoach')}\n"
    assert json.loads(kehoach("version", "--json").stdout) == {"version": version("kehoach")}


def test_evaluate_prints_figures(kehoach: Run) -> None:
    figures = json.loads(kehoach("evaluate", "--json").stdout)
    assert figures["figures"]["outline"]["gold"] > 0
    assert kehoach("evaluate", PLANS).returncode == 1


@pytest.mark.parametrize(
    ("words", "enumeration"),
    [
        (options.AudienceWord, Audience),
        (options.LevelWord, Level),
        (options.RoundWord, Round),
        (options.MilestoneWord, MilestoneKind),
        (options.RoleWord, AssignmentRole),
    ],
)
def test_choices_are_the_words_of_the_models(words: Any, enumeration: EnumMeta) -> None:
    assert list(get_args(words)) == [str(e) for e in enumeration]
