"""A question put to one state of the index: the two tiers, and how much there is in all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.search.entries import Hit
from pipeline.search.language import All, Query
from pipeline.search.reading import Reading
from pipeline.search.translate import Translator

if TYPE_CHECKING:
    from tantivy import Query as Made


@dataclass(frozen=True, slots=True)
class Asked:
    reading: Reading
    make: Translator
    query: Query
    filters: tuple[Made, ...]

    def all(self) -> Made:
        """Whatever the accents: a superset of what bears just those that were typed."""
        return self.make.query(self.query.root, False, self.filters)

    def exact(self) -> Made:
        """What bears just the accents that were typed; everything where none were."""
        return self.make.query(self.query.root, self.query.accents, self.filters)

    def count(self) -> int:
        return self._counted(self.all())

    def keys(self, exact: bool) -> list[int]:
        found = self.exact() if exact else self.all()
        return self.reading.keys(found, self._counted(found))

    def _counted(self, found: Made) -> int:
        return self.reading.count(found, bool(self.filters) or isinstance(self.query.root, All))

    def best(self, need: int) -> tuple[int, list[Hit]]:
        """How much is found, and the first `need` of it.

        The second tier is asked for only where the first does not fill the page; then the first is short, and taking it
        from the second is cheap.
        """
        found = self.all()
        if not self.query.accents:
            hits, total = self.reading.best(found, need, exact=True, total=True)
            return total or 0, hits
        total = self.count()
        exact = self.exact()
        hits, _ = self.reading.best(exact, need, exact=True)
        if len(hits) < min(need, total):
            rest = self.make.without(found, exact)
            hits += self.reading.best(rest, need - len(hits), exact=False)[0]
        return total, hits
