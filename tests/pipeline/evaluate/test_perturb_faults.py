"""Every fault: the same by seed, and with gold that is right for the new text."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import UsageError
from pipeline.evaluate.gold import GoldPlan, clause_texts, load_gold
from pipeline.evaluate.perturb.layout import _wrapped
from pipeline.evaluate.perturb.registry import FAULTS
from pipeline.evaluate.perturb.specimen import check, take_apart
from pipeline.evaluate.wording import fold

ROOT = Path(__file__).parents[3]
PLANS = load_gold(ROOT / "corpus/gold", ROOT / "corpus/plans")
SPECIMENS = {plan.name: take_apart(plan) for plan in PLANS}
BY_NAME = {fault.name: fault for fault in FAULTS}
every_fault = pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
every_plan = pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)


@every_plan
def test_a_plan_taken_apart_is_the_plan(plan):
    specimen = SPECIMENS[plan.name]
    assert check(specimen) == []
    assert [line for line in specimen.text.split("\n") if line] == [x for x in plan.text.split("\n") if x.strip()]
    apart = {c["path"]: fold(c["text"]) for c in specimen.finished_gold()["outline"]}
    assert apart == {path: fold(text) for path, text in clause_texts(plan.gold, plan.text).items()}


@every_fault
@every_plan
def test_gold_is_right_for_the_perturbed_text(fault, plan):
    for seed in range(5):
        assert check(fault.apply(SPECIMENS[plan.name], seed)) == []


@every_fault
def test_plans_of_other_layouts_are_perturbed_as_well(fault):
    for plan in load_gold(ROOT / "tests/cases/plans", ROOT / "tests/cases/plans"):
        specimen = take_apart(plan)
        known = set(check(specimen))
        for seed in range(2):
            assert set(check(fault.apply(specimen, seed))) <= known, plan.name


@every_fault
def test_a_seed_gives_one_text_and_the_suite_changes_something(fault):
    texts = [[fault.apply(s, seed).text for s in SPECIMENS.values()] for seed in (0, 0, 1)]
    assert texts[0] == texts[1]
    assert texts[0] != [s.text for s in SPECIMENS.values()]


def test_a_wrong_gold_is_noticed():
    specimen = SPECIMENS["ca-mau-2019-108-kh-ubnd"]
    gold = specimen.gold
    wrong = {
        "quote": {**gold, "references": [{**gold["references"][0], "quote": "Quyết định số 999/QĐ-TTg"}]},
        "path": {**gold, "assignments": [{**gold["assignments"][0], "path": "XII/9"}]},
        "signer": {**gold, "metadata": {**gold["metadata"], "signature": {"name": "Lê Văn Không"}}},
        "noise": {**gold, "noise": ["Công văn không có"]},
    }
    for name, changed in wrong.items():
        assert len(check(type(specimen)(specimen.lines, changed))) == 1, name


def test_two_clauses_on_one_line_are_refused():
    outline = [
        {"path": str(k), "label": f"{k}.", "heading": None, "begin": w, "finish": w}
        for k, w in ((1, "Một"), (2, "Hai"))
    ]
    gold = {"plan": "x", "outline": outline, "noise": []}
    with pytest.raises(UsageError, match="two clauses"):
        take_apart(GoldPlan("x", gold, "1. Một 2. Hai\n", Path("x.txt")))


@given(st.text(alphabet="ab đ-", max_size=300), st.integers(5, 40), st.booleans())
def test_wrapping_only_breaks_lines(text, width, at_hyphens):
    wrapped = _wrapped(text, width, at_hyphens=at_hyphens)
    assert "".join(wrapped.split()) == "".join(text.split())
    assert at_hyphens or wrapped.replace("\n", " ") == text
    assert all(len(line) <= width or not re.search(r"\S \S", line) for line in wrapped.split("\n"))


def perturbed(fault: str, plan: str, seed: int = 0):
    return BY_NAME[fault].apply(SPECIMENS[plan], seed)


def test_wrapped_lines_fit_the_width():
    for seed in range(5):
        lines = perturbed("hard-wrapped", "ca-mau-2017-15-kh-ubnd", seed).text.split("\n")
        assert 40 < max(map(len, lines)) <= 100


def test_no_emphasis_is_left_and_star_bullets_stay():
    text = perturbed("marks removed", "ca-mau-2023-77-kh-ubnd").text
    assert "**" not in text
    assert "\n* Khen thưởng tổng kết:\n" in text


def test_sections_are_numbered_from_one_and_close_at_the_end():
    specimen = perturbed("sections reordered", "ca-mau-2019-108-kh-ubnd", 3)
    titles = re.findall(r"^([IVX]+)\. (.+)$", specimen.text, re.MULTILINE)
    assert [number for number, _ in titles] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    assert sorted(t for _, t in titles) == sorted(re.findall(r"^[IVX]+\. (.+)$", PLANS[2].text, re.MULTILINE))
    assert specimen.text.count("./.") == 1
    body = [line for line in specimen.lines if line.part == "body"]
    assert body[-1].text.endswith("./.")


def test_sections_keep_their_clauses():
    gold, new = PLANS[2].gold, perturbed("sections reordered", "ca-mau-2019-108-kh-ubnd", 3).finished_gold()
    heading = {c["path"]: c["heading"] for c in gold["outline"]}
    new_heading = {c["path"]: c["heading"] for c in new["outline"]}
    before = [(heading[c["path"].partition("/")[0]], c["path"].partition("/")[2]) for c in gold["criteria"]]
    after = [(new_heading[c["path"].partition("/")[0]], c["path"].partition("/")[2]) for c in new["criteria"]]
    assert after == before


def test_another_date_moves_what_derives_from_it():
    for seed in range(8):
        specimen = perturbed("other date", "ca-mau-2023-77-kh-ubnd", seed)
        metadata = specimen.gold["metadata"]
        year, month, day = map(int, metadata["issued"].split("-"))
        said = next(line.text for line in specimen.lines if line.text.startswith("Cà Mau, ngày"))
        assert [int(n) for n in re.findall(r"\d+", said)] == [day, month, year]
        starts = {m["start"] for m in specimen.gold["milestones"] if m["path"] == "II/2/-1"}
        assert starts == {metadata["issued"]}
        assert metadata["period"]["to"] == f"{year}-12-31"
        assert f"trước ngày 10/4/{year}." in specimen.text


def test_a_slip_in_a_heading_reaches_actors_named_only_there():
    specimen = perturbed("slips in headings", "ca-mau-2023-77-kh-ubnd", 2)
    clauses = {c["path"]: c for c in specimen.finished_gold()["outline"]}
    inherited = next(a for a in specimen.gold["assignments"] if a["path"] == "V/3/-2" and a["role"] == "lead")
    assert inherited["actors"] == [clauses["V/3"]["text"]]


def test_a_slip_in_a_heading_leaves_actors_that_the_clause_names_itself():
    for seed in range(6):
        specimen = perturbed("slips in headings", "lai-chau-2019-kh-ubnd", seed)
        own = next(a for a in specimen.gold["assignments"] if a["path"] == "VI/3/-1")
        assert own["actors"] == ["Sở Thông tin và Truyền thông"]


def test_open_syllables_change_their_spelling_and_others_do_not():
    text = "\n".join(perturbed("tone marks moved", "ca-mau-2019-108-kh-ubnd", seed).text for seed in range(6))
    assert "văn hoá" in text
    assert "Uỷ ban" in text
    assert "hoàn thành" in text
    assert "hòan" not in text
    assert "qúa" not in text
