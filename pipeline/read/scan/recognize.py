"""Pictures of pages to words in boxes: cleaned, recognised, boxes mapped back, several pages at once."""

from __future__ import annotations

import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.read.paged.page import SeenPage, SeenWord
from pipeline.read.scan import tesseract
from pipeline.read.scan.prepare import Prepared, prepare

if TYPE_CHECKING:
    from PIL.Image import Image


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
    return _recognize(PageImage(image, number, width, height, why))


def recognize_all(jobs: Iterable[PageImage]) -> Iterator[SeenPage]:
    """`recognize` of each in order, as many at once as there are cores; a picture is asked for when its turn comes."""
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
        cleaned = prepare(job.image, job.width, job.height)
        found = tesseract.run(cleaned.pixels, dpi=cleaned.dpi, layout=6)
    except (tesseract.OcrFailure, MemoryError, ValueError) as failure:
        return SeenPage(job.number, job.width, job.height, "ocr", job.why, 0.0, (), problem=str(failure))
    words = tuple(_word(w, cleaned) for w in found)
    confidence = sorted(w.confidence for w in words)[len(words) // 2] if words else 0.0
    problem = None if words else "no text found"
    return SeenPage(
        job.number, job.width, job.height, "ocr", job.why, confidence, words, cleaned.rulings, problem, cleaned.skew
    )


def _word(word: tesseract.Recognized, cleaned: Prepared) -> SeenWord:
    x0, top, x1, bottom = cleaned.in_points(word.x0, word.top, word.x1, word.bottom)
    return SeenWord(unicodedata.normalize("NFC", word.text), x0, top, x1, bottom, word.confidence)
