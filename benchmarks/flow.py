"""The ingest flow beside plain calls on the same files, its start-up told apart."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.plans import copies
from benchmarks.timing import Measured, seconds
from models.document import RawFile
from pipeline.ingest import Summary, discover, ingest
from pipeline.settings import Settings
from pipeline.store import Store


def flow_beside_plain(raws: list[RawFile], count: int, repeats: int) -> Iterator[tuple[str, str]]:
    """Lines on start-up, on both ways, and on the ratio; every run fills a new store with `count` plans."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "one").mkdir()
        (base / "all").mkdir()
        copies(raws, 1, base / "one")
        copies(raws, count, base / "all")
        homes = (_made(base / f"home{k}") for k in itertools.count())
        _plain([base / "one"], next(homes))
        first = seconds(lambda: _flow([base / "one"], next(homes)))
        later = seconds(lambda: _flow([base / "one"], next(homes)))
        yield "start-up of the flow, in a new home (one plan, the first run less the second)", f"{first - later:.1f} s"
        plain, flow = [], []
        for _ in range(repeats):  # In turn, so that a busy machine slows both.
            plain.append(seconds(lambda: _plain([base / "all"], next(homes))))
            flow.append(seconds(lambda: _flow([base / "all"], next(homes))))
        yield f"{count} plans by plain calls", Measured.of(plain).shown(" s")
        yield f"{count} plans by the flow", Measured.of(flow).shown(" s")
        ratios = Measured.of([f / p for f, p in zip(flow, plain, strict=True)])
        yield "the flow as a multiple of plain calls (aim ≤ 1.15)", ratios.shown(digits=3)


def _made(home: Path) -> Path:
    home.mkdir()
    return home


def _plain(paths: Sequence[Path], home: Path) -> None:
    files = discover(paths)
    with Store.open(home=home) as store:
        _check(ingest(files, store, Settings(home=home)), len(files))


def _flow(paths: Sequence[Path], home: Path) -> None:
    from flows.ingest import run

    _check(run(paths, Settings(home=home)), len(discover(paths)))


def _check(summary: Summary, count: int) -> None:
    """A run that did not store everything measures nothing."""
    if summary.error or summary.count("stored") + summary.count("new version") != count:
        raise RuntimeError(summary.error or f"{summary.count('failed')} of {count} plans failed")
