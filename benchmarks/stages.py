"""Seconds a plan for each stage, and the whole as a multiple of underthesea's word segmentation of the same text."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.timing import Measured, ratio, repeated
from models.document import RawFile
from models.plan import Plan
from pipeline.extract import extract
from pipeline.process import process
from pipeline.read import read
from pipeline.segment import segment
from pipeline.store import Store

Line = tuple[str, str]


def stages(raws: list[RawFile], repeats: int) -> Iterator[Line]:
    """A line a stage: milliseconds a plan."""
    documents = [read(raw) for raw in raws]
    outlined = [(document, segment(document)) for document in documents]
    plans = [(raw, process(raw)) for raw in raws]

    def line(name: str, work: Callable[[], object]) -> Line:
        work()
        took = Measured.of([s / len(raws) for s in repeated(work, repeats)])
        return name, took.shown(" ms", 1000, 2)

    yield line("read", lambda: [read(raw) for raw in raws])
    yield line("segment", lambda: [segment(document) for document in documents])
    yield line("extract, all", lambda: [extract(document, outline) for document, outline in outlined])
    yield line("store", lambda: _stored(plans))


def _stored(plans: list[tuple[RawFile, Plan]]) -> None:
    with tempfile.TemporaryDirectory() as home:
        store = Store.open(home=Path(home))
        for raw, plan in plans:
            store.put(raw, plan)


def beside_words(raws: list[RawFile], repeats: int) -> Iterator[Line]:
    """Read, segment and extract together beside underthesea's `word_tokenize`, in the same run."""
    from underthesea import word_tokenize

    texts = [raw.content.decode() for raw in raws]

    def whole() -> None:
        for raw in raws:
            process(raw)

    def words() -> None:
        for text in texts:
            word_tokenize(text)

    whole()
    words()
    alone = Measured.of([len(raws) / s for s in repeated(whole, repeats)])
    yield "read, segment and extract", alone.shown(" plans a second")
    yield "as a multiple of word segmentation (aim ≤ 0.35)", ratio(whole, words, repeats).shown(digits=3)
