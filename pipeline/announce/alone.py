"""Criteria that no other plan has: those of a new plan that stand alone among the plans that it belongs with.

A plan is compared with those of the same movement (phong trào), and with those that name the same decision, plan or
directive to carry out: only there does silence say something. With strangers every criterion would stand
alone. What a draft says of its own plan counts for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, or_, select

from models.errors import UsageError
from models.plan import Plan
from pipeline.announce.facts import of_version
from pipeline.announce.quoting import quoted
from pipeline.announce.types import Alone, Passage, Told
from pipeline.store.filters import within
from pipeline.store.tables import CriterionTable, LinkTable, PlanTable, ReferenceTable

MOST_COMPARED = 30
"""Plans that one is compared with; of more the nearest are taken, and it is said how many there are."""
MOST = 15
"""Criteria of one plan that are listed."""
_CARRIED_OUT = ("Quyết định", "Kế hoạch", "Chỉ thị", "Chương trình", "Đề án")
"""Documents that a plan is made to carry out. Laws and decrees are the basis of every plan: they make none kin."""


def alone(connection: Connection, plan_no: int, told: Told) -> Alone | None:
    """The criteria of a plan (in its latest version) that none of its kin says; None for one without criteria."""
    plan = of_version(connection, plan_no, told.version)
    if plan is None or not plan.criteria:
        return None
    near, of = _kin(connection, plan_no)
    others = [other for other in (of_version(connection, no, version) for no, version in near) if other]
    if not others:
        return Alone(plan=told, of=of)
    try:
        found, unread = _only(plan, others)
    except UsageError:  # One of them has more criteria than are aligned.
        return Alone(plan=told, of=of)
    return Alone(
        plan=told,
        criteria=tuple(found[:MOST]),
        more=max(0, len(found) - MOST),
        compared=len(others),
        of=of,
        unread=unread,
    )


def _only(plan: Plan, others: list[Plan]) -> tuple[list[Passage], int]:
    from pipeline.compare.families import families

    found = families([plan, *others])
    own = next(named.name for named in found.plans if named.version == plan.document.sha256)
    unread = sum(bool(named.unread) for named in found.plans if named.name != own)
    single = [family.members[0] for family in found.families if [m.plan for m in family.members] == [own]]
    said = [(path, text) for member in single for path, text in zip(member.paths, member.texts, strict=True)]
    return [Passage(kind="criteria", path=str(path), text=quoted(text)) for path, text in said], unread


def _kin(connection: Connection, plan_no: int) -> tuple[list[tuple[int, int]], int]:
    """Number and latest version of the nearest plans that this one belongs with, and how many there are: first those
    of its movement, then those that carry out most of the same, each the nearest in time first."""
    own = connection.execute(select(PlanTable.folded_movement, PlanTable.issued).where(PlanTable.no == plan_no)).one()
    moved = _of_movement(connection, own.folded_movement)
    shared = _sharing(connection, plan_no)
    numbers = (moved | set(shared)) - _drafts(connection, plan_no) - {plan_no}
    # One that states no criteria at all leaves nothing out.
    with_criteria = select(CriterionTable.plan_no).where(within(connection, CriterionTable.plan_no, numbers))
    rows = connection.execute(
        select(PlanTable.no, PlanTable.latest, PlanTable.issued).where(PlanTable.no.in_(with_criteria))
    ).all()
    ranked = sorted(rows, key=lambda r: (r.no not in moved, -shared[r.no], _apart(own.issued, r.issued), r.no))
    return [(row.no, row.latest) for row in ranked[:MOST_COMPARED]], len(ranked)


def _of_movement(connection: Connection, folded: str) -> set[int]:
    if not folded.strip():
        return set()
    return set(connection.execute(select(PlanTable.no).where(PlanTable.folded_movement == folded)).scalars())


def _sharing(connection: Connection, plan_no: int) -> Counter[int]:
    """How many documents that this plan carries out others carry out too, by their numbers."""
    table = ReferenceTable
    # Named in the preamble by one plan and in the body by the next: either way it is what both carry out.
    carried = table.type.in_(_CARRIED_OUT), table.symbol.is_not(None)
    own = connection.execute(select(table.folded_symbol).where(table.plan_no == plan_no, *carried)).scalars()
    symbols = sorted(set(own))[:100]
    found: Iterable[int] = connection.execute(
        select(table.plan_no).where(table.folded_symbol.in_(symbols), *carried)
    ).scalars()
    return Counter(found)


def _drafts(connection: Connection, plan_no: int) -> set[int]:
    """The draft that a plan was issued from, or the plan issued from it."""
    table = LinkTable
    linked = select(table.plan_no, table.other_no).where(
        table.kind == "issued", or_(table.plan_no == plan_no, table.other_no == plan_no)
    )
    return {number for row in connection.execute(linked) for number in row}


def _apart(one: date | None, other: date | None) -> int:
    return abs((one - other).days) if one and other else 1 << 20
