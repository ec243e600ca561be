"""The measures that alignment rests on."""

from __future__ import annotations

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plan import Plan
from pipeline.compare import similarity
from pipeline.compare.similarity import Similarity


def test_weights_are_those_of_scikit_learn(civility_plans: tuple[Plan, ...]) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = [similarity._masked_words(c.text) for c in civility_plans[0].criteria]
    expected = TfidfVectorizer(analyzer=similarity._terms_of).fit_transform(texts)
    found = similarity._weigh(texts)
    assert found.shape == expected.shape
    assert abs(found - expected).max() < 1e-9


@settings(deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_likeness_of_any_texts_is_a_share_and_goes_both_ways(texts: list[str]) -> None:
    every = range(len(texts))
    scores = Similarity(texts).between(every, every)
    assert scores.shape == (len(texts), len(texts))
    assert ((scores > -1e-9) & (scores < 1 + 1e-6)).all()
    assert numpy.allclose(scores, scores.T, atol=1e-6)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Báo cáo trước ngày 15/11/2019", "Báo cáo trước ngày 01/12/2020"),
        ("Tuyên truyền, vận động người dân", "TUYÊN TRUYỀN VẬN ĐỘNG NGƯỜI DÂN."),
        ("Xây dựng quy chế về thuỷ lợi", "Xây dựng quy chế về thủy lợi"),
    ],
    ids=["dates", "case and marks", "spelling"],
)
def test_what_carries_no_substance_does_not_part_texts(one: str, two: str) -> None:
    assert Similarity([one, two, "Một việc khác hẳn"]).between([0], [1])[0, 0] > 0.999


def test_a_part_is_contained_in_its_whole() -> None:
    whole = "Niêm yết công khai thủ tục hành chính tại trụ sở; rút ngắn thời gian giải quyết hồ sơ"
    part = "Rút ngắn thời gian giải quyết hồ sơ"
    shares = Similarity([whole, part, "Mặc trang phục lịch sự"]).containment([1, 2], [0])
    assert shares[0, 0] > 0.9
    assert shares[1, 0] < 0.3
