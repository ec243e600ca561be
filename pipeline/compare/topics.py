"""What the plans say under each topic but the criteria: purposes, subjects, content, solutions, funding, procedure …

All clauses are aligned at once: what one plan says among its solutions another may say under implementation, and is not
silent on. A row stands under the topic of the first plan that says it.
"""

from __future__ import annotations

from models.outline import Clause, Topic
from models.path import ClausePath
from models.plan import Plan
from models.span import Evidence
from pipeline.compare.items import clauses_of
from pipeline.compare.sides import CLAUSES, Sides, silence_of
from pipeline.compare.types import Family, Passage, Silence, TopicRows

_COMPARED: tuple[Topic, ...] = tuple(t for t in Topic if t != Topic.CRITERIA)


def topics(sides: Sides) -> tuple[TopicRows, ...]:
    """The topics in the order of the form, each with its families; one that no plan has is left out."""
    said = [_with_topics(plan) for plan in sides.plans]
    items = [
        clauses_of(plan, [clause for _, clause in own], {clause.path: topics for topics, clause in own})
        for plan, own in zip(sides.plans, said, strict=True)
    ]
    under: dict[Topic, list[Family[Passage]]] = {}
    for row in sides.rows(items, [[[_passage(clause)] for _, clause in own] for own in said]):
        family = Family[Passage](id=sides.identity(row), cells=sides.cells(row, CLAUSES), links=sides.links(row))
        first = family.speaking[0]
        path = row[first][0].path
        under.setdefault(in_force(sides.plans[first], path)[0], []).append(family)
    return tuple(
        TopicRows(topic=topic, silences=_silences(sides, topic), families=tuple(under.get(topic, ())))
        for topic in _COMPARED
        if topic in under or any(topic in c.topics for plan in sides.plans for c in plan.outline.clauses)
    )


def in_force(plan: Plan, path: ClausePath) -> tuple[Topic, ...]:
    """The topics of a clause that are compared here: its own, or those of its nearest heading that has any (DOMAIN.md,
    topics_in_force)."""
    clauses = [plan.outline.by_path[path], *plan.outline.ancestors(path)]
    topics = next((c.topics for c in clauses if c.topics), ())
    return tuple(t for t in topics if t in _COMPARED)


def _with_topics(plan: Plan) -> list[tuple[tuple[Topic, ...], Clause]]:
    """The clauses that are no criteria with the topics that they are compared under."""
    criteria = {c.path for c in plan.criteria}
    found = ((in_force(plan, clause.path), clause) for clause in plan.outline.clauses if clause.path not in criteria)
    return [(topics, clause) for topics, clause in found if topics]


def _silences(sides: Sides, topic: Topic) -> tuple[Silence | None, ...]:
    """For each plan, why it says nothing under a topic; None where it does."""
    return tuple(
        None if any(topic in c.topics for c in plan.outline.clauses) else silence_of(column, CLAUSES)
        for plan, column in zip(sides.plans, sides.columns, strict=True)
    )


def _passage(clause: Clause) -> Passage:
    evidence = (Evidence(clause=clause.path, spans=clause.spans),)
    return Passage(path=clause.path, text=clause.text, evidence=evidence)
