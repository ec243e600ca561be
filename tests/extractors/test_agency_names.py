"""Actors are identified, and who asks for an agency is told how each actor answers."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.agency_index import by_id, earlier, later, listed, name_key
from extractors.agency_names import Asked, asked, identify, relation
from extractors.fold import fold
from extractors.lexicon import agency_names
from models.metadata import GovernmentLevel

ROOT = Path(__file__).parents[2]
CASES = tomllib.loads((ROOT / "tests/cases/agencies/actors.toml").read_text("utf-8"))
ANNOTATED = sorted([*(ROOT / "corpus/gold").glob("*-kh-ubnd*.json"), *(ROOT / "tests/cases/plans").glob("*.json")])


def words_of(case: dict[str, Any]) -> str:
    return str(case["words"])


class TestLexicon:
    def test_no_two_agencies_are_written_alike(self) -> None:
        assert len(listed()) > 150  # Raises ValueError where two are.

    def test_ids_are_the_names_of_one_entry_each(self) -> None:
        names = agency_names()
        ids = [e.id for e in names.agency] + [f"{form}-{f.id}" for f in names.field for form in f.forms]
        assert [each for each, n in Counter(ids).items() if n > 1] == []
        assert all(each == fold(each) and " " not in each for each in ids)

    def test_no_name_is_given_twice(self) -> None:
        for entry in agency_names().agency:
            names = [entry.name, *entry.also, *(n for at in entry.at.values() for n in at)]
            assert [n for n, times in Counter(map(name_key, names)).items() if times > 1] == [], entry.id

    def test_changes_and_parts_name_agencies_that_are_listed(self) -> None:
        names = agency_names()
        said = {each for change in names.change for each in (*change.earlier, change.to)}
        said |= {entry.part_of for entry in names.agency if entry.part_of}
        assert said <= set(by_id())
        assert all(change.basis for change in names.change)

    def test_no_agency_comes_after_itself(self) -> None:
        for each in by_id():
            assert each not in earlier(each)
            assert each not in later(each)

    def test_every_class_that_a_collective_names_exists(self) -> None:
        names = agency_names()
        classes = {e.kind for e in names.agency} | {f.kind for f in names.form} | {h.kind for h in names.head}
        only_many = {"institution", "emulation-block", "hamlet", "committee"}
        assert {c for noun in names.noun for c in noun.classes} <= classes | only_many

    def test_every_name_is_found(self) -> None:
        for entry in agency_names().agency:
            for name in (entry.name, *entry.also):
                found = identify(f"{name} Cà Mau" if entry.placed else name)
                assert found, name
                assert found.id == entry.id, name


class TestIdentify:
    @pytest.mark.parametrize("case", CASES["one"], ids=words_of)
    def test_one(self, case: dict[str, Any]) -> None:
        found = identify(case["words"])
        assert found
        assert (found.id, found.level or "", found.place or "") == (case["id"], case["level"], case["place"])
        assert not found.collective

    @pytest.mark.parametrize("case", CASES["beside"], ids=words_of)
    def test_heads_and_brackets(self, case: dict[str, Any]) -> None:
        found = identify(case["words"])
        assert found
        assert (found.id, found.person, list(found.others)) == (case["id"], case["person"], case["others"])

    @pytest.mark.parametrize("case", CASES["many"], ids=words_of)
    def test_many(self, case: dict[str, Any]) -> None:
        found = identify(case["words"])
        assert found
        assert found.collective
        assert (sorted(found.includes), found.limited) == (case["includes"], case["limited"])

    @pytest.mark.parametrize("words", CASES["none"])
    def test_none(self, words: str) -> None:
        assert identify(words) is None

    def test_the_actors_of_annotated_plans_are_known(self) -> None:
        """Nine in ten are agencies of the lexicon or collectives; the rest have names of their own (`Trung tâm …`)."""
        actors = [a for f in ANNOTATED for r in json.loads(f.read_text("utf-8"))["assignments"] for a in r["actors"]]
        known = [found for actor in actors if (found := identify(actor)) and not found.id.startswith("other:")]
        assert len(actors) > 250
        assert len(known) / len(actors) > 0.9

    @given(st.text(max_size=400))
    def test_no_words_raise(self, words: str) -> None:
        found = identify(words)
        assert found is None or found.collective == bool(found.includes)

    @given(st.sampled_from(sorted(by_id())), st.sampled_from(["tỉnh", "huyện", "xã"]))
    def test_a_level_behind_a_name_is_no_part_of_it(self, agency: str, level: str) -> None:
        entry = by_id()[agency]
        found = identify(f"{entry.name} {level}")
        assert found
        assert found.id == agency


class TestAsked:
    @pytest.mark.parametrize(
        "case", CASES["answers"], ids=lambda c: f"{c['asked']} {c['actor']} {c['on']} {c.get('issuer', '')}"
    )
    def test_answers(self, case: dict[str, Any]) -> None:
        found = identify(case["actor"])
        assert found
        issuer = GovernmentLevel(case["issuer"]) if "issuer" in case else None
        assert (relation(asked(case["asked"]), found, on=case["on"], issuer=issuer) or "") == case["is"]

    @given(st.sampled_from(sorted(by_id())))
    def test_an_agency_answers_for_itself(self, agency: str) -> None:
        name = by_id()[agency].name
        found = identify(f"{name} Cà Mau" if by_id()[agency].placed else name)
        assert found
        assert relation(asked(name if not by_id()[agency].placed else f"{name} Cà Mau"), found) == "own"

    def test_words_that_are_no_agency_ask_for_nothing(self) -> None:
        assert asked("không có") == Asked()

    def test_through_has_the_level_of_the_agency_only(self) -> None:
        assert not [each for each in asked("Phòng Nội vụ").through if each.endswith(("@province", "@central"))]
        assert {each.split("@")[1] for each in asked("Công an").through} == {"any", *GovernmentLevel}
