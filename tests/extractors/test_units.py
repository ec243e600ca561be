"""The table of units is whole, and words are resolved to the unit of their day, or to a reason."""

from __future__ import annotations

import tomllib
import unicodedata
from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.fold import fold
from extractors.lexicon.units import units
from extractors.units import (
    Unit,
    Unresolved,
    ancestors,
    covering,
    named,
    predecessors,
    province_of,
    resolve,
    successors,
    unit,
)
from models.metadata import GovernmentLevel

CASES = tomllib.loads((Path(__file__).parents[1] / "cases" / "units" / "issuers.toml").read_text("utf-8"))["case"]
EVE, REFORM = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 1, 1)
ALL = tuple(units().values())


def standing(level: GovernmentLevel, on: date) -> int:
    return sum(u.level is level and u.exists(on) for u in ALL)


def overlap(one: Unit, other: Unit) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


class TestTable:
    def test_holds_as_many_units_as_the_laws_made(self) -> None:
        assert standing(GovernmentLevel.PROVINCE, EVE) == 63
        assert standing(GovernmentLevel.PROVINCE, REFORM) == 34
        assert standing(GovernmentLevel.DISTRICT, EVE) == 696
        assert standing(GovernmentLevel.DISTRICT, REFORM) == 0
        assert standing(GovernmentLevel.COMMUNE, EVE) == 10_035
        assert standing(GovernmentLevel.COMMUNE, REFORM) == 3_321
        kinds = Counter(u.name.split()[0] for u in ALL if u.valid_from == REFORM and u.level == "commune")
        assert kinds == {"xã": 2_621, "phường": 687, "đặc": 13}

    def test_every_parent_is_there_a_level_above_at_some_common_time(self) -> None:
        above = {
            GovernmentLevel.DISTRICT: {GovernmentLevel.PROVINCE},
            GovernmentLevel.COMMUNE: {GovernmentLevel.DISTRICT},
        }
        for each in ALL:
            if each.level is GovernmentLevel.PROVINCE:
                assert each.parent is None, each
                continue
            parent = unit(each.parent or "")
            after = each.valid_from is not None and each.valid_from >= REFORM
            assert parent.level in ({GovernmentLevel.PROVINCE} if after else above[each.level]), each
            assert overlap(each, parent), each

    def test_successors_stand_on_the_day_after_and_only_ended_units_have_them(self) -> None:
        for each in ALL:
            assert bool(each.successors) == (each.valid_to is not None), each
            for code in each.successors:
                assert each.valid_to
                assert unit(code).exists(each.valid_to + timedelta(days=1)), each

    def test_no_unit_comes_after_itself(self) -> None:
        for each in ALL:
            reached = {u.code for u in successors(each.code, date.max)}
            assert each.valid_to is None or each.code not in reached

    def test_what_began_with_the_reform_has_predecessors(self) -> None:
        assert not [u for u in ALL if u.valid_from == REFORM and not predecessors(u.code)]

    def test_no_name_twice_under_one_parent_at_one_time(self) -> None:
        groups: dict[tuple[str | None, str], list[Unit]] = defaultdict(list)
        for each in ALL:
            groups[each.parent, each.name].append(each)
        assert not [pair for same in groups.values() for pair in combinations(same, 2) if overlap(*pair)]

    def test_names_are_nfc_without_stray_spaces(self) -> None:
        for each in ALL:
            assert each.name == unicodedata.normalize("NFC", " ".join(each.name.split()))

    def test_a_unit_is_found_by_its_full_address(self) -> None:
        for each in ALL:
            day = each.valid_to or each.valid_from
            address = ", ".join([each.name, *(u.name for u in ancestors(each.code))])
            assert resolve(address, on=day).unit == each, address


class TestResolve:
    @pytest.mark.parametrize("case", CASES, ids=lambda c: f"{c['words']} {c.get('on', '')}")
    def test_case(self, case: dict[str, Any]) -> None:
        found = resolve(case["words"], parent=case.get("parent"), on=case.get("on"))
        assert (found.unit and found.unit.code) == case.get("code")
        assert found.reason == case.get("reason")

    def test_an_ambiguous_name_shows_all_that_fit(self) -> None:
        found = resolve("huyện Châu Thành", on=EVE)
        assert len(found.candidates) == sum(u.name == "huyện Châu Thành" and u.exists(EVE) for u in ALL) > 5

    def test_a_level_chooses_but_does_not_overrule(self) -> None:
        assert resolve("Cà Mau", on=EVE).reason is Unresolved.AMBIGUOUS
        province, city = (resolve("Cà Mau", level=GovernmentLevel(level), on=EVE).unit for level in LEVELS[:2])
        assert (province and province.name, city and city.name) == ("tỉnh Cà Mau", "thành phố Cà Mau")
        found = resolve("thành phố Huế", level=GovernmentLevel.PROVINCE, on=date(2019, 1, 1)).unit
        assert found
        assert found.level is GovernmentLevel.DISTRICT

    def test_other_accents_are_said(self) -> None:
        assert resolve("huyện An Biên", on=EVE).as_written
        assert not resolve("huyện An Bien", on=EVE).as_written

    @given(st.text(max_size=60), st.one_of(st.none(), st.text(max_size=20)), st.one_of(st.none(), st.dates()))
    def test_any_words_have_a_unit_or_a_reason(self, words: str, parent: str | None, on: date | None) -> None:
        found = resolve(words, parent=parent, on=on)
        assert (found.unit is None) != (found.reason is None)

    @given(st.sampled_from(ALL), st.dates(date(1990, 1, 1), date(2030, 1, 1)))
    def test_a_unit_is_never_of_another_day(self, each: Unit, on: date) -> None:
        found = resolve(each.name, on=on)
        assert found.unit is None or found.unit.exists(on)


