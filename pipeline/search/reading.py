"""The index as a reader sees it: opened once, and again only when somebody has written."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pipeline.search.entries import Hit, State
from pipeline.search.errors import translated
from pipeline.search.fields import STATE
from pipeline.search.folder import Folder, NothingIndexed, unfinished

if TYPE_CHECKING:
    from tantivy import Index, Query, Schema, Searcher

_TRIES = 5
"""Openings of a generation that is exchanged or merged meanwhile."""
_BLOCK = 128
"""Hits are fetched by so many, wherever a page begins, so that what is in order within a block is so on every page."""

Stamp = tuple[str, int, int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """One state of the index. Its searcher goes on reading that state whatever is written meanwhile."""

    generation: Path
    stamp: Stamp
    index: Index
    searcher: Searcher
    state: State

    @property
    def schema(self) -> Schema:
        return self.index.schema

    def count(self, query: Query, conjunction: bool) -> int:
        """How much a query finds, unscored: both ways give the same number, each where it is faster."""
        from tantivy import Query

        if conjunction:
            return _total(self.searcher.search(Query.const_score_query(query, 0.0), 1))
        counted = self.searcher.aggregate(query, {"found": {"value_count": {"field": "key"}}})
        return int(counted["found"]["value"])

    def keys(self, query: Query, many: int) -> list[int]:
        """The keys of the `many` that a query finds, ascending. Most of its time goes into making objects of Python."""
        from tantivy import Query

        if not many:
            return []
        found = self.searcher.search(Query.const_score_query(query, 0.0), many, count=False)
        keys = self.searcher.fast_field_values("key", [address for _, address in found.hits])
        return sorted(cast("list[int]", keys))

    def best(self, query: Query, need: int, exact: bool, total: bool = False) -> tuple[list[Hit], int | None]:
        """The first `need` hits by score, and where `total` is asked, how many there are.

        Equal scores stand in one order on every page: by key within a block of hits and within a part of the index.
        """
        size = -(-need // _BLOCK) * _BLOCK
        found = self.searcher.search(query, size, count=total)
        keys = self.searcher.fast_field_values("key", [address for _, address in found.hits])
        pairs = [(-float(cast(float, score)), cast(int, key)) for (score, _), key in zip(found.hits, keys, strict=True)]
        blocks = (sorted(pairs[k : k + _BLOCK]) for k in range(0, len(pairs), _BLOCK))
        hits = [Hit(key=key, score=-score, exact=exact) for score, key in islice(chain.from_iterable(blocks), need)]
        return hits, _total(found) if total else None


def _total(found: Any) -> int:
    return int(found.count)  # Missing from the published types.


def opened(folder: Folder, last: Reading | None) -> Reading:
    """The index as it is now; `last` where nobody has written since. Raises NothingIndexed."""
    seen: Stamp | None = None
    for _ in range(_TRIES):
        generation = folder.current()
        try:
            stamp = _stamp(generation)
            if stamp == seen:
                break  # It failed, and nobody has written meanwhile.
            seen = stamp
            return last if last and last.stamp == stamp else _opened(folder, generation, stamp)
        except NothingIndexed:
            raise
        except Exception:
            logging.getLogger(__name__).debug("%s cannot be read", generation, exc_info=True)
    raise NothingIndexed("damaged")


def _opened(folder: Folder, generation: Path, stamp: Stamp) -> Reading:
    import tantivy

    with translated(folder.path), _lockable(generation) as place:
        if unfinished(generation):
            raise NothingIndexed("damaged")
        if not tantivy.Index.is_compatible(str(place)):
            raise NothingIndexed("other form")
        index = tantivy.Index.open(str(place))
        index.config_reader("Manual")  # Nothing watches in the background: `opened` looks whether it is new.
        searcher = index.searcher()
        return Reading(generation, stamp, index, searcher, _state(index, searcher))


@contextmanager
def _lockable(generation: Path) -> Iterator[Path]:
    """Tantivy takes a lock to read, too: where the folder cannot be written, one beside links to the same files."""
    if os.access(generation, os.W_OK):
        yield generation
        return
    with tempfile.TemporaryDirectory(prefix="kehoach-") as place:
        for path in generation.iterdir():
            if not path.name.endswith(".lock"):
                (Path(place) / path.name).symlink_to(path.absolute())
        yield Path(place)


def _state(index: Index, searcher: Searcher) -> State:
    from tantivy import Query

    found = searcher.search(Query.term_query(index.schema, "kind", STATE), 2).hits
    if len(found) != 1:
        raise NothingIndexed("damaged")
    revision, _, store = str(searcher.doc(found[0][1]).get_first(STATE)).partition(" ")
    return State(store=store, revision=int(revision))


def _stamp(generation: Path) -> Stamp:
    """What changes with every commit, each of which puts a new file in this one's place."""
    told = (generation / "meta.json").stat()
    return generation.name, told.st_ino, told.st_mtime_ns, told.st_size
