"""The plans of `corpus/alignment` and their annotated alignment: it speaks of criteria that the plans have, of each one
once, and says of every two plans of a family how they relate."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from models.document import RawFile
from models.plan import Plan
from pipeline.process import process

FOLDER = Path(__file__).parents[1] / "corpus" / "alignment"
SETS = sorted(p.name for p in FOLDER.iterdir() if p.is_dir())
RELATIONS = {"identical", "minor", "modified", "split", "merged"}


class AlignedSet:
    """The plans of one movement with what is annotated of them."""

    def __init__(self, name: str) -> None:
        files = sorted((FOLDER / name).glob("*.txt"))
        self.plans = {f.stem: _plan(f) for f in files}
        said: dict[str, Any] = json.loads((FOLDER / name / "alignment.json").read_text(encoding="utf-8"))
        self.families: list[dict[str, Any]] = said["families"]
        self.substantive: list[dict[str, Any]] = said["substantive"]

    def criteria(self) -> Counter[tuple[str, str]]:
        return Counter((name, str(c.path)) for name, plan in self.plans.items() for c in plan.criteria)

    def members(self) -> Counter[tuple[str, str]]:
        return Counter(m for family in self.families for m in _places(family["members"]))

    def by_date(self, names: list[str]) -> list[str]:
        """The order of the plans in the key of a pair: the earlier issued first."""
        return sorted(names, key=lambda name: (self.issued(name), name))

    def issued(self, name: str) -> date:
        metadata = self.plans[name].metadata
        assert metadata is not None
        assert metadata.issued.value is not None
        return metadata.issued.value


@pytest.fixture(scope="module", params=SETS)
def aligned(request: pytest.FixtureRequest) -> AlignedSet:
    return AlignedSet(request.param)


def _plan(file: Path) -> Plan:
    return process(RawFile(content=file.read_bytes(), media_type="text/plain", source=file.name))


def _places(paths: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    for name, of_plan in paths.items():
        yield from ((name, path) for path in of_plan)


def test_each_criterion_stands_in_exactly_one_family(aligned: AlignedSet) -> None:
    assert aligned.members() == aligned.criteria()
    assert set(aligned.criteria().values()) == {1}


def test_families_have_their_own_ids(aligned: AlignedSet) -> None:
    assert set(Counter(f["id"] for f in aligned.families).values()) == {1}


def test_relations_cover_every_pair_of_plans(aligned: AlignedSet) -> None:
    for family in aligned.families:
        names = aligned.by_date(list(family["members"]))
        assert list(family["relation"]) == [f"{a}|{b}" for a, b in combinations(names, 2)], family["id"]


def test_relations_have_valid_labels(aligned: AlignedSet) -> None:
    for family in aligned.families:
        accepted = family.get("also_accepted", {})
        joined = family.get("joined_relation", {})
        assert set(family["relation"].values()) <= RELATIONS, family["id"]
        assert set(accepted) <= set(family["relation"]), family["id"]
        assert all(set(labels) <= RELATIONS - {family["relation"][pair]} for pair, labels in accepted.items())
        assert set(joined.values()) <= {"identical", "minor", "modified"}, family["id"]


def test_split_and_merged_agree_with_the_members(aligned: AlignedSet) -> None:
    for family in aligned.families:
        for pair, label in family["relation"].items():
            first, second = (len(family["members"][name]) for name in pair.split("|"))
            expected = "split" if first == 1 < second else "merged" if second == 1 < first else None
            assert (label if label in {"split", "merged"} else None) == expected, (family["id"], pair)
            assert (pair in family.get("joined_relation", {})) == (expected is not None), (family["id"], pair)


def test_links_tell_every_member_of_a_family_of_several(aligned: AlignedSet) -> None:
    for family in aligned.families:
        several = any(len(paths) > 1 for paths in family["members"].values())
        linked = {(name, path) for link in family.get("links", []) for name, path in link.items() if name != "gist"}
        assert linked == (set(_places(family["members"])) if several else set()), family["id"]


def test_twins_stand_in_another_family(aligned: AlignedSet) -> None:
    for family in aligned.families:
        twins = set(_places(family.get("near_twins", {})))
        assert twins <= set(aligned.criteria()), family["id"]
        assert not twins & set(_places(family["members"])), family["id"]


def test_related_clauses_are_no_criteria(aligned: AlignedSet) -> None:
    for family in aligned.families:
        for name, path in _places(family.get("related_clauses", {})):
            assert path in _clauses(aligned.plans[name]), family["id"]
            assert (name, path) not in aligned.criteria(), family["id"]


def test_substantive_differences_point_at_clauses(aligned: AlignedSet) -> None:
    assert aligned.substantive
    for difference in aligned.substantive:
        assert list(difference["paths"]) == difference["plans"]
        for name, path in _places(difference["paths"]):
            assert path in _clauses(aligned.plans[name]), difference["what"]


def _clauses(plan: Plan) -> set[str]:
    return {str(clause.path) for clause in plan.outline.clauses}
