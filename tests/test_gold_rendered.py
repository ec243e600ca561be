"""What a rendering may cost: the annotated plans as Word files, as PDF and as damaged scans, against their text."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.evaluate.counts import KINDS
from pipeline.evaluate.rendering import Kind, RenderingScores, evaluate_rendering
from pipeline.read.scan import ocr_available

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
    folder = tmp_path_factory.mktemp(request.param.value)
    return evaluate_rendering(ROOT / "corpus/gold", ROOT / "corpus/plans", request.param, folder)


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
