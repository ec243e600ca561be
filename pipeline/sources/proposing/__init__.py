"""Looking at an address and proposing an entry of sources.toml for it, with what that would list."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SerializeAsAny

from models.base import Frozen
from models.errors import ChangedLayout, KehoachError, UsageError
from pipeline.clock import Clock
from pipeline.fetch.types import Fetched, Purpose, Reach
from pipeline.folding import fold
from pipeline.sources import suspicion
from pipeline.sources.config import parsed
from pipeline.sources.kinds import kind_of
from pipeline.sources.pages import Page, files_at, page_of
from pipeline.sources.proposing.pagers import pager_of
from pipeline.sources.proposing.rows import found_in
from pipeline.sources.settings import SourceSettings
from pipeline.sources.types import Listed, Window
from pipeline.sources.web import absolute, line, text_of
from pipeline.sources.xml import checked, is_markup_of_a_page

_FEED = frozenset({"application/rss+xml", "application/atom+xml"})
_FEED_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE)
_SITEMAP_ROOT = re.compile(r"<(?:[\w-]{1,20}:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_HEAD = 4_000
Table = dict[str, Any]


class Proposal(Frozen):
    """An entry, as text and as settings, and the first page that it would list; `feed` is one that the page names."""

    text: str
    source: SerializeAsAny[SourceSettings]
    listed: Listed
    feed: str | None = None


def absolute_of(typed: str) -> str:
    """An address as a person types it, made whole. Raises UsageError for what is none."""
    whole = absolute("", typed if "://" in typed else f"https://{typed}")
    if whole is None:
        raise UsageError(f"{typed!r} is no address; write it whole, such as https://camau.gov.vn/van-ban")
    return whole


def propose(address: str, name: str, reach: Reach) -> Proposal:
    """Look at an absolute address. Raises SourceError where nothing is found there that lists documents, FetchError;
    UsageError where the name is none."""
    once = _Once(reach)
    fetched = once.get(address, purpose="listing", conditional=False)
    table, feed = _table(fetched, once)
    return _proposal({"name": name, **table}, once, feed)


def propose_folder(folder: Path, name: str, reach: Reach) -> Proposal:
    """An inbox: a folder into which people or other programs put files. Raises as `propose`."""
    return _proposal({"name": name, "kind": "folder", "path": str(folder.absolute())}, reach)


def _proposal(entry: Table, reach: Reach, feed: str | None = None) -> Proposal:
    text = written(entry)
    catalogue, faults = parsed(text, Path.cwd())
    if faults or not catalogue.sources:
        raise UsageError("; ".join(str(fault) for fault in faults))
    source = catalogue.sources[0]
    listed = next(iter(kind_of(source).pages(source, reach, None, Window())), Listed(entries=()))
    return Proposal(text=text, source=source, listed=listed, feed=feed)


def name_of(address: str) -> str:
    """A name for a source: that of its host.

    >>> name_of("https://www.camau.gov.vn/van-ban")
    'camau-gov-vn'
    """
    return _plain((urlsplit(address).hostname or "").removeprefix("www."))


def name_of_folder(folder: Path) -> str:
    """A name for a source: that of the folder, without accents.

    >>> name_of_folder(Path("/srv/Văn thư đến"))
    'van-thu-den'
    """
    return _plain(fold(folder.absolute().name))


def _plain(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:64] or "nguon"


def written(entry: Mapping[str, Any]) -> str:
    """An entry as it stands in sources.toml."""
    lines = ["[[source]]"]
    for key, value in entry.items():
        if isinstance(value, dict):
            inner = ", ".join(f"{name} = {_value(one)}" for name, one in value.items())
            lines.append(f"{key} = {{ {inner} }}")
        elif value is not None:
            lines.append(f"{key} = {_value(value)}")
    return "\n".join(lines) + "\n"


def _value(value: Any) -> str:
    """A value in TOML, whose basic strings are written as JSON writes them (TOML 1.0, but for U+007F)."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "")


