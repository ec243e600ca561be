"""The PO files of a language read as one catalogue by Babel, and compiled so that no command waits for that.

What is compiled (`make messages`, and every installation) is named by the PO files it was made of: where those have
changed since, or nothing is compiled, the catalogue is read from them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from gettext import GNUTranslations
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

HOME = Path(__file__).parent
COMPILED = "kehoach.mo"
ERRORS = "errors.po"
"""The one area whose msgids are no keys but the English sentences of the error tree: English needs no entry there."""


def areas(language: str) -> list[Path]:
    """The PO files of a language in the order of their names."""
    return sorted(HOME.joinpath(language).glob("*.po"))


def joined(language: str) -> Catalog:
    """All areas of a language in one.

    Raises ValueError where a key stands in two of them, babel.messages.pofile.PoFileError for a file that is none.
    """
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    whole = Catalog(locale=language, project="kehoach", version=_digest(language))
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
    """What the catalogue has for a key (or an English sentence of an error), places not filled; None for nothing."""
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
    compiled = HOME / language / COMPILED
    if compiled.is_file():
        with compiled.open("rb") as file:
            spoken = _Spoken(file)
        if spoken.info().get("project-id-version") == f"kehoach {_digest(language)}":
            return spoken
    return _Spoken(BytesIO(_compiled(language)))


def compile_all() -> None:
    """Write what is read at every start: one MO file a language, beside the PO files."""
    for folder in {file.parent for file in HOME.glob("*/*.po")}:
        (folder / COMPILED).write_bytes(_compiled(folder.name))


def _compiled(language: str) -> bytes:
    from babel.messages.mofile import write_mo

    made = BytesIO()
    write_mo(made, joined(language))
    return made.getvalue()


def _digest(language: str) -> str:
    """Of all PO files of a language."""
    whole = hashlib.sha256()
    for area in areas(language):
        whole.update(area.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


if __name__ == "__main__":
    compile_all()
