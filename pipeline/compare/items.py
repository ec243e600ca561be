"""What is aligned: statements of plans, each with the words it is compared by and its place in the outline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from models.outline import Clause, Topic
from models.path import ClausePath
from models.plan import Plan
from models.records import Audience
from pipeline.compare.names import reader
from pipeline.compare.wording import Reading, worded

LONGEST = 5_000
"""Characters of a statement that are compared: no real criterion is so long."""
_NUMBER = re.compile(r"\d+(?:[./-]\d+)*")
# A household is a party of its own beside collectives and persons (Luật Thi đua, khen thưởng 2003, Điều 2 and 71), and
# plans put it now with the ones, now with the others.
_HOUSEHOLD = re.compile(r"\bhộ\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A statement. `is_lead`: it only introduces others and takes part so that nothing else is taken for it.

    `words` are what it is compared by: segmented, lower case, numbers masked, the issuer's own names as such.
    `above` is the place of its nearest lead among the items of the plan; `topics` are those that it stands under, where
    statements of several topics are aligned.
    """

    path: ClausePath
    text: str
    audience: Audience
    is_lead: bool
    words: tuple[str, ...]
    above: int | None
    topics: frozenset[Topic] = frozenset()


def criteria_of(plan: Plan) -> list[Item]:
    """The criteria of a plan in document order, and the leads that they stand under.

    Two plans cut their text differently: what one makes a criterion, the other makes the lead of several. Leads are
    therefore aligned too, and then left out of the families.
    """
    criteria = {c.path: c for c in plan.criteria if c.path is not None}
    audiences: dict[ClausePath, set[Audience]] = {}
    for path, criterion in criteria.items():
        for above in plan.outline.ancestors(path):
            if above.path not in criteria:
                audiences.setdefault(above.path, set()).add(criterion.audience)
    read = reader(plan)
    out: list[Item] = []
    places: dict[ClausePath, int] = {}
    for clause in plan.outline.clauses:
        path = clause.path
        if path not in criteria and path not in audiences:
            continue
        said = {criteria[path].audience} if path in criteria else audiences[path]
        places[path] = len(out)
        out.append(
            Item(
                path=path,
                text=criteria[path].text if path in criteria else clause.text,
                audience=Audience.UNSPECIFIED if _of_households(plan, clause) else _only(said),
                is_lead=path not in criteria,
                words=compared(criteria[path].text if path in criteria else clause.text, read),
                above=next((places[a.path] for a in plan.outline.ancestors(path) if a.path in places), None),
            )
        )
    return out


def clauses_of(
    plan: Plan, wanted: Sequence[Clause], topics: Mapping[ClausePath, Iterable[Topic]] | None = None
) -> list[Item]:
    """Some clauses of a plan in document order, with the topics that they are compared under where these are told.
    Those that are only headings are leads."""
    read = reader(plan)
    out: list[Item] = []
    places: dict[ClausePath, int] = {}
    for clause in wanted:
        above = next((places[a.path] for a in plan.outline.ancestors(clause.path) if a.path in places), None)
        places[clause.path] = len(out)
        out.append(
            Item(
                path=clause.path,
                text=clause.text,
                audience=Audience.UNSPECIFIED,
                is_lead=clause.is_only_heading,
                words=syllabled(clause.text, read),
                above=above,
                topics=frozenset(topics[clause.path]) if topics else frozenset(),
            )
        )
    return out


def syllabled(text: str, read: Reading) -> tuple[str, ...]:
    """The syllables that a text is compared by: as good as words where clauses differ much, and thirty times as fast.

    >>> from pipeline.compare.wording import syllables
    >>> syllabled("Báo cáo trước ngày 15/11/2019.", syllables)
    ('báo', 'cáo', 'trước', 'ngày', '0')
    """
    return tuple("0" if s.key[0].isdigit() else s.key for s in read(text[:LONGEST]))


def compared(text: str, read: Reading) -> tuple[str, ...]:
    """The words that a text is compared by.

    >>> from pipeline.compare.wording import syllables
    >>> compared("Báo cáo trước ngày 15/11/2019; thi đua.", syllables)
    ('báo cáo', 'trước', 'ngày', '0', 'thi đua')
    """
    return tuple(_NUMBER.sub("0", word.key) for word in worded(text[:LONGEST], read))


def _of_households(plan: Plan, clause: Clause) -> bool:
    above = (a.heading or a.text[:200] for a in plan.outline.ancestors(clause.path))
    return any(_HOUSEHOLD.search(text) for text in [clause.heading or "", *above])


def _only(said: set[Audience]) -> Audience:
    plain = said - {Audience.UNSPECIFIED}
    return next(iter(plain)) if len(plain) == 1 else Audience.BOTH if plain else Audience.UNSPECIFIED
