"""Rules one by one: cases as data, in tests/cases/findings/, one file a family.

Each case has a title, the plans (what it does not give is that of a plan of tỉnh Hà Giang of 5 March 2021) and what is
found: the rule with some of its facts. A near miss finds nothing. Only the rules of the file's family are looked at.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from models.plan import Plan
from pipeline.findings.registry import OF_ONE, OF_SEVERAL, RULES
from pipeline.findings.run import examine
from pipeline.findings.types import Finding

CASES = Path(__file__).parents[2] / "cases/findings"
FAMILIES = {name: set(rules) for name, _, rules in (*OF_ONE, *OF_SEVERAL)}


def cases() -> Iterator[Any]:
    for file in sorted(CASES.glob("*.toml")):
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(file.stem, case, id=f"{file.stem}: {case['title']}")


def says(finding: Finding, wanted: dict[str, Any]) -> bool:
    """Whether a finding is of the rule and has the facts; days are written as ISO dates."""
    facts = {k: str(v) for k, v in finding.facts.items()}
    return finding.rule == wanted["rule"] and all(facts[k] == str(v) for k, v in wanted.items() if k != "rule")


@pytest.mark.parametrize(("family", "case"), cases())
def test_cases(family: str, case: dict[str, Any], of_data: Callable[[dict[str, Any]], Plan]) -> None:
    plans = [of_data(plan) for plan in case["plan"]]
    examined = examine(plans)
    found = [f for f in examined.findings if f.rule in FAMILIES[family]]
    told = [(f.rule, f.facts) for f in found]
    wanted = case.get("finds", [])
    assert examined.problems == ()
    assert len(found) == len(wanted), told
    for finding in wanted:
        assert any(says(f, finding) for f in found), (finding, told)


def test_every_rule_has_a_case_that_finds_it_and_every_family_a_near_miss() -> None:
    found, missed = set(), set()
    for parameters in cases():
        family, case = parameters.values
        found |= {f["rule"] for f in case.get("finds", [])}
        if not case.get("finds"):
            missed.add(family)
    assert found == set(RULES)
    assert missed == set(FAMILIES)
