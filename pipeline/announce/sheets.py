"""A digest in words, in the language in use: parts of entries, each with its quotes and where they stand.

How it looks is the matter of `page` (HTML) and `markdown`; both say the same.
"""

from __future__ import annotations

from collections.abc import Iterator

from models.base import Frozen
from pipeline.announce.types import (
    Alone,
    ChangedPlan,
    Deadline,
    Digest,
    FactTold,
    NewPlan,
    Part,
    Passage,
    RemovedPlan,
    Told,
)
from pipeline.announce.values import value_said
from pipeline.messages import language, say
from pipeline.timeline.wording import shown, when

_KINDS = ("criteria", "quantities", "milestones", "awards", "references", "assignments")


class Quote(Frozen):
    """Words of a plan, and where in it they stand; `before` says what they are."""

    text: str
    where: str = ""
    before: str = ""


class Entry(Frozen):
    """One thing that is told: `lines` say it, `quotes` prove it, `source` is where the plan was fetched from."""

    title: str
    lines: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    source: str | None = None
    name: str | None = None
    """The plan's id, by which commands know it."""

    @property
    def link(self) -> str | None:
        """The address where the plan was fetched, where it was on the web: no other scheme is ever made a link."""
        source = self.source or ""
        return source if source.startswith(("https://", "http://")) and not any(c.isspace() for c in source) else None


class Section(Frozen):
    """A part with its entries; `notes` say what is not listed, and why."""

    name: Part
    title: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()


class Sheet(Frozen):
    """A digest in words. `summary` counts its parts in one line."""

    language: str
    title: str
    summary: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def sheet(digest: Digest) -> Sheet:
    """The digest in the language in use."""
    summary = _summary(digest)
    named = digest.watch or say("announce.digest")
    return Sheet(
        language=language(),
        title=say("announce.title", watch=named, summary=summary),
        summary=summary,
        lead=(say("announce.lead", day=shown(digest.day)),),
        sections=tuple(section for section in _sections(digest) if section.entries or section.notes),
    )


def _summary(digest: Digest) -> str:
    counts = digest.counts()
    said = [say(f"announce.count_{part}", count=count) for part, count in counts.items()]
    return ", ".join(said) or say("announce.nothing")


def _sections(digest: Digest) -> Iterator[Section]:
    yield _section("new", digest, [_new(one) for one in digest.new])
    yield _section("changed", digest, [_changed(one) for one in digest.changed])
    yield _section("removed", digest, [_removed(one) for one in digest.removed])
    yield _section("deadlines", digest, [_deadline(one) for one in digest.deadlines])
    single = [one for one in digest.alone if one.criteria]
    strangers = [one for one in digest.alone if not one.compared]
    notes = (say("announce.no_kin", count=len(strangers), plans=_names(strangers)),) if strangers else ()
    yield _section("alone", digest, [_alone(one) for one in single], notes)


def _section(part: Part, digest: Digest, entries: list[Entry], notes: tuple[str, ...] = ()) -> Section:
    left = digest.left_out.get(part, 0)
    more = (say(f"announce.more_{part}", count=left),) if left else ()
    return Section(name=part, title=say(f"announce.part_{part}"), entries=tuple(entries), notes=(*more, *notes))


_NAMED = 5


def _names(plans: list[Alone]) -> str:
    named = [_plan(one.plan) for one in plans[:_NAMED]]
    return "; ".join(named) + ("; …" if len(plans) > _NAMED else "")


def _plan(plan: Told) -> str:
    """Symbol, unit and day: what a plan is known by."""
    parts = [plan.symbol or plan.plan_id, plan.unit, shown(plan.issued) if plan.issued else None]
    return ", ".join(part for part in parts if part)


def _entry(plan: Told, title: str, lines: list[str], quotes: list[Quote]) -> Entry:
    said = tuple(line for line in lines if line)
    return Entry(title=title, lines=said, quotes=tuple(quotes), source=plan.source, name=plan.plan_id)


def _quote(passage: Passage, before: str = "") -> Quote:
    where = [passage.path or "", say("announce.page", page=passage.page) if passage.page else ""]
    return Quote(text=passage.text, where=", ".join(part for part in where if part), before=before)


def _new(one: NewPlan) -> Entry:
    counted = [say(f"announce.has_{kind}", count=one.counts[kind]) for kind in _KINDS if one.counts.get(kind)]
    kind = one.answers[0].kind if one.answers else None
    quotes = [Quote(text=one.plan.subject, before=say("field.subject"))] if one.plan.subject else []
    quotes += [_quote(answer, say(f"kind.{answer.kind}")) for answer in one.answers]
    answered = say("announce.answered", count=one.answered, kind=say(f"kind.{kind}").lower()) if kind else ""
    return _entry(one.plan, _plan(one.plan), [", ".join(counted), answered], quotes)


def _changed(one: ChangedPlan) -> Entry:
    lines = [say("announce.version", before=one.before, after=one.plan.version)]
    lines += [say("announce.joined")] if one.joined else []
    lines += [say("announce.left")] if one.left else []
    lines += ["; ".join(say(f"diff.{what}", count=count) for what, count in one.clauses.items())]
    lines += [say("announce.no_facts")] if not one.facts else []
    lines += [say("announce.more_facts", count=one.more, plan=one.plan.plan_id)] if one.more else []
    return _entry(one.plan, _plan(one.plan), lines, [_fact(fact) for fact in one.facts])


def _fact(fact: FactTold) -> Quote:
    subject = say(f"field.{fact.name}") if fact.name else say(f"kind.{fact.kind}")
    changes = [_field(fact, one.field, one.before, one.after) for one in fact.fields] if fact.what == "changed" else []
    bearing = f" ({say(f'diff.{fact.bearing}')})" if fact.bearing else ""
    said = f"{say(f'announce.{fact.what}')}: {subject}{bearing}"
    return _quote(fact.passage, "; ".join([said, *changes]))


def _field(fact: FactTold, field: str, before: object, after: object) -> str:
    # What a field of the metadata is called stands before it already.
    name = fact.name or field
    values = f"{value_said(name, before)} → {value_said(name, after)}"
    return values if fact.name else f"{say(f'diff_field.{field}')}: {values}"


def _removed(one: RemovedPlan) -> Entry:
    known = ", ".join(part for part in (one.symbol or one.plan_id, one.unit) if part)
    return Entry(title=known, lines=(say("announce.removed_line"),), name=one.plan_id)


def _deadline(one: Deadline) -> Entry:
    title = say("announce.due", day=shown(one.due), kind=say(f"milestone.{one.kind}").lower(), plan=_plan(one.plan))
    printed = when(one)
    lines = [
        say("announce.printed", when=printed) if printed and printed != shown(one.due) else "",
        say("announce.recurs", words=one.printed) if one.printed else "",
        say("announce.actor", actor=one.actor) if one.actor else "",
    ]
    return _entry(one.plan, title, lines, [_quote(one.passage)])


def _alone(one: Alone) -> Entry:
    beyond = say("announce.nearest", compared=one.compared, count=one.of) if one.of > one.compared else ""
    lines = [
        beyond or say("announce.compared", count=one.compared),
        say("announce.unread", count=one.unread) if one.unread else "",
        say("announce.more_criteria", count=one.more) if one.more else "",
    ]
    return _entry(one.plan, _plan(one.plan), lines, [_quote(passage) for passage in one.criteria])
