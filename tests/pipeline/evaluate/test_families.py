"""The scorer of families on cases made by hand, and the choice of thresholds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from models.errors import UsageError
from pipeline.compare.assigning import TUNING, Tuning
from pipeline.evaluate import families_report as report
from pipeline.evaluate.families import AlignedSet, aligned_sets, score
from pipeline.evaluate.families_run import FamiliesScores, evaluate_families_rendered
from pipeline.evaluate.families_tuning import leave_one_out, middle, steps
from pipeline.evaluate.rendering import Kind

ROOT = Path(__file__).parents[3]

GOLD = (
    {
        "id": "f1",
        "members": {"a": ["1"], "b": ["1"], "c": ["1"]},
        "relation": {"a|b": "identical", "a|c": "modified", "b|c": "modified"},
        "also_accepted": {"b|c": ["minor"]},
        "near_twins": {"b": ["9"]},
    },
    {"id": "f2", "members": {"a": ["2"], "b": ["2", "3"]}, "relation": {"a|b": "split"}},
    {"id": "f3", "members": {"b": ["9"]}, "relation": {}},
)
"""Pairs: f1 has three, f2 two; relations: three and one."""


def found(*families: tuple[dict[str, list[str]], dict[str, str]]) -> list[dict[str, Any]]:
    return [{"members": members, "relation": relation} for members, relation in families]


PERFECT = found(*((f["members"], f["relation"]) for f in GOLD))  # type: ignore[misc]


def figures(told: list[dict[str, Any]], **how: Any) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    s = score("s", GOLD, told, **how)
    return tuple(s.pairs), tuple(s.relations)


def test_what_is_annotated_scores_full() -> None:
    s = score("s", GOLD, PERFECT)
    assert (tuple(s.pairs), tuple(s.relations)) == ((5, 5, 5), (4, 4, 4))
    assert (s.missed, s.extra, s.wrong, s.twins, s.outsiders) == ((), (), (), (), ())


def test_another_accepted_answer_is_right() -> None:
    members = GOLD[0]["members"]
    told = found(
        (members, {"a|b": "identical", "a|c": "modified", "b|c": "minor"}), ({"a": ["2"], "b": ["2", "3"]}, {})
    )
    s = score("s", GOLD, told)
    assert tuple(s.relations) == (3, 4, 3)
    assert s.wrong == ("f2 a|b: split / told not in one family",)


def test_a_relation_told_the_other_way_round_is_turned() -> None:
    told = found(({"b": ["2", "3"], "a": ["2"]}, {"b|a": "merged"}))
    assert figures(told) == ((2, 5, 2), (1, 4, 1))


def test_swapped_members_are_missed_and_too_much() -> None:
    """The criteria of `b` change places: five pairs are lost, among them none that is annotated otherwise."""
    told = found(({"a": ["1"], "b": ["2", "3"], "c": ["1"]}, {"a|c": "modified"}), ({"a": ["2"], "b": ["1"]}, {}))
    s = score("s", GOLD, told)
    assert tuple(s.pairs) == (1, 5, 6)
    assert s.missed == ("a 1 + b 1", "a 2 + b 2", "a 2 + b 3", "b 1 + c 1")
    assert s.extra == ("a 1 + b 2", "a 1 + b 3", "a 2 + b 1", "b 2 + c 1", "b 3 + c 1")
    assert tuple(s.relations) == (1, 4, 1)


def test_missing_families_are_missed_and_nothing_is_told() -> None:
    assert figures([]) == ((0, 5, 0), (0, 4, 0))
    s = score("s", GOLD, found(({"a": ["2"], "b": ["2"]}, {"a|b": "identical"})))
    assert (tuple(s.pairs), tuple(s.relations)) == ((1, 5, 1), (0, 4, 0))
    assert "f2 a|b: split / told not in one family" in s.wrong


def test_a_relation_with_a_wrong_label_is_wrong() -> None:
    told = found((GOLD[1]["members"], {"a|b": "modified"}))  # type: ignore[arg-type]
    s = score("s", GOLD, told)
    assert tuple(s.relations) == (0, 4, 1)
    assert "f2 a|b: split / told modified" in s.wrong


def test_twins_that_are_joined_are_told() -> None:
    told = found(({"a": ["1"], "b": ["1", "9"], "c": ["1"]}, {}))
    s = score("s", GOLD, told)
    assert s.twins == ("f1: b 9",)
    assert s.extra == ("a 1 + b 9", "b 9 + c 1")


def test_plans_that_are_not_annotated_are_outsiders_and_no_wrong_pairs() -> None:
    told = found(({"a": ["1"], "b": ["1"], "c": ["1"], "x": ["7"]}, {}), ({"x": ["8"], "y": ["8"]}, {}))
    s = score("s", GOLD, told)
    assert tuple(s.pairs) == (3, 5, 3)
    assert s.outsiders == ("x 7 with a 1",)


def test_only_what_involves_a_plan_is_counted() -> None:
    assert figures(PERFECT, only="c") == ((2, 2, 2), (2, 2, 2))
    assert figures(PERFECT, among={"a", "c"}) == ((1, 1, 1), (1, 1, 1))


def test_a_criterion_of_one_plan_is_no_pair_with_another_of_it() -> None:
    assert tuple(score("s", (), found(({"a": ["1", "2"]}, {}))).pairs) == (0, 0, 0)


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"families": 3}', '{"families": [{"id": "f"}]}', '{"families": [{"members": 1}]}']
)
def test_what_is_no_alignment_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "alignment.json").write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="not an alignment"):
        aligned_sets(tmp_path, tmp_path)


def test_a_folder_without_alignment_and_a_plan_without_text_are_said(tmp_path: Path) -> None:
    gold = tmp_path / "gold"
    gold.mkdir()
    with pytest.raises(UsageError, match="no alignment here"):
        aligned_sets(gold, tmp_path)
    (gold / "alignment.json").write_text(json.dumps({"families": GOLD}), encoding="utf-8")
    with pytest.raises(UsageError, match=r"a\.txt: the text of an aligned plan is not there"):
        aligned_sets(gold, tmp_path)


def test_every_set_of_the_corpus_is_found() -> None:
    sets = aligned_sets(ROOT / "corpus" / "gold", ROOT / "corpus" / "plans")
    assert [(s.name, len(s.plans)) for s in sets] == [("gold", 3), ("cds", 4), ("ntm", 4)]


def test_lists_are_shown_by_kind() -> None:
    told = found(({"a": ["2"], "b": ["1", "9"], "x": ["3"]}, {}))
    scores = FamiliesScores(sets=(score("s", GOLD, told),))
    shown = {kind: report.misses(scores, kind) for kind in report.SHOWN}
    assert "s: extra a 2 + b 1" in shown["pairs"]
    assert "s: miss a 1 + b 1" in shown["pairs"]
    assert shown["relations"][0] == "s: f1 a|b: identical / told not in one family"
    assert shown["twins"] == ["s: f1: b 9"]
    assert shown["outsiders"] == ["s: x 3 with a 2"]
    with pytest.raises(UsageError, match="no such kind"):
        report.misses(scores, "criteria")


def test_tables_and_values_agree() -> None:
    scores = FamiliesScores(sets=(score("s", GOLD, PERFECT), score("t", GOLD, [])))
    table = report.as_table(scores)
    assert [row[0] for row in table] == ["", "s", "t", "all"]
    assert {len(row) for row in table} == {len(table[0])}
    assert table[1][1:4] == ("1.000", "1.000", "1.000")
    values = report.as_json(scores)
    assert values["sets"]["s"]["pairs"] == {"precision": 1, "recall": 1, "f1": 1, "right": 5, "gold": 5, "told": 5}
    assert values["all"]["pairs"]["recall"] == 0.5
    assert json.loads(json.dumps(values)) == values


def test_the_middle_of_what_does_equally_well_is_taken() -> None:
    tied = [Tuning(a, c, 0.1) for a in (0.3, 0.35, 0.4) for c in (0.4, 0.45, 0.5)]
    assert middle(tied) == Tuning(0.35, 0.45, 0.1)
    assert middle(tied[:1]) == tied[0]


SMALL = (TUNING, Tuning(0.99, 0.99, 0.0))
"""The thresholds in force, and some that join next to nothing."""


@pytest.fixture(scope="module")
def corpus_set() -> tuple[Path, Path]:
    return ROOT / "corpus" / "gold", ROOT / "corpus" / "plans"


def test_thresholds_are_chosen_without_what_they_are_tried_on(corpus_set: tuple[Path, Path]) -> None:
    done = []
    trials = leave_one_out(*corpus_set, grid=SMALL, step=lambda: done.append(1))
    assert len(done) == steps(*corpus_set) == 1 + 11 + 3
    assert [t.left_out for t in trials.sets] == ["gold", "cds", "ntm"]
    for trial in (trials.everything, *trials.plans, *trials.sets):
        assert trial.tuning == TUNING
        assert trial.pairs == trial.in_force
    # Of every pair two plans are left out once each.
    assert sum(t.pairs.gold for t in trials.plans) == 2 * trials.everything.pairs.gold
    assert sum(t.pairs.gold for t in trials.sets) == trials.everything.pairs.gold
    table = report.trials_table(trials)
    assert len(table) == 1 + 15
    assert {len(row) for row in table} == {len(table[0])}
    assert json.dumps(report.trials_json(trials))


def test_a_rendering_is_scored_beside_its_text(corpus_set: tuple[Path, Path], tmp_path: Path) -> None:
    """DOCX needs no program; PDF and scan are made of it in the same way."""
    scores = evaluate_families_rendered(*corpus_set, Kind.DOCX, tmp_path)
    (of,) = scores.sets
    assert scores.text is not None
    assert of.pairs.gold == scores.text.pairs.gold > 100
    assert (of.pairs.f1 or 0) >= (scores.text.pairs.f1 or 0) - 0.03, of.missed + of.extra
    assert (of.relations.recall or 0) >= (scores.text.relations.recall or 0) - 0.03, of.wrong
    assert sorted(p.suffix for p in tmp_path.iterdir()) == [".docx"] * 3


def test_sets_are_read_from_their_folder(tmp_path: Path) -> None:
    gold, other = tmp_path / "gold", tmp_path / "alignment" / "x"
    gold.mkdir()
    other.mkdir(parents=True)
    for name in "abc":
        (other / f"{name}.txt").write_text("x", encoding="utf-8")
    (other / "alignment.json").write_text(json.dumps({"families": GOLD}), encoding="utf-8")
    assert aligned_sets(gold, tmp_path) == (
        AlignedSet("x", {name: other / f"{name}.txt" for name in "abc"}, tuple(GOLD)),
    )
    with pytest.raises(UsageError, match="no alignment here"):
        evaluate_families_rendered(gold, tmp_path, Kind.DOCX, tmp_path)
