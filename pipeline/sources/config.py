"""The file `sources.toml`: how an office fetches (`[fetch]`), and the places where plans appear (`[[source]]`)."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, SerializeAsAny, ValidationError

from models.base import Frozen
from models.errors import UsageError
from pipeline.fetch.types import Manners
from pipeline.settings import Settings
from pipeline.sources.faults import Fault, faults_of, nearest
from pipeline.sources.kinds import KINDS, settings_of
from pipeline.sources.settings import SourceSettings

M = TypeVar("M", bound=BaseModel)

MOST_BYTES = 1024 * 1024
"""Of the file; a thousand sources take half of it."""
MOST_SOURCES = 1_000
_MOST_TOLD = 3
"""Faults that an error tells; `kehoach sources check` shows all, a line each."""


class Catalogue(Frozen):
    """What the file says."""

    fetch: Manners = Manners()
    sources: tuple[SerializeAsAny[SourceSettings], ...] = ()

    def named(self, name: str) -> SourceSettings:
        """The source of a name. Raises UsageError, which names the nearest one."""
        for source in self.sources:
            if source.name == name:
                return source
        known = [source.name for source in self.sources]
        near = nearest(name, known) if known else "the file names none yet"
        raise UsageError(f"there is no source {name!r}; {near}")


def path_of(settings: Settings) -> Path:
    """Where the file is, or is expected."""
    return settings.sources or settings.home / "sources.toml"


def load(path: Path) -> Catalogue:
    """What a file says. Raises UsageError, which tells the first faults with source and key, and where to see all."""
    catalogue, faults = examined(path)
    if faults:
        raise faulty(path, faults)
    return catalogue


def faulty(path: Path, faults: tuple[Fault, ...]) -> UsageError:
    """The error of a file with faults, in one line."""
    said = [str(fault) for fault in faults[:_MOST_TOLD]]
    if len(faults) > _MOST_TOLD:
        said.append(f"{len(faults) - _MOST_TOLD} more faults are shown by: kehoach sources check")
    return UsageError(f"{path}: " + "; ".join(said))


def examined(path: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    """The sources of a file that are sound, and the faults of the others. Raises UsageError where it cannot be read at
    all."""
    return parsed(read(path), path.absolute().parent)


def read(path: Path) -> str:
    """The text of the file. Raises UsageError where it is not there, too large, or not in UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(
            f"{path}: there is no file of sources yet; write one with: kehoach sources add URL --write"
        ) from error
    except OSError as error:
        raise UsageError(f"{path}: the file of sources cannot be opened: {error.strerror or error}") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{path}: the file of sources is larger than {MOST_BYTES // 1024} KiB; is it another file?")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: the file of sources is not in UTF-8; save it as UTF-8") from error


def parsed(text: str, base: Path) -> tuple[Catalogue, tuple[Fault, ...]]:
    """As `examined`, of a text; paths in it are from the folder `base`."""
    try:
        table = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return Catalogue(), (Fault(source=None, key=None, wrong=f"it is no TOML: {error}"),)
    faults = [_unknown(key) for key in table if key not in ("fetch", "source")]
    fetch = _checked(Manners, table.get("fetch", {}), None, base, faults, prefix="fetch.")
    sources: list[SourceSettings] = []
    for place, given in enumerate(_listed(table.get("source", []), faults), start=1):
        if (source := _source(given, place, base, faults)) is not None:
            sources.append(source)
    return Catalogue(fetch=fetch or Manners(), sources=tuple(sources)), tuple(faults)


def _listed(given: Any, faults: list[Fault]) -> list[dict[str, Any]]:
    """The tables of the sources, with a fault for each name that stands twice."""
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        faults.append(Fault(source=None, key="source", wrong="it is no list; begin each source with [[source]]"))
        return []
    if len(given) > MOST_SOURCES:
        faults.append(Fault(source=None, key="source", wrong=f"it has more than {MOST_SOURCES} entries"))
    names = [one.get("name") for one in given]
    for name in dict.fromkeys(n for n in names if isinstance(n, str) and names.count(n) > 1):
        places = ", ".join(str(at) for at, one in enumerate(names, start=1) if one == name)
        wrong = f"several sources have this name ({places}); give each a name of its own"
        faults.append(Fault(source=name, key="name", wrong=wrong))
    return given[:MOST_SOURCES]


def _source(given: dict[str, Any], place: int, base: Path, faults: list[Fault]) -> SourceSettings | None:
    name, kind = given.get("name"), given.get("kind")
    named = name if isinstance(name, str) and name else f"source {place}"
    if not isinstance(kind, str) or kind not in KINDS:
        wrong = f"{kind!r} is no kind of source; {nearest(str(kind), list(KINDS))}"
        missing = f"it is missing; it is one of {', '.join(sorted(KINDS))}"
        faults.append(Fault(source=named, key="kind", wrong=missing if kind is None else wrong))
        return None
    return _checked(settings_of(kind), given, named, base, faults)


def _checked(
    model: type[M], given: Any, named: str | None, base: Path, faults: list[Fault], prefix: str = ""
) -> M | None:
    try:
        return model.model_validate(given, context={"base": base})
    except ValidationError as error:
        faults.extend(faults_of(named, error, model, prefix))
        return None


def _unknown(key: str) -> Fault:
    return Fault(source=None, key=key[:80], wrong=f"no such key here; {nearest(key, ['fetch', 'source'])}")
