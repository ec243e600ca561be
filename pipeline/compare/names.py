"""Names that merely follow the issuer: its unit, its level and its own bodies.

Where Cà Mau writes `Tỉnh ủy` and `trên địa bàn tỉnh Cà Mau`, a district writes `Huyện ủy` and `trên địa bàn huyện An
Biên`: the same requirement, said by another issuer (Luật Tổ chức chính quyền địa phương 2015, Điều 2 and 4: units and
their governments by level). A name of another level or place is no such name, and its change is one of substance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache, partial

from extractors.fold import spell
from extractors.unit_names import parted
from models.metadata import GovernmentLevel
from models.plan import Plan
from models.span import Span
from pipeline.compare.wording import SHORT, Reading, Syllable, syllables

UNIT, LEVEL, OFFICE, PARTY = "⟨unit⟩", "⟨level⟩", "⟨office⟩", "⟨party⟩"
"""What the unit's name, the words for its level, for its specialised agencies and for its Party committee are compared
by."""

_KINDS = {
    GovernmentLevel.PROVINCE: ("tỉnh", "thành phố"),
    GovernmentLevel.DISTRICT: ("huyện", "thị xã", "thành phố", "quận"),
    GovernmentLevel.COMMUNE: ("xã", "phường", "thị trấn", "đặc khu"),
}
# Words of several syllables one of which is the word for a kind of unit.
_OTHER_WORDS = {("xã", "hội"), ("tác", "xã"), ("thị", "xã"), ("tỉnh", "táo"), ("liên", "xã")}
_PARTIES = {
    GovernmentLevel.PROVINCE: ("tỉnh ủy", "thành ủy"),
    GovernmentLevel.DISTRICT: ("huyện ủy", "thị ủy", "thành ủy", "quận ủy"),
    GovernmentLevel.COMMUNE: ("đảng ủy",),
}
_OFFICES = {GovernmentLevel.PROVINCE: "sở", GovernmentLevel.DISTRICT: "phòng"}

Phrases = tuple[tuple[tuple[str, ...], str], ...]
"""Syllables, and the key that stands for them, the longest first."""


def reader(plan: Plan) -> Reading:
    """How to read a text of this plan: its issuer's own names are compared as names of the issuer."""
    return _reading(_phrases(plan.metadata.issuer_unit.value, plan.metadata.issuer_level.value))


@lru_cache(maxsize=1_024)
def _reading(phrases: Phrases) -> Reading:
    """One reading for all texts of one issuer, by which what was read is remembered."""
    return partial(_remembered, phrases)


def _remembered(phrases: Phrases, text: str) -> Sequence[Syllable]:
    return _short(phrases, text) if len(text) <= SHORT else _read(phrases, text)


@lru_cache(maxsize=4_096)
def _short(phrases: Phrases, text: str) -> Sequence[Syllable]:
    return _read(phrases, text)


def _phrases(unit: str | None, level: GovernmentLevel | None) -> Phrases:
    """A unit whose kind is not known gives its name alone; one whose level is not known gives nothing of its level."""
    found: list[tuple[tuple[str, ...], str]] = []
    kinds = _KINDS.get(level, ()) if level else ()
    if unit:
        kind, name = _parted(unit)
        found.append((_keys(name), UNIT))
        kinds = tuple(k for k in kinds if k == kind) or kinds[:1]
    found += [(_keys(kind), LEVEL) for kind in kinds]
    found += [(_keys(party), PARTY) for party in (_PARTIES.get(level, ()) if level else ())]
    if level in _OFFICES:
        found.append((_keys(_OFFICES[level]), OFFICE))
    return tuple(sorted((f for f in found if f[0]), key=lambda f: -len(f[0])))


def _parted(unit: str) -> tuple[str, str]:
    try:
        kind, name = parted(unit)
    except ValueError:
        return "", unit
    return spell(kind), name


def _keys(words: str) -> tuple[str, ...]:
    return tuple(s.key for s in syllables(words))


def _read(phrases: Phrases, text: str) -> Sequence[Syllable]:
    """
    >>> phrases = _phrases("tỉnh Cà Mau", GovernmentLevel.PROVINCE)
    >>> [s.key for s in _read(phrases, "Tỉnh ủy Cà Mau, các huyện; Sở Nội vụ, trụ sở")]
    ['⟨party⟩', '⟨unit⟩', 'các', 'huyện', '⟨office⟩', 'nội', 'vụ', 'trụ', 'sở']
    """
    return tuple(_named(text, syllables(text), phrases))


def _named(text: str, read: Sequence[Syllable], phrases: Phrases) -> Iterator[Syllable]:
    firsts = {phrase[0] for phrase, _ in phrases}
    k = 0
    while k < len(read):
        found = None
        if read[k].key in firsts:
            found = next((f for f in phrases if _stands(f, text, read, k)), None)
        if found is None:
            yield read[k]
            k += 1
            continue
        last = k + len(found[0])
        yield Syllable(Span(read[k].span.start, read[last - 1].span.end), found[1], follows=True)
        k = last


def _stands(phrase: tuple[tuple[str, ...], str], text: str, read: Sequence[Syllable], k: int) -> bool:
    """Whether the phrase stands at this syllable. A unit's name and an agency's begin with capitals (Nghị định
    30/2020/NĐ-CP, Phụ lục II), which tells `Sở Nội vụ` from `trụ sở` and `Phòng Nội vụ` from `phòng, chống`."""
    words, key = phrase
    last = k + len(words)
    if last > len(read) or any(s.key != w for s, w in zip(read[k:last], words, strict=True)):
        return False
    if key == LEVEL and any(
        (read[n].key, read[n + 1].key) in _OTHER_WORDS for n in (k - 1, last - 1) if 0 <= n < len(read) - 1
    ):
        return False
    if key == OFFICE:
        return last < len(read) and text[read[k].span.start].isupper() and text[read[last].span.start].isupper()
    return key != UNIT or all(text[s.span.start].isupper() for s in read[k:last])
