"""JSON of others: read within bounds, and what stands in it at names joined by dots."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import Field

from models.errors import BadFeed
from pipeline.fetch.types import Fetched
from pipeline.sources import suspicion
from pipeline.sources.pages import page_of
from pipeline.sources.web import text_of

MOST_BYTES = 16 * 1024 * 1024

Dotted = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^.]+(\.[^.]+)*$")]
"""Names joined by dots; where one leads to a list, into each of its members."""


def answer_of(fetched: Fetched) -> Any:
    """The JSON of an answer. Raises BadFeed; LoginPage or Challenge for such a page in its place."""
    text = text_of(fetched)
    if text.lstrip()[:1] == "<":
        suspicion.check(page_of(fetched))
        raise BadFeed(f"{fetched.final}: this is a web page, no JSON")
    if len(text) > MOST_BYTES:
        raise BadFeed(f"{fetched.final}: the answer is larger than {MOST_BYTES // 1024 // 1024} MiB")
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFeed(f"{fetched.final}: this is no JSON") from error


def values_at(value: Any, path: str | None) -> list[Any]:
    """What stands at a path, each member of the lists on the way.

    >>> values_at({"tep": [{"ten": "a"}, {"ten": "b"}, 3]}, "tep.ten")
    ['a', 'b']
    """
    found = [value]
    for name in path.split(".") if path else ():
        inner = [part for one in found for part in (one if isinstance(one, list) else [one])]
        found = [one[name] for one in inner if isinstance(one, dict) and name in one]
    flat = [part for one in found for part in (one if isinstance(one, list) else [one])]
    return [part for part in flat if part is not None]
