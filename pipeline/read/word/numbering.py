"""Automatic numbering: the label that Word prints before a paragraph, computed from numbering.xml.

Source: ISO/IEC 29500-1, 17.9. As Word counts: all instances (`w:num`) of one abstract list share their counters; an
instance that overrides the start of a level does so where it is first used; a level begins anew after any level above
it, unless `w:lvlRestart` says after which, or never (0); a level that was skipped shows its start and goes on from it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml.etree import _Element

from pipeline.read.word.names import (
    ALTERNATE_CONTENT,
    RUN_PROPERTIES,
    VAL,
    chosen,
    is_on,
    number,
    value,
    w,
    whole,
)
from pipeline.read.word.numerals import numeral
from pipeline.read.word.styles import ListPlace, Look, Styles, look_of
from pipeline.read.word.symbols import bullet

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_LONGEST = 200  # characters of a label; Word's own bound is below it


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how it counts and how its label is printed."""

    start: int = 0
    """Where a file does not say it is 0 (17.9.25); Word always says."""
    number_format: str = "decimal"
    custom: str | None = None
    text: str = ""
    restart: int | None = None
    """The level (from 1) after which, or after one above which, it begins anew; 0: never; None: after any above."""
    legal: bool = False
    """Whether the levels above are printed in Arabic numbers (`w:isLgl`)."""
    attached: bool = False
    """Whether nothing stands between the label and the words (`w:suff`)."""
    style: str | None = None
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True)
class Label:
    """The label of a paragraph as printed, and whether its words follow without a space."""

    text: str
    attached: bool


@dataclass(frozen=True, slots=True)
class _Instance:
    abstract: str
    levels: tuple[Level, ...]
    starts: dict[int, int]
    """Starts that this instance overrides, by level."""


