"""A report out of compared plans: title and scope, findings by weight, the tables, and the sources of it all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations

from models.plan import Plan
from models.records import Criterion
from pipeline.compare import compare
from pipeline.compare.types import Comparison, Relation, Silence
from pipeline.findings import findings
from pipeline.findings.saying import sentence
from pipeline.findings.types import Finding, Place, Weight
from pipeline.messages import language, say
from pipeline.report.cells import plain
from pipeline.report.differences import differences
from pipeline.report.naming import file_name, full_name, names
from pipeline.report.sections import Side, sections
from pipeline.report.types import (
    Block,
    Bullet,
    Bullets,
    Cell,
    Chart,
    Line,
    Mark,
    Paragraph,
    Report,
    Row,
    Run,
    Section,
    Signing,
    Status,
    Table,
)

_WEIGHTS = {weight: k for k, weight in enumerate(Weight)}
ONE_PAGE = 14
"""Findings on the first page. The rest are told in full in the tables, and how many there are is said."""
_QUOTE = 120
"""Characters of a quote below a finding."""
_PLACES = 3
"""Places of a finding that are quoted."""


def build(plans: Sequence[Plan], made: date, signing: Signing | None = None) -> Report:
    """The report on these plans as of a day, in the language in use. Raises UsageError as `compare` does."""
    comparison = compare(plans)
    called = names(comparison.plans)
    side = Side(comparison, plans, called)
    return Report(
        language=language(),
        title=say("report.title"),
        subject=say("report.subject", plans=", ".join(called)),
        scope=tuple(scope(comparison)),
        made=made,
        signing=signing or Signing(),
        sections=(
            _findings(comparison, plans, called),
            *_charts(comparison, plans, called),
            *sections(side),
            _sources(comparison, plans, called),
        ),
        pair=len(plans) == 2,
    )


def scope(comparison: Comparison) -> Iterator[Line]:
    """Which plans are compared, and how much of their criteria they share."""
    yield plain(say("report.scope", count=len(comparison.plans)))
    for column, name in zip(comparison.plans, names(comparison.plans), strict=True):
        subject = f": {column.subject}" if column.subject else ""
        yield Line(runs=(Run(text=name, mark=Mark.STRONG), Run(text=f" — {full_name(column)}{subject}")))
    counts = Counter(len(f.speaking) for f in comparison.criteria)
    every = counts[len(comparison.plans)]
    yield plain(
        say(
            "report.shared",
            every=every,
            some=sum(counts.values()) - every - counts[1],
            one=counts[1],
        )
    )
    yield from map(plain, _strangers(comparison))


def _strangers(comparison: Comparison) -> Iterator[str]:
    """Plans that have criteria, but none in common with others that have some: most likely of another movement."""
    called = names(comparison.plans)
    for k, name in enumerate(called):
        own = [f for f in comparison.criteria if f.cells[k].records]
        others = any(f.speaking != (k,) for f in comparison.criteria)
        if not own:
            if all(u.kind != Criterion.kind_name for u in comparison.plans[k].unread):
                yield say("report.no_criteria", plan=name)
        elif others and all(len(f.speaking) == 1 for f in own):
            yield say("report.stranger", plan=name)


def _findings(comparison: Comparison, plans: Sequence[Plan], called: Sequence[str]) -> Section:
    """The weightiest of the plans' own faults and of the differences between them, a page of them."""
    versions = {c.version: name for c, name in zip(comparison.plans, called, strict=True)}
    found = ordered([*findings(plans), *differences(comparison, plans, called)])
    blocks: list[Block] = []
    if found:
        blocks.append(Bullets(items=tuple(_bullet(f, versions) for f in found[:ONE_PAGE])))
    left = len(found) - ONE_PAGE
    if left > 0:
        blocks.append(Paragraph(line=plain(say("report.more_findings", count=left))))
    if not found:
        blocks.append(Paragraph(line=plain(say("report.no_findings"))))
    return Section(name="findings", title=say("report.findings"), blocks=tuple(blocks))


def ordered(found: Sequence[Finding]) -> list[Finding]:
    """By weight; within one weight the kinds take turns, so that a page shows something of each."""
    turn: Counter[tuple[Weight, str]] = Counter()
    placed = []
    for k, finding in enumerate(found):
        kind = (finding.weight, finding.rule)
        placed.append(((_WEIGHTS[finding.weight], turn[kind], k), finding))
        turn[kind] += 1
    return [finding for _, finding in sorted(placed, key=lambda each: each[0])]


