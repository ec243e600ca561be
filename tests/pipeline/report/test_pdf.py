"""A report as a PDF: drawn by LibreOffice in a font that has every letter, and said where it is not the decree's."""

from __future__ import annotations

import shutil
import stat
from io import BytesIO
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from pdfminer.pdftypes import resolve1

from models.errors import DamagedFile, MissingTool, TookTooLong, UsageError
from pipeline import office
from pipeline.report import pdf
from pipeline.report.types import Row, Status, Table
from tests.pipeline.report import contents
from tests.pipeline.report.word_samples import of_table, report

needs_office = pytest.mark.skipif(office.found() is None, reason="needs soffice (LibreOffice)")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, tuple[str, ...]]:
    to = tmp_path_factory.mktemp("pdf") / "báo cáo.pdf"
    warnings = pdf.write(report(), to)
    assert list(to.parent.iterdir()) == [to]
    return to.read_bytes(), warnings


@pytest.fixture(scope="module")
def pages(drawn: tuple[bytes, tuple[str, ...]]) -> Any:
    with pdfplumber.open(BytesIO(drawn[0])) as opened:
        yield [(p.width > p.height, p.extract_text().split("\n") + ["picture"] * len(p.images)) for p in opened.pages]


@needs_office
def test_the_first_page_has_no_number_and_the_others_count_on(pages: Any) -> None:
    assert len(pages) >= 4
    assert pages[0][1][0] != "1"
    assert [lines[0] for _, lines in pages[1:]] == [str(number) for number in range(2, len(pages) + 1)]


@needs_office
def test_wide_sections_lie_across_and_repeat_their_heading_row(pages: Any) -> None:
    wide = [lines for across, lines in pages if across]
    assert len(wide) >= 2
    assert not pages[0][0]
    assert not pages[-1][0]
    head = " ".join(contents.MATRIX.header)
    for lines in wide:
        assert any(head == line for line in lines[:5]), lines[:5]


@needs_office
def test_no_page_is_empty_and_no_signature_stands_alone(pages: Any) -> None:
    assert min(len(lines) for _, lines in pages) > 2  # a number, and two lines or a picture with its caption
    [signed] = [lines for _, lines in pages if "Nguyễn Văn A" in lines]
    assert "Trên đây là nội dung báo cáo./." in signed


@needs_office
def test_a_caption_stays_with_its_table_and_a_row_in_one_piece(tmp_path: Path) -> None:
    """Also where every cell begins with its status, which is a paragraph of its own."""
    cells = [contents.cell(contents.LONG * 4, status, source="V/1/a") for status in (Status.FIRST, Status.SAME)]
    table = Table(caption="Bảng", header=("Một", "Hai"), rows=(Row(cells=tuple(cells)),) * 7, widths=(0.5, 0.5))
    pdf.write(of_table(table, wide=True), tmp_path / "a.pdf")
    with pdfplumber.open(tmp_path / "a.pdf") as opened:
        wide = [page.extract_text() for page in opened.pages if page.width > page.height]
    assert all(part in wide[0] for part in ("CHỈ MỘT", "Bảng", "Một Hai", "V/1/a"))
    tables = [text for text in wide if "Một Hai" in text]
    assert len(tables) >= 2
    for text in tables:
        assert text.count("nêu đầu tiên") == text.count("V/1/a V/1/a") > 0


@needs_office
def test_it_is_embedded_and_the_stand_in_is_named(drawn: tuple[bytes, tuple[str, ...]]) -> None:
    content, warnings = drawn
    with pdfplumber.open(BytesIO(content)) as opened:
        assert opened.metadata["Title"].startswith("Báo cáo")
        used = {char["fontname"] for page in opened.pages for char in page.chars}
        embedded = {
            "FontFile2" in resolve1(resolve1(font)["FontDescriptor"])
            for page in opened.pages
            for font in resolve1(page.page_obj.resources["Font"]).values()
        }
    assert embedded == {True}
    face = pdf.face(pdf.families())
    assert {name.partition("+")[2].partition("-")[0] for name in used if "Symbol" not in name} == {
        face.replace(" ", "")
    }
    assert bool(warnings) is (face != "Times New Roman")
    for warning in warnings:
        assert "Times New Roman" in warning
        assert face in warning


@needs_office
def test_the_same_report_gives_the_same_bytes(drawn: tuple[bytes, tuple[str, ...]], tmp_path: Path) -> None:
    pdf.write(report(), tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == drawn[0]
    assert b"D:20260205000000" in drawn[0]


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (["Arial", "Liberation Serif", "Times New Roman"], "Times New Roman"),
        (["Arial", "DejaVu Serif", "Liberation Serif"], "Liberation Serif"),
        (["Arial", "PT Serif", "PT Sans Serif"], "PT Serif"),
        (["DejaVu Math TeX Gyre", "DejaVu Sans"], "DejaVu Sans"),
        (None, "Times New Roman"),
    ],
)
def test_the_nearest_face_is_taken(known: list[str] | None, expected: str) -> None:
    assert pdf.face(known) == expected


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds the only programs there are."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_without_libreoffice_it_says_what_to_install(programs: Path, tmp_path: Path) -> None:
    with pytest.raises(MissingTool, match="apt-get install libreoffice-writer"):
        pdf.write(report(), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_without_a_font_it_is_an_error_and_no_boxes(programs: Path, tmp_path: Path) -> None:
    program(programs, "soffice", "exit 0")
    program(programs, "fc-list", "exit 0")
    with pytest.raises(MissingTool, match="no font with Vietnamese letters is installed"):
        pdf.write(report(), tmp_path / "a.pdf")
    assert not (tmp_path / "a.pdf").exists()


def test_fonts_of_several_names_are_known_by_each(programs: Path) -> None:
    assert pdf.families() is None
    program(programs, "fc-list", "echo 'Times New Roman,Times'; echo Arial")
    assert pdf.families() == ["Arial", "Times", "Times New Roman"]
    program(programs, "fc-list", "exit 3")
    assert pdf.families() is None


@needs_office
def test_where_no_list_of_fonts_is_to_be_had_the_pdf_itself_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_in = pdf.face(pdf.families())
    monkeypatch.setattr(pdf, "families", lambda: None)
    warnings = pdf.write(report(sections=()), tmp_path / "a.pdf")
    assert len(warnings) == (drawn_in != "Times New Roman")
    assert all("LiberationSerif" in warning for warning in warnings if drawn_in == "Liberation Serif")


@pytest.mark.parametrize(("script", "error"), [("sleep 60", TookTooLong), ("exit 0", DamagedFile)])
def test_a_conversion_that_fails_leaves_what_was_there(
    script: str, error: type[Exception], programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(programs, "soffice", f"PATH=/bin:/usr/bin; {script}")
    monkeypatch.setattr(pdf, "_SECONDS", 1)
    to = tmp_path / "a.pdf"
    to.write_bytes(b"old")
    with pytest.raises(error):
        pdf.write(report(), to)
    assert to.read_bytes() == b"old"


@needs_office
def test_a_place_where_no_file_can_be_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="this is a folder"):
        pdf.write(report(sections=()), tmp_path)


def test_the_list_of_fonts_is_asked_of_this_machine() -> None:
    if shutil.which("fc-list") is None:
        pytest.skip("needs fc-list (fontconfig)")
    assert "Liberation Serif" in (pdf.families() or [])
