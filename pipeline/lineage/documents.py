"""Which citations mean one document, and whether it is a plan of the store.

A number begins anew every year in every office (Nghị định 30/2020/NĐ-CP, Điều 8): a document is told by its symbol, the
unit of its body and the year. Where the body cannot be told, a citation stands for itself. A stored plan whose number
cannot be read is known by its body, its ký hiệu and its very date.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from models.metadata import GovernmentLevel, PlanMetadata
from models.records import Reference
from pipeline.findings.types import place_of
from pipeline.folding import fold
from pipeline.lineage.bodies import Body
from pipeline.lineage.carrying import Child
from pipeline.lineage.types import Citation, Node, Undated

_NAME = 120
"""Characters of a name that tell a document without a number."""


class Identity(NamedTuple):
    """What tells a document apart from those of other years."""

    sign: str
    scope: str


@dataclass
class _Cited:
    """Citations of one document in one year, or without a date."""

    identity: Identity
    level: GovernmentLevel | None
    citations: list[tuple[Citation, Reference]] = field(default_factory=list)


class Documents:
    """The documents of some plans: the plans themselves, and all that they cite."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = {child.key: child for child in children}
        self._by_symbol: dict[Identity, list[Child]] = defaultdict(list)
        self._by_date: dict[tuple[str, str, date], list[Child]] = defaultdict(list)
        for child in children:
            self._know(child)
        self._years = self._years_cited()
        self._cited: dict[str, _Cited] = {}
        self._key_of: dict[tuple[str, str], tuple[str, str | None]] = {}
        self._nodes: dict[str, Node] = {}
        for child in children:
            for reference in child.plan.references:
                self._cite(child, reference)

    def key_of(self, child: Child, reference: Reference) -> tuple[str, str | None]:
        """The node that a plan's reference means; for a stored plan with how that is known, else None."""
        return self._key_of[child.key, reference.id]

    def node(self, key: str) -> Node:
        """A document with all the plans that cite it. Raises KeyError for an unknown one."""
        if key not in self._nodes:
            self._nodes[key] = self._node(key)
        return self._nodes[key]

    def _node(self, key: str) -> Node:
        found = self._cited.get(key)
        citations = tuple(citation for citation, _ in found.citations) if found else ()
        if key in self.children:
            return _stored(self.children[key], citations)
        return _unstored(key, self._cited[key], citations)

    def _know(self, child: Child) -> None:
        metadata, unit = child.plan.metadata, child.home.unit
        symbol, issued = metadata.symbol.value, metadata.issued.value
        if symbol is None:
            return
        scope = unit or ("" if _is_central(symbol) else None)
        if scope is None:
            return
        if metadata.number.value is not None:
            self._by_symbol[Identity(_sign(symbol), scope)].append(child)
        elif issued:
            self._by_date[_sign(symbol), scope, issued].append(child)

    def _years_cited(self) -> dict[Identity, set[int]]:
        years: dict[Identity, set[int]] = defaultdict(set)
        for child in self.children.values():
            for reference in child.plan.references:
                year = _year(reference)
                if year:
                    years[_identity(child, reference, child.body(reference))].add(year)
        return years

    def _cite(self, child: Child, reference: Reference) -> None:
        body = child.body(reference)
        identity = _identity(child, reference, body)
        stored, how = self._in_store(identity, reference, child)
        key = stored.key if stored else self._unstored_key(identity, reference)
        self._key_of[child.key, reference.id] = key, how
        if stored is child:
            return
        cited = self._cited.setdefault(key, _Cited(identity, body.level))
        citation = Citation(
            plan=child.key,
            issued=reference.issued,
            issuer=reference.issuer,
            name=reference.name,
            place=place_of(child.plan, reference),
        )
        cited.citations.append((citation, reference))

    def _in_store(self, identity: Identity, reference: Reference, citing: Child) -> tuple[Child | None, str | None]:
        year = _year(reference)
        named = [c for c in self._by_symbol.get(identity, ()) if _agree(year, c.plan.metadata)]
        if len(named) == 1:
            exact = named[0].plan.metadata.issued.value == reference.issued
            return named[0], "in_store.symbol" if exact else "in_store.other_date"
        if reference.issued and not named:
            dated = self._by_date.get((_unnumbered(identity.sign), identity.scope, reference.issued), [])
            others = [c for c in dated if c is not citing]
            if len(others) == 1:
                return others[0], "in_store.date"
        return None, None

    def _unstored_key(self, identity: Identity, reference: Reference) -> str:
        """Cited without a date, it is the one of the only year in which others cite it."""
        years = self._years.get(identity, set())
        year = _year(reference) or (next(iter(years)) if len(years) == 1 else None)
        return ":".join(filter(None, ("cited", identity.sign, identity.scope, str(year) if year else "")))


def _identity(child: Child, reference: Reference, body: Body) -> Identity:
    if body.level is GovernmentLevel.CENTRAL or _is_central(reference.symbol or ""):
        scope = ""
    else:
        scope = body.unit or f"?{child.key}"
    if reference.symbol:
        return Identity(_sign(reference.symbol), scope)
    return Identity(f"{fold(reference.type).strip()} {fold(reference.name or '').strip()}"[:_NAME], scope)


def _sign(symbol: str) -> str:
    """A symbol as it is compared: `733/qd-ttg`; a number below ten with or without its zero is one."""
    return re.sub(r"\s", "", symbol).replace("–", "-").casefold().lstrip("0")


def _unnumbered(sign: str) -> str:
    return re.sub(r"^\d+[/-]", "", sign)


def _is_central(symbol: str) -> bool:
    return bool(re.search(r"[/-](?:TTg|CP|TW|CTN|UBTVQH\d*|QH\d{1,2})$", symbol))


def _year(reference: Reference) -> int | None:
    if reference.issued:
        return reference.issued.year
    printed = re.search(r"/((?:19|20)\d\d)/", reference.symbol or "")
    return int(printed[1]) if printed else None


def _agree(year: int | None, metadata: PlanMetadata) -> bool:
    own = metadata.issued.value
    return year is None or own is None or own.year == year


def _stored(child: Child, cited: tuple[Citation, ...]) -> Node:
    metadata = child.plan.metadata
    issued = metadata.issued.value
    return Node(
        key=child.key,
        plan_id=child.key,
        version=child.plan.document.sha256,
        type=metadata.document_type.value or "",
        symbol=metadata.symbol.value,
        issued=issued,
        issuer=metadata.issuer_unit.value,
        level=child.home.level,
        name=metadata.subject.value,
        movement=metadata.movement.value,
        undated=None if issued else Undated.PARENT,
        cited=cited,
    )


def _unstored(key: str, found: _Cited, cited: tuple[Citation, ...]) -> Node:
    """What is cited most often stands for it; of dates that are cited equally often none does."""
    first = found.citations[0][1]
    dates = Counter(c.issued for c in cited if c.issued).most_common(2)
    differ = len(dates) == 2 and dates[0][1] == dates[1][1]
    issued = dates[0][0] if dates and not differ else None
    undated = None if issued else Undated.DATES_DIFFER if differ else Undated.PARENT
    return Node(
        key=key,
        plan_id=None,
        version=None,
        type=first.type,
        symbol=first.symbol,
        issued=issued,
        issuer=_most(c.issuer for c in cited),
        level=found.level,
        name=_most(c.name for c in cited),
        movement=None,
        undated=undated,
        cited=cited,
    )


def _most(said: Iterable[str | None]) -> str | None:
    counted = Counter(s for s in said if s)
    return counted.most_common(1)[0][0] if counted else None
