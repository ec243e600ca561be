"""Syllables read in two pieces."""

import pytest

from pipeline.read.scan.handwriting import Marked
from pipeline.read.scan.pieces import rejoined
from pipeline.read.scan.tesseract import Recognized


def line(*words: tuple[str, int, int]) -> list[Marked]:
    return [Marked(Recognized(text, x0, 0, x1, 30, 0.9, (1, 1, 1))) for text, x0, x1 in words]


def test_an_end_that_stands_against_its_syllable_is_joined() -> None:
    name, given = rejoined(line(("Hồn", 0, 70), ("g", 72, 90), ("Quân", 101, 180)))
    assert (name.word.text, name.raw, name.word.x0, name.word.x1) == ("Hồng", "Hồn g", 0, 90)
    assert name.why
    assert given == line(("Quân", 101, 180))[0]


@pytest.mark.parametrize(
    "words",
    [
        (("Hồn", 0, 70), ("g", 80, 98)),  # a blank between
        (("25", 0, 40), ("g", 42, 60)),  # a unit
        (("họp", 0, 60), ("g", 62, 80)),  # no syllable
        (("ban", 0, 60), ("a)", 62, 80)),  # a label
    ],
)
def test_words_stay_apart(words: tuple[tuple[str, int, int], ...]) -> None:
    assert rejoined(line(*words)) == line(*words)
