"""The words of a paragraph: what is printed of its runs, and what hangs on it (text boxes, notes that it cites).

Tracked changes are read as accepted; hidden text, comments, field instructions and placeholders are no words of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element

from models.errors import Unsafe
from pipeline.read.characters import CONTROLS, clean
from pipeline.read.word.fonts import charset_of, decode
from pipeline.read.word.names import (
    ALTERNATE_CONTENT,
    MATH_TEXT,
    PARAGRAPH_PROPERTIES,
    RUN,
    RUN_PROPERTIES,
    TEXT_BOX,
    VAL,
    chosen,
    is_on,
    w,
)
from pipeline.read.word.styles import PLAIN, Look, Styles, look_of
from pipeline.read.word.symbols import is_picture_font, shown

MAX_DEPTH = 100  # elements within each other; Word itself allows a few dozen

_TEXT, _STYLE, _FIELD_CHARACTER = w("t"), w("rStyle"), w("fldChar")
_SIGN, _SIMPLE_FIELD, _CONTENT, _CONTROL = w("sym"), w("fldSimple"), w("sdtContent"), w("sdt")
_LITERAL = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_NOTES = {w("footnoteReference"): "footnote", w("endnoteReference"): "endnote"}
_MAY_HOLD_BOXES = frozenset({w("drawing"), w("pict"), w("object"), ALTERNATE_CONTENT})
_INSERTED = frozenset({w("ins"), w("moveTo")})
_DELETED = frozenset({w("del"), w("moveFrom")})
_PASSED_OVER = frozenset({PARAGRAPH_PROPERTIES, w("annotation"), w("commentRangeStart"), w("rt"), w("rtc")})
_PRIVATE = re.compile("[\uf000-\uf0ff]")
_CODE = re.compile("[0-9A-Fa-f]{2,4}")
# What almost every paragraph is made of, and what has this form already: ASCII, composed Latin letters, punctuation.
_IN_FORM = re.compile("[\t\n -~\u00a0-\u00ac\u00ae-\u024f\u1e00-\u1eff\u2010-\u2027]*+")
_SPACES = {ord(c): " " for c in CONTROLS}


@dataclass(slots=True)
class Found:
    """What was met on the way through a document, for its notes."""

    counts: Counter[str] = field(default_factory=Counter)
    charsets: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Words:
    """What a paragraph holds: its words (NFC, clean), the elements of its text boxes, the notes it cites in order."""

    text: str
    boxes: list[_Element]
    notes: list[tuple[str, str]]
    only_page_number: bool = False


def one_form(text: str) -> str:
    """Text as every document keeps it: NFC, no invisible characters, no controls, lines ending with `\\n`."""
    return text if _IN_FORM.fullmatch(text) else clean(text.translate(_SPACES))[0]


def is_placeholder(control: _Element) -> bool:
    """Whether a content control shows only what is to be typed in it."""
    properties = control.find(w("sdtPr"))
    return properties is not None and bool(is_on(properties, w("showingPlcHdr")))


class InlineReader:
    """Reads the words of paragraphs. `looks` tells whether runs' looks matter at all in this file."""

    def __init__(self, styles: Styles, found: Found, *, looks: bool) -> None:
        self._styles = styles
        self._found = found
        self._looks = looks
        self._pieces: list[tuple[str | None, str]] = []
        self._fields: list[bool] = []
        """The fields that are open, from the outermost: whether each has come to its result."""
        self._instruction: list[str] = []
        self._words = Words("", [], [])
        self._style: str | None = None
        self._handlers: dict[str, Callable[[_Element, int], None]] = {
            RUN: self._run,
            ALTERNATE_CONTENT: self._alternate,
            _SIMPLE_FIELD: self._simple_field,
            _CONTROL: self._control,
            MATH_TEXT: self._math,
        }

    def read(self, paragraph: _Element, style: str | None) -> Words:
        """The words of a paragraph of this style. Raises Unsafe where elements stand in each other without measure."""
        self._pieces, self._fields, self._instruction = [], [], []
        self._words, self._style = Words("", [], []), style
        self._children(paragraph, 0)
        words = self._words
        words.text = one_form(self._joined())
        words.only_page_number = bool(self._instruction) and words.text.strip(" -–—\t").isdecimal()
        return words

    def _joined(self) -> str:
        if not any(font for font, _ in self._pieces):
            return "".join([text for _, text in self._pieces])
        merged: list[tuple[str | None, list[str]]] = []
        for font, text in self._pieces:
            if merged and merged[-1][0] == font:
                merged[-1][1].append(text)
            else:
                merged.append((font, [text]))
        return "".join(self._decoded("".join(texts), font) for font, texts in merged)

    def _decoded(self, text: str, font: str | None) -> str:
        if font is None:
            return text
        converted, charset = decode(text, font)
        if charset:
            self._found.charsets.add(charset)
        return converted

    def _children(self, parent: _Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise Unsafe("its elements stand in each other without measure")
        for child in parent:
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler is not None:
                handler(child, depth + 1)
            elif tag in _DELETED:
                self._found.counts["deleted"] += 1
            elif isinstance(tag, str) and tag not in _PASSED_OVER and len(child):
                self._found.counts["inserted"] += tag in _INSERTED
                self._children(child, depth + 1)

    def _alternate(self, alternate: _Element, depth: int) -> None:
        branch = chosen(alternate)
        if branch is not None:
            self._children(branch, depth)

    def _simple_field(self, field_: _Element, depth: int) -> None:
        self._note_page_field(field_.get(w("instr")) or "")
        self._children(field_, depth)

    def _control(self, control: _Element, depth: int) -> None:
        content = control.find(_CONTENT)
        if content is not None and not is_placeholder(control):
            self._children(content, depth)

    def _math(self, text: _Element, _depth: int) -> None:
        self._pieces.append((None, text.text or ""))

    def _run(self, run: _Element, _depth: int) -> None:
        look = self._look(run) if self._looks else PLAIN
        if look.hidden:
            self._found.counts["hidden"] += any(child.tag == _TEXT for child in run)
            self._fields_of(run)
            return
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                self._add(_text_of(child), look)
            elif tag in _LITERAL:
                self._add(_LITERAL[tag], PLAIN)
            elif tag == _FIELD_CHARACTER:
                self._field_character(child)
            elif tag == _SIGN:
                self._add(_sign(child), PLAIN)
            elif tag in _NOTES:
                self._words.notes.append((_NOTES[tag], child.get(w("id"), "")))
            elif tag in _MAY_HOLD_BOXES:
                self._words.boxes.extend(_boxes(child))
            elif tag == _INSTRUCTION:
                self._note_page_field(child.text or "")

    def _look(self, run: _Element) -> Look:
        properties = run.find(RUN_PROPERTIES)
        if properties is None:
            return self._styles.look(self._style)
        style = properties.find(_STYLE)
        below = self._styles.look(self._style, style.get(VAL) if style is not None else None)
        return look_of(properties).over(below)

    def _add(self, text: str, look: Look) -> None:
        if not all(self._fields) or not text:
            return
        font = look.font
        if font and is_picture_font(font):
            text, font = shown(text, font), None
        elif _PRIVATE.search(text):
            text = shown(text, None)
        if look.capitals and not charset_of(font):
            text = text.upper()
        self._pieces.append((font if charset_of(font) else None, text))

    def _fields_of(self, run: _Element) -> None:
        for child in run.iterfind(_FIELD_CHARACTER):
            self._field_character(child)

    def _field_character(self, character: _Element) -> None:
        """A field goes from `begin` over its instruction and `separate` to its result and `end`.

        One that does not end in its paragraph (a table of contents) shows its result in those that follow."""
        kind = character.get(w("fldCharType"))
        if kind == "begin":
            self._fields.append(False)
        elif kind == "separate" and self._fields:
            self._fields[-1] = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _note_page_field(self, instruction: str) -> None:
        if instruction.split(None, 1)[:1] in (["PAGE"], ["NUMPAGES"]):
            self._instruction.append(instruction)


_INSTRUCTION = w("instrText")


def _text_of(element: _Element) -> str:
    text: str = element.text or ""
    return text + "".join(child.tail or "" for child in element) if len(element) else text


def _sign(element: _Element) -> str:
    """What a `w:sym` shows: a code of two bytes in a font."""
    written = element.get(w("char"), "")
    if not _CODE.fullmatch(written):
        return ""
    character = chr(int(written, 16))
    return "" if "\ud800" <= character <= "\udfff" else shown(character, element.get(w("font")))


def _boxes(root: _Element) -> Iterator[_Element]:
    """The contents of the text boxes within an element, outermost only, each alternative once."""
    waiting = [root]
    while waiting:
        at = waiting.pop()
        if at.tag == TEXT_BOX:
            yield at
        elif at.tag == ALTERNATE_CONTENT:
            branch = chosen(at)
            waiting += [branch] if branch is not None else []
        else:
            waiting += reversed(list(at))
