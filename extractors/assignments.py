"""Assignments: clauses that lay a duty on named actors (DOMAIN.md, Assignment)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractors.actors import Actors, actors_at
from extractors.found import FoundSoFar
from extractors.reading import Passage, Reading
from extractors.subjects import subjects
from models.outline import Topic
from models.records import Assignment, AssignmentRole, Criterion, record_id

# Under these a clause says why, for whom or what, not who must do it.
_LAY_NO_DUTY = {Topic.PURPOSE, Topic.REQUIREMENTS, Topic.SUBJECTS, Topic.CONTENT, Topic.CRITERIA, Topic.SITUATION}
_LEADS = re.compile(r"\bchu tri\b")
_WITH = re.compile(r"\b(?:phoi hop|lien he|cung)(?: chat che| dong bo)? (?:voi|cung) (?:voi )?(?=\S)")
_LIMITS = re.compile(r"\b(?:khong qua|toi da|nhieu nhat) \d")
_GIVES_AWARD = re.compile(r"^(?:se |xet |xem xet |quyet dinh )*(?:tang|trao|gui thu|co thu|phong tang|truy tang)\b")


# `Đơn vị chủ trì: Phòng …; Đơn vị phối hợp: …`: the roles are printed, not said in a sentence.
_PRINTED_ROLE = re.compile(
    r"(?:^|[.;(]\s*|[-+*]\s+)(?:(?:co quan|don vi|phong|so|cac) )*(?:(?P<lead>chu tri)|(?P<coordinate>phoi hop)|(?P<responsible>thuc hien|lanh dao phu trach))(?: (?:thuc hien|chinh))?\s*:\s*(?=\S)"
)


def assignments(reading: Reading, found: FoundSoFar) -> Iterable[Assignment]:
    """Every duty that the clauses lay, one record a role, in document order."""
    limits = {c.path for c in found.of(Criterion) if _LIMITS.search(c.text.casefold()) or c.quantities}
    for passage in reading.clauses:
        if passage.clause is None or passage.path in limits or not _may_lay(reading, passage):
            continue
        yield from _duties(reading, passage)


def _may_lay(reading: Reading, passage: Passage) -> bool:
    clause, topics = passage.clause, passage.scope.topics
    if clause is None or clause.path.steps[-1].startswith("row"):
        return False
    if topics and not set(topics) - _LAY_NO_DUTY:
        return False
    # A heading over clauses names who acts; the clauses say what.
    only_heading = clause.heading is not None and clause.heading == clause.text.rstrip(": .")
    return not only_heading


def _duties(reading: Reading, passage: Passage) -> Iterable[Assignment]:
    printed = list(_PRINTED_ROLE.finditer(passage.folded))
    if printed:
        for match, following in zip(printed, [*printed[1:], None], strict=True):
            stop = following.start() if following else len(passage.text)
            named = actors_at(passage.text[:stop], passage.folded[:stop], match.end())
            role = AssignmentRole.RESPONSIBLE if match["responsible"] else AssignmentRole(match.lastgroup or "lead")
            if named:
                yield _record(reading, passage, named.names, role, (match.start(), named.end), inherited=False)
        return
    own = [s for s in subjects(passage) if not _GIVES_AWARD.match(passage.folded[s.predicate :])]
    run_in = _run_in(passage)
    if own:
        if passage.scope.actors and _sentence_before(passage, own[0].actors.start):
            # The first sentence has no subject of its own: whom the heading names does that.
            yield from _roles(
                reading, passage, passage.scope.actors, 0, own[0].actors.start, whole=False, inherited=True
            )
        for k, subject in enumerate(own):
            stop = own[k + 1].actors.start if k + 1 < len(own) else len(passage.text)
            yield from _roles(reading, passage, subject.actors, subject.predicate, stop, whole=len(own) == 1)
    elif run_in:
        yield from _roles(reading, passage, run_in, run_in.end + 1, len(passage.text), whole=True)
    elif passage.scope.actors and not any(True for _ in subjects(passage)) and _states_duty(passage):
        yield from _roles(reading, passage, passage.scope.actors, 0, len(passage.text), whole=True, inherited=True)


def _run_in(passage: Passage) -> Actors | None:
    """`Sở Nội vụ: Phối hợp với …`: the actors are the clause's own heading."""
    clause = passage.clause
    if clause is None or clause.heading is None:
        return None
    return actors_at(passage.text, passage.folded, 0) if passage.text[len(clause.heading) :].startswith(":") else None


def _sentence_before(passage: Passage, start: int) -> bool:
    return bool(re.search(r"\w{2,}[^.;]*[.;]", passage.text[:start]))


def _states_duty(passage: Passage) -> bool:
    """Whether a clause without a subject is a sentence of its own: it does not end as an announcement of others."""
    return len(passage.text.split()) > 3


def _roles(
    reading: Reading,
    passage: Passage,
    actors: Actors,
    predicate: int,
    stop: int,
    *,
    whole: bool,
    inherited: bool = False,
) -> Iterable[Assignment]:
    """The records of one subject: as lead, as responsible, and of those it works with."""
    begin = 0 if whole or inherited else actors.start
    said = passage.folded[predicate:stop].lstrip(" ,:;-")
    leads = _LEADS.search(said)
    roles = []
    if leads is None or not _opens(said, leads.start()):
        roles.append(AssignmentRole.RESPONSIBLE)
    if leads:
        roles.append(AssignmentRole.LEAD)
    for role in roles:
        yield _record(reading, passage, actors.names, role, (begin, stop), inherited=inherited)
    for match in _WITH.finditer(passage.folded, predicate, stop):
        others = actors_at(passage.text, passage.folded, match.end())
        if others:
            yield _record(reading, passage, others.names, AssignmentRole.COORDINATE, (begin, stop), inherited=False)


def _opens(said: str, at: int) -> bool:
    """Whether leading is the first thing that is said; before it only "có trách nhiệm" and the like may stand."""
    return not re.sub(
        r"\b(?:co trach nhiem|co nhiem vu|chiu trach nhiem|phai|duoc giao|se|la (?:co quan|don vi))\b", "", said[:at]
    ).strip(" ,")


def _record(
    reading: Reading,
    passage: Passage,
    names: tuple[str, ...],
    role: AssignmentRole,
    where: tuple[int, int],
    *,
    inherited: bool,
) -> Assignment:
    evidence = (passage.evidence(*where),)
    rule = (
        "assignment.inherited"
        if inherited
        else "assignment.coordinate"
        if role is AssignmentRole.COORDINATE
        else "assignment.subject"
    )
    return Assignment(
        id=record_id(reading.document.sha256, "assignments", evidence, f"{role}|{'|'.join(names)}"),
        text=passage.text[where[0] : where[1]].strip(),
        evidence=evidence,
        rule=rule,
        confidence=0.9,
        actors=names,
        role=role,
    )
