"""This scorer and the annotators' own give the same figures; theirs is run where it lies beside the checkout."""

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.evaluate import evaluate
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.rendering import Kind, render
from pipeline.evaluate.score import extract_file

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT.parent / "shared/score.py"
GOLD, PLANS = ROOT / "corpus/gold", ROOT / "corpus/plans"

pytestmark = pytest.mark.skipif(not REFERENCE.exists(), reason="the annotators' scorer is not beside this checkout")


def damage(plan: dict, seed: int) -> dict:
    """Drop, repeat, cut and change things at random, a tenth of each."""
    rng = random.Random(seed)  # noqa: S311
    hurt = json.loads(json.dumps(plan))
    for kind, items in [(k, v) for k, v in hurt.items() if isinstance(v, list)]:
        hurt[kind] = [kept for item in items for kept in rng.choice([[item]] * 18 + [[], [item, item]])]
        for item in hurt[kind]:
            if rng.random() < 0.1:
                field = rng.choice([k for k, v in item.items() if v is None or isinstance(v, str)])
                item[field] = rng.choice([(item[field] or "") + " thêm", (item[field] or "")[:-9], "final"])
    for field in rng.sample(["number", "place", "issued", "movement", "period"], 2):
        hurt["metadata"][field] = None
    hurt["metadata"]["movement"] = rng.choice([hurt["metadata"]["movement"], "phong trào khác"])
    return hurt


def reference_figures(folder: Path, predicted: dict[str, dict]) -> dict:
    for name, plan in predicted.items():
        (folder / f"{name}.json").write_text(json.dumps(plan, ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, REFERENCE, "--gold", GOLD, "--plans", PLANS, "--predicted", folder, "--json"]
    return json.loads(subprocess.run(command, capture_output=True, check=False).stdout)  # noqa: S603


def assert_same_figures(folder: Path, predicted: dict[str, dict]) -> None:
    theirs = reference_figures(folder, predicted)
    ours = evaluate(GOLD, PLANS, lambda file: predicted[file.stem])
    figures = {
        kind: {"precision": c.precision, "recall": c.recall, "f1": c.f1, "gold": c.gold, "predicted": c.predicted}
        for kind, c in ours.totals.items()
    }
    assert figures == theirs["figures"]
    assert list(ours.invented) == theirs["invented"]
    assert len(ours.failed) == len(theirs["failed"])


@pytest.mark.parametrize("seed", range(4))
def test_same_figures_on_damaged_gold(seed, tmp_path, as_prediction):
    names = [file.stem for file in sorted(PLANS.glob("*.txt"))]
    assert_same_figures(tmp_path, {name: damage(as_prediction(name), seed) for name in names})


def test_same_figures_where_a_plan_has_another_form(tmp_path, as_prediction):
    predicted = {file.stem: as_prediction(file.stem) for file in PLANS.glob("*.txt")}
    del predicted["lai-chau-2019-kh-ubnd"]["metadata"]
    assert_same_figures(tmp_path, predicted)


def test_same_figures_on_what_is_extracted(tmp_path):
    assert_same_figures(tmp_path, {file.stem: extract_file(file) for file in PLANS.glob("*.txt")})


def test_same_figures_on_what_is_extracted_from_a_rendering(tmp_path):
    """Evidence points into the file's own text, which is not the one that the gold quotes."""
    files = {r.plan.name: r.file for r in render(load_gold(GOLD, PLANS), Kind.DOCX, tmp_path, look=1)}
    predicted = {name: extract_file(file) for name, file in files.items()}
    assert_same_figures(tmp_path, predicted)
    assert evaluate(GOLD, PLANS, lambda file: predicted[file.stem]).totals["outline"].hit > 0
