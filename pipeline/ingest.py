"""Files into the store, one after the other, without Prefect: what a person at a terminal waits for.

A bad file fails alone. A store that cannot be used ends the batch: what is stored stays, and the rest is named.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

from models.base import Frozen
from models.document import RawFile
from models.errors import KehoachError, NotTaken, ReadError, StoreError, UsageError
from models.plan import Plan
from pipeline.process import process
from pipeline.read import read_file
from pipeline.read.archives import ARCHIVES, Refusal, unpack
from pipeline.read.isolated import Isolated
from pipeline.read.progress import Listener
from pipeline.read.saying import summarised
from pipeline.settings import Settings
from pipeline.store import Store, Stored

Take = Callable[[Plan], str | None]
"""Says why what was read is not to be stored; None stores it."""

Status = Literal["stored", "new version", "rendition", "unchanged", "failed"]


class Outcome(Frozen):
    """What became of one file, or of one document (`member`) of an archive. `reason` says why it failed, why it may be
    no plan, or what of it could not be read; `problems` counts what failed inside a stored plan."""

    path: Path
    member: str | None = None
    status: Status
    plan_id: str | None = None
    version: int | None = None
    reason: str | None = None
    seconds: float = 0.0
    problems: int = 0


class Summary(Frozen):
    """What became of a batch. `error` says why it ended early, `left` which files it did not come to."""

    outcomes: tuple[Outcome, ...] = ()
    error: str | None = None
    left: tuple[Path, ...] = ()

    def count(self, status: Status) -> int:
        return sum(o.status == status for o in self.outcomes)


def discover(paths: Sequence[Path], home: Path | None = None) -> list[Path]:
    """The files to ingest: those named, and every regular file below the folders named; sorted, each once.

    Below a folder, hidden files and folders are left out, and links to folders are not followed. A folder that cannot
    be listed stands in the list itself, so that it fails with its reason. What lies in `home`, the product's own data,
    is left out. Raises UsageError for a path that is missing.
    """
    found: set[Path] = set()
    for path in paths:
        if not os.path.lexists(path):
            raise UsageError(f"there is no file or folder {path}")
        found.update(_below(path) if os.path.isdir(path) else [path])  # noqa: PTH112  (Path.is_dir may raise)
    # Path.resolve fails on a loop of links, realpath does not.
    own = os.path.realpath(home) if home else None
    return sorted(f for f in found if own is None or not Path(os.path.realpath(f)).is_relative_to(own))


def ingest_file(path: Path, store: Store, settings: Settings, reader: Isolated) -> list[Outcome]:
    """Read, process and store one file, or each document of an archive. Whatever is wrong with the file is an outcome;
    raises only StoreError."""
    begun = time.perf_counter()
    try:
        raw = read_file(path)
    except ReadError as error:
        return [_failed(path, None, str(error), begun)]
    if raw.media_type not in ARCHIVES:
        return [_ingest_document(path, raw, None, store, settings, reader)]
    outcomes = [_ingest_member(path, member, raw.source, store, settings, reader) for member in unpack(raw)]
    return outcomes or [_failed(path, None, f"{raw.source}: no document is in it", begun)]


def store_document(
    raw: RawFile, store: Store, settings: Settings, reader: Isolated, take: Take | None = None
) -> tuple[Stored, int, str | None]:
    """Read, process and store one document; returns what became of it, its problems, and what is doubtful about it.

    Raises ReadError where it cannot be read, NotTaken where `take` says so, StoreError.
    """
    if known := store.known(raw):
        return known, 0, None
    plan = process(raw, allow_classified=settings.allow_classified, read=reader.read)
    if take and (reason := take(plan)):
        raise NotTaken(reason)
    return store.put(raw, plan), len(plan.problems), _doubts(plan)


def ingest(
    paths: Sequence[Path],
    store: Store,
    settings: Settings,
    on_progress: Callable[[Outcome], None] | None = None,
    on_page: Listener | None = None,
) -> Summary:
    """Ingest files and folders, and tell of each file as it is done (`on_progress`) and of each page (`on_page`).

    Raises UsageError for a path that is missing, before anything is done; never for a bad file or the store.
    """
    files = discover(paths, settings.home)
    outcomes: list[Outcome] = []
    with Isolated(on_page=on_page) as reader:
        for done, path in enumerate(files):
            try:
                of_file = ingest_file(path, store, settings, reader)
            except StoreError as error:
                return Summary(outcomes=tuple(outcomes), error=str(error), left=tuple(files[done:]))
            outcomes += of_file
            if on_progress:
                for outcome in of_file:
                    on_progress(outcome)
    return Summary(outcomes=tuple(outcomes))


def _ingest_member(
    path: Path, member: RawFile | Refusal, archive: str, store: Store, settings: Settings, reader: Isolated
) -> Outcome:
    name = member.source.removeprefix(archive).lstrip("!") or None
    if isinstance(member, Refusal):
        return _failed(path, name, f"{member.source}: {member.error}", time.perf_counter())
    return _ingest_document(path, member, name, store, settings, reader)


def _ingest_document(
    path: Path, raw: RawFile, member: str | None, store: Store, settings: Settings, reader: Isolated
) -> Outcome:
    begun = time.perf_counter()
    try:
        stored, problems, note = store_document(raw, store, settings, reader)
    except StoreError:
        raise
    except KehoachError as error:
        return _failed(path, member, str(error), begun)
    except Exception as error:  # A fault of the rules on one file must not keep the others waiting.
        return _failed(path, member, f"{raw.source}: {type(error).__name__}: {error}", begun)
    seconds = time.perf_counter() - begun
    return Outcome(path=path, member=member, **dict(stored), seconds=seconds, problems=problems, reason=note)


def _doubts(plan: Plan) -> str | None:
    """Why what was stored may be no plan, and what of it was not read."""
    missing = [
        what
        for what, there in (("outline", plan.outline.clauses), ("type of document", plan.metadata.document_type.value))
        if not there
    ]
    doubts = [f"no {' and no '.join(missing)} found: this may be no plan"] if missing else []
    return "; ".join([*doubts, *summarised(plan.document.problems)]) or None


def _failed(path: Path, member: str | None, reason: str, begun: float) -> Outcome:
    seconds = time.perf_counter() - begun
    return Outcome(path=path, member=member, status="failed", reason=reason, seconds=seconds)


def _below(folder: Path) -> Iterator[Path]:
    unlistable: list[Path] = []
    for base, folders, files in os.walk(folder, onerror=lambda e: unlistable.append(Path(e.filename))):
        folders[:] = [f for f in folders if not f.startswith(".")]
        yield from (Path(base, name) for name in files if not name.startswith(".") and _is_regular(Path(base, name)))
    yield from unlistable


def _is_regular(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True  # Reading it says what is wrong.
