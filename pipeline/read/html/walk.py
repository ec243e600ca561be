"""A tree of elements to a flow: one walk, without recursion, over what a browser would show."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from lxml import etree

from pipeline.read.html.builder import FlowBuilder
from pipeline.read.html.flow import Flow
from pipeline.read.html.fonts import first_font, legacy_font
from pipeline.read.html.numbering import Numbering, style_of, whole_number
from pipeline.read.html.styles import Declarations, Sheet
from pipeline.read.html.tables import CellElement, TableElement
from pipeline.read.word.symbols import bullet

_BLOCKS = frozenset([
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hgroup", "hr", "html", "li", "legend", "main", "menu", "nav", "ol", "optgroup", "p", "pre", "section", "summary",
    "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
])  # fmt: skip
_NOT_SHOWN = frozenset([
    "head", "script", "style", "template", "noscript", "noframes", "iframe", "object", "embed", "applet", "audio",
    "video", "canvas", "svg", "select", "datalist", "textarea", "button", "input", "title", "meta", "link", "xml",
    "del",
])  # fmt: skip
_MOST_NESTED_TABLES = 30  # deeper ones are read as blocks
_DRAWN = re.compile(r"\b(?:solid|double|dashed|dotted|inset|outset|ridge|groove)\b")
# Notes as Word and LibreOffice write them: the mark in the text, the mark before the note, the note.
_CITING_MARK = re.compile(r"_(ftn|edn)ref(\d+)|(sdfootnote|sdendnote)(\d+)anc")
_OWN_MARK = re.compile(r"_(?:ftn|edn)\d+|sd(?:foot|end)note\d+sym")
_NOTE = re.compile(r"(?:ftn|edn|sdfootnote|sdendnote)\d+")
_LONGEST_MARK = 12  # characters
_DEEPEST_NOTE = 20  # elements between a note and what is in it


@dataclass(frozen=True, slots=True)
class _State:
    """What an element hands on to those within it."""

    capitals: bool = False
    kept: bool = False
    noise: bool = False
    family: str = ""
    font: str | None = None
    """Of the fonts of the family the first, where it is a legacy one."""


class _Open(NamedTuple):
    """An element that is open: what of it must be ended (`list`, `cell`, `table` or nothing), and whether it is a
    block."""

    what: str
    block: bool


@dataclass(slots=True)
class Walked:
    """The flow of a page, and how often something was met that a user should know of."""

    flow: Flow
    notes: dict[str, Flow] = field(default_factory=dict)
    """What stands at the foot, by id."""
    met: Counter[str] = field(default_factory=Counter)
    charsets: set[str] = field(default_factory=set)


def walk(root: Any, sheet: Sheet) -> Walked:
    """The flow of an element and all within it."""
    return _Walk(sheet).over(root)


class _Walk:
    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.met: Counter[str] = Counter()
        self.notes: dict[str, Flow] = {}
        self.builders = [FlowBuilder()]
        self.tables: list[TableElement] = []
        self.lists: list[Numbering] = []
        self.states = [_State()]
        self.open: list[_Open] = []

    @property
    def _in_note(self) -> bool:
        return any(what == "note" for what, _ in self.open[-_DEEPEST_NOTE:])

    @property
    def builder(self) -> FlowBuilder:
        return self.builders[-1]

    def over(self, root: Any) -> Walked:
        walker = etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                if not self._enter(element):
                    walker.skip_subtree()
                continue
            self._leave()
            if element is not root:
                self._text(element.tail)
        self.builder.end_block()
        return Walked(self.builder.flow, self.notes, self.met, self.builder.charsets)

    def _text(self, text: str | None) -> None:
        if not text:
            return
        state = self.states[-1]
        if state.capitals:
            text = text.upper()
        self.builder.text(text, font=state.font, kept=state.kept, noise=state.noise)

    # What stands at the beginning and the end of an element.

    def _enter(self, element: Any) -> bool:
        """Whether it is shown; if so what stands before its text is done. Its end comes either way."""
        tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
        told = self.sheet.of(tag, element.attrib) if tag else {}
        if not tag or self._is_left_out(element, tag, told):
            self.states.append(self.states[-1])
            self.open.append(_Open("", False))
            return False
        self.states.append(self._state_within(element, tag, told))
        block = _is_block(tag, told)
        if block:
            self.builder.end_block()
        if tag == "br":
            self.builder.line_break()
        self.open.append(_Open(self._begin(element, tag, told), block))
        self._text(element.text)
        return True

    def _begin(self, element: Any, tag: str, told: Declarations) -> str:
        """Begins a list, an item or a part of a table; what of it must be ended later."""
        if tag in ("ul", "ol", "menu", "dir"):
            self._begin_list(element, tag, told)
            return "list"
        if tag == "div" and (_NOTE.fullmatch(element.get("id", "")) and not self._in_note):
            self.builders.append(FlowBuilder())
            self.notes[element.get("id")] = self.builder.flow
            return "note"
        if tag == "li":
            self._begin_item(element, told)
        elif tag == "table" and len(self.tables) < _MOST_NESTED_TABLES:
            self.tables.append(TableElement(bordered=element.get("border") not in (None, "0")))
            self.builders.append(FlowBuilder())  # what stands in the table but in no cell
            return "table"
        elif tag == "tr" and self.tables:
            self.tables[-1].add_row(in_head=_parent_tag(element) == "thead")
        elif tag in ("td", "th") and self.tables:
            self._begin_cell(element, tag, told)
            return "cell"
        return ""

    def _leave(self) -> None:
        self.states.pop()
        what, block = self.open.pop()
        if what == "list":
            self.lists.pop()
        elif what == "cell":
            self._end_cell()
        elif what == "table":
            self._end_table()
        elif what == "note":
            self._end_cell()
        if block:
            self.builder.end_block()

    def _is_left_out(self, element: Any, tag: str, told: Declarations) -> bool:
        if tag in _NOT_SHOWN:
            if tag == "del" and element.text_content().strip():
                self.met["deleted"] += 1
            return True
        if told.get("display") == "none" or told.get("visibility") in ("hidden", "collapse"):
            return True
        if told.get("mso-hide") == "all" or "hidden" in element.attrib or "msodel" in _classes(element):
            return True
        if told.get("mso-special-character") in ("footnote", "endnote"):
            return True
        if tag == "a" and (name := element.get("name")) and self._is_note_mark(element, name):
            return True
        if told.get("mso-list") == "ignore":
            self._word_label(element.text_content())
            return True
        if told.get("mso-tab-count"):
            self.builder.text("\t", kept=True, font=None, noise=self.states[-1].noise)
            return True
        return False

    def _is_note_mark(self, element: Any, name: str) -> bool:
        """A mark is no word of the text; that in the text tells behind which paragraph the note is read."""
        if _OWN_MARK.fullmatch(name):
            return self._in_note and _is_short(element)
        mark = _CITING_MARK.fullmatch(name)
        if mark is None or not _is_short(element):
            return False
        self.builder.cite("".join(group for group in mark.groups() if group))
        return True

    def _word_label(self, text: str) -> None:
        label = " ".join(text.split())
        if len(label) == 1 and not label.isdigit():
            label = bullet(label, self.states[-1].family or None)
        if label and not self.states[-1].noise:
            self.builder.label(label + " ")

    def _state_within(self, element: Any, tag: str, told: Declarations) -> _State:
        state = self.states[-1]
        changes: dict[str, Any] = {}
        if transform := told.get("text-transform"):
            changes["capitals"] = transform == "uppercase"
        if tag in ("pre", "plaintext", "xmp", "listing"):
            changes["kept"] = True
        if space := told.get("white-space"):
            changes["kept"] = space in ("pre", "pre-wrap", "pre-line", "break-spaces")
        if family := told.get("font-family") or element.get("face"):
            changes |= {"family": first_font(family), "font": legacy_font(family)}
        if _is_apart(element, tag, told):
            changes["noise"] = True
        return replace(state, **changes) if changes else state

    # Lists.

    def _begin_list(self, element: Any, tag: str, told: Declarations) -> None:
        style = style_of(element.get("type", ""), told.get("list-style-type") or told.get("list-style", ""))
        if tag == "ol":
            items = sum(1 for child in element if child.tag == "li")
            start = whole_number(element.get("start"))
            self.lists.append(Numbering.ordered_list(style, start, items, backwards="reversed" in element.attrib))
        else:
            depth = sum(1 for outer in self.lists if not outer.ordered)
            self.lists.append(Numbering(False, style or "disc", depth))

    def _begin_item(self, element: Any, told: Declarations) -> None:
        numbering = self.lists[-1] if self.lists else Numbering(False, "disc")
        style = style_of(element.get("type", ""), told.get("list-style-type") or told.get("list-style", ""))
        label = numbering.label(whole_number(element.get("value")), style)
        if label and told.get("display", "list-item") == "list-item":
            self.builder.label(label)

    # Tables.

    def _begin_cell(self, element: Any, tag: str, told: Declarations) -> None:
        table, builder = self.tables[-1], FlowBuilder()
        if not table.rows:
            table.add_row(in_head=False)
        columns, rows = whole_number(element.get("colspan")), whole_number(element.get("rowspan"))
        self.builders.append(builder)
        table.ruled = table.ruled or _is_ruled(table, told)
        bare = len(element) == 0 and not (element.text or "").strip(" \t\r\n")
        table.rows[-1].append(
            CellElement(builder.flow, max(1, columns or 1), 1 if rows is None else max(0, rows), tag == "th", bare)
        )

    def _end_cell(self) -> None:
        cell = self.builders.pop()
        cell.end_block()
        self.builder.charsets |= cell.charsets

    def _end_table(self) -> None:
        loose = self.builders.pop()
        loose.end_block()
        self.builder.end_block()
        self.builder.charsets |= loose.charsets
        self.builder.flow.pieces += [*loose.flow.pieces, *self.tables.pop().pieces()]


def _is_block(tag: str, told: Declarations) -> bool:
    display = told.get("display", "")
    return tag in _BLOCKS or display.startswith(("block", "flex", "grid", "table", "list-item"))


def _is_short(element: Any) -> bool:
    """Whether an element holds no more than the mark of a note."""
    pieces = list(islice(element.itertext(), _LONGEST_MARK + 1))
    return len(pieces) <= _LONGEST_MARK and sum(len(piece.strip()) for piece in pieces) <= _LONGEST_MARK


def _is_apart(element: Any, tag: str, told: Declarations) -> bool:
    """Running heads and comments, which Word and LibreOffice write as parts of the page marked as such."""
    if told.get("mso-element", "") in ("header", "footer", "comment", "comment-list"):
        return True
    return tag == "div" and element.get("title") in ("header", "footer")


def _is_ruled(table: TableElement, told: Declarations) -> bool:
    """Whether a cell has a line drawn: by its own style, else by the table's attribute."""
    borders = [value for name, value in told.items() if name.startswith("border")]
    return any(map(_DRAWN.search, borders)) if borders else table.bordered


def _parent_tag(element: Any) -> str:
    parent = element.getparent()
    return parent.tag if parent is not None and isinstance(parent.tag, str) else ""


def _classes(element: Any) -> list[str]:
    classes: str = element.get("class", "")
    return classes.lower().split()
