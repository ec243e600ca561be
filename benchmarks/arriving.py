"""What arrives by itself: a day on which nothing is new, and many documents at once over one and two processes."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update

from benchmarks import portal
from benchmarks.plans import copies
from benchmarks.timing import Measured, seconds
from models.document import RawFile
from pipeline.collect import collect, discovering
from pipeline.collect.types import RunTold
from pipeline.collect.work import Work
from pipeline.ingest import Outcome, Summary, ingest
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.store.arriving_tables import AddressTable, FileTable, FoundTable

SOURCES = 50
_CYCLE = 30
"""Days in which every known document is asked for again once, where none is young."""

Lines = Iterator[tuple[str, str]]


def quiet_day(known: int, repeats: int) -> Lines:
    """A look at fifty sources that hold what is known already, by plain calls and by the flow."""
    with tempfile.TemporaryDirectory() as folder, _portal(known // SOURCES) as port:
        home = Path(folder) / "known"
        home.mkdir()
        _write_sources(home, port)
        _make_known(Settings(home=home))
        homes = (_copied(home, Path(folder) / f"day{k}") for k in range(2 * repeats + 2))
        from flows.ephemeral import ephemeral

        with ephemeral(Path(folder)):
            from flows.sources.collecting import collect as flow

            def by_flow(at: Path) -> RunTold:
                return RunTold.model_validate(flow(home=str(at)))

            first = seconds(lambda: by_flow(next(homes)))
            collect(Settings(home=next(homes)))
            plain: list[float] = []
            flowing: list[float] = []
            runs: list[RunTold] = []
            for _ in range(repeats):  # In turn, so that a busy machine slows both.
                plain.append(_timed(lambda: collect(Settings(home=next(homes))), runs))
                flowing.append(_timed(lambda: by_flow(next(homes)), runs))
        yield "sources, known documents", f"{SOURCES}, {known // SOURCES * SOURCES:,}"
        yield "requests made", ", ".join(sorted({f"{run.counts['requests']:,}" for run in runs}))
        yield "documents asked again, none changed", ", ".join(sorted({f"{_again(run):,}" for run in runs}))
        yield "seconds by plain calls", Measured.of(plain).shown(" s")
        yield "seconds by the flow, once started", Measured.of(flowing).shown(" s")
        shares = [100 * (f - p) / p for f, p in zip(flowing, plain, strict=True)]
        yield "Prefect over the plain calls (aim ≤ 15 %)", Measured.of(shares).shown(" %")
        yield "start-up of the flow, in a new home", f"{first - median(flowing):.1f} s"


def backfilled(raws: list[RawFile], documents: int) -> Lines:
    """Documents a second over processes, as they come in once all processes work; and with their start."""
    yield "documents", f"{documents:,} (texts of {len(raws)} plans, each with another number)"
    yield "two processes of bare arithmetic, as a multiple of one", f"{_two_of_arithmetic():.2f}"
    ways: dict[str, Callable[[list[Path], Settings, Callable[[Outcome], None]], Summary]] = {
        "one process beside": lambda *asked: _spread(*asked, processes=1, dask="local"),
        "two processes": lambda *asked: _spread(*asked, processes=2),
        "Dask, two workers": lambda *asked: _spread(*asked, processes=2, dask="local"),
    }
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder) / "plans"
        files.mkdir()
        paths = copies(raws, documents, files)
        for name, way in ways.items():  # Each beside plain calls of its own: the machine may be another a minute later.
            plain = _rate(_plain, paths, Path(folder) / f"plain, {name}")
            rate = _rate(way, paths, Path(folder) / name)
            yield "plain calls: documents a second, and with the start", plain.shown()
            yield f"{name}: documents a second, and with the start", rate.shown()
            aim = " (aim ≥ 1.7)" if "two" in name else ""
            yield f"{name}, as a multiple of plain calls{aim}", f"{rate.steady / plain.steady:.2f}"


class _Rate(NamedTuple):
    """Documents a second: once everything works, and in all."""

    steady: float
    whole: float

    def shown(self) -> str:
        return f"{self.steady:.2f} ({self.whole:.2f})"


def _rate(way: Callable[..., Summary], paths: list[Path], home: Path) -> _Rate:
    home.mkdir()
    came: list[float] = []
    begun = time.perf_counter()
    summary = way(paths, Settings(home=home), lambda _: came.append(time.perf_counter() - begun))
    whole = time.perf_counter() - begun
    if summary.error or summary.count("failed"):
        raise RuntimeError(summary.error or f"{summary.count('failed')} of {len(paths)} plans failed")
    warm = len(paths) // 4  # By then every process has loaded what it needs.
    return _Rate((len(came) - warm) / (came[-1] - came[warm - 1]), len(paths) / whole)


def _plain(paths: list[Path], settings: Settings, on_done: Callable[[Outcome], None]) -> Summary:
    with Store.open(home=settings.home) as store:
        return ingest(paths, store, settings, on_done)


def _spread(
    paths: list[Path],
    settings: Settings,
    on_done: Callable[[Outcome], None],
    *,
    processes: int,
    dask: str | None = None,
) -> Summary:
    from flows.spread.ingesting import ingest as spread
    from flows.spread.spreading import Spread

    return spread(paths, settings, Spread(processes=processes, dask=dask), on_done)


def _two_of_arithmetic() -> float:
    """How much more two processes do here than one: two cores that others use too, or share, are less than two."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as both:
        list(both.map(_arithmetic, [1, 1]))
        alone = median(seconds(lambda: both.submit(_arithmetic, 20).result()) for _ in range(3))
        together = median(seconds(lambda: list(both.map(_arithmetic, [20, 20]))) for _ in range(3))
    return 2 * alone / together


