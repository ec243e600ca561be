"""Plans of one movement: by its name, else because they carry out one document of their own subject.

That two plans cite one law, or one directive beside their subject, joins nothing; nor does a parent join plans of
movements with different names, unless its own title names the movement.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from pipeline.lineage.documents import Documents
from pipeline.lineage.types import Edge, Movement, Standing

_OF_SUBJECT = ("movement.title", "movement.sentence", "subject", "cited_together")


def movements(documents: Documents, edges: Sequence[Edge]) -> tuple[Movement, ...]:
    """Every plan in exactly one movement: those with most plans first, then by date."""
    groups = _Groups()
    by_name: dict[str, str] = {}
    for child in documents.children.values():
        groups.add(child.key)
        if child.movement:
            groups.join(child.key, by_name.setdefault(child.movement, child.key))
    for edge in edges:
        if _joins(edge, documents):
            groups.join(edge.child, edge.parent)
    found = [_movement(members, documents) for members in groups.members()]
    return tuple(sorted(found, key=lambda m: (-len(m.plans), _first(m, documents), m.documents)))


def _joins(edge: Edge, documents: Documents) -> bool:
    if edge.standing not in (Standing.PARENT, Standing.INFERRED):
        return False
    rules = {reason.rule for reason in edge.reasons}
    if not rules.intersection(_OF_SUBJECT):
        return False
    child = documents.children.get(edge.child)
    if child is None or not child.movement or rules & {"movement.title", "movement.sentence"}:
        return True
    parent = documents.children.get(edge.parent)
    return not parent.movement if parent else not _claimed(edge, documents)


def _claimed(edge: Edge, documents: Documents) -> bool:
    """Whether plans of another movement, too, cite the document."""
    own = documents.children[edge.child].movement
    citing = {c.plan for c in documents.node(edge.parent).cited}
    return any(documents.children[key].movement not in ("", own) for key in citing)


def _movement(members: Sequence[str], documents: Documents) -> Movement:
    plans = sorted((k for k in members if k in documents.children), key=lambda k: (_issued(k, documents), k))
    named = Counter(name for k in plans if (name := documents.children[k].plan.metadata.movement.value)).most_common()
    name = min((n for n, count in named if count == named[0][1]), key=lambda n: (len(n), n)) if named else None
    if name is None and len(members) > 1:
        name = documents.children[plans[0]].plan.metadata.subject.value
    above = sorted((k for k in members if k not in documents.children), key=lambda k: (_issued(k, documents), k))
    return Movement(name=name, documents=(*above, *plans), plans=tuple(plans))


def _issued(key: str, documents: Documents) -> date:
    return documents.node(key).issued or date.max


def _first(movement: Movement, documents: Documents) -> date:
    return min((_issued(k, documents) for k in movement.plans), default=date.max)


class _Groups:
    """Disjoint groups of keys."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def add(self, key: str) -> None:
        self._above.setdefault(key, key)

    def join(self, one: str, other: str) -> None:
        self.add(one)
        self.add(other)
        first, second = sorted((self._top(one), self._top(other)))
        self._above[second] = first

    def members(self) -> Iterable[list[str]]:
        groups: dict[str, list[str]] = defaultdict(list)
        for key in self._above:
            groups[self._top(key)].append(key)
        return [sorted(group) for group in groups.values()]

    def _top(self, key: str) -> str:
        while self._above[key] != key:
            self._above[key] = self._above[self._above[key]]
            key = self._above[key]
        return key
