"""What tests share is made once, by whoever comes first; two that come together share the work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import sharing

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.skipif(sharing.fcntl is None, reason="files cannot be locked here")

WORK = """
import sys, time
from pathlib import Path
from tests.sharing import each
def make(name):
    with Path(sys.argv[1]).open("a") as told:
        print(name, file=told)
    time.sleep(0.1)
    return name.upper()
print(each({name: lambda name=name: make(name) for name in ("a", "b/ c", "d", "e")}))
"""


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(sharing.PLACE, str(tmp_path))


def test_what_is_made_is_made_once_by_processes_that_come_together(tmp_path):
    told = tmp_path / "told"
    command = [sys.executable, "-c", WORK, str(told)]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": "."})  # noqa: S603
        for _ in range(3)
    ]
    said = {one.communicate()[0] for one in running}
    assert said == {"{'a': 'A', 'b/ c': 'B/ C', 'd': 'D', 'e': 'E'}\n"}
    assert sorted(told.read_text().split("\n")) == ["", "a", "b/ c", "d", "e"]


def test_what_failed_is_tried_again():
    def fail():
        raise ValueError("not now")

    with pytest.raises(ValueError, match="not now"):
        sharing.once("x", fail)
    assert sharing.once("x", lambda: 3) == 3
    assert sharing.once("x", fail) == 3


def test_outside_of_a_run_each_makes_its_own(monkeypatch):
    monkeypatch.delenv(sharing.PLACE)
    assert sharing.once("x", lambda: 1) == 1
    assert sharing.once("x", lambda: 2) == 2
    assert sharing.place("x") is None
