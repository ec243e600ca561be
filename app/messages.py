"""The one catalogue of what people read (`messages.toml`), Vietnamese first, English second."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_chosen: Language = "vi"


def use(language: Language) -> None:
    """Speak a language from now on. Called once, before the commands are built: their help is text too."""
    global _chosen  # noqa: PLW0603  (one process, one reader)
    _chosen = language


def language() -> Language:
    """The language in use."""
    return _chosen


def asked(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that the command line (`--lang` before the command) or KEHOACH_LANG asks for, else Vietnamese.

    What is no language is left for the command line to refuse.

    >>> asked(["--lang", "en", "plans"], {}), asked(["plans"], {"KEHOACH_LANG": "en"}), asked(["plans"], {})
    ('en', 'en', 'vi')
    """
    said = environment.get("KEHOACH_LANG", "")
    left = iter(arguments)
    for argument in left:
        if argument == "--lang":
            said = next(left, "")
        elif argument.startswith("--lang="):
            said = argument.removeprefix("--lang=")
        elif not argument.startswith("-"):
            break
    return said if said in LANGUAGES else "vi"


def say(key: str, **values: object) -> str:
    """The message of a key such as `column.plan`, its `{places}` filled. Raises KeyError for an unknown key."""
    group, _, name = key.partition(".")
    message = catalogue()[group][name][_chosen].strip("\n")
    return message.format(**values) if values else message


@cache
def catalogue() -> dict[str, dict[str, dict[str, str]]]:
    """All messages by group, name and language."""
    return tomllib.loads(Path(__file__).with_name("messages.toml").read_text(encoding="utf-8"))
