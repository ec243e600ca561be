"""What the writers of a report say themselves, in the language of the report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

Say = Callable[[str], str]


def speaker(language: str) -> Say:
    """The messages in the language of a report, whichever language the program itself speaks.

    What it returns raises KeyError for a key that the catalogue has not in that language.
    """
    from pipeline.messages.catalogue import message

    def say(key: str) -> str:
        said = message(language, key)
        if said is None:
            raise KeyError(f"{language}: {key}")
        return said

    return say


def dated(day: date, language: str) -> str:
    """The day as the head of a document has it; in Vietnamese a day below 10, January and February have a nought
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, I.II.4).

    >>> dated(date(2026, 2, 5), "vi"), dated(date(2026, 11, 21), "en")
    ('ngày 05 tháng 02 năm 2026', '21 November 2026')
    """
    from babel.dates import get_month_names

    if language == "vi":
        number, month = f"{day.day:02}", f"{day.month:02}" if day.month < 3 else str(day.month)
    else:
        number, month = str(day.day), get_month_names("wide", locale=language)[day.month]
    return speaker(language)("html.date").format(day=number, month=month, year=day.year)
