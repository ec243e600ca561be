"""A lower level's plan against the higher level's that it carries out: later times (`later`), lower thresholds, and a
plan cited otherwise than it names itself.

Which plan carries out which is told by `parentage`; plans that nothing connects are never set against each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.fold import fold
from models.metadata import Found
from models.plan import Plan
from models.records import Comparator, Quantity
from models.span import Evidence
from pipeline.findings.later import later
from pipeline.findings.mentions import Cited, symbol_key
from pipeline.findings.parentage import Descent, Given
from pipeline.findings.saying import plan_name
from pipeline.findings.sureness import sureness
from pipeline.findings.types import Facts, Finding, Place, Weight, place_at, place_of

_SURE = 0.8
_ALIKE = 92
_FLOORS = (Comparator.AT_LEAST, Comparator.REACH, Comparator.EXACTLY)


def levels(plans: Sequence[Plan]) -> Iterator[Finding]:
    """What the plans of two levels contradict each other in."""
    given = Given(plans)
    for descent in given.descents():
        yield from later(descent)
        yield from _lower_thresholds(descent)
    yield from _cited_otherwise(given)


def _lower_thresholds(descent: Descent) -> Iterator[Finding]:
    """Shares of the same thing, each stated once by either plan, of which the lower level asks less."""
    for own in descent.lower.quantities:
        others = [q for q in descent.higher.quantities if _same_thing(own, q)]
        twins = [q for q in descent.lower.quantities if _same_thing(own, q)]
        if len(others) == 1 and len(twins) == 1 and own.value < others[0].value:
            facts: Facts = {
                "lower": plan_name(descent.lower),
                "higher": plan_name(descent.higher),
                "less": own.value,
                "more": others[0].value,
                "unit": own.unit,
                "of": own.of or "",
            }
            yield Finding(
                rule="threshold_lower",
                weight=Weight.MEDIUM,
                facts=facts,
                places=(place_of(descent.lower, own), place_of(descent.higher, others[0]), *_link(descent)),
                confidence=_sureness(descent, own.confidence, others[0].confidence, own.evidence, others[0].evidence),
            )


def _same_thing(own: Quantity, other: Quantity) -> bool:
    """Whether both set a floor for a share of one thing; counts follow the size of the unit and are not compared."""
    from rapidfuzz.fuzz import ratio

    if own.unit != "%" or other.unit != "%" or not {own.comparator, other.comparator} <= set(_FLOORS):
        return False
    first, second = fold(own.of or ""), fold(other.of or "")
    return min(len(first.split()), len(second.split())) >= 3 and ratio(first, second) >= _ALIKE


def _link(descent: Descent) -> tuple[Place, ...]:
    return (descent.cited.place,) if descent.cited else ()


def _sureness(
    descent: Descent, first: float, second: float, own: Sequence[Evidence], other: Sequence[Evidence]
) -> float:
    sure = 1.0 if descent.cited else _SURE
    return min(
        sureness(descent.lower, first, sure, evidence=own), sureness(descent.higher, second, sure, evidence=other)
    )


def _cited_otherwise(given: Given) -> Iterator[Finding]:
    """A plan of a named unit cited by its number with another date, or by its date with another number."""
    for citing, told in zip(given.plans, given.mentions, strict=True):
        for cited in told:
            for plan in given.of_body(cited):
                if _differs(cited, plan):
                    yield _otherwise(citing, cited, plan)


def _differs(cited: Cited, plan: Plan) -> bool:
    symbol, issued = plan.metadata.symbol.value, plan.metadata.issued.value
    if plan.metadata.number.value is None or symbol is None or issued is None or cited.day is None:
        return False
    same_symbol = cited.key == symbol_key(symbol)
    same_series = cited.key.lstrip("0123456789") == symbol_key(symbol).lstrip("0123456789")
    if same_symbol:
        return cited.day != issued and cited.day.year == issued.year
    return same_series and cited.day == issued and _same_subject(cited, plan)


def _same_subject(cited: Cited, plan: Plan) -> bool:
    """Whether a mention bears the plan's subject, or names the movement that the plan names."""
    from rapidfuzz.fuzz import partial_ratio

    movement = fold(plan.metadata.movement.value or "")
    subject = fold(plan.metadata.subject.value or "")
    wanted = movement or subject
    return len(wanted.split()) >= 4 and bool(cited.title) and partial_ratio(wanted, cited.title) >= _ALIKE


def _otherwise(citing: Plan, cited: Cited, plan: Plan) -> Finding:
    issued, symbol = plan.metadata.issued, plan.metadata.symbol
    fields = [f for f in (symbol, issued) if isinstance(f, Found)]
    own = [Evidence(clause=None, spans=f.evidence) for f in fields]
    facts: Facts = {
        "cited": cited.printed,
        "day": cited.day or "",
        "symbol": symbol.value or "",
        "issued": issued.value or "",
        "plan": plan_name(plan),
    }
    quote = ", ".join(" ".join(plan.document.flow(f.evidence).text.split()) for f in fields)
    sure = min(f.confidence for f in fields)
    return Finding(
        rule="cited_otherwise",
        weight=Weight.MEDIUM,
        facts=facts,
        places=(cited.place, place_at(plan, None, quote, tuple(own))),
        confidence=min(
            sureness(citing, cited.reference.confidence, evidence=[cited.evidence]),
            sureness(plan, sure, evidence=own),
        ),
    )
