"""What a writer of Word files says itself, in the language of the report."""

from __future__ import annotations

from pipeline.messages.catalogue import message
from pipeline.report.legend import SYMBOLS, label, mark_words, status_words
from pipeline.report.types import Cell, Mark, Report, Status

TONGUES = {"vi": "vi-VN", "en": "en-GB"}
"""The language tag (BCP 47) that Word keeps for a language of reports."""

# Neither Times New Roman nor what stands in for it on paper has the sign of the empty set.
_SIGNS = SYMBOLS | {Status.SILENT: "○"}


class Words:
    """The fixed words of one report, whichever language the screen speaks."""

    def __init__(self, report: Report) -> None:
        self._language = report.language if report.language in TONGUES else "vi"
        self._statuses = status_words(self.say)

    @property
    def tongue(self) -> str:
        """The language tag of the whole document."""
        return TONGUES[self._language]

    def say(self, key: str, **values: object) -> str:
        """A message of the catalogue, its places filled. Raises KeyError for a key that it has not."""
        said = message(self._language, key)
        if said is None:
            raise KeyError(key)
        return said.format(**values) if values else said

    def status(self, status: Status) -> str:
        """A sign and a word."""
        return f"{_SIGNS[status]} {self._statuses[status]}"

    def head(self, cell: Cell) -> str:
        """What is said before a cell's words: the sign and word of its status, its note."""
        said = label(cell, self._statuses)
        return f"{_SIGNS[cell.status]} {said}" if cell.status else said

    def marks(self) -> dict[Mark, str]:
        """What the marks of words say."""
        return mark_words(self.say)
