"""What differs between the compared plans, as findings: what one demands that others do not, asks more, or sets later.

These are no faults: they are what a reader of the comparison wants to know first. What the plans themselves do wrong is
found by `pipeline.findings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from models.outline import Topic
from models.plan import Plan
from pipeline.compare.topics import in_force
from pipeline.compare.types import (
    Bearing,
    Comparison,
    CriterionFamily,
    Direction,
    Family,
    Link,
    Passage,
    Relation,
    Silence,
)
from pipeline.compare.wording import PieceKind
from pipeline.findings.types import Finding, Place, Weight, place_at
from pipeline.messages import say

_SENTENCE = 160
"""Characters of a plan's words within a sentence; the whole stands in the quote."""
_PHRASES = 3
"""Phrases of a changed criterion that are named in its sentence; all are marked in the table."""
# Where a plan's silence is worth a line of its own: without these it cannot be carried out, paid for or rewarded.
_EXPECTED = (
    Topic.PURPOSE,
    Topic.SUBJECTS,
    Topic.TIME,
    Topic.CONTENT,
    Topic.SOLUTIONS,
    Topic.CRITERIA,
    Topic.AWARDS,
    Topic.SCHEDULE,
    Topic.FUNDING,
    Topic.PROCEDURE,
    Topic.IMPLEMENTATION,
    Topic.LAUNCH,
)


def differences(comparison: Comparison, plans: Sequence[Plan], names: Sequence[str]) -> tuple[Finding, ...]:
    """What differs, the weightier first, each kind in the order of the plans' text."""
    told = _Differences(comparison, plans, names)
    found = [*told.directions(), *told.silences(), *told.criteria(), *told.awards(), *told.passages()]
    return tuple(sorted(found, key=lambda f: list(Weight).index(f.weight)))


