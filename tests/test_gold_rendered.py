"""What a rendering may cost: the annotated plans as Word files, as PDF and as damaged scans, against their text."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from pipeline.evaluate.counts import KINDS, Scores
from pipeline.evaluate.gold import load_gold
from pipeline.evaluate.rendering import Kind, RenderingScores, evaluate_rendering
from pipeline.read.scan import ocr_available
from tests import sharing

ROOT = Path(__file__).parents[1]
MOST_LOST = {Kind.DOCX: 0.01, Kind.PDF: 0.01, Kind.SCAN: 0.05}
LEAST_OUTLINE = {Kind.DOCX: 0.98, Kind.PDF: 0.98, Kind.SCAN: 0.93}
MOST_CHARACTER_ERRORS = 0.012

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs soffice")
needs_ocr = pytest.mark.skipif(not ocr_available(), reason="needs tesseract with vie")


@pytest.fixture(
    scope="module",
    params=[
        Kind.DOCX,
        pytest.param(Kind.PDF, marks=needs_office),
        pytest.param(Kind.SCAN, marks=[needs_office, needs_ocr]),
    ],
    ids=lambda kind: kind.value,
)
def scores(request, tmp_path_factory) -> RenderingScores:
    """All plans together; the pages of scans take minutes, and are read by whichever processes have come so far."""
    kind: Kind = request.param

    def scored(plans: list[str]) -> RenderingScores:
        folder = tmp_path_factory.mktemp(kind.value)
        (folder / "gold").mkdir()
        for plan in plans:
            shutil.copy(ROOT / f"corpus/gold/{plan}.json", folder / "gold")
        return evaluate_rendering(folder / "gold", ROOT / "corpus/plans", kind, folder)

    plans = [gold.name for gold in load_gold(ROOT / "corpus/gold", ROOT / "corpus/plans")]
    shares = 3 if kind is Kind.SCAN else 1
    parts = sharing.each({f"{kind} {k}": partial(scored, plans[k::shares]) for k in range(shares)}).values()
    return RenderingScores(
        kind=kind,
        look=0,
        rendered=Scores(plans=tuple(score for part in parts for score in part.rendered.plans)),
        text=Scores(plans=tuple(score for part in parts for score in part.text.plans)),
        errors={plan: errors for part in parts for plan, errors in part.errors.items()},
    )


def test_every_plan_was_scored(scores):
    plans = {file.stem for file in (ROOT / "corpus/plans").glob("*.txt")}
    assert {score.plan for score in scores.rendered.plans} == set(scores.errors) == plans


def test_no_kind_loses_more_than_it_may(scores):
    lost = {
        kind: round((scores.text.totals[kind].f1 or 0) - (scores.rendered.totals[kind].f1 or 0), 3) for kind in KINDS
    }
    assert {kind: loss for kind, loss in lost.items() if loss > MOST_LOST[scores.kind]} == {}


def test_the_outline_is_there(scores):
    f1 = scores.rendered.totals["outline"].f1
    assert f1 is not None
    assert f1 >= LEAST_OUTLINE[scores.kind]


def test_nothing_is_invented_and_all_evidence_holds(scores):
    assert scores.rendered.invented == ()
    assert scores.rendered.failed == ()
    assert scores.rendered.totals["evidence"].f1 == 1.0


def test_few_characters_are_wrong(scores):
    assert scores.all_errors.printed > 80_000
    assert scores.all_errors.rate <= MOST_CHARACTER_ERRORS
