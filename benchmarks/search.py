"""How fast a search answers, beside Tantivy and SQLite's FTS5 alone, on clauses grown from the corpus."""

from __future__ import annotations

import random
import re
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from pathlib import Path
from statistics import median, quantiles
from typing import Any, NamedTuple

from benchmarks.timing import seconds
from models.document import RawFile
from pipeline.folding import fold
from pipeline.read import read
from pipeline.search import Entry, SearchIndex, segmented

_QUERIES = 30
"""Different queries of each kind."""
_PLAN = 100
"""Clauses of a plan."""
_RECORDS = ("criteria", "quantities", "milestones", "awards", "assignments")
_SENTENCE = re.compile(r"(?<=[.;:])\s+")


class Sentence(NamedTuple):
    text: str
    words: str


def search(raws: Sequence[RawFile], clauses: Sequence[int], repeats: int) -> Iterator[tuple[str, str]]:
    """A line a measurement, for each size of the store."""
    sentences = sentences_of(raws)
    for size in clauses:
        with tempfile.TemporaryDirectory(prefix="kehoach-search-") as folder:
            yield from _of_size(sentences, size, repeats, Path(folder))


def _of_size(sentences: list[Sentence], size: int, repeats: int, folder: Path) -> Iterator[tuple[str, str]]:
    said = f"{size:,} clauses"
    index = SearchIndex.open(folder / "index")
    made = list(_grown(sentences, size))
    took = seconds(partial(index.rebuild, "benchmark", 1, made))
    yield f"{said}: entries built a second", f"{len(made) / took:,.0f} ({len(made):,} entries)"
    yield f"{said}: the index, megabytes", f"{megabytes(folder / 'index'):.0f}"
    yield f"{said}: one plan changed, milliseconds", f"{1_000 * median(_updates(index, made)):.0f}"
    alone = [(entry.key, fold(entry.text)) for entry in made if entry.alone]
    made.clear()
    bare, fts = _Tantivy(folder / "bare", alone), _Fts(folder / "fts.sqlite", alone)
    alone.clear()
    for name, kinds, queries in _asked(sentences):
        ours = times_of([partial(index.search, q.typed, kinds=kinds) for q in queries], repeats)
        theirs = times_of([partial(bare.search, q) for q in queries], repeats)
        lite = times_of([partial(fts.search, q) for q in queries], 1) if name in _BESIDE_FTS else None
        yield f"{said}: {name}", _shown(ours, theirs, lite)
    for typed in ("thi", "huyện", "chuyên đề"):
        keys = times_of([partial(index.keys, typed)], 3 * repeats)
        yield f"{said}: all keys of {typed}", f"{1_000 * median(keys):.1f} ms for {len(index.keys(typed)):,}"
    yield (
        f"{said}: two words in 1,000 plans",
        _shown(
            times_of(
                [partial(index.search, q.typed, plans=range(1, 1_001)) for q in word_queries(sentences, 2, True)],
                repeats,
            )
        ),
    )
    yield f"{said}: memory of this process beside the files, MB", f"{own_memory():.0f}"


class Asked(NamedTuple):
    """A query as it is typed, and as the bare engines are asked: words, or a phrase, of any or of all."""

    typed: str
    words: tuple[str, ...]
    how: str


def _asked(sentences: list[Sentence]) -> Iterator[tuple[str, frozenset[str] | None, list[Asked]]]:
    for accents in (True, False):
        said = "with accents" if accents else "without accents"
        yield f"phrase, {said}", None, phrase_queries(sentences, accents)
        for count in (1, 2, 3):
            yield f"{count} word{'s' * (count > 1)}, {said}", None, word_queries(sentences, count, accents)
        yield f"8 words or-ed, {said}", None, [_either(q) for q in word_queries(sentences, 8, accents)]
    beginnings = [q._replace(words=(q.words[0][:3],), how="beginning") for q in word_queries(sentences, 1, False)]
    yield "beginning of a word", None, [q._replace(typed=f"{q.words[0]}*") for q in beginnings if len(q.words[0]) > 1]
    yield "word in one kind of records", frozenset({"criteria"}), word_queries(sentences, 1, True)


_BESIDE_FTS = ("phrase, without accents", "3 words, without accents", "8 words or-ed, without accents")


def _either(query: Asked) -> Asked:
    return query._replace(typed=" OR ".join(query.typed.split()), how="any")


def word_queries(sentences: list[Sentence], count: int, accents: bool) -> list[Asked]:
    """Words that stand in one sentence, so that something is found."""
    chance = random.Random(f"words {count}")  # noqa: S311  (the same queries each time)
    long = [words for s in sentences if len(words := sorted(set(_letters(s.text)))) >= count]
    return [_query(chance.sample(chance.choice(long), count), accents, "all") for _ in range(_QUERIES)]


def phrase_queries(sentences: list[Sentence], accents: bool) -> list[Asked]:
    chance = random.Random("phrases")  # noqa: S311  (the same queries each time)
    queries = []
    for _ in range(_QUERIES):
        words = _letters(chance.choice(sentences).text)
        count = chance.choice((2, 2, 3, 4))
        start = chance.randrange(max(len(words) - count, 1))
        queries.append(_query(words[start : start + count], accents, "phrase"))
    return queries


def _query(words: list[str], accents: bool, how: str) -> Asked:
    plain = tuple(fold(" ".join(words)).split())
    typed = " ".join(words if accents else plain)
    return Asked(f'"{typed}"' if how == "phrase" else typed, plain, how)


