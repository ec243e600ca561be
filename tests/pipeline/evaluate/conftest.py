"""Predictions made from gold: what a perfect extractor would return."""

import json
from pathlib import Path

import pytest

from pipeline.evaluate.gold import clause_spans

ROOT = Path(__file__).parents[3]
PARTS = ("criteria", "quantities", "milestones", "awards", "references", "assignments")


def prediction(name: str) -> dict:
    gold = json.loads((ROOT / f"corpus/gold/{name}.json").read_text(encoding="utf-8"))
    text = (ROOT / f"corpus/plans/{name}.txt").read_text(encoding="utf-8")
    spans = {c["path"]: span for c, span in zip(gold["outline"], clause_spans(gold, text), strict=True)}

    def stood(item: dict, span: tuple[int, int]) -> dict:
        evidence = [{"start": span[0], "end": span[1], "page": None}]
        return {**item, "text": text[slice(*span)], "evidence": evidence}

    def quoted(item: dict) -> tuple[int, int]:
        return (at := text.index(item["quote"]), at + len(item["quote"]))

    return {
        "text": text,
        "metadata": gold["metadata"],
        "outline": [stood(c, spans[c["path"]]) for c in gold["outline"]],
        **{p: [stood(r, quoted(r) if "quote" in r else spans[r["path"]]) for r in gold[p]] for p in PARTS},
    }


@pytest.fixture(scope="session")
def as_prediction():
    return prediction
