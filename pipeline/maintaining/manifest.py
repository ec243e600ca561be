"""The form of a backup: a ZIP that any program opens and that no database engine is needed to read.

manifest.json        what the backup holds, with the size and SHA-256 of each member; the last member written
tables/NAME.jsonl    one row of the table a line, as JSON; bytes in base64. Of `version` the whole plan stands there
                     as JSON (`plan`), in place of the two columns made of it
originals/SHA-256    the original bytes as they are

The derived tables (clauses, records, labels, actors) are in it, although `write.refresh` could write them anew: that
takes a second a plan, hours for a large store, where copying takes minutes.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field
from sqlalchemy import Table

from models.base import Frozen
from pipeline.store.base import Base
from pipeline.store.tables import StoreTable

LAYOUT = 1
"""The form of the backup itself, beside that of the tables in it."""

MANIFEST = "manifest.json"
TABLES = {table.name: table for table in Base.metadata.sorted_tables if table is not StoreTable.__table__}
"""By name, those first that others refer to. `store` is not among them: a restored store has an id of its own."""

_MORE = {
    "0003": frozenset({"source", "found", "file", "address", "fetch", "host", "run", "run_failure", "watch", "notice"})
}
"""The tables that forms later than the first that is restored (`0002`) have more than the one before; all others are as
they were."""

RESTORED = frozenset({"0002", *_MORE})
"""The forms of the tables that are restored: a store of an older one is what it would be after `kehoach migrate`."""


def tables_of(form: str) -> dict[str, Table]:
    """The tables that a backup of a form has, of those in `RESTORED`.

    >>> sorted(TABLES.keys() - tables_of("0002").keys())[:3]
    ['address', 'fetch', 'file']
    """
    later = {name for since, names in _MORE.items() if since > form for name in names}
    return {name: table for name, table in TABLES.items() if name not in later}


Sha256 = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
Size = Annotated[int, Field(ge=0, lt=1 << 60)]


class Member(Frozen):
    """A table in a backup; `size` in bytes as unpacked."""

    rows: Size
    size: Size
    sha256: Sha256


class Manifest(Frozen):
    """What a backup holds. `missing` are originals that the store had lost when it was made."""

    backup: int = LAYOUT
    form: str
    """Of the tables (see pipeline.store.database)."""
    program: str
    made_at: datetime
    """In UTC."""
    store: str
    """The id of the store that it was made of."""
    revision: Size
    tables: dict[str, Member]
    originals: dict[Sha256, Size]
    """The size of each by its SHA-256."""
    missing: tuple[Sha256, ...] = ()

    @property
    def plans(self) -> int:
        return self.tables["plan"].rows

    @property
    def rows(self) -> int:
        return sum(member.rows for member in self.tables.values())


def of_table(name: str) -> str:
    """The member of a table.

    >>> of_table("plan")
    'tables/plan.jsonl'
    """
    return f"tables/{name}.jsonl"


def of_original(sha256: str) -> str:
    """The member of an original."""
    return f"originals/{sha256}"
