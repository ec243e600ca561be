"""How the time grows with the length of a plan."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.plans import lengthened
from benchmarks.timing import Measured, seconds
from models.document import RawFile
from pipeline.process import process

TIMES = (1, 2, 4, 8, 16)


def growth(raws: list[RawFile], repeats: int) -> Iterator[tuple[str, str]]:
    """A line a length: the time of read, segment and extract as a multiple of that of the plans as they are."""
    longer = {times: [lengthened(raw, times) for raw in raws] for times in TIMES}
    rounds = [{times: _took(longer[times]) for times in TIMES} for _ in range(repeats)]
    for times in TIMES:
        ratios = Measured.of([took[times] / took[1] for took in rounds])
        yield f"{times}× the text{' (aim ≤ 20)' if times == TIMES[-1] else ''}", ratios.shown("×")


def _took(raws: list[RawFile]) -> float:
    return seconds(lambda: [process(raw) for raw in raws])
