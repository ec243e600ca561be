"""A whole plan as the bytes that the store keeps: the interchange format, compressed."""

from __future__ import annotations

import zlib
from typing import Any

from pydantic_core import from_json, to_json

from models import interchange
from models.plan import Plan
from models.records import KINDS

_FAST = 1
"""zlib's level: JSON shrinks to a quarter at once, and hardly more for three times the time."""


def json_text(value: Any) -> str:
    """A value of a JSON column: accents stay as they are, for people who read the tables."""
    return to_json(value).decode()


def packed(data: dict[str, Any]) -> bytes:
    """What `interchange.dump` gave, as UTF-8 compressed by zlib."""
    return zlib.compress(to_json(data), _FAST)


def unpacked(content: bytes) -> Plan:
    return interchange.load(from_json(zlib.decompress(content)))


def unpacked_head(content: bytes) -> Plan:
    """The plan without outline, records and words' boxes, in a fraction of the time: what it says of itself, its pages
    and its problems."""
    data = from_json(zlib.decompress(content))
    left_out: dict[str, Any] = {name: [] for name in ("outline", "noise", *(kind.kind_name for kind in KINDS))}
    document = data["document"] | {"words": None, "tables": []}
    return interchange.load(data | left_out | {"document": document})
