"""Which plan a document is: a readable id from what it says of itself, such as `ca-mau-2019-108-kh-ubnd`.

Numbers begin anew every year in every office, so unit, year and symbol with its number name a plan. Where one of them
is not known, a mark is added: of its date and subject, or of its bytes where it has no subject.
"""

from __future__ import annotations

import re
from hashlib import sha256

from rapidfuzz import fuzz

from models.metadata import GovernmentLevel, PlanMetadata
from models.plan import Plan
from pipeline.store.folding import fold

_SHORT_TYPES = {"tp": "thanh-pho", "tx": "thi-xa", "tt": "thi-tran"}
_PROVINCE_TYPES = re.compile(r"^(tinh|thanh-pho)-(?=.)")
_LONGEST = 80
"""Characters of a unit or symbol in an id; what is longer is no name."""

_SAME_SUBJECT = 70.0
"""Likeness (0 to 100) from which two folded subjects are one, read or worded a little differently."""


_READ = 500
"""Characters of a subject that are compared: the time grows with their square."""


def plan_id(plan: Plan) -> str:
    """The id that the document's own words give it."""
    metadata = plan.metadata
    unit, issued, symbol = _unit(metadata), metadata.issued.value, metadata.symbol.value
    known = [unit, str(issued.year) if issued else "", slug(symbol or "")]
    name = "-".join(part for part in known if part)
    if all(known) and metadata.number.value is not None:
        return name
    return f"{name or 'plan'}-{mark(plan)}"


def mark(plan: Plan) -> str:
    """Eight characters that tell apart documents with one name: of date and subject, else of the bytes."""
    issued, subject, unit = plan.metadata.issued.value, plan.metadata.subject.value, _unit(plan.metadata)
    if subject is None or issued is None or not unit:
        return plan.document.sha256[:8]
    said = f"{unit}|{plan.metadata.issuer_parent.value}|{issued}|{fold(subject)}"
    return sha256(said.encode()).hexdigest()[:8]


def same_plan(metadata: PlanMetadata, subject: str | None, parent: str | None) -> bool:
    """Whether a document with the id of a stored plan is that plan: districts share names, scans misread numbers."""
    here, above = metadata.subject.value, metadata.issuer_parent.value
    if above and parent and fold(above) != fold(parent):
        return False
    return not here or not subject or fuzz.ratio(fold(here[:_READ]), fold(subject[:_READ])) >= _SAME_SUBJECT


def slug(text: str) -> str:
    """Lower-case words of plain letters and digits joined by hyphens, bounded in length.

    >>> slug("108/KH-UBND")
    '108-kh-ubnd'
    """
    return "-".join(word for word in fold(text).split() if word != "%")[:_LONGEST].strip("-")


def _unit(metadata: PlanMetadata) -> str:
    """`ca-mau` for a province; below it the kind of unit is said, since `huyện`, `thị xã` and `xã` share names."""
    name = slug(metadata.issuer_unit.value or metadata.place.value or "")
    first, _, rest = name.partition("-")
    if rest and first in _SHORT_TYPES:
        name = f"{_SHORT_TYPES[first]}-{rest}"
    return _PROVINCE_TYPES.sub("", name) if metadata.issuer_level.value == GovernmentLevel.PROVINCE else name