LEVELS = ("province", "district", "commune")


class TestSuccession:
    def test_a_district_went_into_communes(self) -> None:
        today = successors("908", TODAY)
        assert {u.name for u in today} == {"xã An Biên", "xã Tây Yên", "xã Đông Thái"}
        assert {province_of(u.code).name for u in today} == {"tỉnh An Giang"}

    def test_a_province_went_into_a_province(self) -> None:
        (today,) = successors("91", TODAY)
        assert today.name == "tỉnh An Giang"
        assert {u.name for u in predecessors(today.code)} == {"tỉnh An Giang", "tỉnh Kiên Giang"}

    def test_over_several_steps(self) -> None:
        assert {u.name for u in successors("x46", TODAY)} == {"thành phố Huế"}
        assert {u.code for u in successors("x46-phu-vang", TODAY)} == {u.code for u in successors("478", TODAY)}

    def test_what_stands_succeeds_itself_and_what_is_to_come_has_none(self) -> None:
        assert successors("12", TODAY) == (unit("12"),)
        assert successors("91-2025", EVE) == ()

    def test_what_lay_above_on_an_earlier_day(self) -> None:
        assert [u.code for u in ancestors("19948", on=date(2019, 1, 1))] == ["x46-phu-vang", "x46"]
        assert [u.code for u in ancestors("19948")] == ["478", "46"]

    def test_an_unknown_code_is_an_error(self) -> None:
        for ask in (successors, lambda code, _: covering(code), lambda code, _: predecessors(code)):
            with pytest.raises(KeyError):
                ask("no such code", TODAY)


def codes(words: str, as_of: date | None = None) -> set[str]:
    return {code for u in named(words, as_of=as_of) for code in covering(u.code, as_of=as_of)}


class TestNamedAndCovering:
    def test_a_province_that_ended_has_all_that_was_below(self) -> None:
        for words in ("Kiên Giang", "kien giang", "tỉnh Kiên Giang", "TỈNH KIÊN GIANG"):
            assert codes(words) == {"91"} | {u.code for u in ALL if province_of(u.code).code == "91"}

    def test_of_today_a_province_has_all_that_it_took_over(self) -> None:
        found = codes("An Giang", TODAY)
        assert {"91-2025", "91", "89", "908", "30985-2025"} <= found
        assert found == {u.code for u in ALL if province_of(u.code).name in ("tỉnh An Giang", "tỉnh Kiên Giang")}

    def test_without_a_day_each_has_its_own_time_only(self) -> None:
        found = codes("An Giang")
        assert {"89", "91-2025"} <= found
        assert not found & {"91", "908"}

    def test_a_renamed_province_keeps_its_communes(self) -> None:
        assert {"x46", "x46-phu-vang", "19948"} <= covering("x46")
        assert {"46", "x46", "x46-hue", "19948"} <= covering("46", as_of=TODAY)
        assert not {"46", "474"} & covering("x46")

    def test_a_commune_of_today_has_its_district_but_not_its_neighbours(self) -> None:
        found = covering("30985-2025", as_of=TODAY)
        assert "908" in found
        assert "31006-2025" not in found
        assert {unit(code).level for code in found if code != "908"} == {GovernmentLevel.COMMUNE}

    def test_names_are_whole(self) -> None:
        assert named("Giang") == named("An Gia") == named("") == ()

    def test_accents_that_are_typed_count(self) -> None:
        assert {u.name for u in named("xã Phú Thạnh")} == {"xã Phú Thạnh"}
        without = {u.name for u in named("xa phu thanh")}
        assert {"xã Phú Thạnh", "xã Phú Thành"} <= without
        assert without == {u.name for u in ALL if fold(u.name) == "xa phu thanh"}

    def test_a_bare_name_of_a_province_is_not_a_commune_elsewhere(self) -> None:
        assert {u.level for u in named("Hòa Bình")} == {GovernmentLevel.PROVINCE, GovernmentLevel.DISTRICT}
        assert {u.level for u in named("xã Hòa Bình")} == {GovernmentLevel.COMMUNE}

    def test_units_above_narrow(self) -> None:
        assert [u.code for u in named("Châu Thành, Kiên Giang")] == ["905"]

    def test_only_units_of_the_day(self) -> None:
        assert named("Kiên Giang", as_of=TODAY) == ()

    @given(st.sampled_from(ALL))
    def test_a_day_takes_nothing_away(self, each: Unit) -> None:
        assert each.code in covering(each.code) <= covering(each.code, as_of=TODAY)
