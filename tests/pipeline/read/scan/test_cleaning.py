import numpy as np
import pytest
from PIL import Image, ImageDraw
from scipy import ndimage

from pipeline.read.scan.cleaning import even_background, median, red_channel, without_specks
from pipeline.read.scan.prepare import prepare
from pipeline.read.scan.skew import skew_of


def page(width: int = 1240, height: int = 1754) -> Image.Image:
    """Lines of words as bars: dark, with gaps."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    rng = np.random.default_rng(1)
    for top in range(150, height - 150, 40):
        x = 120
        while x < width - 200:
            length = int(rng.integers(20, 70))
            draw.rectangle((x, top, x + length, top + 14), fill="black")
            x += length + 12
    return picture


def test_the_median_is_that_of_nine_neighbours() -> None:
    grey = np.random.default_rng(2).integers(0, 256, (61, 47), dtype=np.uint8)
    assert np.array_equal(median(grey), ndimage.median_filter(grey, 3, mode="nearest"))


def test_red_ink_vanishes_and_black_and_blue_stay() -> None:
    picture = Image.new("RGB", (3, 1))
    picture.putdata([(214, 38, 44), (10, 10, 10), (20, 30, 160)])
    red, black, blue = (int(v) for v in red_channel(picture)[0])
    assert red > 200
    assert max(black, blue) < 60


def test_a_clean_page_is_left_and_a_speckled_one_is_not() -> None:
    grey = red_channel(page())
    assert without_specks(grey) is grey
    speckled = grey.copy()
    speckled[np.random.default_rng(3).random(grey.shape) < 0.06] = 0
    paper = grey == 255
    assert np.mean(without_specks(speckled)[paper] < 128) < np.mean(speckled[paper] < 128) / 4


def test_shadow_is_lifted_and_even_paper_left() -> None:
    grey = red_channel(page())
    assert even_background(grey) is grey
    shade = np.linspace(0.4, 1.0, grey.shape[1])
    lifted = even_background((grey * shade).astype(np.uint8))
    paper = grey == 255
    assert np.percentile(lifted[paper], 5) > 215


@pytest.mark.parametrize("degrees", [-2.0, -0.7, 0.0, 1.0, 2.4])
def test_skew_is_found_to_a_tenth(degrees: float) -> None:
    turned = page().rotate(-degrees, Image.Resampling.BICUBIC, fillcolor="white")
    assert skew_of(red_channel(turned)) == pytest.approx(degrees, abs=0.11)


def test_a_blank_page_has_no_skew() -> None:
    assert skew_of(np.full((800, 600), 255, dtype=np.uint8)) == 0


def test_a_table_s_lines_are_found_where_they_are_and_painted_over() -> None:
    picture = page()
    draw = ImageDraw.Draw(picture)
    for x in (200, 500, 1000):
        draw.line((x, 300, x, 900), fill="black", width=3)
    for y in (300, 600, 900):
        draw.line((200, y, 1000, y), fill="black", width=3)
    made = prepare(picture, 595.2, 841.92)
    across = sorted(round(r.top) for r in made.rulings if r.x1 - r.x0 > 300)
    down = sorted(round(r.x0) for r in made.rulings if r.bottom - r.top > 200)
    assert across == pytest.approx([144, 288, 432], abs=2)
    assert down == pytest.approx([96, 240, 480], abs=2)
    assert made.pixels[452, 200] == 255


def test_words_alone_give_no_lines() -> None:
    assert prepare(page(), 595.2, 841.92).rulings == ()


@pytest.mark.parametrize("size", [(1, 1), (5, 900), (900, 3), (40, 40)])
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_any_picture_can_be_prepared(size: tuple[int, int], mode: str) -> None:
    assert prepare(Image.new(mode, size), 595.2, 841.92).pixels.dtype == np.uint8
