"""How the time grows with the length of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.plans import lengthened
from benchmarks.timing import Measured, repeated
from models.document import RawFile
from pipeline.process import process

TIMES = (1, 2, 4, 8, 16)


def growth(raws: list[RawFile], repeats: int) -> Iterator[tuple[str, str]]:
    """A line a length: the time of read, segment and extract as a multiple of that of the plans as they are."""
    base: list[float] = []
    for times in TIMES:
        longer = [lengthened(raw, times) for raw in raws]
        took = repeated(lambda longer=longer: [process(raw) for raw in longer], repeats)  # type: ignore[misc]
        base = base or took
        ratios = Measured.of([t / b for t, b in zip(took, base, strict=True)])
        aim = " (aim ≤ 20)" if times == TIMES[-1] else ""
        yield f"{times}× the text{aim}", ratios.shown("×")
