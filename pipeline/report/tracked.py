"""The words of a report as runs: marked by their look, or as tracked changes that Word accepts or rejects.

With every change accepted a line is what the plan of its column says, with every change rejected what the plan says
that it is read against (ISO/IEC 29500-1, 17.13.5). A name that merely follows the issuer is no change: it stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from pipeline.report.docx_xml import Element, run, w, words
from pipeline.report.shown import fit
from pipeline.report.types import Line, Mark, Run

_STYLES = {
    Mark.ADDED: "Added",
    Mark.DROPPED: "Dropped",
    Mark.FOLLOWS: "Follows",
    Mark.STRONG: "Strong",
    Mark.MUTED: "Muted",
}
_CHANGES = {Mark.ADDED: "ins", Mark.DROPPED: "del"}
# Where a word ends, or a mark that a space follows; where a word begins, or a mark that a space goes before.
_ENDS = re.compile(r"[\w%)\]”’,;:.!?…]\Z")
_BEGINS = re.compile(r"[\w(\[“‘]")
_LONGEST_AUTHOR = 255  # what Word keeps of an author's name


class Marked:
    """Marks by their look: added words underlined and bold, dropped ones struck through, names that follow italic."""

    tracks = False

    def runs(self, line: Line) -> Iterator[Element]:
        """The runs of a line."""
        for one in _parted(line.runs):
            if one.text:
                yield self._run(one)

    def _run(self, one: Run) -> Element:
        return run(one.text, _STYLES.get(one.mark))

    def ending(self, line: Line) -> Element | None:  # noqa: ARG002 - as those that track need it
        """The properties of the paragraph's own mark."""
        return None


class Tracked(Marked):
    """Added and dropped words as tracked changes of one author, dated the day of the report."""

    tracks = True

    def __init__(self, author: str, made: date) -> None:
        self._who = {"author": fit(author).replace("\n", " ")[:_LONGEST_AUTHOR], "date": f"{made:%Y-%m-%d}T00:00:00Z"}
        self._count = 0

    def _run(self, one: Run) -> Element:
        if one.mark not in _CHANGES:
            return super()._run(one)
        deleted = one.mark is Mark.DROPPED
        return self._change(_CHANGES[one.mark], w("r", None, *words(one.text, deleted=deleted)))

    def ending(self, line: Line) -> Element | None:
        """A paragraph that is wholly new, or wholly gone, comes or goes with its mark: no empty line is left."""
        marks = {one.mark for one in _telling(line.runs)}
        change = _CHANGES.get(marks.pop()) if len(marks) == 1 else None
        return w("rPr", None, self._change(change)) if change else None

    def _change(self, kind: str, *content: Element) -> Element:
        self._count += 1
        return w(kind, {"id": self._count, **self._who}, *content)


def _telling(runs: Iterable[Run]) -> Iterator[Run]:
    return (one for one in runs if one.text.strip())


def _parted(runs: Sequence[Run]) -> Iterator[Run]:
    """The runs, a dropped one with the spaces that part it from its neighbours in the text that it was dropped from.

    What was dropped comes without the space beside it, which both texts have: with the words back, it is wanting.
    """
    before = ""
    for number, one in enumerate(runs):
        if one.mark is Mark.DROPPED and one.text:
            after = next((r.text for r in runs[number + 1 :] if r.mark is not Mark.ADDED and r.text), "")
            left = " " if _ENDS.search(before) and _BEGINS.match(one.text) else ""
            right = " " if _ENDS.search(one.text) and _BEGINS.match(after) else ""
            one = Run(text=f"{left}{one.text}{right}", mark=one.mark)  # noqa: PLW2901 - the same run, with its spaces
        if one.mark is not Mark.ADDED and one.text:
            before = one.text
        yield one
