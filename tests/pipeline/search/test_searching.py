"""What is found, in which order, on which page."""

from __future__ import annotations

import pytest

from models.errors import UsageError
from pipeline.search import SearchIndex, segmented

TEXTS = (
    "Phong trào thi đua yêu nước",  # 0
    "thì đưa vào kế hoạch",  # 1
    "PHONG TRAO THI DUA",  # 2
    "Ủy ban nhân dân tỉnh Hoà Bình",  # 3
    "Uỷ ban nhân dân tỉnh Hòa Bình",  # 4
    "Quyết định số 733/QĐ-TTg, đạt trên 80%",  # 5
    "đua nhau thi",  # 6
    "Hội đồng Thi đua - Khen thưởng",  # 7
)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("thi dua", [0, 1, 2, 6, 7]),
        ("thi đua", [0, 1, 2, 6, 7]),
        ('"thi dua"', [0, 1, 2, 7]),
        ('"thi đua khen"', [7]),
        ('"phong trào thi đua yêu nước"', [0]),
        ('"phong trao thi dua nuoc"', []),
        ("uy ban", [3, 4]),
        ("Ủy", [3, 4]),
        ("uỷ", [3, 4]),
        ("hòa OR hoà", [3, 4]),
        ("733/qd-ttg", [5]),
        ('"733/qd-ttg dat"', [5]),
        ("80%", [5]),
        ("thi NOT dua", []),
        ("thi -đưa", [0, 2, 6, 7]),
        ("thi -đua", [1, 2]),
        ("phong OR dat", [0, 2, 5]),
        ("(phong OR dat) -yeu", [2, 5]),
        ("tra*", [0, 2]),
        ('"thi du*"', [0, 1, 2, 7]),
        ('"phong trao th*"', [0, 2]),
        ("zz*", []),
        ('"thi zz*"', []),
        ('"a b zz*"', []),
    ],
)
def test_what_is_found(indexed, typed, keys):
    index = indexed(*TEXTS)
    found = index.search(typed)
    assert sorted(hit.key for hit in found.hits) == index.keys(typed) == keys
    assert found.total == index.count(typed) == len(keys)


def tiers(index: SearchIndex, typed: str) -> list[tuple[int, bool]]:
    return [(hit.key, hit.exact) for hit in index.search(typed).hits]


def test_what_bears_just_the_accents_that_were_typed_comes_first(indexed):
    index = indexed("thì đưa, thì đưa, thì đưa", "dài " * 300 + "thi đua", "THI DUA")
    assert tiers(index, "thi đua")[0] == (1, True)
    assert [exact for _, exact in tiers(index, "thi đua")] == [True, False, False]
    assert {exact for _, exact in tiers(index, "thi dua")} == {True}


@pytest.mark.parametrize("typed", ["hoà", "Hòa", "hoa\u0300", "HOÀ"])
def test_a_tone_is_one_wherever_it_is_printed(indexed, typed):
    assert tiers(indexed("Hoà", "hòa", "hoa", "hoạ"), typed) == [(0, True), (1, True), (2, False), (3, False)]


def test_a_beginning_with_a_tone_is_exact_where_the_tone_is(indexed):
    index = indexed("thương", "thưởng", "thượng", "thuê")
    assert tiers(index, "thưở*") == [(1, True), (0, False), (2, False)]
    assert {key for key, exact in tiers(index, "thươ*") if exact} == {0, 1, 2}


def test_joined_words_are_those_that_segmentation_found(indexed, entry):
    texts = ["Công tác thi đua, khen thưởng", "ông khen, thưởng cho"]
    index = indexed(entry(0, texts[0], segmented(texts[0])), entry(1, texts[1], "ông khen thưởng cho"))
    assert index.keys('"khen thuong"') == [0, 1]
    assert index.keys("khen_thưởng") == index.keys("khen_thuong") == index.keys("khen_th*") == [0]
    assert index.keys('"đua khen_thưởng"') == [0]
    assert index.keys('"ông khen_thưởng"') == []


