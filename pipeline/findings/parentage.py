"""Which of the plans given is the higher level's plan that another carries out, and what shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.fold import fold
from extractors.units import ancestors, resolve
from models.metadata import GovernmentLevel
from models.plan import Plan
from pipeline.findings.mentions import Cited, mentions, symbol_key

_RANKS = {level: k for k, level in enumerate(GovernmentLevel)}
_ALIKE = 85


@dataclass(frozen=True)
class Descent:
    """A lower level's plan, the higher level's, and the mention by which the lower names it (none where unit and
    movement show it)."""

    lower: Plan
    higher: Plan
    cited: Cited | None


def descents(plans: Sequence[Plan]) -> Iterator[Descent]:
    """Every pair of which one surely carries out the other: it cites the other by its number and date, or it is of the
    same movement and its unit lay below the other's on its day."""
    for lower in plans:
        for higher in plans:
            if lower is higher or not _is_above(higher, lower):
                continue
            cited = citation(lower, higher)
            if cited or (_same_movement(lower, higher) and _lies_below(lower, higher)):
                yield Descent(lower, higher, cited)


def citation(lower: Plan, higher: Plan) -> Cited | None:
    """The mention by which a plan names another: by its number, and by its date or its unit."""
    number, symbol, issued = higher.metadata.number.value, higher.metadata.symbol.value, higher.metadata.issued.value
    if number is None or symbol is None:
        return None
    for cited in mentions(lower):
        if cited.key == symbol_key(symbol) and (
            (cited.day is not None and cited.day == issued and _may_be_of(cited, higher)) or is_of(cited, higher)
        ):
            return cited
    return None


def is_of(cited: Cited, plan: Plan) -> bool:
    """Whether a mention names the unit of a plan in full as the issuer of what it cites."""
    unit = plan.metadata.issuer_unit.value
    body = fold(cited.reference.issuer or "")
    return unit is not None and body.endswith(fold(unit)) and body.startswith(("uy ban nhan dan", "ubnd", "chu tich"))


def _may_be_of(cited: Cited, plan: Plan) -> bool:
    """Whether nothing speaks against it: the mention names no issuer, or one whose unit is not told, or the plan's."""
    body, unit = fold(cited.reference.issuer or ""), plan.metadata.issuer_unit.value
    return not body or is_of(cited, plan) or (unit is not None and body.endswith(fold(unit).split(" ")[0]))


def _is_above(higher: Plan, lower: Plan) -> bool:
    levels = [p.metadata.issuer_level.value for p in (higher, lower)]
    return levels[0] is not None and levels[1] is not None and _RANKS[levels[0]] < _RANKS[levels[1]]


def _same_movement(lower: Plan, higher: Plan) -> bool:
    """Whether both name one movement, but for the name of a unit set into it."""
    from rapidfuzz.fuzz import ratio

    names = [fold(p.metadata.movement.value or "") for p in (lower, higher)]
    return all(names) and ratio(*names) >= _ALIKE


def _lies_below(lower: Plan, higher: Plan) -> bool:
    """Whether the unit of one lay below the other's on the day of its plan."""
    codes = [_unit(p) for p in (lower, higher)]
    if codes[0] is None or codes[1] is None:
        parent, unit = lower.metadata.issuer_parent.value, higher.metadata.issuer_unit.value
        return parent is not None and unit is not None and fold(parent) == fold(unit)
    return any(above.code == codes[1] for above in ancestors(codes[0], on=lower.metadata.issued.value))


@lru_cache(maxsize=4096)
def _resolved(name: str, level: GovernmentLevel | None, parent: str | None, on: object) -> str | None:
    found = resolve(name, level=level, parent=parent, on=on).unit  # type: ignore[arg-type]
    return found.code if found else None


def _unit(plan: Plan) -> str | None:
    metadata = plan.metadata
    name = metadata.issuer_unit.value
    if name is None:
        return None
    return _resolved(name, metadata.issuer_level.value, metadata.issuer_parent.value, metadata.issued.value)
