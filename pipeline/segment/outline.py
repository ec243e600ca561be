"""The outline grammar (DOMAIN.md): labelled and unlabelled paragraphs to a tree of paths.

Depth is not looked up in a table, because plans differ (`I/1/a/-/+`, `1/1.1/-`, `I/1/1.1/a`, `Điều 1/1/a`): it
follows from the labels in force. A label whose style is in force continues that level; a new style opens a level
below. What is printed is followed, right or wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractors.fold import fold
from models.path import ClausePath
from pipeline.segment.labels import BULLETS, Label, Style


@dataclass
class _Level:
    """One level in force: the style of its labels, the last ordinal, where it stands."""

    style: Style
    label: Label
    path: ClausePath


@dataclass
class Placed:
    """A paragraph with its place in the tree."""

    path: ClausePath
    label: Label | None


# The rank of the styles that the form orders among themselves (Nghị định 30/2020/NĐ-CP): a higher one is never below
# a lower one.
_RANK = {
    Style.APPENDIX: 0,
    Style.PART: 1,
    Style.CHAPTER: 2,
    Style.SECTION: 3,
    Style.UPPER: 4,
    Style.ROMAN: 5,
    Style.ARTICLE: 5,
    Style.NUMBER: 6,
    Style.DECIMAL2: 7,
    Style.DECIMAL3: 8,
    Style.DECIMAL4: 9,
}
_DECIMALS = {1: Style.NUMBER, 2: Style.DECIMAL2, 3: Style.DECIMAL3}

# A paragraph that looks back on the list above it.
_SUMS_UP = re.compile(
    r"\b(?:neu tren|noi tren|ke tren|tren day|o tren|cac (?:tieu chuan|tieu chi|dieu kien|noi dung|nhiem vu|muc|"
    r"doi tuong|tap the|ca nhan) tren)\b"
)
# A paragraph that closes a section, or the document (DOMAIN.md: "Trên đây là …" stands at the root).
_CLOSES_DOCUMENT = re.compile(r"tren day la\b")
_CLOSES_SECTION = re.compile(
    r"(?:trong )?qua trinh (?:to chuc |trien khai )*(?:thuc hien|trien khai)|"
    r"can cu (?:vao )?(?:noi dung )?ke hoach nay|nhan duoc ke hoach nay"
    r"|(?:yeu cau|de nghi) (?:cac|thu truong|chu tich|giam doc|lanh dao)\b"
    r"|(?:chu tich )?(?:uy ban nhan dan|ubnd)(?: (?:tinh|thanh pho|huyen|quan|thi xa|xa|phuong|"
    r"thi tran)(?: [\w ]{1,30}?)?)? (?:yeu cau|de nghi|giao)\b"
)


@dataclass
class Placer:
    """Places paragraphs one after the other."""

    levels: list[_Level] = field(default_factory=list)
    last: ClausePath | None = None
    _announced: bool = False
    """Whether the paragraph placed last announces a list."""
    _counts: dict[tuple[ClausePath | None, str], int] = field(default_factory=dict)

    def labelled(self, readings: tuple[Label, ...], text: str) -> Placed:
        """Place a labelled paragraph under the reading of its label that fits the sequence best."""
        label = max(readings, key=lambda x: (self._fit(x), -readings.index(x)))
        self._descend(label, text)
        above = self.levels[-1].path if self.levels else None
        path = self._numbered(above, label)
        self.levels.append(_Level(label.style, label, path))
        self.last = path
        return Placed(path, label)

    def appendix(self) -> Placed:
        """Place the title of an appendix that has no label of its own."""
        self.levels.clear()
        label = Label("", Style.APPENDIX, 0, "PL", 0)
        path = self._numbered(None, label)
        self.levels.append(_Level(Style.APPENDIX, label, path))
        self.last = path
        return Placed(path, None)

    def unlabelled(self, text: str, next_labels: tuple[Label, ...], *, last_of_section: bool) -> Placed:
        """Place an unlabelled paragraph under the clause that it continues or comments."""
        path = self._count(self._commented(fold(text), next_labels, last_of_section), "¶")
        self.last = path
        return Placed(path, None)

    def row(self) -> Placed:
        """Place a row of a table under the clause that the table stands in."""
        return Placed(self._count(self.levels[-1].path if self.levels else None, "row"), None)

    def _fit(self, label: Label) -> int:
        """How well a reading continues what is in force: 3 as the next ordinal of its style, 2 as a first one that
        opens a level, 1 as one more of its style, 0 not at all."""
        for level in reversed(self.levels):
            if level.style is label.style:
                return 3 if label.ordinal == level.label.ordinal + 1 else 1
        return 2 if label.ordinal == 1 else 0

    def _descend(self, label: Label, text: str) -> None:
        """Close the levels that end where this label begins."""
        same = [k for k, level in enumerate(self.levels) if level.style is label.style]
        if same and label.ordinal == 1 and self._announced and same[-1] < len(self.levels) - 1 and not text.isupper():
            return  # `1.` again, below a deeper clause that announced a list with a colon: a list of its own
        at = self._in_force(label, same)
        if at is not None:
            del self.levels[at:]
            return
        self.levels = [x for k, x in enumerate(self.levels) if self._may_hold(k, label)]

    def _in_force(self, label: Label, same: list[int]) -> int | None:
        """The level that the label continues: the deepest of its style whose numbering it fits, else the deepest of
        its style."""
        if not same or (label.style is Style.PLUS and self._dash_lost(same)):
            return None
        fitting = [k for k in same if label.ordinal == self.levels[k].label.ordinal + 1]
        return (fitting or same)[-1]

    def _dash_lost(self, same: list[int]) -> bool:
        return any(level.style is Style.DASH for level in self.levels[same[-1] + 1 :])

    def announce(self, text: str) -> None:
        """Tell whether the paragraph just placed announces a list."""
        self._announced = text.endswith((":", "như sau", "sau đây"))

    def _may_hold(self, k: int, label: Label) -> bool:
        """Whether the level may stand above a label of a style that is not in force."""
        level = self.levels[k]
        rank, own = _RANK.get(level.style), _RANK.get(label.style)
        if own is None:
            return True  # letters and bullets go below whatever is there
        if label.prefix and level.style in _DECIMALS.values():
            wanted = _DECIMALS.get(len(label.prefix))
            return level.style is wanted or (rank is not None and rank < _RANK[label.style])
        return rank is not None and rank < own

    def _numbered(self, above: ClausePath | None, label: Label) -> ClausePath:
        if label.style in BULLETS:
            return self._count(above, BULLETS[label.style])
        again = self._counts[above, label.step] = self._counts.get((above, label.step), 0) + 1
        step = label.step if again == 1 else f"{label.step}~{again}"
        return above.child(step) if above else ClausePath((step,))

    def _count(self, above: ClausePath | None, mark: str) -> ClausePath:
        n = self._counts[above, mark] = self._counts.get((above, mark), 0) + 1
        return above.child(f"{mark}{n}") if above else ClausePath((f"{mark}{n}",))

    def _commented(self, folded: str, next_labels: tuple[Label, ...], last_of_section: bool) -> ClausePath | None:
        """The clause that an unlabelled paragraph belongs under; None for the root."""
        if _CLOSES_DOCUMENT.match(folded) or not self.levels:
            return None
        if last_of_section and _CLOSES_SECTION.match(folded):
            return self._section()
        here = self.levels[-1]
        if self.last is not None and self.last.is_paragraph:
            return self.last.parent
        if here.style in BULLETS and len(self.levels) > 1 and _SUMS_UP.search(folded):
            continued = next_labels and next_labels[0].style is here.style
            return here.path if continued else here.path.parent
        return here.path

    def _section(self) -> ClausePath:
        """The top-level section in force; within an appendix or a part, the level below it."""
        tops = [x for x in self.levels if x.style not in (Style.APPENDIX, Style.PART, Style.CHAPTER)]
        return (tops or self.levels)[0].path
