"""Slips of marks set right by what the same document says."""

import re
from pathlib import Path

import pytest

from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.scan.spelling import dictionary
from pipeline.read.scan.usage import Usage

ROOT = Path(__file__).parents[4]
PLANS = sorted((ROOT / "corpus/plans").glob("*.txt")) + sorted((ROOT / "tests/cases/plans").glob("*.txt"))
pytestmark = pytest.mark.skipif(not dictionary(), reason="needs the dictionary of underthesea")

SAID = (
    "thi đua khen thưởng thi đua yêu nước tổ chức tập thể tổ chức tập thể tổ chức tập thể "
    "UBND tỉnh và UBND tỉnh của UBND tỉnh."
)


def page(text: str, confidence: float = 1.0) -> SeenPage:
    words = tuple(SeenWord(w, 10.0 * k, 10.0, 10.0 * k + 9, 20.0, confidence) for k, w in enumerate(text.split()))
    return SeenPage(1, 595.0, 842.0, "ocr", "a picture", confidence, words)


def settled(text: str, confidence: float, said: str = SAID) -> str:
    usage = Usage()
    usage.settle(page(said))
    return " ".join(w.text for w in usage.settle(page(text, confidence)).words)


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("Phong trào thì đua", "Phong trào thi đua"),
        ("PHONG TRÀO THỊ ĐUA", "PHONG TRÀO THI ĐUA"),
        ("triển khai tố chức thực hiện", "triển khai tổ chức thực hiện"),
        ("những tập thế và cá nhân", "những tập thể và cá nhân"),
        ("Chủ tịch UBND tính;", "Chủ tịch UBND tỉnh;"),
        ("báo cáo đế xem xét", "báo cáo để xem xét"),
        ("đạt chuấn quốc gia", "đạt chuẩn quốc gia"),
    ],
)
def test_an_unsure_slip_is_set_right(read: str, meant: str) -> None:
    assert settled(read, 0.8) == meant


@pytest.mark.parametrize("text", ["giải quyết khiếu nại, tố cáo", "phát huy thế mạnh", "chống đế quốc", "lợi thế và"])
def test_right_words_stay_however_unsure(text: str) -> None:
    assert settled(text, 0.5) == text


def test_a_sure_word_is_changed_in_marks_that_slip_alone() -> None:
    assert settled("Phong trào thì đua", 0.99) == "Phong trào thì đua"
    assert settled("triển khai tố chức", 0.99) == "triển khai tổ chức"


def test_what_is_said_once_proves_nothing() -> None:
    assert settled("triển khai tố chức", 0.99, said="tổ chức") == "triển khai tố chức"


def test_what_was_read_is_kept_with_the_reason() -> None:
    usage = Usage()
    usage.settle(page(SAID))
    word = usage.settle(page("“thì đua", 0.8)).words[0]
    assert (word.text, word.raw, word.confidence) == ("“thi", "“thì", 0.8)
    assert word.why
    assert "thì" in word.why
    assert "thi" in word.why


@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.stem)
def test_clean_text_that_was_surely_read_stays(plan: Path) -> None:
    text = re.sub("[*#|]", " ", plan.read_text(encoding="utf-8"))
    usage = Usage()
    changed = {
        (w.raw, w.text)
        for sheet in text.split("\f")
        for block in re.split(r"\n\s*\n", sheet)
        for w in usage.settle(page(block, 1.0)).words
        if w.raw is not None
    }
    assert changed <= SLIPS_OF_THE_CORPUS


# The corpus is itself read from scans: what is set right in it is a slip there.
SLIPS_OF_THE_CORPUS: set[tuple[str, str]] = set()