class Numbering:
    """The lists of a document and their counters, as its paragraphs are read in order."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts = {} if root is None else _by_id(root, "abstractNum", "abstractNumId")
        self._numbers = {} if root is None else _by_id(root, "num", "numId")
        self._instances: dict[int, _Instance | None] = {}
        self._counters: dict[str, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def label(self, direct: ListPlace | None, style: str | None, capitals: bool | None = None) -> Label | None:
        """Count a paragraph and give its label; None where it has none. `direct` is what the paragraph itself says,
        `capitals` whether its mark is shown in capitals."""
        place = self._place(direct, style)
        instance = self._instance(place[0]) if place else None
        if place is None or instance is None:
            return None
        number_id, at = place
        self._count(number_id, instance, at)
        level = instance.levels[at]
        if level.look.hidden:
            return None
        text = self._printed(instance, at)
        if text and (level.look.capitals if level.look.capitals is not None else capitals):
            text = text.upper()
        return Label(text, level.attached) if text else None

    def _place(self, direct: ListPlace | None, style: str | None) -> tuple[int, int] | None:
        """The instance and level of a paragraph: its own, else its style's (whose level is the one that names it)."""
        if direct is not None and direct.number_id is not None:
            return (direct.number_id, _bounded(direct.level or 0)) if direct.number_id > 0 else None
        found = self._styles.list_place(style)
        if found is None or not found[0].number_id:
            return None
        number_id, level, said_by = found[0].number_id, found[0].level, found[1]
        if direct is not None and direct.level is not None:
            return number_id, _bounded(direct.level)
        instance = self._instance(number_id)
        levels = instance.levels if instance else ()
        linked = next((k for k, each in enumerate(levels) if each.style in (style, said_by) and each.style), None)
        return number_id, linked if linked is not None else _bounded(level or 0)

    def _count(self, number_id: int, instance: _Instance, at: int) -> None:
        counters = self._counters.setdefault(instance.abstract, [None] * _LEVELS)
        for above in range(at):
            if counters[above] is None:
                counters[above] = instance.starts.get(above, instance.levels[above].start)
        current = counters[at]
        if at in instance.starts and (number_id, at) not in self._begun:
            self._begun.add((number_id, at))
            counters[at] = instance.starts[at]
        elif current is None:
            counters[at] = instance.starts.get(at, instance.levels[at].start)
        else:
            counters[at] = current + 1
        for below in range(at + 1, _LEVELS):
            restart = instance.levels[below].restart
            if restart is None or at < restart:
                counters[below] = None

    def _printed(self, instance: _Instance, at: int) -> str:
        level = instance.levels[at]
        if level.number_format == "bullet":
            return bullet(level.text, level.look.font)[:_LONGEST]
        counters = self._counters[instance.abstract]

        def one(place: re.Match[str]) -> str:
            k = int(place[1]) - 1
            if k > at:
                return ""
            its = instance.levels[k]
            arabic = level.legal and its.number_format not in ("none", "decimalZero")
            return numeral(counters[k] or 0, "decimal" if arabic else its.number_format, its.custom)

        return _PLACEHOLDER.sub(one, level.text)[:_LONGEST].strip()

    def _instance(self, number_id: int) -> _Instance | None:
        if number_id not in self._instances:
            self._instances[number_id] = self._resolved(number_id)
        return self._instances[number_id]

    def _resolved(self, number_id: int) -> _Instance | None:
        found = self._numbers.get(number_id)
        abstract = number(found, w("abstractNumId"))
        root = self._abstracts.get(abstract) if abstract is not None else None
        if found is None or root is None:
            return None
        # A list that follows a list style takes its levels from the list that the style names.
        followed = self._followed(root)
        levels = _levels(root if followed is None else followed)
        starts: dict[int, int] = {}
        for override in found.findall(w("lvlOverride")):
            at = _bounded(whole(override.get(w("ilvl"))) or 0)
            own = override.find(w("lvl"))
            if own is not None:
                levels[at] = _level(own)
            start = number(override, w("startOverride"))
            if start is not None:
                starts[at] = start
        identity = (root if followed is None else followed).get(w("abstractNumId"), str(abstract))
        return _Instance(identity, tuple(levels), starts)

    def _followed(self, abstract: _Element) -> _Element | None:
        link = value(abstract, w("numStyleLink"))
        found = self._styles.list_place(link) if link else None
        linked = self._numbers.get(found[0].number_id or 0) if found else None
        at = number(linked, w("abstractNumId"))
        return self._abstracts.get(at) if at is not None else None


def _by_id(root: _Element, name: str, identity: str) -> dict[int, _Element]:
    found = ((whole(each.get(w(identity))), each) for each in root.findall(w(name)))
    return {key: each for key, each in found if key is not None}


def _bounded(level: int) -> int:
    return min(max(level, 0), _LEVELS - 1)


def _levels(abstract: _Element) -> list[Level]:
    levels = [Level()] * _LEVELS
    for each in abstract.findall(w("lvl")):
        levels[_bounded(whole(each.get(w("ilvl"))) or 0)] = _level(each)
    return levels


def _level(root: _Element) -> Level:
    written = _number_format(root)
    return Level(
        start=number(root, w("start")) or 0,
        number_format=written.get(VAL, "decimal") if written is not None else "decimal",
        custom=written.get(w("format")) if written is not None else None,
        text=(value(root, w("lvlText")) or "")[:_LONGEST],
        restart=number(root, w("lvlRestart")),
        legal=bool(is_on(root, w("isLgl"))),
        attached=value(root, w("suff")) == "nothing",
        style=value(root, w("pStyle")),
        look=look_of(root.find(RUN_PROPERTIES)),
    )


def _number_format(level: _Element) -> _Element | None:
    alternate = level.find(ALTERNATE_CONTENT)
    branch = chosen(alternate) if alternate is not None else None
    own = branch.find(w("numFmt")) if branch is not None else None
    return own if own is not None else level.find(w("numFmt"))
