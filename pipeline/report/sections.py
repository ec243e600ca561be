"""The sections of a report: what the plans say side by side, one section a topic."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from extractors.fold import spell
from models.outline import Topic
from models.plan import Plan
from models.records import Assignment, AssignmentRole, Audience, Award, Milestone, Quantity
from pipeline.compare.types import Comparison, Family, Silence, TopicRows
from pipeline.findings.saying import written
from pipeline.messages import say
from pipeline.report.cells import plain, row
from pipeline.report.types import Block, Cell, Paragraph, Row, Section, Table
from pipeline.timeline.wording import when

Keep = Callable[[Family[Any]], bool]
"""Which rows are shown."""


class Side:
    """A comparison with the plans that it is of, and their short names."""

    def __init__(self, comparison: Comparison, plans: Sequence[Plan], names: Sequence[str]) -> None:
        self.comparison = comparison
        self.plans = plans
        self.names = names

    def row(self, family: Family[Any], words: Callable[[Any], str] | None = None) -> Row:
        return row(family, self.plans, self.names, words)

    def table(self, caption: str, rows: Sequence[Row], first: str = "", share: float = 0.0) -> Table:
        """A column a plan, after one of `first` where it has a name, which takes a share of the width."""
        header = (first, *self.names) if first else tuple(self.names)
        each = (1 - share) / len(self.names)
        widths = (share, *(each for _ in self.names)) if first else tuple(each for _ in self.names)
        return Table(caption=caption, header=header, rows=tuple(rows), widths=widths)


def sections(side: Side, keep: Keep = bool) -> Iterator[Section]:
    """All sections that have anything to show, in the order of a plan."""
    yield from _made("criteria", say("report.criteria"), [criteria(side, keep)])
    for topic in side.comparison.topics:
        yield from _made(topic.topic.value, topic_title(topic.topic), topic_blocks(side, topic, keep))
    yield from _made("timeline", say("report.timeline"), [timeline(side, keep)])
    yield from _made("rewards", say("report.rewards"), [awards(side, keep), thresholds(side, keep)])
    yield from _made("duties", say("report.duties"), [duties(side, keep)])


def topic_title(topic: Topic) -> str:
    """`Mục đích`."""
    said = say(f"topic.{topic}")
    return said[:1].upper() + said[1:]


def criteria(side: Side, keep: Keep) -> Table | None:
    """The matrix of criteria, those for collectives first."""
    families = [f for f in side.comparison.criteria if keep(f)]
    rows: list[Row] = []
    for audience in Audience:
        own = [f for f in families if f.audience == audience]
        if own:
            title = say("report.for_audience", audience=say(f"audience.{audience}"), count=len(own))
            rows += [Row(cells=(Cell(lines=(plain(title),)),), is_group=True), *map(side.row, own)]
    return side.table(say("report.criteria_caption"), rows) if rows else None


def topic_blocks(side: Side, topic: TopicRows, keep: Keep) -> Iterator[Block | None]:
    """Which plan has no such section, and what the others say in it."""
    for silence, name in zip(topic.silences, side.names, strict=True):
        if silence:
            yield Paragraph(line=plain(silence_said(topic.topic, silence, name)))
    rows = [side.row(f) for f in topic.families if keep(f)]
    yield side.table(topic_title(topic.topic), rows) if rows else None


def silence_said(topic: Topic, silence: Silence, name: str) -> str:
    """`Cà Mau không có mục kinh phí.`"""
    return say(f"report.topic_{silence.value}", plan=name, topic=say(f"topic.{topic}"))


def timeline(side: Side, keep: Keep) -> Table | None:
    """What is to be done when, a row a kind of event or a duty."""
    rows = [
        Row(cells=(Cell(lines=(plain(say(f"milestone.{f.kind}")),)), *side.row(f, milestone_said).cells))
        for f in side.comparison.timeline
        if keep(f)
    ]
    return side.table(say("report.timeline_caption"), rows, say("report.event"), 0.13) if rows else None


def awards(side: Side, keep: Keep) -> Table | None:
    """Who gives which award to whom, on which occasion."""
    rows = [
        Row(cells=(Cell(lines=(plain(f.form),)), *side.row(f, award_said).cells))
        for f in side.comparison.awards
        if keep(f)
    ]
    return side.table(say("report.awards_caption"), rows, say("report.form"), 0.16) if rows else None


def thresholds(side: Side, keep: Keep) -> Table | None:
    """Numbers that bind."""
    rows = [side.row(f, quantity_said) for f in side.comparison.quantities if keep(f)]
    return side.table(say("report.thresholds_caption"), rows) if rows else None


def duties(side: Side, keep: Keep) -> Table | None:
    """Who does what, who leads and who works with them."""
    rows = [side.row(f, duty_said) for f in side.comparison.assignments if keep(f)]
    return side.table(say("report.duties_caption"), rows) if rows else None


def milestone_said(record: Milestone) -> str:
    return ": ".join(x for x in (when(record), record.action or record.text) if x)


def award_said(record: Award) -> str:
    occasion = say(f"round.{record.round}") if record.round else None
    said = [record.authority, say(f"audience.{record.audience}"), occasion]
    return "; ".join(x for x in said if x)


def quantity_said(record: Quantity) -> str:
    number = written(record.value)
    unit = record.unit if record.unit == "%" else f" {record.unit}"
    return " ".join(x for x in (say(f"comparator.{record.comparator}"), f"{number}{unit}", record.of) if x)


def duty_said(record: Assignment) -> str:
    role = "" if record.role == AssignmentRole.RESPONSIBLE else f" ({say(f'role.{record.role}')})"
    actors = ", ".join(record.actors)
    if not role and spell(record.text).startswith(spell(actors)):
        return record.text
    return f"{actors}{role}: {record.text}"


def _made(name: str, title: str, blocks: Sequence[Block | None] | Iterator[Block | None]) -> Iterator[Section]:
    found = tuple(block for block in blocks if block is not None)
    if found:
        yield Section(name=name, title=title, blocks=found, wide=True)
