"""What people read, Vietnamese first, English second: one catalogue a language, in `vi/*.po` and `en/*.po`.

A message has a key, `group.name`, which is its msgid in both languages. The areas (one file each) only divide the
work: together they are one catalogue, in which no key stands twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

_chosen: Language = "vi"


def use(language: Language) -> None:
    """Speak a language from now on. Called once, before anything is said."""
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
    """The message of a key such as `column.plan`, its `{places}` filled.

    A whole number named `count` chooses between singular and plural where the message has both (msgid_plural).
    Raises KeyError for a key that the catalogue has not.
    """
    from pipeline.messages.catalogue import message

    said = message(_chosen, key, values.get("count"))
    if said is None:
        raise KeyError(key)
    return said.format(**values) if values else said


def amounts(counts: Mapping[str, int]) -> dict[str, str]:
    """Counts in words (`1 plan`, `5 rows`), for a message that tells several: the singular and plural of each."""
    return {name: say(f"amount.{name}", count=count) for name, count in counts.items()}


def names(group: str) -> frozenset[str]:
    """The names of a group: those that `say(f"{group}.{name}")` knows; none for an unknown group."""
    from pipeline.messages.catalogue import keys

    return frozenset(key.removeprefix(f"{group}.") for key in keys(_chosen) if key.startswith(f"{group}."))
