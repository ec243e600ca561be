"""The outline of a document: its clauses, and the parts that stand around them."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property

from models.base import Frozen
from models.path import ClausePath
from models.span import Span


class Topic(StrEnum):
    """What a heading announces (DOMAIN.md, The outline)."""

    PURPOSE = "purpose"
    REQUIREMENTS = "requirements"
    SUBJECTS = "subjects"
    CONTENT = "content"
    TIME = "time"
    LAUNCH = "launch"
    TASKS = "tasks"
    SOLUTIONS = "solutions"
    TARGETS = "targets"
    CRITERIA = "criteria"
    AWARDS = "awards"
    SCHEDULE = "schedule"
    FUNDING = "funding"
    PROCEDURE = "procedure"
    IMPLEMENTATION = "implementation"
    REPORTING = "reporting"
    SITUATION = "situation"
    APPENDIX = "appendix"
    OTHER = "other"


class Clause(Frozen):
    """One numbered, lettered or bulleted paragraph, or an unlabelled one.

    `text` is the clause's whole own paragraph on one line, its label and Markdown marks excluded;
    `spans` are its pieces in the stored text; `label` is as printed, null for an unlabelled paragraph.
    """

    path: ClausePath
    label: str | None
    label_span: Span | None
    spans: tuple[Span, ...]
    text: str
    heading: str | None = None
    topics: tuple[Topic, ...] = ()

    @property
    def is_only_heading(self) -> bool:
        """Whether the clause says nothing but its heading."""
        return self.heading is not None and self.heading == self.text.rstrip(": .")


class Parts(Frozen):
    """What stands around the body, each as the pieces of its lines, in order."""

    header: tuple[Span, ...] = ()
    """Lines above the type of the document: issuing body, national motto, symbol, place and date."""
    title: tuple[Span, ...] = ()
    """The type of the document, as printed."""
    subject: tuple[Span, ...] = ()
    preamble: tuple[tuple[Span, ...], ...] = ()
    """Paragraphs between the subject and the first clause."""
    signature: tuple[Span, ...] = ()
    recipients: tuple[Span, ...] = ()


class Outline(Frozen):
    """The tree of clauses in document order, the parts around it, and the noise."""

    clauses: tuple[Clause, ...]
    parts: Parts = Parts()
    noise: tuple[Span, ...] = ()

    @cached_property
    def by_path(self) -> dict[ClausePath, Clause]:
        return {c.path: c for c in self.clauses}

    @cached_property
    def _children(self) -> dict[ClausePath | None, list[Clause]]:
        out: dict[ClausePath | None, list[Clause]] = {}
        for clause in self.clauses:
            out.setdefault(clause.path.parent, []).append(clause)
        return out

    def children(self, path: ClausePath | None) -> list[Clause]:
        """The clauses directly below a path, in order; those of the root for None."""
        return self._children.get(path, [])

    def below(self, path: ClausePath) -> Iterator[Clause]:
        """The clauses below a path, at any depth, in document order."""
        for child in self.children(path):
            yield child
            yield from self.below(child.path)

    def ancestors(self, path: ClausePath) -> Iterator[Clause]:
        """The clauses above a path, the nearest first."""
        above = path.parent
        while above is not None:
            if above in self.by_path:
                yield self.by_path[above]
            above = above.parent
