"""The name of a unit as texts and people write it: kind, name, and the units above that are named behind it.

Two writings of one name (`Qui Nhơn`, `Quy Nhơn`; `Đắc Lắc`, `Đắk Lắk`; `HƯNGYÊN`, `Hưng Yên`) have one key. A key is
for finding: which of several is meant is told by the accents, where any were written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from extractors.fold import any_of, fold, spell
from extractors.lexicon import unit_words

LONGEST = 200
"""Characters of a name that are looked at; what is longer is no name."""
_HARD = re.compile("k(?!h)")
_SAME_SOUND = re.compile(r"k(?!h)|(?<=[bcdghklmnpqrstvxu])y(?![^\W\d_])")
_APART = re.compile(r"[^\w\n]+|_+|(?<!\d)0+(?=\d)")


@dataclass(frozen=True)
class WrittenName:
    """One way to read the words: `kind` as it is written in full, or None where none is; `name` without it."""

    kind: str | None
    name: str

    @property
    def key(self) -> str:
        return key(self.name)

    @property
    def accented(self) -> str:
        return accented(self.name)


def key(name: str) -> str:
    """What two writings of one name have in common.

    >>> key("Qui Nhơn") == key("QUY NHON"), key("Đắc Lắc") == key("Đắk Lắk"), key("Ea H'leo") == key("Ea Hleo")
    (True, True, True)
    >>> key("07"), key("Bà Rịa - Vũng Tàu")
    ('7', 'bariavungtau')
    """
    return _APART.sub("", _SAME_SOUND.sub(_sound, fold(name)))


def keys(names: Sequence[str]) -> dict[str, str]:
    """The key of each unit's name, of the name without its kind: all in one pass, for the whole table."""
    bare = _first_kind().sub("", "\n".join(names))
    return dict(zip(names, key(bare).split("\n"), strict=True))


def parted(name: str) -> tuple[str, str]:
    """Kind and name of a unit of the table.

    >>> parted("thị xã Quảng Trị")
    ('thị xã', 'Quảng Trị')
    """
    match = _first_kind().match(name)
    if match is None:
        raise ValueError(f"{name!r} begins with no kind of unit")
    return match[0].rstrip(), name[match.end() :]


def _sound(match: re.Match[str]) -> str:
    return "c" if match[0] == "k" else "i"


def accented(name: str) -> str:
    """The same with its accents; a tone may stand on either vowel."""
    return _APART.sub("", _HARD.sub("c", spell(name)))


@lru_cache(maxsize=20_000)
def readings(words: str) -> tuple[WrittenName, ...]:
    """The ways to read a unit's name, the likelier first: `Quan Sơn` may be a district of that name or a `quận Sơn`.

    >>> readings("UBND huyện An Biên")[0]
    WrittenName(kind='huyện', name='An Biên')
    """
    words = _without_body(" ".join(words[:LONGEST].split()).strip(" .,;:"))
    alias = unit_words().aliases.get(key(words))
    if alias:
        return readings(alias)
    bare = WrittenName(None, words)
    match = _kind_pattern().match(fold(words))
    if match is None or match.end() >= len(words):
        return (bare,)
    kind, rest = _kinds()[match[1]], words[match.end() :]
    full = unit_words().aliases.get(key(rest))
    if full and full.startswith(kind + " "):
        rest = full[len(kind) + 1 :]
    return (WrittenName(kind, rest), bare)


def places(words: str) -> list[str]:
    """The unit and those named above it, where commas part them.

    >>> places("xã A, huyện B, tỉnh C")
    ['xã A', 'huyện B', 'tỉnh C']
    """
    return [part.strip() for part in words[:LONGEST].split(",") if part.strip()]


def cut(words: str) -> list[str]:
    """The same where no comma parts them: before each kind that stands inside, written in full with its accents.

    >>> cut("UBND huyện Châu Thành tỉnh An Giang"), cut("thị xã Quảng Trị")
    (['huyện Châu Thành', 'tỉnh An Giang'], ['thị xã Quảng Trị'])
    """
    words = _without_body(" ".join(words[:LONGEST].split()))
    starts = [0, *(match.start() for match in _inner_kind().finditer(spell(words)) if match.start() > 0)]
    return [words[start:end].strip(" ,") for start, end in zip(starts, [*starts[1:], len(words)], strict=True)]


def _without_body(words: str) -> str:
    match = _body_pattern().match(fold(words))
    return words[match.end() :] if match and match.end() < len(words) else words


@cache
def _body_pattern() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(map(fold, unit_words().bodies))})\s+")


@cache
def _kinds() -> dict[str, str]:
    """Each writing of a kind, folded, and the kind in full."""
    kinds = unit_words().kind
    return {fold(written): kind.name for kind in kinds for written in (kind.name, *kind.short)}


@cache
def _kind_pattern() -> re.Pattern[str]:
    """A kind, behind which a space, or a dot, or a number stands: `TP.HCM`, `Q.1`, `huyện X`."""
    dotted = any_of(w for w in _kinds() if w.endswith("."))
    plain = any_of(w for w in _kinds() if not w.endswith("."))
    return re.compile(rf"({dotted}|(?:{plain})(?=\s))\s*")


@cache
def _first_kind() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(kind.name for kind in unit_words().kind)}) ", re.MULTILINE)


@cache
def _inner_kind() -> re.Pattern[str]:
    kinds = any_of(kind.name for kind in unit_words().kind)
    return re.compile(rf"(?<!\w)(?:{kinds})(?=\s)")
