"""How good the families of criteria are: scores against alignments made by hand (their form: corpus/README.md).

Counted are pairs of criteria of different plans that stand in one family, and the relations of plans within families.
What was found is given in the form that `kehoach families --json` prints, so that another aligner can be scored too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

from models.base import Frozen
from models.errors import UsageError
from pipeline.evaluate.counts import Counts

Json = dict[str, Any]
Place = tuple[str, str]
"""A criterion: the name of its plan and its path."""
Couple = tuple[Place, Place]
"""Two criteria of different plans, in the order of their names."""

_TURNED = {"split": "merged", "merged": "split"}


class AlignedSet(NamedTuple):
    """Plans of one movement, by name the files that they are read from, and their families as annotated."""

    name: str
    plans: dict[str, Path]
    families: tuple[Json, ...]


class FamiliesScore(Frozen):
    """The score of one set. The lists are readable lines."""

    name: str
    pairs: Counts
    relations: Counts
    """How many of the annotated relations are right; told are those whose members stand in one family."""
    missed: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()
    """Criteria that only look alike (`near_twins`) and were joined."""
    outsiders: tuple[str, ...] = ()
    """Criteria of plans that belong to no set, drawn in when they are aligned together with this one."""
    across: tuple[str, ...] = ()
    """Criteria of the other sets that are drawn in when all are aligned together. Movements share some requirements
    (who is under discipline is not rewarded), so that not each of these is wrong."""


def aligned_sets(gold: Path, plans: Path) -> tuple[AlignedSet, ...]:
    """`alignment.json` of the gold with its plans, and every set of the folder `alignment` beside the gold.

    Raises UsageError where there is none, or one is of another form or lacks a plan.
    """
    found = [(gold.name, gold / "alignment.json", plans)] if (gold / "alignment.json").is_file() else []
    sets = sorted((gold.parent / "alignment").glob("*/alignment.json"))
    found += [(file.parent.name, file, file.parent) for file in sets]
    if not found:
        raise UsageError(f"{gold}: no alignment here (alignment.json)")
    return tuple(_set(*each) for each in found)


def _set(name: str, file: Path, plans: Path) -> AlignedSet:
    try:
        families = tuple(json.loads(file.read_text(encoding="utf-8"))["families"])
        named = sorted({plan for family in families for plan in family["members"]})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file}: not an alignment ({type(error).__name__})") from error
    files = {plan: plans / f"{plan}.txt" for plan in named}
    for path in files.values():
        if not path.is_file():
            raise UsageError(f"{path}: the text of an aligned plan is not there")
    return AlignedSet(name, files, families)


def score(
    name: str, gold: Sequence[Json], found: Sequence[Json], *, only: str | None = None, among: Iterable[str] = ()
) -> FamiliesScore:
    """The score of families found against those annotated; `only`: of what involves this plan.

    What is found of plans that are not annotated is no wrong pair, but an outsider. `among`: the plans that are scored,
    by default all that are annotated.
    """
    plans = set(among) or {plan for family in gold for plan in family["members"]}
    wanted = {couple for family in gold for couple in couples(family["members"], plans, only)}
    told = {couple for family in found for couple in couples(family["members"], plans, only)}
    where = {place: k for k, family in enumerate(found) for place in _places(family["members"])}
    judged = [j for family in gold for j in _judged(family, found, where, plans, only)]
    return FamiliesScore(
        name=name,
        pairs=Counts(len(wanted & told), len(wanted), len(told)),
        relations=Counts(sum(j.right for j in judged), len(judged), sum(j.told is not None for j in judged)),
        missed=tuple(map(_couple, sorted(wanted - told))),
        extra=tuple(map(_couple, sorted(told - wanted))),
        wrong=tuple(j.line for j in judged if not j.right),
        twins=tuple(line for family in gold for line in _twins(family, where)),
        outsiders=tuple(outsiders(found, plans)),
    )


def couples(members: Mapping[str, Sequence[str]], plans: set[str], only: str | None = None) -> Iterator[Couple]:
    """Every two criteria of a family that are of different plans."""
    for one, two in combinations(sorted(set(members) & plans), 2):
        if only in (None, one, two):
            yield from (((one, a), (two, b)) for a in members[one] for b in members[two])


class _Judged(NamedTuple):
    """A relation of the annotation, and what was told; None where not all members stand in one family."""

    family: str
    pair: str
    accepted: tuple[str, ...]
    told: str | None

    @property
    def right(self) -> bool:
        return self.told in self.accepted

    @property
    def line(self) -> str:
        return f"{self.family} {self.pair}: {' or '.join(self.accepted)} / told {self.told or 'not in one family'}"


def _judged(
    family: Json, found: Sequence[Json], where: Mapping[Place, int], plans: set[str], only: str | None
) -> Iterator[_Judged]:
    for pair, label in family["relation"].items():
        one, two = pair.split("|")
        if {one, two} <= plans and only in (None, one, two):
            accepted = (label, *family.get("also_accepted", {}).get(pair, ()))
            yield _Judged(family["id"], pair, accepted, _told(family["members"], (one, two), found, where))


def _told(
    members: Mapping[str, Sequence[str]], pair: tuple[str, str], found: Sequence[Json], where: Mapping[Place, int]
) -> str | None:
    """The relation found for two plans, read in this order whichever way it was told."""
    stands = {where.get((plan, path)) for plan in pair for path in members[plan]}
    k = stands.pop() if len(stands) == 1 else None
    if k is None:
        return None
    relation = found[k]["relation"]
    label: str | None = relation.get("|".join(pair))
    turned: str | None = relation.get("|".join(reversed(pair)))
    return label or (turned and _TURNED.get(turned, turned))


def _twins(family: Json, where: Mapping[Place, int]) -> Iterator[str]:
    own = {where[place] for place in _places(family["members"]) if place in where}
    for plan, path in _places(family.get("near_twins", {})):
        if where.get((plan, path)) in own:
            yield f"{family['id']}: {plan} {path}"


def outsiders(found: Sequence[Json], plans: set[str]) -> Iterator[str]:
    """Criteria of plans that are not scored, in families with some that are."""
    for family in found:
        inside = [place for place in _places(family["members"]) if place[0] in plans]
        for plan, path in _places(family["members"]):
            if inside and plan not in plans:
                yield f"{plan} {path} with {' '.join(inside[0])}"


def _places(members: Mapping[str, Sequence[str]]) -> Iterator[Place]:
    return ((plan, path) for plan, paths in members.items() for path in paths)


def _couple(couple: Couple) -> str:
    return " + ".join(" ".join(place) for place in couple)
