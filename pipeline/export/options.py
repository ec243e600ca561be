"""What a person may ask of an export besides its format."""

from __future__ import annotations

from models.base import Frozen
from pipeline.export.headings import Lang


class Options(Frozen):
    """`lang`: the language of headings where people read them (workbooks, CSV for Excel).

    `excel`: CSV for Excel: a byte-order mark, headings, and guards against formulas. Only CSV has it.
    """

    lang: Lang = "vi"
    excel: bool = False
