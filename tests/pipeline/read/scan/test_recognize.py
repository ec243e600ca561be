"""Recognition with the engine itself, and with engines that hang, fail or are not there."""

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont

from pipeline.read.scan import PageImage, recognize, recognize_all, tesseract

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")
LINES = ("KẾ HOẠCH", "Tổ chức phong trào thi đua năm 2019", "1. Mục đích: nâng cao ý thức của cán bộ, công chức")
A4 = {"width": 595.2, "height": 841.92}


def scan(skew: float = 0.0) -> Image.Image:
    try:
        font = ImageFont.truetype("DejaVuSerif.ttf", 36)
    except OSError:
        pytest.skip("needs the font DejaVu Serif")
    picture = Image.new("RGB", (1654, 2339), "white")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((900, 380, 1240, 720), outline=(210, 30, 40), width=8)
    for at, text in enumerate(LINES):
        draw.text((240, 400 + 70 * at), text, fill="black", font=font)
    return picture.rotate(-skew, Image.Resampling.BICUBIC, fillcolor="white")


def engine(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "tesseract"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@needs_tesseract
@pytest.mark.parametrize("skew", [0.0, 1.4])
def test_words_are_read_where_they_stand_under_a_red_stamp(skew: float) -> None:
    page = recognize(scan(skew), number=3, why="a picture", **A4)
    assert " ".join(w.text for w in page.words).split() == " ".join(LINES).split()
    assert (page.number, page.how, page.problem, page.skew) == (3, "ocr", None, pytest.approx(skew, abs=0.15))
    assert page.confidence > 0.9
    first = page.words[0]
    assert first.text == "KẾ"
    assert (first.x0, first.bottom) == pytest.approx((240 * 0.36, 440 * 0.36), abs=8)


@needs_tesseract
def test_pages_come_in_order_and_are_asked_for_when_their_turn_comes() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[PageImage]:
        for number in range(1, 2 + 2 * (os.cpu_count() or 1)):
            asked.append(number)
            yield PageImage(Image.new("L", (300, 300), 255), number, 100.0, 100.0, "blank")

    asked_when_read: list[int] = []
    pages = list(recognize_all(jobs(), lambda page: asked_when_read.append(len(asked))))
    assert asked_when_read[0] <= (os.cpu_count() or 1) + 1
    assert [p.number for p in pages] == asked
    assert pages[0].problem == "no text found"


def test_a_page_that_hangs_is_ended_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine(tmp_path, "sleep 60 & wait", monkeypatch)
    monkeypatch.setattr(tesseract, "SECONDS_A_PAGE", 0.5)
    began = time.monotonic()
    page = recognize(Image.new("L", (300, 300), 255), number=1, why="", **A4)
    assert time.monotonic() - began < 10
    assert page.problem is not None
    assert "did not end" in page.problem
    assert page.words == ()


def test_a_page_on_which_the_engine_fails_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine(tmp_path, "echo 'Image too small' >&2; exit 3", monkeypatch)
    page = recognize(Image.new("L", (300, 300), 255), number=1, why="", **A4)
    assert page.problem == "tesseract ended with 3: Image too small"


def test_what_is_missing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for script, expected in (("echo eng", "no Vietnamese data"), ("echo eng; echo vie", None)):
        engine(tmp_path, script, monkeypatch)
        tesseract.missing_ocr.cache_clear()
        missing = tesseract.missing_ocr()
        assert (missing is None) if expected is None else (missing and expected in missing and "make system" in missing)
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    tesseract.missing_ocr.cache_clear()
    assert "not installed" in (tesseract.missing_ocr() or "")
    tesseract.missing_ocr.cache_clear()
