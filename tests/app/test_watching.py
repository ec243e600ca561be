"""Watches, announcements and digests through the real command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.app.conftest import Run

Told = Callable[..., Any]


@pytest.fixture
def home(filled: Path, tmp_path: Path) -> Path:
    """The five plans, in a home of the test's own."""
    return Path(shutil.copytree(filled, tmp_path / "home"))


@pytest.fixture
def told(kehoach: Run, home: Path) -> Told:
    """The JSON of a command that must not fail."""

    def ask(*arguments: str) -> Any:
        done = kehoach(*arguments, "--json", home=home)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


def test_a_saved_question_is_watched_and_its_news_are_announced_once(
    kehoach: Run, home: Path, told: Told, tmp_path: Path
):
    feed, page = tmp_path / "tin.xml", tmp_path / "tin.html"
    assert kehoach("save", "ca-mau", "plans", "--unit", "Cà Mau", home=home).returncode == 0
    made = told("watch", "add", "cm", "--query", "ca-mau", "--feed", str(feed), "--digest", str(page), "--all")
    assert (made["seen"], made["question"]) == (0, {"unit": "Cà Mau"})
    preview = kehoach("announce", "--dry-run", home=home)
    assert preview.returncode == 0
    assert "KẾ HOẠCH MỚI" in preview.stdout
    assert not feed.exists()
    done = told("announce")
    assert (done["made"], done["sent"], done["failures"]) == (2, 2, [])
    symbols = {one["plan"]["symbol"] for one in done["digests"][0]["new"]}
    assert symbols == {"15/KH-UBND", "108/KH-UBND", "77/KH-UBND"}
    read = feedparser.parse(feed.read_bytes())
    assert not read.bozo
    assert "108/KH-UBND" in read.entries[0].content[0].value
    assert "108/KH-UBND" in page.read_text(encoding="utf-8")
    assert "Không có gì mới" in kehoach("announce", home=home).stdout
    shown = told("watch", "show", "cm")
    assert [(one["standing"], one["counts"]["new"]) for one in shown["notices"]] == [("sent", 3), ("sent", 3)]
    printed = kehoach("watch", "show", "cm", home=home, KEHOACH_LANG="en").stdout
    assert "3 new plans" in printed
    assert str(feed) in printed


def test_filters_are_typed_as_their_command_takes_them(kehoach: Run, home: Path, told: Told, tmp_path: Path):
    filters = ("assignments", "--actor", "Sở Nội vụ", "--own")
    asked = ("watch", "add", "snv", *filters, "--digest", str(tmp_path / "x.md"))
    assert told(*asked)["question"] == {"kind": "assignments", "actor": "Sở Nội vụ", "own_only": True}
    assert [one["name"] for one in told("watch", "list")] == ["snv"]
    assert "Sở Nội vụ" in kehoach("watch", "list", home=home).stdout
    assert told("watch", "remove", "snv") == {"name": "snv", "removed": True}
    assert told("watch", "list") == []
    assert "Chưa theo dõi gì" in kehoach("watch", "list", home=home).stdout


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("plans",), 1),
        (("plans", "--mail", "no address"), 1),
        (("plans", "--mail", "a@b.vn", "--no-such"), 2),
        (("show", "x", "--mail", "a@b.vn"), 2),
        (("plans", "--query", "x", "--mail", "a@b.vn"), 2),
        (("--query", "no such", "--mail", "a@b.vn"), 1),
        (("--mail", "a@b.vn", "--since", "32/13/2026"), 2),
        (("--mail", "a@b.vn", "--since", "01/01/2026", "--all"), 2),
    ],
)
def test_what_cannot_be_watched_is_said_in_a_line(kehoach: Run, filled: Path, arguments: tuple[str, ...], code: int):
    done = kehoach("watch", "add", "w", *arguments, home=filled)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(kehoach("watch", "list", "--json", home=filled).stdout) == []


@pytest.mark.parametrize("command", [("watch", "show"), ("watch", "remove"), ("announce",)])
def test_an_unknown_watch_is_said_in_a_line(kehoach: Run, filled: Path, command: tuple[str, ...]):
    done = kehoach(*command, "no such", home=filled)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "kehoach watch list" in done.stderr


def test_a_mail_without_a_server_waits_and_the_command_says_why(kehoach: Run, home: Path, told: Told):
    told("watch", "add", "w", "--mail", "a@b.vn", "--all")
    done = kehoach("announce", home=home)
    assert done.returncode == 1
    assert "KEHOACH_SMTP" in done.stderr
    assert "1 chờ gửi" in done.stdout
    (run,) = told("runs")
    assert (run["what"], run["counts"]["failed"]) == ("announce", 1)
    later = kehoach("announce", home=home)
    assert (later.returncode, "1 chờ gửi" in later.stdout) == (0, True)
    asked = {"KEHOACH_SMTP": "smtp://u:hush@127.0.0.1:1", "KEHOACH_MAIL_FROM": "t@b.vn"}
    again = kehoach("announce", "--again", home=home, **asked)
    assert again.returncode == 1
    assert "127.0.0.1:1" in again.stderr
    shown = kehoach("watch", "show", "w", home=home, **asked).stdout
    assert "127.0.0.1:1" in shown
    assert "hush" not in again.stderr + again.stdout + shown


def test_a_digest_needs_no_watch_and_marks_nothing(kehoach: Run, filled: Path, tmp_path: Path):
    told = json.loads(kehoach("digest", "--json", home=filled).stdout)
    assert told["counts"]["new"] == 5
    page = tmp_path / "tin.html"
    done = kehoach("digest", "--days", "30", "--to", page, home=filled)
    assert (done.returncode, done.stdout) == (0, "")
    assert str(page) in done.stderr
    assert "5 kế hoạch mới" in done.stderr
    assert "<h2>Kế hoạch mới</h2>" in page.read_text(encoding="utf-8")
    printed = kehoach("digest", home=filled, KEHOACH_LANG="en").stdout
    assert "NEW PLANS" in printed
    assert kehoach("digest", "--to", tmp_path / "tin.pdf", home=filled).returncode == 1
    assert kehoach("digest", "--query", "no such", home=filled).returncode == 1