def _arithmetic(times: int) -> int:
    return sum(k * k for k in range(times * 500_000))


def _timed(work: Callable[[], RunTold], runs: list[RunTold]) -> float:
    begun = time.perf_counter()
    run = work()
    took = time.perf_counter() - begun
    if run.standing != "done" or run.failures:
        raise RuntimeError(f"run {run.no} {run.standing}: {run.error or run.failures[0].reason}")
    runs.append(run)
    return took


def _again(run: RunTold) -> int:
    return run.counts.get("unchanged", 0)


@contextmanager
def _portal(documents: int) -> Iterator[int]:
    process = subprocess.Popen(  # noqa: S603  (our own module)
        [sys.executable, "-m", "benchmarks.portal", str(documents)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])},
    )
    assert process.stdout
    assert process.stdin
    try:
        yield int(process.stdout.readline())
    finally:
        process.stdin.close()
        process.wait()
        process.stdout.close()


def _write_sources(home: Path, port: int) -> None:
    said = ['[fetch]\ndelay = 0\nprivate = ["127.0.0.0/8"]\n']
    said += [
        f'[[source]]\nname = "cong-{k}"\nkind = "feed"\naddress = "http://{portal.host(k)}:{port}/rss"\n'
        for k in range(SOURCES)
    ]
    (home / "sources.toml").write_text("\n".join(said), encoding="utf-8")


def _make_known(settings: Settings) -> None:
    """Every document listed by the real stage, then written down as fetched and stored some time in the last weeks."""
    with Work.open(settings) as work:
        for source in work.catalogue.sources:
            discovering.discover(source, work)
        work.store.originals.keep(portal.BODY)
        now, digest = work.clock.now(), sha256(portal.BODY).hexdigest()
        chance = random.Random(0)  # noqa: S311
        with work.store.writing() as connection:
            files: list[dict[str, Any]] = []
            for row in connection.execute(select(FoundTable.no, FoundTable.listed)).mappings().all():
                address = row["listed"]["attachments"][0]["address"]
                files.append({"found_no": row["no"], "address": address})
                then = now + timedelta(days=chance.uniform(-1, _CYCLE - 1))
                known = {"standing": "stored", "next_at": then}
                connection.execute(update(FoundTable).where(FoundTable.no == row["no"]).values(known))
            had = {"rank": 0, "sha256": digest, "ingested": digest, "outcome": "stored", "plan_id": "p", "version": 1}
            connection.execute(insert(FileTable), [one | had for one in files])
            seen = {"etag": portal.ETAG, "modified": None, "sha256": digest, "media_type": "text/plain"}
            addresses = [{"address": one["address"], "checked_at": now, **seen} for one in files]
            connection.execute(insert(AddressTable), addresses)


def _copied(home: Path, to: Path) -> Path:
    shutil.copytree(home, to)
    return to
