"""What travels between the product and the process that reads a file: frames of a kind and its bytes.

The answers are JSON, never pickles: the process that opened a hostile file is not trusted with code.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from io import FileIO

_HEAD = struct.Struct(">BQ")


class Kind(IntEnum):
    READ = 1
    """JSON: media type, source, whether classified documents are allowed. The content follows."""
    CONTENT = 2
    """The bytes of the file."""
    PROGRESS = 3
    """JSON: pages done, pages in all."""
    DOCUMENT = 4
    """JSON: the document."""
    FAILURE = 5
    """JSON: the name of the error and its message."""
    DRAW = 6
    """JSON: media type, source, page, its size in points, the boxes to mark. The content follows."""
    PICTURE = 7
    """PNG."""


def send(stream: FileIO, kind: Kind, payload: bytes) -> None:
    """Write a frame to a stream without a buffer."""
    for part in (_HEAD.pack(kind, len(payload)), payload):
        left = memoryview(part)
        while left:
            left = left[stream.write(left) :]


def receive(stream: FileIO) -> tuple[Kind, bytes] | None:
    """The next frame of a stream without a buffer; None at its end. Raises EOFError where it ends inside a frame."""
    first = stream.read(1)
    if not first:
        return None
    kind, length = _HEAD.unpack(first + _exactly(stream, _HEAD.size - 1))
    return Kind(kind), _exactly(stream, length)


def _exactly(stream: FileIO, length: int) -> bytes:
    out = bytearray()
    while len(out) < length:
        got = stream.read(length - len(out))
        if not got:
            raise EOFError
        out += got
    return bytes(out)
