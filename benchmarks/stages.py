"""Seconds a plan for each stage, and the whole as a multiple of underthesea's word segmentation of the same text."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.timing import Measured, ratio, repeated
from extractors import EXTRACTORS
from extractors.found import FoundSoFar
from extractors.metadata import metadata
from extractors.reading import Reading
from models.document import Document, RawFile
from models.outline import Outline
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
    yield line("extract", lambda: [extract(document, outline) for document, outline in outlined])
    extract_all(outlined)
    rounds = [extract_all(outlined) for _ in range(repeats)]
    for name in rounds[0]:
        yield f"  {name}", Measured.of([took[name] / len(raws) for took in rounds]).shown(" ms", 1000, 2)
    yield line("store", lambda: _stored(plans))


def extract_all(outlined: list[tuple[Document, Outline]]) -> dict[str, float]:
    """Seconds of each part of the extraction, over all documents; the parts run in order, as they need each other."""
    took: dict[str, float] = {}
    for document, outline in outlined:
        clock = time.perf_counter()

        def lap(name: str) -> None:
            nonlocal clock
            now = time.perf_counter()
            took[name] = took.get(name, 0.0) + now - clock
            clock = now

        reading = Reading(document, outline)
        lap("phrases and scope")
        found = FoundSoFar(metadata(reading))
        lap("metadata")
        for name, extractor in EXTRACTORS:
            found.records[name] = list(extractor(reading, found))
            lap(name)
    return took


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
