"""A plan's text in a few numbers, by which the plans that may be alike are found among many without comparing all.

MinHash over runs of words (Broder 1997), cut into bands (Indyk and Motwani 1998): the more bands two plans share, the
more alike they are. Accents and numbers are left out, since scans misread the one and drafts leave blank the other.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING

from pipeline.folding import fold
from pipeline.store.wording import Content

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RUN = 3
"""Words of a run: two neighbours are too often set phrases, and a run of more is too often cut by a change."""

BANDS = 32
ROWS = 2
"""Bands of a sketch, hashes of a band: of plans that share the part `s` of their runs 32 s² are the same on average."""

CANDIDATE = 2
"""Bands that two plans share, at least, that are worth comparing."""

_HASHES = BANDS * ROWS
_WIDTH = 4
"""Bytes of a hash in a sketch."""


def sketch(content: Content) -> bytes:
    """For each of 64 orders of all possible runs, the first of the content's runs, as 4 bytes.

    The same words give the same bytes on every machine. A text of fewer words than a run is one run; a text without
    words has an empty sketch, and is like none.
    """
    import numpy as np

    runs = _runs(content)
    if not len(runs):
        return b""
    multipliers, addends = _orders()
    least = np.full(_HASHES, np.iinfo(np.uint64).max, dtype=np.uint64)
    for start in range(0, len(runs), _BATCH):
        hashes = multipliers[:, None] * runs[None, start : start + _BATCH] + addends[:, None]
        np.minimum(least, hashes.min(axis=1), out=least)
    return (least >> np.uint64(32)).astype(">u4").tobytes()


def bands(content: Content) -> tuple[int, ...]:
    """The sketch's bands as 32 integers of at most 63 bits, each of which tells its place too; none without words."""
    return bands_of(sketch(content))


def bands_of(made: bytes) -> tuple[int, ...]:
    """The bands of a sketch."""
    size = ROWS * _WIDTH
    return tuple(_number(bytes([at // size]) + made[at : at + size]) >> 1 for at in range(0, len(made), size))


def resemblance(one: bytes, other: bytes) -> float:
    """The share of runs (0 to 1) that two texts have in common, as their sketches tell it: within 0.1, mostly."""
    if not one or not other:
        return 0.0
    pairs = zip(memoryview(one).cast("I"), memoryview(other).cast("I"), strict=True)
    return sum(a == b for a, b in pairs) / _HASHES


_BATCH = 8_192
"""Runs that are hashed at once, for the memory."""


def _runs(content: Content) -> NDArray[np.uint64]:
    """The hash of each run of words; a run that stands twice counts once, as its hash does."""
    import numpy as np

    said = [plain for word in content.said if not (plain := _plain(word)).isdecimal()]
    words = np.fromiter(map(_hash, said), dtype=np.uint64, count=len(said))
    if not len(words):
        return words
    length = min(RUN, len(words))
    count = len(words) - length + 1
    runs = np.zeros(count, dtype=np.uint64)
    for k in range(length):
        runs = _mixed(runs * np.uint64(_ODD) + words[k : k + count])
    return runs


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit of each depends on every bit (the end of MurmurHash3)."""
    import numpy as np

    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        numbers = (numbers ^ (numbers >> np.uint64(33))) * np.uint64(factor)
    return numbers ^ (numbers >> np.uint64(33))


_ODD = 0x9E3779B97F4A7C15


@lru_cache(1)
def _orders() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """Multipliers (odd) and addends of the hash functions."""
    import numpy as np

    numbers = [_number(f"{kind}{k}".encode()) for kind in ("multiply", "add") for k in range(_HASHES)]
    multipliers = np.array([number | 1 for number in numbers[:_HASHES]], dtype=np.uint64)
    return multipliers, np.array(numbers[_HASHES:], dtype=np.uint64)


@lru_cache(20_000)
def _hash(word: str) -> int:
    return _number(word.encode())


@lru_cache(20_000)
def _plain(word: str) -> str:
    return fold(word).strip() or word


def _number(data: bytes) -> int:
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big")
