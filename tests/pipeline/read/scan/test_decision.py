import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.read.scan import decide

CASES = Path(__file__).parents[3] / "cases/read/layers.toml"
LAYERS = tomllib.loads(CASES.read_text(encoding="utf-8"))["layer"]


@pytest.mark.parametrize("case", LAYERS, ids=lambda c: c["title"])
@pytest.mark.parametrize(("share", "expected"), [(0.0, "how"), (0.97, "under_picture")])
def test_a_layer_is_used_or_not(case: dict[str, Any], share: float, expected: str) -> None:
    if expected not in case:
        pytest.skip("either will do")
    text = case["text"] * case["times"]
    decision = decide(text, len(text.split()), share)
    assert decision.how == case[expected], decision.why
    assert 0 <= decision.confidence <= 1


def test_the_reason_says_its_figures() -> None:
    decision = decide("Giờ ký: 10:39", 3, 0.96)
    assert decision.how == "ocr"
    assert "3 words" in decision.why
    assert "96%" in decision.why


def test_a_page_without_words() -> None:
    assert decide("", 0, 1.0).how == "ocr"
    assert decide("", 0, 0.0).how == "layer"
    assert decide("", 0, 0.0, paths=3_000).how == "ocr"
    assert decide("", 0, 0.0, paths=12).how == "layer"
