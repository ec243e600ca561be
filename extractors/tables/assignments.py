"""Assignments of a row: whom its columns, or the groups that it stands in, name for its duty."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.actors import actors_of_heading
from extractors.lexicon.entries import ColumnRole
from extractors.reading import Passage, Reading
from extractors.tables.actors import Named, named_in
from extractors.tables.columns import ACTORS
from extractors.tables.evidence import evidence_of, lines_of
from extractors.tables.rows import RowKind, TableRow
from models.outline import Topic
from models.records import Assignment, AssignmentRole, record_id
from models.span import Span

# How sure each rule is: a heading says what its column holds, the look of a column less, a title over rows least.
_CONFIDENCE = {"assignment.column": 0.9, "assignment.column_by_content": 0.75, "assignment.row_group": 0.7}


def named_for(reading: Reading, row: TableRow) -> Iterator[tuple[Named, Span, str]]:
    """The institutions of a row with their role, the cell that names them, and the rule."""
    if row.has(ColumnRole.PERSON):
        return  # a list of members names persons; it lays no duty on institutions
    found = False
    for role in ACTORS:
        for cell in row.in_force(role):
            for named in named_in(lines_of(reading, cell.span), role):
                found = True
                yield named, cell.span, "assignment.column" if cell.column.told else "assignment.column_by_content"
    if not found and not row.has(*ACTORS):
        yield from _of_group(reading, row)


def _of_group(reading: Reading, row: TableRow) -> Iterator[tuple[Named, Span, str]]:
    """`II | Sở Tài chính | | |` over the duties of that office."""
    for group in row.groups:
        for span in group.content or list(group.own[-1:]):
            title = reading.document.flow(reading.pieces(span)).text
            named = actors_of_heading(title.split(". ", 1)[-1])
            if named:
                yield (AssignmentRole.RESPONSIBLE, named.names), span, "assignment.row_group"
                return


def row_assignments(reading: Reading, passage: Passage, row: TableRow) -> Iterator[Assignment]:
    """A record for each role that a row gives for its duty."""
    if row.kind is not RowKind.ITEM or not row.content or row.has(ColumnRole.POINTS):
        return
    if Topic.SITUATION in passage.scope.topics:
        return  # what was done
    for (role, names), span, rule in named_for(reading, row):
        evidence, text = evidence_of(reading, passage, [*row.duty, span])
        yield Assignment(
            id=record_id(
                reading.document.sha256, "assignments", (evidence,), f"{passage.path}|{role}|{'|'.join(names)}"
            ),
            text=text,
            evidence=(evidence,),
            rule=rule,
            confidence=_CONFIDENCE[rule],
            actors=names,
            role=role,
        )
