"""Families of criteria over any number of plans, with what each two plans of a family are to each other.

A family is named by its earliest member, and stays so when later plans are added. Plans are named by the stems of their
files, as the annotated alignments name them (`corpus/gold/alignment.json`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from pathlib import PurePosixPath
from typing import Any

from models.base import Frozen
from models.errors import UsageError
from models.path import ClausePath
from models.plan import Plan
from models.records import Audience, Criterion
from pipeline.compare.aligning import align
from pipeline.compare.assigning import TUNING, Tuning
from pipeline.compare.items import Item, criteria_of
from pipeline.compare.names import reader
from pipeline.compare.relation import relate
from pipeline.compare.sides import identity, in_order
from pipeline.compare.similarity import Embedding
from pipeline.compare.types import Relation
from pipeline.compare.wording import Reading

MOST_CRITERIA = 2_000
"""Criteria of one plan that are aligned; real plans have about a hundred."""
MOST_PAIRED = 50
"""Plans of a family each two of which are related (1,225 pairs). Of a larger family each plan is related to the first
alone, or the answer would grow with the square of the plans."""
_STAGES = {"read", "segment", Criterion.kind_name}


class NamedPlan(Frozen):
    """A plan of the answer: its name there, its version (SHA-256 of its bytes), and what a reader knows it by."""

    name: str
    version: str
    symbol: str | None
    issued: date | None
    unit: str | None
    unread: tuple[str, ...] = ()
    """Why its criteria, or some of them, could not be read: its silence then says nothing."""


class Member(Frozen):
    """What one plan says in a family: its criteria in document order."""

    plan: str
    paths: tuple[ClausePath, ...]
    texts: tuple[str, ...]


class Pair(Frozen):
    """The relation of two plans within a family, read from the first, the earlier issued, to the second."""

    first: str
    second: str
    relation: Relation
    similarity: float
    """Share (0 to 1) of the letters that are kept."""


class Family(Frozen):
    """Criteria that say the same requirement; one that stands alone is a family too."""

    id: str
    audience: Audience
    members: tuple[Member, ...]
    """In the order of issue."""
    pairs: tuple[Pair, ...]
    every_pair: bool
    """Whether each two members are related; else (more than MOST_PAIRED plans) each later one to the first alone."""


class Threshold(Frozen):
    """What decided that statements say the same (`pipeline.compare.assigning.Tuning`), each 0 to 1."""

    alike: float
    contained: float
    structure: float
    embedding: bool
    """Whether a model that the user named took part."""


class Families(Frozen):
    """All criteria of some plans, each in exactly one family."""

    plans: tuple[NamedPlan, ...]
    """In the order of issue."""
    families: tuple[Family, ...]
    """In the order in which the earliest plan that has them says them."""
    threshold: Threshold


def families(plans: Sequence[Plan], tuning: Tuning = TUNING, embedding: Embedding | None = None) -> Families:
    """The criteria of all plans as families. The order in which the plans are given changes nothing.

    Raises UsageError for the same plan twice, and for one of more than MOST_CRITERIA criteria.
    """
    _check(plans)
    plans = sorted(plans, key=in_order)
    names = names_of(plans)
    items = [criteria_of(plan) for plan in plans]
    relating = _Relating(plans, names)
    return Families(
        plans=tuple(_named(plan, name) for plan, name in zip(plans, names, strict=True)),
        families=tuple(
            _family(family, plans, items, relating) for family in align(items, tuning, embedding, by_kin=True)
        ),
        threshold=Threshold(
            alike=tuning.alike,
            contained=tuning.contained,
            structure=tuning.structure,
            embedding=embedding is not None,
        ),
    )


def as_json(found: Families) -> dict[str, Any]:
    """The answer as JSON values, in the form of the annotated alignments: `members` by plan, `relation` by `a|b`."""
    return {
        "families": [
            {
                "id": family.id,
                "audience": family.audience.value,
                "members": {m.plan: [str(path) for path in m.paths] for m in family.members},
                "relation": {f"{p.first}|{p.second}": p.relation.value for p in family.pairs},
                "every_pair": family.every_pair,
            }
            for family in found.families
        ],
        "plans": [plan.model_dump(mode="json") for plan in found.plans],
        "threshold": found.threshold.model_dump(mode="json"),
        "most_paired": MOST_PAIRED,
    }


def names_of(plans: Sequence[Plan]) -> list[str]:
    """The stem of each plan's file; where several have one stem, all of them with the first digits of their version.

    A name holds no `|`, which stands between two names.
    """
    stems = [_stem(plan.document.source) or plan.document.sha256[:12] for plan in plans]
    often = Counter(stems)
    digits = 6
    while True:
        names = [
            f"{stem}@{plan.document.sha256[:digits]}" if often[stem] > 1 else stem
            for stem, plan in zip(stems, plans, strict=True)
        ]
        if len(set(names)) == len(names) or digits >= 64:
            return names
        digits *= 2


def _stem(source: str) -> str:
    return PurePosixPath(source.replace("\\", "/")).stem.replace("|", "_").strip()


def _check(plans: Sequence[Plan]) -> None:
    if len({p.document.sha256 for p in plans}) < len(plans):
        raise UsageError("a plan is compared with others, not with itself: one of them is named twice")
    for plan in plans:
        if len(plan.criteria) > MOST_CRITERIA:
            raise UsageError(f"{plan.document.source} has more than {MOST_CRITERIA} criteria: too many to compare")


def _named(plan: Plan, name: str) -> NamedPlan:
    return NamedPlan(
        name=name,
        version=plan.document.sha256,
        symbol=plan.metadata.symbol.value,
        issued=plan.metadata.issued.value,
        unit=plan.metadata.issuer_unit.value,
        unread=tuple(_unread(plan)),
    )


def _unread(plan: Plan) -> Iterator[str]:
    if not plan.outline.clauses:
        yield "no outline could be read"
    yield from (p.reason for p in plan.problems if p.stage in _STAGES)


def _family(
    family: Sequence[tuple[int, int]], plans: Sequence[Plan], items: Sequence[Sequence[Item]], relating: _Relating
) -> Family:
    own: dict[int, list[Item]] = {}
    for plan, k in family:
        own.setdefault(plan, []).append(items[plan][k])
    first, *_ = own
    pairs = relating.pairs({plan: tuple(item.text for item in said) for plan, said in own.items()})
    said = {relating.audiences[plan][item.path] for plan, each in own.items() for item in each}
    said -= {Audience.UNSPECIFIED}
    return Family(
        id=identity(plans[first].document.sha256, str(own[first][0].path)),
        audience=said.pop() if len(said) == 1 else Audience.BOTH if said else Audience.UNSPECIFIED,
        members=tuple(
            Member(
                plan=relating.names[plan],
                paths=tuple(item.path for item in each),
                texts=tuple(item.text for item in each),
            )
            for plan, each in own.items()
        ),
        pairs=tuple(pairs),
        every_pair=len(own) <= MOST_PAIRED,
    )


_Wording = tuple[tuple[str, ...], tuple[tuple[int, str], ...]]
"""Texts, and where in them names stand that follow the issuer, with what they are compared by."""


class _Relating:
    """Relates plans of a family; wordings that were related before are not related again."""

    def __init__(self, plans: Sequence[Plan], names: Sequence[str]) -> None:
        self.names = names
        # What an item is aligned by may be less than what its record says: of households nothing is said.
        self.audiences = [{c.path: c.audience for c in plan.criteria} for plan in plans]
        self._reads = [reader(plan) for plan in plans]
        days = [plan.metadata.issued.value or date.max for plan in plans]
        # Of plans of one day the names decide which is read first; those without a date come last.
        self._rank = [(plans[k].metadata.issued.value is None, days[k], names[k]) for k in range(len(plans))]
        self._known: dict[tuple[_Wording, _Wording], tuple[Relation, float]] = {}

    def pairs(self, said: dict[int, tuple[str, ...]]) -> Iterator[Pair]:
        """Each two of these plans, or each with the first where they are too many."""
        worded = {plan: _worded(texts, self._reads[plan]) for plan, texts in said.items()}
        order = sorted(said, key=lambda plan: self._rank[plan])
        every = combinations(order, 2) if len(order) <= MOST_PAIRED else ((order[0], other) for other in order[1:])
        for one, two in every:
            key = worded[one], worded[two]
            if key not in self._known:
                found = relate(said[one], said[two], (self._reads[one], self._reads[two]))
                self._known[key] = found.relation, round(found.likeness, 4)
            relation, likeness = self._known[key]
            yield Pair(first=self.names[one], second=self.names[two], relation=relation, similarity=likeness)


def _worded(texts: tuple[str, ...], read: Reading) -> _Wording:
    """Texts of two issuers are one wording where no name in them follows the issuer, or the same ones do."""
    return texts, tuple((s.span.start, s.key) for s in read(" ".join(texts)) if s.follows)
