"""What a document is to the store: a new plan, a new version of one, or another rendition of a version. Decided here
alone, and kept with its reason, which `kehoach plans --why` tells.

In this order:
1. Its identity (issuer, symbol, date) is that of a stored plan: of that plan. Its text is near-equal to that of a
   version: a rendition of it; else a new version.
2. Its text is near-equal to that of a stored document, and nothing that both say contradicts: a rendition, where it is
   plain of which (offices copy texts). A draft (blank number or date) and what was issued are two plans, linked. What
   people corrected counts as what is said; but a document that is read as the other was before is of the same plan.
3. Neither of them has an identity, but issuer, date and subject agree and the texts have much in common: a new version.
4. Else a new plan; where the text is that of another, the two are linked.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, and_, func, or_, select, true, union_all

from models.metadata import PlanMetadata
from models.plan import Plan
from pipeline.folding import fold
from pipeline.store import identity
from pipeline.store.corrections import corrected, in_force
from pipeline.store.likeness import Likeness, Verdict, compare
from pipeline.store.packing import unpacked_head
from pipeline.store.sketch import bands
from pipeline.store.tables import BandTable, CorrectionTable, PlanTable, RenditionTable, VersionTable
from pipeline.store.wording import Content

Status = Literal["stored", "new version", "rendition"]
Why = Literal[
    "new, with identity",
    "new, without identity",
    "same identity, same text",
    "same identity, other text",
    "same text",
    "same issuer, date and subject, other text",
]


@dataclass(frozen=True)
class Link:
    """What a new plan is to another: issued from that draft, the draft of what was issued, or of the same text."""

    kind: Literal["issued", "draft", "same text"]
    other_no: int
    share: float


@dataclass(frozen=True)
class Decision:
    """`plan_no` is None for a new plan, `version_no` for a new version; `share` is of the words in common."""

    status: Status
    why: Why
    plan_no: int | None = None
    version_no: int | None = None
    share: float | None = None
    links: tuple[Link, ...] = field(default=())


@dataclass(frozen=True)
class _Like:
    """A stored version whose text may be that of the document."""

    plan_no: int
    version_no: int
    metadata: PlanMetadata
    read: PlanMetadata
    """What was read, without people's corrections."""
    verdict: Verdict


def decide(connection: Connection, plan: Plan, content: Content) -> Decision:
    """What the document is to what is stored."""
    if (of := _by_identity(connection, plan.metadata)) is not None:
        return _version_of(connection, of, content)
    likes = list(_likes(connection, plan.metadata, content))
    if (like := _of_one_text(plan.metadata, likes)) is not None:
        return Decision("rendition", "same text", like.plan_no, like.version_no, like.verdict.common)
    for like in likes:
        if _read_alike(plan.metadata, like.read):
            return Decision("new version", "same identity, other text", like.plan_no, None, like.verdict.common)
        if like.verdict.likeness is not Likeness.DIFFERENT and _same_but_unnumbered(plan.metadata, like.metadata):
            why: Why = "same issuer, date and subject, other text"
            return Decision("new version", why, like.plan_no, None, like.verdict.common)
    why = "new, with identity" if identity.identity(plan.metadata) else "new, without identity"
    return Decision("stored", why, links=tuple(_links(plan.metadata, likes)))


def _of_one_text(metadata: PlanMetadata, likes: list[_Like]) -> _Like | None:
    """The version of which the document is a rendition: of those with its text that with which it agrees in most. None
    where these contradict each other, as where offices copied one text: whose it is, it does not say."""
    agreed: dict[int, list[_Like]] = {}
    for like in likes:
        same_plan = _compatible(metadata, like.metadata) or _read_alike(metadata, like.read)
        if like.verdict.likeness is Likeness.SAME and same_plan:
            agreed.setdefault(_agreed(metadata, like), []).append(like)
    if not agreed:
        return None
    first, *others = agreed[max(agreed)]
    return first if all(_compatible(first.metadata, other.metadata) for other in others) else None


def _agreed(metadata: PlanMetadata, like: _Like) -> int:
    """In how much of what makes an identity a document and a version agree; in all, where they are read alike."""
    names = ("issuer_unit", "issuer_parent", "number", "issued")
    said = [(getattr(metadata, name).value, getattr(like.metadata, name).value) for name in names]
    return len(names) if _read_alike(metadata, like.read) else sum(None not in pair for pair in said)