def _bullet(finding: Finding, versions: dict[str, str]) -> Bullet:
    """A finding with its places; what the sentence does not quote itself is quoted below."""
    told = sentence(finding)
    quoted = "words" in finding.facts
    details = [plain("; ".join(_where(p, versions) for p in finding.places), Mark.MUTED)] if finding.places else []
    if not quoted:
        details = [_quote(place, versions) for place in finding.places[:_PLACES]]
    if finding.source:
        details.append(plain(say("report.law", source=finding.source), Mark.MUTED))
    return Bullet(line=plain(told), label=say(f"weight.{finding.weight.value}"), details=tuple(details))


def _quote(place: Place, versions: dict[str, str]) -> Line:
    words = " ".join(place.quote.split())
    if len(words) > _QUOTE:
        words = f"{words[:_QUOTE].rsplit(' ', 1)[0]} …"
    return Line(runs=(Run(text=f"{_where(place, versions)}: ", mark=Mark.MUTED), Run(text=f"“{words}”")))


def _where(place: Place, versions: dict[str, str]) -> str:
    path = str(place.path) if place.path else say("report.outside")
    pages = ", ".join(map(str, place.pages))
    name = versions.get(place.version, place.version[:12])
    return f"{name}, {say('report.place', path=path, pages=pages) if pages else path}"


def _charts(comparison: Comparison, plans: Sequence[Plan], called: Sequence[str]) -> Iterator[Section]:
    from pipeline.report.charts import relations_chart, timeline_chart

    found: list[Chart | None] = [timeline_chart(plans, called), relations_chart(_shares(comparison, called))]
    blocks = tuple(chart for chart in found if chart is not None)
    if blocks:
        yield Section(name="charts", title=say("report.charts"), blocks=blocks)


def _shares(comparison: Comparison, called: Sequence[str]) -> list[tuple[str, dict[Status, int]]]:
    """For each two plans how many criteria are the same, reworded, changed, or in one of them only."""
    out = []
    kinds = {Relation.IDENTICAL: Status.SAME, Relation.MINOR: Status.REWORDED, Relation.MODIFIED: Status.CHANGED}
    for a, b in combinations(range(len(called)), 2):
        counts: Counter[Status] = Counter()
        for family in comparison.criteria:
            link = next((x for x in family.links if (x.first, x.second) == (a, b)), None)
            silences = {family.cells[a].silence, family.cells[b].silence}
            if link:
                counts[kinds[link.as_text]] += 1
            elif Silence.NOT_READ in silences:
                counts[Status.NOT_READ] += 1
            elif None in silences:
                counts[Status.SILENT] += 1
        out.append((f"{called[a]} – {called[b]}", dict(counts)))
    return out


def _sources(comparison: Comparison, plans: Sequence[Plan], called: Sequence[str]) -> Section:
    """Every source with its version, and how the tables are to be read."""
    rows = []
    for column, plan, name in zip(comparison.plans, plans, called, strict=True):
        unread = "; ".join(f"{u.kind}: {u.reason}" for u in column.unread)
        pages = plan.document.pages
        how = ", ".join(sorted({p.how for p in pages}))
        said = [
            name,
            full_name(column),
            file_name(column),
            column.version,
            say("report.pages_read", count=len(pages), how=how) if pages else say("report.no_pages"),
            unread or say("report.all_read"),
        ]
        rows.append(Row(cells=tuple(Cell(lines=(plain(text),)) for text in said)))
    heads = [say(f"report.source_{part}") for part in ("plan", "document", "file", "version", "pages", "unread")]
    table = Table(
        caption=say("report.sources_caption"),
        header=tuple(heads),
        rows=tuple(rows),
        widths=(0.12, 0.24, 0.18, 0.22, 0.12, 0.12),
    )
    notes = [say("report.method", alike=f"{comparison.alike:.2f}".replace(".", ",")), say("report.paths")]
    return Section(
        name="sources",
        title=say("report.sources"),
        blocks=(table, *(Paragraph(line=plain(note)) for note in notes)),
        wide=True,
    )
