"""One statement of a plan may be two of another: splits and merges.

A family that a plan is silent on may be part of a longer statement there. It joins the family of that statement where
its words stand in what is left of it, once the part that is already matched has been taken away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.compare.assigning import Place, Work

_APART_FOR_ONE = 3
"""Plans that may keep two statements apart for each one that writes them as one. Where more do, the one that joins them
is the odd one out, and what most plans tell apart stays two families."""


class _Part(NamedTuple):
    """A statement, and the longer one of another plan that has it; the surest come first."""

    unsure: float
    part: Place
    whole: Place


def join_parts(work: Work) -> list[list[Place]]:
    """The families after each that is a part has joined its whole. What has parts is not itself a part."""
    families = {k: sorted(members) for k, members in enumerate(work.families())}
    label = {place: k for k, members in families.items() for place in members}
    wholes: set[int] = set()
    for found in sorted(_parts(work, families, label)):
        one, two = label[found.part], label[found.whole]
        if one == two or one in wholes or not _may_join(work, families[one], families[two]):
            continue
        for place in families[one]:
            label[place] = two
        families[two] = sorted(families[two] + families.pop(one))
        wholes.add(two)
    return list(families.values())


def _parts(work: Work, families: dict[int, list[Place]], label: dict[Place, int]) -> Iterator[_Part]:
    spoken = {k: {plan for plan, _ in members} for k, members in families.items()}
    stated = _stated(work)
    for part, whole in work.similarity.containers(work.tuning.contained):
        if part not in stated or whole not in stated or not work.may_meet(part, whole):
            continue
        for place in stated[part]:
            for longer in stated[whole]:
                if longer[0] in spoken[label[place]] or work.kin[longer[0]] != work.kin[place[0]]:
                    continue
                share = work.similarity.contained(part, _left(work, longer, place[0], families[label[longer]]))
                if share >= work.tuning.contained:
                    yield _Part(-round(share, 9), place, longer)


def _stated(work: Work) -> dict[int, list[Place]]:
    """Where each wording is stated; leads state nothing. Of many plans with one wording the first few stand for all."""
    out: dict[int, list[Place]] = {}
    for plan, items in enumerate(work.plans):
        for k, item in enumerate(items):
            if not item.is_lead:
                out.setdefault(work.wording[plan][k], []).append((plan, k))
    return {wording: places[:8] for wording, places in out.items()}


def _left(work: Work, whole: Place, plan: int, family: list[Place]) -> Counter[str]:
    """The terms of a statement that what the plan already has in its family does not say."""
    left = Counter(work.terms(whole))
    for place in family:
        if place[0] == plan:
            left -= work.terms(place)
    return left


def _may_join(work: Work, part: list[Place], whole: list[Place]) -> bool:
    """Whether enough plans write the part within the whole, against those that keep the two apart."""
    ones = {plan for plan, k in part if not work.plans[plan][k].is_lead}
    others = {plan for plan, k in whole if not work.plans[plan][k].is_lead}
    wordings = {work.wording[plan][k] for plan, k in part}
    joined = {
        place[0]
        for place in whole
        if place[0] in others - ones
        and any(work.similarity.contained(w, work.terms(place)) >= work.tuning.contained for w in wordings)
    }
    return len(joined) * _APART_FOR_ONE >= len(ones & others)
