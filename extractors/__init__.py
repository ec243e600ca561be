"""Document and outline to records. One file a record kind, one signature, pure; run in the order of `EXTRACTORS`.

A new kind is one new file and one row: see README.md, "How to add a record kind".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from extractors.assignments import assignments
from extractors.awards import awards
from extractors.criteria import criteria
from extractors.found import FoundSoFar
from extractors.milestones import milestones
from extractors.quantities import quantities
from extractors.reading import Reading
from extractors.references import references
from models.records import Record

Extractor = Callable[[Reading, FoundSoFar], Iterable[Record]]

# An extractor may read what those above it have found. References come first: what stands in the title of another
# document is no quantity, time or award of this one.
EXTRACTORS: tuple[tuple[str, Extractor], ...] = (
    ("references", references),
    ("quantities", quantities),
    ("criteria", criteria),
    ("milestones", milestones),
    ("awards", awards),
    ("assignments", assignments),
)
