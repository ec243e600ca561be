"""`kehoach report` writes a comparison to a file of each kind, whole or not at all."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.app.conftest import Run

PAIR = ("cà mau 2019", "lai châu")


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "md"])
def test_a_report_is_written(kehoach: Run, filled: Path, tmp_path: Path, kind: str) -> None:
    to = tmp_path / f"so-sanh.{kind}"
    done = kehoach("report", *PAIR, "an biên", "--to", to, "--day", "2026-11-21", home=filled)
    assert (done.returncode, done.stderr) == (0, "")
    assert to.name in done.stdout
    content = to.read_bytes()
    if kind in ("html", "md"):
        text = content.decode("utf-8")
        assert "ngày 21 tháng 11 năm 2026" in text
        assert "108/KH-UBND" in text
    else:
        assert zipfile.ZipFile(to).testzip() is None
    assert list(tmp_path.iterdir()) == [to]


def test_a_pdf_is_drawn(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    import pdfplumber

    to = tmp_path / "so-sanh.pdf"
    done = kehoach("report", *PAIR, "--to", to, "--day", "2026-11-21", home=filled)
    assert done.returncode == 0, done.stderr
    with pdfplumber.open(to) as pdf:
        assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in (pdf.pages[0].extract_text() or "")


def test_changes_of_a_pair_are_tracked(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    to = tmp_path / "so-sanh.docx"
    done = kehoach("report", *PAIR, "--to", to, "--tracked", home=filled)
    assert done.returncode == 0, done.stderr
    body = zipfile.ZipFile(to).read("word/document.xml").decode("utf-8")
    assert "<w:ins " in body
    assert "<w:del " in body


def test_the_office_signs(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    signing, to = tmp_path / "report.toml", tmp_path / "so-sanh.md"
    signing.write_text('body = "Sở Nội vụ tỉnh Cà Mau"\nsigner = "Lê Thị An"\n', encoding="utf-8")
    done = kehoach("report", *PAIR, "--to", to, home=filled, KEHOACH_REPORT=str(signing))
    assert done.returncode == 0, done.stderr
    said = to.read_text("utf-8")
    assert "SỞ NỘI VỤ TỈNH CÀ MAU" in said.upper()
    assert "Lê Thị An" in said


def test_the_report_speaks_english(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    to = tmp_path / "comparison.md"
    done = kehoach("--lang", "en", "report", *PAIR, "--to", to, home=filled)
    assert done.returncode == 0, done.stderr
    assert "## Findings" in to.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--to", "so-sanh.txt"), 2, ".docx"),
        (("--to", "so-sanh.html", "--tracked"), 2, ".docx"),
        (("--to", "thu-muc-khong-co/so-sanh.html"), 1, "thu-muc-khong-co"),
        (("--to", "so-sanh.md", "--signing", "khong-co.toml"), 1, "khong-co.toml"),
    ],
    ids=["kind", "tracked", "folder", "signing"],
)
def test_what_cannot_be_written_is_said(
    kehoach: Run, filled: Path, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    places = [str(tmp_path / a) if "." in a and not a.startswith("--") else a for a in arguments]
    done = kehoach("report", *PAIR, *places, home=filled)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_kept(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    to = tmp_path / "so-sanh.md"
    to.write_text("của người khác", encoding="utf-8")
    done = kehoach("report", *PAIR, "--to", to, home=filled)
    assert (done.returncode, to.read_text("utf-8")) == (2, "của người khác")
    assert kehoach("report", *PAIR, "--to", to, "--force", home=filled).returncode == 0
    assert to.read_text("utf-8") != "của người khác"


def test_one_plan_is_no_comparison(kehoach: Run, filled: Path, tmp_path: Path) -> None:
    done = kehoach("report", "108/KH-UBND", "--to", tmp_path / "a.md", home=filled)
    assert (done.returncode, done.stdout) == (2, "")
    assert not (tmp_path / "a.md").exists()


def test_an_empty_store_has_nothing_to_report(kehoach: Run, tmp_path: Path) -> None:
    done = kehoach("report", *PAIR, "--to", tmp_path / "a.md")
    assert done.returncode in (1, 3)
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "a.md").exists()
