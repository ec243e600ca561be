"""Which of the documents that a plan cites it may carry out: every circumstance is one row, with its weight.

The weights are set by hand and add up to a confidence between 0 and 1, no probability; docs/lineage.md tells them with
their reasons. Nothing asks for the name of a movement or the number of a document.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from extractors import lexicon
from extractors.fold import fold
from models.outline import Topic
from models.plan import Plan
from models.records import Reference, ReferenceRole
from models.span import Evidence
from pipeline.lineage.bodies import LEVELS, Body, Home, Office, body_of, home_of
from pipeline.lineage.naming import likeness, movement_key, names, subject
from pipeline.lineage.opening import Mentioned, Opening, mentioned
from pipeline.lineage.types import Reason

LEAST = 0.45
"""Confidence below which nothing is said of a document: being cited alone makes no parent."""
SAME_SUBJECT = 0.5
"""Likeness of subjects from which a document is of the plan's subject."""
_NORMATIVE = 3
"""Parts of a symbol with the year in it (`01/2016/NQ-HĐND`)."""


@dataclass(frozen=True)
class Child:
    """A plan as the rules ask it."""

    key: str
    plan: Plan

    @cached_property
    def home(self) -> Home:
        return home_of(self.plan.metadata)

    @cached_property
    def movement(self) -> str:
        return movement_key(self.plan.metadata.movement.value, self.home.names)

    @cached_property
    def subject(self) -> frozenset[str]:
        return subject(self.plan.metadata.subject.value, self.home.names)

    def body(self, reference: Reference) -> Body:
        on = reference.issued or self.plan.metadata.issued.value
        return body_of(reference.issuer, reference.symbol, self.home, on)


@dataclass(frozen=True)
class Candidate:
    """A document that the plan may carry out. `ours`: it is of the plan's movement or subject; `mention` shows it."""

    child: Child
    reference: Reference
    body: Body
    mention: Evidence
    reasons: tuple[Reason, ...]
    ours: bool

    @property
    def confidence(self) -> float:
        total = sum(reason.weight for reason in self.reasons)
        return round(max(0.0, min(total, 0.99, self.reference.confidence)), 2)


def candidates(child: Child) -> Iterator[Candidate]:
    """The documents that a plan may carry out, in the order in which it cites them."""
    for reference in child.plan.references:
        found = _candidate(child, reference) if _may_be_carried_out(reference) else None
        if found and found.confidence >= LEAST:
            yield found


def _may_be_carried_out(reference: Reference) -> bool:
    types = {fold(name) for name in lexicon.lineage().carried_out}
    return fold(reference.type) in types and bool(reference.symbol or reference.name)


def _candidate(child: Child, reference: Reference) -> Candidate | None:
    body = child.body(reference)
    above = _above(body, child.home)
    if above is None:
        return None
    best: tuple[Reason | None, Evidence, Mentioned] | None = None
    for mention in reference.evidence:
        said = mentioned(child.plan, mention)
        about = _about(child, reference, said)
        if best is None or (about.weight if about else 0) > (best[0].weight if best[0] else 0):
            best = (about, mention, said)
    if best is None:
        return None
    about, mention, said = best
    place = _place(child, reference, mention)
    if about is None and not (place and said.opening is Opening.CARRIES):
        return None
    reasons = [Reason(rule="type", weight=0.3, detail=reference.type), about, _opened(said), place]
    reasons += [above, *_form(reference), _closeness(child, reference)]
    told = tuple(reason for reason in reasons if reason)
    return Candidate(child, reference, body, mention, told, about is not None)


def _about(child: Child, reference: Reference, said: Mentioned) -> Reason | None:
    """That the document is of the plan's movement or subject: by its own title, else by the sentence that names it."""
    if child.movement:
        if names(reference.name, child.movement, child.home.names):
            return Reason(rule="movement.title", weight=0.4, detail=reference.name)
        if reference.name is None and names(said.sentence, child.movement, child.home.names):
            return Reason(rule="movement.sentence", weight=0.37, detail=said.sentence)
    shared = likeness(child.subject, subject(reference.name, child.home.names))
    if shared >= SAME_SUBJECT:
        return Reason(rule="subject", weight=round(0.35 * shared, 2), detail=reference.name)
    return None


def _opened(said: Mentioned) -> Reason | None:
    if said.opening is Opening.CARRIES:
        return Reason(rule="opening.carries", weight=0.12)
    if said.opening is Opening.BASIS:
        return Reason(rule="opening.basis", weight=0.06)
    return Reason(rule="opening.asked", weight=-0.2) if said.opening is Opening.ASKED else None


def _place(child: Child, reference: Reference, mention: Evidence) -> Reason | None:
    """That it is named where a plan says what it rests on and what it is for: in the preamble, or as its purpose."""
    if reference.role is ReferenceRole.BASIS:
        return Reason(rule="role.basis", weight=0.08)
    outline = child.plan.outline
    own = outline.by_path.get(mention.clause) if mention.clause else None
    line = (own, *outline.ancestors(own.path)) if own else ()
    in_force = next((clause.topics for clause in line if clause.topics), ())
    return Reason(rule="role.purpose", weight=0.04) if Topic.PURPOSE in in_force else None


def _above(body: Body, home: Home) -> Reason | None:
    """Where the issuing body stands to the plan's own; None where it cannot be above: of another unit, or below."""
    if body.level is None or home.level is None:
        return Reason(rule="issuer.unknown", weight=-0.05)
    distance = LEVELS.index(home.level) - LEVELS.index(body.level)
    if distance < 0 or (body.office is Office.DEPARTMENT and distance == 0):
        return None
    if distance and body.level is LEVELS[0]:
        return Reason(rule="issuer.central", weight=0.06)
    own = home.units.get(body.level)
    if body.unit and own and body.unit != own:
        return None
    if distance:
        known = body.unit is not None and body.unit == own
        return Reason(rule="issuer.above" if known else "issuer.higher_level", weight=0.1 if known else 0.04)
    if (
        home.office is Office.DEPARTMENT and body.office is Office.COMMITTEE
    ):  # A department carries out what its committee made.
        return Reason(rule="issuer.above", weight=0.1)
    same_body = body.office in (Office.COMMITTEE, None)
    return Reason(rule="issuer.itself" if same_body else "issuer.own_council", weight=0.0 if same_body else 0.03)


def _form(reference: Reference) -> Iterator[Reason]:
    """What its number says: law is numbered with the year, and what has no number is often only spoken of."""
    parts = (reference.symbol or "").split("/")
    if not reference.symbol:
        yield Reason(rule="unnumbered", weight=-0.1)
    elif len(parts) >= _NORMATIVE and parts[1].isdigit():
        yield Reason(rule="normative", weight=-0.1)


def _closeness(child: Child, reference: Reference) -> Reason | None:
    own = child.plan.metadata.issued.value
    if own is None or reference.issued is None:
        return None
    days = (own - reference.issued).days
    if days < 0:
        return Reason(rule="date.later", weight=-0.45, detail=str(days))
    if days <= 366:
        return Reason(rule="date.year", weight=0.04, detail=str(days))
    return Reason(rule="date.old", weight=-0.1, detail=str(days)) if days > 5 * 366 else None
