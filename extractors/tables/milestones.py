"""Milestones of a row: its duty at the time that its column, or the group that it stands in, says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from extractors.events import events_in
from extractors.lexicon.entries import ColumnRole
from extractors.reading import Passage, Reading
from extractors.tables.assignments import named_for
from extractors.tables.evidence import evidence_of
from extractors.tables.rows import Filled, RowKind, TableRow
from extractors.tables.times import cell_times
from extractors.times import Time
from models.records import AssignmentRole, Granularity, Milestone, MilestoneKind, Relation, record_id
from models.span import Span

_CONFIDENCE = {"milestone.column": 0.9, "milestone.column_by_content": 0.75, "milestone.row_group": 0.7}
# A heading that says until when: `Thời gian hoàn thành`, `Thời hạn`, `Tiến độ`; `Thời gian` alone says only when.
_LIMITS = re.compile(r"\b(?:hoan thanh|thuc hien|han|tien do|xong|trinh|bao cao|ket thuc)\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
# The one year that a title speaks of; not the dates of the documents that it names, nor how far a period goes.
_OF_YEAR = re.compile(r"(?<!den )(?<!tu )\bnam (?P<year>(?:19|20)\d\d)\b(?!\s?-)")
_CITES = re.compile(r"\(?(?:kem theo|ban hanh)\b[^|]*|ngay [^|]{0,20}nam (?:19|20)\d\d|giai doan [^|]*")


def row_milestones(
    reading: Reading, passage: Passage, row: TableRow, issued: date | None, year: int | None
) -> Iterator[Milestone]:
    """A record for each time at which the duty of a row is to be done. `year` is that of a plan of one year."""
    if row.kind is not RowKind.ITEM or not row.content:
        return
    for timed in _times(reading, row, issued, year):
        yield _milestone(reading, passage, row, timed)


def says_when(row: TableRow) -> bool:
    """Whether the columns of a row's table say when: its duties are not searched for times then."""
    return row.has(ColumnRole.TIME, ColumnRole.START, ColumnRole.END)


@dataclass(frozen=True)
class _Timed:
    """A time of a row, the cells that say it, the heading over those, and the rule."""

    time: Time
    cells: tuple[Span, ...]
    heading: str
    rule: str


def _times(reading: Reading, row: TableRow, issued: date | None, year: int | None) -> Iterator[_Timed]:
    """The times of a row: of its column, of two columns together, of the title of its group."""
    for cell in row.in_force(ColumnRole.TIME):
        rule = "milestone.column" if cell.column.told else "milestone.column_by_content"
        for time in _said(reading, row, cell, issued, year):
            yield _Timed(time, (cell.span,), cell.column.heading, rule)
    if row.has(ColumnRole.START, ColumnRole.END):
        yield from _between(reading, row, issued, year)
    elif not says_when(row):
        yield from _of_group(reading, row, issued, year)


def _said(reading: Reading, row: TableRow, cell: Filled, issued: date | None, year: int | None) -> list[Time]:
    """What a cell says, in the one year that its heading or the title of the table names, else in that of the plan."""
    known = next((y for y in (_one(_YEAR.findall(cell.column.heading)), _year_of(row.about)) if y), year)
    return cell_times(_words(reading, cell.span), issued, known)


def _year_of(title: str) -> int | None:
    return _one(_OF_YEAR.findall(_CITES.sub(" ", title)))


def _one(years: list[str]) -> int | None:
    return int(years[0]) if len(set(years)) == 1 else None


def _words(reading: Reading, span: Span) -> str:
    return reading.document.flow(reading.pieces(span)).text


def _between(reading: Reading, row: TableRow, issued: date | None, year: int | None) -> Iterator[_Timed]:
    """`Bắt đầu | Kết thúc`: two columns say one time."""
    found = []
    for role in (ColumnRole.START, ColumnRole.END):
        cells = row.in_force(role)
        times = _said(reading, row, cells[0], issued, year) if cells else []
        found.append((cells[0], times[0]) if times else None)
    begins, ends = found
    start, end = begins and begins[1].start, ends and ends[1].end
    heading = ends[0].column.heading if ends else ""
    cells_of = tuple(f[0].span for f in (begins, ends) if f)
    if start and end and start <= end:
        time = Time(0, 0, start, end, Granularity.PERIOD, Relation.WITHIN)
    elif begins and start and not ends:
        time = Time(0, 0, start, None, begins[1].granularity, Relation.FROM)
    elif ends and end and not begins:
        time = Time(0, 0, None, end, ends[1].granularity, Relation.BY)
    else:
        return
    yield _Timed(time, cells_of, heading, "milestone.column")


def _of_group(reading: Reading, row: TableRow, issued: date | None, year: int | None) -> Iterator[_Timed]:
    """`Quý I/2025` over the duties of that quarter."""
    for group in row.groups:
        for span in group.content or list(group.own[-1:]):
            title = _words(reading, span)
            times = cell_times(title, issued, _year_of(row.about) or year) if len(title.split()) <= _MOST_WORDS else []
            if len(times) == 1:
                yield _Timed(times[0], (span,), "", "milestone.row_group")
                return


# A title that is a time has no more words than this.
_MOST_WORDS = 8


def _milestone(reading: Reading, passage: Passage, row: TableRow, timed: _Timed) -> Milestone:
    duty = [reading.cell(passage, span) for span in row.duty]
    evidence, text = evidence_of(reading, passage, [*row.duty, *timed.cells])
    time, kind = timed.time, _kind(duty, timed)
    said = f"{passage.path}|{kind}|{time.start}|{time.end}|{time.recurrence}"
    return Milestone(
        id=record_id(reading.document.sha256, "milestones", (evidence,), said),
        text=text,
        evidence=(evidence,),
        rule=timed.rule,
        confidence=_CONFIDENCE[timed.rule],
        kind=kind,
        start=time.start,
        end=time.end,
        granularity=time.granularity,
        relation=time.relation,
        recurrence=time.recurrence,
        action=" ".join(d.text for d in duty).strip(" ,;.:-+") or None,
        actor=_actor(reading, row),
    )


def _kind(duty: list[Passage], timed: _Timed) -> MilestoneKind:
    """What the duty is; where no word of it tells, a limit is a deadline."""
    events = [e for d in duty for e in events_in(d, 0, len(d.text))]
    if events:
        return events[0].kind
    limited = timed.time.relation in (Relation.BEFORE, Relation.BY) or _LIMITS.search(timed.heading)
    return MilestoneKind.DEADLINE if limited else MilestoneKind.OTHER


def _actor(reading: Reading, row: TableRow) -> str | None:
    """Those who lead, as printed, else those who are responsible."""
    named = [n for n, _, _ in named_for(reading, row)]
    for role in (AssignmentRole.LEAD, AssignmentRole.RESPONSIBLE):
        for said, names in named:
            if said is role:
                return ", ".join(names)
    return None
