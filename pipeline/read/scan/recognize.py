"""Pictures of pages to words in boxes: cleaned, recognised, boxes mapped back, several pages at once."""

from __future__ import annotations

import os
import unicodedata
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from pipeline.read.paged.lines import SeenLine
from pipeline.read.paged.packed import PackedLines
from pipeline.read.paged.page import NO_TEXT, SeenPage, SeenWord
from pipeline.read.scan import tesseract
from pipeline.read.scan.beginnings import set_beginnings
from pipeline.read.scan.handwriting import Marked, mark_handwriting
from pipeline.read.scan.ink import Ink
from pipeline.read.scan.pieces import rejoined
from pipeline.read.scan.prepare import Prepared, prepare
from pipeline.read.scan.repair import repair
from pipeline.read.scan.scraps import without_scraps
from pipeline.read.scan.usage import Usage

if TYPE_CHECKING:
    from PIL.Image import Image

LOW = 0.8  # pages at a character error rate of 2 % lie above 0.93, forms of dotted lines below 0.8
_ONE_BLOCK, _ONE_LINE = 6, 7  # Tesseract's page segmentation modes
_REREADINGS = (0.8, 1.5, 2.2)  # sizes at which print reads the same, and a hand never did


@dataclass(frozen=True, slots=True)
class PageImage:
    """A page to recognise: its picture (any Pillow mode), number from 1, size in points, and why it is recognised."""

    image: Image
    number: int
    width: float
    height: float
    why: str


def recognize(image: Image, *, number: int, width: float, height: float, why: str) -> SeenPage:
    """The words of a page's picture, in points of the page. What goes wrong is the page's `problem`, never an error."""
    (page,) = recognize_all([PageImage(image, number, width, height, why)])
    return page


def recognize_all(jobs: Iterable[PageImage], read: Callable[[SeenPage], None] | None = None) -> Iterator[SeenPage]:
    """`recognize` of each page of one document in order, as many at once as there are cores; a picture is asked for
    when its turn comes.

    The first page is given when the last is read, as all pages are witnesses of how the document's words are spelt;
    `read` hears of each at once.
    """
    usage = Usage()
    waiting: deque[tuple[SeenPage, PackedLines]] = deque()
    for page in _each(jobs):
        usage.hear(page.words)
        if read:
            read(page)
        lines = [SeenLine(list(page.words), page.number)] if page.words else []
        waiting.append((replace(page, words=()), PackedLines(lines, page.number)))
    while waiting:
        page, packed = waiting.popleft()
        yield replace(page, words=usage.settled([w for line in packed.lines() for w in line.words]))


def _each(jobs: Iterable[PageImage]) -> Iterator[SeenPage]:
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    pending: deque[Future[SeenPage]] = deque()
    with ThreadPoolExecutor(workers, thread_name_prefix="ocr") as pool:
        try:
            for job in jobs:
                pending.append(pool.submit(_recognize, job))
                if len(pending) > workers:
                    yield pending.popleft().result()
            while pending:
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()


def _recognize(job: PageImage) -> SeenPage:
    try:
        prepared = prepare(job.image, job.width, job.height)
        found = tesseract.run(prepared.pixels, dpi=prepared.dpi, layout=_ONE_BLOCK)
        written = without_scraps(found, prepared.pixels.shape[1])
        marked = mark_handwriting(written, prepared.pixels.shape[0], partial(_reread, prepared))
        lines = set_beginnings([rejoined(line) for line in _lines(marked)], Ink(prepared.pixels))
        marked = _repaired(lines)
    except (tesseract.OcrFailure, MemoryError, OSError, ValueError) as failure:
        return _failed(job, str(failure) or type(failure).__name__)
    if not marked:
        return _failed(job, NO_TEXT)
    confidence = confidence_of(written)
    return SeenPage(
        job.number,
        job.width,
        job.height,
        "ocr",
        job.why,
        confidence,
        tuple(_word(m, prepared) for m in marked),
        prepared.rulings,
        f"low confidence {confidence:.2f}" if confidence < LOW else None,
        prepared.skew,
    )


def _lines(words: list[Marked]) -> list[list[Marked]]:
    return [list(line) for _, line in groupby(words, key=lambda m: m.word.line)]


def _repaired(lines: list[list[Marked]]) -> list[Marked]:
    """The words with what cannot be right among them repaired, what was read kept."""
    for change in repair([[m.word.text for m in line] for line in lines]):
        before = lines[change.line][change.word]
        if before.why is None:
            after = replace(before.word, text=change.after)
            lines[change.line][change.word] = Marked(after, change.before, change.why)
    return [m for line in lines for m in line]


def _failed(job: PageImage, problem: str) -> SeenPage:
    return SeenPage(job.number, job.width, job.height, "ocr", job.why, 0.0, (), problem=problem)


def confidence_of(words: Sequence[tesseract.Recognized]) -> float:
    """How sure a page's reading is: the mean over its letters, a twentieth of them at the bottom left out, as a stamp
    or a signature says nothing of the page."""
    ranked = sorted((w.confidence, len(w.text)) for w in words)
    letters = sum(length for _, length in ranked)
    skipped, total, counted = 0, 0.0, 0
    for confidence, length in ranked:
        if skipped + length <= letters / 20:
            skipped += length
        else:
            total, counted = total + confidence * length, counted + length
    return total / counted if counted else 0.0


def _reread(prepared: Prepared, x0: int, top: int, x1: int, bottom: int) -> list[str]:
    """A line read anew at other sizes."""
    from PIL import Image as Pillow

    margin = prepared.dpi // 12
    rows, columns = slice(max(top - margin, 0), bottom + margin), slice(max(x0 - margin, 0), x1 + margin)
    line = Pillow.fromarray(prepared.pixels[rows, columns])
    readings = []
    for by in _REREADINGS:
        size = (max(round(line.width * by), 1), max(round(line.height * by), 1))
        pixels = np.asarray(line.resize(size, Pillow.Resampling.BICUBIC))
        words = tesseract.run(pixels, dpi=round(prepared.dpi * by), layout=_ONE_LINE)
        readings.append(" ".join(w.text for w in words))
    return readings


def _word(marked: Marked, prepared: Prepared) -> SeenWord:
    word = marked.word
    box = prepared.in_points(word.x0, word.top, word.x1, word.bottom)
    text = unicodedata.normalize("NFC", word.text)
    return SeenWord(text, *box, word.confidence, raw=marked.raw, why=marked.why)
