"""What a lineage says: documents, what carries out what and why, movements, and the text that was taken over."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import Field

from models.base import Frozen
from models.metadata import GovernmentLevel
from pipeline.findings.types import Place


class Standing(StrEnum):
    """What a link is worth."""

    PARENT = "parent"
    """The plan says so, and nothing else that it cites comes near."""
    INFERRED = "inferred"
    """No text of the lower document is at hand; a plan that carries both out shows it."""
    THROUGH = "through"
    """The plan carries it out too, by way of the parent that stands between them."""
    CANDIDATE = "candidate"
    """It may be the parent: not sure enough, or not surer than another."""


class Undated(StrEnum):
    """Why there is no lag."""

    CHILD = "child_undated"
    PARENT = "parent_undated"
    DATES_DIFFER = "parent_dates_differ"
    """The plans that cite it give it several dates, none of them more often than the others."""


class Reason(Frozen):
    """What speaks for a link, or against it (`weight` below 0); `rule` is its name in docs/lineage.md."""

    rule: str
    weight: float
    detail: str | None = None


class Citation(Frozen):
    """How a stored plan (`plan` is its node) cites a document: with which date, body and name, and where."""

    plan: str
    issued: date | None
    issuer: str | None
    name: str | None
    place: Place


class Node(Frozen):
    """A document: a plan of the store, or one that is known only from what plans cite (`plan_id` null)."""

    key: str
    plan_id: str | None
    version: str | None
    type: str
    symbol: str | None
    issued: date | None
    issuer: str | None
    level: GovernmentLevel | None
    name: str | None
    movement: str | None
    undated: Undated | None = None
    cited: tuple[Citation, ...] = ()

    @property
    def in_store(self) -> bool:
        return self.version is not None


class Share(Frozen):
    """How many clauses, and how many words in them."""

    clauses: int
    words: int


class Taking(Frozen):
    """What became of one plan's text in another's. `kept`, `adapted` and `dropped` are of the first plan's clauses and
    add up to `first`; `added` is of the second's, of which all are `second`. `verbatim` counts the words of kept and
    adapted clauses that the second has to the letter. `rule` names how they were told."""

    first: Share
    second: Share
    kept: Share
    adapted: Share
    dropped: Share
    added: Share
    verbatim: int
    rule: str

    @property
    def taken(self) -> float:
        """Of the first plan's words the share (0 to 1) that the second has in the same clauses to the letter."""
        return self.verbatim / self.first.words if self.first.words else 0.0


class Edge(Frozen):
    """The child carries out the parent. `places` show it, in the plans named by `shown_by` (the child itself, or those
    that an inference rests on); `lag_days` counts from the parent's date of issue to the child's."""

    child: str
    parent: str
    standing: Standing
    confidence: float = Field(ge=0, le=1)
    reasons: tuple[Reason, ...]
    shown_by: tuple[str, ...]
    places: tuple[Place, ...]
    lag_days: int | None = None
    no_lag: Undated | None = None
    taken: Taking | None = None


class Kinship(Frozen):
    """Two plans of one movement, the earlier first, and what the second has of the first's text."""

    first: str
    second: str
    taken: Taking


class Movement(Frozen):
    """Documents of one movement, by name or by what they carry out; `plans` are those of the store, the earliest
    first. A plan that belongs with no other stands alone in one without a name."""

    name: str | None
    documents: tuple[str, ...]
    plans: tuple[str, ...]


class Lineage(Frozen):
    """`kin` has the pairs whose texts were compared; `left_uncompared` counts the pairs that were too many for it."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    movements: tuple[Movement, ...]
    kin: tuple[Kinship, ...] = ()
    left_uncompared: int = 0

    def node(self, key: str) -> Node:
        """Raises KeyError where there is none."""
        found = next((n for n in self.nodes if n.key == key), None)
        if found is None:
            raise KeyError(key)
        return found
