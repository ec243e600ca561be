"""Families over any number of plans: what must hold for every input, and how good they are on the annotated sets."""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.errors import UsageError
from models.metadata import Found
from models.plan import Plan, Problem
from pipeline.compare import embedding
from pipeline.compare import families as of_plans
from pipeline.compare.assigning import TUNING
from pipeline.compare.families import Families, as_json, families
from pipeline.evaluate.families import aligned_sets, couples
from pipeline.evaluate.families_run import FamiliesScores, evaluate_families, members_of, read_plan

CORPUS = Path(__file__).parents[3] / "corpus"
SETS = {each.name: sorted(each.plans) for each in aligned_sets(CORPUS / "gold", CORPUS / "plans")}
CULTURE = ("ca-mau-2019-108-kh-ubnd", "lai-chau-2019-kh-ubnd", "an-bien-2019-118-kh-ubnd")

Told = Callable[..., None]


@pytest.fixture(scope="module")
def plans() -> dict[str, Plan]:
    """Every plan of the corpus, of three movements and two that belong to none."""
    files = [*(CORPUS / "plans").glob("*.txt"), *(CORPUS / "alignment").glob("*/*.txt")]
    return {file.stem: read_plan(file) for file in sorted(files)}


@pytest.fixture(scope="module")
def every(plans: dict[str, Plan]) -> Families:
    return families(list(plans.values()))


@pytest.fixture(scope="module")
def scores() -> FamiliesScores:
    return evaluate_families(CORPUS / "gold", CORPUS / "plans")


def places(found: Families) -> Counter[tuple[str, str]]:
    return Counter((m.plan, str(path)) for family in found.families for m in family.members for path in m.paths)


def test_every_criterion_stands_in_exactly_one_family(plans: dict[str, Plan], every: Families) -> None:
    assert places(every) == Counter((name, str(c.path)) for name, plan in plans.items() for c in plan.criteria)


def test_the_order_of_the_plans_changes_nothing(plans: dict[str, Plan], every: Families) -> None:
    given_plans = list(plans.values())
    random.Random(1).shuffle(given_plans)  # noqa: S311
    assert families(given_plans) == every
    assert as_json(families(given_plans[::-1])) == as_json(every)


def test_each_two_plans_of_a_family_are_related_once_the_earlier_first(plans: dict[str, Plan], every: Families) -> None:
    for family in every.families:
        names = sorted((m.plan for m in family.members), key=lambda n: (plans[n].metadata.issued.value, n))
        assert [(p.first, p.second) for p in family.pairs] == list(combinations(names, 2))
        counts = {m.plan: len(m.paths) for m in family.members}
        for pair in family.pairs:
            one, several = counts[pair.first], counts[pair.second]
            expected = "split" if one == 1 < several else "merged" if several == 1 < one else None
            assert (pair.relation.value if pair.relation in ("split", "merged") else None) == expected


def test_ids_stay_when_later_plans_are_added(plans: dict[str, Plan]) -> None:
    before = families([plans[name] for name in CULTURE])
    after = families([plans[name] for name in (*CULTURE, "ca-mau-2023-77-kh-ubnd")])
    assert len({f.id for f in before.families}) == len(before.families)
    assert {f.id for f in before.families} <= {f.id for f in after.families}


def pairs_of(plans: dict[str, Plan], names: Iterable[str], among: Iterable[str]) -> set[Any]:
    kept = set(among)
    found = members_of([plans[name] for name in names], TUNING)
    return {couple for family in found for couple in couples(family["members"], kept)}


def test_a_plan_that_is_added_leaves_what_others_share(plans: dict[str, Plan], tell: Told) -> None:
    """A plan added to its movement, and all other plans added to a movement."""
    kept = total = 0
    for names in SETS.values():
        alone = pairs_of(plans, names, names)
        changes = [(alone, pairs_of(plans, plans, names))]
        for out in names:
            rest = [name for name in names if name != out]
            changes.append((pairs_of(plans, rest, rest), pairs_of(plans, names, rest)))
        for before, after in changes:
            kept += len(before & after)
            total += len(before)
    tell(f"families: {kept} of {total} pairs stay when plans are added")
    assert kept / total >= 0.97


