"""Candidates among many plans: what is alike shares bands, what is not rarely does, on every machine the same."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from pipeline.store.sketch import BANDS, CANDIDATE, bands, bands_of, resemblance, sketch
from pipeline.store.wording import Content

VOCABULARY = [f"{onset}{rime}" for onset in "bcdghklmnprstvx" for rime in ("a", "ang", "ia", "oi", "uc", "en", "ong")]


def content_of(words: list[str]) -> Content:
    return Content(tuple(words), bytes(len(words)), bytes([255]) * len(words))


def text(seed: int, count: int = 1500) -> list[str]:
    rng = Random(seed)  # noqa: S311  (no secret: repeatable)
    return [rng.choice(VOCABULARY) for _ in range(count)]


def shared(one: Content, other: Content) -> int:
    return len(set(bands(one)) & set(bands(other)))


def test_a_draft_is_found_by_seven_tenths_of_its_text() -> None:
    found = 0
    for seed in range(40):
        issued = text(seed)
        draft = issued[:500] + text(seed + 1000, 450) + issued[950:]
        found += shared(content_of(issued), content_of(draft)) >= CANDIDATE
    assert found >= 38


def test_other_texts_are_rarely_candidates() -> None:
    made = [content_of(text(seed)) for seed in range(40)]
    pairs = [(a, b) for k, a in enumerate(made) for b in made[:k]]
    assert sum(shared(a, b) >= CANDIDATE for a, b in pairs) <= len(pairs) // 100


def test_accents_and_numbers_that_a_scan_misreads_make_no_difference() -> None:
    one = content_of(["giáy", "khen", "2019", "cho", "tập", "thể"])
    other = content_of(["giây", "khen", "2018", "cho", "tâp", "thê"])
    assert bands(one) == bands(other)


def test_the_bands_of_a_text_are_the_same_on_every_machine() -> None:
    assert bands(content_of(["thi", "đua"]))[:2] == (7996432307826862032, 34565189058326789)


def test_short_texts_are_found_and_empty_ones_are_like_none() -> None:
    assert bands(Content()) == ()
    assert resemblance(sketch(Content()), sketch(Content())) == 0
    assert len(bands(content_of(["thi"]))) == BANDS
    assert shared(content_of(["thi", "đua"]), content_of(["thi", "đua"])) == BANDS


@given(st.lists(st.text("abcđ1", min_size=1, max_size=3), max_size=30))
def test_bands_fit_a_signed_column_and_come_from_the_sketch(words: list[str]) -> None:
    made = content_of(words)
    assert all(0 <= band < 2**63 for band in bands(made))
    assert bands(made) == bands_of(sketch(made))
    assert len(set(bands(made))) == len(bands(made))
    if bands(made):
        assert resemblance(sketch(made), sketch(made)) == 1
