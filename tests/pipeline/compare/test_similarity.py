"""The measures that alignment rests on."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.plan import Plan
from pipeline.compare import similarity
from pipeline.compare.items import compared, criteria_of
from pipeline.compare.similarity import Similarity
from pipeline.compare.wording import syllables


def worded(*texts: str) -> Similarity:
    return Similarity([compared(text, syllables) for text in texts])


def test_weights_are_those_of_scikit_learn(civility_plans: tuple[Plan, ...]) -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer

    wordings = [item.words for item in criteria_of(civility_plans[0])]
    expected = TfidfVectorizer(analyzer=similarity._terms_of).fit_transform(wordings)
    found = Similarity(wordings)._unit
    assert found.shape == expected.shape
    assert abs(found - expected).max() < 1e-9


@settings(deadline=None)
@given(st.lists(st.lists(st.text(max_size=6), max_size=8), min_size=1, max_size=6))
def test_likeness_of_any_wordings_is_a_share_and_goes_both_ways(wordings: list[list[str]]) -> None:
    near = Similarity(wordings).neighbours()
    assert len(near) == len(wordings)
    for i, found in enumerate(near):
        assert i not in found
        for j, score in found.items():
            assert 0 < score < 1 + 1e-6
            assert near[j][i] == score


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm"]), max_size=6), min_size=1, max_size=8))
def test_looking_at_the_nearest_alone_finds_the_same_of_few(wordings: list[list[str]]) -> None:
    """Of few wordings every pair is looked at; of many the nearest, which of few are all of them."""
    every = Similarity(wordings).neighbours()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(similarity, "_FEW", 0)
        patched.setattr(similarity, "_CHUNK", 3)
        nearest = Similarity(wordings).neighbours()
    assert [set(found) for found in nearest] == [set(found) for found in every]
    for found, of_every in zip(nearest, every, strict=True):
        assert found == pytest.approx(of_every)


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
    assert worded(one, two, "Một việc khác hẳn").neighbours()[0][1] > 0.999


def test_what_shares_no_word_is_not_alike() -> None:
    assert worded("Mặc trang phục lịch sự", "Rút ngắn thời gian giải quyết hồ sơ").neighbours() == [{}, {}]


def test_a_part_is_contained_in_its_whole() -> None:
    whole = "Niêm yết công khai thủ tục hành chính tại trụ sở; rút ngắn thời gian giải quyết hồ sơ"
    found = worded(whole, "Rút ngắn thời gian giải quyết hồ sơ", "Mặc trang phục lịch sự")
    assert found.contained(1, found.terms[0]) > 0.9
    assert found.contained(2, found.terms[0]) < 0.3
    assert list(found.containers(0.5)) == [(1, 0)]


def test_a_wording_without_words_is_like_nothing() -> None:
    found = worded("", "…", "Mặc trang phục lịch sự")
    assert found.neighbours() == [{}, {}, {}]
    assert found.contained(0, found.terms[2]) == 0
