"""Reading bodies within bounds: on the bytes that come, on the bytes that they unpack to, and on time.

What an answer says of itself (`Content-Length`, `Content-Encoding`, RFC 9110) is held against it, never relied on.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from models.errors import BadAnswer, TooMuch
from pipeline.fetch.addresses import shown

_MEMBERS = 100
"""Parts of one gzip stream (RFC 1952, section 2.2); honest ones have one."""
_DRAINED = 64 * 1024
"""Bytes of an unwanted body that are read so that the connection can be used again."""


class Bounds(NamedTuple):
    """What a body may take: bytes, as sent and as unpacked; by when, by time.monotonic. `cut` takes what fits."""

    largest: int
    ends_at: float
    cut: bool = False


class Body(NamedTuple):
    content: bytes
    received: int
    """Bytes as sent."""


class CutShort(Exception):
    """Fewer bytes came than were announced, or the packing ended before its end."""


def read(address: str, parts: Iterable[bytes], headers: Mapping[str, str], bounds: Bounds) -> Body:
    """The whole body, unpacked. Raises TooMuch, BadAnswer, CutShort, and what reading `parts` raises."""
    announced = _announced(headers)
    if announced is not None and announced > bounds.largest and not bounds.cut:
        raise too_large(address, bounds.largest)
    unpacker = _unpacker(address, headers)
    made, received = bytearray(), 0
    for part in parts:
        received += len(part)
        made += unpacker.more(part, bounds.largest + 1 - len(made))
        if bounds.cut and len(made) >= bounds.largest:
            return Body(bytes(made[: bounds.largest]), received)
        if max(received, len(made)) > bounds.largest:
            raise too_large(address, bounds.largest)
        if time.monotonic() > bounds.ends_at:
            raise too_slow(address)
    if not unpacker.whole or (announced is not None and announced != received):
        raise CutShort
    return Body(bytes(made), received)


def drain(parts: Iterable[bytes]) -> None:
    """Read a small body that nobody wants; a large one is left, and its connection with it."""
    left = _DRAINED
    for part in parts:
        left -= len(part)
        if left < 0:
            return


def too_large(address: str, largest: int) -> TooMuch:
    return TooMuch(
        f"{shown(address)}: more than {largest:,} bytes, packed or unpacked; raise `largest` in [fetch] of sources.toml"
    )


def too_slow(address: str) -> TooMuch:
    return TooMuch(
        f"{shown(address)}: the answer did not end in the time it is given; raise `longest` in [fetch] of sources.toml"
    )


def _announced(headers: Mapping[str, str]) -> int | None:
    said = headers.get("content-length", "").strip()
    counted = said.isascii() and said.isdigit() and len(said) < 20 and "transfer-encoding" not in headers
    return int(said) if counted else None


class _Plain:
    whole = True

    def more(self, part: bytes, room: int) -> bytes:
        return part[: max(0, room)]


class _Packed:
    """gzip or deflate, unpacked no further than there is room."""

    def __init__(self, address: str, *, gzip: bool) -> None:
        self._address, self._gzip = address, gzip
        self._bits: int | None = 16 + zlib.MAX_WBITS if gzip else None
        self._begun = False
        self._members = 0
        self._stream: zlib._Decompress | None = None

    @property
    def whole(self) -> bool:
        return not self._begun or self._ended

    def more(self, part: bytes, room: int) -> bytes:
        return b"".join(self._unpacked(part, max(1, room)))

    def _unpacked(self, part: bytes, room: int) -> Iterator[bytes]:
        while room > 0:
            if self._ended:  # What follows is another member, or padding.
                part = part.lstrip(b"\0") if self._gzip else b""
            if not part:
                return
            stream = self._current(part)
            try:
                made = stream.decompress(part, room)
            except zlib.error as error:
                raise BadAnswer(f"{shown(self._address)}: the body is damaged ({error}); try again later") from error
            yield made
            room -= len(made)
            part = stream.unused_data

    @property
    def _ended(self) -> bool:
        return self._stream is not None and self._stream.eof

    def _current(self, part: bytes) -> zlib._Decompress:
        self._begun = True
        if self._stream is None or self._ended:
            self._members += 1
            if self._members > _MEMBERS:
                raise BadAnswer(f"{shown(self._address)}: the body is packed in too many parts; tell the site's people")
            self._stream = zlib.decompressobj(self._bits or _deflated(part))
        return self._stream


def _deflated(part: bytes) -> int:
    """With the header of zlib, as it must be, or without, as some servers send it (RFC 9110, section 8.4.1.2)."""
    zlib_header = part[0] & 0x0F == 8 and (len(part) < 2 or (part[0] << 8 | part[1]) % 31 == 0)
    return zlib.MAX_WBITS if zlib_header else -zlib.MAX_WBITS


def _unpacker(address: str, headers: Mapping[str, str]) -> _Plain | _Packed:
    named = [n for each in headers.get("content-encoding", "").lower().split(",") if (n := each.strip())]
    match [n for n in named if n != "identity"]:
        case []:
            return _Plain()
        case ["gzip" | "x-gzip"]:
            return _Packed(address, gzip=True)
        case ["deflate"]:
            return _Packed(address, gzip=False)
    raise BadAnswer(f"{shown(address)}: the body is packed in a way that nobody asked for; tell the site's people")
