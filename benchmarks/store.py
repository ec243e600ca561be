"""How fast the store takes plans in and answers, on either engine, as it grows."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from functools import partial
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from benchmarks import engines, grown
from benchmarks.search import (
    megabytes,
    middle_and_p95,
    own_memory,
    phrase_queries,
    sentences_of,
    times_of,
    word_queries,
)
from benchmarks.timing import seconds
from models.document import RawFile
from pipeline.ingest import ingest
from pipeline.settings import Settings
from pipeline.store import Store, write
from pipeline.store.question import Question
from pipeline.store.tables import ClauseTable, PlanTable

_PUT = 40
"""Plans that are stored one by one, for the rate."""
_UPDATES = 5
_LIMIT = 50
Lines = Iterator[tuple[str, str]]


class Sizes(NamedTuple):
    """At how many clauses, on which engines and with how many repeats it is measured; files that are taken in twice."""

    clauses: Sequence[int]
    engines: Sequence[str]
    repeats: int
    files: int


def store(raws: Sequence[RawFile], asked: Sizes) -> Lines:
    """A line a measurement, for each engine and each size of the store."""
    base = grown.samples(raws)
    for engine in asked.engines:
        with ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kehoach-store-")))
            url = stack.enter_context(engines.database(engine))
            with Store.open(url, home) as opened:
                yield from _growing(engine, opened, raws, base, asked)
    if asked.files:
        yield from twice(raws, asked.files)


def _growing(engine: str, opened: Store, raws: Sequence[RawFile], base: Sequence[grown.Sample], asked: Sizes) -> Lines:
    yield from puts(f"{engine}, empty", opened, raws)
    for size in sorted(asked.clauses):
        said = f"{engine}, {size:,} clauses"
        before = counted(opened)
        took = seconds(partial(grown.grow, opened, base, size - before[1], before[0]))
        plans, clauses = counted(opened)
        yield f"{said}: written in bulk a second", _rates(plans - before[0], clauses - before[1], took)
        engines.settled(opened)
        yield from measured(said, opened, raws, asked.repeats)


def measured(said: str, opened: Store, raws: Sequence[RawFile], repeats: int) -> Lines:
    """All that is measured of a store of one size."""
    _, clauses = counted(opened)
    whole, indexes = engines.sizes(opened)
    yield f"{said}: the database, megabytes", f"{whole:,.0f} ({indexes:,.0f} of them indexes), {clauses:,} clauses"
    yield f"{said}: bytes a clause", f"{1e6 * whole / clauses:,.0f}"
    took = seconds(opened.searcher.rebuild)
    yield f"{said}: the index built anew, seconds", f"{took:.1f} ({clauses / took:,.0f} clauses a second)"
    yield f"{said}: the index, megabytes", f"{megabytes(opened.searcher.index.folder):,.0f}"
    yield f"{said}: after one changed plan, milliseconds", f"{1_000 * median(_updates(opened)):.0f}"
    yield from puts(said, opened, raws)
    opened.searcher.catch_up()
    yield from _searches(said, opened, raws, repeats)
    yield from _asks(said, opened, repeats)
    yield f"{said}: memory of this process beside the files, MB", f"{own_memory():.0f}"


def counted(opened: Store) -> tuple[int, int]:
    """The plans and clauses of a store."""
    with opened.reading() as connection:
        count = partial(select, func.count())
        of = [connection.execute(count().select_from(table)).scalar_one() for table in (PlanTable, ClauseTable)]
    return int(of[0]), int(of[1])


def puts(said: str, opened: Store, raws: Sequence[RawFile]) -> Lines:
    """Plans stored as `kehoach ingest` stores them once they are read: decided, segmented, a transaction each."""
    made = list(grown.plans(raws, _PUT, said))
    clauses = sum(len(plan.outline.clauses) for _, plan in made)
    ready = seconds(lambda: [write.Ready.of(plan) for _, plan in made])
    times = [seconds(partial(opened.put, raw, plan)) for raw, plan in made]
    yield f"{said}: stored one by one a second", _rates(len(made), clauses, sum(times))
    yield f"{said}: a plan stored, milliseconds", f"{middle_and_p95(times)}; {ready / sum(times):.0%} of it beforehand"


def twice(raws: Sequence[RawFile], count: int) -> Lines:
    """Files taken in by `kehoach ingest`, and the same files once more, unchanged."""
    with tempfile.TemporaryDirectory(prefix="kehoach-files-") as folder:
        home, drop = Path(folder, "home"), Path(folder, "drop")
        drop.mkdir()
        for raw in grown.files(raws, count, "twice"):
            (drop / raw.source).write_bytes(raw.content)
        settings = Settings(home=home)
        with Store.open(None, home) as opened:
            first, again = (seconds(lambda: ingest([drop], opened, settings)) for _ in range(2))
        yield f"{count:,} files: first run, seconds", f"{first:.1f} ({count / first:.1f} a second)"
        yield f"{count:,} files: unchanged, seconds", f"{again:.2f}: {again / first:.2%} of the first run (aim 2 %)"


def _updates(opened: Store) -> list[float]:
    """Seconds from a plan that changed to an index that knows."""
    times = []
    for plan_no in range(1, _UPDATES + 1):
        with opened.writing() as connection:
            write.changed(connection, plan_no, "re-extracted")
        times.append(seconds(opened.searcher.catch_up))
    return times


def _searches(said: str, opened: Store, raws: Sequence[RawFile], repeats: int) -> Lines:
    found = sentences_of(raws)
    for accents in (True, False):
        with_or_without = "with accents" if accents else "without"
        asked = [("phrase", phrase_queries(found, accents))]
        asked += [(f"{n} word{'s' * (n > 1)}", word_queries(found, n, accents)) for n in (1, 2, 3)]
        for name, queries in asked:
            ours = times_of([partial(opened.search, q.typed) for q in queries], repeats)
            bare = times_of([partial(opened.searcher.index.search, q.typed) for q in queries], repeats)
            yield (
                f"{said}: search, {name}, {with_or_without}",
                f"{middle_and_p95(ours)} ms (aim 50); the index alone {middle_and_p95(bare)}: "
                f"{sum(ours) / sum(bare):.2f}×",
            )


def _asks(said: str, opened: Store, repeats: int) -> Lines:
    for name, questions in _questions():
        works = [partial(opened.ask, question) for question in questions]
        ours = times_of(works, repeats)
        with opened.reading() as connection:
            bare = _alone(opened, connection, works, repeats)
        rows = median(opened.ask(question).total for question in questions)
        yield (
            f"{said}: {name}",
            f"{middle_and_p95(ours)} ms (aim 30); its SQL alone {middle_and_p95(bare)}: "
            f"{sum(ours) / sum(bare):.2f}× (aim 1.5) for {rows:,.0f} found",
        )


def _alone(opened: Store, connection: Connection, works: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    statements = [engines.sent(opened, work) for work in works]
    return [engines.alone(connection, sent) for _ in range(repeats) for sent in statements]


def _questions() -> Iterator[tuple[str, list[Question]]]:
    """Twenty questions of each of five kinds that analysts put."""
    chance = random.Random(5)  # noqa: S311  (the same questions each time)
    units = [chance.choice(grown.units_of_plans()).name for _ in range(20)]
    agencies = ("Sở Nội vụ", "so noi vu", "Ban Thi đua - Khen thưởng", "Sở Tài chính", "Văn phòng UBND tỉnh") * 4
    days = [date(chance.randint(2018, 2026), chance.randint(1, 9), 1) for _ in range(20)]
    years = [*range(grown.FIRST, grown.LAST + 1)] * 2
    made: dict[str, list[dict[str, object]]] = {
        "criteria of a unit and audience": [
            {"kind": "criteria", "unit": unit, "audience": ("collective", "individual")[k % 2]}
            for k, unit in enumerate(units)
        ],
        "quantities of at least 50 % or more": [
            {"kind": "quantities", "comparator": "at_least", "counted_in": "%", "value_from": 50 + k} for k in range(20)
        ],
        "milestones between two days": [
            {"kind": "milestones", "deadline_from": day, "deadline_to": day.replace(month=day.month + 3)}
            for day in days
        ],
        "what an agency leads": [{"kind": "assignments", "actor": name, "role": "lead"} for name in agencies],
        "awards by form and authority in a year": [
            {"kind": "awards", "form": "Bằng khen", "authority": "Chủ tịch UBND tỉnh", "year": year} for year in years
        ],
    }
    for name, each in made.items():
        yield name, [Question.of(**question, limit=_LIMIT) for question in each]


def _rates(plans: int, clauses: int, took: float) -> str:
    return f"{plans / took:,.1f} plans, {clauses / took:,.0f} clauses"
