"""Which rules read a document and extracted from it: marks that change whenever a rule may have changed.

A mark is made of the files themselves, so none is ever forgotten: whoever changes a rule or a line of the lexicon
gives the rule set a new mark, and `kehoach reextract` finds what was made by the ones before.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[1]
_READING = ("models", "pipeline/read")
_EXTRACTION = (
    "models",
    "extractors",
    "pipeline/segment",
    "pipeline/extract.py",
    # What the store derives from a plan beside its records: folded words, words, identity, what is compared.
    "pipeline/folding.py",
    "pipeline/words.py",
    "pipeline/search/words.py",
    "pipeline/store/facts.py",
    "pipeline/store/identity.py",
    "pipeline/store/parts.py",
    "pipeline/store/sketch.py",
    "pipeline/store/wording.py",
)
_RULES = frozenset({".py", ".toml", ".csv"})


@cache
def reading() -> str:
    """The rules that turn bytes into text, such as `0.1.0+1f0c9a3e`."""
    return _mark(_READING)


@cache
def extraction() -> str:
    """The rules that turn text into outline and records, and into what the store keeps of them."""
    return _mark(_EXTRACTION)


def _mark(places: tuple[str, ...]) -> str:
    digest = sha256()
    for file in sorted(f for place in places for f in _files(_ROOT / place)):
        digest.update(file.relative_to(_ROOT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return f"{_release()}+{digest.hexdigest()[:8]}"


def _files(place: Path) -> Iterator[Path]:
    return iter([place]) if place.is_file() else (f for f in place.rglob("*") if f.suffix in _RULES)


def _release() -> str:
    try:
        return version("kehoach")
    except PackageNotFoundError:
        return "unknown"  # Run from files that were never installed.
