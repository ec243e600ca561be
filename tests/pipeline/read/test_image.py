"""Pictures as documents: pages of text, several in one file, and those that hold none."""

import shutil
from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from models.document import RawFile
from models.errors import DamagedFile, MissingTool, NoTextFound, TooLarge
from pipeline.read import image
from pipeline.read.image import page_size, read_image

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")


def raw(content: bytes) -> RawFile:
    return RawFile(content=content, media_type="image/png", source="a picture")


def encoded(*pictures: Image.Image, kind: str = "PNG", **options: object) -> RawFile:
    out = BytesIO()
    more = {"save_all": True, "append_images": pictures[1:]} if len(pictures) > 1 else {}
    pictures[0].save(out, kind, **more, **options)
    return raw(out.getvalue())


def page(text: str) -> Image.Image:
    try:
        font = ImageFont.truetype("DejaVuSerif.ttf", 40)
    except OSError:
        pytest.skip("needs the font DejaVu Serif")
    picture = Image.new("L", (1654, 2339), 255)
    ImageDraw.Draw(picture).multiline_text((240, 300), text, fill=0, font=font, spacing=30)
    return picture


@needs_tesseract
def test_each_picture_of_a_tiff_is_a_page() -> None:
    texts = ("Kế hoạch tổ chức phong trào thi đua\nnăm 2019 của tỉnh", "Trách nhiệm của các cơ quan, đơn vị")
    document = read_image(encoded(*map(page, texts), kind="TIFF", dpi=(200, 200)))
    assert [p.number for p in document.pages] == [1, 2]
    assert all(p.how == "ocr" for p in document.pages)
    assert "phong trào thi đua" in document.text
    assert "các cơ quan, đơn vị" in document.text
    assert document.words is not None


@needs_tesseract
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGBA", "CMYK"])
def test_an_empty_page_has_no_text(mode: str) -> None:
    blank = Image.new("RGB", (1200, 1600), "white").convert(mode)
    with pytest.raises(NoTextFound):
        read_image(encoded(blank, kind="TIFF"))


@needs_tesseract
def test_a_photograph_without_text_has_no_text() -> None:
    """Blotches and fur: smooth patches with strokes over them."""
    rng = np.random.default_rng(4)
    picture = Image.fromarray(rng.integers(0, 255, (40, 60, 3), dtype=np.uint8)).resize((1200, 800))
    draw = ImageDraw.Draw(picture)
    for x, y, dx, dy, shade in zip(*rng.integers(0, 1200, (2, 900)), *rng.integers(-30, 30, (2, 900)),
                                   rng.integers(0, 255, 900), strict=True):  # fmt: skip
        draw.line((x, y, x + dx, y + dy), fill=(int(shade), int(shade), int(shade) // 2), width=2)
    with pytest.raises(NoTextFound):
        read_image(encoded(picture, kind="JPEG"))


@needs_tesseract
def test_a_cut_picture_is_damaged() -> None:
    whole = encoded(page("Kế hoạch")).content
    with pytest.raises(DamagedFile):
        read_image(raw(whole[: len(whole) // 2]))


@needs_tesseract
def test_a_bomb_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "MAX_PIXELS", 10_000)
    with pytest.raises(TooLarge):
        read_image(encoded(Image.new("1", (200, 200))))
    monkeypatch.undo()
    with pytest.raises(TooLarge):
        read_image(encoded(Image.new("1", (20_000, 20_000))))


def test_without_ocr_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.read.scan.missing_ocr", lambda: "tesseract is not installed; make system")
    with pytest.raises(MissingTool, match="make system"):
        read_image(encoded(Image.new("1", (20, 20))))


def test_the_size_of_a_page() -> None:
    scanned, photographed = Image.new("1", (1654, 2339)), Image.new("1", (3000, 4000))
    scanned.info["dpi"] = (200, 200)
    photographed.info["dpi"] = (72, 72)
    assert page_size(scanned) == pytest.approx((595.4, 842.0), abs=0.1)
    assert page_size(photographed) == pytest.approx((631.4, 841.9), abs=0.1)
