"""The real command in a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests import sharing

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "corpus" / "plans"

_OUTPUT = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")

Run = Callable[..., subprocess.CompletedProcess[str]]
Start = Callable[[list[str], dict[str, str]], subprocess.CompletedProcess[str]]


def environment_with(**ours: str) -> dict[str, str]:
    """The environment with no setting of ours but those given."""
    return {k: v for k, v in os.environ.items() if not k.startswith("KEHOACH_") and k not in _OUTPUT} | ours


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A Python of its own on the checkout."""
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment_with(**environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Run the command in a process of its own: forked from one that has the libraries loaded, where the system can."""
    if not hasattr(os, "fork"):
        yield lambda arguments, environment: python("-m", "app.cli", *arguments, **environment)
        return
    out, err = (tmp_path_factory.mktemp("output") / name for name in ("out", "err"))
    with subprocess.Popen(  # noqa: S603  (our own command)
        [sys.executable, str(Path(__file__).with_name("forks.py"))],
        cwd=ROOT,
        env=environment_with(PYTHONPATH=str(ROOT)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as forks:
        assert forks.stdin
        assert forks.stdout

        def run(arguments: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
            request = {"argv": arguments, "env": environment_with(**environment), "out": str(out), "err": str(err)}
            print(json.dumps(request), file=forks.stdin, flush=True)
            code = int(forks.stdout.readline())
            printed, complained = (p.read_bytes().decode() for p in (out, err))
            return subprocess.CompletedProcess(arguments, code, printed, complained)

        yield run
        forks.stdin.close()


@pytest.fixture(scope="session")
def kehoach(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `kehoach ARGUMENTS…` with a home (a fresh one unless named) and changes to the environment."""

    def run(*arguments: str | Path, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        folder = home or tmp_path_factory.mktemp("home")
        return start([str(a) for a in arguments], {"KEHOACH_HOME": str(folder), **environment})

    return run


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the five plans of the corpus: made once, and each process has a copy."""

    def fill() -> Path:
        home = sharing.place("filled") or tmp_path_factory.mktemp("filled")
        done = python("-m", "app.cli", "ingest", str(PLANS), KEHOACH_HOME=str(home))
        assert done.returncode == 0, done.stderr
        return home

    copy = tmp_path_factory.mktemp("filled") / "home"
    return Path(shutil.copytree(sharing.once("filled", fill), copy))


@pytest.fixture(scope="session")
def shown(kehoach: Run, filled: Path) -> Callable[..., str]:
    """What a command prints over the five plans; each command runs once."""

    @cache
    def ask(*arguments: str) -> str:
        done = kehoach(*arguments, home=filled)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return ask


@pytest.fixture(scope="session")
def answer(shown: Callable[..., str]) -> Callable[..., Any]:
    """The JSON that a command prints over the five plans."""

    def ask(*arguments: str) -> Any:
        return json.loads(shown(*arguments, "--json"))

    return ask
