"""The lists of a document: for each paragraph the list and level by which Word computes the label that is printed.

ECMA-376, 17.9: an abstract numbering has levels with a format and a text (`%1.`); a numbering refers to one and may
begin a level elsewhere (`startOverride`). Counters belong to the abstract numbering in Word and to the numbering in
LibreOffice; what is assigned here comes out as printed in both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.evaluate.rendering.labels import Automatic, Form, automatic
from pipeline.evaluate.rendering.look import Look
from pipeline.evaluate.rendering.sheet import Item

MOST_LEVELS = 9
"""Of one abstract numbering (ECMA-376, 17.9.6)."""


@dataclass(frozen=True, slots=True)
class Level:
    """A level of an abstract numbering; `depth` is how deep its paragraphs stand in the outline."""

    format: str
    text: str
    depth: int

    @property
    def bullet(self) -> bool:
        return self.format == "bullet"


@dataclass(frozen=True, slots=True)
class Place:
    """The numbering and the level of a paragraph."""

    numbering: int
    level: int


@dataclass(slots=True)
class Lists:
    """All lists of a document. `places` has one entry an item; None where the label is typed."""

    abstracts: list[tuple[Level, ...]] = field(default_factory=list)
    numberings: list[tuple[int, dict[int, int]]] = field(default_factory=list)
    """Which abstract numbering each refers to, and at which number its levels begin."""
    places: list[Place | None] = field(default_factory=list)

    def numbering(self, abstract: int, starts: dict[int, int]) -> int:
        self.numberings.append((abstract, starts))
        return len(self.numberings) - 1

    def abstract(self, *levels: Level) -> int:
        if levels not in self.abstracts:
            self.abstracts.append(levels)
        return self.abstracts.index(levels)


def lists_of(items: Sequence[Item], look: Look) -> Lists:
    """The lists under which every label comes out as printed; what cannot, or shall not, be computed is typed."""
    lists = Lists()
    computable = [_wanted(item, look) for item in items]
    spoilt = {_run(item) for item, found in zip(items, computable, strict=True) if item.label and not found}
    wanted = [None if _run(i) in spoilt else found for i, found in zip(items, computable, strict=True)]
    single = _Singles(lists)
    many = _Many(lists, items, wanted) if look.numbering == "levels" else None
    for item, found in zip(items, wanted, strict=True):
        place = None
        if found and many and found.form.format != "bullet":
            place = many.place(item, found)
        if found and not place:
            place = single.place(item, found)
        lists.places.append(place)
    return lists


def _wanted(item: Item, look: Look) -> Automatic | None:
    if not item.label or item.apart:
        return None
    found = automatic(item.label)
    how = look.bullets if found and found.form.format == "bullet" else look.numbering
    return None if how == "typed" else found


def _run(item: Item) -> tuple[str, bool]:
    """Siblings with a bullet, or siblings with a number: typists number a run in one way."""
    return item.above, item.label[:1].isalnum() or item.label[:1] == "("


class _Singles:
    """Each run of siblings in a list of its own."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.next: dict[tuple[str, Form], tuple[int, int]] = {}

    def place(self, item: Item, found: Automatic) -> Place:
        form = found.form
        text = form.before if form.format == "bullet" else f"{form.before}%1{form.after}"
        abstract = self.lists.abstract(Level(form.format, text, item.depth))
        numbering, following = self.next.get((item.above, form), (-1, -1))
        if form.format == "bullet":
            known = next((k for k, (a, _) in enumerate(self.lists.numberings) if a == abstract), None)
            return Place(self.lists.numbering(abstract, {}) if known is None else known, 0)
        if following != found.number:
            numbering = self.lists.numbering(abstract, {0: found.number})
        self.next[item.above, form] = numbering, found.number + 1
        return Place(numbering, 0)


class _Many:
    """One list of many levels for the whole document; a wrong number begins its level anew."""

    def __init__(self, lists: Lists, items: Sequence[Item], wanted: Sequence[Automatic | None]) -> None:
        self.lists = lists
        self.keys = list(_levels(items, wanted))[:MOST_LEVELS]
        self.abstract = lists.abstract(*(self._level(key) for key in self.keys)) if self.keys else -1
        first = lists.numbering(self.abstract, {}) if self.keys else -1
        self.force = [first] * len(self.keys)
        self.counts = [0] * len(self.keys)

    def _level(self, key: _Key) -> Level:
        depth, kind, after, inner = key
        above = [k for k, (d, f, _, i) in enumerate(self.keys) if f == "decimal" and i < inner and d < depth][-inner:]
        before = "".join(f"%{k + 1}." for k in above)
        return Level(kind, f"{before}%{self.keys.index(key) + 1}{after}", depth)

    def place(self, item: Item, found: Automatic) -> Place | None:
        key = _key(item, found)
        if key not in self.keys:
            return None
        k = self.keys.index(key)
        if found.form.prefix and not self._is_below(k, found):
            return None
        if self.counts[k] + 1 != found.number:
            if found.form.prefix:
                return None
            fresh = self.lists.numbering(self.abstract, {k: found.number})
            self.force[k:] = [fresh] * (len(self.keys) - k)
        self.counts[k] = found.number
        self.counts[k + 1 :] = [0] * (len(self.keys) - k - 1)
        self.force[k + 1 :] = [self.force[k]] * (len(self.keys) - k - 1)
        return Place(self.force[k], k)

    def _is_below(self, k: int, found: Automatic) -> bool:
        """Whether the numbers above, as counted so far in the same numbering, are those that the label prints."""
        text = self.lists.abstracts[self.abstract][k].text
        above = [n for n in range(k) if f"%{n + 1}." in text]
        return tuple(self.counts[n] for n in above) == found.form.prefix and all(
            self.force[n] == self.force[k] for n in above
        )


_Key = tuple[int, str, str, int]


def _key(item: Item, found: Automatic) -> _Key:
    return item.depth, found.form.format, found.form.after, len(found.form.prefix)


def _levels(items: Sequence[Item], wanted: Sequence[Automatic | None]) -> Iterator[_Key]:
    """The kinds of numbers that occur, from the outermost in; those with words before the number have lists apart."""
    seen: list[_Key] = []
    for item, found in zip(items, wanted, strict=True):
        plain = found and found.form.format != "bullet" and (found.form.prefix or not found.form.before)
        if found and plain and _key(item, found) not in seen:
            seen.append(_key(item, found))
    yield from sorted(seen, key=lambda key: key[0])
