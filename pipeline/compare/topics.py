"""What the plans say under each topic but the criteria: purposes, subjects, content, solutions, funding, procedure …

Clauses are aligned topic by topic. Where one plan treats two topics under one heading (`Mục đích, yêu cầu`) and another
apart, they are compared as one: a plan is silent on neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from models.outline import Clause, Topic
from models.plan import Plan
from models.span import Evidence
from pipeline.compare.items import clauses_of
from pipeline.compare.sides import CLAUSES, Sides, silence_of
from pipeline.compare.types import Family, Passage, Silence, TopicRows

_COMPARED: tuple[Topic, ...] = tuple(t for t in Topic if t != Topic.CRITERIA)


def topics(sides: Sides) -> tuple[TopicRows, ...]:
    """The topics in the order of the form, each with its families; one that no plan has is left out."""
    said = [_by_topics(plan) for plan in sides.plans]
    stated = (topics for own in said for topics, clause in own if not clause.is_only_heading)
    return tuple(_rows(sides, group, said) for group in _grouped(stated))


def in_force(plan: Plan, clause: Clause) -> tuple[Topic, ...]:
    """The topics of a clause: its own, or those of its nearest heading that has any (DOMAIN.md, topics_in_force)."""
    return clause.topics or next((a.topics for a in plan.outline.ancestors(clause.path) if a.topics), ())


def _by_topics(plan: Plan) -> list[tuple[tuple[Topic, ...], Clause]]:
    """The clauses that are no criteria with the topics that they are compared under."""
    criteria = {c.path for c in plan.criteria}
    out: list[tuple[tuple[Topic, ...], Clause]] = []
    for clause in plan.outline.clauses:
        topics: tuple[Topic, ...] = tuple(t for t in in_force(plan, clause) if t in _COMPARED)
        if topics and clause.path not in criteria:
            out.append((topics, clause))
    return out


def _grouped(found: Iterable[tuple[Topic, ...]]) -> Iterator[tuple[Topic, ...]]:
    """Topics that some plan treats as one stand together, the others alone, in the order of the form."""
    group = {topic: {topic} for topic in Topic}
    seen: set[Topic] = set()
    for topics in found:
        seen |= set(topics)
        joined = set().union(*(group[t] for t in topics))
        for topic in joined:
            group[topic] = joined
    done: set[Topic] = set()
    for topic in _COMPARED:
        if topic in seen and topic not in done:
            done |= group[topic]
            yield tuple(t for t in Topic if t in group[topic])


def _rows(
    sides: Sides, group: Sequence[Topic], said: Sequence[Sequence[tuple[tuple[Topic, ...], Clause]]]
) -> TopicRows:
    own = [[clause for topics, clause in each if topics[0] in group] for each in said]
    items = [clauses_of(plan, clauses) for plan, clauses in zip(sides.plans, own, strict=True)]
    passages = [[[_passage(clause)] for clause in clauses] for clauses in own]
    return TopicRows(
        topics=tuple(group),
        silences={topic: _silences(sides, topic) for topic in group},
        families=tuple(
            Family[Passage](id=sides.identity(row), cells=sides.cells(row, CLAUSES), links=sides.links(row))
            for row in sides.rows(items, passages)
        ),
    )


def _silences(sides: Sides, topic: Topic) -> tuple[Silence | None, ...]:
    """For each plan, why it says nothing under a topic; None where it does."""
    return tuple(
        None if any(topic in c.topics for c in plan.outline.clauses) else silence_of(column, CLAUSES)
        for plan, column in zip(sides.plans, sides.columns, strict=True)
    )


def _passage(clause: Clause) -> Passage:
    evidence = (Evidence(clause=clause.path, spans=clause.spans),)
    return Passage(path=clause.path, text=clause.text, evidence=evidence)
