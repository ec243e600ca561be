"""Every writing of every agency's name, by a key that does not tell `Sở LĐ-TB&XH` from `Sở LĐTBXH`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from extractors.fold import fold
from extractors.lexicon import agency_names
from models.metadata import GovernmentLevel

_DROPPED = re.compile(r"\bva\b|[\W_]+")


@dataclass(frozen=True, slots=True)
class Listed:
    """An agency of the lexicon as one of its names says it."""

    id: str
    name: str
    kind: str
    levels: tuple[GovernmentLevel, ...] = ()
    """The levels that it may be at; without any, all."""
    part_of: str | None = None
    placed: bool = False

    @property
    def level(self) -> GovernmentLevel | None:
        """Its level, where it has one only."""
        return self.levels[0] if len(self.levels) == 1 else None


def name_key(name: str) -> str:
    """What the writings of a name have in common.

    >>> name_key("Lao động - Thương binh và Xã hội") == name_key("LAO ĐỘNG, THƯƠNG BINH & XÃ HỘI")
    True
    """
    return _DROPPED.sub("", fold(name))


@cache
def listed() -> dict[str, Listed]:
    """The agencies by the keys of their names. ValueError where two have one key."""
    found: dict[str, Listed] = {}
    for name, entry in (*_of_fields(), *_of_agencies()):
        key = name_key(name)
        if key in found and found[key] != entry:
            raise ValueError(f"{name}: both {found[key].id} and {entry.id} are written so")
        found[key] = entry
    return found


@cache
def by_id() -> dict[str, Listed]:
    """The agencies by id."""
    return {entry.id: entry for _, entry in (*_of_fields(), *_of_agencies())}


def _of_fields() -> Iterator[tuple[str, Listed]]:
    forms = {form.id: form for form in agency_names().form}
    for field in agency_names().field:
        for form in (forms[each] for each in field.forms):
            entry = Listed(f"{form.id}-{field.id}", f"{form.word} {field.name}", form.kind, form.levels)
            yield from ((f"{form.word} {name}", entry) for name in (field.name, *field.also))


def _of_agencies() -> Iterator[tuple[str, Listed]]:
    for each in agency_names().agency:
        entry = Listed(each.id, each.name, each.kind, each.levels, each.part_of, each.placed)
        for level, names in each.at.items():
            yield from ((name, Listed(each.id, each.name, each.kind, (level,), each.part_of)) for name in names)
        yield from ((name, entry) for name in (each.name, *each.also))


@cache
def earlier(agency: str) -> frozenset[str]:
    """The ids of the agencies that this one took over, over all steps."""
    steps: list[tuple[str, str, date | None]] = [
        (change.to, before, None) for change in agency_names().change for before in change.earlier
    ]
    return frozenset(_reached(agency, steps))


@cache
def later(agency: str) -> dict[str, date | None]:
    """The ids of those that took this one over, over all steps, with the day since when, if it is known."""
    return _reached(
        agency, [(before, change.to, change.on) for change in agency_names().change for before in change.earlier]
    )


def _reached(start: str, steps: list[tuple[str, str, date | None]]) -> dict[str, date | None]:
    found: dict[str, date | None] = {}
    ahead = [start]
    while ahead:
        here = ahead.pop()
        more = {there: on for source, there, on in steps if source == here and there not in found}
        found |= more
        ahead.extend(more)
    return found
