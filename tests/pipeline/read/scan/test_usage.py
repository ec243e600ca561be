"""Slips of marks set right by what the same document says."""

import re
from pathlib import Path

import pytest

from pipeline.read.paged.page import SeenWord
from pipeline.read.scan.spelling import dictionary
from pipeline.read.scan.usage import Usage

ROOT = Path(__file__).parents[4]
PLANS = sorted((ROOT / "corpus/plans").glob("*.txt")) + sorted((ROOT / "tests/cases/plans").glob("*.txt"))
pytestmark = pytest.mark.skipif(not dictionary(), reason="needs the dictionary of underthesea")

SAID = (
    "thi đua khen thưởng thi đua yêu nước tổ chức tập thể tổ chức tập thể tổ chức tập thể "
    "UBND tỉnh và UBND tỉnh của UBND tỉnh."
)


def page(text: str, confidence: float = 1.0) -> tuple[SeenWord, ...]:
    return tuple(SeenWord(w, 10.0 * k, 10.0, 10.0 * k + 9, 20.0, confidence) for k, w in enumerate(text.split()))


def heard(*pages: tuple[SeenWord, ...]) -> Usage:
    usage = Usage()
    for words in pages:
        usage.hear(words)
    return usage


def settled(text: str, confidence: float, said: str = SAID) -> str:
    words = page(text, confidence)
    return " ".join(w.text for w in heard(page(said), words).settled(words))


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
        ("giảm chỉ phí tối thiểu", "giảm chi phí tối thiểu"),
        ("nâng cao tỉnh thần trách nhiệm", "nâng cao tinh thần trách nhiệm"),
        ("trung thực, thằng thắn", "trung thực, thẳng thắn"),
        ("mê tín đị đoan", "mê tín dị đoan"),
    ],
)
def test_an_unsure_slip_is_set_right(read: str, meant: str) -> None:
    assert settled(read, 0.8) == meant


@pytest.mark.parametrize(
    "text",
    [
        "giải quyết khiếu nại, tố cáo",
        "phát huy thế mạnh",
        "chống đế quốc",
        "lợi thế và",
        "đúng nơi quy định",
        "gọi tắt là",
    ],
)
def test_right_words_stay_however_unsure(text: str) -> None:
    assert settled(text, 0.5) == text


def test_a_sure_word_is_changed_in_marks_that_slip_alone() -> None:
    assert settled("Phong trào thì đua", 0.99) == "Phong trào thì đua"
    assert settled("triển khai tố chức", 0.99) == "triển khai tổ chức"


def test_either_spelling_of_a_word_stays() -> None:
    assert settled("họp hằng năm", 0.8, said="hàng năm, " * 9) == "họp hằng năm"


def test_what_is_said_once_proves_nothing() -> None:
    assert settled("triển khai tố chức", 0.99, said="tổ chức") == "triển khai tố chức"


def test_later_pages_are_witnesses_too() -> None:
    first, later = page("Phong trào thì đua", 0.8), page(SAID)
    assert [w.text for w in heard(first, later).settled(first)] == ["Phong", "trào", "thi", "đua"]


def test_what_was_read_is_kept_with_the_reason() -> None:
    words = page("“thì đua", 0.8)
    word = heard(page(SAID), words).settled(words)[0]
    assert (word.text, word.raw, word.confidence) == ("“thi", "“thì", 0.8)
    assert word.why
    assert "thì" in word.why
    assert "thi" in word.why


@pytest.mark.parametrize("confidence", [1.0, 0.8])
@pytest.mark.parametrize("plan", PLANS, ids=lambda p: p.stem)
def test_clean_text_stays(plan: Path, confidence: float) -> None:
    text = re.sub("[*#|]", " ", plan.read_text(encoding="utf-8"))
    pages = [page(block, confidence) for block in re.split(r"\n\s*\n", text.replace("\f", "\n\n"))]
    usage = heard(*pages)
    changed = [(w.raw, w.text) for words in pages for w in usage.settled(words) if w.raw is not None]
    assert len(changed) <= (0 if confidence == 1.0 else 1)
