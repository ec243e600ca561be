"""Whether a layer over pictures is believed: compared once a file, with a page that can judge."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.pdf.checking import AGREES, Checking, agreement
from pipeline.read.pdf.sheets import Sheet

PLANS = {p.stem: p.read_text(encoding="utf-8") for p in (Path(__file__).parents[4] / "corpus/plans").glob("*.txt")}
ONE, *OTHERS = sorted(PLANS)
LACKING = "tesseract is not installed"


def words(text: str, *, misread: int = 0) -> tuple[SeenWord, ...]:
    """The words of a first page; one in `misread` is read wrongly."""
    return tuple(
        SeenWord(w + "x" if misread and k % misread == 0 else w, 0, 0, 1, 1) for k, w in enumerate(text.split()[:450])
    )


def page(number: int, text: str, *, confidence: float = 0.95) -> SeenPage:
    return SeenPage(number, 595, 842, "layer", "a good text layer", confidence, words(text))


class Eyes:
    """What is on the pictures, and how often they were looked at."""

    def __init__(self, text: str, *, confidence: float = 0.95) -> None:
        self.text, self.confidence, self.looked = text, confidence, 0

    def __call__(self, seen: SeenPage) -> SeenPage:
        self.looked += 1
        return page(seen.number, self.text, confidence=self.confidence)


def checked(layer: str, eyes: Eyes, *, missing: str | None = None, over_picture: bool = True, pages: int = 4):
    check = Checking(eyes, lambda: missing)
    return check, [check(Sheet(page(n + 1, layer), over_picture)) for n in range(pages)]


@pytest.mark.parametrize("misread", [0, 10, 20])
@pytest.mark.parametrize("name", PLANS)
def test_a_page_agrees_with_its_own_layer_though_words_are_misread(name, misread):
    share = agreement(words(PLANS[name]), words(PLANS[name], misread=misread))
    assert share is not None
    assert share > AGREES + 0.05


@pytest.mark.parametrize("other", OTHERS)
def test_plans_of_one_campaign_do_not_agree(other):
    share = agreement(words(PLANS[ONE]), words(PLANS[other]))
    assert share is not None
    assert share < AGREES - 0.05


def test_a_few_words_tell_nothing():
    assert agreement(words("một hai ba"), words(PLANS[ONE])) is None


def test_a_layer_that_agrees_stands_and_is_compared_once():
    eyes = Eyes(PLANS[ONE])
    check, pages = checked(PLANS[ONE], eyes)
    assert [p.how for p in pages] == ["layer"] * 4
    assert (eyes.looked, check.problems, check.notes) == (1, (), ())


def test_a_layer_of_another_document_is_left_on_all_pages():
    eyes = Eyes(PLANS[ONE])
    check, pages = checked(PLANS[OTHERS[0]], eyes)
    assert [(p.how, p.words) for p in pages] == [("ocr", ())] * 4
    assert eyes.looked == 1
    (problem,) = check.problems
    assert problem.page == 1
    assert "the pictures were read instead" in problem.reason


def test_pages_without_pictures_cost_nothing():
    eyes = Eyes(PLANS[ONE])
    check, pages = checked(PLANS[OTHERS[0]], eyes, over_picture=False)
    assert {p.how for p in pages} == {"layer"}
    assert (eyes.looked, check.notes) == (0, ())


def test_without_ocr_the_layer_stands_and_it_is_noted():
    eyes = Eyes(PLANS[ONE])
    check, pages = checked(PLANS[OTHERS[0]], eyes, missing=LACKING)
    assert {p.how for p in pages} == {"layer"}
    assert eyes.looked == 0
    assert check.notes == (f"the text layer over its pictures was used and could not be checked: {LACKING}",)


def test_pages_that_are_hard_to_read_judge_no_layer():
    eyes = Eyes(PLANS[ONE], confidence=0.6)
    check, pages = checked(PLANS[OTHERS[0]], eyes, pages=6)
    assert {p.how for p in pages} == {"layer"}
    assert eyes.looked == 3
    assert "no page is clear enough" in check.notes[0]
