"""Assignments: clauses that lay a duty on named actors (DOMAIN.md, Assignment)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from extractors.actors import Actors, actors_at
from extractors.fields import printed_roles
from extractors.found import FoundSoFar
from extractors.reading import Passage, Reading
from extractors.subjects import subjects
from extractors.tables.assignments import row_assignments
from models.outline import Topic
from models.records import Assignment, AssignmentRole, Criterion, record_id

# Under these a clause says why, for whom or what, not who must do it.
_LAY_NO_DUTY = {Topic.PURPOSE, Topic.REQUIREMENTS, Topic.SUBJECTS, Topic.CONTENT, Topic.CRITERIA, Topic.SITUATION}
_LEADS = re.compile(r"\bchu tri\b")
_WITH = re.compile(r"\b(?:phoi hop|lien he|cung)(?: chat che| dong bo)? (?P<with>(?:voi|cung) (?:voi )?)?(?=\S)")
_LIMITS = re.compile(r"\b(?:khong qua|toi da|nhieu nhat) \d")
_GIVES_AWARD = re.compile(r"^(?:se |xet |xem xet |quyet dinh )*(?:tang|trao|gui thu|co thu|phong tang|truy tang)\b")


def assignments(reading: Reading, found: FoundSoFar) -> Iterable[Assignment]:
    """Every duty that the clauses lay, one record a role, in document order."""
    limits = {c.path for c in found.of(Criterion) if _LIMITS.search(c.text.casefold()) or c.quantities}
    for passage in reading.clauses:
        row = reading.row(passage)
        if row is not None:
            yield from row_assignments(reading, passage, row)
        elif passage.path not in limits and _may_lay(passage):
            yield from (_record(reading, duty, role) for duty, role in _duties(passage))


def _may_lay(passage: Passage) -> bool:
    clause, topics = passage.clause, passage.scope.topics
    if clause is None or clause.path.steps[-1].startswith("row"):
        return False
    if Topic.CRITERIA in topics or (topics and not set(topics) - _LAY_NO_DUTY):
        return False
    # A heading over clauses names who acts; the clauses say what.
    return not clause.is_only_heading


@dataclass(frozen=True)
class _Duty:
    """A stretch of a passage that lays a duty on actors; `predicate` is where what they do begins."""

    passage: Passage
    names: tuple[str, ...]
    begin: int
    predicate: int
    end: int
    rule: str = "assignment.subject"


def _duties(passage: Passage) -> Iterator[tuple[_Duty, AssignmentRole]]:
    printed = printed_roles(passage)
    for role, named in printed:
        yield _Duty(passage, named.names, named.start, named.end, named.end, "assignment.printed_role"), role
    if printed:
        return
    for duty in _said(passage):
        yield from _roles(duty)


def _said(passage: Passage) -> Iterator[_Duty]:
    """The duties of a passage's sentences: of their subjects, else of its run-in heading, else of the headings
    above."""
    every = list(subjects(passage))
    own = [s for s in every if not _GIVES_AWARD.match(passage.folded[s.predicate :])]
    above, length = passage.scope.actors, len(passage.text)
    if own:
        first = own[0].actors.start
        if above and _SENTENCE.search(passage.text[:first]):
            # The first sentence has no subject of its own: whom the heading names does that.
            yield _Duty(passage, above.names, 0, 0, first, "assignment.inherited")
        stops = [*(s.actors.start for s in own[1:]), length]
        for subject, stop in zip(own, stops, strict=True):
            begin = 0 if len(own) == 1 else subject.actors.start
            yield _Duty(passage, subject.actors.names, begin, subject.predicate, stop)
    elif run_in := _run_in(passage):
        yield _Duty(passage, run_in.names, 0, run_in.end + 1, length)
    elif above and not every and len(passage.text.split()) > 3 and not _PERSON.match(passage.text):
        yield _Duty(passage, above.names, 0, 0, length, "assignment.inherited")


# A list of members names persons; it lays no duty.
_PERSON = re.compile(r"(?:Ông|Bà|Ông/Bà|Đồng chí|Đ/c|Các ông|Các đồng chí)\s")
_SENTENCE = re.compile(r"\w{2,}[^.;]*[.;]")


def _run_in(passage: Passage) -> Actors | None:
    """`Sở Nội vụ: Phối hợp với …`: the actors are the clause's own heading."""
    heading = passage.clause.heading if passage.clause else None
    if heading is None or not passage.text[len(heading) :].startswith(":"):
        return None
    return actors_at(passage.text, passage.folded, 0)


def _roles(duty: _Duty) -> Iterator[tuple[_Duty, AssignmentRole]]:
    """The roles of one duty: of those who lead it, do it alone, or are worked with."""
    passage = duty.passage
    said = passage.folded[duty.predicate : duty.end].lstrip(" ,:;-")
    leads = _LEADS.search(said)
    if leads is None or not _opens(said, leads.start()) or _does_more(said[leads.end() :]):
        yield duty, AssignmentRole.RESPONSIBLE
    if leads:
        yield duty, AssignmentRole.LEAD
    for match in _WITH.finditer(passage.folded, duty.predicate, duty.end):
        others = actors_at(passage.text, passage.folded, match.end(), any_head=match["with"] is not None)
        if others:
            yield replace(duty, names=others.names, rule="assignment.coordinate"), AssignmentRole.COORDINATE


def _does_more(said: str) -> bool:
    """Whether, behind the duty that is led, another one is laid on the same actor alone (DOMAIN.md: a record of each
    role)."""
    rest = re.split(r";|\.(?=\s)", said)[1:]
    return any(
        len(r.split()) > 3 and "phoi hop" not in r and "chu tri" not in r and not _NO_DUTY.match(r) for r in rest
    )


_NO_DUTY = re.compile(
    r"\s*(?:trong do|thoi gian|hoan thanh|thoi han|kinh phi|co quan|don vi|giao|de nghi|cac |uy ban|ubnd|so )\b"
)


def _opens(said: str, at: int) -> bool:
    """Whether leading is the first thing that is said; before it only "có trách nhiệm" and the like may stand."""
    return not _AUXILIARY.sub("", said[:at]).strip(" ,")


_AUXILIARY = re.compile(
    r"\b(?:co trach nhiem|co nhiem vu|chiu trach nhiem|phai|duoc giao|se|la (?:co quan|don vi|dau moi|"
    r"thanh vien)(?: thuong truc| dau moi)?(?: cua [^,;]{2,60})?)\b"
)


def _record(reading: Reading, duty: _Duty, role: AssignmentRole) -> Assignment:
    evidence = (duty.passage.evidence(duty.begin, duty.end),)
    return Assignment(
        id=record_id(reading.document.sha256, "assignments", evidence, f"{role}|{'|'.join(duty.names)}"),
        text=duty.passage.text[duty.begin : duty.end].strip(),
        evidence=evidence,
        rule=duty.rule,
        confidence=0.88,
        actors=duty.names,
        role=role,
    )
