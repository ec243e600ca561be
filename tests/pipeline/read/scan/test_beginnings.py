"""Marks and labels at the beginning of lines, told from drawn lines of print."""

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pipeline.read.scan.beginnings import set_beginnings
from pipeline.read.scan.handwriting import Marked
from pipeline.read.scan.ink import Ink
from pipeline.read.scan.tesseract import Recognized

SIZE = 38  # pixels: 13.5 points at 200 dots an inch
LEFT, TOP = 300, 60


def font(bold: bool = True) -> ImageFont.FreeTypeFont:
    for name in ("LiberationSerif-Bold.ttf" if bold else "LiberationSerif-Regular.ttf", "DejaVuSerif.ttf"):
        try:
            return ImageFont.truetype(name, SIZE)
        except OSError:
            continue
    pytest.skip("needs a font with serifs: Liberation Serif or DejaVu Serif")


def printed(*words: str, bold: bool = True) -> tuple[Ink, list[tuple[int, int, int, int]]]:
    """A line of print, slightly blurred, and the box of each word."""
    picture = Image.new("L", (1200, 180), 255)
    draw, x, boxes = ImageDraw.Draw(picture), LEFT, []
    for word in words:
        draw.text((x, TOP), word, fill=0, font=font(bold))
        boxes.append(tuple(map(round, draw.textbbox((x, TOP), word, font=font(bold)))))
        x += round(draw.textlength(word + " ", font=font(bold)))
    return Ink(np.asarray(picture.filter(ImageFilter.GaussianBlur(0.9)))), boxes


def read_as(boxes: list[tuple[int, int, int, int]], *words: str) -> list[Marked]:
    return [Marked(Recognized(w, *box, 0.9, (1, 1, 1))) for w, box in zip(words, boxes, strict=True)]


def texts(line: list[Marked], ink: Ink) -> list[str]:
    return [m.word.text for m in set_beginnings([line], ink)[0]]


@pytest.mark.parametrize(
    ("label", "read"),
    [("III.", "II."), ("III.", "HI."), ("III.", "IH."), ("II.", "H."), ("II.", "III."), ("I.", "L."), ("VII.", "VH."),
     ("VI.", "VII."), ("IV.", "IIV."), ("VIII.", "VIH."), ("V.", "V."), ("II.", "II.")],
)  # fmt: skip
def test_a_roman_number_is_what_its_strokes_are(label: str, read: str) -> None:
    ink, boxes = printed(label, "GIẢI", "PHÁP", "THỰC", "HIỆN")
    line = read_as(boxes, read, "GIẢI", "PHÁP", "THỰC", "HIỆN")
    first = set_beginnings([line], ink)[0][0]
    assert first.word.text == label
    assert (first.raw, bool(first.why)) == ((read, True) if read != label else (None, False))


@pytest.mark.parametrize("label", ["H.", "U.", "X.", "IX.", "L.", "1."])
def test_letters_that_are_no_such_number_stay(label: str) -> None:
    ink, boxes = printed(label, "GIẢI", "PHÁP", "THỰC", "HIỆN")
    assert texts(read_as(boxes, label, "GIẢI", "PHÁP", "THỰC", "HIỆN"), ink)[0] == label


@pytest.mark.parametrize("mark", ["-", "+", "–"])
def test_a_mark_that_was_not_read_is_found(mark: str) -> None:
    ink, boxes = printed(mark, "Tăng", "cường", "công", "tác", bold=False)
    found = set_beginnings([read_as(boxes[1:], "Tăng", "cường", "công", "tác")], ink)[0]
    assert [m.word.text for m in found] == ["+" if mark == "+" else "-", "Tăng", "cường", "công", "tác"]
    assert found[0].raw == ""
    assert found[0].why
    assert abs(found[0].word.x0 - boxes[0][0]) < 8


def test_two_marks_that_were_not_read_are_found() -> None:
    ink, boxes = printed("-", "+", "Tăng", "cường", "công", "tác", bold=False)
    assert texts(read_as(boxes[2:], "Tăng", "cường", "công", "tác"), ink)[:3] == ["-", "+", "Tăng"]


@pytest.mark.parametrize(
    ("mark", "read"), [("-", "~"), ("-", "¬"), ("-", "_~"), ("+", "*"), ("+", "-"), ("-", "+"), ("*", "_"), ("*", "“")]
)
def test_a_mark_is_what_its_shape_is(mark: str, read: str) -> None:
    ink, boxes = printed(mark, "Tăng", "cường", "công", "tác", bold=False)
    assert texts(read_as(boxes, read, "Tăng", "cường", "công", "tác"), ink)[0] == mark


@pytest.mark.parametrize("sign", ["“", "”", "°", "'", "(", "#", "§"])
def test_another_sign_is_no_star(sign: str) -> None:
    ink, boxes = printed(sign, "Tăng", "cường", "công", "tác", bold=False)
    assert texts(read_as(boxes, sign, "Tăng", "cường", "công", "tác"), ink)[0] == sign


@pytest.mark.parametrize("before", ["", "=", "|", "(", "t", ".", "_", "~", "Ban"])
def test_nothing_else_before_a_line_is_a_mark(before: str) -> None:
    ink, boxes = printed(*([before] if before else []), "Tăng", "cường", "công", "tác", bold=False)
    assert texts(read_as(boxes[-4:], "Tăng", "cường", "công", "tác"), ink) == ["Tăng", "cường", "công", "tác"]


def test_a_line_that_goes_on_has_no_mark() -> None:
    ink, boxes = printed("-", "tăng", "cường", "công", "tác", bold=False)
    assert texts(read_as(boxes[1:], "tăng", "cường", "công", "tác"), ink)[0] == "tăng"


def test_a_label_joined_to_its_word_is_parted_where_a_space_is_printed() -> None:
    ink, (label, word, *rest) = printed("I.", "MỤC", "ĐÍCH,", "YÊU", "CẦU")
    joined = (label[0], label[1], word[2], word[3])
    line = read_as([joined, *rest], "IL.MỤC", "ĐÍCH,", "YÊU", "CẦU")
    found = set_beginnings([line], ink)[0]
    assert [m.word.text for m in found] == ["I.", "MỤC", "ĐÍCH,", "YÊU", "CẦU"]
    assert [m.raw for m in found[:2]] == ["IL.MỤC", "IL.MỤC"]
    assert all(one.word.x1 <= two.word.x0 for one, two in pairwise(found))


def test_a_label_printed_without_a_space_stays() -> None:
    ink, boxes = printed("I.MỤC", "ĐÍCH,", "YÊU", "CẦU")
    assert texts(read_as(boxes, "I.MỤC", "ĐÍCH,", "YÊU", "CẦU"), ink)[0] == "I.MỤC"


@pytest.mark.parametrize(("label", "after"), [("1.", "1."), ("1,", "1,"), ("12.", "12.")])
def test_a_closing_dot_read_as_a_comma_is_told_from_a_comma(label: str, after: str) -> None:
    ink, boxes = printed(label, "Căn", "cứ", "Kế", "hoạch", bold=False)
    assert texts(read_as(boxes, label[:-1] + ",", "Căn", "cứ", "Kế", "hoạch"), ink)[0] == after


def test_a_blank_page_has_nothing() -> None:
    ink = Ink(np.full((200, 200), 255, dtype=np.uint8))
    line = read_as([(10, 10, 60, 40), (70, 10, 120, 40)], "II.", "GIẢI")
    assert texts(line, ink) == ["II.", "GIẢI"]
