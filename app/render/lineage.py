"""Lineage as a tree: what each plan carries out, why that is said, and what it took over. A document that is not in the
store is marked in words."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from rich.console import Console, Group
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from app.render.terminal import console, plain, show_day, table
from pipeline.messages import say

if TYPE_CHECKING:
    from pipeline.lineage.types import Edge, Lineage, Movement, Node, Share, Taking

_CUT = 160
"""Characters of a quote that one line shows."""
_MOST_CANDIDATES = 5
_MOST_ALONE = 50


def show_lineage(found: Lineage) -> None:
    """A tree a movement, the nearest of its plans to each other, and what stands alone."""
    out = console()
    if not found.movements:
        out.print(plain(say("show.none")))
        return
    drawn = _Drawn(found)
    alone = [m for m in found.movements if len(m.documents) == 1 and not drawn.candidates[m.documents[0]]]
    for movement in found.movements:
        if movement not in alone:
            out.print(drawn.tree(movement))
            _kinships(out, found, movement)
            out.print()
    if alone:
        _alone(out, found, alone)
    if found.left_uncompared:
        out.print(plain(say("lineage.left_uncompared", count=found.left_uncompared)))


class _Drawn:
    """The links of a lineage by the document above and below."""

    def __init__(self, found: Lineage) -> None:
        self._nodes = {node.key: node for node in found.nodes}
        self._below: dict[str, list[Edge]] = defaultdict(list)
        self._above: dict[str, Edge] = {}
        self.candidates: dict[str, list[Edge]] = defaultdict(list)
        for edge in found.edges:
            if edge.standing in ("parent", "inferred"):
                self._below[edge.parent].append(edge)
                self._above[edge.child] = edge
            elif edge.standing == "candidate":
                self.candidates[edge.child].append(edge)

    def tree(self, movement: Movement) -> Tree:
        title = movement.name or say("lineage.unnamed")
        tree = Tree(plain(say("lineage.movement", name=title, count=len(movement.plans)), "bold"))
        within, seen = set(movement.documents), set[str]()
        for key in movement.documents:
            if key not in self._above or self._above[key].parent not in within:
                self._grow(tree, key, within, seen)
        return tree

    def _grow(self, above: Tree, key: str, within: set[str], seen: set[str]) -> None:
        if key in seen:
            return
        seen.add(key)
        branch = above.add(self._label(key))
        below = [edge for edge in self._below[key] if edge.child in within]
        for edge in sorted(below, key=lambda e: (_day(self._nodes[e.child]), e.child)):
            self._grow(branch, edge.child, within, seen)

    def _label(self, key: str) -> Group:
        lines: list[Text] = []
        edge = self._above.get(key)
        if edge:
            lines += [plain(line, "dim") for line in _why(edge)]
            if edge.taken:
                lines.append(plain(taken(edge.taken)))
        for other in self.candidates[key][:_MOST_CANDIDATES]:
            may = say("lineage.may", document=_name(self._nodes[other.parent]), sure=f"{other.confidence:.0%}")
            lines.append(plain(may, "yellow"))
        left = len(self.candidates[key]) - _MOST_CANDIDATES
        if left > 0:
            lines.append(plain(say("lineage.more", count=left), "yellow"))
        return Group(named(self._nodes[key]), *(Padding(line, (0, 0, 0, 4)) for line in lines))


def named(node: Node) -> Text:
    """What names a document, and that it is not in the store where it is not."""
    line = plain(_name(node))
    if node.in_store:
        line.append(f"  {node.plan_id}", style="dim")
    else:
        said = say("lineage.not_in_store", count=len({c.plan for c in node.cited}))
        line.append_text(plain(f" — {said}", "yellow"))
    return line


def _name(node: Node) -> str:
    symbol = node.symbol or node.name or "—"
    day = show_day(node.issued) if node.issued else say(f"lineage.{node.undated or 'parent_undated'}")
    return ", ".join(part for part in (symbol, node.issuer, day) if part)


def _day(node: Node) -> str:
    return node.issued.isoformat() if node.issued else "~"


def _why(edge: Edge) -> list[str]:
    lag = (
        say("lineage.lag", count=edge.lag_days)
        if edge.lag_days is not None
        else say("lineage.no_lag", why=say(f"lineage.{edge.no_lag or 'parent_undated'}"))
    )
    rules = "; ".join(say(f"lineage_rule.{r.rule.replace('.', '_')}") for r in edge.reasons)
    lines = [f"{lag}; {say(f'lineage.{edge.standing}', sure=f'{edge.confidence:.0%}')}: {rules}"]
    for place in edge.places[:2]:
        where = str(place.path) if place.path else say("lineage.preamble")
        pages = f", {say('lineage.page', pages=', '.join(map(str, place.pages)))}" if place.pages else ""
        lines.append(f"[{where}{pages}] {_short(place.quote)}")
    return lines


def taken(found: Taking) -> str:
    """What became of the parent's text, in words and clauses."""
    parts = [
        say(f"lineage.{what}", words=_share(share, whole), clauses=share.clauses)
        for what, share, whole in (
            ("kept", found.kept, found.first),
            ("adapted", found.adapted, found.first),
            ("dropped", found.dropped, found.first),
            ("added", found.added, found.second),
        )
    ]
    return say("lineage.taken", parts="; ".join([say("lineage.verbatim", words=f"{found.taken:.0%}"), *parts]))


def _share(part: Share, whole: Share) -> str:
    return f"{part.words / whole.words:.0%}" if whole.words else "—"


def _kinships(out: Console, found: Lineage, movement: Movement) -> None:
    """Whose text is nearest to whose: the pairs of a movement, the nearest first."""
    plans = set(movement.plans)
    pairs = [k for k in found.kin if k.first in plans and k.second in plans]
    if not pairs:
        return
    nodes = {node.key: node for node in found.nodes}
    titles = ["earlier", "later", "verbatim", "kept", "adapted", "dropped", "added"]
    rows = []
    for pair in sorted(pairs, key=lambda k: (-k.taken.taken, k.first, k.second)):
        t = pair.taken
        shares = [(t.kept, t.first), (t.adapted, t.first), (t.dropped, t.first), (t.added, t.second)]
        cells = [f"{_share(s, whole)} ({s.clauses}/{whole.clauses})" for s, whole in shares]
        names = [_name(nodes[pair.first]), _name(nodes[pair.second]), f"{t.taken:.0%}"]
        rows.append([plain(cell) for cell in (*names, *cells)])
    out.print(table([say(f"lineage_column.{t}") for t in titles], rows, title=say("lineage.kin")))


def _alone(out: Console, found: Lineage, alone: list[Movement]) -> None:
    nodes = {node.key: node for node in found.nodes}
    out.print(plain(say("lineage.alone", count=len(alone)), "bold"))
    for movement in alone[:_MOST_ALONE]:
        out.print(plain("  ").append_text(named(nodes[movement.documents[0]])))
    if len(alone) > _MOST_ALONE:
        out.print(plain(f"  {say('lineage.more', count=len(alone) - _MOST_ALONE)}"))


def _short(said: str) -> str:
    line = " ".join(said.split())
    return line if len(line) <= _CUT else f"{line[: _CUT - 1]}…"
