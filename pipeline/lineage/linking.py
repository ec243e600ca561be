"""Of the documents that a plan may carry out, which is its parent, and what stands above that.

Authorities above the plan's own form a line: it carries out what the nearest of them made, and that carries out what
stands higher. Documents of one rank compete: the surer one is the parent where it is surer by MARGIN, else all of them
stay candidates.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.findings.types import place_at
from pipeline.lineage.bodies import LEVELS
from pipeline.lineage.carrying import Candidate, Child, candidates
from pipeline.lineage.documents import Documents
from pipeline.lineage.types import Edge, Node, Reason, Standing, Undated

SURE = 0.6
"""Confidence below which a candidate is no parent."""
MARGIN = 0.1
"""By so much a parent is surer than any other document that could be it."""
_INFERRED = 0.8
"""What is inferred of a document that is not at hand is worth this share of what it is inferred from."""
_ABOVE = frozenset({"issuer.above", "issuer.central", "issuer.higher_level"})
_BY_DATE = 0.9
"""A stored plan known by its date alone is the cited one with this confidence."""


@dataclass(frozen=True)
class _Option:
    """A candidate and the document that it means."""

    candidate: Candidate
    key: str
    confidence: float
    reasons: tuple[Reason, ...]

    @property
    def is_above(self) -> bool:
        """Whether its body stands above that of the plan."""
        return any(reason.rule in _ABOVE for reason in self.reasons)

    @property
    def rank(self) -> int:
        """0 for the centre; the higher, the nearer to the plan."""
        level = self.candidate.body.level
        return LEVELS.index(level) if level else -1


class _Chosen(NamedTuple):
    parent: _Option | None
    through: tuple[_Option, ...]
    others: tuple[_Option, ...]


def link(documents: Documents) -> tuple[Edge, ...]:
    """All links between the plans and what they carry out, the surest of a child first."""
    edges: list[Edge] = []
    inferred: dict[tuple[str, str], Edge] = {}
    for child in documents.children.values():
        chosen = _choose(_options(child, documents))
        edges += _edges(child, chosen, documents)
        for edge in _inferred(child, chosen, documents):
            known = inferred.get((edge.child, edge.parent))
            inferred[edge.child, edge.parent] = _joined(known, edge) if known else edge
    edges += _one_parent_each(inferred.values())
    return _without_circles(edges)


def _options(child: Child, documents: Documents) -> list[_Option]:
    best: dict[str, _Option] = {}
    for candidate in candidates(child):
        key, how = documents.key_of(child, candidate.reference)
        if key == child.key:
            continue
        sure = candidate.confidence * (_BY_DATE if how == "in_store.date" else 1)
        told = (*candidate.reasons, *([Reason(rule=how, weight=0.0)] if how else []))
        option = _Option(candidate, key, round(sure, 2), told)
        if key not in best or best[key].confidence < option.confidence:
            best[key] = option
    return sorted(best.values(), key=lambda o: (-o.confidence, o.key))


def _choose(options: Sequence[_Option]) -> _Chosen:
    """The options come the surest first."""
    ours = [o for o in options if o.candidate.ours and o.confidence >= SURE and o.is_above]
    nearest = max((o.rank for o in ours), default=None)
    higher = [o for o in ours if o.rank != nearest]
    rivals = [o for o in options if o not in higher]
    sure = bool(rivals) and rivals[0].confidence >= SURE
    ahead = len(rivals) < 2 or rivals[0].confidence - rivals[1].confidence >= MARGIN - 1e-9
    if not sure or not ahead:
        return _Chosen(None, (), tuple(options))
    parent = rivals[0]
    through = tuple(o for o in higher if parent.is_above)
    return _Chosen(parent, through, tuple(o for o in options if o is not parent and o not in through))


def _edges(child: Child, chosen: _Chosen, documents: Documents) -> Iterable[Edge]:
    if chosen.parent:
        yield _edge(child, chosen.parent, Standing.PARENT, documents)
    for option in chosen.through:
        yield _edge(child, option, Standing.THROUGH, documents)
    for option in chosen.others:
        yield _edge(child, option, Standing.CANDIDATE, documents)


def _edge(child: Child, option: _Option, standing: Standing, documents: Documents) -> Edge:
    lag, why = lag_of(documents.node(child.key), documents.node(option.key))
    mention = option.candidate.mention
    quote = child.plan.document.flow(mention.spans).text
    return Edge(
        child=child.key,
        parent=option.key,
        standing=standing,
        confidence=option.confidence,
        reasons=option.reasons,
        shown_by=(child.key,),
        places=(place_at(child.plan, mention.clause, quote, (mention,)),),
        lag_days=lag,
        no_lag=why,
    )


def lag_of(child: Node, parent: Node) -> tuple[int | None, Undated | None]:
    """Days from the parent's date of issue to the child's, or why they cannot be told."""
    if child.issued is None:
        return None, Undated.CHILD
    if parent.issued is None:
        return None, parent.undated or Undated.PARENT
    return (child.issued - parent.issued).days, None


def _inferred(child: Child, chosen: _Chosen, documents: Documents) -> Iterable[Edge]:
    """That the parent, whose text is not at hand, carries out what the plan names above it."""
    parent = chosen.parent
    if parent is None or parent.key in documents.children:
        return
    for option in chosen.through:
        sure = round(_INFERRED * min(parent.confidence, option.confidence), 2)
        both = _edge(child, option, Standing.INFERRED, documents)
        lag, why = lag_of(documents.node(parent.key), documents.node(option.key))
        if lag is not None and lag < 0:
            continue
        mentions = (parent.candidate.mention, option.candidate.mention)
        places = tuple(place_at(child.plan, m.clause, child.plan.document.flow(m.spans).text, (m,)) for m in mentions)
        reason = Reason(rule="cited_together", weight=sure)
        told = {"child": parent.key, "confidence": sure, "reasons": (reason,), "places": places}
        yield both.model_copy(update=told | {"lag_days": lag, "no_lag": why})


def _joined(known: Edge, other: Edge) -> Edge:
    """One inference shown by several plans: as sure as the surest."""
    surest = max(known, other, key=lambda e: e.confidence)
    shown = {"shown_by": (*known.shown_by, *other.shown_by), "places": (*known.places, *other.places)}
    return surest.model_copy(update=shown)


def _one_parent_each(inferred: Iterable[Edge]) -> list[Edge]:
    """Of what several plans let infer of one document only the surest is its parent, if it is so by MARGIN."""
    by_child: dict[str, list[Edge]] = defaultdict(list)
    for edge in inferred:
        by_child[edge.child].append(edge)
    out: list[Edge] = []
    for edges in by_child.values():
        edges.sort(key=lambda e: (-e.confidence, e.parent))
        clear = len(edges) == 1 or edges[0].confidence - edges[1].confidence >= MARGIN - 1e-9
        out += [e if clear and e is edges[0] else _demoted(e) for e in edges]
    return out


def _demoted(edge: Edge, *reasons: Reason) -> Edge:
    return edge.model_copy(update={"standing": Standing.CANDIDATE, "reasons": (*edge.reasons, *reasons)})


def _without_circles(edges: Sequence[Edge]) -> tuple[Edge, ...]:
    """The links, of those that would close a circle the least sure one no parent."""
    above: dict[str, str] = {}
    out: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (-e.confidence, e.child, e.parent)):
        if edge.standing in (Standing.PARENT, Standing.INFERRED):
            if edge.child in _line(edge.parent, above):
                out.append(_demoted(edge, Reason(rule="circle", weight=0.0)))
                continue
            above[edge.child] = edge.parent
        out.append(edge)
    order = list(Standing)
    return tuple(sorted(out, key=lambda e: (e.child, order.index(e.standing), -e.confidence, e.parent)))


def _line(key: str | None, above: dict[str, str]) -> list[str]:
    """A document and all above it."""
    line: list[str] = []
    while key is not None:
        line.append(key)
        key = above.get(key)
    return line
