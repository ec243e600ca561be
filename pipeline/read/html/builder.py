"""Characters, line breaks and paragraph ends to blocks of lines, white space as a browser shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.read.html.flow import Block, Flow, Line
from pipeline.read.html.fonts import from_font

_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = " \t\u00a0"


@dataclass(slots=True)
class FlowBuilder:
    """A flow as it is being read. A label waits for the first words behind it."""

    flow: Flow = field(default_factory=Flow)
    charsets: set[str] = field(default_factory=set)
    _lines: list[Line] = field(default_factory=list)
    _runs: list[tuple[str, str | None]] = field(default_factory=list)
    """Text with the legacy font it is set in."""
    _waiting: str = ""
    _label: str = ""
    _noise: bool = False
    _cites: list[str] = field(default_factory=list)

    def text(self, text: str, *, font: str | None = None, kept: bool = False, noise: bool = False) -> None:
        """Words; `kept` where their white space stands as written (`pre`)."""
        if kept:
            first, *others = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
            self._run(first, font, noise)
            for line in others:
                self.line_break()
                self._run(line, font, noise)
            return
        text = _SPACE.sub(" ", text)
        if text.startswith(" ") and (not self._runs or self._runs[-1][0].endswith((" ", "\t"))):
            text = text[1:]
        self._run(text, font, noise)

    def _run(self, text: str, font: str | None, noise: bool) -> None:
        if not text:
            return
        if noise != self._noise and (self._runs or self._lines):
            self.end_block()
        self._noise = noise
        if self._waiting and text.strip():
            self._label, self._waiting = self._label + self._waiting, ""
        self._runs.append((text, font))

    def label(self, label: str) -> None:
        """A label before the next words."""
        self._waiting += label

    def cite(self, note: str) -> None:
        """A note is cited in this line; in the next where this one has no words."""
        self._cites.append(note)

    def line_break(self) -> None:
        """A line ends; an empty one ends the paragraph."""
        self._end_line()
        if self._lines and not self._lines[-1].whole:
            self._lines.pop()
            self._end_paragraph()

    def end_block(self) -> None:
        """A paragraph ends, where there is one."""
        if not (self._runs or self._lines or self._label):
            return
        self._end_line()
        self._end_paragraph()

    def _end_line(self) -> None:
        text = "".join(self._convert()).strip(_AROUND_BREAK)
        label, self._label, self._runs = self._label, "", []
        self._lines.append(Line(label if text else label.strip(), text, tuple(self._cites)))
        if text:
            self._cites = []

    def _convert(self) -> list[str]:
        out = []
        # A letter of VNI is two characters, and may stand in two elements of one font.
        for font, runs in groupby(self._runs, key=lambda run: run[1]):
            text = "".join(run[0] for run in runs)
            shown, charset = from_font(text, font) if font else (text, "")
            out.append(shown)
            self.charsets |= {charset} - {""}
        return out

    def _end_paragraph(self) -> None:
        lines = [line for line in self._lines if line.whole]
        self._lines = []
        if lines:
            self.flow.pieces.append(Block(lines, noise=self._noise))
        self._noise = False
