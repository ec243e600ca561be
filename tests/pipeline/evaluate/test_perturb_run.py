"""The run of the suite, with extractions whose faults are known."""

from pathlib import Path

import pytest

from pipeline.evaluate import report
from pipeline.evaluate.counts import KINDS
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.keys import metadata_keys
from pipeline.evaluate.perturb import FAULTS, perturb

ROOT = Path(__file__).parents[3]
GOLD, PLANS = ROOT / "corpus/gold", ROOT / "corpus/plans"
# Words that stand in one plan each and that no fault used here changes.
MARKS = {
    "Kiên Giang": "an-bien-2019-118-kh-ubnd",
    "Lai Châu": "lai-chau-2019-kh-ubnd",
    "VXT14": "ca-mau-2019-108-kh-ubnd",
}
MARKS |= {"VXT06": "ca-mau-2017-15-kh-ubnd", "TH02/3": "ca-mau-2023-77-kh-ubnd"}


def chosen(*names):
    return tuple(fault for fault in FAULTS if fault.name in names)


@pytest.fixture(scope="module")
def deaf(as_prediction):
    """Finds what the unperturbed plan says, whatever the text says."""

    def extract(text):
        return as_prediction(next(name for mark, name in MARKS.items() if mark in text))

    return extract


def test_a_fault_that_an_extraction_overlooks_is_seen(deaf):
    found = perturb(GOLD, PLANS, 2, faults=chosen("other signer", "blank lines doubled"), extract=deaf, workers=1)
    falls = {(cell.fault, cell.kind): cell.fall for cell in found.cells}
    assert found.runs == 2 * 2 * 5
    assert all(fall == 0 for (fault, _), fall in falls.items() if fault == "blank lines doubled")
    cell = next(c for c in found.cells if (c.fault, c.kind) == ("other signer", "metadata"))
    # The signer of each of the five plans is wrong.
    support = sum(len(metadata_keys(plan.gold["metadata"])) for plan in load_gold(GOLD, PLANS))
    assert cell.mean == pytest.approx((support - 5) / support)
    assert cell.flagged
    assert any("signature.name" in line for line in cell.examples)


def test_a_fault_counts_only_the_plans_that_it_changes(deaf):
    found = perturb(GOLD, PLANS, 1, faults=chosen("other movement"), extract=deaf, workers=1)
    assert found.runs == 3


def test_an_extraction_that_breaks_is_reported_and_the_rest_stands(as_prediction, deaf):
    def breaks(text):
        if "VXT14" in text:
            raise RuntimeError("broken")
        return deaf(text)

    found = perturb(GOLD, PLANS, 1, faults=chosen("blank lines doubled"), extract=breaks, workers=1)
    assert found.invented == ("blank lines doubled: ca-mau-2019-108-kh-ubnd: failed: RuntimeError: broken (1 seeds)",)
    assert {cell.kind for cell in found.cells} == set(KINDS)


def test_inventions_are_reported_by_fault(deaf):
    def invents(text):
        plan = deaf(text)
        return {**plan, "metadata": {**plan["metadata"], "number": plan["metadata"]["number"] or 68}}

    found = perturb(GOLD, PLANS, 3, faults=chosen("blank lines doubled"), extract=invents, workers=1)
    assert found.invented == ("blank lines doubled: lai-chau-2019-kh-ubnd: number = 68 (3 seeds)",)


def test_all_cores_give_what_one_gives():
    faults = chosen("NFD", "page numbers")
    one, all_cores = (perturb(GOLD, PLANS, 2, faults=faults, workers=n) for n in (1, 2))
    assert one == all_cores


def test_tables_and_json_tell_every_fault(deaf):
    found = perturb(GOLD, PLANS, 1, faults=chosen("other signer", "blank lines doubled"), extract=deaf, workers=1)
    table = report.falls_table(found)
    assert [row[0] for row in table[1:]] == ["blank lines doubled", "other signer"]
    assert {len(row) for row in table} == {len(KINDS) + 1}
    flagged = {(c["fault"], c["kind"]) for c in report.perturb_json(found)["cells"] if c["flagged"]}
    assert flagged == {("other signer", "metadata")}
    assert report.flagged_lines(found)[0].startswith("other signer / metadata: 1.000 → ")
