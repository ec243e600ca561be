"""An Atom feed (RFC 4287) as a file, for a web server or a folder that feed readers look at.

It is written whole, of the last notices that the store holds of it: written twice it is the same file, and each entry
keeps its id, so that a reader shows it once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

from pipeline.announce import outbox
from pipeline.announce.channels import file
from pipeline.announce.channels.means import Means
from pipeline.announce.types import Notice
from pipeline.messages import language, say
from pipeline.report.shown import fit

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST = 100
"""Entries; the older ones stand in the store."""
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"

check = file.check_feed


def send(notice: Notice, means: Means) -> None:
    """Write the feed with this notice as its newest entry."""
    path = Path(notice.target.to)
    file.put(path, atom(outbox.up_to(means.store, notice, MOST), path.name))


def atom(notices: list[Notice], name: str) -> str:
    """The feed of some notices of one watch, the newest first; `name` is its own, relative to where it stands."""
    from lxml import etree

    newest = notices[0]
    feed = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    feed.set(f"{{{_XML}}}lang", language())
    _add(feed, "id", uuid5(NAMESPACE_URL, f"kehoach:{newest.origin}:{newest.target.name}").urn)
    _add(feed, "title", say("announce.feed_title", watch=newest.watch))
    _add(feed, "subtitle", say("announce.feed_subtitle"))
    _add(feed, "updated", _time(newest.made_at))
    _add(_add(feed, "author"), "name", "kehoach")
    _add(feed, "generator", "kehoach")
    _add(feed, "link", rel="self", type="application/atom+xml", href=_relative(name))
    for notice in notices:
        _entry(feed, notice)
    said: str = etree.tostring(feed, encoding="unicode", pretty_print=True)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{said}'


def _entry(feed: _Element, notice: Notice) -> None:
    from pipeline.announce import page
    from pipeline.announce.sheets import sheet

    told = sheet(notice.digest)
    entry = _add(feed, "entry")
    _add(entry, "id", notice.identity.urn)
    _add(entry, "title", told.title)
    _add(entry, "published", _time(notice.made_at))
    _add(entry, "updated", _time(notice.made_at))
    _add(entry, "summary", told.summary)
    _add(entry, "content", page.fragment(told), type="html")


def _add(parent: _Element, name: str, text: str = "", **attributes: Any) -> _Element:
    from lxml import etree

    made = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = fit(text) or None
    return made


def _time(at: datetime) -> str:
    """RFC 3339, as Atom asks for."""
    return at.replace(tzinfo=UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _relative(name: str) -> str:
    from urllib.parse import quote

    return f"./{quote(name)}"
