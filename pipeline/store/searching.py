"""The index beside the database: brought up to the store's last change before it is asked, never ahead of it.

Each host has an index of its own, in its home, and brings it on by the store's own list of changes: hosts that share a
database share nothing else. An index that is missing, damaged, of another form or of another store is built anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from models.base import Frozen
from models.span import Span
from pipeline.search import Entry, SearchIndex, State, highlight, parsed
from pipeline.search.errors import damaged
from pipeline.store import filters, keys, query
from pipeline.store.keys import Kind
from pipeline.store.question import Question
from pipeline.store.rows import ClauseRow, PlanRow, RecordRow, said
from pipeline.store.tables import ChangeTable, PlanTable, RecordTable, StoreTable

if TYPE_CHECKING:
    from pipeline.store.store import Store

_AT_ONCE = 500
"""Plans whose entries are in memory together."""


class FoundRow(Frozen):
    """One thing that was found. `text` is what the words were met in, `marks` where in it; `exact`: with just the
    accents that were typed."""

    kind: Kind
    row: PlanRow | ClauseRow | RecordRow
    text: str
    marks: tuple[Span, ...]
    exact: bool
    score: float


class Found(Frozen):
    """A page of what was found, the best first, and how much there is in all."""

    words: str
    total: int
    rows: tuple[FoundRow, ...]
    revision: int


class Searcher:
    """The index of one store on this host."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as connection:
            self._name = connection.execute(select(StoreTable.id)).scalar_one()
        self.index = SearchIndex.open(store.home / "index" / self._name)

    def catch_up(self) -> State:
        """Bring the index to the store's last change. Raises StoreError where it cannot be written."""
        while True:
            with self._store.reading() as connection:
                revision, state = query.revision(connection), self.index.state()
                if state.store == self._name and state.revision == revision:
                    return state
                behind = state.store == self._name and state.revision < revision
                reached = self._update(connection, state, revision) if behind else self._rebuild(connection, revision)
            if reached.revision >= revision:
                return reached

    def rebuild(self, on_entry: Callable[[int, int], None] | None = None) -> State:
        """Build the index anew, whatever there is. Tells of each entry how many are done and how many there are.

        Raises StoreError where it cannot be written.
        """
        with self._store.reading() as connection:
            return self._rebuild(connection, query.revision(connection), on_entry)

    def keys(self, words: str, kind: Kind) -> Sequence[int]:
        """The keys of what has the words, among one kind; those typed with accents with just those accents."""
        return self.index.keys(words, kinds=[kind], exact=True)

    def search(self, words: str, kind: Kind | None, question: Question, *, limit: int, offset: int) -> Found:
        """As `Store.search`; `question` narrows it by its filters on plans."""
        asked = parsed(words)
        self.catch_up()
        with self._store.reading() as connection:
            plans = _plans(connection, question)
            kinds = None if kind is None else [kind]
            hits = self.index.search(asked, kinds=kinds, plans=plans, limit=limit, offset=offset)
            rows = query.by_key(connection, [hit.key for hit in hits.hits])
            revision = query.revision(connection)
        found = []
        for hit in hits.hits:
            if (row := rows.get(hit.key)) is not None:
                text = _said(row)
                marks = highlight(asked, text)
                kind = keys.parts(hit.key).kind
                found.append(FoundRow(kind=kind, row=row, text=text, marks=marks, exact=hit.exact, score=hit.score))
        return Found(words=words, total=hits.total, rows=tuple(found), revision=revision)

    def _update(self, connection: Connection, state: State, revision: int) -> State:
        since = state.revision
        changed = select(ChangeTable.plan_no).where(ChangeTable.no > since).distinct().order_by(ChangeTable.plan_no)
        numbers = connection.execute(changed).scalars().all()
        entries = _entries(connection, numbers)
        return self.index.update(self._name, revision, numbers, entries, since=since)

    def _rebuild(
        self, connection: Connection, revision: int, on_entry: Callable[[int, int], None] | None = None
    ) -> State:
        numbers = connection.execute(select(PlanTable.no).order_by(PlanTable.no)).scalars().all()
        entries = _entries(connection, numbers)
        if on_entry:
            entries = _told(entries, _count(connection), on_entry)
        built = self.index.rebuild(self._name, revision, entries)
        if built.store is None:  # Else it would be built anew for ever.
            raise damaged(self.index.folder, f"{built.why}, though it was built anew")
        return built


def _count(connection: Connection) -> int:
    """How many entries there are in all."""
    tables: list[Any] = [PlanTable, *filters.TABLES.values()]
    return sum(connection.execute(select(func.count()).select_from(table)).scalar_one() for table in tables)


def _told(entries: Iterator[Entry], of: int, on_entry: Callable[[int, int], None]) -> Iterator[Entry]:
    for done, entry in enumerate(entries, 1):
        yield entry
        on_entry(done, of)


def _plans(connection: Connection, question: Question) -> list[int] | None:
    conditions = filters.of_plans(connection, question)
    if question.plan is not None:
        conditions.append(PlanTable.id == question.plan)
    if not conditions:
        return None
    return list(connection.execute(select(PlanTable.no).where(*conditions)).scalars())


def _entries(connection: Connection, numbers: Sequence[int]) -> Iterator[Entry]:
    """Everything of these plans that can be found."""
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        yield from _of_plans(connection, some)
        for kind in filters.TABLES:
            yield from _of_parts(connection, kind, some)


def _of_plans(connection: Connection, numbers: Sequence[int]) -> Iterable[Entry]:
    columns = (PlanTable.no, PlanTable.id, *(getattr(PlanTable, name) for name in _PLAN_SAYS), PlanTable.words)
    query_ = select(*columns).where(filters.within(connection, PlanTable.no, numbers))
    for row in connection.execute(query_).mappings():
        key, text = keys.key(row["no"], "plans", 0), said(row, ("id", *_PLAN_SAYS))
        yield Entry(key=key, plan_no=row["no"], kind="plans", alone=True, text=text, words=row["words"])


_PLAN_SAYS = ("symbol", "issuer_unit", "subject")


def _of_parts(connection: Connection, kind: Kind, numbers: Sequence[int]) -> Iterator[Entry]:
    table: Any = filters.TABLES[kind]
    row_type: Any = query.ROWS[kind]
    names = row_type.searched if issubclass(table, RecordTable) else ("text",)
    alone = [table.alone] if issubclass(table, RecordTable) else []
    columns = [table.key, table.plan_no, table.words, *alone, *(getattr(table, name) for name in names)]
    query_ = select(*columns).where(filters.within(connection, table.plan_no, numbers))
    for row in connection.execute(query_).mappings():
        yield Entry(
            key=row["key"],
            plan_no=row["plan_no"],
            kind=kind,
            alone=row.get("alone", True),
            text=said(row, names),
            words=row["words"],
        )


def _said(row: PlanRow | ClauseRow | RecordRow) -> str:
    """What is shown of a row: the words that it was found by."""
    if isinstance(row, PlanRow):
        return said(dict(row), _PLAN_SAYS)
    if isinstance(row, RecordRow):
        return said(dict(row), row.searched)
    return row.text
