"""Lineage: which decision each plan carries out, which plans carry out the same, and how much text they take over."""

from __future__ import annotations

from collections.abc import Sequence

from models.plan import Plan
from pipeline.lineage.types import Lineage


def lineage(plans: Sequence[tuple[str, Plan]]) -> Lineage:
    """The lineage of plans, each with the id that names it: what carries out what, and the movements.

    The order of the plans changes nothing. Texts are not compared here (see taking). Raises ValueError where an id
    stands twice.
    """
    from pipeline.lineage.carrying import Child
    from pipeline.lineage.documents import Documents
    from pipeline.lineage.grouping import movements
    from pipeline.lineage.linking import link

    children = [Child(key, plan) for key, plan in sorted(plans, key=lambda named: named[0])]
    if len({child.key for child in children}) < len(children):
        raise ValueError("an id stands twice")
    documents = Documents(children)
    edges = link(documents)
    linked = {key for edge in edges for key in (edge.child, edge.parent)}
    keys = sorted(linked | set(documents.children))
    return Lineage(nodes=tuple(documents.node(key) for key in keys), edges=edges, movements=movements(documents, edges))
