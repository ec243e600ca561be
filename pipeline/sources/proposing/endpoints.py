"""An entry for an endpoint of JSON: the longest list of documents in the answer, and what its fields say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from models.errors import BadFeed, ChangedLayout
from pipeline.fetch.types import Fetched
from pipeline.sources.dotted import values_at
from pipeline.sources.proposing.columns import roles, share
from pipeline.sources.web import absolute, file_name

_DEEPEST = 6
_LOOKED_AT = 30
_MOST_NAMES = 60


def table_of(fetched: Fetched, text: str) -> dict[str, Any]:
    """Raises BadFeed, ChangedLayout."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFeed(f"{fetched.final}: this is no JSON") from error
    lists = sorted(_lists(answer, "", 0), key=lambda pair: -len(pair[1]))
    if not lists:
        raise ChangedLayout(f"{fetched.final}: no list of documents is found in this answer")
    path, items = lists[0][0], lists[0][1][:_LOOKED_AT]
    columns = {name: [_first(item, name) for item in items] for name in _names(items, "", 0)}
    found = roles(columns)
    base = fetched.final
    files = [name for name, column in columns.items() if share(column, file_name) > 0.5]
    pages = [name for name, column in columns.items() if name not in files and share(column, _is_link(base)) > 0.5]
    table: dict[str, Any] = {"kind": "json", "address": fetched.address}
    table |= {"items": path} if path else {}
    table |= {key: value for key, value in found._asdict().items() if value}
    table |= {"attachment": files[0]} if files else {}
    table |= {"details": pages[0]} if pages and not files else {}
    if not files and not pages:
        raise ChangedLayout(f"{fetched.final}: no field of the documents in this answer holds an address")
    return table


def _lists(value: Any, path: str, depth: int) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(value, list):
        documents = [one for one in value if isinstance(one, dict)]
        if documents:
            yield path, documents
    elif isinstance(value, dict) and depth < _DEEPEST:
        for name, inner in list(value.items())[:_MOST_NAMES]:
            if name and "." not in name:
                yield from _lists(inner, f"{path}.{name}".lstrip("."), depth + 1)


def _names(items: list[Any], path: str, depth: int) -> list[str]:
    """The paths of the fields, in order."""
    found: dict[str, None] = {}
    for item in items:
        for name, value in list(item.items())[:_MOST_NAMES] if isinstance(item, dict) else ():
            at = f"{path}.{name}".lstrip(".")
            if not name or "." in name:
                continue
            inner = [value] if isinstance(value, dict) else value if isinstance(value, list) else []
            if inner and depth < _DEEPEST:
                found |= dict.fromkeys(_names(inner, at, depth + 1))
            elif isinstance(value, str):
                found[at] = None
    return list(found)[:_MOST_NAMES]


def _first(item: Any, path: str) -> str | None:
    return next((one for one in values_at(item, path) if isinstance(one, str)), None)


def _is_link(base: str) -> Any:
    return lambda text: text.startswith(("/", "http://", "https://")) and absolute(base, text) is not None