def _by_identity(connection: Connection, metadata: PlanMetadata) -> int | None:
    said = identity.identity(metadata)
    if said is None:
        return None
    columns = select(PlanTable.no, PlanTable.subject, PlanTable.issuer_parent).order_by(PlanTable.no)
    for row in connection.execute(columns.where(PlanTable.identity == said)):
        if identity.same_plan(metadata, row.subject, row.issuer_parent):
            return int(row.no)
    return None


def _version_of(connection: Connection, plan_no: int, content: Content) -> Decision:
    """The version of a plan that the text is, the latest first; else a new one."""
    versions = (
        select(VersionTable.no, RenditionTable.content)
        .join(RenditionTable, RenditionTable.version_no == VersionTable.no)
        .where(VersionTable.plan_no == plan_no, RenditionTable.leading)
        .order_by(VersionTable.ordinal.desc())
    )
    share = None
    for row in connection.execute(versions):
        verdict = compare(Content.unpack(row.content), content)
        if verdict.likeness is Likeness.SAME:
            return Decision("rendition", "same identity, same text", plan_no, row.no, verdict.common)
        share = verdict.common if share is None else share
    return Decision("new version", "same identity, other text", plan_no, None, share)


def _likes(connection: Connection, metadata: PlanMetadata, content: Content) -> Iterator[_Like]:
    """The latest versions of plans whose text has much in common with the document's, the likest first."""
    found = [
        _Like(row.plan_no, row.no, corrected(read, in_force(connection, row.plan_no)), read, verdict)
        for row in _candidates(connection, metadata, content)
        if (verdict := compare(Content.unpack(row.content), content)).likeness is not Likeness.DIFFERENT
        and (read := _metadata(row.json))
    ]
    yield from sorted(found, key=lambda like: (-like.verdict.common, like.plan_no))


def _metadata(content: bytes) -> PlanMetadata | None:
    """What was read of a stored plan; None where it cannot be loaded any more, which is no fault of the document."""
    try:
        return unpacked_head(content).metadata
    except (zlib.error, ValueError, KeyError, TypeError):
        return None


_ASKED = 50
"""Plans that may be the document's are compared at most, those first that share most bands."""

_LINKED = 3
"""Plans of other issuers that are compared at most: where all provinces copy one text, a link to the likest will do."""

_OF_ISSUER = 1_000
"""Plans of one issuer that are looked through; ten years of a busy office have some hundreds."""

_IN_BAND = 64
"""Documents of one band that are looked at: without a bound, the time of one more copy grows with their number."""


def _candidates(connection: Connection, metadata: PlanMetadata, content: Content) -> Iterator[Row[Any]]:
    """The leading renditions of latest versions that share most bands: those of plans that may be the document's, and
    the likest of all others."""
    said = sorted(set(bands(content)))
    if not said:
        return
    plans = connection.execute(_maybe_same(metadata).limit(_OF_ISSUER + 1)).scalars().all()
    many = len(plans) > _OF_ISSUER  # Such as where the issuer is not known: then the bands alone lead there.
    near = _nearest(connection, said, _ASKED if many else _LINKED)
    if plans and not many:
        near |= _nearest_of(connection, said, plans)
    query = (
        select(VersionTable.plan_no, VersionTable.no, VersionTable.json, RenditionTable.content)
        .join(RenditionTable, RenditionTable.version_no == VersionTable.no)
        .join(PlanTable, _OF_LATEST)
        .where(RenditionTable.no.in_(sorted(near)), RenditionTable.leading)
    )
    yield from connection.execute(query)


_OF_LATEST = (PlanTable.no == VersionTable.plan_no) & (PlanTable.latest == VersionTable.ordinal)


