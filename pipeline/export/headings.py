"""The headings of columns and the names of kinds, in both languages; the words are in `headings.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

Lang = Literal["vi", "en"]


def heading(kind: str, field: str, lang: Lang) -> str:
    """What stands above a column; a field without a heading is called by its own name.

    >>> heading("criteria", "plan_issued", "vi"), heading("criteria", "no_such_field", "vi")
    ('Ngày ban hành kế hoạch', 'no_such_field')
    """
    return _said(kind, field, lang) or _said("column", field, lang) or field


def kind_name(kind: str, lang: Lang) -> str:
    return _said("kind", kind, lang) or kind


def sheet_word(key: str, lang: Lang) -> str:
    """A word of the sheet of what is too long for a cell."""
    return _said("sheet", key, lang) or key


def _said(section: str, key: str, lang: Lang) -> str | None:
    said = _catalogue().get(section, {}).get(key, {}).get(lang)
    return said if isinstance(said, str) else None


@cache
def _catalogue() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("headings.toml").read_text(encoding="utf-8"))
