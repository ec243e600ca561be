"""`show --evidence` and `evidence`: the page, the quote, and the place on the picture of the page."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.app.conftest import Run

FONT = Path("/usr/share/fonts/truetype/liberation2/LiberationSerif-Regular.ttf")
pytestmark = pytest.mark.skipif(not FONT.is_file(), reason="needs fonts-liberation2")

FIRST = (
    "ỦY BAN NHÂN DÂN TỈNH CÀ MAU",
    "Số: 12/KH-UBND",
    "Cà Mau, ngày 5 tháng 3 năm 2020",
    "KẾ HOẠCH",
    "Phát động thi đua",
)
SECOND = ("I. TỔ CHỨC THỰC HIỆN", "1. Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch này.")
DUTY = "Sở Nội vụ chủ trì tham mưu thực hiện Kế hoạch này."


@pytest.fixture(scope="module")
def pdf(tmp_path_factory) -> Path:
    pdfmetrics.registerFont(TTFont("Serif", FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(595, 842))
    for lines in (FIRST, SECOND):
        canvas.setFont("Serif", 14)
        for k, line in enumerate(lines):
            canvas.drawString(85, 760 - 40 * k, line)
        canvas.showPage()
    canvas.save()
    path = tmp_path_factory.mktemp("pdf") / "plan.pdf"
    path.write_bytes(out.getvalue())
    return path


@pytest.fixture(scope="module")
def home(kehoach: Run, pdf: Path, filled: Path, tmp_path_factory) -> Path:
    home = Path(shutil.copytree(filled, tmp_path_factory.mktemp("home") / "home"))
    done = kehoach("ingest", pdf, home=home)
    assert done.returncode == 0, done.stdout + done.stderr
    return home


def duty(kehoach: Run, home: Path) -> str:
    plan = json.loads(kehoach("show", "12/KH-UBND", "--json", home=home).stdout)
    (assignment,) = plan["assignments"]
    return assignment["id"]


def test_every_record_is_listed_with_its_page_and_quote(kehoach: Run, home: Path):
    said = kehoach("show", "12/KH-UBND", "--evidence", home=home).stdout
    (line,) = (line for line in said.splitlines() if DUTY in line)
    assert line.split()[:3] == [duty(kehoach, home)[:8], "I/1", "2"]


def test_a_record_is_found_by_the_beginning_of_its_id(kehoach: Run, home: Path):
    told = json.loads(kehoach("evidence", duty(kehoach, home)[:8], "--json", home=home).stdout)
    assert (told["kind"], told["actors"]) == ("assignments", ["Sở Nội vụ"])
    (piece,) = told["evidence"]
    assert (piece["page"], piece["quote"]) == (2, DUTY)
    assert len(piece["boxes"]) == len(DUTY.split())
    assert all(box["x0"] > 85 and 842 - 735 < box["top"] < box["bottom"] < 842 - 710 for box in piece["boxes"])


def test_the_quote_is_marked_on_the_picture_of_its_page(kehoach: Run, home: Path, tmp_path: Path):
    record = duty(kehoach, home)
    done = kehoach("evidence", record, "--png", "--out", tmp_path, home=home)
    assert done.returncode == 0, done.stderr
    picture = np.asarray(Image.open(tmp_path / f"{record}-p2.png").convert("RGB")).astype(int)
    marked = (picture[:, :, 0] - picture[:, :, 2]) > 60
    rows, columns = np.nonzero(marked)
    scale = picture.shape[0] / 842
    assert 842 - 740 < rows.min() / scale < rows.max() / scale < 842 - 705
    assert 90 < columns.min() / scale < 110  # behind the label
    dark = picture.sum(axis=2) < 150
    assert (dark & marked).sum() == 0
    assert dark[rows.min() : rows.max(), columns.min() : columns.max()].any()  # the print shows through


def test_a_text_has_no_pages_to_draw(kehoach: Run, home: Path):
    plan = json.loads(kehoach("show", "77/KH-UBND", "--json", home=home).stdout)
    record = plan["quantities"][0]["id"]
    assert kehoach("evidence", record, home=home).returncode == 0
    done = kehoach("--lang", "en", "evidence", record, "--png", home=home)
    assert done.returncode == 1
    assert "has no pages to show" in done.stderr


@pytest.mark.parametrize("record", ["", "zz", "%"])
def test_an_id_that_fits_none_or_many_is_said(kehoach: Run, home: Path, record: str):
    done = kehoach("--lang", "en", "evidence", record, home=home)
    assert done.returncode == 1
    assert "begin" in done.stderr or not record
    assert len(done.stderr.splitlines()) == 1
