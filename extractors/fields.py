"""Tasks written as fields: `Cơ quan chủ trì: …; Cơ quan phối hợp: …; Thời gian thực hiện: …`, below the task or in
its line."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.actors import Actors, actors_at
from extractors.reading import Passage
from models.records import AssignmentRole

_ROLE = re.compile(
    r"(?:^|[.;(]\s*|[-+*]\s+)(?:(?:co quan|don vi|phong|so|cac) )*"
    r"(?:(?P<lead>chu tri)|(?P<coordinate>phoi hop)|(?P<responsible>thuc hien|lanh dao phu trach))"
    r"(?: (?:thuc hien|chinh))?\s*:\s*(?=\S)"
)
_TIME = re.compile(r"(?:^|[.;(]\s*|[-+*]\s+)(?:thoi gian|thoi han|tien do)(?: (?:thuc hien|hoan thanh))?\s*:\s*(?=\S)")


def printed_roles(passage: Passage) -> list[tuple[AssignmentRole, Actors]]:
    """The roles that a passage prints as fields, each with those who have it."""
    found = list(_ROLE.finditer(passage.folded))
    out = []
    for match, following in zip(found, [*found[1:], None], strict=False):
        time = _TIME.search(passage.folded, match.end())
        ends = [m.start() for m in (following, time) if m]
        stop = min(ends, default=len(passage.text))
        value = passage.text[match.end() : stop], passage.folded[match.end() : stop]
        named = actors_at(*value, 0)
        if named:
            role = AssignmentRole.RESPONSIBLE if match["responsible"] else AssignmentRole(match.lastgroup or "lead")
            here = replace(named, start=match.end(), end=match.end() + named.end)
            out.append((role, here))
    return out


def time_field(passage: Passage) -> int | None:
    """Where the value of a time field begins; None where a passage has none."""
    match = _TIME.search(passage.folded)
    return match.end() if match else None
