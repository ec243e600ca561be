"""Printing where the terminal or the pipe is not in UTF-8."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import codepage
from tests.app.conftest import ROOT, environment_with

PAGES = ("cp1252", "cp1258", "ascii", "cp437", "cp850", "latin-1")


def written(text: str, encoding: str) -> bytes:
    return text.encode(encoding, errors=codepage.handler(encoding))


def run(*arguments: str, home: Path, **environment: str) -> tuple[int, bytes, bytes]:
    """The real command in a process of its own, its output as bytes."""
    done = subprocess.run(  # noqa: S603  (our own command)
        [sys.executable, "-m", "app.cli", *arguments],
        cwd=ROOT,
        env=environment_with(KEHOACH_HOME=str(home), **environment),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=120,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("text", "encoding", "said"),
    [
        ("Kế hoạch", "ascii", b"Ke hoach"),
        ("Kế hoạch", "cp1252", "Kê hoach".encode("cp1252")),
        ("Đã đọc", "cp1252", b"D\xe3 doc"),
        ("Kế hoạch", "cp1258", b"K\xea\xec ho\xf2ach".replace(b"\xf2a", b"a\xf2")),
        ("── x ──", "cp1252", b"-- x --"),
        ("── x ──", "cp437", b"\xc4\xc4 x \xc4\xc4"),
        ("✓ → “a” … 京", "ascii", b'v -> "a" ... ?'),
        ("e\u0302\u0301", "ascii", b"e"),
        ("a\udcffb", "cp1252", b"a\\xffb"),
        ("a\udcffb", "utf-8", b"a\\xffb"),
        ("Kế hoạch ──", "utf-8", "Kế hoạch ──".encode()),
    ],
)
def test_a_letter_that_is_lacking_is_written_as_the_nearest(text: str, encoding: str, said: bytes) -> None:
    assert written(text, encoding) == said


def test_the_vietnamese_page_holds_all_of_vietnamese() -> None:
    tones = ("", *codepage._TONES)
    text = "đ" + "".join(unicodedata.normalize("NFC", c + tone) for c in "aăâeêioôơuưy" for tone in tones)
    back = unicodedata.normalize("NFC", written(text + text.upper(), "cp1258").decode("cp1258"))
    assert back == text + text.upper()


@given(st.text(), st.sampled_from((*PAGES, "utf-8", "utf-16")))
def test_nothing_is_beyond_an_encoding(text: str, encoding: str) -> None:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict")
    assert written(text, encoding).decode(encoding) is not None
    if text.isascii() and not codepage.is_unicode(stream):
        assert written(text, encoding) == text.encode()


NO_LOCALE = {"PYTHONUTF8": "0", "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize(
    "environment",
    [*({"PYTHONIOENCODING": page} for page in PAGES[:3]), NO_LOCALE],
    ids=lambda e: "-".join(e.values()),
)
def test_every_screen_prints_on_every_page(filled: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    page = environment.get("PYTHONIOENCODING", "ascii")
    code, shown, complained = run("show", "108/KH-UBND", home=filled, **environment)
    assert (code, complained) == (0, b"")
    text = unicodedata.normalize("NFC", shown.decode(page))
    assert ("KẾ HOẠCH" if page == "cp1258" else "HO") in text
    assert "\\u" not in text
    assert text.count("?") < 20
    code, shown, complained = run("criteria", "--plan", "108/KH-UBND", "--json", home=filled, **environment)
    assert (code, complained) == (0, b"")
    assert any("ộ" in row["text"] for row in json.loads(shown.decode("ascii")))
    code, shown, complained = run("plans", home=tmp_path / "chưa có", **environment)
    assert (code, shown) == (1, b"")
    assert "kehoach ingest" in complained.decode(page)
    assert len(complained.splitlines()) == 1


def test_utf_8_is_written_as_it_is(filled: Path) -> None:
    _, shown, _ = run("criteria", "--plan", "108/KH-UBND", "--json", home=filled, PYTHONIOENCODING="utf-8")
    assert "ộ" in shown.decode()
    _, helped, _ = run("--help", home=filled, PYTHONIOENCODING="utf-8")
    assert "Kế hoạch" in helped.decode()
    _, helped, _ = run("--help", home=filled, PYTHONIOENCODING="cp1252")
    assert "Kê hoach" in helped.decode("cp1252")
