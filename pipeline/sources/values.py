"""Values of `sources.toml` that are more than a text: addresses, selectors, places on this machine, times of day.

Each is checked where the file is read, so that a slip is told with its source and key and not in the night.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, NamedTuple
from urllib.parse import urlsplit

from pydantic import AfterValidator, ValidationInfo

LONGEST_ADDRESS = 2_000
"""Characters; longer ones are refused by many servers (RFC 9110 asks for 8,000 at least, portals take less)."""
LONGEST_SELECTOR = 300
_SIBLINGS = re.compile(r"(?<!count\()following-sibling::")
_TAKEN = re.compile(r"::(?:(text)|attr\(([A-Za-z_][\w:.-]{0,40})\))\s*\Z")


class Taken(NamedTuple):
    """A selector in two: which elements (None is the one that is looked at), and what of each is taken, `text` or the
    name of an attribute; None leaves the choice to what the selector is for."""

    css: str | None
    attribute: str | None = None
    text: bool = False


def taken(selector: str) -> Taken:
    """A selector with what follows it.

    >>> taken("td.ngay::text"), taken("a::attr(href)").attribute, taken("::text").css
    (Taken(css='td.ngay', attribute=None, text=True), 'href', None)
    """
    found = _TAKEN.search(selector)
    css = (selector[: found.start()] if found else selector).strip()
    return Taken(css or None, found[2] if found else None, bool(found and found[1]))


def _selector(value: str) -> str:
    """Raises ValueError for what is no CSS selector that can be used on pages of others."""
    from cssselect import HTMLTranslator, SelectorError

    if len(value) > LONGEST_SELECTOR:
        raise ValueError(f"it is longer than {LONGEST_SELECTOR} characters")
    css = taken(value).css
    if css is None:
        return value
    try:
        path = HTMLTranslator().css_to_xpath(css)
    except SelectorError as error:
        raise ValueError(f"{css!r} is no CSS selector: {error}") from error
    if _SIBLINGS.search(path):  # A page with ten thousand of them would take minutes.
        raise ValueError("siblings (+ and ~) are not followed; name a class, or use :nth-child()")
    return value


def _web(value: str) -> str:
    """Raises ValueError for what is no absolute http(s) address."""
    value = value.strip()
    if len(value) > LONGEST_ADDRESS:
        raise ValueError(f"it is longer than {LONGEST_ADDRESS} characters")
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good or any(c.isspace() or ord(c) < 32 for c in value):
        raise ValueError(f"{value!r} is no address; write it whole, such as https://camau.gov.vn/van-ban")
    return value


def _located(value: str, info: ValidationInfo) -> str:
    """A path, from the folder of the file that names it."""
    if not value.strip() or "\0" in value:
        raise ValueError("it is empty; name a file or folder")
    base = info.context.get("base") if info.context else None
    return str((Path(base) if base else Path.cwd()) / Path(value).expanduser())


def cron(value: str) -> str:
    """Raises ValueError for what is no time as cron writes it, in five fields."""
    from datetime import datetime

    from cronsim import CronSim, CronSimError

    fields = value.split()
    if len(fields) != 5:
        raise ValueError(f"{value!r} is no time of cron; write five fields, such as '30 5 * * *' for half past five")
    try:
        next(CronSim(" ".join(fields), datetime(2026, 1, 1)))
    except (CronSimError, StopIteration) as error:
        field = str(error) or "it never comes"
        raise ValueError(f"{value!r} is no time of cron ({field}); write five, such as '30 5 * * *'") from error
    return " ".join(fields)


Selector = Annotated[str, AfterValidator(_selector)]
"""A CSS selector, with `::text` or `::attr(NAME)` after it where the usual choice is not meant."""
WebAddress = Annotated[str, AfterValidator(_web)]
"""An absolute address, http or https."""
Located = Annotated[str, AfterValidator(_located)]
"""A file or folder on this machine, absolute; in the file from the folder of sources.toml."""
Cron = Annotated[str, AfterValidator(cron)]
