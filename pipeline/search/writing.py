"""Writing the index: one step, or nothing at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.search.entries import Entry
from pipeline.search.errors import translated
from pipeline.search.fields import STATE, document, schema, state_document

if TYPE_CHECKING:
    from tantivy import Index, IndexWriter

_HEAP = 100_000_000
"""Bytes in which new entries are gathered before they go to the disk; merging takes little beside."""


def build(generation: Path, store: str, revision: int, entries: Iterable[Entry]) -> None:
    """A whole new index in an empty folder. Raises StoreFull, StoreReadOnly or StoreError."""
    from tantivy import Index

    with translated(generation.parent):
        index = Index(schema(), path=str(generation), sort_by_field="key")
    write(index, generation.parent, store, revision, (), entries)


def write(
    index: Index, folder: Path, store: str, revision: int, removed: Iterable[int], entries: Iterable[Entry]
) -> None:
    """Take the entries of some plans away, add others and say what the index now holds, in one commit."""
    from tantivy import Query

    gone = sorted(set(removed))
    with _writer(index, folder) as writer:
        with translated(folder):
            # By a query: deleting by the term of an unsigned number silently deletes nothing (0.27).
            writer.delete_documents_by_query(Query.term_set_query(index.schema, "plan_no", gone))
        for entry in entries:  # What the caller's source raises is the caller's.
            _add(writer, entry, folder)
        with translated(folder):
            writer.delete_documents_by_term("kind", STATE)
            writer.add_document(state_document(store, revision))
            writer.commit()


def _add(writer: IndexWriter, entry: Entry, folder: Path) -> None:
    made = document(entry)
    with translated(folder):
        writer.add_document(made)


@contextmanager
def _writer(index: Index, folder: Path) -> Iterator[IndexWriter]:
    """A writer whose lock is given back, and whose merges are done, when the block ends."""
    with translated(folder):
        writer = index.writer(_HEAP, 1)
    try:
        yield writer
    except BaseException:
        _closed(writer)
        _cleared(index)
        raise
    _closed(writer)


def _closed(writer: IndexWriter) -> None:
    """What is not committed is dropped. A merge that fails is left to the next writer: it is no part of a write."""
    with suppress(ValueError, OSError, RuntimeError):
        writer.wait_merging_threads()


def _cleared(index: Index) -> None:
    """Take away the files of a write that failed: they may be what fills the disk."""
    with suppress(ValueError, OSError, RuntimeError):
        writer = index.writer(_HEAP, 1)
        writer.garbage_collect_files()
        _closed(writer)