class _Differences:
    def __init__(self, comparison: Comparison, plans: Sequence[Plan], names: Sequence[str]) -> None:
        self.comparison = comparison
        self.plans = plans
        self.names = names

    def directions(self) -> Iterator[Finding]:
        """Thresholds that one plan sets higher, times that it sets later."""
        rows: list[Family[Any]] = [*self.comparison.criteria, *self.comparison.timeline]
        told = self._told()
        rows += [f for f in self.comparison.quantities if not any(r.id in told for c in f.cells for r in c.records)]
        for family in rows:
            for link in family.links:
                for found in link.directions:
                    if found.bearing != Bearing.INCOMPARABLE:
                        yield self._direction(family, link, found)

    def silences(self) -> Iterator[Finding]:
        """The sections that a plan has not and others have, plan by plan."""
        topics = list(self._topics())
        for k, name in enumerate(self.names):
            missing = [
                say(f"topic.{topic}")
                for topic, silences in topics
                if topic in _EXPECTED and silences[k] == Silence.NOT_STATED and not all(silences)
            ]
            if missing:
                yield Finding(
                    rule="topic_silent",
                    weight=Weight.MEDIUM,
                    facts={"plan": name, "topics": ", ".join(missing)},
                    silent=(self.comparison.plans[k].version,),
                    confidence=0.9,
                )

    def criteria(self) -> Iterator[Finding]:
        """Criteria that some plans have alone, and those whose substance differs."""
        for family in self.comparison.criteria:
            leads = {lead.column for lead in family.leads}  # Such a plan says it, though as no criterion.
            silent = [k for k in self._silent(family) if k not in leads]
            if silent:
                yield self._alone("criterion_alone", family, silent, Weight.MEDIUM)
            elif leads:
                yield self._alone("criterion_lead", family, sorted(leads), Weight.MEDIUM)
            changed = next((link for link in family.links if link.as_text == Relation.MODIFIED), None)
            if changed:
                yield self._changed("criterion_changed", family, changed, Weight.MEDIUM)

    def awards(self) -> Iterator[Finding]:
        """Awards that some plans name alone, or give otherwise."""
        for row in self.comparison.awards:
            silent = self._silent(row)
            facts = {"form": row.form, "plans": self._names(row.speaking)}
            if silent:
                yield self._finding("award_alone", Weight.MEDIUM, facts | {"silent": self._names(silent)}, row, silent)
            elif any(link.relation != Relation.IDENTICAL for link in row.links):
                yield self._finding("award_differs", Weight.MEDIUM, facts, row)

    def passages(self) -> Iterator[Finding]:
        """What only some plans say under the other topics."""
        silences = {rows.topic: rows.silences for rows in self.comparison.topics}
        for family in (f for rows in self.comparison.topics for f in rows.families):
            first = family.speaking[0]
            topics = [t for t in in_force(self.plans[first], family.cells[first].records[0].path) if t in silences]
            # A plan without any such section is told once, as that.
            silent = [k for k in self._silent(family) if any(not silences[topic][k] for topic in topics)]
            if silent:
                found = self._alone("passage_alone", family, silent, Weight.LOW)
                title = ", ".join(say(f"topic.{topic}") for topic in topics)
                yield found.model_copy(update={"facts": found.facts | {"topic": title}})

    def _told(self) -> set[str]:
        """The thresholds that stand in criteria, whose families tell them already."""
        return {q for f in self.comparison.criteria for c in f.cells for r in c.records for q in r.quantities}

    def _topics(self) -> Iterator[tuple[Topic, tuple[Silence | None, ...]]]:
        for rows in self.comparison.topics:
            yield rows.topic, rows.silences
        own = [Silence.NOT_STATED if not plan.criteria else None for plan in self.plans]
        unread = [any(u.kind == "criteria" for u in column.unread) for column in self.comparison.plans]
        yield (
            Topic.CRITERIA,
            tuple(Silence.NOT_READ if s and broken else s for s, broken in zip(own, unread, strict=True)),
        )

    def _direction(self, family: Family[Any], link: Link, found: Direction) -> Finding:
        facts = {
            "first": self.names[link.first],
            "second": self.names[link.second],
            "less": found.first,
            "more": found.second,
            "of": _shortened(found.of or _words(family, link.first)),
        }
        return self._finding(
            f"sets_{found.bearing.value}",
            Weight.MEDIUM,
            facts,
            family,
            places=self._places(family, (link.first, link.second), found.records),
        )

    def _alone(self, rule: str, family: Family[Any], silent: Sequence[int], weight: Weight) -> Finding:
        facts = {
            "plans": self._names(family.speaking),
            "silent": self._names(silent),
            "words": _shortened(_words(family, family.speaking[0])),
        }
        return self._finding(rule, weight, facts, family, silent)

    def _changed(self, rule: str, family: CriterionFamily, link: Link, weight: Weight) -> Finding:
        facts = {
            "first": self.names[link.first],
            "second": self.names[link.second],
            "words": _shortened(_words(family, link.first)),
            "changes": _changes(link),
        }
        return self._finding(rule, weight, facts, family, places=self._places(family, (link.first, link.second)))

    def _finding(
        self,
        rule: str,
        weight: Weight,
        facts: dict[str, str],
        family: Family[Any],
        silent: Sequence[int] = (),
        places: Iterator[Place] | None = None,
    ) -> Finding:
        sure = min(r.confidence for cell in family.cells for r in cell.records) if rule != "passage_alone" else 1.0
        return Finding(
            rule=rule,
            weight=weight,
            facts=dict(facts),
            places=tuple(places or self._places(family, family.speaking)),
            silent=tuple(self.comparison.plans[k].version for k in silent),
            confidence=sure,
        )

    def _places(self, family: Family[Any], columns: Sequence[int], of: Sequence[str] = ()) -> Iterator[Place]:
        """Where the first record of each plan stands, or those of the ids that are given."""
        for k in columns:
            records = family.cells[k].records
            shown = [r for r in records if not isinstance(r, Passage) and r.id in of] or records[:1]
            for record in shown:
                yield place_at(self.plans[k], record.path, record.text, record.evidence)

    def _silent(self, family: Family[Any]) -> list[int]:
        """The plans that were read and do not say it."""
        return [k for k, cell in enumerate(family.cells) if cell.silence == Silence.NOT_STATED]

    def _names(self, columns: Sequence[int]) -> str:
        return ", ".join(self.names[k] for k in columns)


def _words(family: Family[Any], column: int) -> str:
    return str(family.cells[column].records[0].text)


def _changes(link: Link) -> str:
    """`bỏ “…”; thêm “…”`, the longer phrases first named."""
    changed = (p for p in link.pieces if p.kind != PieceKind.SAME and not p.follows)
    found = [p for p in changed if any(map(str.isalnum, p.text))]  # A number of one digit is a change of substance.
    told = sorted(range(len(found)), key=lambda k: -len(found[k].text))[:_PHRASES]
    said = [say(f"report.{found[k].kind}", words=_shortened(found[k].text.strip())) for k in sorted(told)]
    return "; ".join(said)


def _shortened(text: str) -> str:
    line = " ".join(text.split()).rstrip(" ;.,:")
    return line if len(line) <= _SENTENCE else f"{line[:_SENTENCE].rsplit(' ', 1)[0]} …"