def test_what_repeats_its_clause_is_found_only_among_its_kind(indexed, entry):
    index = indexed(
        entry(0, "cờ thi đua"),
        entry(1, "cờ thi đua", kind="awards", alone=False),
        entry(2, "cờ thi đua", kind="awards"),
    )
    assert index.keys("thi đua") == [0, 2]
    assert index.keys("thi đua", kinds={"awards"}) == [1, 2]
    assert index.keys('"cờ thi"', kinds={"awards", "clauses"}) == [0, 1, 2]
    assert index.keys("thi đua", kinds={"criteria"}) == index.keys("thi đua", kinds=()) == []
    with pytest.raises(UsageError, match="state"):
        index.keys("thi", kinds={"state"})


def test_only_some_plans_or_keys(indexed, entry):
    index = indexed(*(entry(k, "thi đua") for k in range(40)))
    assert index.keys("thi", plans={1, 3}) == [*range(10, 20), *range(30, 40)]
    assert index.search("thi đua", plans={2}).total == index.count("thi đua", plans=[2, 2]) == 10
    assert [hit.key for hit in index.search("thi", keys={7, 33}).hits] == [7, 33]
    assert index.search("thi", plans=frozenset()).total == index.search("thi", plans={-1, 1 << 70}).total == 0


def test_pages_are_parts_of_one_order(indexed):
    index = indexed(*(f"{'thi đua' if k % 3 else 'THI DUA'} {'số ' * (k % 5)}" for k in range(700)))
    for typed in ("thi đua", "thi dua", "số OR thi"):
        whole = index.search(typed, limit=1_000)
        paged = [hit for at in range(0, 720, 45) for hit in index.search(typed, limit=45, offset=at).hits]
        assert paged == list(whole.hits)
        assert len({hit.key for hit in paged}) == whole.total == 700
        assert [hit.exact for hit in paged] == sorted((hit.exact for hit in paged), reverse=True)


def test_equal_scores_stand_by_key(indexed):
    index = indexed(*("thi đua" for _ in range(300)))
    assert [hit.key for hit in index.search("thi", limit=300).hits] == list(range(300))


@pytest.mark.parametrize("page", [{"limit": 0}, {"limit": 1_001}, {"offset": -1}, {"offset": 1_000_001}])
def test_a_page_out_of_bounds_is_refused(indexed, page):
    with pytest.raises(UsageError, match="page"):
        indexed("a").search("a", **page)


def test_a_query_that_cannot_be_read_is_refused_though_nothing_is_indexed(tmp_path):
    index = SearchIndex.open(tmp_path / "none")
    assert index.search("thi").total == index.count("thi") == 0
    with pytest.raises(UsageError, match="quotes"):
        index.search('"thi')
    assert not (tmp_path / "none").exists()


def test_a_beginning_of_very_many_words(indexed):
    index = indexed(*(f"năm nay {k}x" for k in range(1_000, 3_500)))
    assert index.count("10*") == index.count('"nay 10*"') == index.count('"nam nay 10*"') == 100
    assert index.count("10* OR 20*") == 200
    assert index.count("năm -10*") == 2_400


def test_a_beginning_of_more_words_than_can_be_ranked_finds_all(indexed):
    index = indexed(*(f"một số xx{k}" for k in range(1_200)))
    assert index.count("xx*") == index.count('"số xx*"') == 1_200
    with pytest.raises(UsageError, match="too many words begin with 'xx'"):
        index.search('"một số xx*"')


def test_keys_of_what_is_spelt_just_so(indexed):
    index = indexed("thi đua", "thi dua", "thì đua")
    assert index.keys("thi đua", exact=True) == [0]
    assert index.keys("thi dua", exact=True) == index.keys("thi đua") == [0, 1, 2]
