"""The dated tables of the lexicon: on no day do two entries speak of one thing, and successors follow at once."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest

from extractors import lexicon
from extractors.lexicon.entries import Dated
from pipeline.findings.awards import giver_of
from pipeline.findings.mentions import symbol_key

LAWS = lexicon.laws_in_force()
TABLES: dict[str, list[Dated]] = {
    "awarding_law": [*lexicon.awarding_law().award, *lexicon.awarding_law().ended],
    "laws_in_force": [*LAWS],
    "form_rules": [*lexicon.form_rules()],
}


def overlap(one: Dated, other: Dated) -> bool:
    latest_start = max((d.since for d in (one, other) if d.since), default=None)
    first_end = min((d.until for d in (one, other) if d.until), default=None)
    return latest_start is None or first_end is None or latest_start <= first_end


@pytest.mark.parametrize("table", TABLES)
def test_every_entry_ends_after_it_began(table: str) -> None:
    assert TABLES[table]
    for entry in TABLES[table]:
        assert entry.since is None or entry.until is None or entry.since <= entry.until


def test_no_form_of_award_has_two_laws_on_one_day() -> None:
    for one, other in combinations(lexicon.awarding_law().award, 2):
        assert not (set(one.forms) & set(other.forms) and overlap(one, other)), (one.forms, other.forms)


def test_nobody_is_both_a_giver_and_refused() -> None:
    for entry in lexicon.awarding_law().award:
        assert entry.givers
        assert not set(entry.givers) & set(entry.refused)


def test_forms_are_those_of_the_awards() -> None:
    known = {award.form for award in lexicon.awards()}
    assert {form for entry in lexicon.awarding_law().award for form in entry.forms} <= known


def test_every_authority_of_the_law_is_known_by_a_name() -> None:
    named = {
        giver_of(name)
        for name in (
            "Chủ tịch nước", "Chính phủ", "Thủ tướng Chính phủ", "Bộ trưởng Bộ Nội vụ", "Giám đốc Sở Nội vụ",
            "Chủ tịch UBND tỉnh", "UBND thị xã", "Chủ tịch UBND phường",
        )
    }  # fmt: skip
    assert named == {g for e in lexicon.awarding_law().award for g in (*e.givers, *e.refused)}


@pytest.mark.parametrize(
    "name", ["Chủ tịch UBND", "UBND thành phố", "HĐND tỉnh", "Thủ trưởng cơ quan", "UBND các huyện, thị xã", ""]
)
def test_a_name_that_does_not_show_its_level_is_none(name: str) -> None:
    assert giver_of(name) is None


def test_one_law_of_a_name_is_in_force_on_a_day_but_for_its_amendments() -> None:
    for one, other in combinations(LAWS, 2):
        same = set(one.names) & set(other.names)
        assert not (same and overlap(one, other)) or all("sửa đổi" in name for name in same)


def test_a_law_is_issued_before_it_is_in_force_and_in_the_year_of_its_symbol() -> None:
    for law in LAWS:
        assert law.since is None or law.issued <= law.since
        assert str(law.issued.year) in law.symbol
    assert len({symbol_key(law.symbol) for law in LAWS}) == len(LAWS)


def test_a_law_of_the_table_that_took_another_s_place_did_so_on_the_next_day() -> None:
    by_name = {law.symbol: law for law in LAWS}
    for law in LAWS:
        assert bool(law.by) == bool(law.until)
        heir = next((by_name[s] for s in by_name if law.by and law.by.endswith(s)), None)
        if heir and heir.since and law.until:
            assert heir.since == law.until + timedelta(days=1), law.symbol


def test_the_forms_follow_each_other_without_a_gap_and_ask_the_same() -> None:
    first, second = lexicon.form_rules()
    assert first.until
    assert second.since == first.until + timedelta(days=1)
    assert first.components.keys() == second.components.keys()
