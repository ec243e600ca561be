"""Comparison against the annotated alignment, and what must hold for any plans."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UsageError
from models.plan import Plan, Problem
from models.records import MilestoneKind
from pipeline.compare import compare
from pipeline.compare.types import Comparison, Relation, Silence

ALIGNMENT = json.loads((Path(__file__).parents[3] / "corpus" / "gold" / "alignment.json").read_text(encoding="utf-8"))

Place = tuple[str, str]
"""A plan and the path of one of its criteria."""


LAI_CHAU, AN_BIEN = "lai-chau-2019-kh-ubnd", "an-bien-2019-118-kh-ubnd"


def members(comparison: Comparison) -> list[frozenset[Place]]:
    return [
        frozenset(
            (p.version, str(c.path)) for p, cell in zip(comparison.plans, f.cells, strict=True) for c in cell.records
        )
        for f in comparison.criteria
    ]


def pairs(families: Iterable[Iterable[Place]]) -> set[frozenset[Place]]:
    return {frozenset(pair) for f in families for pair in combinations(f, 2) if pair[0][0] != pair[1][0]}


def test_pairs_agree_with_the_annotated_alignment(civility_plans: tuple[Plan, ...]) -> None:
    found = pairs(members(compare(civility_plans)))
    gold = pairs(
        [(plan, path) for plan, paths in f["members"].items() for path in paths] for f in ALIGNMENT["families"]
    )
    precision, recall = len(found & gold) / len(found), len(found & gold) / len(gold)
    f1 = 2 * precision * recall / (precision + recall)
    print(f"pairs: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({len(gold)} annotated)")
    assert f1 >= 0.9


def test_relations_agree_with_the_annotated_alignment(civility_plans: tuple[Plan, ...]) -> None:
    comparison = compare(civility_plans)
    column = {p.version: k for k, p in enumerate(comparison.plans)}
    said = {
        (place, link.second): link.relation.value
        for family, places in zip(comparison.criteria, members(comparison), strict=True)
        for link in family.links
        for place in places
        if column[place[0]] == link.first
    }
    right = total = 0
    for family in ALIGNMENT["families"]:
        for key, relation in family["relation"].items():
            first, second = key.split("|")
            accepted = {relation, *family.get("also_accepted", {}).get(key, [])}
            total += 1
            right += said.get(((first, family["members"][first][0]), column[second])) in accepted
    print(f"relations: {right} of {total}")
    assert right / total >= 0.9


def test_every_criterion_is_in_one_family(civility_plans: tuple[Plan, ...]) -> None:
    places = [place for family in members(compare(civility_plans)) for place in family]
    assert len(places) == len(set(places)) == sum(len(p.criteria) for p in civility_plans)


def test_order_of_plans_changes_nothing(civility_plans: tuple[Plan, ...]) -> None:
    answers = {frozenset(members(compare(order))) for order in permutations(civility_plans)}
    assert len(answers) == 1


def test_swapping_two_plans_swaps_split_and_merged(civility_plans: tuple[Plan, ...]) -> None:
    forward, back = compare(civility_plans[:2]), compare(civility_plans[1::-1])
    turned = {Relation.SPLIT: Relation.MERGED, Relation.MERGED: Relation.SPLIT}

    def relations(comparison: Comparison) -> dict[frozenset[Place], list[Relation]]:
        return {m: [x.relation for x in f.links] for m, f in zip(members(comparison), comparison.criteria, strict=True)}

    expected = {m: [turned.get(r, r) for r in rs] for m, rs in relations(forward).items()}
    assert relations(back) == expected
    assert Relation.SPLIT in {r for rs in relations(forward).values() for r in rs}


def test_a_plan_beside_its_copy_is_identical_throughout(gold_plan: Callable[[str], Plan]) -> None:
    plan = gold_plan("lai-chau-2019-kh-ubnd")
    copy = plan.model_copy(update={"document": plan.document.model_copy(update={"sha256": "copy"})})
    comparison = compare([plan, copy])
    assert [len(f.links) for f in comparison.criteria] == [1] * len(plan.criteria)
    assert {link.relation for f in comparison.criteria for link in f.links} == {Relation.IDENTICAL}


def test_an_audience_is_never_set_beside_the_other(civility_plans: tuple[Plan, ...]) -> None:
    for family in compare(civility_plans).criteria:
        said = {c.audience.value for cell in family.cells for c in cell.records}
        assert not {"collective", "individual"} <= said


def test_silence_is_shown_and_told_from_what_was_not_read(civility_plans: tuple[Plan, ...]) -> None:
    ca_mau, lai_chau, _ = civility_plans
    problem = Problem(stage="milestones", reason="broken")
    mute = lai_chau.model_copy(update={"milestones": (), "awards": (), "problems": (problem,)})
    comparison = compare([ca_mau, mute])
    assert {row.cells[1].silence for row in comparison.timeline} == {Silence.NOT_READ}
    assert {row.cells[1].silence for row in comparison.awards} == {Silence.NOT_STATED}
    assert all(row.cells[0].silence is None for row in comparison.timeline)


def test_a_plan_without_outline_is_not_read(civility_plans: tuple[Plan, ...]) -> None:
    ca_mau, lai_chau, _ = civility_plans
    empty = Plan(document=lai_chau.document, outline=lai_chau.outline.model_copy(update={"clauses": ()}))
    comparison = compare([empty, ca_mau])
    assert {f.cells[0].silence for f in comparison.criteria} == {Silence.NOT_READ}


def test_what_happens_once_stands_in_one_row_in_order_of_time(civility_plans: tuple[Plan, ...]) -> None:
    rows = compare(civility_plans).timeline
    kinds = [r.kind for r in rows]
    assert set(kinds) == {m.kind for p in civility_plans for m in p.milestones}
    assert kinds.count(MilestoneKind.LAUNCH) == kinds.count(MilestoneKind.FINAL_REVIEW) == 1
    for row in rows:
        for cell in row.cells:
            dated = [m.start or m.end for m in cell.records if m.start or m.end]
            assert dated == sorted(dated)


def test_nothing_is_lost_from_timelines_and_awards(civility_plans: tuple[Plan, ...]) -> None:
    comparison = compare(civility_plans)
    for k, plan in enumerate(civility_plans):
        assert {m.id for r in comparison.timeline for m in r.cells[k].records} == {m.id for m in plan.milestones}
        assert {a.id for r in comparison.awards for a in r.cells[k].records} == {a.id for a in plan.awards}


def test_each_row_has_an_id_of_its_own(read_plan: Callable[[str], Plan]) -> None:
    """One paragraph may state several milestones, each of which is a row."""
    found = compare([read_plan(name) for name in (LAI_CHAU, AN_BIEN)])
    for rows in (found.criteria, found.timeline, found.awards, found.quantities, found.assignments):
        assert len({row.id for row in rows}) == len(rows)


def test_the_answer_survives_json(civility_plans: tuple[Plan, ...]) -> None:
    comparison = compare(civility_plans)
    assert Comparison.model_validate_json(comparison.model_dump_json()) == comparison


def test_comparing_needs_two_different_plans(civility_plans: tuple[Plan, ...]) -> None:
    plan = civility_plans[0]
    with pytest.raises(UsageError):
        compare([plan])
    with pytest.raises(UsageError):
        compare([plan, plan])


@settings(deadline=None, max_examples=25)
@given(texts=st.lists(st.lists(st.text(max_size=40), max_size=4), min_size=2, max_size=3))
def test_any_texts_are_compared(civility_plans: tuple[Plan, ...], texts: list[list[str]]) -> None:
    plans = [
        plan.model_copy(
            update={
                "criteria": tuple(c.model_copy(update={"text": t}) for c, t in zip(plan.criteria, ts, strict=False))
            }
        )
        for plan, ts in zip(civility_plans, texts, strict=False)
    ]
    places = [place for family in members(compare(plans)) for place in family]
    assert len(places) == len(set(places)) == sum(map(len, texts))