def test_the_movement_on_office_culture_is_aligned_as_annotated(scores: FamiliesScores) -> None:
    of = next(s for s in scores.sets if s.name == "gold")
    assert (of.pairs.precision or 0) >= 0.97, of.extra
    assert (of.pairs.recall or 0) >= 0.97, of.missed
    assert (of.relations.recall or 0) >= 0.90, of.wrong
    assert of.relations.gold > 100


@pytest.mark.parametrize(
    ("name", "precision", "recall", "relations"), [("ntm", 0.96, 0.89, 0.95), ("cds", 0.96, 0.78, 0.88)]
)
def test_movements_that_no_rule_was_made_on_are_aligned(
    scores: FamiliesScores, name: str, precision: float, recall: float, relations: float
) -> None:
    """Relations are counted of those whose members stand in one family."""
    of = next(s for s in scores.sets if s.name == name)
    assert (of.pairs.precision or 0) >= precision, of.extra
    assert (of.pairs.recall or 0) >= recall, of.missed
    assert (of.relations.precision or 0) >= relations, of.wrong
    assert of.twins == ()


def test_plans_of_no_movement_are_not_drawn_in(scores: FamiliesScores, plans: dict[str, Plan]) -> None:
    strangers = {"ca-mau-2017-15-kh-ubnd", "ca-mau-2023-77-kh-ubnd"}
    assert strangers == set(plans) - {name for names in SETS.values() for name in names}
    assert [s.outsiders for s in scores.sets] == [()] * len(SETS)
    of = next(s for s in scores.sets if s.name == "gold")
    assert [line for line in of.across if line.split()[0] in strangers] == []


def with_texts(plan: Plan, texts: Sequence[str]) -> Plan:
    said = (c.model_copy(update={"text": text}) for c, text in zip(plan.criteria, texts, strict=False))
    return plan.model_copy(update={"criteria": tuple(said)})


HOSTILE = (
    "",
    " \t\n",
    "\0\x1b[31m",
    "|" * 3000,
    "a|b",
    "%" * 500,
    "<script>",
    "\u202eđảo",
    "e\u0301" * 200,
    "0 " * 2000,
    "thi đua " * 700,
    "IDENTICAL",
    "\ud7ff\uffff",
    "🏳️‍🌈" * 50,
)


@settings(deadline=None, max_examples=20)
@given(
    texts=st.lists(st.lists(st.one_of(st.text(max_size=40), st.sampled_from(HOSTILE)), max_size=5), max_size=3),
    seed=st.integers(0, 5),
)
def test_any_texts_fall_into_families(civility_plans: tuple[Plan, ...], texts: list[list[str]], seed: int) -> None:
    made = [with_texts(plan, said) for plan, said in zip(civility_plans, texts, strict=False)]
    found = families(made)
    assert sum(places(found).values()) == len(places(found)) == sum(map(len, texts))
    random.Random(seed).shuffle(made)  # noqa: S311
    assert families(made) == found
    json.dumps(as_json(found))


def copies(plan: Plan, count: int) -> list[Plan]:
    """The plan under other names and days."""
    return [
        plan.model_copy(
            update={
                "document": plan.document.model_copy(update={"sha256": f"{k:064d}", "source": f"{k}.txt"}),
                "metadata": plan.metadata.model_copy(
                    update={
                        "issued": Found(value=date(2020, 1 + k % 12, 1), evidence=(), rule="made", confidence=1.0),
                    }
                ),
            }
        )
        for k in range(count)
    ]


