"""What a plan carries out: cases as data, with their near misses."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from pipeline.lineage import lineage
from pipeline.lineage.types import Lineage, Standing
from tests.pipeline.lineage.texts import plan

CASES = tomllib.loads((Path(__file__).parents[2] / "cases" / "lineage" / "parents.toml").read_text(encoding="utf-8"))[
    "case"
]


def of_case(case: dict[str, Any]) -> Lineage:
    plans = [{k: v for k, v in said.items() if k != "key"} for said in case["plan"]]
    keys = ["child", *(said["key"] for said in case["plan"][1:])]
    return lineage([(key, plan(**said)) for key, said in zip(keys, plans, strict=True)])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_what_a_plan_carries_out(case: dict[str, Any]) -> None:
    found = of_case(case)
    links = {}
    for edge in found.edges:
        if edge.child == "child":
            node = found.node(edge.parent)
            links[f"stored:{node.key}" if node.in_store else node.symbol or node.name] = edge.standing.value
    assert links == case["links"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["title"])
def test_every_link_says_why_and_where(case: dict[str, Any]) -> None:
    for edge in of_case(case).edges:
        assert edge.reasons
        assert all(place.quote and place.evidence for place in edge.places)
        if edge.standing is not Standing.INFERRED:
            total = sum(reason.weight for reason in edge.reasons)
            assert edge.confidence <= round(min(total, 0.99), 2)


def test_the_weakest_of_three_ways_to_know_a_stored_plan_is_told() -> None:
    rules = {}
    for case in CASES:
        for edge in of_case(case).edges:
            rules |= {r.rule: edge.confidence for r in edge.reasons if r.rule.startswith("in_store")}
    assert rules["in_store.date"] < rules["in_store.symbol"]
