"""Which of the plans given is the higher level's plan that another carries out, and what shows it.

Every look-up goes through an index, so that a whole store is looked through in the time of its mentions.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from extractors.fold import fold
from extractors.units import ancestors, resolve
from models.metadata import GovernmentLevel
from models.plan import Plan
from pipeline.findings.mentions import Cited, mentions, symbol_key

_RANKS = {level: k for k, level in enumerate(GovernmentLevel)}
_ALIKE = 85
_BODY_OF = re.compile(r"(?:(?:pho )?chu tich )?(?:uy ban nhan dan|ubnd) (?P<unit>.+)$")


@dataclass(frozen=True)
class Descent:
    """A lower level's plan, the higher level's, and the mention by which the lower names it (none where unit and
    movement show it)."""

    lower: Plan
    higher: Plan
    cited: Cited | None


class Given:
    """The plans that are looked at together, by their symbols and units, with all their mentions."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self.mentions = [tuple(mentions(plan)) for plan in plans]
        self._of_symbol: dict[str, list[int]] = defaultdict(list)
        self._of_unit: dict[str, list[int]] = defaultdict(list)
        for k, plan in enumerate(plans):
            metadata = plan.metadata
            if metadata.number.value is not None and metadata.symbol.value:
                self._of_symbol[symbol_key(metadata.symbol.value)].append(k)
            for name in {_unit(plan), fold(metadata.issuer_unit.value or "")} - {None, ""}:
                self._of_unit[str(name)].append(k)

    def descents(self) -> Iterator[Descent]:
        """Every pair of which one surely carries out the other: it cites the other by its number and date or body, or
        it is of the same movement and its unit lay below the other's on its day. Each pair once, a citation first."""
        for k, lower in enumerate(self.plans):
            seen: set[int] = set()
            for cited in self.mentions[k]:
                for j in self._of_symbol.get(cited.key, ()):
                    if j not in seen and _is_above(self.plans[j], lower) and names(cited, self.plans[j]):
                        seen.add(j)
                        yield Descent(lower, self.plans[j], cited)
            for j in self._above(lower):
                if j not in seen and _is_above(self.plans[j], lower) and _same_movement(lower, self.plans[j]):
                    seen.add(j)
                    yield Descent(lower, self.plans[j], None)

    def of_body(self, cited: Cited) -> Iterator[Plan]:
        """The plans of the unit whose committee a mention names as the issuer."""
        match = _BODY_OF.match(cited.body)
        for k in self._of_unit.get(match["unit"], ()) if match else ():
            if self.plans[k] is not cited.plan:
                yield self.plans[k]

    def _above(self, lower: Plan) -> list[int]:
        """The plans of the units above a plan's, on its day."""
        code = _unit(lower)
        if code:
            names = [above.code for above in ancestors(code, on=lower.metadata.issued.value)]
        else:
            names = [fold(lower.metadata.issuer_parent.value or "")]
        return sorted({k for name in names if name for k in self._of_unit.get(name, ())})


def names(cited: Cited, plan: Plan) -> bool:
    """Whether a mention that bears a plan's symbol is of this plan: it names its unit as the issuer, or bears its date
    and names no other."""
    unit = fold(plan.metadata.issuer_unit.value or "")
    match = _BODY_OF.match(cited.body)
    same_unit = bool(unit) and match is not None and match["unit"] == unit
    same_day = cited.day is not None and cited.day == plan.metadata.issued.value
    unnamed = not cited.body or (match is not None and match["unit"] == unit.split(" ")[0])
    return (same_unit and cited.day in (None, plan.metadata.issued.value)) or (same_day and (same_unit or unnamed))


def _is_above(higher: Plan, lower: Plan) -> bool:
    levels = [p.metadata.issuer_level.value for p in (higher, lower)]
    return levels[0] is not None and levels[1] is not None and _RANKS[levels[0]] < _RANKS[levels[1]]


def _same_movement(lower: Plan, higher: Plan) -> bool:
    """Whether both name one movement, but for the name of a unit set into it."""
    from rapidfuzz.fuzz import ratio

    said = [fold(p.metadata.movement.value or "") for p in (lower, higher)]
    return all(said) and ratio(*said) >= _ALIKE


def _unit(plan: Plan) -> str | None:
    """The code of the unit whose plan it is; null where the table does not tell it surely."""
    metadata = plan.metadata
    name = metadata.issuer_unit.value
    if name is None:
        return None
    return _resolved(name, metadata.issuer_level.value, metadata.issuer_parent.value, metadata.issued.value)


@lru_cache(maxsize=4096)
def _resolved(name: str, level: GovernmentLevel | None, parent: str | None, on: date | None) -> str | None:
    found = resolve(name, level=level, parent=parent, on=on).unit
    return found.code if found else None