def _maybe_same(metadata: PlanMetadata) -> Select[tuple[int]]:
    """The plans of the same issuer, or of none that is known, whose number and date do not contradict; and all that a
    person corrected, since what was read of them may be the same."""
    unit, number, issued = metadata.issuer_unit.value, metadata.number.value, metadata.issued.value
    conditions = []
    if unit:
        conditions.append(or_(PlanTable.folded_unit == fold(unit), PlanTable.issuer_unit.is_(None)))
    if number is not None and issued is not None:  # Else it may be a draft, of whatever was issued.
        agree = and_(PlanTable.number == number, PlanTable.issued == issued)
        conditions.append(or_(agree, PlanTable.number.is_(None), PlanTable.issued.is_(None)))
    corrected_ones = select(CorrectionTable.plan_no)
    return select(PlanTable.no).where(or_(and_(true(), *conditions), PlanTable.no.in_(corrected_ones)))


def _nearest(connection: Connection, said: Sequence[int], most: int) -> set[int]:
    """The renditions that share most bands, of the first few of each band."""
    firsts = (
        select(BandTable.rendition_no)
        .where(BandTable.band == band)
        .order_by(BandTable.rendition_no)
        .limit(_IN_BAND)
        .subquery()
        for band in said
    )
    shared = Counter(connection.execute(union_all(*(select(first.c.rendition_no) for first in firsts))).scalars())
    return set(sorted(shared, key=lambda number: (-shared[number], number))[:most])


def _nearest_of(connection: Connection, said: Sequence[int], plans: Sequence[int]) -> set[int]:
    """The renditions of some plans that share most bands."""
    shares = func.count().label("shares")
    query = (
        select(BandTable.rendition_no, shares)
        .join(RenditionTable, RenditionTable.no == BandTable.rendition_no)
        .join(VersionTable, VersionTable.no == RenditionTable.version_no)
        # Added to nothing, so that the plans lead to the bands and not the bands to all their documents.
        .where(VersionTable.plan_no.in_(plans), (BandTable.band + 0).in_(said), RenditionTable.leading)
        .group_by(BandTable.rendition_no)
        .order_by(shares.desc(), BandTable.rendition_no)
    )
    return {row.rendition_no for row in connection.execute(query.limit(_ASKED))}


def _compatible(one: PlanMetadata, other: PlanMetadata) -> bool:
    """Whether two documents of one text may be one plan: none of them is a draft of the other, and nothing that both
    say contradicts."""
    if identity.is_draft_of(one, other) or identity.is_draft_of(other, one):
        return False
    return (
        identity.agree(one.issuer_unit.value, other.issuer_unit.value)
        and identity.agree(one.issuer_parent.value, other.issuer_parent.value)
        and _agree(one.number.value, other.number.value)
        and _agree(one.issued.value, other.issued.value)
    )


def _read_alike(one: PlanMetadata, other: PlanMetadata) -> bool:
    """Whether two documents are read as one plan, though a person corrected what was read of the other: what stands in
    both is misread in both."""
    read = identity.identity(one)
    same = read is not None and read == identity.identity(other)
    return same and identity.same_plan(one, other.subject.value, other.issuer_parent.value)


def _agree(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _same_but_unnumbered(one: PlanMetadata, other: PlanMetadata) -> bool:
    """Whether two documents that have no identity are of one issuer, date and subject, each of them known to both."""
    if identity.identity(one) or identity.identity(other):
        return False
    known = one.issuer_unit.value and other.issuer_unit.value and one.subject.value and other.subject.value
    return bool(known) and (
        one.issued.value == other.issued.value
        and one.number.value == other.number.value
        and identity.agree(one.issuer_unit.value, other.issuer_unit.value)
        and identity.same_plan(one, other.subject.value, other.issuer_parent.value)
    )


def _links(metadata: PlanMetadata, likes: list[_Like]) -> Iterator[Link]:
    """A draft and what was issued from it, of one issuer; and plans that share their text for no reason known."""
    for like in likes:
        drafts = identity.is_draft_of(metadata, like.metadata), identity.is_draft_of(like.metadata, metadata)
        same_issuer = identity.agree(metadata.issuer_unit.value, like.metadata.issuer_unit.value)
        if (
            drafts[0] != drafts[1]
            and same_issuer
            and identity.same_plan(metadata, like.metadata.subject.value, like.metadata.issuer_parent.value)
        ):
            yield Link("issued" if drafts[1] else "draft", like.plan_no, like.verdict.common)
        elif like.verdict.likeness is Likeness.SAME:
            yield Link("same text", like.plan_no, like.verdict.common)
