"""What a person may ask of an export besides its format."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from models.base import Frozen
from pipeline.export.headings import Lang


class Options(Frozen):
    """`lang`: the language of headings where people read them (workbooks, CSV for Excel).

    `excel`: CSV for Excel: a byte-order mark, headings, and guards against formulas. Only CSV has it.
    `words`: by the name of a column, what people call the words of an enumeration; programs get the words as they are.
    """

    lang: Lang = "vi"
    excel: bool = False
    words: dict[str, dict[str, str]] = Field(default_factory=dict)

    def said(self, column: str, value: Any) -> Any:
        """The value of a column as people read it."""
        known = self.words.get(column)
        if not known or value is None:
            return value
        return [known.get(one, one) for one in value] if isinstance(value, list) else known.get(value, value)