def _table(fetched: Fetched, reach: Reach) -> tuple[Table, str | None]:
    """The kind and its keys, and a feed that the page names."""
    text = text_of(fetched)
    head = text[:_HEAD].lstrip("\ufeff \t\r\n")
    if (fetched.content or b"").startswith((b"%PDF", b"\xd0\xcf\x11\xe0")) or (head[:2] == "PK" and "\0" in text[:99]):
        return {"kind": "addresses", "addresses": [fetched.address]}, None
    if (fetched.content or b"").startswith(b"\x1f\x8b"):
        return {"kind": "sitemap", "address": fetched.address}, None
    if head.startswith("<") and not is_markup_of_a_page(head):
        if _FEED_ROOT.search(head):
            checked(text, fetched.final, ("rss", "feed", "RDF"), "RSS or Atom feed")
            return {"kind": "feed", "address": fetched.address}, None
        if _SITEMAP_ROOT.search(head):
            return {"kind": "sitemap", "address": fetched.address}, None
    if head.startswith(("{", "[")):
        from pipeline.sources.proposing.endpoints import table_of

        return table_of(fetched, text), None
    return _of_page(page_of(fetched), fetched.address, reach)


def _of_page(page: Page, address: str, reach: Reach) -> tuple[Table, str | None]:
    feed = _feed_of(page)
    found = found_in(page)
    if found is None:
        suspicion.check(page)
        if feed is not None:
            return {"kind": "feed", "address": feed}, None
        raise ChangedLayout(f"{page.address}: no rows with a link and a day or a symbol are found on this page")
    table: Table = {"kind": "listing", "address": address, "rows": found.rows}
    table |= {key: value for key, value in found.roles._asdict().items() if value}
    table |= {key: value for key in ("attachment", "details") if (value := getattr(found, key))}
    if (pager := pager_of(page)) is not None:
        table["pager"] = pager
    if found.details:
        table |= _behind(page, found.rows, found.details, reach)
    return table, feed


def _behind(page: Page, rows: str, details: str, reach: Reach) -> Table:
    """What is to be said of the page behind a row: nothing where its files are named like files."""
    from pipeline.sources.pages import address_at, select

    addresses = (address_at(page, row, details) for row in select(page.tree, rows))
    first = next((address for address in addresses if address), None)
    if first is None:
        return {}
    try:
        behind = page_of(reach.get(first, purpose="details", conditional=False))
    except KehoachError:  # The entry is proposed all the same; `--look` tells of the page.
        return {}
    if files_at(behind, behind.tree, None):
        return {}
    for link in behind.tree.iter("a"):
        words = line(f"{link.text or ''} {link.get('title', '')} {link.get('class', '')}") or ""
        if re.search(r"t[ảa]i v[ềe]|download|đính kèm|attach", words, re.IGNORECASE):
            name = next((n for n in link.get("class", "").split() if re.fullmatch(r"[A-Za-z_][\w-]{0,60}", n)), None)
            if name:
                return {"behind": {"attachment": f"a.{name}"}}
    return {}


def _feed_of(page: Page) -> str | None:
    for link in page.tree.iter("link"):
        if link.get("type", "").lower() in _FEED and "alternate" in link.get("rel", "").lower():
            return absolute(page.base, link.get("href"))
    return None


class _Once:
    """Asks every address once, however often it is looked at."""

    def __init__(self, reach: Reach) -> None:
        self.clock: Clock = reach.clock
        self._reach = reach
        self._known: dict[tuple[str, str], Fetched] = {}

    def get(
        self, address: str, *, purpose: Purpose, form: Mapping[str, str] | None = None, conditional: bool = True
    ) -> Fetched:
        key = address, json.dumps(form and dict(form), sort_keys=True)
        if key not in self._known:
            self._known[key] = self._reach.get(address, purpose=purpose, form=form, conditional=conditional)
        return self._known[key]
