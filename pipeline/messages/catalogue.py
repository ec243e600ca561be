"""The PO files of a language read as one catalogue, by Babel."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from babel.messages.catalog import Catalog

ERRORS = "errors.po"
"""The one file whose msgids are no keys but the English sentences of the error tree."""


def areas(language: str) -> list[Traversable]:
    """The PO files of a language, those of errors left out, in the order of their names."""
    folder = files(__package__).joinpath(language)
    found = [file for file in folder.iterdir() if file.name.endswith(".po") and file.name != ERRORS]
    return sorted(found, key=lambda file: file.name)


def joined(language: str) -> Catalog:
    """All areas of a language in one. Raises ValueError where a key stands in two of them."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language)
    for area in areas(language):
        with area.open("rb") as file:
            part = read_po(file, locale=language, abort_invalid=True)
        for entry in part:
            if entry.id and entry.id in whole:
                raise ValueError(f"{language}/{area.name}: {entry.id} stands in another area too")
            if entry.id:
                whole[entry.id] = entry
    return whole


def message(language: str, key: str, count: object = None) -> str | None:
    """What the catalogue has for a key, its places not filled; None where it has nothing."""
    spoken = _spoken(language)
    said = spoken.ngettext(key, key, count) if isinstance(count, int) else key
    said = spoken.gettext(key) if said == key else said
    return None if said == key else said


@cache
def keys(language: str) -> frozenset[str]:
    """All keys of a language."""
    return frozenset(_spoken(language).keys())


class _Spoken(GNUTranslations):
    """A compiled catalogue that also tells what it has."""

    def keys(self) -> set[str]:
        entries: dict[str | tuple[str, int], str] = vars(self)["_catalog"]
        return {entry if isinstance(entry, str) else entry[0] for entry in entries} - {""}


@cache
def _spoken(language: str) -> _Spoken:
    from babel.messages.mofile import write_mo

    compiled = BytesIO()
    write_mo(compiled, joined(language))
    compiled.seek(0)
    return _Spoken(compiled)