def test_a_large_family_is_related_to_its_first_plan_alone(civility_plans: tuple[Plan, ...]) -> None:
    plan = with_texts(civility_plans[0], ["Xây dựng cơ quan văn minh, hiện đại", "Giữ gìn đoàn kết nội bộ"])
    few, many = families(copies(plan, of_plans.MOST_PAIRED)), families(copies(plan, of_plans.MOST_PAIRED + 1))
    assert [(f.every_pair, len(f.pairs)) for f in few.families] == [(True, 50 * 49 // 2)] * 2
    assert [(f.every_pair, len(f.pairs)) for f in many.families] == [(False, 50)] * 2
    assert len({p.first for f in many.families for p in f.pairs}) == 1
    assert as_json(many)["families"][0]["every_pair"] is False


def test_the_same_wordings_are_related_once(civility_plans: tuple[Plan, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    relate = of_plans.relate
    monkeypatch.setattr(of_plans, "relate", lambda *args: asked.append(args) or relate(*args))
    families(copies(with_texts(civility_plans[0], ["Xây dựng cơ quan văn minh, hiện đại"]), 10))
    assert len(asked) == 1


def test_a_plan_without_a_date_comes_last_and_plans_of_one_day_by_name(civility_plans: tuple[Plan, ...]) -> None:
    one, two, three = copies(with_texts(civility_plans[0], ["Giữ gìn đoàn kết nội bộ"]), 3)
    undated = civility_plans[0].metadata.issued  # The plans made of the annotations have none.
    assert undated.value is None
    one = one.model_copy(update={"metadata": one.metadata.model_copy(update={"issued": undated})})
    same = two.metadata.issued
    three = three.model_copy(update={"metadata": three.metadata.model_copy(update={"issued": same})})
    (family,) = families([one, two, three]).families
    assert list(as_json(families([one, two, three]))["families"][0]["relation"]) == ["1|2", "1|0", "2|0"]
    assert [m.plan for m in family.members][-1] == "0"


def test_plans_of_one_stem_are_told_apart(civility_plans: tuple[Plan, ...]) -> None:
    made = [
        plan.model_copy(update={"document": plan.document.model_copy(update={"source": source, "sha256": str(k) * 64})})
        for k, (plan, source) in enumerate(
            zip(civility_plans, ("a/ke|hoach.txt", "b\\ke|hoach.docx", "x.pdf"), strict=True)
        )
    ]
    assert of_plans.names_of(made) == ["ke_hoach@000000", "ke_hoach@111111", "x"]


def test_one_plan_and_none(civility_plans: tuple[Plan, ...]) -> None:
    alone = families(civility_plans[:1])
    assert len(alone.families) == len(civility_plans[0].criteria)
    assert all(not family.pairs for family in alone.families)
    assert as_json(families([]))["families"] == []


def test_the_same_plan_twice_is_refused(civility_plans: tuple[Plan, ...]) -> None:
    with pytest.raises(UsageError, match="named twice"):
        families([civility_plans[0], civility_plans[0]])


def test_a_plan_of_too_many_criteria_is_refused(civility_plans: tuple[Plan, ...]) -> None:
    many = civility_plans[0].criteria[:1] * (of_plans.MOST_CRITERIA + 1)
    with pytest.raises(UsageError, match="too many"):
        families([civility_plans[0].model_copy(update={"criteria": many})])


def test_criteria_that_could_not_be_read_are_said_so(civility_plans: tuple[Plan, ...]) -> None:
    failed = Problem(stage="criteria", clause=None, reason="it broke")
    plan = civility_plans[0].model_copy(update={"problems": (failed,)})
    assert families([plan]).plans[0].unread == ("it broke",)


class _Model:
    """Says that all texts are alike, in rows that are not of unit length."""

    def __init__(self, folder: str, *, local_files_only: bool) -> None:
        assert local_files_only
        if "broken" in folder:
            raise OSError("no weights")

    def encode(self, texts: list[str], **asked: object) -> Any:
        assert asked["normalize_embeddings"]
        return numpy.array([[3.0, 4.0] for _ in texts])


def a_model(folder: Path) -> Path:
    folder.mkdir()
    (folder / "modules.json").write_text("[]", encoding="utf-8")
    return folder


def test_a_model_that_is_named_takes_part(
    tmp_path: Path, civility_plans: tuple[Plan, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=_Model))
    model = embedding.load(a_model(tmp_path / "model"))
    rows = model(["an", "xe"])
    assert numpy.allclose(numpy.linalg.norm(rows, axis=1), 1)
    with_model = families(civility_plans, embedding=model)
    assert with_model.threshold.embedding
    assert len(with_model.families) < len(families(civility_plans).families)


def test_what_is_no_model_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no model here"):
        embedding.load(tmp_path)
    monkeypatch.setitem(sys.modules, "sentence_transformers", SimpleNamespace(SentenceTransformer=_Model))
    with pytest.raises(UsageError, match=r"cannot be read \(OSError\)"):
        embedding.load(a_model(tmp_path / "broken"))


def test_a_model_without_its_library_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(UsageError, match="pip install sentence-transformers"):
        embedding.load(a_model(tmp_path / "model"))
