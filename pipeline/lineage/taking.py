"""How much text a plan took over: clauses aligned by the engine of `pipeline.compare`, and counted.

A clause is *kept* where its words are the same but for case, punctuation and the names that follow the issuer,
*adapted* where it has a counterpart in other words, *dropped* where it has none; *added* is what only the later plan
says. Clauses that are only headings are not counted. Words are counted as they are printed between spaces.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from models.plan import Plan
from pipeline.compare.aligning import align
from pipeline.compare.assigning import TUNING
from pipeline.compare.items import Item, clauses_of
from pipeline.compare.names import reader
from pipeline.compare.wording import PieceKind, Reading, changes, syllables
from pipeline.lineage.types import Edge, Kinship, Lineage, Movement, Share, Standing, Taking

MOST_TOGETHER = 60
"""Plans whose texts are compared in one call; more take long, and who wants to know of them names them."""
RULE = f"clauses aligned (alike {TUNING.alike}, contained {TUNING.contained}, structure {TUNING.structure})"


class Texts:
    """Plans with their clauses aligned, all of them together."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        keys = sorted(plans, key=lambda k: (str(plans[k].metadata.issued.value or "~"), plans[k].document.sha256))
        self._place = {key: n for n, key in enumerate(keys)}
        self._items: list[list[Item]] = [clauses_of(plans[key], plans[key].outline.clauses) for key in keys]
        self._reads: list[Reading] = [reader(plans[key]) for key in keys]
        self._families = [_by_plan(family) for family in align(self._items)]

    def taking(self, first: str, second: str) -> Taking:
        """What became of the first plan's text in the second. Raises KeyError for a plan that is not among them."""
        one, two = self._place[first], self._place[second]
        counts = _Counts(Counted(), Counted(), Counted(), Counted())
        verbatim = 0
        for family in self._families:
            its, theirs = self._texts(one, family), self._texts(two, family)
            if its and theirs:
                kept, same = self._same((one, its), (two, theirs))
                verbatim += kept
                (counts.kept if same else counts.adapted).add(its)
            elif its:
                counts.dropped.add(its)
            elif theirs:
                counts.added.add(theirs)
        return Taking(
            first=_whole(self._items[one]),
            second=_whole(self._items[two]),
            kept=counts.kept.share,
            adapted=counts.adapted.share,
            dropped=counts.dropped.share,
            added=counts.added.share,
            verbatim=verbatim,
            rule=RULE,
        )

    def _texts(self, plan: int, family: Mapping[int, list[int]]) -> list[str]:
        return [self._items[plan][k].text for k in family.get(plan, ())]

    def _same(self, its: tuple[int, list[str]], theirs: tuple[int, list[str]]) -> tuple[int, bool]:
        """The words of the first that the second has, and whether nothing but names that follow the issuer changed."""
        reads = self._reads[its[0]], self._reads[theirs[0]]
        pieces = changes(" ".join(its[1]), " ".join(theirs[1]), read=reads, forgive=True)
        kept = sum(_words(p.text) for p in pieces if p.kind is PieceKind.SAME)
        return kept, all(p.kind is PieceKind.SAME or p.follows for p in pieces)


class Counted:
    """Clauses and words, as they are counted."""

    def __init__(self) -> None:
        self.clauses = self.words = 0

    def add(self, texts: Iterable[str]) -> None:
        for text in texts:
            self.clauses += 1
            self.words += _words(text)

    @property
    def share(self) -> Share:
        return Share(clauses=self.clauses, words=self.words)


class _Counts(NamedTuple):
    kept: Counted
    adapted: Counted
    dropped: Counted
    added: Counted


def _by_plan(family: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    out: dict[int, list[int]] = {}
    for plan, k in family:
        out.setdefault(plan, []).append(k)
    return out


def _whole(items: Sequence[Item]) -> Share:
    counted = Counted()
    counted.add(item.text for item in items if not item.is_lead)
    return counted.share


def _words(text: str) -> int:
    return len(syllables(text))


def wanted(found: Lineage, named: Collection[str] = ()) -> list[tuple[Movement, tuple[str, ...]]]:
    """The movements whose texts are compared, with the plans: those of several plans, as many as go together, first
    those with named plans. Of a movement of too many plans only the named ones with their stored parents and children.
    """
    out: list[tuple[Movement, tuple[str, ...]]] = []
    left = MOST_TOGETHER
    for movement in sorted(found.movements, key=lambda m: not set(m.plans) & set(named)):
        plans = movement.plans if len(movement.plans) <= left else _around(found, movement, named)
        if 2 <= len(plans) <= left:
            out.append((movement, plans))
            left -= len(plans)
    return out


def _around(found: Lineage, movement: Movement, named: Collection[str]) -> tuple[str, ...]:
    near = set(movement.plans) & set(named)
    linked = {
        key for e in found.edges if e.standing is Standing.PARENT and {e.child, e.parent} & near
        for key in (e.child, e.parent)
    }  # fmt: skip
    return tuple(key for key in movement.plans if key in near | linked)


def with_texts(found: Lineage, plans: Mapping[str, Plan], named: Collection[str] = ()) -> Lineage:
    """The lineage with what was taken over, of the plans at hand (those of `wanted`)."""
    kin: list[Kinship] = []
    edges = {(e.child, e.parent): e for e in found.edges}
    for _, keys in wanted(found, named):
        texts = Texts({key: plans[key] for key in keys})
        for first, second in combinations(keys, 2):
            kin.append(Kinship(first=first, second=second, taken=texts.taking(first, second)))
            for child, parent in ((first, second), (second, first)):
                if (child, parent) in edges:
                    edge = edges[child, parent]
                    edges[child, parent] = edge.model_copy(update={"taken": texts.taking(parent, child)})
    pairs = sum(len(m.plans) * (len(m.plans) - 1) // 2 for m in found.movements)
    ordered: tuple[Edge, ...] = tuple(edges[e.child, e.parent] for e in found.edges)
    return found.model_copy(update={"edges": ordered, "kin": tuple(kin), "left_uncompared": pairs - len(kin)})
