"""The font that charts are drawn with: one that is on this machine and has all the letters of Vietnamese."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import chain
from pathlib import Path

from extractors.fold import LOWER, UPPER
from models.base import Frozen
from models.errors import UsageError


class Font(Frozen):
    """A font family and the file of its upright letters."""

    family: str
    file: Path


_WANTED: tuple[tuple[str, str], ...] = (
    ("Liberation Sans", "LiberationSans-Regular.ttf"),
    ("Arial", "arial.ttf"),
    ("Noto Sans", "NotoSans-Regular.ttf"),
    ("DejaVu Sans", "DejaVuSans.ttf"),
    ("FreeSans", "FreeSans.ttf"),
)
"""In the order of preference: first those that are as wide as Arial, which nearly every screen has too."""

_MORE = "…“”–·×"
"""What charts draw beside letters."""


@cache
def font() -> Font:
    """The font in use. Raises UsageError where none of those known is here with all letters."""
    return choose(folders())


def folders() -> tuple[Path, ...]:
    """Where fonts are kept on Linux, macOS and Windows."""
    home = Path.home()
    places: list[str | Path] = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        home / ".fonts",
        home / ".local/share/fonts",
        "/Library/Fonts",
        "/System/Library/Fonts/Supplemental",
        home / "Library/Fonts",
        Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
    ]
    return tuple(Path(place) for place in places)


def choose(places: Iterable[Path]) -> Font:
    """The first of the known fonts that is in one of the folders, or below, with every letter.

    Raises UsageError for none; it names the fonts that would do, and those found that lack letters.
    """
    there = _files(places)
    lacking = []
    for family, name in _WANTED:
        for file in there.get(name.lower(), ()):
            missing = _missing(file)
            if not missing:
                return Font(family=family, file=file)
            lacking.append(f"{file} lacks {len(missing)}, such as {missing[:5]}")
    known = ", ".join(family for family, _ in _WANTED)
    found = f" (found, but without all letters of Vietnamese: {'; '.join(lacking)})" if lacking else ""
    raise UsageError(
        f"charts need a font with the letters of Vietnamese, and none is installed{found}; install one of {known}; "
        "on Debian or Ubuntu: sudo apt-get install fonts-liberation2"
    )


def _files(places: Iterable[Path]) -> dict[str, list[Path]]:
    """The font files by their name in small letters, in the order of the folders."""
    wanted = {name.lower() for _, name in _WANTED}
    found: dict[str, list[Path]] = {}
    for file in chain.from_iterable(map(_below, places)):
        if file.name.lower() in wanted:
            found.setdefault(file.name.lower(), []).append(file)
    return found


def _below(folder: Path) -> Iterator[Path]:
    for at, _, names in sorted(os.walk(folder)):
        yield from (Path(at) / name for name in sorted(names))


def _missing(file: Path) -> str:
    """The letters that a font draws as its sign for "no such letter". Every one of them for a file that is no font."""
    from PIL import ImageFont

    letters = LOWER + UPPER + _MORE
    try:
        drawn = ImageFont.truetype(str(file), 24)
        none = bytes(drawn.getmask("\U0010fffd"))
        return "".join(letter for letter in letters if bytes(drawn.getmask(letter)) == none)
    except (OSError, ValueError):
        return letters
