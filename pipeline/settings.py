"""What the office sets: read from the environment in this one place."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from models.base import Frozen
from models.errors import UsageError

_URL = re.compile(r"[a-z][a-z0-9+]{1,40}://")
_YES, _NO = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


class Settings(Frozen):
    """Where the data live, and what is allowed."""

    home: Path
    """The folder of the database and the originals (KEHOACH_HOME)."""
    database: str | None = None
    """An SQLAlchemy URL (KEHOACH_DATABASE); None is the file `kehoach.sqlite` in `home`."""
    originals: str | None = None
    """Where original bytes are kept: a folder, or a URL that fsspec knows (KEHOACH_ORIGINALS); None is `originals` in
    `home`."""
    sources: Path | None = None
    """The file that names the places where plans appear (KEHOACH_SOURCES); None is `sources.toml` in `home`."""
    allow_classified: bool = False
    """Whether documents that bear a degree of secrecy may be stored (KEHOACH_ALLOW_CLASSIFIED)."""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """The settings in force. Raises UsageError where a variable says something that cannot be meant."""
        given = os.environ if environ is None else environ
        return cls(
            home=_home(given.get("KEHOACH_HOME", "")),
            database=_database(given.get("KEHOACH_DATABASE", "")),
            originals=given.get("KEHOACH_ORIGINALS", "").strip() or None,
            sources=Path(given["KEHOACH_SOURCES"]).expanduser() if given.get("KEHOACH_SOURCES", "").strip() else None,
            allow_classified=_switch("KEHOACH_ALLOW_CLASSIFIED", given.get("KEHOACH_ALLOW_CLASSIFIED", "")),
        )


def _home(value: str) -> Path:
    home = Path(value).expanduser() if value.strip() else _default_home()
    if home.exists() and not home.is_dir():
        raise UsageError(f"KEHOACH_HOME is not a folder: {home}")
    return home.absolute()


def _default_home() -> Path:
    """`data` beside the project file when run from a checkout, else in the current folder."""
    checkout = Path(__file__).resolve().parents[1]
    return (checkout if (checkout / "pyproject.toml").is_file() else Path.cwd()) / "data"


def _database(value: str) -> str | None:
    if not value.strip():
        return None
    if not _URL.match(value):
        raise UsageError(f"KEHOACH_DATABASE is no database URL such as sqlite:////srv/kehoach.sqlite: {value!r}")
    return value


def _switch(name: str, value: str) -> bool:
    said = value.strip().lower()
    if said not in _YES | _NO:
        raise UsageError(f"{name} must be 1 or 0, not {value!r}")
    return said in _YES
