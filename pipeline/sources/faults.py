"""What is wrong with a file `sources.toml`: every fault with its source and key, and what would do instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError

from models.base import Frozen

_LONGEST_SHOWN = 80
"""Characters of a value, or of a key, that are repeated."""


class Fault(Frozen):
    """One thing that is wrong. `source` is its name, or its place where it has none (`source 3`); None is the file."""

    source: str | None
    key: str | None
    wrong: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.source, self.key, self.wrong) if part)


def faults_of(source: str | None, error: ValidationError, model: type[BaseModel], prefix: str = "") -> Iterator[Fault]:
    """The faults that checking a table against its model found, each in words."""
    for one in error.errors(include_url=False):
        location = tuple(part for part in one["loc"] if not _is_tag(model, one["loc"], part))
        key = (prefix + ".".join(map(str, location))).rstrip(".")
        yield Fault(source=source, key=_short(key) or None, wrong=_wrong(one, model, one["loc"]))


def nearest(name: str, known: Iterator[str] | list[str]) -> str:
    """What to say of a name that is none of those known."""
    names = sorted(known)
    near = get_close_matches(name, names, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"


def _wrong(one: Any, model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    what, given = one["type"], one.get("ctx") or {}
    if what == "extra_forbidden":
        return f"no such key here; {nearest(str(location[-1]), list(_keys_at(model, location[:-1])))}"
    if what == "value_error":
        return str(given["error"])
    if what == "string_pattern_mismatch" and location[-1] != "name":
        return f"{_short(repr(one['input']))} does not have the form that is asked for: {given['pattern']}"
    if what in ("union_tag_invalid", "union_tag_not_found"):
        return f"its {given['discriminator']} is not known; {_tags(one, given, model, location)}"
    for beginning, said in _SAID.items():
        if what.startswith(beginning):
            return said.format(value=_short(repr(one["input"])), **given)
    return f"{_short(repr(one['input']))} cannot be meant: {one['msg']}"


_SAID = {
    "missing": "it is missing; it must be given",
    "int": "{value} is no whole number",
    "float": "{value} is no number",
    "bool": "{value} is neither true nor false",
    "string_type": "{value} is no text; put it between quotation marks",
    "string_pattern": "{value} does not fit; small letters, digits and hyphens will do, 64 at most",
    "string_too_long": "it is longer than {max_length} characters",
    "string_too_short": "it is empty; write a text or leave the key out",
    "date": "{value} is no day; write it as 2026-03-05, without quotation marks",
    "tuple": "{value} is no list; put it between brackets",
    "too_long": "it has more than {max_length} entries",
    "too_short": "it has no entry; it must have {min_length}",
    "greater_than_equal": "{value} is too small; {ge} is the least",
    "greater_than": "{value} is too small; it must be more than {gt}",
    "less_than_equal": "{value} is too large; {le} is the most",
    "literal_error": "{value} is not known; it is {expected}",
    "enum": "{value} is not known; it is {expected}",
    "dict": "{value} is no table; write each of its keys with a value",
    "model": "{value} is no table; write each of its keys with a value",
    "finite": "{value} is no number",
}
"""By the beginning of pydantic's name of the fault, in order."""


def _tags(one: Any, given: Mapping[str, Any], model: type[BaseModel], location: tuple[int | str, ...]) -> str:
    return nearest(str(given.get("tag", "")), list(_by_tag(_annotation(model, location))))


def _keys_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys of the table at a place."""
    found = _annotation(model, location)
    return list(found.model_fields) if isinstance(found, type) and issubclass(found, BaseModel) else []


def _annotation(model: type[BaseModel], location: tuple[int | str, ...]) -> Any:
    """What the settings have at a place: a model, or the union of several told apart by a tag."""
    at: Any = model
    for part in location:
        if isinstance(at, type) and issubclass(at, BaseModel):
            field = at.model_fields.get(str(part))
            at = _model_in(field.annotation) if field else None
        elif isinstance(part, str):
            at = _by_tag(at).get(part)
    return at


def _model_in(annotation: Any) -> Any:
    """The annotation without `None`, `Annotated` and what a list is made of."""
    parts = [_model_in(part) for part in get_args(annotation) if part is not type(None) and part is not ...]
    models = [part for part in parts if part in parts and _is_model(part)]
    if _is_model(annotation) or not models:
        return annotation
    return models[0] if len(models) == 1 else tuple(models)


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, tuple) or (isinstance(annotation, type) and issubclass(annotation, BaseModel))


def _by_tag(models: Any) -> dict[str, type[BaseModel]]:
    """The models of a union by the words of their first field of one word."""
    known: dict[str, type[BaseModel]] = {}
    for model in models if isinstance(models, tuple) else ():
        for field in model.model_fields.values():
            if get_origin(field.annotation) is Literal:
                known.update(dict.fromkeys(get_args(field.annotation), model))
                break
    return known


def _is_tag(model: type[BaseModel], location: tuple[int | str, ...], part: int | str) -> bool:
    """Whether a part of a place is not a key but the tag that told the models of a union apart."""
    at = location.index(part)
    return isinstance(part, str) and part in _by_tag(_annotation(model, location[:at]))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
