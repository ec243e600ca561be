"""Milestones: events and duties with a time (DOMAIN.md, Milestone).

`event_times` tells which times count, `events` what is done; here the two are brought together, sentence by sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from extractors.actors import actors_at, actors_of_heading
from extractors.event_times import PART_ENDS, PURPOSE, is_event_time, leads
from extractors.events import Event, done, events_in, kind_without_event
from extractors.fields import printed_roles, time_field
from extractors.fold import fold
from extractors.found import FoundSoFar
from extractors.reading import Passage, Reading
from extractors.subjects import Subject, subjects
from extractors.tables.milestones import row_milestones, says_when
from extractors.tables.rows import RowKind, TableRow
from extractors.times import Time, heading_time, times, whole
from models.metadata import Found, Period
from models.outline import Topic
from models.records import AssignmentRole, Criterion, Granularity, Milestone, MilestoneKind, Relation, record_id

# How sure each rule is.
_CONFIDENCE = {
    "milestone.dated": 0.88,
    "milestone.recurring": 0.92,
    "milestone.no_event": 0.85,  # no word of its own tells the kind
    "milestone.heading_time": 0.6,
    "milestone.year_of_plan": 0.8,
    "milestone.field": 0.85,
}
_NO_TIMES = {Topic.PURPOSE, Topic.REQUIREMENTS, Topic.CRITERIA, Topic.SITUATION, Topic.SUBJECTS}


@dataclass(frozen=True)
class _Part:
    """A sentence, or a part of one between `;`, with the subjects of the whole passage."""

    passage: Passage
    begin: int
    end: int
    acting: list[Subject]

    @property
    def folded(self) -> str:
        return self.passage.folded[self.begin : self.end]


@dataclass(frozen=True)
class _Said:
    """What one milestone says, before it is a record."""

    kind: MilestoneKind
    time: Time
    action: str
    rule: str
    actor: str | None = None


def milestones(reading: Reading, found: FoundSoFar) -> Iterable[Milestone]:
    """Every event with a time that the clauses state, in document order; one for each kind and time a clause states."""
    issued = found.metadata.issued.value
    period = found.metadata.period.value if isinstance(found.metadata.period, Found) else None
    conditions = {c.path for c in found.of(Criterion)}
    for passage in reading.clauses:
        if passage.path in conditions or not _may_state(passage):
            continue
        row = reading.row(passage)
        if row is None:
            yield from _of_passage(reading, found, passage, issued, period)
        else:
            yield from _of_row(reading, found, passage, row, issued, period)


def _of_passage(
    reading: Reading, found: FoundSoFar, passage: Passage, issued: date | None, period: Period | None
) -> Iterator[Milestone]:
    seen = set()
    for part, said in _in_passage(reading, found, passage, issued, period):
        says = (said.kind, said.time.start, said.time.end, said.time.recurrence)
        if says not in seen:
            seen.add(says)
            yield _milestone(reading, part, said)


def _of_row(
    reading: Reading, found: FoundSoFar, passage: Passage, row: TableRow, issued: date | None, period: Period | None
) -> Iterator[Milestone]:
    """What the columns of a row say; where none says when, what its duty does."""
    year = whole(period)
    told = list(row_milestones(reading, passage, row, issued, year.start.year if year and year.start else None))
    yield from told
    if not told and not says_when(row) and row.kind is RowKind.ITEM:
        for cell in row.content:
            yield from _of_passage(reading, found, reading.cell(passage, cell), issued, period)


def _may_state(passage: Passage) -> bool:
    clause, topics = passage.clause, set(passage.scope.topics)
    if clause is None or (topics and topics <= _NO_TIMES):
        return False
    return not clause.is_only_heading


def _in_passage(
    reading: Reading, found: FoundSoFar, passage: Passage, issued: date | None, period: Period | None
) -> Iterator[tuple[_Part, _Said]]:
    task = _task_of_field(reading, passage)
    if task is not None:
        yield from _in_field(reading, passage, task, issued)
        return
    stated = [
        t for t in times(passage.folded, issued) if is_event_time(passage, t) and not _is_cited(found, passage, t)
    ]
    if not stated and passage.scope.time is None and not _IN_THE_YEAR.search(passage.folded):
        return
    parts = _parts(passage)
    for part in parts:
        here = _without_frames([t for t in stated if part.begin <= t.begin < part.end])
        yield from ((part, said) for said in _in_part(reading, part, here))
    if not stated:
        whole_passage = _Part(passage, 0, len(passage.text), parts[0].acting)
        yield from ((whole_passage, said) for said in _timed_from_above(whole_passage))
        yield from _in_the_year(found, whole_passage, period)


def _task_of_field(reading: Reading, passage: Passage) -> Passage | None:
    """The task whose time a field below it gives; None where the passage has no such field, or is a section on time
    itself."""
    clause = passage.clause
    above = clause.path.parent if clause and (clause.path.is_bullet or clause.path.is_paragraph) else None
    if above is None or time_field(passage) is None:
        return None
    task = reading.by_path[above]
    return task if task.clause and not task.clause.topics else None


def _in_field(reading: Reading, passage: Passage, task: Passage, issued: date | None) -> Iterator[tuple[_Part, _Said]]:
    """`Thời gian thực hiện: Quý II/2022`: the task above is done then, by whom the fields say leads it."""
    begin = time_field(passage) or 0
    beside = [passage, *(reading.by_path[c.path] for c in reading.outline.children(task.path))]
    leads_it = (named.printed for p in beside for role, named in printed_roles(p) if role is AssignmentRole.LEAD)
    actor = next(leads_it, None)
    events = events_in(task, 0, len(task.text))
    for time in times(passage.folded, issued):
        if time.begin >= begin:
            kind = events[0].kind if events else MilestoneKind.DEADLINE
            said = _Said(kind, time, task.text, "milestone.field", actor)
            yield _Part(passage, begin, len(passage.text), []), said


def _without_frames(stated: list[Time]) -> list[Time]:
    """Without a year that only frames a nearer limit: `riêng năm 2025, nhận hồ sơ trước ngày 30/10/2025`."""
    kept = []
    for time, following in zip_longest(stated, stated[1:]):
        limit = following if following and following.relation in (Relation.BEFORE, Relation.BY) else None
        frames = limit and time.granularity is Granularity.YEAR and time.start and limit.end
        if not (frames and time.start and limit and limit.end and time.start.year == limit.end.year):
            kept.append(time)
    return kept


def _is_cited(found: FoundSoFar, passage: Passage, time: Time) -> bool:
    return found.is_cited(passage.flow.spans(time.begin, time.begin + 1))


def _parts(passage: Passage) -> list[_Part]:
    acting = list(subjects(passage))
    heading = passage.clause.heading if passage.clause else None
    cuts = [m.start() for m in PART_ENDS.finditer(passage.folded)]
    if heading and heading_time(passage.folded[: len(heading)]):
        cuts = []  # a run-in heading with a time governs the whole: `Năm 2019: …; …`
    cuts = [c for c in cuts if not any(s.actors.start < c < s.predicate for s in acting)]
    return [_Part(passage, a, b, acting) for a, b in zip([0, *cuts], [*cuts, len(passage.text)], strict=True)]


def _in_part(reading: Reading, part: _Part, stated: list[Time]) -> Iterator[_Said]:
    """Each event takes the time nearest to it on its side; times listed side by side share what they govern."""
    passage, folded = part.passage, part.passage.folded
    leading, begin, end = False, part.begin, part.end
    for k, time in enumerate(stated):
        if not (k and _side_by_side(folded, stated[k - 1], time)):
            before = stated[k - 1].finish if k else part.begin
            leading = leads(passage, time, folded[part.begin : time.begin])
            begin = time.finish if leading else _own_begin(passage, before, time.begin)
            end = _own_end(folded, time, stated[k + 1 :], part.end) if leading else time.begin
        yield from _with_events(reading, part, time, begin, end)


def _side_by_side(folded: str, time: Time, following: Time) -> bool:
    between = re.sub(r"\([^()]{0,80}\)", "", folded[time.finish : following.begin])
    return between.strip() in (",", "va")


_BESIDE = re.compile(r",|,? ?va|va (?:to chuc|tien hanh|thuc hien)")


def _own_begin(passage: Passage, begin: int, end: int) -> int:
    """Where what a time behind its verb limits begins: at the last event before it, with those listed beside that
    one."""
    events = done(passage, begin, end)
    if not events:
        return begin
    first = events[-1]
    for event in reversed(events[:-1]):
        between = passage.folded[event.end : first.start].strip()
        if event.start != first.start and not _BESIDE.fullmatch(between):
            break
        first = event
    before = re.search(r"(?:to chuc|tien hanh|thuc hien|viec to chuc|viec)\s+$", passage.folded[begin : first.start])
    return begin + before.start() if before else first.start


def _own_end(folded: str, time: Time, later: list[Time], end: int) -> int:
    """Where what one time governs ends, before what the next one does."""
    following = next((t for t in later if not _side_by_side(folded, time, t)), None)
    if following is None:
        return end
    cuts = list(re.finditer(r"\bva\b|[,;]", folded[time.finish : following.begin]))
    return time.finish + cuts[-1].start() if cuts else following.begin


def _with_events(reading: Reading, part: _Part, time: Time, begin: int, end: int) -> Iterator[_Said]:
    events = [e for e in events_in(part.passage, begin, end) if not _is_sending(part.passage.folded, e, time)]
    rule = "milestone.recurring" if time.recurrence else "milestone.dated"
    for event in events:
        yield _Said(event.kind, time, part.passage.text[event.start : event.end], rule)
    if not events:
        kind = kind_without_event(part.passage, time, part.folded)
        yield _Said(kind, time, _action_without_event(reading, part, time), "milestone.no_event")


def _is_sending(folded: str, event: Event, time: Time) -> bool:
    """`xây dựng kế hoạch …, gửi về … trước ngày …`: what is due is the sending, not what is sent; a report is sent
    as one."""
    behind = folded[event.start : time.begin] if event.start < time.begin else ""
    limits = time.relation in (Relation.BEFORE, Relation.BY)
    return limits and event.kind is not MilestoneKind.REPORT and bool(re.search(r"\b(?:gui|nop)\b", behind))


def _action_without_event(reading: Reading, part: _Part, time: Time) -> str:
    """What a time is said of where no event is named: the words before it, else the heading that announces them."""
    passage = part.passage
    before = passage.text[part.begin : time.begin].strip(" ,;.:-")
    if part.begin and fold(before) in ("", "hoan thanh", "xong", "ket thuc", "hoan thanh xong"):
        before = passage.text[: part.begin].strip(" ,;.:-")
    heading = passage.clause.heading if passage.clause else None
    if before and not (heading and actors_of_heading(heading)):
        return before
    above = [reading.outline.by_path[path].heading for path, topics in passage.scope.chain if topics != (Topic.TIME,)]
    behind = passage.text[time.finish : part.end].strip(" ,;.:-")
    return (behind if not before and behind else above[0] if above else None) or before


def _timed_from_above(part: _Part) -> Iterator[_Said]:
    """A heading has the time, the paragraph says what is done: `Khen thưởng sơ kết (năm 2022)`."""
    time, clause = part.passage.scope.time, part.passage.clause
    if time is None or (clause is not None and clause.path.is_bullet and not part.acting):
        return
    for event in events_in(part.passage, part.acting[0].predicate if part.acting else 0, part.end):
        yield _Said(event.kind, time, part.passage.text[event.start : event.end], "milestone.heading_time")


_IN_THE_YEAR = re.compile(r"(?:^|[.;]\s+)(?P<head>trong nam),?\s")


def _in_the_year(found: FoundSoFar, part: _Part, period: Period | None) -> Iterator[tuple[_Part, _Said]]:
    """`Trong năm, …` before targets: they are due in the one year of the plan."""
    passage, year = part.passage, whole(period)
    match = _IN_THE_YEAR.search(passage.folded)
    if year is None or match is None:
        return
    at = passage.flow.spans(match.start("head"), match.end("head"))[0].start
    if any(q.evidence[0].spans[0].start >= at for q in found.quantities_in.get(passage.path, ())):
        said = _Said(MilestoneKind.DEADLINE, year, passage.text[match.end() :], "milestone.year_of_plan")
        yield _Part(passage, match.start("head"), part.end, part.acting), said


def _actor(part: _Part, rule: str) -> str | None:
    """Who acts: the subject of the part, else the nearest before it, else whom the run-in heading or the headings
    name."""
    if rule == "milestone.year_of_plan":
        return None
    own = [s for s in part.acting if part.begin <= s.actors.start < part.end]
    earlier = [s for s in part.acting if s.actors.start < part.begin]
    if own or earlier:
        return (own[0] if own else earlier[-1]).actors.printed
    passage = part.passage
    heading = passage.clause.heading if passage.clause else None
    named = actors_at(passage.text, passage.folded, 0) if heading else None
    if heading and named and named.end <= len(heading) + 1:
        return named.printed
    return passage.scope.actors.printed if passage.scope.actors and rule != "milestone.heading_time" else None


def _milestone(reading: Reading, part: _Part, said: _Said) -> Milestone:
    text, time = part.passage.text[part.begin : part.end], said.time
    evidence = (part.passage.evidence(part.begin + len(text) - len(text.lstrip()), part.end),)
    purpose = PURPOSE.search(fold(said.action))
    action = said.action[: purpose.start()] if purpose and purpose.start() > 10 else said.action
    says = f"{said.kind}|{time.start}|{time.end}|{time.recurrence}"
    return Milestone(
        id=record_id(reading.document.sha256, "milestones", evidence, says),
        text=text.strip(),
        evidence=evidence,
        rule=said.rule,
        confidence=_CONFIDENCE[said.rule],
        kind=said.kind,
        start=time.start,
        end=time.end,
        granularity=time.granularity,
        relation=time.relation,
        recurrence=time.recurrence,
        action=action.strip(" ,;.:") or None,
        actor=said.actor or _actor(part, said.rule),
    )
