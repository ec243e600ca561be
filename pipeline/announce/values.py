"""Values of facts as a reader says them: words of the enumerations, days as they are written in Vietnam."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from pipeline.messages import say
from pipeline.timeline.wording import shown

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_GROUPS = {
    "audience": "audience",
    "levels": "level",
    "issuer_level": "level",
    "rounds": "round",
    "round": "round",
    "comparator": "comparator",
    "kind": "milestone",
    "recurrence": "recurrence",
    "role": "role",
    "granularity": "diff_granularity",
    "relation": "diff_relation",
}
"""Fields whose values are words of an enumeration, and where the catalogue has these."""


def value_said(field: str, value: Any) -> str:
    """A value of a field, `—` for none.

    >>> value_said("end", "2019-08-05"), value_said("value", 80.0), value_said("actor", None)
    ('05/08/2019', '80', '—')
    """
    if value is None or value in ([], ""):
        return "—"
    if isinstance(value, list):
        return ", ".join(value_said(field, one) for one in value)
    if isinstance(value, dict):
        return "–".join(value_said(field, one) for one in value.values())
    if field in _GROUPS and isinstance(value, str):
        return _worded(_GROUPS[field], value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return shown(date.fromisoformat(value))
    return f"{value:g}" if isinstance(value, float) else " ".join(str(value).split())


def _worded(group: str, value: str) -> str:
    try:
        return say(f"{group}.{value}")
    except KeyError:  # A word that a later program wrote into the store.
        return value
