"""Printing for people and for programs: tables that wrap on a terminal and stand at full width in a pipe, and JSON."""

from __future__ import annotations

import json
import os
import re
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, NoReturn, TextIO, cast

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.codepage import is_unicode

_ENDLESS = 1_000_000
"""Columns of a pipe: nothing is cut or wrapped there, unless COLUMNS says how wide the reader is."""
# Marks that change the direction of what follows could make a terminal show other words than the text has.
_UNSEEN = {ord(c): "�" for c in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


class _Console(Console):
    def on_broken_pipe(self) -> NoReturn:
        """Leave it to the one place that ends commands (`app.exits`)."""
        raise BrokenPipeError


class _Trimmed:
    """A pipe on which no line ends in the spaces that fill a table."""

    def write(self, text: str) -> int:
        return sys.stdout.write(re.sub(r" +(?=\n)", "", text))

    def flush(self) -> None:
        sys.stdout.flush()


def console() -> Console:
    """The console on stdout: colour and the terminal's width where there is one, else plain and as wide as it takes."""
    if sys.stdout.isatty():
        return _Console(highlight=False, emoji=False)
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isdigit() and int(asked) else _ENDLESS
    return _Console(file=cast(TextIO, _Trimmed()), width=width, highlight=False, emoji=False)


def is_wide(out: Console) -> bool:
    """Whether nothing needs to be shortened: the output is a pipe of any width."""
    return out.width == _ENDLESS


def print_json(value: Any) -> None:
    """JSON on stdout, and nothing else there; with escapes where its encoding lacks letters."""
    json.dump(value, sys.stdout, ensure_ascii=not is_unicode(sys.stdout), indent=2, allow_nan=False)
    sys.stdout.write("\n")


def plain(value: object, style: str = "") -> Text:
    """A value as text that stands for itself: no markup, no control characters of a document, NFC."""
    said = unicodedata.normalize("NFC", str(value)).translate(_UNSEEN)
    return Text("".join(c if c == "\n" or unicodedata.category(c) != "Cc" else " " for c in said), style=style)


_WORD = 8
"""Characters that a column which wraps keeps at least, if it has so long a word; seven such fit on 80 columns."""


def table(titles: Iterable[str], rows: Iterable[Sequence[Text]], title: str | None = None) -> Table:
    """A table under column titles. Where it is too wide, the widest columns wrap first; nothing is cut."""
    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD)
    lines = [list(row) for row in rows]
    for k, heading in enumerate(titles):
        # What is copied or read as one (ids, paths, dates) stays on one line; it is short and has no spaces.
        whole = max((len(line[k].plain) for line in lines if " " not in line[k].plain), default=0)
        short = whole <= min(34, console().width // 5) and all(" " not in line[k].plain for line in lines)
        # A column that wraps keeps the width of a word, so that none vanishes beside those that do not.
        word = max((len(w) for line in lines for w in line[k].plain.split()), default=0)
        made.add_column(heading, overflow="fold", no_wrap=short, min_width=min(word, _WORD))
    for line in lines:
        made.add_row(*line)
    return made


def show_day(day: date | None) -> str:
    """As it is written in Vietnam.

    >>> show_day(date(2019, 8, 5))
    '05/08/2019'
    """
    return f"{day.day:02}/{day.month:02}/{day.year:04}" if day else "—"


def moment(at: datetime) -> str:
    """A time of the store, which is in UTC, as the clock on the wall here has it."""
    here = at.replace(tzinfo=UTC).astimezone()
    return f"{show_day(here.date())} {here:%H:%M}"