def _letters(text: str) -> list[str]:
    return [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in ("and", "or", "not")]


class _Tantivy:
    """One field of folded text with its positions, and one query for what is asked."""

    def __init__(self, folder: Path, rows: Iterable[tuple[int, str]]) -> None:
        import tantivy

        self._t = tantivy
        folder.mkdir()
        build = tantivy.SchemaBuilder()
        build.add_text_field("text", tokenizer_name="whitespace")
        build.add_unsigned_field("key", fast=True)
        index = tantivy.Index(build.build(), path=str(folder))
        writer = index.writer(100_000_000, 1)
        for key, text in rows:
            document = tantivy.Document()
            document.add_text("text", text)
            document.add_unsigned("key", key)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._schema, self._searcher = index.schema, index.searcher()

    def search(self, asked: Asked) -> object:
        found = self._searcher.search(self._query(asked), 20)
        return self._searcher.fast_field_values("key", [address for _, address in found.hits])

    def _query(self, asked: Asked) -> Any:
        make, schema = self._t.Query, self._schema
        if asked.how == "phrase" and len(asked.words) > 1:
            return make.phrase_query(schema, "text", list(asked.words))
        if asked.how == "beginning":
            return make.regex_query(schema, "text", f"{asked.words[0]}.*")
        occur = self._t.Occur.Should if asked.how == "any" else self._t.Occur.Must
        return make.boolean_query([(occur, make.term_query(schema, "text", word)) for word in asked.words])


class _Fts:
    """A table of SQLite's FTS5 over folded text; it is asked for the best twenty and not for their number."""

    def __init__(self, path: Path, rows: Iterable[tuple[int, str]]) -> None:
        self._path = path
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("CREATE VIRTUAL TABLE texts USING fts5(text, content='', tokenize='unicode61')")
            database.executemany("INSERT INTO texts(rowid, text) VALUES (?, ?)", rows)
        self._database = sqlite3.connect(path)

    def search(self, asked: Asked) -> object:
        quoted = [f'"{word}"' for word in asked.words]
        typed = (
            f'"{" ".join(asked.words)}"'
            if asked.how == "phrase"
            else (" OR " if asked.how == "any" else " ").join(quoted)
        )
        best = "SELECT rowid FROM texts WHERE texts MATCH ? ORDER BY bm25(texts) LIMIT 20"
        return self._database.execute(best, (typed,)).fetchall()


def sentences_of(raws: Iterable[RawFile]) -> list[Sentence]:
    paragraphs = chain.from_iterable(re.split(r"\n\s*\n", read(raw).text) for raw in raws)
    sentences = chain.from_iterable(_SENTENCE.split(" ".join(p.split())) for p in paragraphs)
    return [Sentence(s, segmented(s)) for s in sentences if 20 < len(s) < 400]


def _grown(sentences: list[Sentence], clauses: int) -> Iterator[Entry]:
    """Clauses of one to three sentences, some words exchanged for others and for numbers; a quarter has a record."""
    chance = random.Random(7)  # noqa: S311  (the same clauses each time)
    vocabulary = [word for s in sentences for word in s.text.split()]
    for k in range(clauses):
        parts = chance.choices(sentences, k=chance.choice((1, 1, 2, 2, 3)))
        text = " ".join(_varied(" ".join(p.text for p in parts), vocabulary, chance))
        words = " ".join(p.words for p in parts)
        plan, ordinal = k // _PLAN + 1, k % _PLAN
        yield Entry(
            key=plan << 24 | 1 << 20 | ordinal, plan_no=plan, kind="clauses", alone=True, text=text, words=words
        )
        if k % 4 == 0:
            kind: Any = _RECORDS[k // 4 % len(_RECORDS)]
            key = plan << 24 | 2 << 20 | ordinal
            yield Entry(key=key, plan_no=plan, kind=kind, alone=False, text=text, words=words)


def _varied(text: str, vocabulary: list[str], chance: random.Random) -> Iterator[str]:
    for word in text.split():
        drawn = chance.random()
        yield chance.choice(vocabulary) if drawn < 0.1 else str(chance.randrange(1, 5_000)) if drawn < 0.13 else word


def _updates(index: SearchIndex, made: list[Entry]) -> list[float]:
    changed = [entry for entry in made[: 2 * _PLAN] if entry.plan_no == 1]
    return [seconds(partial(index.update, "benchmark", at + 1, [1], changed, since=at)) for at in range(1, 6)]


def times_of(works: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    """Seconds of each call, each made once before it counts."""
    for work in works:
        work()
    return [seconds(work) for _ in range(repeats) for work in works]


def _shown(ours: list[float], theirs: list[float] | None = None, lite: list[float] | None = None) -> str:
    said = f"{middle_and_p95(ours)} ms"
    if theirs:
        times, worst = sum(ours) / sum(theirs), quantiles(ours, n=20)[-1] / quantiles(theirs, n=20)[-1]
        said += f"; Tantivy alone {middle_and_p95(theirs)}: {times:.2f}× in all, {worst:.2f}× at the 95th percentile"
    return said + (f"; FTS5 {middle_and_p95(lite)}" if lite else "")


def middle_and_p95(times: list[float]) -> str:
    return f"{1_000 * median(times):.1f}, 95 % in {1_000 * quantiles(times, n=20)[-1]:.1f}"


def megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def own_memory() -> float:
    status = Path("/proc/self/status")
    found = re.search(r"RssAnon:\s+(\d+) kB", status.read_text()) if status.exists() else None
    return int(found[1]) / 1_000 if found else float("nan")
