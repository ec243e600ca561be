"""A document as the extractors read it: each clause on one line, the lexicon's phrases in it, and its scope."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from extractors.fold import fold, spell
from extractors.language import GROUPS, vietnamese
from extractors.scope import Scope, scopes
from extractors.tables.rows import TableRow, table_rows
from models.document import Document
from models.outline import Clause, Outline
from models.path import ClausePath
from models.span import Evidence, Flow, Span


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the lexicon in a text: where, and the name of its entry."""

    start: int
    end: int
    label: str


@dataclass(frozen=True)
class Passage:
    """A clause, or a paragraph of the preamble, on one line; offsets are into `text`."""

    clause: Clause | None
    flow: Flow
    scope: Scope
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.flow.text

    @cached_property
    def folded(self) -> str:
        return fold(self.flow.text)

    @cached_property
    def spelled(self) -> str:
        """The text in lower case and one spelling, accents kept."""
        return spell(self.flow.text)

    @property
    def path(self) -> ClausePath | None:
        return self.clause.path if self.clause else None

    def within(self, group: str, begin: int, end: int) -> list[Phrase]:
        """The phrases of a group that stand in `text[begin:end]` as a whole, in order."""
        phrases = self.phrases.get(group, [])
        first = bisect_left(phrases, begin, key=lambda p: p.start)
        last = bisect_left(phrases, end, key=lambda p: p.start)
        return [p for p in phrases[first:last] if p.end <= end]

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        """The evidence of a stretch of the text; of the whole by default."""
        return Evidence(clause=self.path, spans=self.flow.spans(start, len(self.text) if end is None else end))


class Walked(list[Passage]):
    """Passages that know which one a loop has come to, so that a failure in it can name its clause."""

    at: Passage | None = None

    def __iter__(self) -> Iterator[Passage]:
        for passage in super().__iter__():
            self.at = passage
            yield passage
        self.at = None


class Reading:
    """A document and its outline, with what every extractor needs computed once."""

    def __init__(self, document: Document, outline: Outline) -> None:
        self.document, self.outline = document, outline
        no_scope = Scope()
        above = scopes(outline)
        self.preamble = [Passage(None, document.flow(spans), no_scope) for spans in outline.parts.preamble]
        self.clauses = Walked(Passage(c, document.flow(c.spans), above[c.path]) for c in outline.clauses)
        self._find_phrases()

    def passages(self) -> Iterator[Passage]:
        """The preamble's paragraphs, then the clauses, in document order."""
        yield from self.preamble
        yield from self.clauses

    @cached_property
    def by_path(self) -> dict[ClausePath, Passage]:
        return {p.clause.path: p for p in self.clauses if p.clause}

    @cached_property
    def rows(self) -> dict[ClausePath, TableRow]:
        """The rows of tables by their clauses."""
        return table_rows(self.document, self.outline)

    def row(self, passage: Passage) -> TableRow | None:
        """The row of a table that a passage is, where it is told what its columns hold."""
        row = self.rows.get(passage.path) if passage.path else None
        return row if row is not None and row.told else None

    def pieces(self, cell: Span) -> tuple[Span, ...]:
        """The words of a cell, without marks."""
        home = self._home(cell)
        if home is None:
            return (cell,)
        return tuple(p for p in home.flow.pieces if cell.start <= p.start and p.end <= cell.end)

    def cell(self, passage: Passage, cell: Span) -> Passage:
        """A cell as a passage of the clause that it is in force for."""
        home, pieces = self._home(cell), self.pieces(cell)
        flow = self.document.flow(pieces)
        if home is None or not pieces:
            return Passage(passage.clause, flow, passage.scope)
        before = self.document.flow([p for p in home.flow.pieces if p.end <= pieces[0].start]).text
        at = len(before) + 1 if before else 0
        inside = {group: home.within(group, at, at + len(flow.text)) for group in home.phrases}
        moved = {group: [Phrase(p.start - at, p.end - at, p.label) for p in found] for group, found in inside.items()}
        return Passage(passage.clause, flow, passage.scope, moved)

    def cells(self, passage: Passage) -> list[Passage]:
        """The own cells of a row, since no sentence goes on from one to the next; else the passage itself."""
        row = self.rows.get(passage.path) if passage.path else None
        return [self.cell(passage, span) for span in row.own] if row else [passage]

    def _home(self, cell: Span) -> Passage | None:
        """The passage of the row that a cell is written in."""
        at = bisect_right(self._row_starts, cell.end - 1) - 1
        found = self._row_passages[at] if at >= 0 else None
        return found if found is not None and found.flow.pieces[-1].end > cell.start else None

    @cached_property
    def _row_passages(self) -> list[Passage]:
        return [p for p in list.__iter__(self.clauses) if p.path in self.rows]

    @cached_property
    def _row_starts(self) -> list[int]:
        return [p.flow.pieces[0].start for p in self._row_passages]

    def lines(self, spans: tuple[Span, ...]) -> list[Flow]:
        """Each span as a line of its own."""
        return [self.document.flow((s,)) for s in spans]

    def _find_phrases(self) -> None:
        passages = list(self.passages())
        doc = vietnamese()("\n".join(p.text for p in passages))
        starts, at = [], 0
        for passage in passages:
            starts.append(at)
            at += len(passage.text) + 1
        for group in GROUPS:
            k = 0
            for span in doc.spans[group]:
                while k + 1 < len(starts) and starts[k + 1] <= span.start_char:
                    k += 1
                phrase = Phrase(span.start_char - starts[k], span.end_char - starts[k], span.label_)
                passages[k].phrases.setdefault(group, []).append(phrase)
