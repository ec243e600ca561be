"""PDFs of known content: what is opened and what is refused, boxes as shown, characters, pages that fail alone."""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from models.document import Document, RawFile
from models.errors import DamagedFile, NeedsOcr, NeedsPassword, NoTextFound, TooLarge
from models.span import Span
from pipeline.read.pdf import named, read_pdf

REAL = Path(__file__).parents[4].parent / "shared/real"
FONTS = Path("/usr/share/fonts/truetype/liberation2")
SIZE = (595.0, 842.0)
LINE = "Uy ban nhan dan tinh phat dong phong trao thi dua yeu nuoc nam hai nghin"

vietnamese = pytest.mark.skipif(not FONTS.is_dir(), reason="needs fonts-liberation2")


def pdf(draw: Callable[[Canvas], None], *, pages: int = 1, encrypt: object = None) -> bytes:
    """A PDF on whose every page `draw` is called."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=SIZE, encrypt=encrypt)
    for _ in range(pages):
        canvas.setFont("Times-Roman", 13)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def lines(canvas: Canvas) -> None:
    for k in range(12):
        canvas.drawString(85, 700 - 16 * k, LINE)


def read(content: bytes) -> Document:
    return read_pdf(RawFile(content=content, media_type="application/pdf", source="a.pdf"))


def box_of(document: Document, word: str):
    at = document.text.index(word)
    (box,) = document.locate(Span(at, at + len(word)))
    return box


def test_words_stand_in_their_boxes_in_points_from_the_top_left():
    def draw(canvas):
        lines(canvas)
        canvas.drawString(100, 500, "Moc")

    box = box_of(read(pdf(draw)), "Moc")
    assert box.page == 1
    assert box.x0 == pytest.approx(100, abs=1)
    assert box.x1 == pytest.approx(100 + pdfmetrics.stringWidth("Moc", "Times-Roman", 13), abs=1)
    assert box.top < 842 - 500 - 8 < 842 - 500 < box.bottom
    assert box.bottom - box.top < 20


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_read_as_it_is_shown(turn):
    width, height = SIZE

    def draw(canvas):
        canvas.setPageRotation(turn)
        # The content is turned against the page, so that it is shown upright; reportlab lays the sheet down itself.
        canvas.translate(*{0: (0, 0), 90: (height, 0), 180: SIZE, 270: (0, width)}[turn])
        canvas.rotate(turn)
        for k in range(12):
            canvas.drawString(85, height - 100 - 16 * k, LINE)

    document = read(pdf(draw))
    assert document.text.count(LINE) == 12
    assert not document.noise
    first = document.words
    assert first is not None
    assert (first.x0[0], first.page[0]) == (pytest.approx(85, abs=1), 1)
    assert first.top[0] < 100 < first.bottom[0]
    assert (document.pages[0].width, document.pages[0].height) == (width, height)


def test_a_crop_box_moves_the_boxes():
    def draw(canvas):
        canvas.setCropBox((50, 100, 545, 800))
        lines(canvas)

    document = read(pdf(draw))
    box = box_of(document, "Uy")
    assert box.x0 == pytest.approx(85 - 50, abs=1)
    assert box.top < 800 - 700 < box.bottom
    assert (document.pages[0].width, document.pages[0].height) == (495, 700)


def test_text_turned_on_an_upright_page_is_noise():
    def draw(canvas):
        lines(canvas)
        canvas.translate(40, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Luu kho")

    document = read(pdf(draw))
    assert [s.of(document.text) for s in document.noise] == ["Luu kho"]


def test_a_page_of_text_that_stands_sideways_says_so():
    def draw(canvas):
        canvas.translate(595, 0)
        canvas.rotate(90)
        lines(canvas)

    document = read(pdf(draw))
    assert "sideways" in document.problems[0].reason
    assert document.noise


def test_text_drawn_twice_for_boldness_is_there_once():
    def draw(canvas):
        lines(canvas)
        canvas.drawString(100, 400, "Dam")
        canvas.drawString(100.4, 400, "Dam")

    assert read(pdf(draw)).text.count("Dam") == 1


@vietnamese
def test_combining_marks_ligatures_bullets_and_soft_hyphens_become_plain_characters():
    pdfmetrics.registerFont(TTFont("Serif", str(FONTS / "LiberationSerif-Regular.ttf")))

    def draw(canvas):
        canvas.setFont("Serif", 13)
        for k in range(12):
            canvas.drawString(85, 700 - 16 * k, "Ủy ban nhân dân tỉnh phát động phong trào thi đua yêu nước")
        canvas.drawString(85, 400, "Kê\u0301 hoa\u0323ch \ufb01le thi\u00adđua")

    text = read(pdf(draw)).text
    assert "Kế hoạch file thiđua" in text


def test_a_raised_figure_is_a_superscript_and_no_part_of_the_number():
    def draw(canvas):
        lines(canvas)
        canvas.drawString(85, 400, "nam 2021")
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(85 + pdfmetrics.stringWidth("nam 2021", "Times-Roman", 13), 405, "3")

    text = read(pdf(draw)).text
    assert "20213" not in text
    assert "2021³" in text


def test_junk_before_the_header_is_cut_off_and_said():
    document = read(b"\r\n--boundary0123456789" + pdf(lines))
    assert document.text.startswith("Uy ban")
    assert any("22 bytes" in note for note in document.notes)


def test_a_file_locked_by_a_password_says_so():
    with pytest.raises(NeedsPassword, match="password"):
        read(pdf(lines, encrypt=StandardEncryption("secret", "owner")))


def test_a_file_that_opens_without_a_password_is_read_though_it_is_encrypted():
    assert "Uy ban" in read(pdf(lines, encrypt=StandardEncryption("", "owner"))).text


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"%PDF-1.7\n" + b"\0" * 500, pdf(lines)[:200]])
def test_a_broken_file_says_so(content):
    with pytest.raises(DamagedFile):
        read(content)


def test_a_file_without_its_end_is_read_or_called_damaged():
    content = pdf(lines, pages=5)
    for share in (0.3, 0.6, 0.9, 0.99):
        try:
            document = read(content[: int(len(content) * share)])
        except (DamagedFile, NoTextFound, NeedsOcr):
            continue
        assert set(document.text.split()) <= set(LINE.split())


def test_ten_thousand_pages_are_refused_at_once():
    content = pdf(lambda canvas: None, pages=10_000)
    start = time.perf_counter()
    with pytest.raises(TooLarge, match="10,000 pages"):
        read(content)
    assert time.perf_counter() - start < 5


def test_a_page_of_no_size_or_no_content_ends_nothing():
    content = pdf(lines, pages=3).replace(b"/MediaBox [ 0 0 595 842 ]", b"/MediaBox [ 0 0 0   0   ]", 1)
    document = read(content)
    assert len(document.pages) == 3
    assert document.text.count(LINE) >= 24


def scanned(canvas: Canvas) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    canvas.drawImage(ImageReader(Image.new("RGB", (60, 85), "white")), 0, 0, *SIZE)


def test_without_ocr_the_pages_that_need_it_are_named(monkeypatch):
    monkeypatch.setattr("pipeline.read.scan.missing_ocr", lambda: "tesseract is not installed")
    with pytest.raises(NeedsOcr, match=r"pages 1–3"):
        read(pdf(scanned, pages=3))

    turns = iter([lines, scanned, scanned, lines])

    def draw(canvas):
        next(turns)(canvas)

    document = read(pdf(draw, pages=4))
    assert document.text.count(LINE) == 24
    (problem,) = document.problems
    assert problem.reason == "needs OCR: pages 2–3; tesseract is not installed"


def test_pages_are_named_in_ranges():
    assert named([2]) == "page 2"


def test_every_page_is_told_and_spans_the_text_in_order():
    document = read(pdf(lines, pages=4))
    assert [p.number for p in document.pages] == [1, 2, 3, 4]
    assert document.pages[0].span.start == 0
    assert document.pages[-1].span.end == len(document.text)
    for before, after in zip(document.pages, document.pages[1:], strict=False):
        assert before.span.end == after.span.start
    columns = document.words
    assert columns is not None
    for k in range(len(columns)):
        assert document.page_of(Span(columns.start[k], columns.end[k])) == columns.page[k]


real = pytest.mark.skipif(not REAL.is_dir(), reason="needs the real files")


@real
@pytest.mark.parametrize(
    ("name", "number", "date"),
    [
        ("gl_qd_326_2026.pdf", r"Số: 326 /QĐ-UBND", "ngày 26 tháng 01 năm 2026"),
        ("qng_tb_565_2024.pdf", r"Số: 565 /TB-UBND", "ngày 15 tháng 11 năm 2024"),
    ],
)
def test_what_is_stamped_on_a_real_file_stands_where_it_was_stamped(name, number, date):
    document = read((REAL / name).read_bytes())
    header = document.text[:700]
    assert number in header
    assert date in header
    assert all(p.how == "layer" for p in document.pages)
