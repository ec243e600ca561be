"""What may come out of one archive, all that is nested in it together. Real bytes are counted, not what is declared."""

from __future__ import annotations

from dataclasses import dataclass

from models.errors import ReadError, TooLarge, Unsafe
from pipeline.read.opening import MAX_BYTES

MOST_MEMBERS = 1_000
MOST_BYTES = 256 * 1024 * 1024
# Office files and scans shrink at most some tens of times, a page of white some hundreds; a bomb a thousand times.
_MOST_RATIO = 200
_RATIO_FROM = 8 * 1024 * 1024  # bytes from which the ratio tells


class Exhausted(Exception):
    """The whole archive is beyond a bound; nothing more of it is read."""

    def __init__(self, reason: ReadError) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(slots=True)
class Budget:
    """What has come out so far."""

    members: int = 0
    expanded: int = 0

    def open_member(self) -> None:
        """Counts a member. Raises Exhausted beyond 1,000."""
        self.members += 1
        if self.members > MOST_MEMBERS:
            raise Exhausted(TooLarge(f"it holds more than {MOST_MEMBERS:,} files; the rest was not read, split it"))

    def expand(self, size: int, member: int, packed: int) -> None:
        """Counts `size` bytes more of a member that has given `member` bytes so far out of `packed`.

        Raises TooLarge or Unsafe for the member, Exhausted beyond 256 MiB in all.
        """
        self.expanded += size
        if member > _RATIO_FROM and member > _MOST_RATIO * packed:
            raise Unsafe(f"it expands more than {_MOST_RATIO} times; it was not read further")
        if member > MAX_BYTES:
            raise TooLarge(f"it is larger than {MAX_BYTES // 1024 // 1024} MiB, the most that is read; split it")
        if self.expanded > MOST_BYTES:
            mebibytes = MOST_BYTES // 1024 // 1024
            raise Exhausted(Unsafe(f"its files take more than {mebibytes} MiB; the rest was not read, split it"))

    @staticmethod
    def too_deep(deepest: int) -> Unsafe:
        return Unsafe(f"archives stand more than {deepest} deep in each other; unpack it")
