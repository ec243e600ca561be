"""The real command in a process of its own, with a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "corpus" / "plans"

_OUTPUT = ("COLUMNS", "NO_COLOR", "FORCE_COLOR")

Run = Callable[..., subprocess.CompletedProcess[str]]


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run this Python on the checkout, with no setting of ours but those given."""
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("KEHOACH_") and k not in _OUTPUT}
    return subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, *arguments],
        cwd=ROOT,
        env=inherited | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="session")
def kehoach(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run `kehoach ARGUMENTS…` with a home (a fresh one unless named) and changes to the environment."""

    def run(*arguments: str | Path, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
        folder = home or tmp_path_factory.mktemp("home")
        return python("-m", "app.cli", *map(str, arguments), KEHOACH_HOME=str(folder), **environment)

    return run


@pytest.fixture(scope="session")
def filled(kehoach: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that holds the five plans of the corpus."""
    home = tmp_path_factory.mktemp("filled")
    done = kehoach("ingest", PLANS, home=home)
    assert done.returncode == 0, done.stderr
    return home


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
